"""Who may see a plan and act on it, and what its guards look at."""

from dataclasses import replace

from bot.domain import groups
from bot.domain.people import AT_WORK, DECIDING, Contact, Refused, Role
from bot.domain.plans import (
    LIVE,
    PROMISED,
    TAKING,
    TO_DECIDE,
    Action,
    Knowing,
    Standing,
    State,
    permitted,
)
from bot.domain.rules import refusals
from bot.domain.states import AFTER_A_NO
from bot.plan import committee
from bot.plan.context import Moment
from bot.plan.facts import owed
from bot.storage import calls, handovers, people
from bot.storage import plans as rows
from bot.storage.calls import CallRow
from bot.storage.groups import live_parts_of
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations import OWN_PART, PLAN, authors, group
from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.engine.steps import Need
from conversations.plan_context import PlanContext
from conversations.reckoning import gap
from conversations.rules import findings
from conversations.settling import conditions


def unsent(plan: PlanRow) -> bool:
    """Return whether the plan is the person's own: never sent, or taken back. Nobody else reads what is in it."""
    return plan.state is State.DRAFT or plan.sent_at is None


def private_from(person: Person, plan: PlanRow) -> bool:
    """Return whether this person may not read in the plan: another's, not sent, and not to be filled in together."""
    return unsent(plan) and person.id != plan.beneficiary_id and plan.consent is None


def need_no_work(person: Person) -> None:
    """Refuse to touch the account of a professional who is accompanied too: it opens other people's plans."""
    if person.chat_id is not None and person.roles & AT_WORK:
        raise Refused("works_here")


def need(tx: Tx, plan_id: int) -> PlanRow:
    """Return the plan of that id. Raises Refused("not_found"): a forged or foreign id gives nothing away."""
    plan = rows.by_id(tx, plan_id)
    if plan is None:
        raise Refused("not_found")
    return plan


def own_plan(tx: Tx, person: Person) -> PlanRow | None:
    """Return the live plan of a beneficiary, else the latest one."""
    return rows.live_of(tx, person.id) or rows.latest_of(tx, person.id)


def told_about(tx: Tx, person_id: int) -> PlanRow | None:
    """Return the plan that news for a person are about: their own, or where that is over a group's; or None."""
    own = rows.latest_of(tx, person_id)
    parts = live_parts_of(tx, person_id) if own is None or own.state not in LIVE else []
    return rows.by_id(tx, parts[0].plan_id) if parts else own


def roles_towards(tx: Tx, person: Person, plan: PlanRow) -> frozenset[Role]:
    """Return what this person is to this plan: its beneficiary, their referent, a lead, or of the call's committee.

    A plan that was never endorsed is none of the committee's: it reads no name in it. A coordinator is one to it only
    while deciding in its call.
    """
    found: set[Role] = set()
    if person.id == plan.beneficiary_id and person.has(Role.BENEFICIARY):
        found.add(Role.BENEFICIARY)
    if person.has(Role.REFERENT) and people.is_attached(tx, plan.beneficiary_id, person.id):
        found.add(Role.REFERENT)
    endorsed = plan.rank_at is not None and plan.state is not State.DRAFT
    if endorsed and person.roles & DECIDING and person.network_id == plan.network_id:
        held = {Role.DECIDER, *(person.roles & {Role.COORDINATOR})}
        found |= held if decides(person, calls.by_id(tx, plan.call_id)) else set()
    hands = plan.state in TAKING or (person.has(Role.LEAD) and handovers.to_return(tx, plan.id))
    if person.has(Role.LEAD) and person.organisation_id == plan.organisation_id and hands:
        found.add(Role.LEAD)
    return frozenset(found)


def decides(person: Person, call: CallRow) -> bool:
    """Return whether this person sits on the call's committee; where the call names nobody, all coordinators do."""
    if not call.deciders:
        return person.has(Role.COORDINATOR)
    return person.id in call.deciders and bool(person.roles & DECIDING)


