"""Whether a committee decides in a call, or an endorsement is a grant; what becomes of those who wait is said first."""

from dataclasses import replace

from bot.domain.people import Refused
from bot.domain.plans import TO_DECIDE, State
from bot.features.calls import acts, routes, views
from bot.features.calls.routes import Mode, Setting
from bot.interaction.request import Request
from bot.plan import facts as plan_facts
from bot.storage import plans
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from conversations.engine.keyboard import Button, Problem, Word, column
from conversations.engine.screens import Page


@routes.MODE.on
def page(tx: Tx, request: Request, row: CallRow) -> Page:
    """Show who grants in a call, and the way to change it as long as it is open."""
    call = plan_facts.call_of(request.moment.app, row)
    rows = []
    if row.draft or row.closes_at > request.now:
        rows += [Button(Word(word), routes.CHANGE_MODE.to(row.id, to)) for to, word in TO.items() if to != Mode.of(row)]
    if not row.committee or call.programme.discreet_default:
        first = "primary" if call.lacks_cap else ""
        rows.append(Button(Word("set_cap"), routes.CHANGE.to(row.id, Setting.CAP), style=first))
    if row.committee or _waiting(tx, row):
        rows.append(Button(Word("call_deciders"), routes.DECIDERS.to(row.id)))
    rows.append(Button(Word("other_settings"), routes.OTHERS.to(row.id)))
    rows.append(Button(Word("back_to_call"), routes.CALL_PAGE.to(row.id)))
    told = views.ModeOfCall(row, Mode.of(row).value, call.programme.discreet_default, call.lacks_cap)
    return told.page(column(*rows))


TO = {Mode.COMMITTEE: "mode_committee", Mode.REFERENT: "mode_referent"}
"""The word of the button to each."""


def _waiting(tx: Tx, row: CallRow) -> int:
    """Count the plans of a call that stand before those who decide, offers too."""
    return len(plans.to_decide(tx, row.network_id, TO_DECIDE | {State.OFFERED}, row.id))


@routes.CHANGE_MODE.on
def change(tx: Tx, request: Request, row: CallRow, to: Mode) -> Page:
    """Say what becomes of the plans under way, and ask once; a draft has none."""
    try:
        acts.need_mode(request, row, to)
    except Refused as refused:
        return _why_not(tx, request, row, refused)
    if row.draft:
        return change_surely(tx, request, row, to)
    rows = column(
        Button(Word("change_mode_surely"), routes.CHANGE_MODE_SURELY.to(row.id, to), style="danger"),
        Button(Word("keep_mode"), routes.MODE.to(row.id)),
    )
    reading = len(plans.to_decide(tx, row.network_id, acts.READING, row.id))
    return views.ChangeMode(row.name, to.value, _waiting(tx, row), reading).page(rows)


@routes.CHANGE_MODE_SURELY.on
def change_surely(tx: Tx, request: Request, row: CallRow, to: Mode) -> Page:
    """Change who grants, and show it."""
    try:
        return page(tx, request, acts.change_mode(tx, request, row, to))
    except Refused as refused:
        return _why_not(tx, request, row, refused)


def _why_not(tx: Tx, request: Request, row: CallRow, refused: Refused) -> Page:
    return replace(page(tx, request, row), notes=(Problem(refused.code),))
