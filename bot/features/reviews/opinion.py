"""The referent's decisions about a plan: endorse, ask for changes, not endorse, undo, tomorrow."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.domain.people import Role
from bot.domain.plans import UNDO_WINDOW, Action
from bot.features.membership import people as membership
from bot.features.my_plan.pages import act
from bot.features.reviews.review import card, next_card, waiting
from bot.interaction import forms
from bot.interaction.forms import Sheet
from bot.interaction.prompting import Dialogue
from bot.interaction.request import Visit
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
from conversations.invitation import INVITATION
from conversations.referent import CHANGES, NOT_ENDORSE


def endorse(tx: Tx, visit: Visit, plan: PlanRow) -> Page:
    """Endorse; where there is no committee this grants, and takes places and money at once."""
    facts = plan_facts.facts_of(tx, visit.scene, plan)
    committee = facts.call is None or facts.call.with_committee
    action = Action.ENDORSE if committee else Action.ENDORSE_AND_GRANT
    done = transitions.perform(tx, visit.scene, plan, action, visit.person)
    return decided(tx, visit, done, "endorsed")


def decided(tx: Tx, visit: Visit, plan: PlanRow, what: str) -> Page:
    """What was decided, how to undo it for two minutes; the next plan comes by itself."""
    left = waiting(tx, visit)
    rows = [Button(Word("undo"), act(plan, "undo"))] + ([] if left else [membership.HOME])
    beneficiary = people.by_id(tx, plan.beneficiary_id)
    values = {
        "plan": plan,
        "name": beneficiary.name,
        "what": what,
        "left": len(left),
        "minutes": UNDO_WINDOW // timedelta(minutes=1),
        "at": visit.now,
    }
    then = card(tx, visit, left[0]) if left else None
    return Page("review/decided", values, column(*rows), then=then)


def undo(tx: Tx, visit: Visit, plan: PlanRow) -> Page:
    """Take the decision back; nobody was told yet."""
    back = transitions.perform(tx, visit.scene, plan, Action.UNDO_ENDORSEMENT, visit.person, granted_cents=None)
    return card(tx, visit, back)


def tomorrow(tx: Tx, visit: Visit, plan: PlanRow) -> Page:
    """Show it again tomorrow morning; it still waits for her, and nothing is approved by silence."""
    morning = datetime.combine(visit.scene.today + timedelta(days=1), time(6), visit.scene.house.zone).astimezone(UTC)
    plans.save(tx, plan, visit.now, snoozed_until=morning)
    return next_card(tx, visit)


def ask_changes(tx: Tx, visit: Visit, dialogue: Dialogue, plan: PlanRow) -> Screen:
    """Begin to ask for changes: which questions, then a comment for each."""
    return dialogue.resume(tx, visit, forms.begin(tx, visit, CHANGES, plan.id))


def changes_said(tx: Tx, visit: Visit, sheet: Sheet) -> Screen:
    """Only the named questions open again, each with its comment."""
    plan = forms.finish(tx, visit, sheet, Role.REFERENT)
    asked = {name: _asked(tx, visit, plan, sheet, name) for name in sheet.facts.value("points")}
    plan = drafts.reopen(tx, visit.scene, plan, asked)
    done = transitions.perform(tx, visit.scene, plan, Action.ASK_CHANGES, visit.person, {"points": ",".join(asked)})
    return decided(tx, visit, done, "changes_asked")


def _asked(tx: Tx, visit: Visit, plan: PlanRow, sheet: Sheet, name: str) -> Reopening:
    """What she asks about one question: her comment, and her proposal where it is an answer to that question.

    What the question does not understand is kept as words, after the comment.
    """
    comment, typed = sheet.facts.value(f"comment.{name}"), sheet.facts.value(f"proposed.{name}")
    before = plan.answers.get(name)
    if typed is None:
        return Reopening(comment, before=before)
    step = plan_facts.STEPS[name.partition(".")[0]]
    facts = replace(plan_facts.facts_of(tx, visit.scene, plan), reopened={})
    ear = visit.scene.house.renderer.ear(plan_facts.section_of(name), step, facts, visit.reader, {})
    match flow.take(step, facts, None, Said(typed), ear):
        case flow.Answered(value):
            return Reopening(comment, proposed={"v": step.widget.dump(value)}, before=before)
        case _:
            return Reopening(f"{comment} {typed}", before=before)


def not_endorse(tx: Tx, visit: Visit, dialogue: Dialogue, plan: PlanRow) -> Screen:
    """Begin to say no: a listed reason, and what comes next."""
    return dialogue.resume(tx, visit, forms.begin(tx, visit, NOT_ENDORSE, plan.id))


def no_said(tx: Tx, visit: Visit, sheet: Sheet) -> Screen:
    """No favourable opinion: never without a reason and a next step."""
    plan = forms.finish(tx, visit, sheet, Role.REFERENT)
    reason = {"reason": sheet.facts.value("reason"), "next_step": sheet.facts.value("next_step")}
    word = {**(plan.word or {}), **reason}
    done = transitions.perform(tx, visit.scene, plan, Action.NOT_ENDORSE, visit.person, reason, word=word)
    return decided(tx, visit, done, "not_endorsed")


COMPLETIONS = {
    CHANGES.name: changes_said,
    NOT_ENDORSE.name: no_said,
    INVITATION.name: membership.invite_beneficiary,
}
