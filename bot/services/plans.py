"""A plan's facts, and its one way to move: guard, money, audit and notices in the same transaction."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.domain import events
from bot.domain.calls import Call
from bot.domain.money import Cents
from bot.domain.notices import NOTICES, Audience, Notice
from bot.domain.people import ConsentMode, Contact, Refused, Role
from bot.domain.plans import (
    HELD_WORKING_DAYS,
    OFFER_WORKING_DAYS,
    TAKING,
    TRANSITIONS,
    UNDO_WINDOW,
    Action,
    Standing,
    State,
    move,
    permitted,
)
from bot.domain.regions import Region
from bot.domain.rules import refusals
from bot.services.scene import House, Scene
from bot.storage import audit, calls, networks, outbox, people
from bot.storage import plans as rows
from bot.storage.calls import Account, CallRow
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from bot.storage.store import Tx
from conversations import OWN_PART, PLAN
from conversations.engine import flow
from conversations.engine.answers import Facts, Reopening
from conversations.engine.steps import Need
from conversations.reckoning import costed, findings, proposal
from conversations.referent import EMPLOYED, HOUSED, SAVED_SUPPORT

STEPS = flow.steps_by_name((PLAN, OWN_PART))
DECIDING = frozenset(
    {
        Action.ENDORSE, Action.ENDORSE_AND_GRANT, Action.NOT_ENDORSE, Action.ASK_CHANGES, Action.GRANT, Action.OFFER,
        Action.PUT_ON_WAITING_LIST, Action.DECLINE,
    }
)  # fmt: skip
"""Actions that can be undone for two minutes."""
ENDORSING = frozenset({Action.ENDORSE, Action.ENDORSE_AND_GRANT})


def call_of(tx: Tx, house: House, row: CallRow) -> Call:
    """The stored call with its programme's rules."""
    return Call(
        id=row.id,
        network=networks.network(tx, row.network_id).name,
        programme=house.programmes[row.model],
        name=row.name,
        people_by=row.people_by,
        closes_at=row.closes_at,
        stay_from=row.stay_from,
        stay_until=row.stay_until,
        places=row.places,
        envelope=Cents(row.envelope),
        with_committee=row.committee,
        regions=frozenset(Region(region) for region in row.regions),
        confirmed=frozenset(row.confirmed),
        zone=house.zone,
    )


def facts_of(tx: Tx, scene: Scene, plan: PlanRow, referent: Person | None = None) -> Facts:
    """All that is known of a plan, for conditions, checks and rules."""
    kind = networks.organisation(tx, plan.organisation_id).kind
    traits = {HOUSED} if kind.houses else set()
    traits |= {EMPLOYED} if kind.employs else set()
    traits |= {SAVED_SUPPORT} if referent is not None and referent.support else set()
    return Facts(
        today=scene.today,
        answers=flow.load_answers(plan.answers, STEPS),
        call=call_of(tx, scene.house, calls.by_id(tx, plan.call_id)),
        traits=frozenset(traits),
        reopened={name: Reopening(**raw) for name, raw in plan.reopened.items()},
    )


def dump_reopened(reopened: Iterable[tuple[str, Reopening]]) -> dict[str, Any]:
    """Reopened questions as JSON."""
    return {
        name: {"comment": r.comment, "proposed": r.proposed, "done": r.done, "before": r.before} for name, r in reopened
    }


def begin(tx: Tx, scene: Scene, beneficiary: Person, call_id: int, word: dict[str, Any] | None = None) -> PlanRow:
    """A new draft for a person in a call; her live plan of that call if there is one."""
    live = rows.live_of(tx, beneficiary.id)
    if live is not None and live.call_id == call_id:
        return live
    if beneficiary.organisation_id is None:
        raise Refused("no_organisation")
    values = {
        "network_id": beneficiary.network_id,
        "call_id": call_id,
        "organisation_id": beneficiary.organisation_id,
        "beneficiary_id": beneficiary.id,
        "word": word,
    }
    plan_id = rows.add(tx, values, scene.now)
    audit.append(tx, f"plan:{plan_id}", scene.now, beneficiary.id, "begin", None, {"state": State.DRAFT.value})
    return need(tx, plan_id)


