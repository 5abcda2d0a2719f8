"""The years before: people and money a year, entered by hand, beside what was granted here. For comparison."""

from bot.features.calls import routes as call_routes
from bot.features.committee import acts, routes, views
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.storage import calls, past_figures
from bot.storage.kernel.store import Tx
from bot.storage.past_figures import PastFigure
from conversations.engine.answers import Given
from conversations.engine.keyboard import Button, Plain, Word, column
from conversations.engine.screens import Page, Screen
from conversations.past import PAST

BAR = 12
"""Squares of the longest bar."""


@routes.PAST.on
def page(tx: Tx, request: Request) -> Page:
    """Show the curve, one bar a year: what was noted, and what calls granted since, by the year of their stays."""
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
    lines = [views.YearLine(figure, bar(figure.people, most), here) for _, (figure, here) in sorted(years.items())]
    buttons = [Button(Word("add_year"), routes.PAST_YEAR.to(None), style="primary")]
    buttons += [Button(Plain(str(figure.year)), routes.PAST_YEAR.to(figure.year)) for figure in noted]
    buttons.append(Button(Word("my_calls"), call_routes.CALLS.to()))
    first, last = (lines[0].figure, lines[-1].figure) if len(lines) > 1 else (None, None)
    return views.PastYears(lines, first, last).page(column(*buttons, HOME))


def bar(people: int, most: int) -> str:
    """Draw a number of people as squares of the longest bar; a few are always more than nothing."""
    filled = max(1, round(BAR * people / most)) if people else 0
    return "▓" * filled + "░" * (BAR - filled)


@routes.PAST_YEAR.on
def begin(tx: Tx, request: Request, year: int | None) -> Screen:
    """Ask for a year's figures; a year that is noted already is corrected."""
    chosen = {} if year is None else {"past_year": Given(year, request.person.id)}
    return prompting.resume(tx, request, forms.begin(tx, request, PAST, None, chosen))


def said(tx: Tx, request: Request, form: Form) -> Screen:
    """Note the figures that were said, and show the curve."""
    facts = form.facts
    forms.close(tx, form)
    acts.enter_year(
        tx, request, PastFigure(facts.value("past_year"), facts.value("past_people"), facts.value("past_money"))
    )
    return page(tx, request)
