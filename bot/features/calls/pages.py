"""The coordinator's calls: each as it stands, opened, changed, closed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from bot.domain.calls import default_people_by
from bot.domain.people import Refused, Role
from bot.domain.regions import Region
from bot.features.administration import admin
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.prompting import Door
from bot.interaction.request import Request
from bot.interaction.routes import decode_id, encode_id
from bot.plan import facts as plan_facts
from bot.storage import audit, call_versions, calls, networks, sessions
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from conversations.call import CALL
from conversations.engine.keyboard import Button, Plain, Rows, Word, column
from conversations.engine.screens import Page, Screen

CLOSING_HOUR = time(18)
"""When a call closes on its last day, where the network lives, unless its coordinator says another hour."""

MOST_FURTHER = 2
"""Regions that are one tap away on the page of a call; the others are two."""
MOST_IN_LIST = 30
"""Buttons of calls on one page."""
MOST_TOLD = 8
"""Calls told in full on one page, those that are open first; each has its own page."""


def overview(tx: Tx, request: Request) -> Page:
    """Each call: its two dates, what is asked, what is taken, what is left; and the drafts, one tap each."""
    rows = calls.of_network(tx, request.person.network_id)[:MOST_IN_LIST]
    drafts = calls.drafts_of(tx, request.person.network_id)[:MOST_IN_LIST]
    open_ids = {row.id for row in rows if row.closes_at > request.now}
    first = sorted(rows, key=lambda row: row.id not in open_ids)
    buttons = [Button(Plain(row.name), door("call", row)) for row in first]
    buttons += [Button(Word("draft_call", {"name": row.name}), door("call", row)) for row in drafts]
    buttons.append(Button(Word("open_call"), "d:new_call", style="" if open_ids else "primary"))
    buttons.append(Button(Word("past_years"), "d:past"))
    values = {"calls": first[:MOST_TOLD], "open_ids": open_ids, "drafts": drafts}
    return Page("committee/calls", values, column(*buttons, HOME))


def door(word: str, row: CallRow, *more: str) -> str:
    """Button data of something about one call."""
    return ":".join(("d", word, encode_id(row.id), *more))


def begin(tx: Tx, request: Request) -> Screen:
    """The first of the six questions."""
    return prompting.resume(tx, request, forms.begin(tx, request, CALL))


def prepared(tx: Tx, request: Request, form: Form) -> Screen:
    """The six answers are a draft from now on: nothing is open, nothing is announced, nothing is lost."""
    new = _new_call(request, form)
    programme = request.moment.app.programmes[new.model]
    values = admin.columns(request.person.network_id, new, committee=programme.committee)
    row = calls.by_id(tx, calls.add(tx, {**values, "draft": True}, request.now))
    audit.append(tx, f"call:{row.id}", request.now, request.person.id, "prepare", None, {"model": row.model})
    if form.row is not None:
        sessions.close_form(tx, form.row.id)
    return page(tx, request, row)


def _new_call(request: Request, form: Form) -> admin.NewCall:
    facts = form.facts
    closes_on: date = facts.value("closes_on")
    stays = facts.value("stays")
    return admin.NewCall(
        model=facts.value("model"),
        name=facts.value("call_name"),
        people_by=max(request.moment.today, default_people_by(closes_on, request.moment.app.working_days)),
        closes_at=closing(request, closes_on, CLOSING_HOUR),
        stay_from=stays.start,
        stay_until=stays.end,
        places=facts.value("places"),
        envelope=facts.value("envelope"),
        confirmed=tuple(rule for rule in facts.value("confirmed") or () if rule in form.shown["rules"]),
        regions=tuple(facts.value("regions") or ()),
    )


def closing(request: Request, day: date, at: time) -> datetime:
    """The moment of a closing, from the day and the hour where the network lives."""
    return datetime.combine(day, at, request.moment.app.zone).astimezone(UTC)


def of_hers(tx: Tx, request: Request, call_id: int) -> CallRow:
    """A call of her network, or a draft. Raises Refused: "not_for_you", "not_found"."""
    if not request.person.has(Role.COORDINATOR):
        raise Refused("not_for_you")
    try:
        found = calls.by_id(tx, call_id)
    except LookupError:
        raise Refused("not_found") from None
    if found.network_id != request.person.network_id:
        raise Refused("not_found")
    return found


def of_door(tx: Tx, request: Request, more: list[str]) -> CallRow:
    """The call that a button is about. Raises as `of_hers`."""
    return of_hers(tx, request, decode_id(more[0]))


def page(tx: Tx, request: Request, row: CallRow, added: str = "") -> Page:
    """One call on one screen: a draft before it opens, or what it holds and what may be done with it.

    `added` is the code of a region that was added just now: it can be taken back.
    """
    call = plan_facts.call_of(request.moment.app, row)
    values = {
        "call": row,
        "title": call.programme.title,
        "told_as": call.told_as,
        "regions": row.regions,
        "committee": row.committee,
        "deciders": len(row.deciders),
        "unconfirmed": len(call.unconfirmed),
        "problems": call.problems(),
        "open": not row.draft and row.closes_at > request.now,
        "first": calls.by_id(tx, row.wave_of).name if row.wave_of else "",
        "earlier": len(call_versions.movable(tx, row)),
        "further": [code for code in networks.regions_of(tx, row.network_id) if code not in row.regions],
        "added": added,
    }
    my_calls = (Button(Word("my_calls"), "d:calls"),)
    if row.draft:
        return Page("call/_ready", values, (*column(*_of_draft(row, values)), my_calls))
    undo = column(Button(Word("undo"), door("no_region", row, added))) if added else ()
    return Page("call/_call", values, (*undo, *_of_opened(row, values), my_calls))


def _of_draft(row: CallRow, values: dict[str, Any]) -> list[Button]:
    """What does not fit is changed first: it cannot open before."""
    change = Button(Word("change_call"), door("edit", row), style="primary" if values["problems"] else "")
    opens = Button(Word("open_this_call"), door("open", row), style="primary")
    return [
        *((change,) if values["problems"] else (opens, change)),
        *_looking(row),
        Button(Word("forget_draft"), door("forget", row)),
    ]


def _of_opened(row: CallRow, values: dict[str, Any]) -> Rows:
    """What it may still be made: of an open call, a region more or the next wave in one tap."""
    rules = [Button(Word("apply_rules"), door("rebase", row), style="primary")] if values["earlier"] else []
    edit = Button(Word("change_call"), door("edit", row))
    wider = (*_further_regions(row, values["further"]), (Button(Word("add_wave"), door("wave", row)),))
    reports = Button(Word("call_reports"), door("reports", row))
    others = column(*_looking(row), reports, Button(Word("copy_call"), door("copy", row)))
    return (*column(*(rules if values["open"] else []), edit), *(wider if values["open"] else wider[-1:]), *others)


def _further_regions(row: CallRow, further: Sequence[str]) -> Rows:
    """The first regions that could be added, one tap each; then the way to all of them."""
    if not row.regions:
        return ()
    first = [
        Button(Word("add_this_region", {"name": Region(code).official_name}), door("region", row, code))
        for code in further[:MOST_FURTHER]
    ]
    return column(*first, Button(Word("add_region"), door("regions", row)))


def _looking(row: CallRow) -> list[Button]:
    return [
        Button(Word("call_settings"), door("settings", row)),
        Button(Word("read_by_them"), door("seen", row, "person")),
    ]


def to_change(tx: Tx, request: Request, row: CallRow) -> Page:
    """What can be changed in one tap and one answer; after the closing, what the committee still decides with."""
    opened = not row.draft and row.closes_at > request.now
    dated = [Button(Word("call_closing"), door("change", row, "closing"))] if row.draft or opened else []
    buttons = [
        *dated,
        Button(Word("call_places"), door("change", row, "places")),
        Button(Word("call_money"), door("change", row, "money")),
    ]
    if row.draft:
        buttons += [
            Button(Word("call_stays"), door("change", row, "stays")),
            Button(Word("call_regions"), door("regions", row)),
            Button(Word("call_name"), door("change", row, "name")),
        ]
    if opened:
        buttons.append(Button(Word("close_call"), door("close", row)))
    return Page("call/_change", {"call": row}, column(*buttons, Button(Word("back_to_call"), door("call", row))))


def open_it(tx: Tx, request: Request, row: CallRow) -> Page:
    """Open a draft: from now on referents can invite people to it. Raises Refused: "not_now", "call_invalid"."""
    if not row.draft:
        raise Refused("not_now")
    if plan_facts.call_of(request.moment.app, row).problems() or row.closes_at <= request.now:
        raise Refused("call_invalid")
    calls.change(tx, row.id, draft=False, opened_at=request.now)
    given = {"places": row.places, "cents": row.envelope}
    audit.append(tx, f"call:{row.id}", request.now, request.person.id, "open", None, given)
    rows = column(
        Button(Word("announce_call"), door("bc_call", row), style="primary"),
        Button(Word("invite_referent"), "d:invite"),
        Button(Word("my_calls"), "d:calls"),
    )
    return Page("call/_opened", {"call": row}, rows)


def forget(tx: Tx, request: Request, row: CallRow, *, sure: bool) -> Page:
    """A draft that nobody wants, asked once; what was opened stays. Raises Refused("not_now")."""
    if not row.draft:
        raise Refused("not_now")
    if not sure:
        rows = column(
            Button(Word("forget_draft_surely"), door("forget_now", row), style="danger"),
            Button(Word("keep_draft"), door("call", row)),
        )
        return Page("call/_forget", {"name": row.name}, rows)
    calls.forget_draft(tx, row.id)
    audit.append(tx, f"call:{row.id}", request.now, request.person.id, "forget_draft", None, None)
    return overview(tx, request)


def close(tx: Tx, request: Request, row: CallRow, *, sure: bool) -> Page:
    """Close a call now: asked once, with what it means for the plans under way."""
    if row.draft or row.closes_at <= request.now:
        raise Refused("call_closed")
    if sure:
        note(tx, request, row, closes_at=request.now, people_by=min(row.people_by, request.moment.today))
        return page(tx, request, calls.by_id(tx, row.id))
    rows = column(
        Button(Word("close_surely"), door("close_now", row), style="danger"),
        Button(Word("keep_open"), door("call", row)),
    )
    return Page("call/_close", {"call": row, "under_way": len(call_versions.under_way(tx, row.id))}, rows)


def note(tx: Tx, request: Request, row: CallRow, **values: Any) -> None:
    """Save values of a call, with their line in its audit trail. Raises Refused("under_taken_now")."""
    if not calls.change(tx, row.id, **values):
        raise Refused("under_taken_now")
    told = {name: str(value) for name, value in values.items()}
    before = {name: str(getattr(row, name)) for name in values}
    audit.append(tx, f"call:{row.id}", request.now, request.person.id, "change", before, told)


DOORS: dict[str, Door] = {
    "calls": lambda tx, request, _more: overview(tx, request),
    "new_call": lambda tx, request, _more: begin(tx, request),
    "call": lambda tx, request, more: page(tx, request, of_door(tx, request, more)),
    "edit": lambda tx, request, more: to_change(tx, request, of_door(tx, request, more)),
    "open": lambda tx, request, more: open_it(tx, request, of_door(tx, request, more)),
    "forget": lambda tx, request, more: forget(tx, request, of_door(tx, request, more), sure=False),
    "forget_now": lambda tx, request, more: forget(tx, request, of_door(tx, request, more), sure=True),
    "close": lambda tx, request, more: close(tx, request, of_door(tx, request, more), sure=False),
    "close_now": lambda tx, request, more: close(tx, request, of_door(tx, request, more), sure=True),
}