def need(tx: Tx, plan_id: int) -> PlanRow:
    """The plan of that id. Raises Refused("not_found"): a forged or foreign id gives nothing away."""
    plan = rows.by_id(tx, plan_id)
    if plan is None:
        raise Refused("not_found")
    return plan


def roles_towards(tx: Tx, person: Person, plan: PlanRow) -> frozenset[Role]:
    """What this person is to this plan: her own, her referent's, or of her network's committee."""
    found: set[Role] = set()
    if person.id == plan.beneficiary_id:
        found.add(Role.BENEFICIARY)
    if person.has(Role.REFERENT) and people.is_attached(tx, plan.beneficiary_id, person.id):
        found.add(Role.REFERENT)
    if person.has(Role.COORDINATOR) and person.network_id == plan.network_id and plan.state is not State.DRAFT:
        found.add(Role.COORDINATOR)
    return frozenset(found)


def seen_by(tx: Tx, person: Person, plan_id: int, *roles: Role) -> PlanRow:
    """The plan, if this person is one of `roles` to it. Raises Refused("not_found") otherwise."""
    plan = need(tx, plan_id)
    if not roles_towards(tx, person, plan) & frozenset(roles):
        raise Refused("not_found")
    return plan


def standing_of(tx: Tx, scene: Scene, plan: PlanRow, facts: Facts, actor_id: int | None) -> Standing:
    """What guards look at."""
    call = facts.call
    beneficiary = people.by_id(tx, plan.beneficiary_id)
    lacking = [*flow.missing(PLAN, facts, Need.ENDORSE), *flow.missing(OWN_PART, facts, Need.ENDORSE)]
    return Standing(
        state=plan.state,
        now=scene.now,
        committee=call.with_committee if call else True,
        missing_to_send=tuple(placed.step.id for placed in flow.missing(PLAN, facts, Need.SEND)),
        missing_to_endorse=tuple(placed.step.id for placed in lacking),
        refusals=refusals(findings(facts)) if costed(facts) else (),
        reopened_left=sum(not reopening.done for reopening in facts.reopened.values()),
        call_open=call.is_open(scene.now) if call else True,
        departure=plan.departure,
        decided_at=plan.decided_at,
        decided_by=plan.decided_by,
        held_until=plan.held_until,
        actor_id=actor_id,
        consent=actor_id == plan.beneficiary_id or plan.consent is not None or beneficiary.chat_id is not None,
    )


def offered_actions(tx: Tx, scene: Scene, plan: PlanRow, person: Person, facts: Facts) -> frozenset[Action]:
    """The actions to offer this person as buttons: exactly those that would not be refused."""
    return permitted(standing_of(tx, scene, plan, facts, person.id), roles_towards(tx, person, plan))


