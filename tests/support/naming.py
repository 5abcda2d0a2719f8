"""Names that nobody says, in the place of those of programmes and sources."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.programmes import Programme
from bot.domain.rules import Rule, Source, Strength
from tests.conversations.kinds_of_rules import CASES

TITLE, WHOSE = "Zptitle", "Zpsource"
"""What a programme is called, and who says its figures: no sentence of the product has such words."""


def planted(programmes: Mapping[str, Programme]) -> dict[str, Programme]:
    """Return programmes that all protect, of which every name is planted, with a sure rule of each kind."""
    return {key: _planted(programme) for key, programme in programmes.items()}


def _planted(programme: Programme) -> Programme:
    source = Source(WHOSE, 2026, Strength.SOURCED)
    more = tuple(Rule(f"tried {kind}", case.limit, source) for kind, case in CASES.items())
    return replace(
        programme,
        title=TITLE,
        contact=f"{TITLE}@example.org",
        discreet_default=True,
        rules=(*(replace(rule, source=source) for rule in programme.rules), *more),
        usual=tuple(replace(each, source=source) for each in programme.usual),
        places=None if programme.places is None else replace(programme.places, source=source),
    )
