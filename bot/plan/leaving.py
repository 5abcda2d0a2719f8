"""What is left to do before a stay that is granted."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from bot.domain.plans import State
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.storage import departures, people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.answers import Facts
from conversations.leaving import Todo, left_to_do
from conversations.plan_context import PlanContext

LEAVING = frozenset({State.GRANTED, State.HANDED_OVER})
"""A grant stands, and the stay has not begun."""


def leaving_facts(tx: Tx, moment: Moment, plan: PlanRow) -> Facts:
    """Return what the list for leaving looks at: the plan's facts, and whether the beneficiary is protected."""
    facts = plan_facts.facts_of(tx, moment, plan)
    protected = access.discreet(people.by_id(tx, plan.beneficiary_id))
    return replace(facts, reopened={}, context=replace(facts.about(PlanContext), protected=protected))


def still_to_do(tx: Tx, moment: Moment, plan: PlanRow, *, beside: bool = False) -> tuple[Todo, ...]:
    """Return what is not ticked at this moment, what is due first at the top; nothing before a grant or after leaving.

    A group has no list: what each of its members has to do is for that member to know.
    """
    if plan.state not in LEAVING or plan.households is not None:
        return ()
    ticks = departures.of_plan(tx, plan.id).ticks
    return left_to_do(leaving_facts(tx, moment, plan), ticks, moment.today, beside=beside)


Line: TypeAlias = tuple[str, date | None, bool]
"""Its name, its last day, and whether that day has passed."""


def lines(left: Iterable[Todo]) -> list[Line]:
    """Return what is left, as pages say it."""
    return [(todo.item.name, todo.by, todo.late) for todo in left]
