"""A plan's one way to move: guard, state, money, audit and notices in the same transaction."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Unpack

from bot.domain import events
from bot.domain.aid import AidForm
from bot.domain.calls import Delays
from bot.domain.groups import COUNTED
from bot.domain.notices import NOTICES, Audience, Notice
from bot.domain.people import Refused, Role
from bot.domain.plans import (
    TAKING,
    TRANSITIONS,
    UNDO_WINDOW,
    Action,
    Knowing,
    State,
    move,
)
from bot.domain.programmes import PaidTo
from bot.domain.reports import GIVEN, kept
from bot.domain.states import AFTER_A_NO
from bot.plan import committee, quotas
from bot.plan.access import need, roles_towards, standing_of
from bot.plan.context import Moment
from bot.plan.facts import STEPS, call_of, facts_of
from bot.storage import audit, calls, groups, handovers, outbox, people, reports, worklist
from bot.storage import plans as rows
from bot.storage.calls import Account
from bot.storage.changes import PlanChanges
from bot.storage.kernel.store import Conflict, Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations import OWN_PART, PLAN
from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.reckoning import budget, companions, costed, proposal
from conversations.settling import conditions

DECIDING = frozenset(
    {
        Action.ENDORSE, Action.ENDORSE_AND_GRANT, Action.NOT_ENDORSE, Action.ASK_CHANGES, Action.GRANT, Action.OFFER,
        Action.PUT_ON_WAITING_LIST, Action.DECLINE,
    }
)  # fmt: skip
"""Actions that can be undone for two minutes."""
AS_DECIDED = {State.IN_COMMITTEE, *(TRANSITIONS[action].target for action in DECIDING)}
"""Where a plan stands once it is decided, until something else is done to it; the committee gets it by itself."""
ENDORSING = frozenset({Action.ENDORSE, Action.ENDORSE_AND_GRANT})


WAITING_KINDS = frozenset(notice.kind for row in NOTICES.values() for notice in row if notice.wait)
"""Notices that wait as long as a decision can be undone."""


def perform(
    tx: Tx,
    moment: Moment,
    plan: PlanRow,
    action: Action,
    actor: Person | None,
    reason: Mapping[str, object] | None = None,
    knowing: Knowing | None = None,
    **changes: Unpack[PlanChanges],
) -> PlanRow:
    """Do `action` to a plan: everything it entails, or nothing.

    Args:
        tx: the transaction.
        moment: the moment.
        plan: as the actor saw it; its version guards against anyone who was faster.
        action: one of the table's.
        actor: None for the clock.
        reason: listed codes and words; sealed in the audit trail.
        knowing: what a referent who endorses says with it.
        changes: more columns of the plan, such as `granted_cents`; new `answers`, and new `households` of a group, are
            what guards and figures look at.

    Raises:
        Refused: the table or its guard says no, or the call has not that many places or that much money left.
        Conflict: the plan has changed since it was read.
    """
    said = replace(
        plan, answers=changes.get("answers", plan.answers), households=changes.get("households", plan.households)
    )
    facts = facts_of(tx, moment, said)
    roles = roles_towards(tx, actor, plan) if actor else frozenset({Role.SYSTEM})
    standing = standing_of(tx, moment, plan, facts, actor.id if actor else None, knowing)
    target = move(action, standing, roles, plan.before_state)
    _stays_the_only_one(tx, plan, target, changes.get("call_id", plan.call_id))
    values: PlanChanges = {"state": target.value, "held_until": None, **changes}
    if target is not plan.state:
        values["before_state"] = plan.state.value
    values |= _stamps(moment, plan, action, actor, facts)
    if action is Action.ENDORSE_AND_GRANT:
        values["granted_cents"] = proposal(facts).aid
    version = rows.save(tx, plan, moment.now, **values)
    moved = need(tx, plan.id)
    _move_money(tx, moment, moved, actor.id if actor else None, action.value)
    audit.append(
        tx,
        f"plan:{plan.id}",
        moment.now,
        actor.id if actor else None,
        action.value,
        {"state": plan.state.value, "granted": plan.granted_cents},
        {
            "state": target.value, "granted": moved.granted_cents, "asked": moved.aid_cents, "people": moved.people,
            **_on_condition(action, facts),
        },
        reason=_reason_text(reason),
        row_key=plan.trail_key,
    )  # fmt: skip
    event = TRANSITIONS[action].event
    if event is events.DecisionUndone:
        outbox.withdraw(tx, plan_id=plan.id, kinds=WAITING_KINDS)
    put_notices(tx, moment, moved, event(plan.id, version), actor.id if actor else None)
    return moved


_GIVING = frozenset({Action.GRANT, Action.OFFER, Action.ENDORSE_AND_GRANT, Action.CORRECT_GRANT})


def _on_condition(action: Action, facts: Facts) -> dict[str, list[str]]:
    """Return which rules are to be confirmed before what is granted is handed over, for a later reader."""
    found = [each.rule for each in conditions(facts)] if action in _GIVING else []
    return {"conditions": found} if found else {}


_AT_REST = AFTER_A_NO | {State.CANCELLED, State.POSTPONED}


def _stays_the_only_one(tx: Tx, plan: PlanRow, target: State, call_id: int) -> None:
    """Refuse that a plan given up, put off or refused stands again beside the group of its person in that call."""
    again = plan.state in _AT_REST and target not in _AT_REST
    if again and groups.in_call(tx, [plan.beneficiary_id], call_id, COUNTED):
        raise Refused("in_a_group")


def _reason_text(reason: Mapping[str, object] | None) -> str | None:
    return None if reason is None else ";".join(f"{key}={value}" for key, value in sorted(reason.items()))


def _stamps(moment: Moment, plan: PlanRow, action: Action, actor: Person | None, facts: Facts) -> PlanChanges:
    """Return the times and figures that an action leaves on the plan."""
    stamps: PlanChanges = {}
    if action in {Action.SEND, Action.SEND_AGAIN}:
        stamps |= _figures(facts)
        stamps["sent_at"] = moment.now
        stamps["snoozed_until"] = None
        stamps["answers"] = flow.dump_answers(flow.on_path((PLAN, OWN_PART), facts), STEPS)
        stamps["reference"] = plan.reference or f"V-{moment.today.year}-{plan.id:04d}"
    if action is Action.SEND and facts.call is not None:
        stamps["rules_version"] = facts.call.version
    if action is Action.CHANGE_STAY:
        stamps |= _figures(facts)
    if action in ENDORSING:
        stamps |= _figures(facts)
        stamps["rank_at"] = plan.rank_at or moment.now
        stamps["papers_asked"] = plan.papers_asked or plan.rank_at is None
        stamps["left_cents"] = None
    if action in _LEAVING:
        stamps["left_cents"] = plan.granted_cents
    if action in DECIDING and actor is not None:
        stamps |= {"decided_at": moment.now, "decided_by": actor.id}
    if action in _CLOSING or (action is Action.UNDO_ENDORSEMENT and plan.state is State.TO_COMPLETE):
        stamps["reopened"] = None
    return stamps | _hold(moment, plan, action, facts.call.delays if facts.call else Delays())


_LEAVING = frozenset({Action.LET_GO, Action.EXPIRE_OFFER})
"""Actions after which the beneficiary waits for more than what was offered."""
_CLOSING = frozenset({*ENDORSING, Action.TAKE_BACK})
"""Actions after which nothing stays asked again: the plan is endorsed, or its owner's to write. So it is when the
asking itself is undone.
"""


def _hold(moment: Moment, plan: PlanRow, action: Action, delays: Delays) -> PlanChanges:
    """Return until when places and money are held; an offer that stands again after a cancellation keeps its term."""
    since, days = moment.today, {Action.CANCEL: delays.held, Action.OFFER: delays.offer}.get(action)
    if action is Action.CORRECT_GRANT and plan.state is State.OFFERED:
        days = delays.offer  # the time to answer begins anew
    if action is Action.UNDO_CANCELLATION and plan.before_state is State.OFFERED and plan.decided_at is not None:
        since, days = plan.decided_at.astimezone(moment.app.zone).date(), delays.offer
    if days is None:
        return {}
    last = moment.app.working_days(since, days)
    return {"held_until": datetime.combine(last, time(23, 59), moment.app.zone).astimezone(UTC)}


def _figures(facts: Facts) -> PlanChanges:
    span, adults, ages = facts.value("dates"), facts.value("adults"), facts.value("children") or ()
    money = proposal(facts) if costed(facts) else None
    return {
        "departure": span.start if span else None,
        "homecoming": span.end if span else None,
        "people": None if adults is None and not facts.elsewhere else (adults or 0) + len(ages) + companions(facts),
        "first_time": None if facts.value("first_time") is None else facts.value("first_time") == "never",
        "children": len(ages),
        "cost_cents": budget(facts).cost if costed(facts) else None,
        "aid_cents": money.aid if money else None,
    }


HOLD_OVER = "hold_over"
"""Why a line of the ledger was written by no action: the hold of a cancelled plan ended."""


def _move_money(tx: Tx, moment: Moment, plan: PlanRow, actor_id: int | None, cause: str) -> None:
    """Bring the plan's lines of the ledger to what its state means.

    With a committee an endorsement is asked; a grant or an offer takes; a cancelled plan keeps what it took until its
    hold ends. Raises Refused: "nothing_left" when the call has not that much, "quota_reached".
    """
    seats = plan.people or 0
    asked = (seats, plan.aid_cents or 0) if plan.state in _ASKING else (0, 0)
    taken = _kept(tx, plan) if plan.state in TAKING else (0, 0)
    if plan.state is State.CANCELLED and plan.held_until and moment.now <= plan.held_until:
        taken = calls.posted(tx, plan.id, Account.TAKEN)
    for account, wanted in ((Account.ASKED, asked), (Account.TAKEN, taken)):
        has = calls.posted(tx, plan.id, account)
        more = (wanted[0] - has[0], wanted[1] - has[1])
        if not calls.post(tx, plan.call_id, plan.id, account, *more, moment.now, cause):
            row = calls.by_id(tx, plan.call_id)
            raise Refused("nothing_left", places=row.places - row.taken_places, cents=row.envelope - row.taken_cents)
        if account is Account.TAKEN and wanted[0] > has[0]:
            quotas.check(tx, plan)
            if cause == Action.ENDORSE_AND_GRANT and actor_id is not None:
                quotas.check_cap(tx, plan, actor_id)
        if wanted != has:
            line = {"plan": plan.id, "places": more[0], "cents": more[1]}
            audit.append(tx, f"call:{plan.call_id}", moment.now, actor_id, account.value, None, line)


def settle(tx: Tx, moment: Moment, plan: PlanRow, actor: Person, cause: str) -> PlanRow:
    """Bring the ledger to what a corrected report or handover says; `cause` is told on its lines and in the trail.

    Raises:
        Refused: "nothing_left" when it says that more was used, and that much has gone to others meanwhile.
        Conflict: the plan has changed since it was read, or another correction was faster.
    """
    version = rows.save(tx, plan, moment.now)
    _move_money(tx, moment, plan, actor.id, cause)
    state = {"state": plan.state.value}
    audit.append(tx, f"plan:{plan.id}", moment.now, actor.id, cause, state, state, row_key=plan.trail_key)
    return replace(plan, version=version)


def _kept(tx: Tx, plan: PlanRow) -> tuple[int, int]:
    """Return what a plan takes of its call: what was granted, and once it is reported no more than was used.

    What is reported as used is never more than what was handed over, where that was noted; a refund follows later.
    """
    seats, cents = plan.people or 0, plan.granted_cents or 0
    report = reports.of_plan(tx, plan.id) if plan.state in GIVEN else None
    if report is None:
        return seats, cents
    held = handovers.of_plan(tx, plan.id)
    refund = calls.by_id(tx, plan.call_id).aid_form == AidForm.REFUND
    most = report.left_with if held is None or refund else min(report.left_with, held.cents)
    return kept(seats, cents, report.people, report.used_cents, most)


_ASKING = frozenset({State.ENDORSED, State.IN_COMMITTEE, State.WAITING})


def put_notices(tx: Tx, moment: Moment, plan: PlanRow, event: events.Event, actor_id: int | None) -> None:
    """Queue the notices of an event, in the same transaction; nobody is told what they have just done."""
    queued = [
        outbox.Outgoing(
            key=notice.key(event),
            recipient_id=recipient,
            kind=notice.kind,
            context={"plan": plan.id},
            created_at=moment.now,
            due_at=moment.now + notice.wait + (timedelta(seconds=1) if notice.wait else timedelta(0)),
            plan_id=plan.id,
        )
        for notice in NOTICES.get(type(event), ())
        for recipient in _recipients(tx, moment, plan, notice)
        if recipient != actor_id
    ]
    if queued:
        outbox.put(tx, queued)


def _recipients(tx: Tx, moment: Moment, plan: PlanRow, notice: Notice) -> list[int]:
    match notice.audience:
        case Audience.BENEFICIARY:
            return [plan.beneficiary_id]
        case Audience.MEMBERS:
            return [plan.beneficiary_id] if plan.households is not None else []
        case Audience.REFERENT:
            referent = people.reader_for(tx, plan.beneficiary_id)
            return [referent] if referent is not None else []
        case Audience.LEADS:
            call = call_of(moment.app, calls.by_id(tx, plan.call_id))
            paid = call.programme.paid_to is PaidTo.ORGANISATION
            return [lead.id for lead in people.colleagues(tx, plan.organisation_id, Role.LEAD)] if paid else []
        case Audience.COORDINATORS:
            return committee.free_deciders(tx, calls.by_id(tx, plan.call_id), plan)


def tick(tx: Tx, moment: Moment) -> int:
    """Do what time alone does: plans reach the committee, offers and holds end, people leave and come home again.

    A stay begins on its day whether or not it was noted that the aid was handed over. Freed money is told of.
    Where another process is faster at a plan, that plan is left; the others go on.
    """
    past = moment.now - timedelta(seconds=1)
    due: tuple[tuple[State, date, str, Callable[[PlanRow], object]], ...] = (
        (State.ENDORSED, past - UNDO_WINDOW, "decided_at", lambda p: perform(tx, moment, p, Action.SUBMIT, None)),
        (
            State.OFFERED,
            past,
            "held_until",
            lambda p: perform(tx, moment, p, Action.EXPIRE_OFFER, None, granted_cents=None),
        ),
        (State.CANCELLED, past, "held_until", lambda p: _let_go(tx, moment, p)),
        (State.GRANTED, moment.today, "departure", lambda p: perform(tx, moment, p, Action.DEPART, None)),
        (State.HANDED_OVER, moment.today, "departure", lambda p: perform(tx, moment, p, Action.DEPART, None)),
        (
            State.AWAY,
            moment.today - timedelta(days=1),
            "homecoming",
            lambda p: perform(tx, moment, p, Action.COME_BACK, None),
        ),
    )
    done = 0
    for state, before, column, act in due:
        for plan in worklist.due_for_clock(tx, state, before, column):
            with suppress(Conflict), tx.all_or_nothing():
                act(plan)
                done += 1
    return done


def _let_go(tx: Tx, moment: Moment, plan: PlanRow) -> None:
    """End the hold of a cancelled plan. Raises Conflict before any money moves when another process saw it too."""
    rows.save(tx, plan, moment.now, held_until=None)
    _move_money(tx, moment, replace(plan, held_until=None), None, HOLD_OVER)
