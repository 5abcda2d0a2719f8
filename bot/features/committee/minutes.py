"""What a committee leaves on paper: its figures from the ledger, and minutes of what it decided, to print and to file.

Minutes carry references and no names of people on holiday. They are numbered in each call and can be had again at any
time: what they say is read from the audit trails.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.domain.people import Refused
from bot.domain.plans import UNDO_WINDOW, Action
from bot.features.calls import pages as call_side
from bot.features.committee import reallocation, worklist
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.prompting import Door
from bot.interaction.request import Request
from bot.interaction.routes import decode_id, encode_id
from bot.storage import audit, calls, handovers, ledger, networks, people, sessions
from bot.storage import minutes as rows
from bot.storage.calls import Account, CallRow
from bot.storage.kernel.store import Tx
from bot.storage.ledger import Sum
from bot.storage.minutes import Minutes
from bot.storage.plans import PlanRow
from conversations.decision import MINUTES
from conversations.engine.keyboard import Button, Plain, Word, column
from conversations.engine.screens import Page, Screen

BY_COMMITTEE = frozenset({Action.GRANT, Action.OFFER, Action.PUT_ON_WAITING_LIST, Action.DECLINE, Action.ASK_REFERENT})
"""What the committee itself decides."""
AFTERWARDS = frozenset(
    {
        Action.ACCEPT_OFFER, Action.CHANGE_OFFERED, Action.LET_GO, Action.EXPIRE_OFFER, Action.CANCEL,
        Action.UNDO_CANCELLATION, Action.POSTPONE,
    }
)  # fmt: skip
"""What became of it: told after the decisions, where it moved what a committee had decided."""
UNDOING = "undo_decision"
NAMED = frozenset(action.value for action in BY_COMMITTEE | AFTERWARDS)
LATEST = 3
"""How many of the last minutes have a button of their own."""
FIRST_DAY = datetime(2000, 1, 1, tzinfo=UTC)
"""Before any call: the first minutes begin with it."""


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
    reason: str
    by: str
    ancv: str


# Figures


def figures(tx: Tx, request: Request, call_id: int) -> Page:
    """Asked, given, released, held, granted and left in a call, each the sum of lines of its ledger."""
    call = call_side.of_hers(tx, request, call_id)
    known = rows.of_call(tx, call.id)
    short = encode_id(call.id)
    made = [Button(Word("minutes_number", {"count": each.number}), _again(each)) for each in known[:LATEST]]
    buttons = [
        Button(Word("minutes_since" if known else "minutes_all"), f"d:minutes:{short}", style="primary"),
        Button(Word("minutes_between"), f"d:minutes_dates:{short}"),
        *made,
        Button(Word("ledger_file"), f"d:ledger:{short}"),
        Button(Word("back_to_list"), "d:list"),
        HOME,
    ]
    values = {
        "call": call,
        "books": ledger.books(tx, call.id),
        "left": reallocation.left_in(call),
        "not_back": handovers.not_back(tx, call.id),
    }
    return Page("committee/figures", values, column(*buttons))


def _again(made: Minutes) -> str:
    return f"d:minutes_again:{encode_id(made.id)}"


def of_which(tx: Tx, request: Request) -> Page:
    """The figures of the only call that she decides, or the calls to choose from."""
    hers = worklist.decided_by(tx, request)
    if len(hers) == 1:
        return figures(tx, request, hers[0].id)
    buttons = [Button(Plain(call.name), f"d:figures:{encode_id(call.id)}") for call in hers]
    return Page("committee/which_call", {"count": len(hers)}, column(*buttons, HOME))


# Minutes


def since_last(tx: Tx, request: Request, call_id: int) -> Page:
    """Minutes of all that was decided since the last ones; what can still be undone is left for the next."""
    call = call_side.of_hers(tx, request, call_id)
    known = rows.of_call(tx, call.id)
    return _made(tx, request, call, known[0].until if known else FIRST_DAY, request.now - UNDO_WINDOW)


def dates(tx: Tx, request: Request, call_id: int) -> Screen:
    """Begin to say between which days."""
    call = call_side.of_hers(tx, request, call_id)
    return prompting.resume(tx, request, forms.begin(tx, request, MINUTES, call.id))


def dates_said(tx: Tx, request: Request, form: Form) -> Screen:
    """Minutes of these days, both included."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    call = call_side.of_hers(tx, request, form.row.subject_id)
    sessions.close_form(tx, form.row.id)
    since = _midnight(request, form.facts.value("first_day"))
    until = _midnight(request, form.facts.value("last_day") + timedelta(days=1))
    return _made(tx, request, call, since, min(until, request.now - UNDO_WINDOW))


def _midnight(request: Request, day: date) -> datetime:
    return datetime.combine(day, time(0), request.moment.app.zone).astimezone(UTC)


