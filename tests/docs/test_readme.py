"""The README is true: commands, options, settings, files and folders that it names are those there are."""

import ast
import re
import subprocess
from pathlib import Path

import click
import pytest

from bot import config
from bot.__main__ import COMMANDS, valise

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
OPERATING = README.partition("## Operating it")[2].partition("## Developing")[0]


def commands(group: click.Group, path: str = "") -> dict[str, click.Command]:
    """Return every command by the words that call it."""
    found: dict[str, click.Command] = {}
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            found |= commands(command, f"{path}{name} ")
        else:
            found[f"{path}{name}"] = command
    return found


THERE_ARE = commands(valise)


def named() -> dict[str, str]:
    """Return every `./valise …` of the tables, with what follows it."""
    written = re.findall(r"`\./valise ([^`]*)`", OPERATING)
    return {" ".join(re.findall(r"[a-z]+(?=\s|$)", re.split(r"[\[A-Z-]", text)[0])): text for text in written}


def test_every_command_is_in_the_table_and_no_other() -> None:
    assert set(named()) == {*THERE_ARE, "test"} | {"bench conversation", "bench broadcast"}


@pytest.mark.parametrize("command", sorted(set(THERE_ARE) & set(named())))
def test_the_options_it_names_are_those_the_command_takes(command: str) -> None:
    taken = {option for parameter in THERE_ARE[command].params for option in parameter.opts if option[:2] == "--"}
    written = set(re.findall(r"--[a-z-]+", named()[command]))
    if command.startswith("bench"):
        assert written <= taken
    else:
        assert written == taken - {"--help"}


def test_every_line_to_type_uses_commands_there_are() -> None:
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL):
        for name in re.findall(r"valise ([a-z]+)", block.replace("valise-", "")):
            assert name in {*COMMANDS, "test"}, name


def test_every_setting_is_in_the_table_and_no_other() -> None:
    source = ast.parse(Path(config.__file__).read_text("utf-8"))
    read = {
        node.args[0].value
        for node in ast.walk(source)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"parsed", "optional"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    told = set(re.findall(r"^\| `(VALISE_[A-Z_]+)`", README, re.MULTILINE))
    assert told == read
    assert {name.removesuffix("_FILE") for name in re.findall(r"VALISE_[A-Z_]*[A-Z]", README)} <= read


@pytest.mark.parametrize(
    "name", ["VALISE_DATABASE_URL", "VALISE_LISTEN", "VALISE_RATE", "VALISE_BOT_NAME", "VALISE_LOG"]
)
def test_the_default_it_tells_is_the_one_that_is_taken(name: str) -> None:
    row = next(line for line in README.splitlines() if line.startswith(f"| `{name}`"))
    default = row.split("|")[3].strip().strip("`")
    assert f'"{name}", "{default}"' in Path(config.__file__).read_text("utf-8")


def test_every_link_and_picture_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README) + re.findall(r'src="([^"]+)"', README)
    assert links
    missing = [link for link in links if not link.startswith("https://") and not (ROOT / link).exists()]
    assert missing == []


def test_every_folder_of_the_house_is_there_and_none_is_left_out() -> None:
    house = re.search(r"## The house.*?```\n(.*?)```", README, re.DOTALL)
    assert house
    inside = {name for line in house[1].splitlines() if line.startswith("  ") for name in names_of(line)}
    tracked = subprocess.run(["git", "ls-files", "bot"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    there = {path.name + ("/" if path.is_dir() else "") for path in (ROOT / "bot").iterdir() if path.name[:2] != "__"}
    assert inside - {"__main__.py"} <= there
    folders = {path.split("/")[1] + "/" for path in tracked.splitlines() if path.count("/") > 1}
    assert folders <= inside


def names_of(line: str) -> list[str]:
    return re.findall(r"\b[a-z_]+(?:\.py|/)(?=\s)", line.split("   ", maxsplit=1)[0] + " ")
