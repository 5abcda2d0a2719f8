"""What has to be ready before leaving: a list as data, each line with whom it is for and by when.

What the referent ticked in the own part (formalities) and what is known of the stay decide; nothing is asked again. A
line that does not concern this stay does not appear. Sources are named where an office sets a delay; the others are
habits.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.travellers import must_declare
from conversations.costs import has_deposit
from conversations.engine.answers import Facts
from conversations.engine.dates import Span
from conversations.engine.steps import always
from conversations.plan_context import PlanContext
from conversations.reckoning import guarantee, nights, payment
from conversations.referent import LEAVE_SETTLED, employed, housed, ticked

STEPS, PAPERS, TRIP, BAGS, HOME = PARTS = ("steps", "papers", "trip", "bags", "home")
"""The parts of the list, in the order in which they are shown."""


def _said(facts: Facts, name: str, *values: object) -> bool:
    return facts.value(name) in values


def protected(facts: Facts) -> bool:
    """Return whether what could lead to a contact stands on the referent's list alone: for victims of violence too."""
    return facts.about(PlanContext).protected or (facts.call is not None and facts.call.programme.discreet_default)


def _long_absence(facts: Facts) -> bool:
    """Return whether the absence is longer than a week, its first and last day included; without dates it may be."""
    away = nights(facts)
    return ticked("employment_office")(facts) and (away is None or must_declare(away))


def _leave_to_ask(facts: Facts) -> bool:
    asked = employed(facts) or ticked("employer_leave")(facts)
    return asked and not _said(facts, "leave_granted", *LEAVE_SETTLED)


def _place_to_keep(facts: Facts) -> bool:
    return housed(facts) and not _said(facts, "place_kept", "yes")


def _goes_by(*ways: str) -> Callable[[Facts], bool]:
    return lambda facts: _said(facts, "transport", *ways)


def _cheaper_train(facts: Facts) -> bool:
    """Return whether the yearly ticket fits: for those who work or look for work, and for 200 km there and back."""
    works = employed(facts) or ticked("employment_office")(facts) or ticked("employer_leave")(facts)
    return works and _said(facts, "transport", "train") and not _said(facts, "place", "nearby")


def _children(facts: Facts) -> bool:
    return bool(facts.value("children"))


def _alone_with_children(facts: Facts) -> bool:
    return _children(facts) and _said(facts, "adults", 1)


def _needs_equipment(facts: Facts) -> bool:
    return bool(set(facts.value("help") or ()) - {"interpreter"})


def _own_deposit(facts: Facts) -> bool:
    return has_deposit(facts) and _said(facts, "deposit_by", "person")


def _leaves_guarantee(facts: Facts) -> bool:
    return bool(guarantee(facts))


def _needs_cash(facts: Facts) -> bool:
    return bool(payment(facts).to_take)


def _has_address(facts: Facts) -> bool:
    return not _said(facts, "lodging", "family")


def _own_home(facts: Facts) -> bool:
    return not housed(facts)


@dataclass(frozen=True, slots=True)
class Item:
    """One line. `before`: at least so many days before the departure, or None; `private`: see `protected`."""

    name: str
    part: str
    when: Callable[[Facts], bool] = always
    before: int | None = None
    private: bool = False

    def applies(self, facts: Facts) -> bool:
        """Return whether the line is on the list of this stay."""
        return self.when(facts)

    def by(self, facts: Facts) -> date | None:
        """Return the last day for it; None where there is none, or no date of departure yet."""
        span = facts.value("dates")
        if self.before is None or not isinstance(span, Span):
            return None
        return span.start - timedelta(days=self.before)


ITEMS = (
    Item("european_card", STEPS, ticked("european_card"), before=15),  # two weeks at least (a press guide)
    Item("leave", STEPS, _leave_to_ask, before=30),
    Item("guardian", STEPS, ticked("guardian"), before=30),
    Item("judge", STEPS, ticked("judge"), before=30),  # for a stay abroad, or of more than 15 days (C. pén., 132-44)
    Item("child_in_care", STEPS, ticked("child_in_care"), before=30),
    Item("asylum_office", STEPS, ticked("asylum_office"), before=30),  # to leave the region (Ceseda, R. 551-6)
    Item("residence_permit", STEPS, ticked("residence_permit"), before=30),
    Item("place_kept", STEPS, _place_to_keep, before=15),
    Item("housing_agreement", STEPS, ticked("housing_agreement"), before=7),
    Item("treatment", STEPS, ticked("treatment"), before=7),
    Item("employment_office", STEPS, _long_absence, before=3),  # 72 hours (R. 5411-10)
    Item("cheaper_train", STEPS, _cheaper_train, before=1),  # the form 24 hours ahead (service-public.fr, F2328)
    Item("other", STEPS, ticked("other"), private=True),
    Item("identity", PAPERS),
    Item("child_permission", PAPERS, ticked("child_permission"), before=7, private=True),
    Item("other_parent", PAPERS, _alone_with_children, private=True),
    Item("health_card", PAPERS),
    Item("insurance", PAPERS),
    Item("tickets", TRIP, _goes_by("train", "coach", "bus")),
    Item("station", TRIP, _goes_by("train", "coach", "bus")),
    Item("car_papers", TRIP, _goes_by("car")),
    Item("address", TRIP, _has_address),
    Item("equipment", TRIP, _needs_equipment, before=15),
    Item("deposit", TRIP, _own_deposit),
    Item("guarantee", TRIP, _leaves_guarantee),
    Item("cash", TRIP, _needs_cash),
    Item("emergency_contact", TRIP, private=True),
    Item("medicines", BAGS),
    Item("clothes", BAGS),
    Item("charger", BAGS),
    Item("games", BAGS, _children),
    Item("key", HOME, private=True),
    Item("mail", HOME, private=True),
    Item("plants", HOME, _own_home, private=True),
    Item("bins", HOME, _own_home),
)
"""Every line there is, part by part; within a part what has the longest delay first."""

BY_NAME = {item.name: item for item in ITEMS}


@dataclass(frozen=True, slots=True)
class Todo:
    """A line that is left: by when, and whether that day is here or has passed."""

    item: Item
    by: date | None
    late: bool


def applying(facts: Facts, *, beside: bool = False) -> Iterator[Item]:
    """Return the lines of this stay's list; `beside`: as the referent sees it, with the private ones."""
    return (item for item in ITEMS if item.applies(facts) and (beside or not (item.private and protected(facts))))


def left_to_do(facts: Facts, ticks: Collection[str], today: date, *, beside: bool = False) -> tuple[Todo, ...]:
    """Return what is not ticked yet, what is due first at the top; `ticks` are the names of what is ready."""
    found = [
        Todo(item, by, by is not None and by <= today)
        for item in applying(facts, beside=beside)
        if item.name not in ticks
        for by in (item.by(facts),)
    ]
    return tuple(sorted(found, key=lambda todo: todo.by or date.max))
