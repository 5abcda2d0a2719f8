"""The referent's own part of a plan: asked once, then open to be changed answer by answer until the endorsement."""

from dataclasses import dataclass

from bot.domain.people import Refused
from bot.features.caseload import routes as caseload_routes
from bot.features.reviews import acts, routes
from bot.features.reviews.review import card
from bot.features.reviews.summary import Told
from bot.interaction import edits, forms, prompting
from bot.interaction.forms import Form, plan_token
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.storage import people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine import flow
from conversations.engine.answers import Given
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen


@dataclass(frozen=True)
class OwnPart(View, template="review/own_part"):
    """The questions of the part with their answers."""

    name: str
    lines: list[Told]


@routes.PART.on
def begin(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Ask the first question that is not answered yet; once there is none, show all the answers, to change one."""
    form = forms.load(tx, request, plan_token(plan, "o"))
    if flow.current(form.conversation, form.facts, form.needs) is None:
        return answers(tx, request, plan)
    return prompting.resume(tx, request, form)


@routes.OWN_ANSWERS.on
def answers(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Show each answer with a button that opens its question. Raises Refused("not_open") once it is endorsed."""
    form = forms.load(tx, request, plan_token(plan, "o"))
    places = flow.path(form.conversation, form.facts, form.needs)
    given = [(placed, form.facts.answers.get(placed.step.id)) for placed in places]
    lines = [(p.section.name, p.step, a.value if isinstance(a, Given) else None) for p, a in given]
    name = people.by_id(tx, plan.beneficiary_id).name
    back = Button(Word("open_card"), caseload_routes.CARD.to(plan))
    return OwnPart(name, lines).page(column(*edits.buttons(form), back, HOME))


def done(tx: Tx, request: Request, form: Form) -> Screen:
    """Show the card once the part is complete, or an answer of it is changed: the rules are judged again."""
    if form.plan is None:
        raise Refused("not_found")
    acts.keep_usual_sentence(tx, request, form)
    return card(tx, request, form.plan)
