"""Asking and answering, the same for every conversation of every role.

What is shown follows from the answers; the session only says what a chat is looking at, and may be lost.
"""

from dataclasses import replace
from typing import Any

from bot.domain.people import Refused
from bot.interaction import forms
from bot.interaction.forms import Form
from bot.interaction.plan_routes import PlanRoute
from bot.interaction.remarks import remarks
from bot.interaction.request import Request
from bot.interaction.routes import ANSWER, WAY_ON, decode_id
from bot.storage import sessions
from bot.storage.kernel.store import Tx
from bot.storage.sessions import Session
from conversations.engine import flow
from conversations.engine.answers import Deferred, Given, How
from conversations.engine.flow import Answered, Placed, Waiting
from conversations.engine.keyboard import INERT, Button, Problem, Rows, Word
from conversations.engine.replies import Reply, Tapped
from conversations.engine.screens import Page, Question, Screen
from conversations.engine.steps import Need


class Outdated(Exception):  # noqa: N818 - named for the button
    """Raised for a button older than its form: it changes nothing; `screen` is the question that holds now."""

    def __init__(self, screen: Screen) -> None:
        super().__init__("old_button")
        self.screen = screen


class Away(Exception):  # noqa: N818 - named for where it leads
    """Raised for a way on that leaves the conversation: `where` is "pause" or "stop"."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


MISSES_BEFORE_A_WAY_ROUND = 2
"""Replies not understood in a row after which a question offers a way round it (docs/decisions.md, Two steps back)."""

WORKED_OUT: dict[str, tuple[str, PlanRoute]] = {}
"""Questions about a plan whose answer can be worked out: the word of the button and where it leads; filled, as what
follows, by the registry of features."""

UNDER_EXAMPLES: list[tuple[Button, ...]] = []
"""Rows under an example: for who asks something else."""


# Showing


def resume(tx: Tx, request: Request, form: Form) -> Screen:
    """Ask the current question of a form, or do what its end does."""
    placed = flow.current(form.conversation, form.facts, form.needs)
    if placed is None:
        return _complete(tx, request, form)
    return ask(tx, request, form, placed)


def ask_step(tx: Tx, request: Request, form: Form, step_id: str, via: str = "") -> Screen:
    """Ask one question of a form, answered already or not; `via` names the page to come back to."""
    placed = flow.find(form.conversation, form.facts, step_id)
    if placed is None:
        return resume(tx, request, form)
    return ask(tx, request, form, placed, session=Session(via=via))


def again(tx: Tx, request: Request, form: Form, session: Session) -> Screen:
    """Ask what a chat is looking at, with what was begun there: ticks, a first day; else the current question."""
    placed = flow.find(form.conversation, form.facts, session.focus) if session.place == form.token else None
    if placed is None:
        return resume(tx, request, form)
    return ask(tx, request, form, placed, session)


def ask(
    tx: Tx,
    request: Request,
    form: Form,
    placed: Placed,
    session: Session | None = None,
    problem: Problem | None = None,
    *,
    diary: tuple[Placed, Any] | None = None,
    notes: tuple[Problem, ...] = (),
    example: bool = False,
) -> Screen:
    """Return the question as a screen, and remember that this chat is looking at it."""
    known = session or Session()
    seen = replace(known, place=form.token, focus=placed.step.id)
    _remember(tx, request, seen)
    return question(form, placed, seen, problem, diary=diary, notes=notes, example=example)


# Answering


def reply(tx: Tx, request: Request, form: Form, step_id: str, reply: Reply, session: Session) -> Screen:
    """Take a reply to a question: keep the answer and show what follows, or the question again with the reason."""
    placed = flow.find(form.conversation, form.facts, step_id)
    if placed is None:  # another answered meanwhile, and it is asked no more: the words answer nothing else
        return _told(resume(tx, request, form), Problem("changed_since"))
    scratch = session.scratch if session.focus == step_id else None
    scratch = scratch if scratch is not None else _begun(form, placed)
    values = _values(form, placed, scratch)
    ear = request.moment.app.renderer.ear(placed.section.name, placed.step, form.facts, request.reader, values)
    outcome = flow.take(placed.step, form.facts, scratch, reply, ear)
    match outcome:
        case Answered(value):
            return answered(tx, request, form, placed, value, via=session.via)
        case Waiting(kept):
            return ask(tx, request, form, placed, replace(session, scratch=kept, misses=0))
        case Problem():
            missed = session.misses + 1 if session.focus == step_id else 1
            kept = scratch if isinstance(reply, Tapped) else _calm(scratch)
            return ask(tx, request, form, placed, replace(session, scratch=kept, misses=missed), outcome)


def answered(tx: Tx, request: Request, form: Form, placed: Placed, value: Any, via: str = "") -> Screen:
    """Keep a whole answer and show what follows."""
    facts = flow.with_answer(form.facts, placed.step, Given(value, request.person.id))
    kept = forms.keep(tx, request, form, facts)
    return _after(tx, request, kept, placed, value, via)


def put_off(tx: Tx, request: Request, form: Form, step_id: str, how: How, via: str = "") -> Screen:
    """Keep that a question has no value yet, and go on."""
    placed = flow.find(form.conversation, form.facts, step_id)
    if placed is None or not _may_defer(form, placed):
        return resume(tx, request, form)
    facts = flow.with_answer(form.facts, placed.step, Deferred(how, request.person.id))
    kept = forms.keep(tx, request, form, facts)
    return _after(tx, request, kept, placed, None, via)


def agree(tx: Tx, request: Request, form: Form, step_id: str) -> Screen:
    """Take the answer that the referent proposes."""
    placed = flow.find(form.conversation, form.facts, step_id)
    value = proposal_for(form, placed) if placed is not None else None
    if placed is None or value is None:
        return resume(tx, request, form)
    return answered(tx, request, form, placed, value)


def back(tx: Tx, request: Request, form: Form, step_id: str) -> Screen:
    """Ask the question before; the first one has none, and is shown again."""
    placed = flow.before(form.conversation, form.facts, step_id, form.needs)
    if placed is None:
        return ask_step(tx, request, form, step_id)
    return ask(tx, request, form, placed)


def example(tx: Tx, request: Request, form: Form, step_id: str, session: Session) -> Screen:
    """Ask the same question with an example under it."""
    placed = flow.find(form.conversation, form.facts, step_id)
    if placed is None:
        return resume(tx, request, form)
    return ask(tx, request, form, placed, session, example=True)


def _after(tx: Tx, request: Request, form: Form, placed: Placed, value: Any, via: str) -> Screen:
    written = forms.kind_of(form).written
    if written is not None:
        written(tx, request, form, placed)
    following = None
    if not via:
        following = flow.after(form.conversation, form.facts, placed.step.id, form.needs)
    if following is None:
        screen = _complete(tx, request, form)
        told = value is not None and isinstance(screen, Page)
        return replace(screen, diary=(placed.section, placed.step, value)) if told else screen
    diary = (placed, value) if value is not None else None
    notes = remarks(form, placed, following)
    return ask(tx, request, form, following, diary=diary, notes=notes)


def _complete(tx: Tx, request: Request, form: Form) -> Screen:
    _remember(tx, request, Session())
    with tx.all_or_nothing():
        return forms.kind_of(form).done(tx, request, form)


def _told(screen: Screen, problem: Problem) -> Screen:
    return replace(screen, notes=(problem, *screen.notes))


def question(
    form: Form,
    placed: Placed,
    seen: Session,
    problem: Problem | None = None,
    *,
    diary: tuple[Placed, Any] | None = None,
    notes: tuple[Problem, ...] = (),
    example: bool = False,
) -> Question:
    """Return one question of a form as it is shown, with its answers and its ways on."""
    position, total = flow.progress(form.conversation, form.facts, placed.step.id, form.needs)
    scratch = seen.scratch if seen.scratch is not None else _begun(form, placed)
    questions = tuple(UNDER_EXAMPLES) if example else ()
    return Question(
        section=placed.section.name,
        step=placed.step,
        rows=(*_answers(form, placed, scratch, problem), *_ways_on(form, placed, seen), *questions),
        position=position,
        total=total,
        values=_values(form, placed, scratch),
        problem=problem,
        diary=(diary[0].section, diary[0].step, diary[1]) if diary else None,
        notes=notes,
        example=example,
        status=form.status,
    )


def _remember(tx: Tx, request: Request, session: Session) -> None:
    sessions.save_session(tx, request.person.id, session)


def _begun(form: Form, placed: Placed) -> Any:
    """Return the ticks of the answer where a question with ticks is opened again, else None."""
    answer = form.facts.answers.get(placed.step.id)
    if placed.step.widget.kind == "many" and isinstance(answer, Given):
        return {"ticks": list(answer.value)}
    return None


def _calm(scratch: Any) -> Any:
    """Return what was begun, without waiting for other words any more."""
    return {k: v for k, v in scratch.items() if k != "other"} if isinstance(scratch, dict) else scratch


def _answers(form: Form, placed: Placed, scratch: Any, problem: Problem | None) -> Rows:
    """Return the question's own buttons; above them, what would put a refused answer right."""

    def led(button: Button) -> Button:
        return replace(button, data=ANSWER.to(form.token, form.version, placed.step.id, button.data))

    return tuple(
        tuple(button if button.data == INERT else led(button) for button in row)
        for row in (*(problem.ways if problem else ()), *placed.step.widget.rows(scratch, form.facts))
    )


