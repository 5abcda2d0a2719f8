"""The papers that a plan asked for, such as the quote: opened by the referent, the beneficiary and those who decide.

Where a committee may read neither names nor towns a paper is not shown to it: it could say both.
"""

from dataclasses import dataclass
from typing import Any

from bot.domain.people import Refused, Role
from bot.features.caseload import routes as caseload_routes
from bot.features.committee import routes as committee_routes
from bot.features.my_plan import routes as plan_routes
from bot.features.reviews import routes
from bot.features.reviews.routes import BEFORE
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage import people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import PLAN
from conversations.engine import flow
from conversations.engine.answers import Facts, Given
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.replies import FileRef
from conversations.engine.screens import Page
from conversations.engine.steps import Step


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that answers a question of a plan; `before`: another one has taken its place."""

    section: str
    step: Step
    file: FileRef
    before: bool = False


@dataclass(frozen=True)
class OnePaper(View, template="review/paper"):
    """What stands under a paper; `name` is empty to the beneficiary."""

    name: str
    reference: str
    section: str
    step: Step
    before: bool


def papers(facts: Facts) -> list[Paper]:
    """Return the files among the answers, in the order of the questions; behind each the one it has replaced."""
    names = [*dict.fromkeys([*facts.answers, *facts.reopened])]
    found = []
    for name in names:
        step = plan_facts.STEPS.get(name.partition(".")[0])
        if step is None or step.widget.kind != "attachment":
            continue
        section = PLAN.section_of(step.name).name
        now, old = _file(facts.answers.get(name)), _replaced(facts, name)
        found += [Paper(section, step, now)] if now is not None else []
        found += [Paper(section, step, old, before=True)] if old is not None and old != now else []
    return found


def _file(answer: Any) -> FileRef | None:
    return answer.value if isinstance(answer, Given) and isinstance(answer.value, FileRef) else None


def _replaced(facts: Facts, name: str) -> FileRef | None:
    """Return what stood there before the question was asked again."""
    reopening = facts.reopened.get(name)
    if reopening is None or not reopening.done or not reopening.before:
        return None
    return _file(flow.load_answers({name: reopening.before}, plan_facts.STEPS).get(name))


def may_open(tx: Tx, request: Request, plan: PlanRow, facts: Facts) -> bool:
    """Return whether the reader of a plan's card may see its papers."""
    if access.roles_towards(tx, request.person, plan) & {Role.REFERENT, Role.BENEFICIARY}:
        return not access.private_from(request.person, plan)
    return not (facts.call and facts.call.programme.discreet_default)


def ways(tx: Tx, request: Request, plan: PlanRow, facts: Facts) -> list[Button]:
    """Return a button for each paper that the reader may open."""
    if not may_open(tx, request, plan, facts):
        return []
    return [
        Button(
            Word(_WORDS[BEFORE if paper.before else paper.file.kind], {"section": paper.section, "step": paper.step}),
            routes.PAPER.to(plan.id, paper.step.name, BEFORE if paper.before else ""),
        )
        for paper in papers(facts)
    ]


_WORDS = {"photo": "see_paper_photo", "document": "see_paper_document", BEFORE: "see_paper_before"}


def hidden(tx: Tx, request: Request, plan: PlanRow, facts: Facts) -> list[tuple[str, Step]]:
    """Return the papers that are there and not shown to the reader, by their questions."""
    if may_open(tx, request, plan, facts):
        return []
    return [(paper.section, paper.step) for paper in papers(facts) if not paper.before]


@routes.PAPER.on
def shown(tx: Tx, request: Request, plan: PlanRow, name: str, before: str) -> Page:
    """Show a paper as Telegram keeps it. Raises Refused("not_found") for one that the reader may not open, or none."""
    facts = plan_facts.facts_of(tx, request.moment, plan)
    wanted = [p for p in papers(facts) if p.step.name == name and p.before == bool(before)]
    if not wanted or not may_open(tx, request, plan, facts):
        raise Refused("not_found")
    paper, own = wanted[0], request.person.id == plan.beneficiary_id
    roles = access.roles_towards(tx, request.person, plan)
    name = "" if own else people.by_id(tx, plan.beneficiary_id).name
    under = OnePaper(name, plan.reference or "", paper.section, paper.step, paper.before)
    opens = caseload_routes.CARD.to(plan) if Role.REFERENT in roles else committee_routes.DECIDE.to(plan)
    back = Button(Word("open_card"), opens, style="primary")
    rows = [Button(Word("whole_plan"), plan_routes.RECAP.to(), style="primary")] if own else [back]
    photo, document = (paper.file.file_id, None) if paper.file.kind == "photo" else (None, paper.file.file_id)
    return under.page(column(*rows, HOME), picture=photo, document=document, status="")