def seen_by(tx: Tx, person: Person, plan_id: int, *roles: Role) -> PlanRow:
    """Return the plan, if this person is one of `roles` to it. Raises Refused("not_found") otherwise."""
    plan = need(tx, plan_id)
    if not roles_towards(tx, person, plan) & frozenset(roles):
        raise Refused("not_found")
    return plan


def standing_of(
    tx: Tx, moment: Moment, plan: PlanRow, facts: Facts, actor_id: int | None, knowing: Knowing | None = None
) -> Standing:
    """Return what guards look at; `knowing` is what the one who endorses says with it."""
    knowing = knowing or Knowing()
    call, context = facts.call, facts.about(PlanContext)
    beneficiary = people.by_id(tx, plan.beneficiary_id)
    lacking = [*flow.missing(PLAN, facts, Need.ENDORSE), *flow.missing(OWN_PART, facts, Need.ENDORSE)]
    if plan.state is State.TO_REVIEW and context.reports_missing is None:
        facts = replace(facts, context=replace(context, reports_missing=owed(tx, moment, plan)))
    known = None if plan.households is None else group.loaded(plan.households)
    return Standing(
        state=plan.state,
        now=moment.now,
        committee=call.with_committee if call else True,
        before=plan.before_state,
        missing_to_send=(
            *(placed.step.id for placed in flow.missing(PLAN, facts, Need.SEND)),
            *(groups.lacking(known) if known is not None else ()),
        ),
        missing_to_endorse=(
            *(placed.step.id for placed in lacking),
            *(groups.too_many(known) if known is not None else ()),
        ),
        refusals=refusals(findings(facts)),
        unsettled=() if knowing.on_condition else tuple(each.rule for each in conditions(facts)),
        unsaid=not knowing.word and gap(facts) > 0,
        reopened_left=len(flow.still_reopened(PLAN, facts)),
        lets_change=_lets_change(tx, plan, actor_id),
        ranked=plan.rank_at is not None,
        call_open=call.is_open(moment.now) if call else True,
        departure=plan.departure,
        homecoming=plan.homecoming,
        decided_at=plan.decided_at,
        decided_by=plan.decided_by,
        held_until=plan.held_until,
        actor_id=actor_id,
        accompanied=plan.state in TO_DECIDE | PROMISED and actor_id in committee.who_accompany(tx, plan),
        zone=moment.app.zone,
        consent=actor_id == plan.beneficiary_id or plan.consent is not None,
        unconfirmed=unconfirmed(facts, beneficiary),
    )


CHANGE_PLAN = "change_plan"
"""What is possible after a no, as `next_step` says it: the beneficiary changes the plan, together with the referent."""


def _lets_change(tx: Tx, plan: PlanRow, actor_id: int | None) -> bool:
    """Return whether that person may change a plan after a no: after the referent's own, the referent always may."""
    if plan.state not in AFTER_A_NO:
        return True
    own = plan.state is State.NOT_ENDORSED and actor_id != plan.beneficiary_id
    latest = rows.latest_of(tx, plan.beneficiary_id)
    said = own or (plan.word or {}).get("next_step") == CHANGE_PLAN
    return said and latest is not None and latest.id == plan.id


def unconfirmed(facts: Facts, beneficiary: Person) -> tuple[str, ...]:
    """Return what others wrote and the beneficiary has not confirmed; without a chat the recorded consent is enough."""
    if beneficiary.chat_id is None or beneficiary.blocked_at is not None:
        return ()
    return tuple(placed.step.id for placed in authors.to_confirm(facts, beneficiary.id))


def offered_actions(
    tx: Tx, moment: Moment, plan: PlanRow, person: Person, facts: Facts, knowing: Knowing | None = None
) -> frozenset[Action]:
    """Return the actions to offer this person as buttons: exactly those that would not be refused."""
    return permitted(standing_of(tx, moment, plan, facts, person.id, knowing), roles_towards(tx, person, plan))


def discreet(person: Person) -> bool:
    """Return whether nothing may be shown to this person before the code."""
    return person.contact is Contact.DISCREET
