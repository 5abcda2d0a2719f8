"""The signs of distress read from their TOML file. No SQL."""

from functools import cache
from pathlib import Path

from bot.domain.distress import Distress, Signs, make_signs
from bot.programmes.fields import Fields
from bot.programmes.loading import ProgrammeInvalid, parsed

PACKAGED = Path(__file__).parents[1] / "data" / "distress.toml"


@cache
def load(path: Path = PACKAGED) -> Signs:
    """Return the signs of distress.

    Raises:
        ProgrammeInvalid: the file or a value is wrong; it names key and what is allowed.
    """
    problems: list[str] = []
    table = Fields(parsed(path, problems) or {}, str(path), problems)
    families = table.lists("families") if not problems else {}
    sayings = table.texts("sayings") if not problems else ()
    ordinary = table.texts("ordinary") if not problems else ()
    signs = table.lists("signs") if not problems else {}
    table.close()
    strange = ", ".join(signs.keys() - set(Distress))
    if strange:
        table.problem("signs", strange, f"lists under: {', '.join(Distress)}")
    if problems:
        raise ProgrammeInvalid(problems)
    try:
        return make_signs(families, sayings, {Distress(kind): rows for kind, rows in signs.items()}, ordinary)
    except KeyError as missing:
        raise ProgrammeInvalid([f"{path}: families: {missing} is not told before it is used"]) from None
