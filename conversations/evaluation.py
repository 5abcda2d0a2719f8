"""Before and after the stay: five faces, what the person tells, what her referent reports. None of it is an exam.

Everything the person is asked can be skipped; with her referent's part alone the plan can be closed.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from bot.domain.reports import Scale
from conversations.engine.answers import Facts
from conversations.engine.board import Problem
from conversations.engine.calendar import Day
from conversations.engine.choices import Choice, Many
from conversations.engine.faces import FACES, Faces
from conversations.engine.keepsakes import Keepsake
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.engine.widgets import Cents, Message, Money, Number, Text
from conversations.handover import granted

SCALE = "scale:"
"""Traits handed in: the scales to ask. Before: those of the programme; after: those that she answered before."""
PLANNED = "planned:"
"""Traits handed in: what was planned, as `planned:<question>=<cents>`, and the day of leaving as an ordinal."""
OWING = "owing:"
"""Traits handed in: ids of the organisations that owe reports."""

EARLIEST = timedelta(days=60)
"""How long before the planned day somebody may have left."""
MOST_VOUCHERS = 500


# The faces


def asked(scale: Scale) -> Callable[[Facts], bool]:
    """The condition of a scale's question."""
    return lambda facts: f"{SCALE}{scale.value}" in facts.traits


FEELINGS_SECTION = Section(
    "feelings",
    tuple(Step(scale.value, Faces(), when=asked(scale), required=Need.SEND, firm=True) for scale in Scale),
)

FEELINGS = Conversation("feelings", (FEELINGS_SECTION,))
"""Before: offered once, just after sending. After: the second half of her story, where she answered before."""


def faces(facts: Facts) -> dict[str, int]:
    """The faces she touched, from 1 to 5, by scale; those she left out are not there."""
    touched = {scale.value: facts.value(scale.value) for scale in Scale}
    return {scale: int(face) for scale, face in touched.items() if face in FACES}


# What the person tells


def took_place(facts: Facts) -> bool:
    """She did not say that there was no stay."""
    return bool(facts.value("took_place") != "cancelled")


def has_words(facts: Facts) -> bool:
    """She wrote what was new: only words can be quoted."""
    told = facts.value("first_done")
    return took_place(facts) and isinstance(told, Message) and bool(told.text)


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
                Step("aim_reached", Choice(options=("yes", "a_little", "no")), when=took_place),
                Step("again", Choice(options=("yes", "alone", "perhaps", "no"))),
                Step("first_done", Keepsake(), when=took_place, counts=False),
                Step("may_quote", Choice(options=("yes", "no")), when=has_words, counts=False),
            ),
        ),
        FEELINGS_SECTION,
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


def planned(question: str) -> Callable[[Facts], tuple[int, ...]]:
    """The amount that was planned, to be confirmed with one tap."""
    prefix = f"{PLANNED}{question}="
    return lambda facts: tuple(int(trait.removeprefix(prefix)) for trait in facts.traits if trait.startswith(prefix))


def went(*how: str) -> Callable[[Facts], bool]:
    """The condition of a question that depends on how the stay went."""
    return lambda facts: facts.value("went") in how


def other_dates(facts: Facts) -> bool:
    """The days were not those of the plan."""
    return bool(facts.value("went") == "changed" and facts.value("dates_kept") == "no")


def days_of_leaving(facts: Facts) -> tuple[date, date]:
    """The days on which they may have left: around the planned one, and over now."""
    day = next(iter(planned("departure")(facts)), facts.today.toordinal())
    return date.fromordinal(day) - EARLIEST, facts.today - timedelta(days=1)


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
    return some_left(facts) and bool(facts.value("returned_cents"))


def _price(name: str) -> Step:
    return Step(f"real_{name}", Money(usual=planned(name)), when=went("changed"), required=Need.SEND, firm=True)


