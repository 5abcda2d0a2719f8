"""The referent's decisions about a plan: what is shown once one is made, and the conversations that lead to one."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.people import Role
from bot.domain.plans import UNDO_WINDOW, Knowing
from bot.domain.rules import Finding
from bot.features.caseload import routes as caseload_routes
from bot.features.groups import card as group_card
from bot.features.reviews import acts, routes
from bot.features.reviews.review import ANY_WORD, card, next_card, waiting
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access, transitions
from bot.plan import facts as plan_facts
from bot.storage import people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.answers import Given
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.reckoning import gap, payment
from conversations.referent import CHANGES, ENDORSEMENT, NOT_ENDORSE, EndorsementContext
from conversations.settling import conditions


@dataclass(frozen=True)
class Decided(View, template="review/decided"):
    """What was decided and when, for how many minutes it can be undone, how many plans are left."""

    name: str
    what: str
    at: datetime
    minutes: int
    left: int
    state: str
    conditions: tuple[Finding, ...]
    """What the endorsement hangs on."""


def decided(tx: Tx, request: Request, plan: PlanRow, what: str) -> Page:
    """Show what was decided, and how to undo it for two minutes; the next plan comes by itself."""
    left = waiting(tx, request)
    rows = [Button(Word("undo"), routes.UNDO.to(plan))] + ([] if left else [HOME])
    name = people.by_id(tx, plan.beneficiary_id).name
    minutes = UNDO_WINDOW // timedelta(minutes=1)
    then = card(tx, request, left[0]) if left else None
    facts = plan_facts.facts_of(tx, request.moment, plan)
    hangs_on = conditions(facts) if what == "endorsed" else ()
    return Decided(name, what, request.now, minutes, len(left), plan.state.value, hangs_on).page(
        column(*rows), then=then
    )


@routes.ENDORSE.on
def endorse(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Endorse a plan, and show the next one; where money is missing, ask for a word about it first."""
    return _with_those_who_answered(tx, request, plan, Knowing())


@routes.ENDORSE_ON_CONDITION.on
def endorse_on_condition(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Endorse a plan of which something is not known yet, as said on its card."""
    return _with_those_who_answered(tx, request, plan, Knowing(on_condition=True))


@routes.ENDORSE_WITHOUT.on
def endorse_without(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Endorse a group's plan without those who have not answered, as said just before."""
    facts = plan_facts.facts_of(tx, request.moment, plan, request.person)
    return _endorsed(tx, request, plan, Knowing(on_condition=bool(conditions(facts))))


@dataclass(frozen=True)
class Unanswered(View, template="review/unanswered"):
    """The question before a group's plan is endorsed without those who have not answered."""

    name: str
    members: tuple[str, ...]


def _with_those_who_answered(tx: Tx, request: Request, plan: PlanRow, knowing: Knowing) -> Screen:
    """Endorse a plan; of a group, say first who has not answered, and would not come."""
    members = group_card.unanswered(tx, plan)
    facts = plan_facts.facts_of(tx, request.moment, plan, request.person)
    said = replace(knowing, word=ANY_WORD)
    could = access.offered_actions(tx, request.moment, plan, request.person, facts, said)
    if not members or not could & transitions.ENDORSING:
        return _endorsed(tx, request, plan, knowing)
    rows = column(
        Button(Word("endorse_without"), routes.ENDORSE_WITHOUT.to(plan), style="success"),
        group_card.back(plan),
        Button(Word("open_card"), caseload_routes.CARD.to(plan)),
    )
    return Unanswered(people.by_id(tx, plan.beneficiary_id).name, members).page(rows)


def _endorsed(tx: Tx, request: Request, plan: PlanRow, knowing: Knowing) -> Screen:
    facts = plan_facts.facts_of(tx, request.moment, plan, request.person)
    said = replace(knowing, word=knowing.word or ANY_WORD)
    could = access.offered_actions(tx, request.moment, plan, request.person, facts, said)
    if gap(facts) and could & transitions.ENDORSING:
        known = {"on_condition": Given("yes", request.person.id)} if knowing.on_condition else {}
        return prompting.resume(tx, request, forms.begin(tx, request, ENDORSEMENT, plan.id, known))
    return decided(tx, request, acts.endorse(tx, request, plan, knowing), "endorsed")


def endorsement_said(tx: Tx, request: Request, form: Form) -> Screen:
    """Endorse with what was said of missing money, and show the next plan."""
    plan = forms.finish(tx, request, form, Role.REFERENT)
    said = form.facts.value
    knowing = Knowing(on_condition=said("on_condition") == "yes", word=said("gap_word"))
    return decided(tx, request, acts.endorse(tx, request, plan, knowing), "endorsed")


def what_is_open(tx: Tx, request: Request, plan_id: int) -> EndorsementContext:
    """Return what the questions about an endorsement look at."""
    facts = plan_facts.facts_of(tx, request.moment, access.need(tx, plan_id))
    return EndorsementContext(conditions(facts), payment(facts))


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
