"""The papers that a call asks for, as a beneficiary sees them: which are there, and one tap to give another."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.people import Refused
from bot.domain.states import PAPERS_IN
from bot.features.reviews import routes
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page
from conversations.papers import by_the_person


@dataclass(frozen=True)
class Papers(View, template="review/papers"):
    """Each paper that the person may give, and whether it is there."""

    lines: Sequence[tuple[str, bool]]
    referent: str


@routes.PAPERS.on
def of_own_plan(tx: Tx, request: Request) -> Page:
    """Show the papers of the reader's own plan."""
    plan = access.own_plan(tx, request.person)
    if plan is None:
        raise Refused("not_found")
    return page(tx, request, plan)


def page(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Show which papers are there, and a button for each that is not."""
    lines = by_the_person(plan_facts.facts_of(tx, request.moment, plan))
    open_now = plan.state in PAPERS_IN
    rows = [
        Button(Word("give_paper", {"name": document.value}), routes.GIVE_PAPER.to(plan.id, document.value))
        for document, there in lines
        if open_now and not there
    ]
    told = [(document.value, there) for document, there in lines]
    return Papers(told, request.person.referent_name).page(column(*rows, HOME))
