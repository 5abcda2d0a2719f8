"""The year after: in which call a beneficiary may begin another plan, and from which earlier one it may start."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.groups import COUNTED
from bot.domain.people import Refused
from bot.domain.plans import Action, State
from bot.domain.reports import AFTER_RETURN
from bot.features.my_plan import routes
from bot.features.reports import report_context
from bot.features.reports import routes as report_routes
from bot.interaction.request import Request
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.storage import audit, calls, member_stays, plans, stories
from bot.storage.calls import CallRow
from bot.storage.groups import Member
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations import PLAN
from conversations.engine.keyboard import Button, Word

OVER = AFTER_RETURN | {State.CANCELLED, State.DECLINED, State.NOT_ENDORSED}
"""States after which another plan may begin, in another call."""


def calls_for_another(tx: Tx, moment: Moment, person: Person) -> list[CallRow]:
    """Return the open calls in which a person had no plan, and goes with no group; those like earlier ones first."""
    had = plans.calls_of(tx, person.id) | member_stays.calls_of(tx, person.id)
    opened = [row for row in plan_facts.calls_for(tx, moment, person) if row.id not in had]
    known = {calls.by_id(tx, call).model for call in had}
    return sorted(opened, key=lambda row: row.model not in known)


def call_to_begin_in(tx: Tx, moment: Moment, person: Person) -> CallRow | None:
    """Return the call to begin in without the referent: the only one like those of before, else the only one there is.

    Which of several it is, the referent says; and so for one that protects: nobody gets into it by a button.
    """
    had = {calls.by_id(tx, call).model for call in plans.calls_of(tx, person.id)}
    protects = {key for key, programme in moment.app.programmes.items() if programme.discreet_default}
    found = [row for row in calls_for_another(tx, moment, person) if row.model in had or row.model not in protects]
    like = [row for row in found if row.model in had]
    return next((only[0] for only in (like, found) if len(only) == 1), None)


def former(tx: Tx, plan: PlanRow) -> PlanRow | None:
    """Return the plan a draft may start from: the latest other one that was sent; None once anything was answered."""
    untouched = plan.state is State.DRAFT and not PLAN.names & set(plan.answers)
    return plans.sent_before(tx, plan) if untouched else None


def earlier(tx: Tx, request: Request, plan: PlanRow) -> tuple[PlanRow, int]:
    """Return the earlier plan, and the years between its stay and those of this plan's call.

    Raises:
        Refused: "not_now" where there is none to start from.
    """
    before = former(tx, plan)
    if before is None:
        raise Refused("not_now")
    day = before.departure or before.updated_at.astimezone(request.moment.app.zone).date()
    return before, max(0, calls.by_id(tx, plan.call_id).stay_from.year - day.year)


WISH, NO_WISH = "wants_again", "wants_no_more"
"""What a referent notes of a plan that is over, as its trail names it."""
OF_MEMBER = "_of_member"
"""Noted of one member of a group: the trail of its plan tells it apart."""
WOULD = frozenset({"yes", "alone"})
"""Answers of one who would go again, to the question that a beneficiary is asked after the stay."""


def wishing(tx: Tx, over: Iterable[PlanRow]) -> set[int]:
    """Return the ids of plans whose people go again if they can: as was noted last, else as they said themselves."""
    chains = {f"plan:{plan.id}": plan for plan in over}
    noted, taken_back = audit.last_done(tx, chains, {WISH}), audit.last_done(tx, chains, {NO_WISH})
    found: set[int] = set()
    for chain, plan in chains.items():
        if chain in noted or chain in taken_back:
            wants = chain in noted and (chain not in taken_back or noted[chain] > taken_back[chain])
        else:
            wants = _said_so(tx, plan.id, plan.beneficiary_id)
        found |= {plan.id} if wants else set()
    return found


def _said_so(tx: Tx, plan_id: int, person_id: int) -> bool:
    return stories.of_person(tx, plan_id, person_id).answers.get("again", {}).get("v") in WOULD


def wishes(tx: Tx, member: Member) -> bool:
    """Return whether a member of a group that is back would go again: as was noted last, else as the member said."""
    noted = member_stays.of_member(tx, member.id).wants_again
    return _said_so(tx, member.plan_id, member.person_id) if noted is None else noted


def turn_wish(tx: Tx, request: Request, plan: PlanRow) -> None:
    """Note that a beneficiary wants to go again, or does not after all. Raises Refused("not_now") before the end."""
    if plan.state not in AFTER_RETURN:
        raise Refused("not_now")
    done = NO_WISH if wishing(tx, [plan]) else WISH
    told = {"state": plan.state.value}
    audit.append(tx, f"plan:{plan.id}", request.now, request.person.id, done, None, told, row_key=plan.trail_key)


def turn_wish_of_member(tx: Tx, request: Request, member: Member, plan: PlanRow) -> None:
    """Note the same of a member of a group, whose next stay may be without a group. Raises Refused("not_now")."""
    if plan.state not in AFTER_RETURN or member.part not in COUNTED:
        raise Refused("not_now")
    wants = not wishes(tx, member)
    member_stays.note(tx, member.id, wants_again=wants)
    done, told = f"{WISH if wants else NO_WISH}{OF_MEMBER}", {"state": plan.state.value, "member": member.id}
    audit.append(tx, f"plan:{plan.id}", request.now, request.person.id, done, None, told, row_key=plan.trail_key)


@dataclass(frozen=True, slots=True)
class Again:
    """A beneficiary who wants to go again and may: with a new plan, or with the one that waits for later."""

    person: Person
    waiting: PlanRow | None = None


def may_go_again(tx: Tx, moment: Moment, referent: Person, accompanied: Iterable[Person]) -> list[Again]:
    """Return, by name, the referent's people who want to go again, and for whom a call is open now."""
    if not plan_facts.calls_for(tx, moment, referent):
        return []
    persons = sorted(accompanied, key=lambda person: person.name.casefold())
    ids = [person.id for person in persons]
    own, together = plans.of_people(tx, ids), member_stays.over(tx, ids)
    alone = {of: plan for of, plan in own.items() if plan.state in AFTER_RETURN and plan.households is None}
    wanted = wishing(tx, alone.values())
    kept = _kept(tx, own.values())
    found = []
    for person in persons:
        plan, stay = own.get(person.id), together.get(person.id)
        if plan is not None and plan.id in kept:
            wants = True
        elif stay is not None and (person.id not in alone or alone[person.id].id < stay.plan_id):
            wants = _said_so(tx, stay.plan_id, person.id) if stay.wants_again is None else stay.wants_again
        else:
            wants = person.id in alone and alone[person.id].id in wanted
        again = _way_for(tx, moment, person, plan) if wants else None
        found += [again] if again is not None else []
    return found