def _may_defer(form: Form, placed: Placed) -> bool:
    return (form.conversation.deferrable and not placed.step.firm) or placed.step.required is Need.NOTHING


def _ways_on(form: Form, placed: Placed, session: Session) -> Rows:
    """Return the two fixed rows under every question; a way round it once it was not understood twice."""

    def nav(name: str) -> Button:
        return Button(Word(name), WAY_ON.to(form.token, form.version, placed.step.id, name))

    rows: list[tuple[Button, ...]] = []
    proposed = proposal_for(form, placed)
    if proposed is not None:
        shown = {"section": placed.section.name, "step": placed.step, "value": proposed}
        agree = WAY_ON.to(form.token, form.version, placed.step.id, "agree")
        rows.append((Button(Word("agree_to", shown), agree, style="primary"),))
    if form.plan is not None and placed.step.name in WORKED_OUT:
        word, route = WORKED_OUT[placed.step.name]
        rows.append((Button(Word(word), route.to(form.plan)),))
    if placed.step.required is Need.NOTHING:
        rows.append((nav("skip"),))
    elif _may_defer(form, placed):
        rows.append((nav("unknown"), nav("talk")))
        if session.misses >= MISSES_BEFORE_A_WAY_ROUND:
            rows.append((nav("skip"),))
    last = [nav("pause"), nav("example")] if form.conversation.deferrable else [nav("stop")]
    if flow.before(form.conversation, form.facts, placed.step.id, form.needs) is not None:
        last.insert(0, nav("back"))
    return (*rows, tuple(last))


