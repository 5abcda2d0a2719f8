"""What a rule shows of a plan, and what a limit says of it. No rule, no source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias


class Area(StrEnum):
    """Where a stay may take place."""

    FRANCE = "france"
    EUROPEAN_UNION = "european_union"
    ELSEWHERE = "elsewhere"


class Document(StrEnum):
    """A paper that a call asks for. Never an identity card, never a health paper."""

    QUOTE = "quote"
    QUOTIENT_PROOF = "quotient_proof"
    SUPPORT_STATEMENT = "support_statement"
    EMPLOYMENT_PROOF = "employment_proof"
    PARENTAL_CONSENT = "parental_consent"
    """That those with parental authority agree: of a young person who goes without an adult, and of nobody else."""


LISTED = tuple(each for each in Document if each is not Document.PARENTAL_CONSENT)
"""Papers that a network may put on the list of a programme or a call."""


Value: TypeAlias = int | date | str
"""What a finding shows: cents, a count, a date or a code."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a limit says of a plan: `met` is None as long as it cannot say."""

    met: bool | None
    actual: Value | None = None
    satisfies: Mapping[str, Value] = field(default_factory=dict)
    """What would satisfy a limit that is not met, such as {"latest_return": date}."""
    applies: bool = True
    """Whether the limit has to do with the plan at all: without pupils no school is missed."""


UNKNOWN = Verdict(met=None)
NOT_APPLICABLE = Verdict(met=None, applies=False)
