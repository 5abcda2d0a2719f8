"""Before and after the stay: five faces, what the person tells, what the referent reports. None of it is an exam.

Everything the person is asked can be skipped; with the referent's part alone the plan can be closed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bot.domain.aid import AidForm
from bot.domain.money import NOTHING, Cents
from bot.domain.reports import Scale
from conversations.engine.answers import Context, Facts
from conversations.engine.calendar import Day
from conversations.engine.choices import Choice, Many
from conversations.engine.keyboard import Problem
from conversations.engine.media import Keepsake
from conversations.engine.rating import FACES, Faces
from conversations.engine.steps import Conversation, Need, Section, Step, always
from conversations.engine.widgets import Message, Money, Number, Text, Widget
from conversations.wishes import WISHES

EARLIEST = timedelta(days=60)
"""How long before the planned day people may have left."""
MOST_VOUCHERS = 2_000
MOST_TRAVELLERS = 100

THE_AIM = next(step for step in WISHES.steps if isinstance(step, Step) and step.name == "aim")


# The faces


@dataclass(frozen=True, slots=True)
class FeelingsContext(Context):
    """What is looked at where the faces are touched."""

    scales: frozenset[Scale] = frozenset()
    """The scales to ask. Before: those of the programme; after: those that were answered before."""


def asked(scale: Scale) -> Callable[[Facts], bool]:
    """Return the condition of a scale's question."""
    return lambda facts: scale in facts.about(FeelingsContext).scales


_SCALES = Section(
    "feelings", tuple(Step(s.value, Faces(), when=asked(s), required=Need.SEND, firm=True) for s in Scale)
)

FEELINGS = Conversation("feelings", (_SCALES,), context=FeelingsContext)
"""Before: offered once, just after sending. After: the end of a beneficiary's story, where they were touched before."""


def faces(facts: Facts) -> dict[str, int]:
    """Return the faces the beneficiary touched, from 1 to 5, by scale; those left out are not there."""
    touched = {scale.value: facts.value(scale.value) for scale in Scale}
    return {scale: int(face) for scale, face in touched.items() if face in FACES}


# What the person tells


@dataclass(frozen=True, slots=True)
class StoryContext(FeelingsContext):
    """What a beneficiary who tells of a stay looks at besides the scales."""

    aim: str = ""
    """What mattered most, as it was chosen in the plan."""


def _aim(chosen: str) -> tuple[str, Step, str] | None:
    """Return section, question and answer of what mattered most; None where nothing was named."""
    return ("wishes", THE_AIM, chosen) if chosen else None


def shown_aim(facts: Facts) -> dict[str, Any]:
    """Return what mattered most, for the question whether it happened."""
    return {"aim": _aim(facts.about(StoryContext).aim)}


def shown_words(facts: Facts) -> dict[str, Any]:
    """Return the beneficiary's sentence, for the question whether others may read it."""
    told = facts.value("first_done")
    return {"words": told.text if isinstance(told, Message) else ""}


def took_place(facts: Facts) -> bool:
    """Return whether the beneficiary did not say that there was no stay."""
    return bool(facts.value("took_place") != "cancelled")


def has_words(facts: Facts) -> bool:
    """Return whether the beneficiary wrote what was new: only words can be quoted."""
    told = facts.value("first_done")
    return took_place(facts) and isinstance(told, Message) and bool(told.text)


AIM_REACHED, AGAIN = ("yes", "a_little", "no"), ("yes", "alone", "perhaps", "no")
"""The answers that are counted for a coordinator."""

STORY = Conversation(
    "story",
    (
        Section(
            "story",
            (
                Step("took_place", Choice(options=("yes", "shortened", "cancelled"))),
                Step(
                    "best",
                    Choice(options=("together", "place", "rest", "meeting", "new"), other=True),
                    when=took_place,
                ),
                Step(
                    "hardest",
                    Choice(options=("nothing", "journey", "money", "alone", "coming_home"), other=True),
                    when=took_place,
                ),
                Step("aim_reached", Choice(options=AIM_REACHED), when=took_place, show=shown_aim),
                Step("again", Choice(options=AGAIN)),
                Step("first_done", Keepsake(), when=took_place, counts=False),
                Step("may_quote", Choice(options=("yes", "no")), when=has_words, counts=False, show=shown_words),
            ),
        ),
        _SCALES,
    ),
    context=StoryContext,
)
"""Five taps, what was done for the first time, and the faces again. Every question may be skipped."""


