"""Where the words of buttons are: `templates/buttons/` has a file a room, so that a screen compiles only what it shows.

In one file of all rooms they took 20 MB and a sixth of a second before the first reply. Beside labels they hold what
Telegram shows of a command, `command_<name>`, and what an invitation says of a role, `task_<role>`.
"""

import re
from pathlib import Path
from typing import Final

FOLDER: Final = "buttons"
_BLOCK: Final = re.compile(r"\{% block (\w+) %\}")


def words_in(templates: Path) -> dict[str, str]:
    """Return the template of each word, by the name of its block.

    Raises:
        ValueError: two files have a block of that name.
    """
    found: dict[str, str] = {}
    for path in sorted((templates / FOLDER).glob("*.j2")):
        for block in _BLOCK.findall(path.read_text("utf-8")):
            if block in found:
                raise ValueError(f"two words {block}: in {found[block]} and {FOLDER}/{path.stem}")
            found[block] = f"{FOLDER}/{path.stem}"
    return found
