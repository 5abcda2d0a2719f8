"""The form a person is filling in: a plan in one of its phases, or a short conversation. Loaded, checked, saved.

A form's token stands in button data: `p12s` is plan 12 (in base 36) in its phase "send"; `c7` is conversation 7.
"""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field, replace
from typing import Any, TypeAlias

from bot.domain.people import Refused, Role
from bot.domain.plans import EDITABLE, TAKING, State
from bot.interaction.chosen_call import call_chosen
from bot.interaction.permits import May, PlanAs
from bot.interaction.request import Request
from bot.interaction.routes import decode_id, encode_id
from bot.plan import access, since_sent
from bot.plan import facts as plan_facts
from bot.storage import networks, people, plans, sessions
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from bot.storage.sessions import FormRow
from conversations import OWN_PART, PLAN
from conversations.engine import flow
from conversations.engine.answers import Answer, Context, Facts
from conversations.engine.flow import Placed
from conversations.engine.screens import Screen
from conversations.engine.steps import Conversation, Need, Step
from conversations.invitation import InvitationContext
from conversations.referent import ReviewContext


@dataclass(frozen=True, slots=True)
class Form:
    """A form and all that is needed to ask and to keep its answers."""

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


Done: TypeAlias = Callable[[Tx, Request, Form], Screen]
"""What happens once a conversation has all it needs: the act itself, and the screen that follows."""

Written: TypeAlias = Callable[[Tx, Request, Form, Placed], None]
"""What else happens with an answer that was just kept."""

Gathers: TypeAlias = Callable[[Tx, Request, int], Context]
"""Gathers what the questions look at besides the answers, about the subject that the permit let pass (0: none)."""

Prepares: TypeAlias = Callable[[Tx, Request, Form], Form]
"""Adds what the labels of choices are made from, and a context that depends on the answers or comes along with it."""


@dataclass(frozen=True, slots=True)
class FormKind:
    """A conversation as its feature declares it: its questions, what they are asked from, what its end does.

    A part of the plan has the letter of its `phase`; any other conversation has none.
    """

    conversation: Conversation
    done: Done
    prepare: Prepares | None = None
    _: KW_ONLY
    roles: tuple[Role, ...]
    """Of which one is needed, at each step."""
    may: May
    """What must hold of its subject, at each step. Of a part of a plan, loading it decides."""
    context: Gathers | None = None
    """Where it depends on the subject alone; otherwise `prepare` adds it."""
    written: Written | None = None
    phase: str = ""

    @property
    def name(self) -> str:
        """What it is known by: the name of its conversation, and its phase."""
        return f"{self.conversation.name}.{self.phase}" if self.phase else self.conversation.name


KINDS: dict[str, FormKind] = {}
"""Every conversation there is, by name; filled by the registry of features."""


def kind_of(form: Form) -> FormKind:
    """Return the kind of a form."""
    return KINDS[f"{PLAN.name}.{form.token[-1]}" if form.conversation is PLAN else form.conversation.name]


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
    """Return the token of a plan's phase: s(end), e(ndorse), l(eave), o(wn part)."""
    return f"p{encode_id(plan.id)}{phase}"


def load(tx: Tx, request: Request, token: str) -> Form:
    """Return the form of that token, if this person may write on it now.

    Raises:
        Refused: "not_found" when it is another person's or not there, "not_open" when the plan has moved on.
    """
    if token[:1] == "p" and token[-1:] in PHASES:
        return _plan_form(tx, request, token)
    row = sessions.form(tx, decode_id(token[1:])) if token[:1] == "c" else None
    if row is None or row.person_id != request.person.id or row.conversation not in KINDS:
        raise Refused("not_found")
    return of_row(tx, request, row)


def _plan_form(tx: Tx, request: Request, token: str) -> Form:
    phase = token[-1]
    roles = (Role.REFERENT,) if phase == "o" else (Role.BENEFICIARY, Role.REFERENT)
    plan = access.seen_by(tx, request.person, decode_id(token[1:-1]), *roles)
    if plan.state not in OPEN_IN[phase]:
        raise Refused("not_open", state=plan.state.value)
    beside = request.person.id != plan.beneficiary_id and plan.consent is None
    if beside and (phase == "s" or access.unsent(plan)):
        raise Refused("no_consent")
    conversation, need = PHASES[phase]
    facts = plan_facts.facts_of(tx, request.moment, plan, request.person)
    if phase != "s":
        facts = replace(facts, reopened={})
    whose = people.by_id(tx, plan.beneficiary_id).name if request.person.id != plan.beneficiary_id else ""
    shown = {"whose": whose, "group": whose if plan.households is not None else ""}
    return Form(token, conversation, facts, plan.version, frozenset({need}), plan=plan, shown=shown)


