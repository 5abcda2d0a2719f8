"""The aid is handed over: to whom, how much, in which form, on which day; paper vouchers are counted.

Money has no numbers. What a provider gets is all that is left, against its receipt; a refund comes after the receipts.
Its receipt is the person's own to confirm.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain.aid import AidForm
from bot.domain.money import NOTHING, Cents
from bot.domain.vouchers import YEARS_VALID, can_be_made
from conversations.engine.answers import Context, Facts
from conversations.engine.calendar import Day
from conversations.engine.choices import Choice
from conversations.engine.keyboard import Problem
from conversations.engine.long_lists import LongList
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.engine.widgets import Money, Number, Text

LONGEST_AGO = timedelta(days=60)
MOST_NOTES = 999


@dataclass(frozen=True, slots=True)
class HandoverContext(Context):
    """What a professional who hands the aid over looks at."""

    left: Cents = NOTHING
    """What is granted and not handed over yet: no more than that is handed over."""
    form: AidForm = AidForm.VOUCHERS
    granted_on: date | None = None
    """The day of the grant: nothing is handed over before it."""
    households: Mapping[str, str] = field(default_factory=dict)
    """Names of the households of a group that can get something now, by the number of each."""
    shares: Mapping[str, Cents] = field(default_factory=dict)
    """What would be the part of each of them."""
    issuer: str = ""
    """The number of the organisation that gave the vouchers noted last."""


def known(facts: Facts) -> HandoverContext:
    """Return what is looked at besides the answers."""
    return facts.about(HandoverContext)


def of_form(*forms: AidForm) -> Callable[[Facts], bool]:
    """Return the condition of a question that is asked where the aid comes in one of these forms."""
    return lambda facts: known(facts).form in forms


def to_households(facts: Facts) -> bool:
    """Return whether it is handed over to the households of a group, one after the other."""
    return bool(known(facts).households)


def names_of_households(facts: Facts) -> Mapping[str, str]:
    """Return what each of them is called."""
    return known(facts).households


def households(facts: Facts) -> tuple[str, ...]:
    """Return the numbers of the households, in the order of their names."""
    names = known(facts).households
    return tuple(sorted(names, key=lambda each: (names[each].casefold(), each)))


def amounts(facts: Facts) -> tuple[int, ...]:
    """Propose the household's part, and all that is left."""
    context = known(facts)
    share = context.shares.get(facts.value("household") or "")
    return tuple(dict.fromkeys(cents for cents in (share, context.left) if cents and cents <= context.left))


def not_over_what_is_left(amount: Cents, facts: Facts) -> Problem | None:
    """Refuse nothing at all, and more than what is left of the grant."""
    most = known(facts).left
    return None if 0 < amount <= most else Problem("not_granted", {"most": most})


def on_paper(facts: Facts) -> bool:
    """Return whether there are paper notes: they are counted, and their numbers may be noted."""
    return bool(facts.value("form") == "paper")


def numbered(facts: Facts) -> bool:
    """Return whether numbers of notes are known: lost ones are declared with two more figures of their booklet."""
    return on_paper(facts) and bool(facts.value("numbers"))


def makes_the_amount(count: int, facts: Facts) -> Problem | None:
    """Refuse an amount that so many notes of 10, 20, 25 and 50 euros cannot make: it cannot be on paper."""
    cents = facts.value("handed")
    return None if cents is None or can_be_made(cents, count) else Problem("not_that_many", {"cents": cents})


def issuers(facts: Facts) -> tuple[str, ...]:
    """Propose the number noted last: an organisation has the same one for years."""
    last = known(facts).issuer
    return (last,) if last else ()


def years_of_issue(facts: Facts) -> tuple[str, ...]:
    """Return the years of vouchers that can still be used, the latest first."""
    return tuple(str(facts.today.year - ago) for ago in range(YEARS_VALID + 1))


def seen_first(answer: str, _facts: Facts) -> Problem | None:
    """Refuse to refund what no receipt stands for."""
    return None if answer == "yes" else Problem("receipts_first")


def first_day(facts: Facts) -> date:
    """Return the first day on which it may have been handed over: that of the grant."""
    return known(facts).granted_on or facts.today - LONGEST_AGO


def until_today(facts: Facts) -> tuple[date, date]:
    """Return the days on which it may have been handed over: nothing is noted before it is done."""
    return first_day(facts), facts.today


def days(facts: Facts) -> tuple[str, ...]:
    """Return the days to tap: none before the grant."""
    ago = (facts.today - first_day(facts)).days
    return ("today", *(("yesterday",) if ago >= 1 else ()), *(("earlier",) if ago > 1 else ()))


def earlier(facts: Facts) -> bool:
    """Return whether it was neither today nor yesterday: the day is asked."""
    return bool(facts.value("handed_on") == "earlier")


_MONEY_IN_HAND = (AidForm.VOUCHERS, AidForm.TRANSFER, AidForm.REFUND)

HANDOVER = Conversation(
    "handover",
    (
        Section(
            "handover",
            (
                Step(
                    "household",
                    LongList(options=households, names=names_of_households),
                    when=to_households,
                    required=Need.SEND,
                    firm=True,
                ),
                Step(
                    "receipts",
                    Choice(options=("yes", "not_yet"), checks=(seen_first,)),
                    when=of_form(AidForm.REFUND),
                    required=Need.SEND,
                    firm=True,
                ),
                Step(
                    "handed",
                    Money(usual=amounts, checks=(not_over_what_is_left,)),
                    when=of_form(*_MONEY_IN_HAND),
                    required=Need.SEND,
                    firm=True,
                ),
                Step(
                    "form",
                    Choice(options=("paper", "electronic")),
                    when=of_form(AidForm.VOUCHERS),
                    required=Need.SEND,
                    firm=True,
                ),
                Step(
                    "notes",
                    Number(low=1, high=MOST_NOTES, checks=(makes_the_amount,)),
                    when=on_paper,
                    required=Need.SEND,
                    firm=True,
                ),
                Step("numbers", Text(limit=200), when=on_paper),
                Step("issuer", Choice(options=issuers, other=True), when=numbered, counts=False),
                Step("issue_year", Choice(options=years_of_issue), when=numbered, counts=False),
                Step("handed_on", Choice(options=days), required=Need.SEND, firm=True),
                Step(
                    "handed_day",
                    Day(window=until_today, latest_first=True),
                    when=earlier,
                    required=Need.SEND,
                    firm=True,
                ),
                Step(
                    "provider_receipt",
                    Choice(options=("yes", "not_yet")),
                    when=of_form(AidForm.PAID_TO_PROVIDER),
                    required=Need.SEND,
                    firm=True,
                ),
            ),
        ),
    ),
    context=HandoverContext,
)

CORRECTION = Conversation("handover_correction", HANDOVER.sections, context=HandoverContext)
"""The same of a handover that was noted: all of it stands there, and only what is wrong is asked again."""