def _kept(tx: Tx, found: Iterable[PlanRow]) -> set[int]:
    """Return the ids of plans that were kept for the next call, as the closing of their own had stopped them."""
    chains = {f"plan:{plan.id}": plan.id for plan in found if plan.state is State.POSTPONED}
    kept, put_off = (audit.last_done(tx, chains, {action.value}) for action in (Action.KEEP, Action.POSTPONE))
    return {plan_id for chain, plan_id in chains.items() if chain in kept and kept[chain] > put_off.get(chain, EVER)}


EVER = datetime.min.replace(tzinfo=UTC)


def _way_for(tx: Tx, moment: Moment, person: Person, plan: PlanRow | None) -> Again | None:
    """Return how a person goes again; None while a plan is on its way, or no call is open."""
    if plan is not None and plan.state is State.POSTPONED:
        return Again(person, plan) if plan_facts.call_to_resume_in(tx, moment, plan) is not None else None
    free = (plan is None or plan.state in OVER) and calls_for_another(tx, moment, person)
    return Again(person) if free else None


def may_begin(tx: Tx, person_id: int) -> bool:
    """Return whether no plan of a beneficiary is on its way: what there was is over, were it with a group alone."""
    latest = plans.latest_of(tx, person_id)
    return latest.state in OVER if latest is not None else bool(member_stays.over(tx, [person_id]))


def ways_beside(tx: Tx, request: Request, person: Person, plan: PlanRow) -> list[Button]:
    """Return the referent's ways on the page of a beneficiary: to another plan, or to one that begins like the last."""
    rows = []
    if plan.state in OVER and calls_for_another(tx, request.moment, person):
        rows.append(Button(Word("another_plan"), routes.ANOTHER_FOR.to(person.id, None)))
    if plan.consent is not None and former(tx, plan) is not None:
        rows.append(Button(Word("like_last_year"), routes.AGAIN.to(plan)))
    return rows


def ways(tx: Tx, request: Request, plan: PlanRow) -> list[Button]:
    """Return the beneficiary's own ways: to tell of the stay, to another plan, or to one that begins like the last."""
    rows = []
    if report_context.may_tell(tx, plan, request.person.id):
        rows.append(Button(Word("tell_the_stay"), report_routes.STORY.to(), style="primary"))
    if plan.state in OVER and call_to_begin_in(tx, request.moment, request.person) is not None:
        rows.append(Button(Word("another_plan"), routes.ANOTHER.to()))
    if former(tx, plan) is not None:
        rows.append(Button(Word("like_last_year"), routes.AGAIN.to(plan), style="primary"))
    return rows
