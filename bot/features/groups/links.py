"""The link of a workshop: several people open it and read one sentence, until the referent accepts each by name."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.people import Refused
from bot.features.groups import card, joining, roll, routes
from bot.features.groups.seats import Waiting
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.request import Request, Sender
from bot.interaction.views import View
from bot.plan.context import Moment
from bot.rendering.qr import picture_of
from bot.storage import groups, people
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.group import GROUP_LINK, LINK_DAYS


@dataclass(frozen=True)
class GroupLink(View, template="group/link"):
    """The link of a group; `link` is empty once it was shown, as it is not kept."""

    name: str
    link: str
    most: int
    until: datetime


@dataclass(frozen=True)
class Asking(View, template="group/asking"):
    """How many strangers wait to join; their names are the buttons."""

    name: str
    count: int


@dataclass(frozen=True)
class Thanks(View, template="group_member/thanks"):
    """The one sentence that is read by all who open a link."""


# The referent's side


@routes.LINK.on
def begin(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Show the link there is; else ask for how many people, and until when.

    Raises:
        Refused: "group_not_now", "no_group_link".
    """
    joining.need_link_allowed(tx, request, plan)
    link = groups.open_link_of(tx, plan.id, request.now)
    if link is None:
        return prompting.resume(tx, request, forms.begin(tx, request, GROUP_LINK, plan.id))
    rows = column(
        Button(Word("group_link_new"), routes.RENEW_LINK.to(plan.id)),
        Button(Word("group_link_end"), routes.END_LINK.to(plan.id)),
        card.back(plan),
    )
    return GroupLink(people.by_id(tx, plan.beneficiary_id).name, "", link.most, link.expires_at).page(rows)


@routes.RENEW_LINK.on
def renew(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Ask for another link instead: the one of before opens nothing any more."""
    joining.need_link_allowed(tx, request, plan)
    return prompting.resume(tx, request, forms.begin(tx, request, GROUP_LINK, plan.id))


def opened(tx: Tx, request: Request, form: Form) -> Screen:
    """Open the link that was described, and show it as a picture for the wall of the workshop."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    plan = routes.GROUP_PLAN.of(tx, request, form.row.subject_id)
    most, until = form.facts.value("link_people"), joining.evening(request.moment, _days(form))
    link = joining.open_link(tx, request, plan, most, until)
    forms.close(tx, form)
    rows = column(Button(Word("group_link_end"), routes.END_LINK.to(plan.id)), card.back(plan))
    name = people.by_id(tx, plan.beneficiary_id).name
    return GroupLink(name, link, most, until).page(rows, picture=picture_of(link))


def _days(form: Form) -> int:
    return LINK_DAYS[form.facts.value("link_day")]


@routes.END_LINK.on
def close(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """End the link: it opens nothing any more."""
    joining.close_links(tx, request, plan)
    return card.page(tx, request, plan)


@routes.ASKING.on
def asking(tx: Tx, request: Request, plan: PlanRow, at: int) -> Page:
    """Show the strangers who wait, by the first name that Telegram gives: yes or no to each."""
    them = groups.asking(tx, plan.id)
    at = roll.within(at, len(them))
    on_page = them[at * roll.ON_A_PAGE : (at + 1) * roll.ON_A_PAGE]
    rows = tuple(
        (
            Button(Word("group_accept", {"name": each.name}), routes.ACCEPT.to(each.id), style="success"),
            Button(Word("group_decline"), routes.DECLINE.to(each.id)),
        )
        for each in on_page
    )
    turned = roll.turning(lambda page: routes.ASKING.to(plan.id, page), at, len(them))
    view = Asking(people.by_id(tx, plan.beneficiary_id).name, len(them))
    return view.page((*rows, *turned, *column(card.back(plan))))


@routes.ACCEPT.on
def accept(tx: Tx, request: Request, waiting: Waiting) -> Page:
    """Take a stranger in, and show the next; the newcomer first reads the privacy notice, as everybody does."""
    joining.accept(tx, request, waiting)
    return _next(tx, request, waiting.plan)


@routes.DECLINE.on
def decline(tx: Tx, request: Request, waiting: Waiting) -> Page:
    """Decline a stranger, and show the next."""
    joining.decline(tx, waiting)
    return _next(tx, request, waiting.plan)


def _next(tx: Tx, request: Request, plan: PlanRow) -> Page:
    return asking(tx, request, plan, 0) if groups.count_asking(tx, plan.id) else card.page(tx, request, plan)


# Those who open it


def arrived(tx: Tx, moment: Moment, sender: Sender, code: str, known: Person | None) -> Page | None:
    """Answer the opening of a group's link with one sentence, the same for all; None where the code is no such link."""
    link = groups.link_of(tx, code, moment.now)
    if link is None:
        return None
    joining.note_ask(tx, moment, sender, link, known)
    return Thanks().page()
