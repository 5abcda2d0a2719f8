"""Where a person is in a conversation: pure functions over one list of steps.

The state is the answers alone. What comes next, what came before, progress and what is missing are derived, so
steps can be added, moved or removed while people are in the middle.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from conversations.engine.answers import Answer, Deferred, Facts, Given, How, Json, Reopening
from conversations.engine.keyboard import Problem
from conversations.engine.replies import Reply
from conversations.engine.steps import Conversation, Need, Repeat, Section, Step
from conversations.engine.widgets import Ear, Half, Taken

FIRST: frozenset[Need] = frozenset({Need.SEND})
"""The phase that every conversation begins with."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A step and the section it stands in."""

    section: Section
    step: Step


@dataclass(frozen=True, slots=True)
class Answered:
    """The reply was a whole answer that passes every check."""

    value: Any


@dataclass(frozen=True, slots=True)
class Waiting:
    """The answer is begun: keep this and show the question again."""

    scratch: Json


def path(conversation: Conversation, facts: Facts, needs: Iterable[Need] = FIRST) -> tuple[Placed, ...]:
    """Return the questions to ask, in order, without what the programme skips; if some were reopened, only those.

    What keeps a reopened plan from being sent is asked as well, such as a question that is new in the plan.
    """
    wanted = frozenset(needs)
    known: tuple[Conversation, tuple[Placed, ...]] | None = facts.derived.get((id(conversation), wanted))
    if known is None:  # the conversation is kept with its path, so that no other can get its id meanwhile
        known = facts.derived[id(conversation), wanted] = conversation, tuple(_walk(conversation, facts, wanted))
    return known[1]


def _walk(conversation: Conversation, facts: Facts, wanted: frozenset[Need]) -> Iterator[Placed]:
    skipped = (facts.call.skipped if facts.call else frozenset[str]()) | facts.elsewhere
    return (
        Placed(section, step)
        for section in conversation.sections
        if section.need in wanted or facts.reopened
        for step in section.unfold(facts)
        if step.name not in skipped and step.when(facts) and (not facts.reopened or _asked_again(step, facts))
    )


def _asked_again(step: Step, facts: Facts) -> bool:
    return step.id in facts.reopened or (step.required is Need.SEND and not _enough(step, facts))


def settled(step: Step, facts: Facts) -> bool:
    """Return whether the question is dealt with: an answer that still holds, or put off in a way that is enough."""
    return not _reopened(step, facts) and _enough(step, facts)


def _enough(step: Step, facts: Facts) -> bool:
    """Return whether what is known is good enough for what the answer is required for."""
    match facts.answers.get(step.id):
        case Given(value):
            return step.widget.examine(value, facts) is None
        case Deferred(how):
            to_send = step.required is Need.SEND and not step.firm and how is not How.LATER
            return to_send or step.required is Need.NOTHING
        case _:
            return False


def _reopened(step: Step, facts: Facts) -> bool:
    return step.id in facts.reopened and not facts.reopened[step.id].done


def _left(step: Step, facts: Facts) -> bool:
    """Return whether it is put off in a way that is not enough: it comes back, but after everything else."""
    is_put_off = isinstance(facts.answers.get(step.id), Deferred)
    return is_put_off and not _reopened(step, facts) and not _enough(step, facts)


def current(conversation: Conversation, facts: Facts, needs: Iterable[Need] = FIRST) -> Placed | None:
    """Return the first question of the path that is not settled; None when all are. What was put off comes last."""
    still_open = [placed for placed in path(conversation, facts, needs) if not settled(placed.step, facts)]
    return min(still_open, key=lambda placed: _left(placed.step, facts), default=None)


def still_reopened(conversation: Conversation, facts: Facts) -> tuple[Placed, ...]:
    """Return the reopened questions that have no new answer yet; what is no longer asked at all holds nothing up."""
    return tuple(placed for placed in path(conversation, facts) if _reopened(placed.step, facts))


def find(conversation: Conversation, facts: Facts, step_id: str) -> Placed | None:
    """Find the question of that id among all that the facts allow, in whatever phase."""
    return next((p for p in path(conversation, facts, frozenset(Need)) if p.step.id == step_id), None)


def before(conversation: Conversation, facts: Facts, step_id: str, needs: Iterable[Need] = FIRST) -> Placed | None:
    """Return the question before that one on the path, or None at the beginning."""
    previous = None
    for placed in path(conversation, facts, needs):
        if placed.step.id == step_id:
            return previous
        previous = placed
    return None