REPORT = Conversation(
    "report",
    (
        Section(
            "report",
            (
                Step("went", Choice(options=("as_planned", "changed", "not_at_all")), required=Need.SEND, firm=True),
                Step("dates_kept", Choice(options=("yes", "no")), when=went("changed"), required=Need.SEND, firm=True),
                Step(
                    "real_departure",
                    Day(window=days_of_leaving, latest_first=True),
                    when=other_dates,
                    required=Need.SEND,
                    firm=True,
                ),
                Step(
                    "real_homecoming",
                    Day(window=days_of_return, latest_first=True),
                    when=other_dates,
                    required=Need.SEND,
                    firm=True,
                ),
                Step(
                    "real_people",
                    Number(low=1, high=100, offered=(1, 2, 3, 4, 5, 6, 7, 8)),
                    when=went("changed"),
                    required=Need.SEND,
                    firm=True,
                ),
                _price("lodging_price"),
                _price("transport_price"),
                _price("food_price"),
                _price("leisure_price"),
                Step(
                    "left_over",
                    Choice(options=("nothing", "some")),
                    when=went("as_planned", "changed"),
                    required=Need.SEND,
                    firm=True,
                ),
                Step(
                    "returned_cents",
                    Money(usual=everything, checks=(within_the_grant,)),
                    when=some_left,
                    required=Need.SEND,
                    firm=True,
                ),
                Step(
                    "returned_count",
                    Number(low=1, high=MOST_VOUCHERS),
                    when=came_back,
                    required=Need.SEND,
                    firm=True,
                ),
                Step("used_count", Number(low=0, high=MOST_VOUCHERS), when=went("as_planned", "changed")),
                Step("objective_reached", Choice(options=("3", "2", "1", "0")), required=Need.SEND, firm=True),
                Step("fact", Text(limit=300), required=Need.SEND, firm=True),
                Step(
                    "effects",
                    Many(options=("self_care", "procedures", "work", "housing", "ties"), none=True, most=5),
                    required=Need.SEND,
                    firm=True,
                ),
                Step("advice", Text(limit=300)),
            ),
        ),
    ),
)
"""The figures first, prefilled from the plan, then what it changed. Where all went as planned: seven questions."""


def reported(facts: Facts, plan: Mapping[str, Any]) -> dict[str, Any]:
    """What the answers say, completed by what was planned. Money in cents.

    Args:
        facts: the answers of the referent's part.
        plan: what was planned: `departure`, `homecoming`, `people`, and the four prices by their questions' names.
    """
    how = facts.value("went")
    names = ("lodging_price", "transport_price", "food_price", "leisure_price")
    found: dict[str, Any] = {name: plan[name] for name in ("departure", "homecoming", "people", *names)}
    if how == "not_at_all":
        found = {"departure": None, "homecoming": None, "people": 0} | dict.fromkeys(names, 0)
    if how == "changed":
        found |= {name: facts.value(f"real_{name}") for name in names} | {"people": facts.value("real_people")}
    if other_dates(facts):
        found |= {"departure": facts.value("real_departure"), "homecoming": facts.value("real_homecoming")}
    back = facts.value("returned_cents") or 0 if some_left(facts) else 0
    return {
        **found,
        "returned_cents": back,
        "returned_count": facts.value("returned_count") or 0 if back else 0,
        "used_cents": granted(facts) - back,
        "used_count": facts.value("used_count") if how != "not_at_all" else 0,
        "objective": int(facts.value("objective_reached")),
    }


# A coordinator lets a missing report pass


def owing(facts: Facts) -> tuple[str, ...]:
    """Ids of the organisations that owe reports."""
    ids = (trait.removeprefix(OWING) for trait in facts.traits if trait.startswith(OWING))
    return tuple(sorted(ids, key=int))


WAIVER = Conversation(
    "waiver",
    (
        Section(
            "waiver",
            (
                Step("let_pass", Choice(options=owing), required=Need.SEND, firm=True),
                Step("why_pass", Text(limit=200), required=Need.SEND, firm=True),
            ),
        ),
    ),
)
"""For one organisation, in one call: the button names the organisation, and the reason is asked."""
