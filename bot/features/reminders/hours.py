"""When a person may be written to; for a professional also how to be told what awaits. Each choice is one tap."""

from collections.abc import Callable
from dataclasses import replace

from bot.domain.hours import ALWAYS, Way
from bot.domain.people import AT_WORK, Refused
from bot.features.reminders import routes
from bot.features.reminders.views import Closes, Days, Hours, Opens, SummaryAt
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.storage import hours
from bot.storage.hours import Preference
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.engine.keyboard import Button, Data, Rows, Word, column
from conversations.engine.screens import Page

EARLIEST, LATEST = 6, 21
"""Hours of the day that can be chosen as the beginning and the end of a person's working hours."""
WEEK = {"12345": frozenset(range(5)), "123456": frozenset(range(6)), "1234567": frozenset(range(7))}
"""The days that can be chosen at one tap, as they stand in a button: Monday is 1."""
DAYS = {"12345": "days_12345", "123456": "days_123456", "1234567": "days_1234567"}
TOLD = {Way.DAILY: "told_daily", Way.AT_ONCE: "told_at_once", Way.NONE: "told_none"}
"""The words of the buttons of each choice."""


def works(person: Person) -> bool:
    """Return whether a person is here for work."""
    return bool(person.roles & AT_WORK)


def page(tx: Tx, request: Request, *, joining: bool = False) -> Page:
    """Show what holds for the reader now; at joining it is what a professional sees first, and one tap accepts it."""
    kept = _kept(tx, request.person)
    professional = works(request.person)
    view = Hours(
        name=request.person.name,
        joining=joining,
        way=kept.way.value if professional else "",
        always=kept.hours == ALWAYS,
        opens=kept.hours.opens,
        closes=kept.hours.closes,
        days="".join(str(day + 1) for day in sorted(kept.hours.days)),
        summary_at=kept.summary_at,
    )
    ways = [Button(Word(TOLD[way]), routes.WAY.to(way)) for way in Way if way is not kept.way]
    rows = [
        Button(Word("that_is_fine"), routes.FINE.to(), style="primary"),
        *(ways if professional else ()),
        Button(Word("other_hours"), routes.OPENS.to("")),
        Button(Word("other_days"), routes.DAYS.to("")),
        *([Button(Word("other_summary"), routes.SUMMARY.to(""))] if professional else ()),
    ]
    return view.page(column(*rows))


def _kept(tx: Tx, person: Person) -> Preference:
    return hours.chosen(tx, person.id) or (hours.DEFAULT if works(person) else hours.OF_PEOPLE)


@routes.HOURS.on
def own_hours(tx: Tx, request: Request) -> Page:
    """Show what holds for the reader."""
    return page(tx, request)


@routes.WAY.on
def choose_way(tx: Tx, request: Request, way: Way) -> Page:
    """Choose how a professional is told what awaits."""
    return change(tx, request, "way", [way.value])


@routes.OPENS.on
def choose_opens(tx: Tx, request: Request, opens: str) -> Page:
    """Choose the hour of beginning, then ask for that of ending."""
    return change(tx, request, "opens", [opens] if opens else [])


@routes.CLOSES.on
def choose_closes(tx: Tx, request: Request, opens: str, closes: str) -> Page:
    """Choose from when to when."""
    return change(tx, request, "closes", [opens, closes])


@routes.DAYS.on
def choose_days(tx: Tx, request: Request, days: str) -> Page:
    """Choose the days."""
    return change(tx, request, "days", [days] if days else [])


@routes.SUMMARY.on
def choose_summary(tx: Tx, request: Request, at: str) -> Page:
    """Choose the hour of the message of the day."""
    return change(tx, request, "summary", [at] if at else [])


def change(tx: Tx, request: Request, what: str, said: list[str]) -> Page:
    """Keep one choice, or show the choices there are. Raises Refused("not_found") for a forged one."""
    if not said or what == "opens":
        return _choices(what, _kept(tx, request.person), said)
    _choose(tx, request, what, said)
    return page(tx, request)


def _choose(tx: Tx, request: Request, what: str, said: list[str]) -> None:
    hours.choose(tx, request.person.id, _chosen(what, _kept(tx, request.person), said))


def _choices(what: str, chosen: Preference, said: list[str]) -> Page:
    """Show the days, or a clock to touch; after the hour of beginning comes the hour of ending."""
    match what, said:
        case "days", []:
            return Days().page(column(*(Button(Word(DAYS[days]), routes.DAYS.to(days)) for days in WEEK), HOME))
        case "opens", []:
            return Opens().page(_clock(lambda hour: routes.OPENS.to(str(hour)), EARLIEST, LATEST - 1))
        case "opens", [opens]:
            begins = _hour(opens)
            return Closes().page(_clock(lambda hour: routes.CLOSES.to(str(begins), str(hour)), begins + 1, LATEST))
        case "summary", []:
            first, last = chosen.hours.opens, chosen.hours.closes - 1
            return SummaryAt().page(_clock(lambda hour: routes.SUMMARY.to(str(hour)), first, last))
        case _:
            raise Refused("not_found")


def _chosen(what: str, chosen: Preference, said: list[str]) -> Preference:
    """Return the preference as it is after a choice."""
    match what, said:
        case "way", [way] if way in set(Way):
            return replace(chosen, way=Way(way))
        case "days", [days] if days in WEEK:
            return replace(chosen, hours=replace(chosen.hours, days=WEEK[days], holidays_off="7" not in days))
        case "closes", [opens, closes] if _hour(opens) < _hour(closes):
            return _from_to(chosen, _hour(opens), _hour(closes))
        case "summary", [at] if chosen.hours.opens <= _hour(at) < chosen.hours.closes:
            return replace(chosen, summary_at=_hour(at))
        case _:
            raise Refused("not_found")


def _from_to(chosen: Preference, opens: int, closes: int) -> Preference:
    """Return the preference with other hours; the message of the day stays within them."""
    week = replace(chosen.hours, opens=opens, closes=closes)
    return replace(chosen, hours=week, summary_at=min(max(chosen.summary_at, opens), closes - 1))


def _clock(to: Callable[[int], Data], first: int, last: int) -> Rows:
    """Return hours as a grid, as on a clock: four a row."""
    every = [Button(Word("hour_of_day", {"number": hour}), to(hour)) for hour in range(first, last + 1)]
    return (*(tuple(every[start : start + 4]) for start in range(0, len(every), 4)), (HOME,))


def _hour(text: str) -> int:
    if not text.isdecimal() or not EARLIEST <= int(text) <= LATEST:
        raise Refused("not_found")
    return int(text)


def chosen(tx: Tx, person: Person) -> bool:
    """Return whether a person has chosen hours before."""
    return hours.chosen(tx, person.id) is not None


def accept(tx: Tx, request: Request) -> None:
    """Accept what was shown: it holds from now on."""
    if hours.chosen(tx, request.person.id) is None:
        hours.choose(tx, request.person.id, _kept(tx, request.person))
