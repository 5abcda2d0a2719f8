"""The coordinator's calls: each as it stands, opened, changed, closed."""

from collections.abc import Sequence
from typing import Any

from bot.domain.calls import Call
from bot.domain.regions import Region
from bot.features.broadcasts import routes as broadcast_routes
from bot.features.calls import acts, routes, views
from bot.features.calls.routes import Setting
from bot.features.committee import routes as committee_routes
from bot.features.reports import routes as report_routes
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.plan import facts as plan_facts
from bot.storage import call_versions, calls, networks
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from conversations.call import CALL
from conversations.engine.keyboard import Button, Plain, Rows, Word, column
from conversations.engine.screens import Page, Screen

MOST_FURTHER = 2
"""Regions that are one tap away on the page of a call; the others are two."""
MOST_IN_LIST = 30
"""Buttons of calls on one page."""
MOST_TOLD = 8
"""Calls told in full on one page, those that are open first; each has its own page."""


@routes.CALLS.on
def overview(tx: Tx, request: Request) -> Page:
    """Show each call: its two dates, what is asked, what is taken, what is left; and the drafts, one tap each."""
    rows = calls.of_network(tx, request.person.network_id)[:MOST_IN_LIST]
    drafts = calls.drafts_of(tx, request.person.network_id)[:MOST_IN_LIST]
    open_ids = {row.id for row in rows if row.closes_at > request.now}
    first = sorted(rows, key=lambda row: row.id not in open_ids)
    buttons = [Button(Plain(row.name), routes.CALL_PAGE.to(row.id)) for row in first]
    buttons += [Button(Word("draft_call", {"name": row.name}), routes.CALL_PAGE.to(row.id)) for row in drafts]
    buttons.append(Button(Word("open_call"), routes.NEW_CALL.to(), style="" if open_ids else "primary"))
    buttons.append(Button(Word("past_years"), committee_routes.PAST.to()))
    return views.Calls(first[:MOST_TOLD], frozenset(open_ids), drafts).page(column(*buttons, HOME))


@routes.NEW_CALL.on
def begin(tx: Tx, request: Request) -> Screen:
    """Ask the first of the six questions."""
    return prompting.resume(tx, request, forms.begin(tx, request, CALL))


def prepared(tx: Tx, request: Request, form: Form) -> Screen:
    """Keep the six answers as a draft, and show it."""
    return page(tx, request, acts.prepare(tx, request, form))


@routes.CALL_PAGE.on
def one(tx: Tx, request: Request, row: CallRow) -> Page:
    """Show one call."""
    return page(tx, request, row)


def page(tx: Tx, request: Request, row: CallRow, added: str = "") -> Page:
    """Show one call on one screen: a draft before it opens, or what it holds and what may be done with it.

    `added` is the code of a region that was added just now: it can be taken back.
    """
    my_calls = (Button(Word("my_calls"), routes.CALLS.to()),)
    if row.draft:
        draft = _draft(tx, request, row)
        return draft.page((*column(*_of_draft(row, opens=not draft.problems)), my_calls))
    opened = _opened(tx, request, row, added)
    undo = column(Button(Word("undo"), routes.TAKE_BACK_REGION.to(row.id, added))) if added else ()
    return opened.page((*undo, *_of_opened(tx, row, opened), my_calls))


def _draft(tx: Tx, request: Request, row: CallRow) -> views.DraftCall:
    call = plan_facts.call_of(request.moment.app, row)
    return views.DraftCall(**_values(tx, row, call), problems=call.problems())


def _opened(tx: Tx, request: Request, row: CallRow, added: str) -> views.OpenedCall:
    call = plan_facts.call_of(request.moment.app, row)
    earlier = len(call_versions.movable(tx, row))
    return views.OpenedCall(**_values(tx, row, call), open=row.closes_at > request.now, earlier=earlier, added=added)


def _values(tx: Tx, row: CallRow, call: Call) -> dict[str, Any]:
    return {
        "call": row,
        "programme": call.programme.title,
        "told_as": call.told_as,
        "regions": row.regions,
        "committee": row.committee,
        "deciders": len(row.deciders),
        "lacks_cap": call.lacks_cap,
        "unconfirmed": len(call.unconfirmed),
        "first": calls.by_id(tx, row.wave_of).name if row.wave_of else "",
    }


def _of_draft(row: CallRow, *, opens: bool) -> list[Button]:
    """Return what may be done with a draft; what does not fit is changed first, as it cannot open before."""
    change = Button(Word("change_call"), routes.EDIT.to(row.id), style="" if opens else "primary")
    first = Button(Word("open_this_call"), routes.OPEN.to(row.id), style="primary")
    return [
        *((first, change) if opens else (change,)),
        *_looking(row),
        Button(Word("forget_draft"), routes.FORGET.to(row.id)),
    ]


