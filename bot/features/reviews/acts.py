"""What a referent decides about a plan: endorse, ask for changes, not endorse, undo, tomorrow, the own part."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.domain.people import Refused, Role
from bot.domain.plans import CHANGEABLE, Action, Knowing
from bot.domain.states import PAPERS_IN
from bot.interaction import forms
from bot.interaction.forms import Form
from bot.interaction.request import Request
from bot.plan import access, drafts, transitions
from bot.plan import facts as plan_facts
from bot.storage import audit, people, plans
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine import flow
from conversations.engine.answers import Reopening
from conversations.engine.replies import Said
from conversations.papers import BY_THE_PERSON
from conversations.settling import LATER, PAPERS_LATER, conditions

MORNING = time(6)
GAP = "gap"
"""Where a plan keeps what its referent says of money that is missing."""


def endorse(tx: Tx, request: Request, plan: PlanRow, knowing: Knowing) -> PlanRow:
    """Endorse a plan; where there is no committee this grants, and takes places and money at once.

    What is said with it stays with the plan and in its audit trail, until it is endorsed again.
    Raises Refused, as the table of transitions says.
    """
    facts = plan_facts.facts_of(tx, request.moment, plan)
    committee = facts.call is None or facts.call.with_committee
    action = Action.ENDORSE if committee else Action.ENDORSE_AND_GRANT
    others = {name: said for name, said in (plan.word or {}).items() if name != GAP}
    word = {**others, GAP: knowing.word} if knowing.word else others
    rules = ",".join(each.rule for each in conditions(facts)) if knowing.on_condition else ""
    reason = {name: said for name, said in (("conditions", rules), (GAP, knowing.word)) if said}
    return transitions.perform(
        tx, request.moment, plan, action, request.person, reason or None, knowing, word=word or None
    )


def settle(tx: Tx, request: Request, form: Form) -> PlanRow:
    """Keep an answer that a rule was waiting for: a paper, or what the referent knows now of a plan that is endorsed.

    Raises Refused("not_now").
    """
    if form.row is None:
        raise Refused("not_found")
    plan = forms.finish(tx, request, form, Role.REFERENT, Role.BENEFICIARY)
    name = form.facts.value("settled")
    need_settling(tx, request, plan, name)
    plans.save(tx, plan, request.now, answers={**plan.answers, name: form.row.answers[name]})
    after = {"state": plan.state.value, "settled": name}
    audit.append(tx, f"plan:{plan.id}", request.now, request.person.id, "settle", None, after, row_key=plan.trail_key)
    return access.need(tx, plan.id)


def need_settling(tx: Tx, request: Request, plan: PlanRow, name: str) -> None:
    """Refuse what is not open to be settled now, and not to this person. Raises Refused("not_now")."""
    own = Role.REFERENT not in access.roles_towards(tx, request.person, plan)
    if name in PAPERS_LATER:
        mine = not own or name in BY_THE_PERSON
        if plan.state in PAPERS_IN and mine and not access.private_from(request.person, plan):
            return
    elif plan.state in CHANGEABLE and name in LATER and not own:
        return
    raise Refused("not_now")


def undo(tx: Tx, request: Request, plan: PlanRow) -> PlanRow:
    """Take a decision back while nobody was told yet. Raises Refused, as the table of transitions says."""
    return transitions.perform(tx, request.moment, plan, Action.UNDO_ENDORSEMENT, request.person, granted_cents=None)


def put_off(tx: Tx, request: Request, plan: PlanRow) -> None:
    """Let a plan wait until tomorrow morning; it still waits for the referent, and silence approves nothing."""
    tomorrow = request.moment.today + timedelta(days=1)
    morning = datetime.combine(tomorrow, MORNING, request.moment.app.zone).astimezone(UTC)
    plans.save(tx, plan, request.now, snoozed_until=morning)


def ask_changes(tx: Tx, request: Request, form: Form) -> PlanRow:
    """Open the named questions again, each with its comment. Raises Refused, as the table of transitions says."""
    plan = forms.finish(tx, request, form, Role.REFERENT)
    asked = {name: _asked(tx, request, plan, form, name) for name in form.facts.value("points")}
    plan = drafts.reopen(tx, request.moment, plan, asked)
    points = {"points": ",".join(asked)}
    return transitions.perform(tx, request.moment, plan, Action.ASK_CHANGES, request.person, points)


def _asked(tx: Tx, request: Request, plan: PlanRow, form: Form, name: str) -> Reopening:
    """Return what is asked about one question: the comment, and a proposal where it is an answer to that question.

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


def not_endorse(tx: Tx, request: Request, form: Form) -> PlanRow:
    """Give no favourable opinion, with its reason and next step. Raises Refused, as the table of transitions says."""
    plan = forms.finish(tx, request, form, Role.REFERENT)
    reason = {"reason": form.facts.value("reason"), "next_step": form.facts.value("next_step")}
    word = {**(plan.word or {}), **reason}
    return transitions.perform(tx, request.moment, plan, Action.NOT_ENDORSE, request.person, reason, word=word)


def keep(tx: Tx, request: Request, plan: PlanRow) -> None:
    """Let a plan that the closing stopped wait for the next call. Raises Refused, as the table of transitions says."""
    transitions.perform(tx, request.moment, plan, Action.KEEP, request.person)


def keep_usual_sentence(tx: Tx, request: Request, form: Form) -> None:
    """Keep the referent's own sentence about the support that is given, to be offered next time."""
    support = form.facts.value("support")
    if isinstance(support, str) and support.startswith("="):
        people.change(tx, request.person.id, support=support.removeprefix("="))
