"""The year after: in which call somebody may begin another plan, and from which of her plans it may start."""

from collections.abc import Iterable

from bot.domain.people import Refused
from bot.domain.plans import State
from bot.domain.reports import AFTER_RETURN
from bot.services import plans as planning
from bot.services import returns
from bot.services.scene import Scene, Visit
from bot.services.sheets import short
from bot.storage import audit, calls, plans
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


WISH, NO_WISH = "wants_again", "wants_no_more"
"""What a referent notes of a plan that is over, as its trail names it."""
WOULD = frozenset({"yes", "alone"})
"""What she may have said herself when she was asked, after the stay, whether she would go again."""


def wishing(tx: Tx, over: Iterable[PlanRow]) -> set[int]:
    """Of these plans those whose people go again if they can: as was noted last, else as they said themselves."""
    chains = {f"plan:{plan.id}": plan for plan in over}
    noted, taken_back = audit.last_done(tx, chains, {WISH}), audit.last_done(tx, chains, {NO_WISH})
    found = set()
    for chain, plan in chains.items():
        if chain in noted or chain in taken_back:
            wants = chain in noted and (chain not in taken_back or noted[chain] > taken_back[chain])
        else:
            wants = _said_so(tx, plan)
        found |= {plan.id} if wants else set()
    return found


def _said_so(tx: Tx, plan: PlanRow) -> bool:
    told = returns.story_of(tx, plan, plan.beneficiary_id)
    return any(step.name == "again" and value in WOULD for _, step, value in told)


def turn_wish(tx: Tx, visit: Visit, plan: PlanRow) -> None:
    """Note that she wants to go again, or that she does not after all. Raises Refused("not_now") before the end."""
    if plan.state not in AFTER_RETURN:
        raise Refused("not_now")
    done = NO_WISH if wishing(tx, [plan]) else WISH
    told = {"state": plan.state.value}
    audit.append(tx, f"plan:{plan.id}", visit.now, visit.person.id, done, None, told, row_key=plan.trail_key)


def may_go_again(tx: Tx, scene: Scene, referent: Person, accompanied: Iterable[Person]) -> list[Person]:
    """Of her people those who want to go again, and for whom a call is open now."""
    if not planning.calls_for(tx, scene, referent):
        return []
    persons = {person.id: person for person in accompanied}
    over = [plan for plan in plans.of_people(tx, list(persons)).values() if plan.state in AFTER_RETURN]
    wanted = wishing(tx, over)
    hers = [persons[plan.beneficiary_id] for plan in over if plan.id in wanted and plan.households is None]
    return [person for person in hers if calls_for_another(tx, scene, person)]


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
