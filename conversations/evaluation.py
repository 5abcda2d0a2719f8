"""Before and after the stay: five faces, what the person tells, what her referent reports. None of it is an exam.

Everything the person is asked can be skipped; with her referent's part alone the plan can be closed.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bot.domain.money import Cents
from bot.domain.reports import Scale
from conversations.engine.answers import Facts
from conversations.engine.calendar import Day
from conversations.engine.choices import Choice, Many
from conversations.engine.keyboard import Problem
from conversations.engine.long_lists import LongList
from conversations.engine.media import Keepsake
from conversations.engine.rating import FACES, Faces
from conversations.engine.steps import Conversation, Need, Section, Step, always
from conversations.engine.widgets import Message, Money, Number, Text, Widget
from conversations.handover import granted
from conversations.wishes import WISHES

SCALE = "scale:"
"""Traits handed in: the scales to ask. Before: those of the programme; after: those that she answered before."""
PLANNED = "planned:"
"""Traits handed in: what was planned, as `planned:<what>=<number>`: cents, people, days as ordinals."""
AIM, OBJECTIVE = "aim:", "objective:"
"""Traits handed in: what mattered most to her, and the words of her referent for it."""
ELECTRONIC = "electronic"
"""Trait handed in: the aid was handed over without paper; there is nothing to count."""
OWING = "owing:"
"""Traits handed in: the organisations that owe reports, as `owing:<id>=<name>`."""

EARLIEST = timedelta(days=60)
"""How long before the planned day somebody may have left."""
MOST_VOUCHERS = 2_000
MOST_TRAVELLERS = 100

THE_AIM = next(step for step in WISHES.steps if isinstance(step, Step) and step.name == "aim")


# The faces


def asked(scale: Scale) -> Callable[[Facts], bool]:
    """The condition of a scale's question."""
    return lambda facts: f"{SCALE}{scale.value}" in facts.traits


_SCALES = Section(
    "feelings", tuple(Step(s.value, Faces(), when=asked(s), required=Need.SEND, firm=True) for s in Scale)
)

FEELINGS = Conversation("feelings", (_SCALES,))
"""Before: offered once, just after sending. After: the end of her story, where she answered before."""


def faces(facts: Facts) -> dict[str, int]:
    """The faces she touched, from 1 to 5, by scale; those she left out are not there."""
    touched = {scale.value: facts.value(scale.value) for scale in Scale}
    return {scale: int(face) for scale, face in touched.items() if face in FACES}


# What the person tells


def _word_of(facts: Facts, prefix: str) -> str:
    return next((trait.removeprefix(prefix) for trait in facts.traits if trait.startswith(prefix)), "")


def aim(facts: Facts) -> tuple[str, Step, str] | None:
    """Section, question and answer of what mattered most to her; None where she named nothing."""
    chosen = _word_of(facts, AIM)
    return ("wishes", THE_AIM, chosen) if chosen else None


def shown_aim(facts: Facts) -> dict[str, Any]:
    """What mattered most to her, for the question whether it happened."""
    return {"aim": aim(facts)}


def shown_words(facts: Facts) -> dict[str, Any]:
    """Her sentence, for the question whether others may read it."""
    told = facts.value("first_done")
    return {"words": told.text if isinstance(told, Message) else ""}


def took_place(facts: Facts) -> bool:
    """She did not say that there was no stay."""
    return bool(facts.value("took_place") != "cancelled")


def has_words(facts: Facts) -> bool:
    """She wrote what was new: only words can be quoted."""
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
)
"""Five taps, what was done for the first time, and the faces again. Every question may be skipped."""


def quote(facts: Facts) -> str:
    """The sentence that others may read, without her name; empty unless she said yes."""
    told = facts.value("first_done")
    if facts.value("may_quote") != "yes" or not has_words(facts) or not isinstance(told, Message):
        return ""
    return told.text


# What her referent reports

PRICES = ("lodging_price", "transport_price", "food_price", "leisure_price")


def planned(facts: Facts) -> dict[str, Any]:
    """What was planned: `departure`, `homecoming`, `people`, `vouchers` and the prices; 0 for what nobody noted."""
    pairs = (trait.removeprefix(PLANNED).partition("=") for trait in facts.traits if trait.startswith(PLANNED))
    known = {name: int(number) for name, _, number in pairs}
    days = {name: date.fromordinal(known[name]) if name in known else None for name in ("departure", "homecoming")}
    return {**days, **{name: known.get(name, 0) for name in ("people", "vouchers", *PRICES)}}


