"""The coordinator opens a call from her telephone, sees what it holds, and changes it while it is open."""

from datetime import UTC, date, datetime, time
from typing import Any

from bot.domain.calls import default_people_by
from bot.domain.people import Refused, Role
from bot.services import office, sheets
from bot.services import people as membership
from bot.services.dialogue import Dialogue, Door
from bot.services.scene import Visit
from bot.services.sheets import Sheet
from bot.storage import audit, calls, sessions
from bot.storage.calls import CallRow
from bot.storage.store import Tx
from conversations.call import ADJUST, CALL
from conversations.engine.board import Button, Plain, Word, column
from conversations.engine.screens import Page, Screen

CLOSING_HOUR = time(18)
"""When a call closes on its last day, where the network lives."""


def overview(tx: Tx, visit: Visit) -> Page:
    """Each call: its two dates, what is asked, what is taken, what is left; one tap to change an open one."""
    rows = calls.of_network(tx, visit.person.network_id)
    open_ids = {row.id for row in rows if row.closes_at > visit.now}
    buttons = [Button(Plain(row.name), f"d:call:{sheets.short(row.id)}") for row in rows if row.id in open_ids]
    buttons.append(Button(Word("open_call"), "d:new_call", style="" if open_ids else "primary"))
    return Page("committee/calls", {"calls": rows, "open_ids": open_ids}, column(*buttons, membership.HOME))


def begin(tx: Tx, visit: Visit, dialogue: Dialogue) -> Screen:
    """The first of the six questions."""
    return dialogue.resume(tx, visit, sheets.begin(tx, visit, CALL))


def ready(tx: Tx, visit: Visit, sheet: Sheet) -> Screen:
    """All that the call will be, on one screen, before it opens: nothing is announced yet."""
    new = _new_call(visit, sheet)
    programme = visit.scene.house.programmes[new.model]
    values = {
        "call": new,
        "title": programme.title,
        "regions": sheet.facts.value("regions"),
        "committee": programme.committee,
        "discreet": programme.discreet_default,
        "confirmed": len(new.confirmed),
        "unconfirmed": len(programme.unconfirmed) - len(new.confirmed),
    }
    version = sheets.short(sheet.version)
    rows = column(
        Button(Word("open_this_call"), f"d:open:{sheet.token}:{version}", style="primary"),
        *(Button(Word("edit_answer", {"section": "call", "step": step}), f"n:{sheet.token}:{version}:{step.id}:edit")
          for step in sheets.steps_of(CALL).values()),
        membership.HOME,
    )  # fmt: skip
    return Page("call/_ready", values, rows)


def _new_call(visit: Visit, sheet: Sheet) -> office.NewCall:
    facts = sheet.facts
    closes_on: date = facts.value("closes_on")
    stays = facts.value("stays")
    return office.NewCall(
        model=facts.value("model"),
        name=facts.value("call_name"),
        people_by=max(visit.scene.today, default_people_by(closes_on, visit.scene.house.working_days)),
        closes_at=_closing(visit, closes_on),
        stay_from=stays.start,
        stay_until=stays.end,
        places=facts.value("places"),
        envelope=facts.value("envelope"),
        confirmed=tuple(rule for rule in facts.value("confirmed") or () if rule in sheet.shown["rules"]),
        regions=tuple(facts.value("regions") or ()),
    )


def _closing(visit: Visit, day: date) -> datetime:
    return datetime.combine(day, CLOSING_HOUR, visit.scene.house.zone).astimezone(UTC)


def open_it(tx: Tx, visit: Visit, token: str) -> Page:
    """Open the call; from now on referents can invite people to it."""
    sheet = sheets.load(tx, visit, token)
    if sheet.conversation is not CALL or sheet.row is None or sheet.facts.value("stays") is None:
        raise Refused("not_found")
    new = _new_call(visit, sheet)
    try:
        office.open_call(tx, visit.scene, visit.person.network_id, new, visit.person.id)
    except office.CallInvalid:
        raise Refused("call_invalid") from None
    sessions.close_sheet(tx, sheet.row.id)
    rows = column(Button(Word("invite_referent"), "d:invite", style="primary"), Button(Word("my_calls"), "d:calls"))
    return Page("call/_opened", {"call": new}, rows)


def of_hers(tx: Tx, visit: Visit, call_id: int) -> CallRow:
    """A call of her network. Raises Refused("not_found")."""
    if not visit.person.has(Role.COORDINATOR):
        raise Refused("not_for_you")
    found = next((row for row in calls.of_network(tx, visit.person.network_id) if row.id == call_id), None)
    if found is None:
        raise Refused("not_found")
    return found


def change(tx: Tx, visit: Visit, dialogue: Dialogue, call_id: int) -> Screen:
    """Begin to change an open call: its closing, its places, its money, or close it now."""
    row = of_hers(tx, visit, call_id)
    if row.closes_at <= visit.now:
        raise Refused("call_closed")
    return dialogue.resume(tx, visit, sheets.begin(tx, visit, ADJUST, row.id))


def changed(tx: Tx, visit: Visit, sheet: Sheet) -> Screen:
    """The end of the change: saved, with its line in the call's audit trail; never under what is given."""
    if sheet.row is None or sheet.row.subject_id is None:
        raise Refused("not_found")
    row = of_hers(tx, visit, sheet.row.subject_id)
    sessions.close_sheet(tx, sheet.row.id)
    values = _changes(visit, sheet)
    if not calls.change(tx, row.id, **values):
        raise Refused("under_taken_now")
    told = {name: str(value) for name, value in values.items()}
    before = {name: str(getattr(row, name)) for name in values}
    audit.append(tx, f"call:{row.id}", visit.now, visit.person.id, "change", before, told)
    return overview(tx, visit)


def _changes(visit: Visit, sheet: Sheet) -> dict[str, Any]:
    facts = sheet.facts
    match facts.value("what"):
        case "closing":
            closes_on = facts.value("new_closing")
            people_by = default_people_by(closes_on, visit.scene.house.working_days)
            return {"closes_at": _closing(visit, closes_on), "people_by": max(visit.scene.today, people_by)}
        case "places":
            return {"places": facts.value("new_places")}
        case "money":
            return {"envelope": facts.value("new_envelope")}
        case _:
            return {"closes_at": visit.now}


COMPLETIONS = {CALL.name: ready, ADJUST.name: changed}

DOORS: dict[str, Door] = {
    "calls": lambda tx, visit, _dialogue, _more: overview(tx, visit),
    "new_call": lambda tx, visit, dialogue, _more: begin(tx, visit, dialogue),
    "open": lambda tx, visit, _dialogue, more: open_it(tx, visit, more[0]),
    "call": lambda tx, visit, dialogue, more: change(tx, visit, dialogue, sheets.long(more[0])),
}
