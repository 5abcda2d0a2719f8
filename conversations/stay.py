"""Where and when. Nearness is as good as distance: nobody is asked how far."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bot.domain.rules import Level
from conversations.engine.answers import Facts
from conversations.engine.calendar import Marks, Period, tap_of
from conversations.engine.choices import Place
from conversations.engine.dates import Span
from conversations.engine.keyboard import Button, Problem, Rows, Word, column
from conversations.engine.steps import Need, Section, Step
from conversations.rules import at_level, findings
from conversations.rules.dates import Days, Nights


def stay_window(facts: Facts) -> tuple[date, date]:
    """Return the days of the call's stays that are still to come; without a call, the two years ahead."""
    tomorrow = facts.today + timedelta(days=1)
    if facts.call is None:
        return tomorrow, tomorrow + timedelta(days=730)
    return max(tomorrow, facts.call.stay_from), max(tomorrow, facts.call.stay_until)


def length_allowed(span: Span, facts: Facts) -> Problem | None:
    """Refuse a length that no confirmed rule of the call allows; the problem names whose it is and what it allows."""
    supposed = facts.supposing("dates", span)
    for finding in at_level(Level.REFUSE, findings(supposed)):
        match finding.limit:
            case (Nights() | Days()) as limit if isinstance(finding.actual, int):
                too_long = finding.actual > limit.most
                nearest = finding.satisfies.get("latest_return" if too_long else "earliest_return")
                ways = _home_on(span.start, nearest, facts)
                return Problem("too_long" if too_long else "too_short", {"finding": finding}, ways)
    return None


def _home_on(start: date, day: Any, facts: Facts) -> Rows:
    """Return the nearest day that the rule allows, one tap away, where the call's stays reach so far."""
    if not isinstance(day, date) or not start < day <= stay_window(facts)[1]:
        return ()
    return column(Button(Word("home_on", {"day": day}), tap_of(Span(start, day)), style="primary"))


def school_holidays(facts: Facts) -> Marks | None:
    """Return the marks of the days without school, where children go along."""
    return facts.off_school if facts.value("children") else None


def shown(facts: Facts) -> Mapping[str, Any]:
    """Return the window and whether days are marked, for the question's text."""
    first, last = stay_window(facts)
    return {"first": first, "last": last, "marked": school_holidays(facts) is not None}


STAY = Section(
    "stay",
    (
        Step(
            "place",
            Place(options=("sea", "mountain", "countryside", "nearby", "not_yet")),
            required=Need.SEND,
            next_year=True,
        ),
        Step(
            "dates",
            Period(window=stay_window, marks=school_holidays, checks=(length_allowed,)),
            required=Need.SEND,
            show=shown,
        ),
    ),
)
