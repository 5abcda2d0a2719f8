"""The referent's decisions about a plan: endorse, ask for changes, not endorse, undo, tomorrow."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from bot.domain.people import Role
from bot.domain.plans import UNDO_WINDOW, Action
from bot.features.reviews import routes
from bot.features.reviews.review import card, next_card, waiting
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import drafts, transitions
from bot.plan import facts as plan_facts
from bot.storage import people, plans
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine import flow
from conversations.engine.answers import Reopening
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.replies import Said
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


@routes.ENDORSE.on
def endorse(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Endorse; where there is no committee this grants, and takes places and money at once."""
    facts = plan_facts.facts_of(tx, request.moment, plan)
    committee = facts.call is None or facts.call.with_committee
    action = Action.ENDORSE if committee else Action.ENDORSE_AND_GRANT
    done = transitions.perform(tx, request.moment, plan, action, request.person)
    return decided(tx, request, done, "endorsed")


def decided(tx: Tx, request: Request, plan: PlanRow, what: str) -> Page:
    """What was decided, how to undo it for two minutes; the next plan comes by itself."""
    left = waiting(tx, request)
    rows = [Button(Word("undo"), routes.UNDO.to(plan))] + ([] if left else [HOME])
    name = people.by_id(tx, plan.beneficiary_id).name
    minutes = UNDO_WINDOW // timedelta(minutes=1)
    then = card(tx, request, left[0]) if left else None
    return Decided(name, what, request.now, minutes, len(left)).page(column(*rows), then=then)


@routes.UNDO.on
def undo(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Take the decision back; nobody was told yet."""
    back = transitions.perform(tx, request.moment, plan, Action.UNDO_ENDORSEMENT, request.person, granted_cents=None)
    return card(tx, request, back)


@routes.TOMORROW.on
def tomorrow(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Show it again tomorrow morning; it still waits for her, and nothing is approved by silence."""
    morning = datetime.combine(request.moment.today + timedelta(days=1), time(6), request.moment.app.zone).astimezone(
        UTC
    )
    plans.save(tx, plan, request.now, snoozed_until=morning)
    return next_card(tx, request)


@routes.CHANGES.on
def ask_changes(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Begin to ask for changes: which questions, then a comment for each."""
    return prompting.resume(tx, request, forms.begin(tx, request, CHANGES, plan.id))


def changes_said(tx: Tx, request: Request, form: Form) -> Screen:
    """Only the named questions open again, each with its comment."""
    plan = forms.finish(tx, request, form, Role.REFERENT)
    asked = {name: _asked(tx, request, plan, form, name) for name in form.facts.value("points")}
    plan = drafts.reopen(tx, request.moment, plan, asked)
    done = transitions.perform(
        tx, request.moment, plan, Action.ASK_CHANGES, request.person, {"points": ",".join(asked)}
    )
    return decided(tx, request, done, "changes_asked")


def _asked(tx: Tx, request: Request, plan: PlanRow, form: Form, name: str) -> Reopening:
    """What she asks about one question: her comment, and her proposal where it is an answer to that question.

    What the question does not understand is kept as words, after the comment.
    """
    comment, typed = form.facts.value(f"comment.{name}"), form.facts.value(f"proposed.{name}")
    before = plan.answers.get(name)
    if typed is None:
        return Reopening(comment, before=before)
    step = plan_facts.STEPS[name.partition(".")[0]]
    facts = replace(plan_facts.facts_of(tx, request.moment, plan), reopened={})
    ear = request.moment.app.renderer.ear(plan_facts.section_of(name), step, facts, request.reader, {})
    match flow.take(step, facts, None, Said(typed), ear):
        case flow.Answered(value):
            return Reopening(comment, proposed={"v": step.widget.dump(value)}, before=before)
        case _:
            return Reopening(f"{comment} {typed}", before=before)


@routes.NOT_ENDORSE.on
def not_endorse(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Begin to say no: a listed reason, and what comes next."""
    return prompting.resume(tx, request, forms.begin(tx, request, NOT_ENDORSE, plan.id))


def no_said(tx: Tx, request: Request, form: Form) -> Screen:
    """No favourable opinion: never without a reason and a next step."""
    plan = forms.finish(tx, request, form, Role.REFERENT)
    reason = {"reason": form.facts.value("reason"), "next_step": form.facts.value("next_step")}
    word = {**(plan.word or {}), **reason}
    done = transitions.perform(tx, request.moment, plan, Action.NOT_ENDORSE, request.person, reason, word=word)
    return decided(tx, request, done, "not_endorsed")
