"""What time says of a call: early, who lacks what; after the closing, what remains possible. Each told once."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from bot.domain.notices import LACKING, TOO_LATE, TOO_LATE_REFERENT
from bot.domain.plans import State
from bot.domain.states import UNFINISHED
from bot.features.calls import acts, routes, views
from bot.features.caseload import routes as caseload_routes
from bot.features.caseload.routes import MY_PEOPLE
from bot.features.my_plan import pages as my_plan
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.storage import call_versions, calls, outbox, people, plans
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import OWN_PART, PLAN
from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.engine.keyboard import Button, Plain, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.steps import Need, Step


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
    """Return whether it is some working days before the date that people read, or later until that date."""
    days = plan_facts.call_of(moment.app, row).delays.early
    return moment.app.working_days(row.people_by, -days) <= moment.today <= row.people_by


def _tell_too_late(tx: Tx, moment: Moment, row: CallRow) -> None:
    """Tell everyone with a plan under way once what remains possible; never before the closing."""
    calls.change(tx, row.id, closing_told_at=moment.now)
    found = call_versions.under_way(tx, row.id)
    told = [
        _notice(moment, f"call:{row.id}:too_late:{plan_id}", TOO_LATE, whose, {"plan": plan_id}, plan_id)
        for plan_id, whose in found.items()
    ]
    outbox.put(tx, told + _to_referents(tx, moment, row, found, TOO_LATE_REFERENT))


def _tell_lacking(tx: Tx, moment: Moment, row: CallRow) -> None:
    """Tell referents early of plans that lack something, while it can still be put right."""
    calls.change(tx, row.id, early_told_at=moment.now)
    outbox.put(tx, _to_referents(tx, moment, row, call_versions.under_way(tx, row.id), LACKING))


def _to_referents(tx: Tx, moment: Moment, row: CallRow, found: Mapping[int, int], kind: str) -> list[outbox.Outgoing]:
    """Return one notice a referent, with how many beneficiaries' plans it is about: whose each is, by plan."""
    readers = people.readers_for(tx, found.values())
    counts = Counter(readers[whose] for whose in found.values() if whose in readers)
    return [
        _notice(moment, f"call:{row.id}:{kind}", kind, referent, {"call": row.id, "count": count})
        for referent, count in counts.items()
    ]


def _notice(
    moment: Moment, key: str, kind: str, recipient: int, context: Mapping[str, object], plan_id: int | None = None
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


@routes.LACKING.on
def lacking(tx: Tx, request: Request, call: CallRow) -> Page:
    """Show the plans of a call that are not ready, and what each lacks; of one not sent only what may be seen."""
    lines = []
    rows = []
    for person in people.accompanied(tx, request.person.id):
        plan = plans.live_of(tx, person.id)
        if plan is None or plan.call_id != call.id or plan.state not in UNFINISHED:
            continue
        facts = replace(plan_facts.facts_of(tx, request.moment, plan, request.person), reopened={})
        lines.append(views.Unready(person.name, plan.state.value, _lacks(plan, facts), _own_left(plan, facts)))
        rows.append(Button(Plain(person.name), caseload_routes.PERSON.to(person.id)))
    if not lines:
        return views.NothingLeft().page(column(MY_PEOPLE, HOME))
    about = Button(Word("about_call"), routes.OPEN_CALL_PAGE.to(call.id))
    return views.Lacking(lines, call.people_by, call.closes_at).page(column(*rows, about, HOME))


def _lacks(plan: PlanRow, facts: Facts) -> list[tuple[str, Step]]:
    """Return questions without an answer; of a draft only those that the beneficiary wants to talk about."""
    if plan.state is State.DRAFT:
        return [(placed.section.name, placed.step) for placed in flow.to_talk_about(PLAN, facts, marked=True)]
    missing = (*flow.missing(PLAN, facts, Need.SEND), *flow.missing(PLAN, facts, Need.ENDORSE))
    return [(placed.section.name, placed.step) for placed in missing]


def _own_left(plan: PlanRow, facts: Facts) -> int:
    """Count the answers of the referent's own part that are missing once the plan is there."""
    return len(flow.missing(OWN_PART, facts, Need.ENDORSE)) if plan.state is State.TO_REVIEW else 0


@routes.NEXT_CALL.on
def carry_over(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Let a plan go on in the next open call, and show how it stands."""
    return my_plan.standing(tx, request, acts.carry_over(tx, request, plan))
