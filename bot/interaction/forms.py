"""The sheet a person is writing on: a plan in one of its phases, or a short conversation. Loaded, checked, saved.

A sheet's token stands in button data: `p12s` is plan 12 (in base 36) in its phase "send"; `c7` is conversation 7.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.people import Refused, Role
from bot.domain.plans import EDITABLE, TAKING, State
from bot.domain.rules import Rule
from bot.features.absences import colleagues
from bot.features.broadcasts import audience
from bot.features.reports import report_context
from bot.interaction.chosen_call import call_chosen
from bot.interaction.request import Request
from bot.plan import access, since_sent
from bot.plan import facts as plan_facts
from bot.storage import calls, events, groups, networks, people, plans, sessions
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from bot.storage.sessions import FormRow
from conversations import OWN_PART, PLAN
from conversations.absence import AWAY, HAND_ON
from conversations.accompanying import FIND, NOTE, NOTE_CHANGE, QUOTIENT
from conversations.broadcast import BROADCAST
from conversations.call import ADJUST, CALL, MODEL, ORGANISATION, RULE, TAKEN_CENTS, TAKEN_PLACES
from conversations.call_rules import FIGURES, OF_KIND, SETTING
from conversations.change import CHANGE
from conversations.decision import ANCV, DECLINE, MINUTES, OFFER, POINT
from conversations.engine import flow
from conversations.engine.answers import Answer, Facts
from conversations.engine.steps import Conversation, Need, Step
from conversations.evaluation import CORRECTION, FEELINGS, REPORT, STORY, WAIVER
from conversations.event import EVENT, EVENT_CHANGE, SEATS_TAKEN
from conversations.group import BESIDE, GROUP, GROUP_LINK, GROUP_PERSON, HOUSEHOLD
from conversations.guide import ANSWER, GUIDE
from conversations.handover import GRANTED, HANDOVER
from conversations.invitation import CONSENT, INVITATION, INVITE_REFERENT
from conversations.past import PAST
from conversations.referent import CHANGES, NOT_ENDORSE

SHORT: Mapping[str, Conversation] = {
    conversation.name: conversation
    for conversation in (
        CHANGES, NOT_ENDORSE, OFFER, POINT, DECLINE, ANCV, MINUTES, CALL, BROADCAST, EVENT, EVENT_CHANGE, ADJUST,
        SETTING, PAST, HANDOVER, CHANGE, INVITATION, CONSENT, INVITE_REFERENT, AWAY, HAND_ON, FIND, NOTE,
        NOTE_CHANGE, QUOTIENT, GUIDE, ANSWER, FEELINGS, STORY, REPORT, CORRECTION, WAIVER, GROUP, GROUP_PERSON,
        GROUP_LINK, HOUSEHOLD,
    )
}  # fmt: skip
"""Conversations that end in one act and are then forgotten."""

ABOUT_NO_PLAN = frozenset({CHANGE.name, MINUTES.name, NOTE.name, NOTE_CHANGE.name, GROUP_PERSON.name, GROUP_LINK.name})
"""Conversations whose subject is a network, a person, a group or a note: nothing of it is needed to ask."""

TO_CALLS = frozenset({INVITATION.name, GROUP.name})
"""Conversations in which an open call is chosen, where there are several."""

TO_MANY = frozenset({BROADCAST.name, GUIDE.name, ANSWER.name})
"""Conversations at whose end many will read: they know the languages and the calls there are."""

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

LONGEST_NUMBER = 12
"""Digits in base 36 that always fit into 64 bits."""


def short(number: int) -> str:
    """A number in base 36: button data has 64 bytes."""
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
    return text or "0"


def long(text: str) -> int:
    """The reverse of `short`. Raises Refused("not_found") for what is no such number, or none that a database takes."""
    if not (text.isascii() and text.isalnum() and len(text) <= LONGEST_NUMBER):
        raise Refused("not_found")
    return int(text, 36)


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet and all that is needed to ask and to keep its answers."""

    token: str
    conversation: Conversation
    facts: Facts
    version: int
    needs: frozenset[Need]
    plan: PlanRow | None = None
    row: FormRow | None = None
    shown: Mapping[str, Any] = field(default_factory=dict)
    """What the labels of its choices are made from: names of calls, programme models, their rules."""

    @property
    def status(self) -> str:
        """What each message says of the plan: "draft", "to_complete", "sent", or nothing for other conversations."""
        if self.plan is None or self.conversation is not PLAN or self.plan.state in TAKING:
            return ""
        return self.plan.state.value if self.plan.state in EDITABLE else "sent"


