"""The referent's decisions about a plan: what is shown once one is made, and the conversations that lead to one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.plans import UNDO_WINDOW
from bot.features.reviews import acts, routes
from bot.features.reviews.review import card, next_card, waiting
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.storage import people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.referent import CHANGES, NOT_ENDORSE


@dataclass(frozen=True)
class Decided(View, template="review/decided"):
    """What was decided and when, for how many minutes it can be undone, how many plans are left."""

    name: str
    what: str
    at: datetime
    minutes: int
    left: int


def decided(tx: Tx, request: Request, plan: PlanRow, what: str) -> Page:
    """Show what was decided, and how to undo it for two minutes; the next plan comes by itself."""
    left = waiting(tx, request)
    rows = [Button(Word("undo"), routes.UNDO.to(plan))] + ([] if left else [HOME])
    name = people.by_id(tx, plan.beneficiary_id).name
    minutes = UNDO_WINDOW // timedelta(minutes=1)
    then = card(tx, request, left[0]) if left else None
    return Decided(name, what, request.now, minutes, len(left)).page(column(*rows), then=then)


@routes.ENDORSE.on
def endorse(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Endorse a plan, and show the next one."""
    return decided(tx, request, acts.endorse(tx, request, plan), "endorsed")


@routes.UNDO.on
def undo(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Take a decision back, and show the plan again."""
    return card(tx, request, acts.undo(tx, request, plan))


@routes.TOMORROW.on
def tomorrow(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Let a plan wait until tomorrow, and show the next one."""
    acts.put_off(tx, request, plan)
    return next_card(tx, request)


@routes.CHANGES.on
def ask_changes(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Begin to ask for changes: which questions, then a comment for each."""
    return prompting.resume(tx, request, forms.begin(tx, request, CHANGES, plan.id))


def changes_said(tx: Tx, request: Request, form: Form) -> Screen:
    """Ask for the changes that were named, and show the next plan."""
    return decided(tx, request, acts.ask_changes(tx, request, form), "changes_asked")


@routes.NOT_ENDORSE.on
def not_endorse(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Begin to say no: a listed reason, and what comes next."""
    return prompting.resume(tx, request, forms.begin(tx, request, NOT_ENDORSE, plan.id))


def no_said(tx: Tx, request: Request, form: Form) -> Screen:
    """Give no favourable opinion, never without a reason and a next step, and show the next plan."""
    return decided(tx, request, acts.not_endorse(tx, request, form), "not_endorsed")