def proposal_for(form: Form, placed: Placed) -> Any:
    """Return the answer that the referent proposes to a question opened again, or None."""
    reopening = form.facts.reopened.get(placed.step.id)
    if reopening is None or reopening.proposed is None or reopening.done:
        return None
    loaded = flow.load_answers({placed.step.id: reopening.proposed}, forms.steps_of(form.conversation))
    answer = loaded.get(placed.step.id)
    return answer.value if isinstance(answer, Given) else None


def _values(form: Form, placed: Placed, scratch: Any) -> dict[str, Any]:
    """Return what a question's template may need, besides the reader."""
    answer = form.facts.answers.get(placed.step.id)
    reopening = form.facts.reopened.get(placed.step.id)
    shown = placed.step.show(form.facts) if placed.step.show else {}
    return {
        "scratch": scratch if isinstance(scratch, dict) else {},
        "given": answer.value if isinstance(answer, Given) else None,
        "comment": reopening.comment if reopening else "",
        "call": form.facts.call.told_as if form.facts.call else "",
        "facts": form.facts,
        **form.shown,
        **shown,
    }


def stale(data: str, form: Form) -> bool:
    """Return whether a button of that version is older than the form: it changes nothing any more."""
    try:
        return decode_id(data) != form.version
    except Refused:
        return True
