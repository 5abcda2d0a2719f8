"""The words of buttons: a file for each part of the product, and each word in one of them only."""

from pathlib import Path

import pytest

from bot.rendering.words import words_in


def write(folder: Path, name: str, *blocks: str) -> None:
    buttons = folder / "buttons"
    buttons.mkdir(exist_ok=True)
    text = "".join(f"{{% block {block} %}}{block}{{% endblock %}}\n" for block in blocks)
    (buttons / name).write_text(text, encoding="utf-8")


def test_each_word_is_found_in_the_file_of_its_part(tmp_path: Path) -> None:
    write(tmp_path, "person.j2", "lets_go", "help")
    write(tmp_path, "group.j2", "join")
    assert words_in(tmp_path) == {"lets_go": "buttons/person", "help": "buttons/person", "join": "buttons/group"}


def test_one_word_in_two_files_is_an_error_that_names_both(tmp_path: Path) -> None:
    write(tmp_path, "person.j2", "help")
    write(tmp_path, "group.j2", "help")
    with pytest.raises(ValueError, match="two words help: in buttons/group and buttons/person"):
        words_in(tmp_path)
