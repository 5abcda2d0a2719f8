"""What the referent reports of a stay: what became of the aid, what was paid, what it changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bot.domain.aid import AidForm
from bot.domain.money import NOTHING, Cents
from conversations.engine.answers import Context, Facts
from conversations.engine.calendar import Day
from conversations.engine.choices import Choice, Many
from conversations.engine.keyboard import Problem
from conversations.engine.steps import Conversation, Need, Section, Step, always
from conversations.engine.widgets import Money, Number, Text, Widget
from conversations.evaluation import chosen_aim

EARLIEST = timedelta(days=60)
"""How long before the planned day people may have left."""
MOST_VOUCHERS = 2_000
MOST_TRAVELLERS = 100

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
    """What was handed over; of a refund, what is to be."""
    to_hand: Cents = NOTHING
    """What was granted too, and nobody noted as handed over."""
    granted_on: date | None = None
    """The day of the grant: nothing was handed over before it."""
    form: AidForm = AidForm.VOUCHERS
    """Of money there is nothing to count, and nothing left over to ask for."""
    electronic: bool = False
    """The aid was handed over without paper: there is nothing to count."""
    aim: str = ""
    """What mattered most, as the beneficiary chose it."""
    objective: str = ""
    """The referent's words for it."""


def not_all_handed(facts: Facts) -> bool:
    """Return whether nobody noted that the aid was handed over, or all of it: what became of it is asked first."""
    return facts.about(ReportContext).to_hand > 0


def handed_after_all(facts: Facts) -> bool:
    """Return whether what nobody noted was handed over all the same."""
    return not_all_handed(facts) and bool(facts.value("rest_given") == "handed")


def days_of_handing(facts: Facts) -> tuple[date, date]:
    """Return the days on which it may have been handed over: since the grant, today at the latest."""
    return facts.about(ReportContext).granted_on or facts.today - EARLIEST, facts.today


def granted(facts: Facts) -> Cents:
    """Return what they left with: never what was not handed over."""
    known = facts.about(ReportContext)
    return Cents(known.granted + (known.to_hand if handed_after_all(facts) else 0))


def with_aid(facts: Facts) -> bool:
    """Return whether they left with something."""
    return granted(facts) > 0


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
    words = {"aim": chosen_aim(known.aim), "objective": known.objective}
    aid = {"granted": granted(facts), "handed": known.granted, "to_hand": known.to_hand, "form": known.form}
    return {"planned": planned(facts), **aid, **words}


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
    return with_aid(facts) and bool(facts.value("went") == "not_at_all" or some)


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
    return facts.about(ReportContext).form.in_vouchers and with_aid(facts) and GONE(facts)


def came_back(facts: Facts) -> bool:
    """Return whether there are vouchers to count."""
    return on_paper(facts) and some_left(facts) and bool(facts.value("returned_cents"))


def as_planned(price: str) -> Callable[[Facts], tuple[int, ...]]:
    """Propose the amount that was planned, to be confirmed with one tap."""
    return lambda facts: tuple(cents for cents in (facts.about(ReportContext).prices.get(price),) if cents)


def not_counted(facts: Facts) -> bool:
    """Return whether they left with vouchers that nobody counted when they were handed over."""
    return on_paper(facts) and not counted(facts) and with_aid(facts) and GONE(facts)


def counted(facts: Facts) -> int:
    """Return how many notes they left with; 0 where some of them were not counted."""
    return 0 if handed_after_all(facts) else facts.about(ReportContext).vouchers


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
                _asked("rest_given", Choice(options=("handed", "never")), not_all_handed),
                _asked("rest_day", Day(window=days_of_handing, latest_first=True), handed_after_all),
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
"""The figures first, prefilled from the plan, then what it changed. Where all went as planned: seven questions.

What became of the aid comes before them, where nobody noted that it was handed over.
"""

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
    notes = counted(facts)
    return {
        **found,
        "returned_cents": cents,
        "returned_count": count,
        "used_cents": granted(facts) - cents,
        "used_count": max(0, notes - count) if notes else facts.value("used_count"),
        "objective": int(facts.value("objective_reached")),
    }