def quote(facts: Facts) -> str:
    """Return the sentence that others may read, without a name; empty unless the beneficiary said yes."""
    told = facts.value("first_done")
    if facts.value("may_quote") != "yes" or not has_words(facts) or not isinstance(told, Message):
        return ""
    return told.text


# What the referent reports

PRICES = ("lodging_price", "transport_price", "food_price", "leisure_price")


@dataclass(frozen=True, slots=True)
class ReportContext(Context):
    """What a referent who reports of a stay looks at."""

    departure: date | None = None
    homecoming: date | None = None
    """The days that were planned."""
    people: int = 0
    """How many were to go; 0 where nobody noted it."""
    prices: Mapping[str, Cents] = field(default_factory=dict)
    """What each question about a price was answered in the plan."""
    vouchers: int = 0
    """How many notes were handed over; 0 where nobody counted them."""
    granted: Cents = NOTHING
    """What they left with."""
    form: AidForm = AidForm.VOUCHERS
    """Of money there is nothing to count, and nothing left over to ask for."""
    electronic: bool = False
    """The aid was handed over without paper: there is nothing to count."""
    aim: str = ""
    """What mattered most, as the beneficiary chose it."""
    objective: str = ""
    """The referent's words for it."""


def granted(facts: Facts) -> Cents:
    """Return what they left with."""
    return facts.about(ReportContext).granted


def planned(facts: Facts) -> dict[str, Any]:
    """Return what was planned, as a report names it; a price that nobody noted is 0."""
    known = facts.about(ReportContext)
    return {
        "departure": known.departure,
        "homecoming": known.homecoming,
        "people": known.people,
        "vouchers": known.vouchers,
        **{price: known.prices.get(price, NOTHING) for price in PRICES},
    }


def shown(facts: Facts) -> dict[str, Any]:
    """Return what was planned and given; the aim as the beneficiary chose it, and as the referent wrote it."""
    known = facts.about(ReportContext)
    words = {"aim": _aim(known.aim), "objective": known.objective}
    return {"planned": planned(facts), "granted": known.granted, "form": known.form, **words}


def went(*how: str) -> Callable[[Facts], bool]:
    """Return the condition of a question that depends on how the stay went."""
    return lambda facts: facts.value("went") in how


def other_dates(facts: Facts) -> bool:
    """Return whether the days were not those of the plan."""
    return bool(facts.value("went") == "changed" and facts.value("dates_kept") == "no")


def days_of_leaving(facts: Facts) -> tuple[date, date]:
    """Return the days on which they may have left: around the planned one, and over now."""
    return (facts.about(ReportContext).departure or facts.today) - EARLIEST, facts.today - timedelta(days=1)


def days_of_return(facts: Facts) -> tuple[date, date]:
    """Return the days on which they may have come home: after they left, today at the latest."""
    left = facts.value("real_departure") or facts.today - timedelta(days=1)
    return left + timedelta(days=1), facts.today


def some_left(facts: Facts) -> bool:
    """Return whether something comes back: vouchers, as it was said, or all of it because nobody left."""
    some = vouchers_may_be_left(facts) and facts.value("left_over") == "some"
    return bool(facts.value("went") == "not_at_all" or some)


def everything(facts: Facts) -> tuple[int, ...]:
    """Propose all of the aid, where nobody left: the one amount there is."""
    return (granted(facts),) if facts.value("went") == "not_at_all" and granted(facts) else ()


def within_the_grant(cents: Cents, facts: Facts) -> Problem | None:
    """Refuse to take back more than was given."""
    most = granted(facts)
    return Problem("not_granted", {"most": most}) if cents > most else None


