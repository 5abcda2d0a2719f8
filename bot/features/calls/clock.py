"""What time says of a call: early, who lacks what; after the closing, what remains possible. Each told once."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.domain.notices import LACKING, TOO_LATE, TOO_LATE_REFERENT
from bot.domain.people import Refused
from bot.domain.plans import State
from bot.features.my_plan import pages as my_plan
from bot.interaction.home import HOME
from bot.interaction.prompting import Door
from bot.interaction.request import Request
from bot.interaction.routes import decode_id, encode_id
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.storage import audit, call_versions, calls, outbox, people, plans
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import OWN_PART, PLAN
from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.engine.keyboard import Button, Plain, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.steps import Need

UNFINISHED = frozenset({State.DRAFT, State.TO_REVIEW, State.TO_COMPLETE})


def tick(tx: Tx, moment: Moment) -> int:
    """Tell what has come due, call by call; returns how many calls had something to tell."""
    closed = calls.closed_and_untold(tx, moment.now)
    for row in closed:
        _tell_too_late(tx, moment, row)
    early = [row for row in calls.open_and_untold(tx, moment.now) if _is_early_day(moment, row)]
    for row in early:
        _tell_lacking(tx, moment, row)
    return len(closed) + len(early)


def _is_early_day(moment: Moment, row: CallRow) -> bool:
    """Some working days before the date people read, and until that date."""
    days = plan_facts.call_of(moment.app, row).delays.early
    return moment.app.working_days(row.people_by, -days) <= moment.today <= row.people_by


def _tell_too_late(tx: Tx, moment: Moment, row: CallRow) -> None:
    """Everyone with a plan under way hears once what remains possible; never before the closing."""
    calls.change(tx, row.id, closing_told_at=moment.now)
    found = call_versions.under_way(tx, row.id)
    told = [
        _notice(moment, f"call:{row.id}:too_late:{plan_id}", TOO_LATE, whose, {"plan": plan_id}, plan_id)
        for plan_id, whose in found.items()
    ]
    outbox.put(tx, told + _to_referents(tx, moment, row, found, TOO_LATE_REFERENT))


def _tell_lacking(tx: Tx, moment: Moment, row: CallRow) -> None:
    """Incomplete is said early, to whoever can still do something about it."""
    calls.change(tx, row.id, early_told_at=moment.now)
    outbox.put(tx, _to_referents(tx, moment, row, call_versions.under_way(tx, row.id), LACKING))


def _to_referents(tx: Tx, moment: Moment, row: CallRow, found: Mapping[int, int], kind: str) -> list[outbox.Outgoing]:
    """One notice a referent, with how many of her people's plans it is about: whose each is, by plan."""
    readers = people.readers_for(tx, found.values())
    counts = Counter(readers[whose] for whose in found.values() if whose in readers)
    return [
        _notice(moment, f"call:{row.id}:{kind}", kind, referent, {"call": row.id, "count": count})
        for referent, count in counts.items()
    ]


def _notice(
    moment: Moment, key: str, kind: str, recipient: int, context: dict[str, Any], plan_id: int | None = None
) -> outbox.Outgoing:
    return outbox.Outgoing(
        key=key,
        recipient_id=recipient,
        kind=kind,
        context=context,
        created_at=moment.now,
        due_at=moment.now,
        plan_id=plan_id,
    )


# Who lacks what


def lacking(tx: Tx, request: Request, call_id: int) -> Page:
    """Her people whose plans are not ready, and what each lacks; of what is not sent only what she may see."""
    lines = []
    rows = []
    for person in people.accompanied(tx, request.person.id):
        plan = plans.live_of(tx, person.id)
        if plan is None or plan.call_id != call_id or plan.state not in UNFINISHED:
            continue
        facts = replace(plan_facts.facts_of(tx, request.moment, plan, request.person), reopened={})
        lines.append((person.name, plan.state.value, _lacks(plan, facts), _own_left(plan, facts)))
        rows.append(Button(Plain(person.name), f"r:person:{encode_id(person.id)}"))
    if not lines:
        return Page("review/nothing_left", {}, column(Button(Word("my_people"), "r:people"), HOME))
    call = calls.by_id(tx, call_id)
    values = {"lines": lines, "people_by": call.people_by, "closes_at": call.closes_at}
    about = Button(Word("about_call"), f"r:call:{encode_id(call_id)}")
    return Page("review/lacking", values, column(*rows, about, HOME))


def _lacks(plan: PlanRow, facts: Facts) -> list[tuple[str, Any]]:
    """Questions without an answer; of a draft only those that the person herself wants to talk about."""
    if plan.state is State.DRAFT:
        return [(placed.section.name, placed.step) for placed in flow.to_talk_about(PLAN, facts, marked=True)]
    missing = (*flow.missing(PLAN, facts, Need.SEND), *flow.missing(PLAN, facts, Need.ENDORSE))
    return [(placed.section.name, placed.step) for placed in missing]


def _own_left(plan: PlanRow, facts: Facts) -> int:
    """Answers of the referent's own part that are missing once the plan is with her."""
    return len(flow.missing(OWN_PART, facts, Need.ENDORSE)) if plan.state is State.TO_REVIEW else 0


def carry_over(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """The plan goes on in the next open call, answers and all; the rules of that call hold from now on.

    Raises:
        Refused: "not_now" when its own call is still open or it was endorsed, "no_open_call".
    """
    if plan.state not in UNFINISHED or calls.by_id(tx, plan.call_id).closes_at > request.now:
        raise Refused("not_now")
    following = plan_facts.call_to_resume_in(tx, request.moment, plan)
    if following is None:
        raise Refused("no_open_call")
    row = calls.by_id(tx, following)
    plans.save(tx, plan, request.now, call_id=row.id, rules_version=row.version)
    before, after = ({"state": plan.state.value, "call": each} for each in (plan.call_id, row.id))
    audit.append(
        tx, f"plan:{plan.id}", request.now, request.person.id, "carry_over", before, after, row_key=plan.trail_key
    )
    return my_plan.standing(tx, request, access.need(tx, plan.id))


DOORS: dict[str, Door] = {
    "lacking": lambda tx, request, more: lacking(tx, request, decode_id(more[0])),
}
