"""Where to sleep: the kind, not yet the address."""

from collections.abc import Mapping

from bot.domain.calls import Call
from bot.domain.limits import PaidLodging
from conversations.engine.answers import Facts
from conversations.engine.choices import Choice
from conversations.engine.steps import Need, Section, Step


def takes_no_guests(call: Call | None) -> bool:
    """Return whether a rule of a call shuts out stays with family or friends, and does more than warn of them."""
    return call is not None and any(isinstance(rule.limit, PaidLodging) and rule.refuses for rule in call.rules)


def guests(facts: Facts) -> Mapping[str, bool]:
    """Return whether the call helps stays with family or friends: said before anybody chooses one."""
    return {"guests": not takes_no_guests(facts.call)}


LODGING = Section(
    "lodging",
    (
        Step(
            "lodging",
            Choice(options=("campsite", "village", "gite", "hotel", "family"), other=True),
            required=Need.SEND,
            next_year=True,
            show=guests,
        ),
    ),
)


def hosted(facts: Facts) -> bool:
    """Return whether family or friends lodge the people: nobody is paid for it, nothing is booked.

    A plan that was endorsed with a price for it keeps what was decided.
    """
    judged = facts.asked_on is not None and "lodging_price" in facts.answers
    return not judged and bool(facts.value("lodging") == "family")


def paid(facts: Facts) -> bool:
    """Return whether the lodging is anybody else's, with a name, a price and a booking; so while nobody has said."""
    return not hosted(facts)


def provider(facts: Facts) -> str:
    """Return the name of the place to sleep; empty where it is a home, or not known yet."""
    return "" if hosted(facts) else facts.value("provider") or ""