def _of_opened(tx: Tx, row: CallRow, told: views.OpenedCall) -> Rows:
    """Return what may be done with a call: of an open one, a region more or the next wave in one tap."""
    rules = [Button(Word("apply_rules"), routes.MOVE.to(row.id), style="primary")] if told.earlier else []
    edit = Button(Word("change_call"), routes.EDIT.to(row.id))
    further = [code for code in networks.regions_of(tx, row.network_id) if code not in row.regions]
    wider = (*_further_regions(row, further), (Button(Word("add_wave"), routes.WAVE.to(row.id)),))
    reports = Button(Word("call_reports"), report_routes.OVERVIEW.to(row.id))
    others = column(*_looking(row), reports, Button(Word("copy_call"), routes.COPY.to(row.id)))
    return (*column(*(rules if told.open else []), edit), *(wider if told.open else wider[-1:]), *others)


def _further_regions(row: CallRow, further: Sequence[str]) -> Rows:
    """Return the first regions that could be added, one tap each; then the way to all of them."""
    if not row.regions:
        return ()
    first = [
        Button(Word("add_this_region", {"name": Region(code).official_name}), routes.ADD_REGION.to(row.id, code))
        for code in further[:MOST_FURTHER]
    ]
    return column(*first, Button(Word("add_region"), routes.REGIONS.to(row.id)))


def _looking(row: CallRow) -> list[Button]:
    return [
        Button(Word("call_settings"), routes.SETTINGS.to(row.id)),
        Button(Word("read_by_them"), routes.SEEN.to(row.id, "person")),
    ]


@routes.EDIT.on
def to_change(tx: Tx, request: Request, row: CallRow) -> Page:
    """Show what can be changed in one tap; after the closing, what the committee still decides with."""
    opened = not row.draft and row.closes_at > request.now
    dated = [Button(Word("call_closing"), routes.CHANGE.to(row.id, Setting.CLOSING))] if row.draft or opened else []
    buttons = [
        *dated,
        Button(Word("call_places"), routes.CHANGE.to(row.id, Setting.PLACES)),
        Button(Word("call_money"), routes.CHANGE.to(row.id, Setting.MONEY)),
    ]
    if row.draft:
        buttons += [
            Button(Word("call_stays"), routes.CHANGE.to(row.id, Setting.STAYS)),
            Button(Word("call_regions"), routes.REGIONS.to(row.id)),
            Button(Word("call_name"), routes.CHANGE.to(row.id, Setting.NAME)),
        ]
    if opened:
        buttons.append(Button(Word("close_call"), routes.CLOSE.to(row.id)))
    buttons.append(Button(Word("back_to_call"), routes.CALL_PAGE.to(row.id)))
    return views.ChangeCall(row).page(column(*buttons))


@routes.OPEN.on
def open_it(tx: Tx, request: Request, row: CallRow) -> Page:
    """Open a draft, and say what comes next."""
    acts.open_draft(tx, request, row)
    rows = column(
        Button(Word("announce_call"), broadcast_routes.ABOUT_CALL.to(row.id), style="primary"),
        Button(Word("invite_referent"), committee_routes.INVITE.to()),
        Button(Word("my_calls"), routes.CALLS.to()),
    )
    return views.Opened(row).page(rows)


@routes.FORGET.on
def forget(_tx: Tx, _request: Request, row: CallRow) -> Page:
    """Ask once before a draft is removed; what was opened stays."""
    acts.need_draft(row)
    rows = column(
        Button(Word("forget_draft_surely"), routes.FORGET_SURELY.to(row.id), style="danger"),
        Button(Word("keep_draft"), routes.CALL_PAGE.to(row.id)),
    )
    return views.ForgetDraft(row.name).page(rows)


@routes.FORGET_SURELY.on
def forget_surely(tx: Tx, request: Request, row: CallRow) -> Page:
    """Remove a draft, and show the others."""
    acts.forget_draft(tx, request, row)
    return overview(tx, request)


@routes.CLOSE.on
def close(tx: Tx, request: Request, row: CallRow) -> Page:
    """Ask once before a call closes, with what it means for the plans under way."""
    acts.need_open(request, row)
    rows = column(
        Button(Word("close_surely"), routes.CLOSE_SURELY.to(row.id), style="danger"),
        Button(Word("keep_open"), routes.CALL_PAGE.to(row.id)),
    )
    return views.CloseCall(row, len(call_versions.under_way(tx, row.id))).page(rows)


@routes.CLOSE_SURELY.on
def close_surely(tx: Tx, request: Request, row: CallRow) -> Page:
    """Close a call now, and show it."""
    return page(tx, request, acts.close(tx, request, row))
