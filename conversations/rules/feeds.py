"""What several kinds of rule look at, and how it is got from the answers. None is "not known yet"."""

from datetime import date

from bot.domain.money import Cents
from conversations.engine.answers import Facts
from conversations.engine.dates import Span
from conversations.reckoning import budget, costed, nights, proposal


def asked(facts: Facts) -> date:
    """Return the day of the request; while it is not made, it would be made today."""
    return facts.asked_on or facts.today


def answered(facts: Facts) -> date:
    """Return the day of the network's answer; while there is none, it would be given today."""
    return facts.answered_on or facts.today


def stays_until(facts: Facts) -> date | None:
    """Return the last day of the stays of the call."""
    return facts.call.stay_until if facts.call is not None else None


def departure(facts: Facts) -> date | None:
    """Return the first day of the stay."""
    span = facts.value("dates")
    return span.start if isinstance(span, Span) else None


def homecoming(facts: Facts) -> date | None:
    """Return the last day of the stay."""
    span = facts.value("dates")
    return span.end if isinstance(span, Span) else None


def days(facts: Facts) -> int | None:
    """Return the days away, the first and the last included."""
    away = nights(facts)
    return None if away is None else away + 1


def cost(facts: Facts) -> Cents | None:
    """Return what the whole stay costs, once every price is known."""
    return budget(facts).cost if costed(facts) else None


def aid(facts: Facts) -> Cents | None:
    """Return the aid that is proposed, once every price is known."""
    return proposal(facts).aid if costed(facts) else None
