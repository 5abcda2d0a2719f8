"""The years before: people and money a year, entered by hand, beside what was granted here. For comparison."""

from bot.domain.people import Refused
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.prompting import Door
from bot.interaction.request import Request
from bot.storage import audit, calls, past_figures, sessions
from bot.storage.kernel.store import Tx
from bot.storage.past_figures import PastFigure
from conversations.engine.answers import Given
from conversations.engine.keyboard import Button, Plain, Word, column
from conversations.engine.screens import Page, Screen
from conversations.past import PAST

BAR = 12
"""Squares of the longest bar."""


def page(tx: Tx, request: Request) -> Page:
    """The curve, one bar a year: what was noted, and what calls have granted since, by the year of their stays."""
    noted = past_figures.of_network(tx, request.person.network_id)
    granted: dict[int, PastFigure] = {}
    for row in calls.of_network(tx, request.person.network_id):
        before = granted.get(row.stay_from.year, PastFigure(row.stay_from.year, 0, 0))
        cents = (before.cents or 0) + row.taken_cents
        granted[before.year] = PastFigure(before.year, before.people + row.taken_places, cents)
    years = {figure.year: (figure, False) for figure in noted} | {
        year: (figure, True) for year, figure in granted.items() if figure.people
    }
    most = max((figure.people for figure, _ in years.values()), default=0)
    lines = [(figure, bar(figure.people, most), here) for _, (figure, here) in sorted(years.items())]
    buttons = [Button(Word("add_year"), "d:past_year", style="primary")]
    buttons += [Button(Plain(str(figure.year)), f"d:past_year:{figure.year}") for figure in noted]
    first, last = (lines[0][0], lines[-1][0]) if len(lines) > 1 else (None, None)
    values = {"lines": lines, "first": first, "last": last}
    return Page("past/_page", values, column(*buttons, Button(Word("my_calls"), "d:calls"), HOME))


def bar(people: int, most: int) -> str:
    """So many squares of the longest bar; somebody is always more than nothing."""
    filled = max(1, round(BAR * people / most)) if people else 0
    return "▓" * filled + "░" * (BAR - filled)


def begin(tx: Tx, request: Request, year: str = "") -> Screen:
    """Ask for a year's figures; a year that is noted already is corrected."""
    if year and not year.isdecimal():
        raise Refused("not_found")
    chosen = {"past_year": Given(int(year), request.person.id)} if year else {}
    return prompting.resume(tx, request, forms.begin(tx, request, PAST, None, chosen))


def said(tx: Tx, request: Request, form: Form) -> Screen:
    """Noted; a year with nobody is taken away."""
    facts = form.facts
    figure = PastFigure(facts.value("past_year"), facts.value("past_people"), facts.value("past_money"))
    if form.row is not None:
        sessions.close_form(tx, form.row.id)
    network_id = request.person.network_id
    if figure.people:
        past_figures.enter(tx, network_id, figure)
    else:
        past_figures.forget(tx, network_id, figure.year)
    told = {"year": figure.year, "people": figure.people, "cents": figure.cents}
    audit.append(tx, f"network:{network_id}", request.now, request.person.id, "past_figure", None, told)
    return page(tx, request)


DOORS: dict[str, Door] = {
    "past": lambda tx, request, _more: page(tx, request),
    "past_year": lambda tx, request, more: begin(tx, request, *more[:1]),
}
