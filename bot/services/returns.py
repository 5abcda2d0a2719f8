"""What the questions after a stay start from: which scales, what was planned, what was given. No question, no page."""

from bot.domain.people import Refused, Role
from bot.domain.plans import State
from bot.domain.reports import AFTER_RETURN, scales
from bot.services import plans as planning
from bot.services.scene import Visit
from bot.storage import calls, handovers, networks, reports, stories
from bot.storage.plans import PlanRow
from bot.storage.store import Tx
from conversations.engine.answers import Facts
from conversations.engine.choices import FREE
from conversations.evaluation import AIM, OBJECTIVE, OWING, PLANNED, SCALE
from conversations.handover import GRANTED
from conversations.reckoning import COSTS


def traits_before(tx: Tx, visit: Visit, plan_id: int) -> set[str]:
    """The scales of the plan's programme: none on the family where it is for victims of violence.

    Raises Refused("not_now") once the stay has begun: what was left open then is not asked any more.
    """
    plan = planning.seen_by(tx, visit.person, plan_id, Role.BENEFICIARY)
    may_begin(tx, plan)
    programme = planning.call_of(visit.scene.house, calls.by_id(tx, plan.call_id)).programme
    return {f"{SCALE}{scale.value}" for scale in scales(family=programme.report.family_scale)}


def traits_of_story(tx: Tx, visit: Visit, plan_id: int) -> set[str]:
    """What mattered most to her, and the scales that she answered before: no before, no comparison."""
    plan = planning.seen_by(tx, visit.person, plan_id, Role.BENEFICIARY)
    before = {f"{SCALE}{scale}" for scale in stories.of_plan(tx, plan_id).before}
    return before | _aims(planning.facts_of(tx, visit.scene, plan))


def traits_of_report(tx: Tx, visit: Visit, plan_id: int) -> set[str]:
    """What was planned and granted, and what for."""
    plan = planning.seen_by(tx, visit.person, plan_id, Role.REFERENT)
    facts = planning.facts_of(tx, visit.scene, plan)
    handed = handovers.of_plan(tx, plan_id)
    known = {
        "people": plan.people,
        "departure": plan.departure and plan.departure.toordinal(),
        "homecoming": plan.homecoming and plan.homecoming.toordinal(),
        "vouchers": handed.notes if handed is not None else None,
        **{price: facts.value(price) for price in COSTS},
    }
    numbers = {f"{PLANNED}{name}={number}" for name, number in known.items() if number is not None}
    return numbers | _aims(facts) | {f"{GRANTED}{plan.granted_cents or 0}"}


def _aims(facts: Facts) -> set[str]:
    chosen, written = facts.value("aim"), facts.value("objective") or ""
    found = {f"{AIM}{chosen}"} if chosen is not None else set()
    return found | ({f"{OBJECTIVE}{written.removeprefix(FREE)}"} if written.startswith(FREE) else set())


def owing(tx: Tx, visit: Visit, call_id: int) -> dict[int, int]:
    """How many reports each organisation owes, as a call of this network looks at it."""
    models = planning.asking(visit.scene.house)
    return reports.owing(tx, models, visit.person.network_id, call_id, visit.scene.today)


def traits_of_waiver(tx: Tx, visit: Visit, call_id: int) -> set[str]:
    """The organisations against which something is held, by their names."""
    return {f"{OWING}{each}={networks.organisation(tx, each).name}" for each in owing(tx, visit, call_id)}


def told(tx: Tx, plan: PlanRow) -> bool:
    """Whether she told of her stay already."""
    return stories.of_plan(tx, plan.id).told_at is not None


def may_tell(tx: Tx, plan: PlanRow) -> bool:
    """The stay is over and she has not told of it: the only time at which she is asked."""
    return plan.state in AFTER_RETURN and not told(tx, plan)


def may_begin(tx: Tx, plan: PlanRow) -> None:
    """The faces of before are for the time before the stay. Raises Refused("not_now")."""
    early = plan.state not in {*AFTER_RETURN, State.AWAY, State.DRAFT}
    if not early or stories.of_plan(tx, plan.id).before:
        raise Refused("not_now")
