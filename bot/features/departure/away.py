"""During the stay: the answer to "is all well?", of a beneficiary or a group's member; and coming home early."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.people import Refused
from bot.domain.plans import State
from bot.features.caseload import routes as caseload_routes
from bot.features.departure import acts, routes
from bot.features.menu import routes as menu_routes
from bot.features.messages import routes as message_routes
from bot.features.my_plan import pages as my_plan
from bot.features.reviews import review
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access
from bot.storage import people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen


@dataclass(frozen=True)
class Well(View, template="departure/well"):
    """All is well."""


@dataclass(frozen=True)
class ToldOfProblem(View, template="departure/problem"):
    """The referent is told that there is a problem; `reads_at` is when, outside of working hours."""

    reads_at: datetime | None


@dataclass(frozen=True)
class Homecoming(View, template="departure/early"):
    """The question on which day a stay ended that ended early."""

    name: str
    homecoming: date | None
    group: bool


@routes.ALL_WELL.on
def all_well(tx: Tx, request: Request) -> Screen:
    """Note that all is well, and thank for it."""
    if not acts.note_well(tx, request, well=True):
        return my_plan.home(tx, request)
    return Well().page(column(HOME), status="")


@routes.NOT_WELL.on
def not_well(tx: Tx, request: Request) -> Screen:
    """Tell the referent of a problem, and show with whom to talk."""
    if not acts.note_well(tx, request, well=False):
        return my_plan.home(tx, request)
    rows = (
        Button(Word("write_to_referent"), message_routes.WRITE.to(), style="primary"),
        Button(Word("emergency"), menu_routes.EMERGENCY.to()),
        HOME,
    )
    return ToldOfProblem(my_plan.reads_at(tx, request)).page(column(*rows), status="")


@routes.ASK_HOMECOMING.on
def early(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Ask the referent on which day the stay ended. Raises Refused("not_now")."""
    if plan.state is not State.AWAY:
        raise Refused("not_now")
    today = request.moment.today
    days = {"home_today": today, "home_yesterday": today - timedelta(days=1)}
    rows = [
        Button(Word(word), routes.CAME_HOME.to(plan.id, day))
        for word, day in days.items()
        if plan.departure and day >= plan.departure
    ]
    view = Homecoming(people.by_id(tx, plan.beneficiary_id).name, plan.homecoming, plan.households is not None)
    return view.page(column(*rows, Button(Word("open_card"), caseload_routes.CARD.to(plan))), status="")


@routes.CAME_HOME.on
def came_home(tx: Tx, request: Request, plan: PlanRow, day: date) -> Screen:
    """End the stay on the day that the button names. Raises Refused, as `come_home`."""
    acts.come_home(tx, request, plan, day)
    return review.card(tx, request, access.need(tx, plan.id))