PHASES: Mapping[str, tuple[Conversation, Need]] = {
    "s": (PLAN, Need.SEND),
    "e": (PLAN, Need.ENDORSE),
    "l": (PLAN, Need.LEAVE),
    "o": (OWN_PART, Need.SEND),
}
"""The last letter of a plan's token, and what it opens."""

OPEN_IN: Mapping[str, frozenset[State]] = {
    "s": EDITABLE,
    "e": frozenset({State.DRAFT, State.TO_COMPLETE, State.TO_REVIEW}),
    "l": frozenset({State.GRANTED, State.HANDED_OVER}),
    "o": frozenset({State.TO_REVIEW, State.TO_COMPLETE}),
}
"""The states of a plan in which each phase can be written."""


def plan_token(plan: PlanRow, phase: str) -> str:
    """The token of a plan's phase: s(end), e(ndorse), l(eave), o(wn part)."""
    return f"p{short(plan.id)}{phase}"


def load(tx: Tx, request: Request, token: str) -> Form:
    """The sheet of that token, if this person may write on it now.

    Raises:
        Refused: "not_found" when it is not hers or not there, "not_open" when the plan has moved on.
    """
    if token[:1] == "p" and token[-1:] in PHASES:
        return _plan_form(tx, request, token)
    row = sessions.form(tx, long(token[1:])) if token[:1] == "c" else None
    if row is None or row.person_id != request.person.id or row.conversation not in SHORT:
        raise Refused("not_found")
    return of_row(tx, request, row)


def _plan_form(tx: Tx, request: Request, token: str) -> Form:
    phase = token[-1]
    roles = (Role.REFERENT,) if phase == "o" else (Role.BENEFICIARY, Role.REFERENT)
    plan = access.seen_by(tx, request.person, long(token[1:-1]), *roles)
    if plan.state not in OPEN_IN[phase]:
        raise Refused("not_open", state=plan.state.value)
    beside = request.person.id != plan.beneficiary_id and plan.consent is None
    if beside and (phase == "s" or access.unsent(plan)):
        raise Refused("no_consent")
    conversation, need = PHASES[phase]
    facts = plan_facts.facts_of(tx, request.moment, plan, request.person)
    if phase != "s":
        facts = replace(facts, reopened={})
    whose = _whose(tx, request, plan.id)["name"] if request.person.id != plan.beneficiary_id else ""
    shown = {"whose": whose, "group": whose if plan.households is not None else ""}
    return Form(token, conversation, facts, plan.version, frozenset({need}), plan=plan, shown=shown)


def of_row(tx: Tx, request: Request, row: FormRow) -> Form:
    """A short conversation's sheet, with the traits its questions look at."""
    conversation = SHORT[row.conversation]
    facts = Facts(
        today=request.moment.today,
        answers=flow.load_answers(row.answers, steps_of(conversation)),
        traits=traits_of(tx, request, row),
    )
    form = Form(f"c{short(row.id)}", conversation, facts, row.version, flow.FIRST, row=row)
    if conversation is CALL:
        programmes = request.moment.app.programmes
        rules = {rule.id: rule for rule in _chosen_model(request, row)}
        return replace(form, shown={"programmes": programmes, "rules": rules})
    if conversation is ADJUST and facts.value("what") == "quota":
        return _with_organisations(tx, request, form)
    if row.subject_id is not None and row.conversation in _SHOWN:
        return replace(form, shown=_SHOWN[row.conversation](tx, request, row.subject_id))
    if conversation is AWAY or conversation is HAND_ON:
        return replace(form, shown=colleagues.shown(tx, request, row))
    if row.conversation in TO_MANY:
        return replace(form, shown=audience.labels(tx, request))
    if conversation is CHANGE and row.subject_id is not None:
        plan = access.seen_by(tx, request.person, row.subject_id, Role.BENEFICIARY, Role.REFERENT)
        return replace(form, facts=plan_facts.facts_behind(tx, request.moment, plan, CHANGE, facts))
    return _with_call(tx, request, form) if row.conversation in TO_CALLS else form