def after(conversation: Conversation, facts: Facts, step_id: str, needs: Iterable[Need] = FIRST) -> Placed | None:
    """Return the first unsettled question after that one, else the first unsettled one of all, else None.

    A question that was put off holds nobody in a circle: it comes after all others, and once in a round.
    """
    places = path(conversation, facts, needs)
    ids = [placed.step.id for placed in places]
    start = ids.index(step_id) + 1 if step_id in ids else 0
    untouched = [
        p for p in (*places[start:], *places[:start]) if not settled(p.step, facts) and not _left(p.step, facts)
    ]
    left = [p for p in places[start:] if _left(p.step, facts)]
    return next(iter((*untouched, *left)), None)


def progress(conversation: Conversation, facts: Facts, step_id: str, needs: Iterable[Need] = FIRST) -> tuple[int, int]:
    """Return the number of the question and how many there are; a follow-up has the number of the one it follows."""
    position = total = 0
    for placed in path(conversation, facts, needs):
        total += placed.step.counts or bool(facts.reopened) or total == 0
        if placed.step.id == step_id:
            position = total
    extra = 1 if conversation.check and Need.SEND in frozenset(needs) and not facts.reopened else 0
    return position or total + extra, total + extra


def missing(conversation: Conversation, facts: Facts, need: Need) -> tuple[Placed, ...]:
    """Return what still lacks an answer that is good enough for `need`."""
    return tuple(
        placed
        for placed in path(conversation, replace(facts, reopened={}), frozenset(Need))
        if placed.step.required is need and not _enough(placed.step, facts)
    )


def to_talk_about(conversation: Conversation, facts: Facts, *, marked: bool = False) -> tuple[Placed, ...]:
    """Return the questions put off, to be talked about with the referent; `marked`: those put off for that alone."""
    every = path(conversation, replace(facts, reopened={}), frozenset(Need))
    put_off = ((placed, facts.answers.get(placed.step.id)) for placed in every)
    return tuple(p for p, a in put_off if isinstance(a, Deferred) and (not marked or a.how is How.TALK))


def take(step: Step, facts: Facts, scratch: Json, reply: Reply, ear: Ear) -> Answered | Waiting | Problem:
    """Read what a reply means for that question; the value is checked against all that is known."""
    read = step.widget.read(reply, scratch, facts, ear)
    match read:
        case Taken(value):
            return step.widget.examine(value, facts) or Answered(value)
        case Half(kept):
            return Waiting(kept)
        case _:
            return read


def with_answer(facts: Facts, step: Step, answer: Answer) -> Facts:
    """Return the facts once that answer is given; a reopened question is then done."""
    reopened: Mapping[str, Reopening] = facts.reopened
    if step.id in reopened:
        reopened = {**reopened, step.id: replace(reopened[step.id], done=True)}
    return replace(facts, answers={**facts.answers, step.id: answer}, reopened=reopened)


def on_path(conversations: Iterable[Conversation], facts: Facts) -> dict[str, Answer]:
    """Return the answers that the path still asks for; the others are dropped when a plan is sent."""
    asked = {
        placed.step.id
        for conversation in conversations
        for placed in path(conversation, replace(facts, reopened={}), frozenset(Need))
    }
    return {name: answer for name, answer in facts.answers.items() if name in asked}


def steps_by_name(conversations: Iterable[Conversation]) -> dict[str, Step]:
    """Return every step by its name, whatever the facts. Raises ValueError when two conversations share one."""
    steps: dict[str, Step] = {}
    for conversation in conversations:
        for section in conversation.sections:
            for item in section.steps:
                for step in item.steps if isinstance(item, Repeat) else (item,):
                    if step.name in steps:
                        raise ValueError(f"asked twice: {step.name}")
                    steps[step.name] = step
    return steps


def dump_answers(answers: Mapping[str, Answer], steps: Mapping[str, Step]) -> Json:
    """Return answers as JSON: {"id": {"v": value, "by": person} or {"d": how, "by": person}}, "ok" if confirmed."""
    raw: dict[str, Json] = {}
    for name, answer in answers.items():
        if isinstance(answer, Given):
            raw[name] = {"v": steps[name.partition(".")[0]].widget.dump(answer.value), "by": answer.by}
        else:
            raw[name] = {"d": answer.how.value, "by": answer.by}
        if answer.agreed:
            raw[name]["ok"] = True
    return raw


def load_answers(raw: Mapping[str, Json], steps: Mapping[str, Step]) -> dict[str, Answer]:
    """Reverse `dump_answers`. What no step asks for, or no longer fits its widget, is left out: it is asked again."""
    answers: dict[str, Answer] = {}
    for name, item in raw.items():
        step = steps.get(name.partition(".")[0])
        if step is None or not isinstance(item, Mapping):
            continue
        try:
            answers[name] = _load_answer(item, step)
        except (ValueError, TypeError, KeyError):
            continue
    return answers


def _load_answer(item: Mapping[str, Json], step: Step) -> Answer:
    if "d" in item:
        return Deferred(How(item["d"]), item.get("by"), bool(item.get("ok")))
    return Given(step.widget.load(item["v"]), item.get("by"), bool(item.get("ok")))
