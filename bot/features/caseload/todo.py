"""What a referent has to do for beneficiaries, counted: one source for the list, the first screen and each message."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.domain.accompanying import MONEY, Awaits, all_awaited
from bot.features.caseload.status import Known, known
from bot.plan.context import Moment
from bot.storage import people
from bot.storage.kernel.store import Tx
from bot.storage.people import Person

COUNTED_ELSEWHERE = frozenset({Awaits.REVIEW, Awaits.CHANGE, Awaits.MESSAGE, Awaits.REPORT})
"""What has a number and a button of its own in whatever says what awaits a referent."""
SAID_APART = MONEY | {Awaits.POINT, Awaits.JOIN, Awaits.KEEP}
"""What is said in a line of its own, with its date where it has one."""


@dataclass(frozen=True, slots=True)
class Dated:
    """Something that beneficiaries await: how many of them, until when the first of it, and whether that is near."""

    what: str
    count: int
    until: date | None
    pressed: bool


def todo(tx: Tx, moment: Moment, referent: Person) -> list[Known]:
    """Return those of a referent's beneficiaries, and of absent colleagues', who await something."""
    seen = known(tx, moment, people.accompanied(tx, referent.id))
    return [each for each in seen if each.awaits is not Awaits.NOTHING]


def dated(awaiting: Iterable[Known], *, pressed: bool = False) -> tuple[Dated, ...]:
    """Return what is said apart; where asked, only what has two working days left or fewer, and some of them."""
    found: dict[Awaits, list[Known]] = {}
    for each in awaiting:
        for what in SAID_APART.intersection(all_awaited(each.seen)):
            if not pressed or (what in each.pressed and each.days_left[what] >= each.today):
                found.setdefault(what, []).append(each)
    return tuple(_counted(what, found[what]) for what in Awaits if what in found)


def _counted(what: Awaits, them: list[Known]) -> Dated:
    days = [each.days_left[what] for each in them if what in each.days_left]
    return Dated(what.value, len(them), min(days, default=None), pressed=any(what in each.pressed for each in them))


def otherwise(awaiting: Iterable[Known]) -> int:
    """Count the beneficiaries who await something that is neither said apart nor counted elsewhere."""
    return sum(not (COUNTED_ELSEWHERE | SAID_APART).issuperset(all_awaited(each.seen)) for each in awaiting)
