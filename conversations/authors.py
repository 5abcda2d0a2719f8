"""Who gave which answer of a plan: what others wrote in it, and what of that the beneficiary has still to confirm.

A plan that others filled in is sent only once the beneficiary has said, in the beneficiary's own chat, that it is
right; without an account the recorded consent stands for it (docs/decisions.md, on plans filled in by others).
"""

from collections.abc import Iterator
from dataclasses import replace

from conversations import PLAN
from conversations.engine import flow
from conversations.engine.answers import Answer, Facts
from conversations.engine.flow import Placed


def by_others(facts: Facts, person_id: int) -> tuple[Placed, ...]:
    """Return the questions of the beneficiary's plan, up to sending it, that others dealt with."""
    return tuple(placed for placed, answer in _answered(facts) if _by_another(answer, person_id))


def to_confirm(facts: Facts, person_id: int) -> tuple[Placed, ...]:
    """Return those of them that the beneficiary has not confirmed."""
    return tuple(p for p, answer in _answered(facts) if _by_another(answer, person_id) and not answer.agreed)


def confirmed(facts: Facts, person_id: int) -> Facts:
    """Return the facts once the beneficiary has said that all of it is right; who wrote it stays known."""
    agreed = {p.step.id: replace(facts.answers[p.step.id], agreed=True) for p in to_confirm(facts, person_id)}
    return replace(facts, answers={**facts.answers, **agreed})


def _answered(facts: Facts) -> Iterator[tuple[Placed, Answer]]:
    every = replace(facts, reopened={}) if facts.reopened else facts
    for placed in flow.path(PLAN, every):
        answer = facts.answers.get(placed.step.id)
        if answer is not None:
            yield placed, answer


def _by_another(answer: Answer, person_id: int) -> bool:
    return answer.by is not None and answer.by != person_id
