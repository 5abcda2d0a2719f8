"""What a beneficiary may do next where the plan stands: its buttons, the most pressing first."""

from collections.abc import Mapping

from bot.domain.messages import Kind, Side
from bot.domain.plans import CHANGEABLE, EDITABLE, TAKING, Action, State
from bot.domain.states import PAPERS_IN
from bot.features.calls import routes as call_routes
from bot.features.committee import routes as committee_routes
from bot.features.departure import routes as departure_routes
from bot.features.departure.routes import to_leave, while_away
from bot.features.groups import member
from bot.features.handovers import routes as handover_routes
from bot.features.menu import routes as menu_routes
from bot.features.messages import routes as message_routes
from bot.features.my_plan import next_year, routes
from bot.features.reviews import routes as review_routes
from bot.interaction.plan_routes import PlanRoute
from bot.interaction.request import Request
from bot.notices.kinds import Telling
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.plan.leaving import LEAVING
from bot.storage import handovers, messages
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import PLAN
from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.engine.keyboard import Button, Rows, Word, column
from conversations.engine.steps import Need
from conversations.papers import by_the_person
from conversations.reckoning import in_vouchers


def _new_messages(tx: Tx, request: Request) -> int:
    """Return how many messages of those who accompany the reader are still to be read."""
    return messages.unread(tx, Kind.PERSON, Side.HELPING, [request.person.id]).get(request.person.id, 0)


def can_resume(tx: Tx, request: Request, plan: PlanRow) -> bool:
    """Return whether a plan that waits for later can be taken up again: while there is a call to send it in."""
    return plan.state is State.POSTPONED and plan_facts.call_to_resume_in(tx, request.moment, plan) is not None


def rows_of(tx: Tx, request: Request, plan: PlanRow, facts: Facts) -> Rows:
    """Return the buttons of the page of a plan."""
    actions = access.offered_actions(tx, request.moment, plan, request.person, facts)
    if not can_resume(tx, request, plan):
        actions -= {Action.RESUME}
    new = _new_messages(tx, request)
    rows = [Button(Word("read_messages", {"count": new}), message_routes.WRITE.to(), style="primary")] if new else []
    rows += [*_to_answer(tx, request, plan, facts), *next_year.ways(tx, request, plan)]
    rows += [*_next_of(plan, facts), *_offered(plan, actions, _WAYS_ON)]
    if plan.state in LEAVING:
        rows += to_leave(calendar=not access.discreet(request.person), vouchers=in_vouchers(facts))
    if plan.state is State.AWAY:
        rows += while_away(vouchers=in_vouchers(facts))
    if plan.state not in EDITABLE:
        rows.append(Button(Word("whole_plan"), routes.RECAP.to()))
    rows += _papers(plan, facts)
    if plan.state in CHANGEABLE:
        rows.append(Button(Word("my_stay_changes"), departure_routes.STAY_CHANGES.to(plan)))
    elif plan.state is not State.DRAFT:
        rows += _offered(plan, actions, _WAYS_OUT)
    rows += member.ways(tx, request)
    if not new and request.person.referent_id is not None:
        rows.append(Button(Word("write_to_referent"), message_routes.WRITE.to()))
    return column(*rows, Button(Word("help"), menu_routes.HELP.to()))


def _papers(plan: PlanRow, facts: Facts) -> list[Button]:
    """Return the way to the papers, while one is missing that the reader may have."""
    missing = plan.state in PAPERS_IN and not all(there for _, there in by_the_person(facts))
    return [Button(Word("my_papers"), review_routes.PAPERS.to())] if missing else []


def _to_answer(tx: Tx, request: Request, plan: PlanRow, facts: Facts) -> list[Button]:
    """Return what awaits the reader and moves the plan nowhere: to confirm a receipt, to go on in the next call."""
    held = handovers.of_plan(tx, plan.id)
    part = held.to_confirm() if held is not None and plan.state in TAKING else None
    if part is not None:
        right = Button(Word("received"), handover_routes.RECEIVED.to(plan, part.id), style="success")
        return [right, Button(Word("not_right"), handover_routes.NOT_RIGHT.to(plan, part.id))]
    not_endorsed = plan.state in {State.DRAFT, State.TO_REVIEW, State.TO_COMPLETE} and plan.rank_at is None
    if not_endorsed and facts.call is not None and not facts.call.is_open(request.now):
        following = plan_facts.call_to_resume_in(tx, request.moment, plan)
        return (
            [Button(Word("next_call"), call_routes.NEXT_CALL.to(plan), style="primary")]
            if following is not None
            else []
        )
    return []


def begun(facts: Facts) -> bool:
    """Return whether anything was answered, or put off."""
    return any(flow.settled(placed.step, facts) for placed in flow.path(PLAN, facts))


def _next_of(plan: PlanRow, facts: Facts) -> list[Button]:
    """Return the ways to what the beneficiary is to write now."""
    rows: list[Button] = []
    if plan.state in EDITABLE:
        word = "answer_changes" if facts.reopened else "continue" if begun(facts) else "begin_plan"
        if flow.current(PLAN, facts) is not None:
            rows.append(Button(Word(word), routes.GO.to(), style="primary"))
        rows.append(Button(Word("recap"), routes.RECAP.to()))
    if plan.state is State.TO_REVIEW or (plan.state in EDITABLE and _prices_missing(facts)):
        rows.append(Button(Word("prices"), routes.PRICES.to()))
    return rows


_WAYS_ON = {
    Action.RESUME: ("resume_plan", routes.RESUME, "primary"),
    Action.CHANGE_AGAIN: ("change_offered", routes.CHANGE_AGAIN, "primary"),
    Action.ACCEPT_OFFER: ("accept_offer", committee_routes.ACCEPT, "success"),
    Action.CHANGE_OFFERED: ("change_offered", committee_routes.REWORK, ""),
    Action.LET_GO: ("let_go", committee_routes.LET_GO, ""),
    Action.TAKE_BACK: ("take_back", routes.TAKE_BACK, ""),
    Action.UNDO_CANCELLATION: ("undo_cancellation", routes.UNDO_CANCELLATION, ""),
}
_WAYS_OUT = {
    Action.POSTPONE: ("postpone_plan", routes.POSTPONE, ""),
    Action.CANCEL: ("cancel_plan", routes.CANCEL, ""),
}
"""Word, route and style of a button for each action that the beneficiary may be offered."""


def _offered(
    plan: PlanRow, actions: frozenset[Action], ways: Mapping[Action, tuple[str, PlanRoute, str]]
) -> list[Button]:
    return [
        Button(Word(word), route.to(plan), style=style)
        for action, (word, route, style) in ways.items()
        if action in actions
    ]


def after_no(telling: Telling) -> Rows:
    """Return what stands under the notice of a no: to change the plan, where that was said to be possible, and help."""
    facts = plan_facts.facts_of(telling.tx, telling.moment, telling.about)
    actions = access.offered_actions(telling.tx, telling.moment, telling.about, telling.person, facts)
    change = {Action.CHANGE_AGAIN: _WAYS_ON[Action.CHANGE_AGAIN]}
    return column(*_offered(telling.about, actions, change), Button(Word("help"), menu_routes.HELP.to()))


def _prices_missing(facts: Facts) -> bool:
    return not flow.missing(PLAN, facts, Need.SEND) and bool(flow.missing(PLAN, facts, Need.ENDORSE))