def perform(
    tx: Tx,
    scene: Scene,
    plan: PlanRow,
    action: Action,
    actor: Person | None,
    reason: dict[str, Any] | None = None,
    **changes: Any,
) -> PlanRow:
    """Do `action` to a plan: everything it entails, or nothing.

    Args:
        tx: the transaction.
        scene: the moment.
        plan: as the actor saw it; its version guards against anyone who was faster.
        action: one of the table's.
        actor: None for the clock.
        reason: listed codes and words; sealed in the audit trail.
        changes: more columns of the plan, such as `granted_cents`.

    Raises:
        Refused: the table or its guard says no, or the call has not that many places or that much money left.
        Conflict: the plan has changed since it was read.
    """
    facts = facts_of(tx, scene, plan)
    roles = roles_towards(tx, actor, plan) if actor else frozenset({Role.SYSTEM})
    standing = standing_of(tx, scene, plan, facts, actor.id if actor else None)
    target = move(action, standing, roles, plan.before_state)
    values: dict[str, Any] = {"state": target.value, "before_state": plan.state.value, "held_until": None, **changes}
    values |= _stamps(scene, plan, action, actor, facts)
    if action is Action.ENDORSE_AND_GRANT:
        values["granted_cents"] = proposal(facts).aid
    version = rows.save(tx, plan, scene.now, **values)
    moved = need(tx, plan.id)
    _move_money(tx, scene, moved, actor.id if actor else None)
    audit.append(
        tx,
        f"plan:{plan.id}",
        scene.now,
        actor.id if actor else None,
        action.value,
        {"state": plan.state.value, "granted": plan.granted_cents},
        {"state": target.value, "granted": moved.granted_cents},
        reason=_reason_text(reason),
    )
    event = TRANSITIONS[action].event
    if event is events.DecisionUndone:
        outbox.withdraw(tx, plan_id=plan.id)
    put_notices(tx, scene, moved, event(plan.id, version))
    return moved


def _reason_text(reason: dict[str, Any] | None) -> str | None:
    return None if reason is None else ";".join(f"{key}={value}" for key, value in sorted(reason.items()))


def _stamps(scene: Scene, plan: PlanRow, action: Action, actor: Person | None, facts: Facts) -> dict[str, Any]:
    """Times and figures that an action leaves on the plan."""
    stamps: dict[str, Any] = {}
    if action in {Action.SEND, Action.SEND_AGAIN}:
        stamps |= _figures(facts)
        stamps["sent_at"] = scene.now
        stamps["snoozed_until"] = None
        stamps["answers"] = flow.dump_answers(flow.on_path((PLAN, OWN_PART), facts), STEPS)
        stamps["reference"] = plan.reference or f"V-{scene.today.year}-{plan.id:04d}"
    if action in ENDORSING:
        stamps |= _figures(facts)
        stamps["rank_at"] = plan.rank_at or scene.now
        stamps["reopened"] = None
    if action in DECIDING and actor is not None:
        stamps |= {"decided_at": scene.now, "decided_by": actor.id}
    days = {Action.CANCEL: HELD_WORKING_DAYS, Action.OFFER: OFFER_WORKING_DAYS}.get(action)
    if days is not None:
        last = scene.house.working_days(scene.today, days)
        stamps["held_until"] = datetime.combine(last, time(23, 59), scene.house.zone).astimezone(UTC)
    return stamps


def _figures(facts: Facts) -> dict[str, Any]:
    span, adults, ages = facts.value("dates"), facts.value("adults"), facts.value("children") or ()
    money = proposal(facts) if costed(facts) else None
    return {
        "departure": span.start if span else None,
        "homecoming": span.end if span else None,
        "people": None if adults is None else adults + len(ages),
        "children": len(ages),
        "cost_cents": sum(
            facts.value(name) for name in ("lodging_price", "transport_price", "food_price", "leisure_price")
        )
        if costed(facts)
        else None,
        "aid_cents": money.aid if money else None,
    }


def _move_money(tx: Tx, scene: Scene, plan: PlanRow, actor_id: int | None) -> None:
    """Bring the plan's lines of the ledger to what its state means.

    With a committee an endorsement is asked; a grant or an offer takes; a cancelled plan keeps what it took until its
    hold ends. Raises Refused("nothing_left") when the call has not that much.
    """
    seats = plan.people or 0
    asked = (seats, plan.aid_cents or 0) if plan.state in _ASKING else (0, 0)
    taken = (seats, plan.granted_cents or 0) if plan.state in TAKING else (0, 0)
    if plan.state is State.CANCELLED and plan.held_until and scene.now <= plan.held_until:
        taken = calls.posted(tx, plan.id, Account.TAKEN)
    for account, wanted in ((Account.ASKED, asked), (Account.TAKEN, taken)):
        has = calls.posted(tx, plan.id, account)
        moved = calls.post(tx, plan.call_id, plan.id, account, wanted[0] - has[0], wanted[1] - has[1], scene.now)
        if not moved:
            row = calls.by_id(tx, plan.call_id)
            raise Refused("nothing_left", places=row.places - row.taken_places, cents=row.envelope - row.taken_cents)
        if wanted != has:
            line = {"plan": plan.id, "places": wanted[0] - has[0], "cents": wanted[1] - has[1]}
            audit.append(tx, f"call:{plan.call_id}", scene.now, actor_id, account.value, None, line)


