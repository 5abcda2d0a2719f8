"""What the questions after a stay start from: which scales, what was planned, what was given. No question, no page."""

from typing import Any

from bot.domain.people import Refused, Role
from bot.domain.plans import State
from bot.domain.reports import AFTER_RETURN, scales
from bot.services import plans as planning
from bot.services.scene import Visit
from bot.storage import calls, networks, reports, stories
from bot.storage.plans import PlanRow
from bot.storage.store import Tx
from conversations.engine.answers import Facts
from conversations.engine.choices import FREE
from conversations.engine.steps import Step
from conversations.evaluation import OWING, PLANNED, SCALE
from conversations.handover import GRANTED
from conversations.reckoning import COSTS


def traits_before(tx: Tx, visit: Visit, plan_id: int) -> set[str]:
    """The scales of the plan's programme: none on the family where it is for victims of violence."""
    plan = planning.seen_by(tx, visit.person, plan_id, Role.BENEFICIARY)
    programme = planning.call_of(visit.scene.house, calls.by_id(tx, plan.call_id)).programme
    return {f"{SCALE}{scale.value}" for scale in scales(family=programme.report.family_scale)}


def traits_after(tx: Tx, visit: Visit, plan_id: int) -> set[str]:
    """The scales that she answered before: no before, no comparison."""
    planning.seen_by(tx, visit.person, plan_id, Role.BENEFICIARY)
    return {f"{SCALE}{scale}" for scale in stories.of_plan(tx, plan_id).before}


def traits_of_report(tx: Tx, visit: Visit, plan_id: int) -> set[str]:
    """What was granted, and each price as it was planned."""
    plan = planning.seen_by(tx, visit.person, plan_id, Role.REFERENT)
    facts = planning.facts_of(tx, visit.scene, plan)
    prices = {f"{PLANNED}{name}={facts.value(name)}" for name in COSTS if facts.value(name) is not None}
    left = {f"{PLANNED}departure={plan.departure.toordinal()}"} if plan.departure is not None else set()
    return prices | left | {f"{GRANTED}{plan.granted_cents or 0}"}


def planned(plan: PlanRow, facts: Facts) -> dict[str, Any]:
    """What was planned: days, people, and each price; nobody knows a price that was never asked."""
    prices = {name: facts.value(name) or 0 for name in COSTS}
    return {"departure": plan.departure, "homecoming": plan.homecoming, "people": plan.people or 0, **prices}


def shown_to_person(tx: Tx, visit: Visit, plan_id: int) -> dict[str, Any]:
    """Her aim, in her own words."""
    plan = planning.seen_by(tx, visit.person, plan_id, Role.BENEFICIARY)
    return {"aim": aim(planning.facts_of(tx, visit.scene, plan))}


def shown_to_referent(tx: Tx, visit: Visit, plan_id: int) -> dict[str, Any]:
    """What was planned and given, and the aim that it was for."""
    plan = planning.seen_by(tx, visit.person, plan_id, Role.REFERENT)
    facts = planning.facts_of(tx, visit.scene, plan)
    objective = facts.value("objective") or ""
    return {
        "planned": planned(plan, facts),
        "granted": plan.granted_cents or 0,
        "aim": aim(facts),
        "objective": objective.removeprefix(FREE) if objective.startswith(FREE) else "",
    }


def aim(facts: Facts) -> tuple[str, Step, str] | None:
    """Section, question and answer of the aim; None where she named none."""
    given = facts.value("aim")
    return None if given is None else ("wishes", planning.STEPS["aim"], given)


def owing(tx: Tx, visit: Visit, call_id: int) -> dict[int, int]:
    """How many reports each organisation owes, as a call of this network looks at it."""
    models = planning.asking(visit.scene.house)
    return reports.owing(tx, models, visit.person.network_id, call_id, visit.scene.today)


def traits_of_waiver(tx: Tx, visit: Visit, call_id: int) -> set[str]:
    """The organisations against which something is held."""
    return {f"{OWING}{organisation}" for organisation in owing(tx, visit, call_id)}


def shown_of_waiver(tx: Tx, visit: Visit, call_id: int) -> dict[str, Any]:
    """Their names."""
    return {"organisations": {str(each): networks.organisation(tx, each).name for each in owing(tx, visit, call_id)}}


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
