"""The year after: in which call somebody may begin another plan, and from which of her plans it may start."""

from bot.domain.plans import State
from bot.domain.reports import AFTER_RETURN
from bot.services import plans as planning
from bot.services import returns
from bot.services.scene import Scene, Visit
from bot.services.sheets import short
from bot.storage import calls, plans
from bot.storage.calls import CallRow
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from bot.storage.store import Tx
from conversations import PLAN
from conversations.engine.board import Button, Word

OVER = AFTER_RETURN | {State.CANCELLED, State.DECLINED, State.NOT_ENDORSED}
"""States after which another plan may begin, in another call."""


def calls_for_another(tx: Tx, scene: Scene, person: Person) -> list[CallRow]:
    """The open calls in which this person has never had a plan; those like her last one first."""
    had = plans.calls_of(tx, person.id)
    opened = [row for row in planning.calls_for(tx, scene, person) if row.id not in had]
    known = {calls.by_id(tx, call).model for call in had}
    return sorted(opened, key=lambda row: row.model not in known)


def call_of_her_own(tx: Tx, scene: Scene, person: Person) -> CallRow | None:
    """The call in which she may begin by herself: the only one like those of before, else the only one there is.

    Which of several is hers, her referent says; so he does of one that protects: nobody gets into it by a button.
    """
    had = {calls.by_id(tx, call).model for call in plans.calls_of(tx, person.id)}
    protects = {key for key, programme in scene.house.programmes.items() if programme.discreet_default}
    found = [row for row in calls_for_another(tx, scene, person) if row.model in had or row.model not in protects]
    like = [row for row in found if row.model in had]
    return next((only[0] for only in (like, found) if len(only) == 1), None)


def former(tx: Tx, plan: PlanRow) -> PlanRow | None:
    """The plan that a draft may start from: her latest other one that was sent; None once anything was answered."""
    untouched = plan.state is State.DRAFT and not PLAN.names & set(plan.answers)
    return plans.sent_before(tx, plan) if untouched else None


def ways_beside(tx: Tx, visit: Visit, person: Person, plan: PlanRow) -> list[Button]:
    """On her referent's page about her: to begin another plan for her, or to begin it like the last one beside her."""
    rows = []
    if plan.state in OVER and calls_for_another(tx, visit.scene, person):
        rows.append(Button(Word("another_plan"), f"r:another:{short(person.id)}"))
    if plan.consent is not None and former(tx, plan) is not None:
        rows.append(Button(Word("like_last_year"), _again(plan)))
    return rows


def _again(plan: PlanRow) -> str:
    return f"p:again:{short(plan.id)}:{short(plan.version)}"


def ways(tx: Tx, visit: Visit, plan: PlanRow) -> list[Button]:
    """On her own page: to tell of her stay, to begin another plan, or to begin it like the last one."""
    rows = []
    if returns.may_tell(tx, plan, visit.person.id):
        rows.append(Button(Word("tell_the_stay"), "g:report", style="primary"))
    if plan.state in OVER and call_of_her_own(tx, visit.scene, visit.person) is not None:
        rows.append(Button(Word("another_plan"), "g:another"))
    if former(tx, plan) is not None:
        rows.append(Button(Word("like_last_year"), _again(plan), style="primary"))
    return rows
