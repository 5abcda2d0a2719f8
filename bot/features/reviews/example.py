"""A plan that nobody wrote: a new referent tries every decision on it once, and nothing is stored."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.people import Refused
from bot.domain.rules import Level
from bot.features.reviews import routes, summary
from bot.features.reviews.summary import Summary
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.plan import facts as plan_facts
from bot.storage.kernel.store import Tx
from conversations.engine.answers import Facts, Given
from conversations.engine.dates import Span
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page
from conversations.rules import findings

NIGHTS = 7
LODGING, TRAVEL, FOOD, LEISURE, OWN = 420_00, 180_00, 200_00, 100_00, 60_00
"""Cents: the plan of the story that the product is told with."""

_WORDS = {"endorse": "endorse", "changes": "ask_changes", "tomorrow": "show_tomorrow", "not_endorse": "not_endorse"}


@dataclass(frozen=True, kw_only=True)
class Example(Summary, template="review/example"):
    """The card of the example; `tried` is the decision that was tried, "" before the first."""

    kept: int
    tried: str


@routes.EXAMPLE.on
def card(tx: Tx, request: Request, tried: str) -> Page:
    """Show the example as its card would be; once a decision was tried, what that decision would have done.

    Raises Refused("no_open_call").
    """
    invite = [Button(Word("invite"), routes.INVITE.to(), style="primary")] if tried else []
    facts = _facts(tx, request)
    kept = sum(finding.level is Level.OK for finding in findings(facts))
    shown = Example(**summary.of_answers(facts).values, kept=kept, tried=tried)
    return shown.page(column(*_buttons(tried), *invite, HOME))


def _buttons(but: str) -> list[Button]:
    return [
        Button(Word(_WORDS[what]), routes.EXAMPLE.to(what), style="success" if what == "endorse" else "")
        for what in routes.TRIED
        if what != but
    ]


def _facts(tx: Tx, request: Request) -> Facts:
    """Return the answers, under the rules of the first call that the referent's people may take part in."""
    opened = plan_facts.calls_for(tx, request.moment, request.person)
    if not opened:
        raise Refused("no_open_call")
    call = plan_facts.call_of(request.moment.app, opened[0])
    leaves = max(call.stay_from, request.moment.today + timedelta(weeks=8))
    answers = {
        "adults": 1,
        "children": (6, 8, 11),
        "place": "nearby",
        "dates": Span(leaves, leaves + timedelta(days=NIGHTS)),
        "lodging": "campsite",
        "lodging_price": LODGING,
        "transport_price": TRAVEL,
        "food_price": FOOD,
        "leisure_price": LEISURE,
        "own_share": OWN,
        "other_aids": (),
        "other_costs": (),
    }
    given = {name: Given(value, request.person.id) for name, value in answers.items()}
    return Facts(today=request.moment.today, answers=given, call=call)
