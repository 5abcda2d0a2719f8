"""What somebody with a grant can do next: the same buttons on her own page and under the good news; what is left."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from bot.domain.plans import State
from bot.features.departure import routes as departure_routes
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.storage import departures, people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.answers import Facts
from conversations.engine.keyboard import Button, Word
from conversations.leaving import Todo, left_to_do
from conversations.plan_context import PlanContext

LEAVING = frozenset({State.GRANTED, State.HANDED_OVER})
"""A grant stands, and the stay has not begun."""


def to_leave(*, calendar: bool) -> list[Button]:
    """The list first; without her calendar where it could betray her."""
    first = Button(Word("checklist"), departure_routes.OWN_LIST.to(), style="primary")
    dates = [Button(Word("to_calendar"), departure_routes.CALENDAR.to())] if calendar else []
    return [first, *dates, Button(Word("what_to_pay"), departure_routes.PAYING.to())]


def while_away() -> list[Button]:
    """During the stay: what her vouchers pay, and somebody to tell what goes wrong."""
    return [
        Button(Word("what_to_pay"), departure_routes.PAYING.to()),
        Button(Word("not_well"), departure_routes.NOT_WELL.to()),
    ]


def leaving_facts(tx: Tx, moment: Moment, plan: PlanRow) -> Facts:
    """Return what the list for leaving looks at: the plan's facts, and whether the beneficiary is protected."""
    facts = plan_facts.facts_of(tx, moment, plan)
    protected = access.discreet(people.by_id(tx, plan.beneficiary_id))
    return replace(facts, reopened={}, context=replace(facts.about(PlanContext), protected=protected))


def still_to_do(tx: Tx, moment: Moment, plan: PlanRow, *, beside: bool = False) -> tuple[Todo, ...]:
    """What is not ticked at this moment, what is due first at the top; nothing before a grant or once she has left.

    A group has no list: what each of its members has to do is hers to know.
    """
    if plan.state not in LEAVING or plan.households is not None:
        return ()
    ticks = departures.of_plan(tx, plan.id).ticks
    return left_to_do(leaving_facts(tx, moment, plan), ticks, moment.today, beside=beside)


Line: TypeAlias = tuple[str, date | None, bool]
"""Its name, its last day, and whether that day has passed."""


def lines(left: Iterable[Todo]) -> list[Line]:
    """What is left, as pages say it."""
    return [(todo.item.name, todo.by, todo.late) for todo in left]