def _with_organisations(tx: Tx, request: Request, form: Form) -> Form:
    """The sheet of a quota, with every organisation of the network: thousands of names, opened only where asked for."""
    names = {str(each.id): each.name for each in networks.all_organisations(tx, request.person.network_id)}
    traits = form.facts.traits | {f"{ORGANISATION}{number}={name}" for number, name in names.items()}
    return replace(form, facts=replace(form.facts, traits=traits), shown={"organisations": names})


def _of_call(tx: Tx, request: Request, call_id: int) -> dict[str, Any]:
    """What the buttons name when a call is changed: its rules."""
    call = plan_facts.call_of(request.moment.app, calls.by_id(tx, call_id))
    return {"rules": {rule.id: rule for rule in call.rules}}


def _whose(tx: Tx, request: Request, plan_id: int) -> dict[str, Any]:
    """The name of the person who agreed: an agreement must never be noted for another one."""
    plan = access.seen_by(tx, request.person, plan_id, Role.REFERENT)
    return {"name": people.by_id(tx, plan.beneficiary_id).name}


def _group(tx: Tx, request: Request, plan_id: int) -> dict[str, Any]:
    """The name of the group that it is about; empty for a person's own stay."""
    plan = access.seen_by(tx, request.person, plan_id, Role.REFERENT, Role.LEAD)
    return {"group": "" if plan.households is None else people.by_id(tx, plan.beneficiary_id).name}


def _household(tx: Tx, request: Request, member_id: int) -> dict[str, Any]:
    """Whose household it is, for whoever writes beside her."""
    member = groups.member(tx, member_id)
    beside = member is not None and member.person_id != request.person.id
    return {"whose": people.by_id(tx, member.person_id).name if member is not None and beside else ""}


_SHOWN: Mapping[str, Callable[[Tx, Request, int], dict[str, Any]]] = {
    REPORT.name: _group,
    CORRECTION.name: _group,
    HANDOVER.name: _group,
    HOUSEHOLD.name: _household,
    CONSENT.name: _whose,
    SETTING.name: _of_call,
    ADJUST.name: _of_call,
}
"""What the labels of a conversation about something are made from, by what it is about."""


def _chosen_model(request: Request, row: FormRow) -> tuple[Rule, ...]:
    """The figures of the model that was chosen, which only warn until the coordinator answers for them."""
    chosen = request.moment.app.programmes.get(row.answers.get("model", {}).get("v", ""))
    return chosen.unconfirmed if chosen else ()


def _with_call(tx: Tx, request: Request, form: Form) -> Form:
    """The sheet of an invitation or of a group, with the call it is for, as far as it is chosen."""
    call, names = call_chosen(tx, request, form.facts)
    return replace(form, facts=replace(form.facts, call=call), shown={"call_names": names})


def steps_of(conversation: Conversation) -> dict[str, Step]:
    """The steps that a sheet of this conversation may hold answers of; a plan's sheet is shared by two."""
    shared = conversation is PLAN or conversation is OWN_PART  # by identity: to hash one is to hash all its questions
    return plan_facts.STEPS if shared else flow.steps_by_name((conversation,))


