"""What a committee decided, and its ledger, as tables in the reader's language that a spreadsheet in French opens.

A day and an hour are written as ISO 8601 does, without an offset: spreadsheets take them for a date in every language.
"""

from collections.abc import Iterable
from datetime import datetime
from html import unescape

from bot.domain.rules import Finding
from bot.features.committee import routes, views
from bot.features.committee.entries import entries_in
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.rendering.tables import euros_of, table_of
from bot.storage import calls, ledger
from bot.storage.calls import Account, CallRow
from bot.storage.kernel.store import Tx
from bot.storage.ledger import Sum
from bot.storage.minutes import Minutes
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page


@routes.MINUTES_TABLE.on
def table(tx: Tx, request: Request, made: Minutes) -> Page:
    """Show minutes as a table for a spreadsheet."""
    call = calls.by_id(tx, made.call_id)
    entries = entries_in(tx, request.moment, call.id, made.since, made.until)
    cells = [
        (
            _when(request, entry.at), entry.reference, entry.ancv,
            entry.organisation, entry.people, euros_of(entry.asked), _said(request, "cause", entry.action),
            euros_of(entry.given), _said(request, "reason", entry.reason),
            _said(request, "conditions", entry.conditions), entry.by,
        )
        for entry in entries
    ]  # fmt: skip
    head = (
        "at", "reference", "apv_web", "organisation", "people", "asked", "decision", "given", "reason", "conditions",
        "by",
    )  # fmt: skip
    name = f"{_said(request, 'name', 'minutes')}-{call.id}-{made.number}.csv"
    return _file(request, call, name, [_headings(request, head), *cells])


@routes.LEDGER.on
def ledger_table(tx: Tx, request: Request, call: CallRow) -> Page:
    """Show every line of a call's ledger with the balance after it."""
    head = ("at", "reference", "account", "cause", "people", "euros", "people_after", "euros_after")
    cells: list[tuple[object, ...]] = [_headings(request, head)]
    balance = dict.fromkeys(Account, Sum())
    for line in ledger.lines(tx, call.id):
        balance[line.account] += Sum(line.places, line.cents)
        after = balance[line.account]
        said = _said(request, "account", line.account.value), _said(request, "cause", line.cause)
        cells.append(
            (_when(request, line.at), line.reference, *said, line.places, euros_of(line.cents), after.places,
             euros_of(after.cents))
        )  # fmt: skip
    return _file(request, call, f"{_said(request, 'name', 'movements')}-{call.id}.csv", cells)


def _headings(request: Request, names: Iterable[str]) -> tuple[object, ...]:
    return tuple(_said(request, "heading", name) for name in names)


def _said(request: Request, block: str, code: str | tuple[Finding, ...]) -> str:
    """Return what a code stands for, in the reader's words."""
    said = request.moment.app.renderer.block("committee/_table", block, request.reader, {"value": code})
    return unescape(said).strip()


def _when(request: Request, at: datetime) -> str:
    return at.astimezone(request.moment.app.zone).strftime("%Y-%m-%d %H:%M")


def _file(request: Request, call: CallRow, name: str, cells: list[tuple[object, ...]]) -> Page:
    back = column(Button(Word("back_to_figures"), routes.FIGURES.to(call.id)), HOME)
    return views.Table(call.name).page(back, document=(name, table_of(cells)))
