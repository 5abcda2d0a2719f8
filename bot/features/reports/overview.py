"""The reports of a call for its coordinator: counts, hidden under five, sentences without names, and who is held up."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from bot.domain.ids import OrganisationId
from bot.domain.messages import Weight, on_screen, weight
from bot.domain.people import Refused
from bot.domain.reports import FEWEST, Objective, compare, told, told_apart
from bot.features.broadcasts import routes as broadcast_routes
from bot.features.calls import routes as call_routes
from bot.features.reports import acts, report_context, routes
from bot.features.reports.views import HeldUp, Overview
from bot.interaction import forms, prompting
from bot.interaction.arguments import CALL
from bot.interaction.forms import Form
from bot.interaction.request import Request
from bot.interaction.routes import COORDINATOR
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage import networks, reports, stories
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from bot.storage.reports import Whose
from conversations.engine import flow
from conversations.engine.answers import Given
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.steps import Step
from conversations.evaluation import AGAIN, AIM_REACHED, FEELINGS, STORY
from conversations.report import REPORT
from conversations.rules.earlier import ReportsGiven
from conversations.waiver import WAIVER

ROOM_OF_QUOTES = 1_200
"""Characters of sentences on one page, the latest first; at least one whole sentence."""
ROOM_OF_REASONS = 1_200
"""Characters of what a call lets pass and why, the latest first; at least one whole reason."""
MOST_LATE = 10
"""Organisations named on one page."""
MOST_IN_LIST = 30
"""Buttons of organisations on one page."""


@routes.OVERVIEW.on
def page(tx: Tx, request: Request, row: CallRow) -> Page:
    """Show how many stays are over, reported, first departures; aims reached; faces; sentences."""
    found = reports.returns(tx, row.id)
    told_of = list(stories.of_call(tx, row.id))
    aims = reports.objectives(tx, row.id)
    reached = tuple(reversed(Objective)) if aims else ()
    late = _late(tx, request, row)
    quotes = [story.quote for story in reversed(told_of) if story.quote]
    view = Overview(
        call=row,
        over=found.over,
        people=told(found.people),
        given=found.given,
        awaited=found.over - found.given,
        without_aid=told(found.without_aid),
        first_departures=told(found.first_departures),
        aims=list(zip(map(_aim, reached), told_apart([aims.count(aim) for aim in reached]), strict=False)),
        said=_said(told_of),
        changes=_changes(told_of),
        quotes=quotes[: _fitting(quotes, ROOM_OF_QUOTES)],
        late=_named(tx, late.most_common(MOST_LATE)),
        more=max(0, len(late) - MOST_LATE),
        fewest=FEWEST,
    )
    held = report_context.owing(tx, request, row.id)
    rows = [Button(Word("my_broadcasts"), broadcast_routes.NEW.to())] if late else []
    rows.append(Button(Word("outcomes"), routes.OUTCOMES.to(row.id)))
    if found.to_close and access.decides(request.person, row):
        rows.append(Button(Word("close_reported", {"count": found.to_close}), routes.CLOSE_PLANS.to(row.id)))
    if _rules(request, row) and held:
        rows.append(Button(Word("see_held_up", {"count": len(held)}), routes.HELD_UP.to(row.id)))
    return view.page(column(*rows, Button(Word("back_to_call"), call_routes.CALL_PAGE.to(row.id))))


def _late(tx: Tx, request: Request, row: CallRow) -> Counter[int]:
    """Return how many reports of this call are overdue, by organisation."""
    models, today = plan_facts.asking(request.moment.app), request.moment.today
    missing = reports.missing(tx, models, today, Whose(network_id=row.network_id))
    return Counter(each.organisation_id for each in missing if each.call_id == row.id)


def _named(tx: Tx, counts: Iterable[tuple[int, int]]) -> list[tuple[str, int | None]]:
    """Return organisations by their names, and each count as it may be shown."""
    return [(networks.organisation(tx, number).name, told(count)) for number, count in counts]


def _fitting(texts: Sequence[str], room: int) -> int:
    """Return how many of these texts, from the first on, one page has room for."""
    return on_screen([Weight(number, weight(text)) for number, text in enumerate(texts)], room)


def _aim(aim: Objective) -> tuple[str, Step, str]:
    return "report", flow.steps_by_name((REPORT,))["objective_reached"], str(aim.value)


def _said(told_of: list[stories.Story]) -> list[tuple[Step, list[tuple[str, int | None]]]]:
    """Count what beneficiaries say: whether what mattered happened, whether they would go again."""
    steps = flow.steps_by_name((STORY,))
    found = []
    for name, options in (("aim_reached", AIM_REACHED), ("again", AGAIN)):
        given = [answer.get("v") for story in told_of if (answer := story.answers.get(name))]
        counts = told_apart([given.count(option) for option in options])
        if counts and any(counts):
            found.append((steps[name], list(zip(options, counts, strict=True))))
    return found


def _changes(told_of: list[stories.Story]) -> list[tuple[Step, int | None, int | None, int | None]]:
    """Count happier, the same and sadder for each scale that five beneficiaries answered twice."""
    steps = flow.steps_by_name((FEELINGS,))
    found = []
    for scale, change in compare((story.before, story.after) for story in told_of).items():
        counts = told_apart((change.better, change.same, change.worse))
        if change.answered >= FEWEST and counts:
            found.append((steps[scale.value], counts[0], counts[1], counts[2]))
    return found


def _rules(request: Request, row: CallRow) -> list[Any]:
    return [rule for rule in plan_facts.call_of(request.moment.app, row).rules if rule.kind == ReportsGiven.kind]


@routes.CLOSE_PLANS.on
def close_plans(tx: Tx, request: Request, row: CallRow) -> Page:
    """Close the plans of a call whose report is there, and show what is left."""
    acts.close_plans(tx, request, row)
    return page(tx, request, row)


@routes.HELD_UP.on
def held_up(tx: Tx, request: Request, row: CallRow) -> Page:
    """Show the organisations that owe reports, whether the call refuses or warns, and those it lets pass."""
    held = Counter(report_context.owing(tx, request, row.id)).most_common()
    named = _named(tx, held[:MOST_IN_LIST])
    waived = reports.waived(tx, row.id)[::-1]
    passed = waived[: _fitting([each.reason for each in waived], ROOM_OF_REASONS)]
    view = HeldUp(
        call=row,
        refuses=any(rule.refuses for rule in _rules(request, row)),
        lines=named[:MOST_LATE],
        more=max(0, len(held) - MOST_LATE),
        passed=[(networks.organisation(tx, each.organisation_id).name, each.reason) for each in passed],
        fewest=FEWEST,
    )
    buttons = [
        Button(Word("let_pass", {"name": name}), routes.LET_PASS.to(row.id, OrganisationId(organisation)))
        for (organisation, _), (name, _) in zip(held, named, strict=False)
    ]
    return view.page(column(*buttons, Button(Word("back_to_call"), call_routes.CALL_PAGE.to(row.id))))


@routes.LET_PASS.on
def let_pass(tx: Tx, request: Request, row: CallRow, organisation_id: OrganisationId) -> Screen:
    """Ask why nothing is held against an organisation here. Raises Refused("not_found") where nothing is."""
    if organisation_id not in report_context.owing(tx, request, row.id):
        raise Refused("not_found")
    chosen = {"let_pass": Given(str(organisation_id), request.person.id)}
    return prompting.resume(tx, request, forms.begin(tx, request, WAIVER, row.id, chosen))


def passed(tx: Tx, request: Request, form: Form) -> Screen:
    """Let an organisation pass, with the reason, in the open."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    COORDINATOR.admit(request)
    row = CALL.of(tx, request, form.row.subject_id)
    forms.close(tx, form)
    organisation = routes.ORGANISATION.of(tx, request, int(form.facts.value("let_pass")))
    acts.let_pass(tx, request, row, organisation, form.facts.value("why_pass"))
    return held_up(tx, request, row)