_ASKING = frozenset({State.ENDORSED, State.IN_COMMITTEE, State.WAITING})


def put_notices(tx: Tx, scene: Scene, plan: PlanRow, event: events.Event) -> None:
    """Queue the notices of an event, in the same transaction."""
    queued = [
        outbox.Outgoing(
            key=notice.key(event),
            recipient_id=recipient,
            kind=notice.kind,
            context={"plan": plan.id},
            created_at=scene.now,
            due_at=scene.now + notice.wait + (timedelta(seconds=1) if notice.wait else timedelta(0)),
            plan_id=plan.id,
        )
        for notice in NOTICES.get(type(event), ())
        for recipient in _recipients(tx, plan, notice)
    ]
    if queued:
        outbox.put(tx, queued)


def _recipients(tx: Tx, plan: PlanRow, notice: Notice) -> list[int]:
    match notice.audience:
        case Audience.BENEFICIARY:
            return [plan.beneficiary_id]
        case Audience.REFERENT:
            referent = people.by_id(tx, plan.beneficiary_id).referent_id
            return [referent] if referent is not None else []
        case Audience.COORDINATORS:
            return people.coordinators(tx, plan.network_id)


def reopen(tx: Tx, scene: Scene, plan: PlanRow, asked: dict[str, str]) -> PlanRow:
    """Open questions again, each with a comment; keeps the answer of before, to show what changed."""
    reopened = dump_reopened(
        (name, Reopening(comment, before=plan.answers.get(name))) for name, comment in asked.items()
    )
    version = rows.save(tx, plan, scene.now, reopened=reopened)
    return replace(plan, reopened=reopened, version=version)


def record_consent(tx: Tx, scene: Scene, plan: PlanRow, mode: ConsentMode, referent: Person) -> PlanRow:
    """The person agreed that her referent fills the plan: how, when, and before whom (peers' statement R12)."""
    consent = {"mode": mode.value, "on": scene.today.isoformat(), "by": referent.id}
    rows.save(tx, plan, scene.now, consent=consent)
    audit.append(tx, f"plan:{plan.id}", scene.now, referent.id, "consent", None, {"mode": mode.value})
    return need(tx, plan.id)


def tick(tx: Tx, scene: Scene) -> int:
    """What time alone does: endorsed plans reach the committee, offers end, holds of cancelled plans end."""
    done = 0
    for plan in rows.due_for_clock(tx, State.ENDORSED, scene.now - UNDO_WINDOW - timedelta(seconds=1), "decided_at"):
        perform(tx, scene, plan, Action.SUBMIT, None)
        done += 1
    for plan in rows.due_for_clock(tx, State.OFFERED, scene.now - timedelta(seconds=1), "held_until"):
        perform(tx, scene, plan, Action.EXPIRE_OFFER, None, granted_cents=None)
        done += 1
    for plan in rows.due_for_clock(tx, State.CANCELLED, scene.now - timedelta(seconds=1), "held_until"):
        _move_money(tx, scene, plan, None)
        rows.save(tx, plan, scene.now, held_until=None)
        done += 1
    return done


def section_of(step_id: str) -> str:
    """The section, which is the templates' folder, of a question of the plan."""
    return PLAN.section_of(step_id.partition(".")[0]).name


def discreet(person: Person) -> bool:
    """Whether nothing may be shown before her code."""
    return person.contact is Contact.DISCREET
