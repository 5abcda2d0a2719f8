"""What a committee decided and what became of it, read from the audit trails; and what the ledger says beside it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.domain.plans import Action
from bot.domain.rules import Finding
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.storage import audit, calls, ledger, networks, people
from bot.storage import minutes as rows
from bot.storage.calls import Account
from bot.storage.kernel.store import Tx
from bot.storage.ledger import Sum
from bot.storage.minutes import Minutes
from bot.storage.plans import PlanRow
from conversations.rules import findings

BY_COMMITTEE = frozenset(
    {
        Action.GRANT, Action.OFFER, Action.PUT_ON_WAITING_LIST, Action.DECLINE, Action.ASK_REFERENT,
        Action.CORRECT_GRANT, Action.WITHDRAW_GRANT,
    }
)  # fmt: skip
"""What the committee itself decides."""
AFTERWARDS = frozenset(
    {
        Action.ACCEPT_OFFER, Action.CHANGE_OFFERED, Action.LET_GO, Action.EXPIRE_OFFER, Action.CANCEL,
        Action.UNDO_CANCELLATION, Action.POSTPONE,
    }
)  # fmt: skip
"""What became of it: told after the decisions, where it moved what a committee had decided."""
PUTTING_RIGHT = frozenset({Action.CORRECT_GRANT, Action.WITHDRAW_GRANT})
"""What ends an amount that was said before: both are told."""
UNDOING = "undo_decision"
NAMED = frozenset(action.value for action in BY_COMMITTEE | AFTERWARDS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision, or what became of one. Money in cents."""

    at: datetime
    action: str
    reference: str
    organisation: str
    people: int | None
    asked: int | None
    given: int | None
    instead_of: int | None
    """The amount that was granted before, of a grant that was put right."""
    reason: str
    by: str
    ancv: str
    conditions: tuple[Finding, ...]
    """What was to be confirmed before the aid is handed over, when it was decided."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What was taken before, given and released in a time, and taken at its end: the lines sum to the balance."""

    opening: Sum
    given: Sum
    released: Sum
    closing: Sum


def sums(tx: Tx, made: Minutes) -> Sums:
    """Return the sums of a call's ledger in the time of its minutes."""
    lines = [line for line in ledger.lines(tx, made.call_id, made.until) if line.account is Account.TAKEN]
    within = [line for line in lines if line.at >= made.since]
    back = [line for line in within if line.cause not in calls.UNDOING and (line.cents < 0 or line.places < 0)]
    return Sums(
        opening=Sum.of(line for line in lines if line.at < made.since),
        given=Sum.of(line for line in within if line not in back),
        released=-Sum.of(back),
        closing=Sum.of(lines),
    )


def entries_in(tx: Tx, moment: Moment, call_id: int, since: datetime, until: datetime) -> list[Entry]:
    """Return what was decided in that time and what became of it, by the hour; what was undone never happened."""
    found: list[Entry] = []
    for plan, trail in rows.trails(tx, call_id, NAMED, since, until):
        found += [_entry(tx, moment, plan, line) for line in _standing(trail) if since <= line.at < until]
    return sorted(found, key=lambda entry: (entry.at, entry.reference))


def _standing(trail: list[audit.Line]) -> Iterator[audit.Line]:
    kept: list[audit.Line] = []
    for line in trail:
        if line.action == UNDOING:
            undone = next((each for each in reversed(kept) if each.action in BY_COMMITTEE), None)
            kept = [each for each in kept if each is not undone]
        elif line.action in BY_COMMITTEE or (line.action in AFTERWARDS and _had_something(line)):
            kept.append(line)
    yield from kept


def _had_something(line: audit.Line) -> bool:
    return bool(line.before and line.before.get("granted"))


def _entry(tx: Tx, moment: Moment, plan: PlanRow, line: audit.Line) -> Entry:
    before, after, put_right = line.before or {}, line.after or {}, line.action in PUTTING_RIGHT
    given = after.get("granted") if line.action in BY_COMMITTEE else before.get("granted")
    return Entry(
        at=line.at,
        action=line.action,
        reference=plan.reference or "",
        organisation=networks.organisation(tx, plan.organisation_id).name,
        people=after.get("people", plan.people),
        asked=after.get("asked", plan.aid_cents),
        given=given or (0 if put_right else None),
        instead_of=before.get("granted") if put_right else None,
        reason=_said(line.reason, "reason"),
        by=name_of(tx, line.actor_id) if line.action in BY_COMMITTEE else "",
        ancv=plan.ancv_reference or "",
        conditions=_conditions(tx, moment, plan, after.get("conditions") or ()),
    )


def _conditions(tx: Tx, moment: Moment, plan: PlanRow, named: Collection[str]) -> tuple[Finding, ...]:
    """Return the rules that a decision named as conditions, as the plan's call has them; settled since or not."""
    if not named:
        return ()
    return tuple(each for each in findings(plan_facts.facts_of(tx, moment, plan)) if each.rule in named)


def _said(reason: str | None, key: str) -> str:
    """Return one listed code of a reason as the trail keeps it."""
    pairs = dict(pair.partition("=")[::2] for pair in (reason or "").split(";"))
    return pairs.get(key, "")


def name_of(tx: Tx, person_id: int | None) -> str:
    """Return the name of who acted; empty for the clock."""
    return "" if person_id is None else people.by_id(tx, person_id).name
