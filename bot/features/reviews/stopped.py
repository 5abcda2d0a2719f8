"""Plans that the closing of their call has stopped: what is left to do is to keep them for the next one."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.accompanying import Awaits, all_awaited
from bot.features.caseload import routes as caseload_routes
from bot.features.caseload.todo import todo
from bot.features.reviews import acts, files, routes
from bot.features.reviews.summary import Summary, of_plan
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.storage import calls, people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.answers import Facts
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page


@dataclass(frozen=True, kw_only=True)
class Stopped(Summary, template="review/stopped"):
    """The card of a plan whose call closed before it was endorsed: it asks and advises nothing that counts no more."""

    closed_at: datetime


@dataclass(frozen=True)
class KeptForNext(View, template="review/kept_for_next"):
    """Whose plans are kept for the next call."""

    names: list[str]


def page(tx: Tx, request: Request, plan: PlanRow, facts: Facts) -> Page:
    """Show what the plan is, and that it can be kept."""
    closed_at = calls.by_id(tx, plan.call_id).closes_at
    rows = [Button(Word("keep_plan"), routes.KEEP.to(plan), style="primary"), *files.ways(tx, request, plan, facts)]
    rows.append(Button(Word("read_all"), caseload_routes.WHOLE.to(plan)))
    return Stopped(**of_plan(tx, request, plan, facts).values, closed_at=closed_at).page(column(*rows, HOME))


@routes.KEEP.on
def keep(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Keep one plan for the next call: its person is told so. Raises Refused, as `acts.keep`."""
    acts.keep(tx, request, plan)
    return _kept([people.by_id(tx, plan.beneficiary_id).name])


@routes.KEEP_ALL.on
def keep_all(tx: Tx, request: Request) -> Page:
    """Keep all that the closing stopped, of the reader's people and of absent colleagues'."""
    them = [each for each in todo(tx, request.moment, request.person) if Awaits.KEEP in all_awaited(each.seen)]
    for each in them:
        if each.plan is not None:
            acts.keep(tx, request, each.plan)
    return _kept([each.person.name for each in them])


def _kept(names: list[str]) -> Page:
    return KeptForNext(names).page(column(caseload_routes.MY_PEOPLE, HOME))