def on_paper(facts: Facts) -> bool:
    """Return whether the aid was vouchers on paper, as far as anybody noted it."""
    known = facts.about(ReportContext)
    return known.form.in_vouchers and not known.electronic


def vouchers_may_be_left(facts: Facts) -> bool:
    """Return whether some of what they left with may be left over: money is spent, or was never theirs."""
    return facts.about(ReportContext).form.in_vouchers and GONE(facts)


def came_back(facts: Facts) -> bool:
    """Return whether there are vouchers to count."""
    return on_paper(facts) and some_left(facts) and bool(facts.value("returned_cents"))


def as_planned(price: str) -> Callable[[Facts], tuple[int, ...]]:
    """Propose the amount that was planned, to be confirmed with one tap."""
    return lambda facts: tuple(cents for cents in (facts.about(ReportContext).prices.get(price),) if cents)


def not_counted(facts: Facts) -> bool:
    """Return whether they left with vouchers that nobody counted when they were handed over."""
    return on_paper(facts) and not facts.about(ReportContext).vouchers and GONE(facts)


def _asked(name: str, widget: Widget[Any], when: Callable[[Facts], bool] = always) -> Step:
    return Step(name, widget, when=when, required=Need.SEND, firm=True, show=shown)


GONE = went("as_planned", "changed")
CHANGED = went("changed")

REPORT = Conversation(
    "report",
    (
        Section(
            "report",
            (
                _asked("went", Choice(options=("as_planned", "changed", "not_at_all"))),
                _asked("dates_kept", Choice(options=("yes", "no")), CHANGED),
                _asked("real_departure", Day(window=days_of_leaving, latest_first=True), other_dates),
                _asked("real_homecoming", Day(window=days_of_return, latest_first=True), other_dates),
                _asked("real_people", Number(low=1, high=MOST_TRAVELLERS, offered=(1, 2, 3, 4, 5, 6, 7, 8)), CHANGED),
                *(_asked(f"real_{price}", Money(usual=as_planned(price)), CHANGED) for price in PRICES),
                _asked("left_over", Choice(options=("nothing", "some")), vouchers_may_be_left),
                _asked("returned_cents", Money(usual=everything, checks=(within_the_grant,)), some_left),
                _asked("returned_count", Number(low=1, high=MOST_VOUCHERS), came_back),
                Step("used_count", Number(low=0, high=MOST_VOUCHERS), when=not_counted),
                _asked("objective_reached", Choice(options=("3", "2", "1", "0"))),
                _asked("fact", Text(limit=300)),
                _asked("effects", Many(options=("self_care", "procedures", "work", "housing", "ties"), none=True)),
                Step("advice", Text(limit=300)),
            ),
        ),
    ),
    context=ReportContext,
)
"""The figures first, prefilled from the plan, then what it changed. Where all went as planned: seven questions."""

CORRECTION = Conversation("correction", REPORT.sections, context=ReportContext)
"""The same of a report that was given already: nobody's half-written one takes its place unseen."""


def reported(facts: Facts) -> dict[str, Any]:
    """Return what the answers say, completed by what was planned: days, people, prices, vouchers, the aim.

    Money is in cents.
    """
    how = facts.value("went")
    found = planned(facts)
    if how == "not_at_all":
        found = {"departure": None, "homecoming": None, "people": 0} | dict.fromkeys(PRICES, 0)
    if how == "changed":
        found |= {name: facts.value(f"real_{name}") for name in PRICES} | {"people": facts.value("real_people")}
    if other_dates(facts):
        found |= {"departure": facts.value("real_departure"), "homecoming": facts.value("real_homecoming")}
    cents = (facts.value("returned_cents") or 0) if some_left(facts) else 0
    count = (facts.value("returned_count") or 0) if cents else 0
    handed = facts.about(ReportContext).vouchers
    return {
        **found,
        "returned_cents": cents,
        "returned_count": count,
        "used_cents": granted(facts) - cents,
        "used_count": max(0, handed - count) if handed else facts.value("used_count"),
        "objective": int(facts.value("objective_reached")),
    }
