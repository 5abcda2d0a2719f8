"""What the person changes of a plan that waits to be reviewed is shown to the referent: the answer of before is kept.

It is kept as for a question that was asked again: it stands on the card under "what changed" until the endorsement.
"""

from collections.abc import Mapping
from typing import Any

from bot.domain.plans import State
from bot.plan import drafts
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations.engine.answers import Facts, Reopening


def reopened(plan: PlanRow, facts: Facts, raw: Mapping[str, Any], writer: Person) -> dict[str, Any]:
    """Return what is asked again or was changed, once the answers are `raw`."""
    if facts.reopened:
        return drafts.dump_reopened(facts.reopened.items())
    if plan.state is not State.TO_REVIEW or writer.id != plan.beneficiary_id:
        return plan.reopened
    changed = [name for name in raw if name not in plan.reopened and _other(plan.answers.get(name), raw[name])]
    before = ((name, Reopening("", done=True, before=plan.answers[name])) for name in changed)
    return plan.reopened | drafts.dump_reopened(before)


def _other(before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> bool:
    """Return whether a value that was given is another one now."""
    return before is not None and "v" in before and before["v"] != now.get("v")
