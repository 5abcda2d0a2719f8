"""What a committee decided, and its ledger, as tables in the reader's language that a spreadsheet in French opens.

A day and an hour are written as ISO 8601 does: spreadsheets take them for a date in every language.
"""

import csv
import io
from collections.abc import Iterable
from html import unescape

from bot.features.committee import routes, views
from bot.features.committee.entries import entries_in
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.storage import calls, ledger
from bot.storage.calls import Account, CallRow
from bot.storage.kernel.store import Tx
from bot.storage.ledger import Sum
from bot.storage.minutes import Minutes
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would work out instead of showing (OWASP, CSV injection)."""


@routes.MINUTES_TABLE.on
def table(tx: Tx, request: Request, made: Minutes) -> Page:
    """Show minutes as a table for a spreadsheet."""
    call = calls.by_id(tx, made.call_id)
    entries = entries_in(tx, call.id, made.since, made.until)
    zone = request.moment.app.zone
    cells = [
        (
            entry.at.astimezone(zone).isoformat(sep=" ", timespec="minutes"), entry.reference, entry.ancv,
            entry.organisation, entry.people, _euros(entry.asked), _said(request, "cause", entry.action),
            _euros(entry.given), _said(request, "reason", entry.reason), entry.by,
        )
        for entry in entries
    ]  # fmt: skip
    head = ("at", "reference", "apv_web", "organisation", "people", "asked", "decision", "given", "reason", "by")
    name = f"{call.id}-{made.number}.csv"
    return _file(request, call, name, [_headings(request, head), *cells])


@routes.LEDGER.on
def ledger_table(tx: Tx, request: Request, call: CallRow) -> Page:
    """Show every line of a call's ledger with the balance after it."""
    zone = request.moment.app.zone
    head = ("at", "reference", "account", "cause", "people", "euros", "people_after", "euros_after")
    cells: list[tuple[object, ...]] = [_headings(request, head)]
    balance = dict.fromkeys(Account, Sum())
    for line in ledger.lines(tx, call.id):
        balance[line.account] += Sum(line.places, line.cents)
        after = balance[line.account]
        when = line.at.astimezone(zone).isoformat(sep=" ", timespec="seconds")
        cells.append(
            (when, line.reference, _said(request, "account", line.account.value), _said(request, "cause", line.cause),
             line.places, _euros(line.cents), after.places, _euros(after.cents))
        )  # fmt: skip
    return _file(request, call, f"{call.id}-ledger.csv", cells)


def _headings(request: Request, names: Iterable[str]) -> tuple[object, ...]:
    return tuple(_said(request, "heading", name) for name in names)


def _said(request: Request, block: str, code: str) -> str:
    """Return what a code stands for, in the reader's words."""
    said = request.moment.app.renderer.block("committee/_table", block, request.reader, {"value": code})
    return unescape(said).strip()


def _euros(cents: int | None) -> str:
    """Write an amount as a spreadsheet in French reads it: a comma, and no sign of the currency."""
    if cents is None:
        return ""
    sign, whole = "-" if cents < 0 else "", abs(cents)
    return f"{sign}{whole // 100},{whole % 100:02}"


def _file(request: Request, call: CallRow, name: str, cells: list[tuple[object, ...]]) -> Page:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(
        [[_harmless(cell) for cell in row] for row in cells]
    )
    content = out.getvalue().encode("utf-8-sig")
    back = column(Button(Word("back_to_figures"), routes.FIGURES.to(call.id)), HOME)
    return views.Table(call.name).page(back, document=(name, content))


def _harmless(cell: object) -> str:
    """Write a cell that a spreadsheet shows as it is; a negative amount is one of ours and stays a number."""
    text = "" if cell is None else str(cell)
    ours = isinstance(cell, int) or text.lstrip("-").replace(",", "").isdecimal()
    return f"'{text}" if text.startswith(DANGEROUS) and not ours else text