def of_row(tx: Tx, request: Request, row: FormRow) -> Form:
    """Return a short conversation's form, with what its questions look at.

    Raises:
        Refused: "not_for_you" without one of its roles, "not_found" for a subject that is no longer the caller's, and
            what the conversation's own permit says.
    """
    kind = KINDS[row.conversation]
    if not request.person.roles & set(kind.roles):
        raise Refused("not_for_you")
    subject = row.subject_id or 0
    kind.may(tx, request, subject)
    answers = flow.load_answers(row.answers, steps_of(kind.conversation))
    context = kind.context(tx, request, subject) if kind.context is not None else None
    facts = Facts(today=request.moment.today, answers=answers, context=context)
    shown = _of_whom(tx, request, subject) if isinstance(kind.may, PlanAs) else {}
    form = Form(f"c{encode_id(row.id)}", kind.conversation, facts, row.version, flow.FIRST, row=row, shown=shown)
    return kind.prepare(tx, request, form) if kind.prepare is not None else form


def _of_whom(tx: Tx, request: Request, plan_id: int) -> Mapping[str, str]:
    """Return whose plan a conversation is about, which each question says to the referent: no two are mixed up."""
    plan = access.need(tx, plan_id)
    if Role.REFERENT not in access.roles_towards(tx, request.person, plan):
        return {}
    whose = people.by_id(tx, plan.beneficiary_id).name
    return {"whose": whose, "group": whose if plan.households is not None else ""}


def with_open_calls(tx: Tx, request: Request, form: Form) -> Form:
    """Return a form in which an open call is chosen, with the call it is for, as far as it is chosen."""
    call, names = call_chosen(tx, request, form.facts)
    facts = replace(form.facts, call=call)
    home = request.person.organisation_id
    protected = home is not None and networks.organisation(tx, home).kind.protects
    return with_context(replace(form, facts=facts), InvitationContext(tuple(names), protected), {"call_names": names})


def reopenable(tx: Tx, request: Request, plan_id: int) -> ReviewContext:
    """Return the plan's questions that can be opened again.

    Raises:
        Refused: "not_found" for anybody who neither accompanies the plan nor decides it.
    """
    plan = access.seen_by(tx, request.person, plan_id, Role.REFERENT, Role.DECIDER)
    facts = plan_facts.facts_of(tx, request.moment, plan)
    path = flow.path(PLAN, replace(facts, reopened={}), {Need.SEND, Need.ENDORSE})
    return ReviewContext(tuple(placed.step.id for placed in path if _worth_asking(placed.step, facts)))


def with_context(form: Form, context: Context, shown: Mapping[str, Any] | None = None) -> Form:
    """Return the form with what its questions look at besides the answers, and what labels are made from."""
    return replace(form, facts=replace(form.facts, context=context), shown={**form.shown, **(shown or {})})


def steps_of(conversation: Conversation) -> dict[str, Step]:
    """Return the steps that a form of this conversation may hold answers of; a plan's form is shared by two."""
    shared = conversation is PLAN or conversation is OWN_PART  # by identity: to hash one is to hash all its questions
    return plan_facts.STEPS if shared else flow.steps_by_name((conversation,))


def _worth_asking(step: Step, facts: Facts) -> bool:
    """Return whether a question can be opened again: it was answered or put off, or asks for a paper not there yet."""
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
    return with_open_calls(tx, request, kept) if kind_of(kept).prepare is with_open_calls else kept


def begin(
    tx: Tx, request: Request, conversation: Conversation, subject_id: int | None = None,
    answers: Mapping[str, Answer] | None = None,
) -> Form:  # fmt: skip
    """Open a short conversation, with some answers given already."""
    raw = flow.dump_answers(answers or {}, steps_of(conversation))
    return of_row(
        tx, request, sessions.open_form(tx, request.person.id, conversation.name, request.now, subject_id, raw)
    )


def close(tx: Tx, form: Form) -> None:
    """Forget a short conversation that has said all."""
    if form.row is not None:
        sessions.close_form(tx, form.row.id)


def finish(tx: Tx, request: Request, form: Form, *roles: Role) -> PlanRow:
    """Forget a short conversation that has said all, and return the plan it was about.

    Raises:
        Refused: "not_found" when it is about no plan, or about one to which this person is none of `roles`.
    """
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    sessions.close_form(tx, form.row.id)
    return access.seen_by(tx, request.person, form.row.subject_id, *roles)