def traits_of(tx: Tx, request: Request, row: FormRow) -> frozenset[str]:
    """Facts that are no answers: open calls, the questions of the plan, what was asked."""
    if row.conversation in TO_CALLS:
        return frozenset(f"call:{call.id}" for call in plan_facts.calls_for(tx, request.moment, request.person))
    if row.conversation == CALL.name:
        models = {f"{MODEL}{key}" for key in request.moment.app.programmes}
        return frozenset(models | {f"{RULE}{rule.id}" for rule in _chosen_model(request, row)})
    if row.conversation in TO_MANY:
        return audience.traits(tx, request)
    if row.conversation in {AWAY.name, HAND_ON.name}:
        return colleagues.traits(tx, request, row)
    if row.subject_id is None or row.conversation in ABOUT_NO_PLAN:
        return frozenset()
    of_subject = {
        ADJUST.name: _traits_of_call,
        SETTING.name: _traits_of_rules,
        HANDOVER.name: _traits_of_handover,
        EVENT_CHANGE.name: _traits_of_event,
        FEELINGS.name: report_context.traits_before,
        STORY.name: report_context.traits_of_story,
        REPORT.name: report_context.traits_of_report,
        CORRECTION.name: report_context.traits_of_report,
        WAIVER.name: report_context.traits_of_waiver,
        HOUSEHOLD.name: _traits_of_household,
    }
    if row.conversation in of_subject:
        return frozenset(of_subject[row.conversation](tx, request, row.subject_id))
    plan = access.seen_by(tx, request.person, row.subject_id, Role.REFERENT, Role.COORDINATOR)
    facts = plan_facts.facts_of(tx, request.moment, plan)
    path = flow.path(PLAN, replace(facts, reopened={}), {Need.SEND, Need.ENDORSE})
    asked = {f"ask:{place:02}:{p.step.name}" for place, p in enumerate(path) if _worth_asking(p.step, facts)}
    return frozenset(asked | {f"asked:{plan.aid_cents or 0}"})


def _traits_of_call(tx: Tx, request: Request, call_id: int) -> set[str]:
    call = calls.by_id(tx, call_id)
    return {f"{TAKEN_PLACES}{call.taken_places}", f"{TAKEN_CENTS}{call.taken_cents}"}


def _traits_of_event(tx: Tx, request: Request, event_id: int) -> set[str]:
    event = events.by_id(tx, event_id)
    return {f"{SEATS_TAKEN}{event.taken if event else 0}"}


def _traits_of_household(tx: Tx, request: Request, member_id: int) -> set[str]:
    member = groups.member(tx, member_id)
    return {BESIDE} if member is not None and member.person_id != request.person.id else set()


def _traits_of_rules(tx: Tx, request: Request, call_id: int) -> set[str]:
    rules = plan_facts.call_of(request.moment.app, calls.by_id(tx, call_id)).rules
    return {f"{OF_KIND}{rule.id}={rule.kind}" for rule in rules if rule.kind in FIGURES}


def _traits_of_handover(tx: Tx, request: Request, plan_id: int) -> set[str]:
    plan = access.seen_by(tx, request.person, plan_id, Role.REFERENT, Role.LEAD)
    return {f"{GRANTED}{plan.granted_cents or 0}"}


def _worth_asking(step: Step, facts: Facts) -> bool:
    """A question that can be opened again: it was answered or put off, or it asks for a paper that is not there yet."""
    return step.id in facts.answers or step.widget.kind == "attachment"


def keep(tx: Tx, request: Request, form: Form, facts: Facts) -> Form:
    """Save the answers. Raises Conflict when another answer came first."""
    steps = steps_of(form.conversation)
    raw = flow.dump_answers({name: a for name, a in facts.answers.items() if name.partition(".")[0] in steps}, steps)
    if form.plan is not None:
        reopened = since_sent.reopened(form.plan, facts, raw, request.person)
        version = plans.save_answers(tx, form.plan, raw, reopened, request.now)
        plan = replace(form.plan, answers=raw, reopened=reopened, version=version)
        return replace(form, facts=facts, version=version, plan=plan)
    if form.row is None:
        raise Refused("not_found")
    version = sessions.save_form(tx, form.row, raw)
    kept = replace(form, facts=facts, version=version, row=replace(form.row, answers=raw, version=version))
    return _with_call(tx, request, kept) if form.row.conversation in TO_CALLS else kept


def begin(
    tx: Tx, request: Request, conversation: Conversation, subject_id: int | None = None,
    answers: Mapping[str, Answer] | None = None,
) -> Form:  # fmt: skip
    """Open a short conversation, with some answers given already."""
    raw = flow.dump_answers(answers or {}, steps_of(conversation))
    return of_row(
        tx, request, sessions.open_form(tx, request.person.id, conversation.name, request.now, subject_id, raw)
    )


def finish(tx: Tx, request: Request, form: Form, role: Role) -> PlanRow:
    """Forget a short conversation that has said all, and return the plan it was about.

    Raises:
        Refused: "not_found" when it is about no plan, or about one to which this person is not `role`.
    """
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    sessions.close_form(tx, form.row.id)
    return access.seen_by(tx, request.person, form.row.subject_id, role)
