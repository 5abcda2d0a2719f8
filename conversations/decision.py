"""The coordinator's short conversations: an offer, one point, a refusal, a grant put right, a reference, two dates."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.corrections import Room
from bot.domain.money import NOTHING, Cents
from conversations.engine.answers import Context, Facts
from conversations.engine.calendar import Day
from conversations.engine.choices import Choice
from conversations.engine.keyboard import Problem
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.engine.widgets import Money, Text
from conversations.referent import APV_WEB, ReferenceContext, ReviewContext, points


@dataclass(frozen=True, slots=True)
class OfferContext(Context):
    """What a coordinator who offers less looks at."""

    asked: Cents = NOTHING
    """The aid that was asked for."""


def asked(facts: Facts) -> Cents:
    """Return the aid that was asked for."""
    return facts.about(OfferContext).asked


def less_than_asked(offered: Cents, facts: Facts) -> Problem | None:
    """Refuse an offer of nothing, and of as much as was asked or more."""
    return None if 0 < offered < asked(facts) else Problem("not_less", {"asked": asked(facts)})


def offers(facts: Facts) -> tuple[int, ...]:
    """Return the amounts to tap: three quarters and half of what was asked, in whole tens of euros, in cents."""
    wanted = asked(facts)
    return tuple(dict.fromkeys(cents for cents in (wanted * 3 // 4_000 * 1_000, wanted // 2_000 * 1_000) if cents > 0))


OFFER = Conversation(
    "offer",
    (
        Section(
            "offer",
            (Step("offered", Money(usual=offers, checks=(less_than_asked,)), required=Need.SEND, firm=True),),
        ),
    ),
    context=OfferContext,
)

POINT = Conversation(
    "point",
    (
        Section(
            "point",
            (
                Step("point", Choice(options=points), required=Need.SEND, firm=True),
                Step("question", Text(limit=300), required=Need.SEND, firm=True),
            ),
        ),
    ),
    context=ReviewContext,
)

DECLINE = Conversation(
    "decline",
    (
        Section(
            "decline",
            (
                Step(
                    "ground",
                    Choice(options=("no_money_left", "rules", "helped_before", "incomplete", "dates")),
                    required=Need.SEND,
                    firm=True,
                ),
                Step(
                    "instead",
                    Choice(options=("next_call", "other_aid", "change_plan", "talk")),
                    required=Need.SEND,
                    firm=True,
                ),
            ),
        ),
    ),
)


# A grant that was wrong

NO_ROOM = Room()


@dataclass(frozen=True, slots=True)
class CorrectionContext(Context):
    """What a coordinator who puts a grant right looks at."""

    room: Room = NO_ROOM


def room(facts: Facts) -> Room:
    """Return how much can be granted instead."""
    return facts.about(CorrectionContext).room


def some_handed(facts: Facts) -> bool:
    """Return whether some of it was handed over already."""
    return bool(room(facts).handed)


def of_handed(facts: Facts) -> tuple[str, ...]:
    """Return what may become of that: it stays where it is, as long as another amount is possible then."""
    return ("kept", "asked_back") if room(facts).as_it_is else ("asked_back",)


def asked_back(facts: Facts) -> bool:
    """Return whether what was handed over is asked back, as far as it is too much."""
    return bool(some_handed(facts) and facts.value("handed_part") == "asked_back")


def fits(cents: Cents, facts: Facts) -> Problem | None:
    """Refuse the amount that is granted now, more than was asked, and less than was handed over and stays."""
    known = room(facts)
    least = known.least(asked_back=asked_back(facts))
    if cents == known.granted:
        return Problem("same_amount", {"cents": known.granted})
    return None if least <= cents <= known.most else Problem("out_of_room", {"least": least, "most": known.most})


def instead(facts: Facts) -> tuple[int, ...]:
    """Propose what was asked, three quarters and half of it, and what was handed over, as far as each is possible."""
    known = room(facts)
    found = (known.most // 1_000 * 1_000, known.most * 3 // 4_000 * 1_000, known.most // 2_000 * 1_000, known.handed)
    return tuple(dict.fromkeys(c for c in found if known.fits(c, asked_back=asked_back(facts))))


REGRANT = Conversation(
    "regrant",
    (
        Section(
            "regrant",
            (
                Step("handed_part", Choice(options=of_handed), when=some_handed, required=Need.SEND, firm=True),
                Step("regranted", Money(usual=instead, checks=(fits,)), required=Need.SEND, firm=True),
                Step(
                    "regrant_why",
                    Choice(options=("typed_wrong", "rules", "other_aid", "budget"), other=True),
                    required=Need.SEND,
                    firm=True,
                ),
            ),
        ),
    ),
    context=CorrectionContext,
)
"""Another amount, and why; first what becomes of what was handed over."""

WITHDRAWAL = Conversation(
    "withdrawal",
    (
        Section(
            "withdrawal",
            (
                Step(
                    "withdrawn_why",
                    Choice(options=("wrong_plan", "rules", "helped_before", "other_aid"), other=True),
                    required=Need.SEND,
                    firm=True,
                ),
            ),
        ),
    ),
)

ANCV = Conversation("ancv", (APV_WEB,), context=ReferenceContext)

MOST_BACK = timedelta(days=730)
"""How far back minutes can be asked for."""


def until_today(facts: Facts) -> tuple[date, date]:
    """Return the days on which minutes can begin."""
    return facts.today - MOST_BACK, facts.today


def since_then(facts: Facts) -> tuple[date, date]:
    """Return the days with which minutes can end: not before they begin."""
    return facts.value("first_day") or facts.today, facts.today


MINUTES = Conversation(
    "minutes",
    (
        Section(
            "minutes",
            (
                Step("first_day", Day(window=until_today, latest_first=True), required=Need.SEND, firm=True),
                Step("last_day", Day(window=since_then, latest_first=True), required=Need.SEND, firm=True),
            ),
        ),
    ),
)