def shown(facts: Facts) -> dict[str, Any]:
    """What was planned and given; the aim as the person chose it, and as her referent wrote it."""
    words = {"aim": aim(facts), "objective": _word_of(facts, OBJECTIVE)}
    return {"planned": planned(facts), "granted": granted(facts), **words}


def went(*how: str) -> Callable[[Facts], bool]:
    """The condition of a question that depends on how the stay went."""
    return lambda facts: facts.value("went") in how


def other_dates(facts: Facts) -> bool:
    """The days were not those of the plan."""
    return bool(facts.value("went") == "changed" and facts.value("dates_kept") == "no")


def days_of_leaving(facts: Facts) -> tuple[date, date]:
    """The days on which they may have left: around the planned one, and over now."""
    return (planned(facts)["departure"] or facts.today) - EARLIEST, facts.today - timedelta(days=1)


def days_of_return(facts: Facts) -> tuple[date, date]:
    """The days on which they may have come home: after they left, today at the latest."""
    left = facts.value("real_departure") or facts.today - timedelta(days=1)
    return left + timedelta(days=1), facts.today


def some_left(facts: Facts) -> bool:
    """Vouchers come back: said, or certain because nobody left."""
    return bool(facts.value("went") == "not_at_all" or facts.value("left_over") == "some")


def everything(facts: Facts) -> tuple[int, ...]:
    """All of the aid, where nobody left: the one amount to propose."""
    return (granted(facts),) if facts.value("went") == "not_at_all" and granted(facts) else ()


def within_the_grant(cents: Cents, facts: Facts) -> Problem | None:
    """No more comes back than was given."""
    most = granted(facts)
    return Problem("not_granted", {"most": most}) if cents > most else None


def came_back(facts: Facts) -> bool:
    """There are vouchers to count."""
    return ELECTRONIC not in facts.traits and some_left(facts) and bool(facts.value("returned_cents"))


def as_planned(price: str) -> Callable[[Facts], tuple[int, ...]]:
    """The amount that was planned, to be confirmed with one tap."""
    return lambda facts: tuple(cents for cents in (planned(facts)[price],) if cents)


def not_counted(facts: Facts) -> bool:
    """Somebody left with vouchers, and nobody noted how many there were when they were handed over."""
    return ELECTRONIC not in facts.traits and GONE(facts) and not planned(facts)["vouchers"]


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
                _asked("left_over", Choice(options=("nothing", "some")), GONE),
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
)
"""The figures first, prefilled from the plan, then what it changed. Where all went as planned: seven questions."""

CORRECTION = Conversation("correction", REPORT.sections)
"""The same of a report that was given already: nobody's half-written one takes its place unseen."""


def reported(facts: Facts) -> dict[str, Any]:
    """What the answers say, completed by what was planned: days, people, prices, vouchers, the aim. Money in cents."""
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
    handed = planned(facts)["vouchers"]
    return {
        **found,
        "returned_cents": cents,
        "returned_count": count,
        "used_cents": granted(facts) - cents,
        "used_count": max(0, handed - count) if handed else facts.value("used_count"),
        "objective": int(facts.value("objective_reached")),
    }


# A coordinator lets a missing report pass


def owing(facts: Facts) -> dict[str, str]:
    """The organisations that owe reports: their names by their ids."""
    pairs = (trait.removeprefix(OWING).partition("=") for trait in facts.traits if trait.startswith(OWING))
    return {number: name for number, _, name in pairs}


def organisations_owing(facts: Facts) -> tuple[str, ...]:
    """Their ids, in the order of their names."""
    names = owing(facts)
    return tuple(sorted(names, key=lambda each: (names[each].casefold(), each)))


def shown_owing(facts: Facts) -> dict[str, Any]:
    """The name of the organisation that was chosen."""
    return {"organisation": owing(facts).get(facts.value("let_pass"), ""), "organisations": owing(facts)}


WAIVER = Conversation(
    "waiver",
    (
        Section(
            "waiver",
            (
                Step("let_pass", LongList(options=organisations_owing, names=owing), required=Need.SEND, firm=True),
                Step("why_pass", Text(limit=200), required=Need.SEND, firm=True, show=shown_owing),
            ),
        ),
    ),
)
"""For one organisation, in one call: the button names the organisation, and the reason is asked."""