def _made(tx: Tx, request: Request, call: CallRow, since: datetime, until: datetime) -> Page:
    """Number them, unless nothing was decided in that time."""
    if not entries_in(tx, call.id, since, until):
        buttons = column(Button(Word("back_to_figures"), f"d:figures:{encode_id(call.id)}"), HOME)
        return Page("committee/no_minutes", {"call": call.name}, buttons)
    made = rows.add(tx, call.id, since, until, request.now, request.person.id)
    span = {"number": made.number, "since": since.isoformat(), "until": until.isoformat()}
    audit.append(tx, f"call:{call.id}", request.now, request.person.id, "minutes", None, span)
    return document(tx, request, made)


def again(tx: Tx, request: Request, minutes_id: int) -> Minutes:
    """Minutes made before, of a call of hers. Raises Refused("not_found")."""
    found = rows.by_id(tx, minutes_id)
    if found is None:
        raise Refused("not_found")
    call_side.of_hers(tx, request, found.call_id)
    return found


def document(tx: Tx, request: Request, made: Minutes) -> Page:
    """The minutes as one file that any browser prints."""
    call = calls.by_id(tx, made.call_id)
    entries = entries_in(tx, call.id, made.since, made.until)
    decided = [entry for entry in entries if entry.action in BY_COMMITTEE]
    values = {
        "network": networks.network(tx, call.network_id).name,
        "call": call,
        "minutes": made,
        "first": made.since == FIRST_DAY,
        "by": _name(tx, made.made_by),
        "decided": decided,
        "afterwards": [entry for entry in entries if entry.action not in BY_COMMITTEE],
        **_sums(tx, call.id, made),
    }
    renderer = request.moment.app.renderer
    html = renderer.block("committee/_minutes", "body", request.reader, values)
    buttons = column(
        Button(Word("as_a_table"), f"d:minutes_table:{encode_id(made.id)}"),
        Button(Word("back_to_figures"), f"d:figures:{encode_id(call.id)}"),
        HOME,
    )
    told = {"minutes": made, "call": call.name, "count": len(decided)}
    return Page("committee/minutes", told, buttons, document=(f"{call.id}-{made.number}.html", html.encode()))


def _sums(tx: Tx, call_id: int, made: Minutes) -> dict[str, Any]:
    """What was taken before, given and released in that time, and taken at its end: the lines sum to the balance."""
    lines = [line for line in ledger.lines(tx, call_id, made.until) if line.account is Account.TAKEN]
    within = [line for line in lines if line.at >= made.since]
    back = [line for line in within if line.cause not in calls.UNDOING and (line.cents < 0 or line.places < 0)]
    return {
        "opening": Sum.of(line for line in lines if line.at < made.since),
        "given": Sum.of(line for line in within if line not in back),
        "released": -Sum.of(back),
        "closing": Sum.of(lines),
    }


def entries_in(tx: Tx, call_id: int, since: datetime, until: datetime) -> list[Entry]:
    """What was decided in that time and what became of it, by the hour; what was undone never happened."""
    found: list[Entry] = []
    for plan, trail in rows.trails(tx, call_id, NAMED, since, until):
        found += [_entry(tx, plan, line) for line in _standing(trail) if since <= line.at < until]
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


def _entry(tx: Tx, plan: PlanRow, line: audit.Line) -> Entry:
    after = line.after or {}
    return Entry(
        at=line.at,
        action=line.action,
        reference=plan.reference or "",
        organisation=networks.organisation(tx, plan.organisation_id).name,
        people=after.get("people", plan.people),
        asked=after.get("asked", plan.aid_cents),
        given=after.get("granted") if line.action in BY_COMMITTEE else (line.before or {}).get("granted"),
        reason=_said(line.reason, "reason"),
        by=_name(tx, line.actor_id) if line.action in BY_COMMITTEE else "",
        ancv=plan.ancv_reference or "",
    )


def _said(reason: str | None, key: str) -> str:
    """One listed code of a reason as the trail keeps it."""
    pairs = dict(pair.partition("=")[::2] for pair in (reason or "").split(";"))
    return pairs.get(key, "")


def _name(tx: Tx, person_id: int | None) -> str:
    return "" if person_id is None else people.by_id(tx, person_id).name


DOORS: dict[str, Door] = {
    "figures": lambda tx, request, more: figures(tx, request, decode_id(more[0])) if more else of_which(tx, request),
    "minutes": lambda tx, request, more: since_last(tx, request, decode_id(more[0])),
    "minutes_dates": lambda tx, request, more: dates(tx, request, decode_id(more[0])),
    "minutes_again": lambda tx, request, more: document(tx, request, again(tx, request, decode_id(more[0]))),
}
