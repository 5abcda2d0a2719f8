"""What a committee leaves on paper: its figures from the ledger, and minutes of what it decided, to print and to file.

Minutes carry references and no names of people on holiday. They are numbered in each call and can be had again at any
time: what they say is read from the audit trails.
"""

from datetime import UTC, date, datetime, time, timedelta

from bot.domain.people import Role
from bot.domain.plans import UNDO_WINDOW
from bot.features.committee import acts, entries, reallocation, routes, views, worklist
from bot.features.committee.entries import BY_COMMITTEE
from bot.features.reports import routes as report_routes
from bot.interaction import forms, prompting
from bot.interaction.arguments import call_of
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.storage import calls, handovers, ledger, networks
from bot.storage import minutes as rows
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from bot.storage.minutes import Minutes
from conversations.decision import MINUTES
from conversations.engine.keyboard import Button, Data, Plain, Rows, Word, column
from conversations.engine.screens import Page, Screen

LATEST = 3
"""How many of the last minutes have a button of their own."""
FIRST_DAY = datetime(2000, 1, 1, tzinfo=UTC)
"""Before any call: the first minutes begin with it."""


# Figures


def figures(tx: Tx, request: Request, call: CallRow) -> Page:
    """Show what is asked, given, released, held, granted and left in a call, each the sum of lines of its ledger.

    Minutes are for coordinators to make.
    """
    books, not_back = ledger.books(tx, call.id), handovers.not_back(tx, call.id)
    view = views.Figures(call, books, reallocation.left_in(call), not_back)
    if not request.person.has(Role.COORDINATOR):
        return view.page(column(worklist.BACK, HOME))
    known = rows.of_call(tx, call.id)
    made = [Button(Word("minutes_number", {"count": each.number}), _again(each)) for each in known[:LATEST]]
    buttons = [
        Button(Word("minutes_since" if known else "minutes_all"), routes.MINUTES_SINCE.to(call.id), style="primary"),
        Button(Word("minutes_between"), routes.MINUTES_DATES.to(call.id)),
        *made,
        Button(Word("ledger_file"), routes.LEDGER.to(call.id)),
        Button(Word("outcomes"), report_routes.OUTCOMES.to(call.id)),
        worklist.BACK,
        HOME,
    ]
    return view.page(column(*buttons))


def _again(made: Minutes) -> Data:
    return routes.MINUTES_AGAIN.to(made.id)


@routes.FIGURES.on
def figures_of(tx: Tx, request: Request, call: CallRow | None) -> Page:
    """Show the figures of a call; where none is named, those of the only one there is."""
    return of_which(tx, request) if call is None else figures(tx, request, call)


def of_which(tx: Tx, request: Request) -> Page:
    """Show the figures of the only call that the reader decides, or the calls to choose from."""
    decided = worklist.decided_by(tx, request)
    if len(decided) == 1:
        return figures(tx, request, decided[0])
    buttons = [Button(Plain(call.name), routes.FIGURES.to(call.id)) for call in decided]
    return views.WhichCall(len(decided)).page(column(*buttons, HOME))


# Minutes


@routes.MINUTES_SINCE.on
def since_last(tx: Tx, request: Request, call: CallRow) -> Page:
    """Make minutes of all that was decided since the last ones; what can still be undone is left for the next."""
    known = rows.of_call(tx, call.id)
    return _made(tx, request, call, known[0].until if known else FIRST_DAY, request.now - UNDO_WINDOW)


@routes.MINUTES_DATES.on
def dates(tx: Tx, request: Request, call: CallRow) -> Screen:
    """Ask between which days."""
    return prompting.resume(tx, request, forms.begin(tx, request, MINUTES, call.id))


def dates_said(tx: Tx, request: Request, form: Form) -> Screen:
    """Make minutes of the days that were said, both included."""
    call = call_of(tx, request, form)
    since = _midnight(request, form.facts.value("first_day"))
    until = _midnight(request, form.facts.value("last_day") + timedelta(days=1))
    return _made(tx, request, call, since, min(until, request.now - UNDO_WINDOW))


def _midnight(request: Request, day: date) -> datetime:
    return datetime.combine(day, time(0), request.moment.app.zone).astimezone(UTC)


def _made(tx: Tx, request: Request, call: CallRow, since: datetime, until: datetime) -> Page:
    made = acts.make_minutes(tx, request, call, since, until)
    return views.NoMinutes(call.name).page(_back(call)) if made is None else document(tx, request, made)


def _back(call: CallRow) -> Rows:
    return column(Button(Word("back_to_figures"), routes.FIGURES.to(call.id)), HOME)


@routes.MINUTES_AGAIN.on
def document(tx: Tx, request: Request, made: Minutes) -> Page:
    """Show minutes as one file that any browser prints."""
    call = calls.by_id(tx, made.call_id)
    found = entries.entries_in(tx, request.moment, call.id, made.since, made.until)
    decided = [entry for entry in found if entry.action in BY_COMMITTEE]
    sums = entries.sums(tx, made)
    paper = views.Paper(
        network=networks.network(tx, call.network_id).name,
        call=call,
        minutes=made,
        first=made.since == FIRST_DAY,
        by=entries.name_of(tx, made.made_by),
        decided=decided,
        afterwards=[entry for entry in found if entry.action not in BY_COMMITTEE],
        opening=sums.opening,
        given=sums.given,
        released=sums.released,
        closing=sums.closing,
    )
    html = request.moment.app.renderer.block(paper.template, "body", request.reader, paper.values)
    buttons = (*column(Button(Word("as_a_table"), routes.MINUTES_TABLE.to(made.id))), *_back(call))
    told = views.MinutesMade(made, call.name, len(decided))
    return told.page(buttons, document=(f"{call.id}-{made.number}.html", html.encode()))
