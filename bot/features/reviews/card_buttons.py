"""The buttons of a referent's card of a plan."""

from collections.abc import Iterable

from bot.domain.plans import CHANGEABLE, Action, State
from bot.domain.reports import AFTER_RETURN
from bot.domain.states import PAPERS_IN
from bot.features.committee import routes as committee_routes
from bot.features.departure import routes as departure_routes
from bot.features.handovers import routes as handover_routes
from bot.features.my_plan import routes as plan_routes
from bot.features.reports import routes as report_routes
from bot.features.reviews import routes
from bot.interaction import forms
from bot.interaction.forms import plan_token
from bot.interaction.routes import WAY_ON
from bot.plan import transitions
from bot.plan.leaving import LEAVING
from bot.storage.plans import PlanRow
from conversations import OWN_PART
from conversations.change import CHANGING
from conversations.engine.answers import Facts
from conversations.engine.flow import Placed
from conversations.engine.keyboard import Button, Word
from conversations.settling import LATER, PAPERS_LATER, of_own_part

_OF_OFFER = {
    Action.ACCEPT_OFFER: ("accept_for_her", committee_routes.ACCEPT),
    Action.CHANGE_OFFERED: ("change_for_her", committee_routes.REWORK),
    Action.LET_GO: ("let_go_for_her", committee_routes.LET_GO),
}
"""What is answered to an offer beside a beneficiary without a telephone: the word of each button, where it leads."""


def of_decisions(
    plan: PlanRow,
    actions: frozenset[Action],
    own: list[Placed],
    figures: tuple[Placed, ...],
    *,
    aid: int,
    on_condition: bool,
    in_hand: bool,
) -> list[Button]:
    """Return what is due now: the own part and prices that are lacking, a decision, the report, the way to the stay."""
    rows: list[Button] = []
    if own and plan.state in forms.OPEN_IN["o"]:
        rows.append(Button(Word("my_part", {"count": len(own)}), routes.PART.to(plan), style="primary"))
    if figures and plan.state in forms.OPEN_IN["e"]:
        rows.append(Button(Word("fill_prices", {"count": len(figures)}), plan_routes.FILL_PRICES.to(plan)))
    if actions & transitions.ENDORSING:
        rows.append(_endorsing(plan, actions, aid, on_condition=on_condition))
    if Action.CHANGE_AGAIN in actions:
        rows.append(Button(Word("change_together"), plan_routes.CHANGE_AGAIN.to(plan), style="primary"))
    rows += [Button(Word(word), route.to(plan)) for action, (word, route) in _OF_OFFER.items() if action in actions]
    if Action.ASK_CHANGES in actions:
        rows.append(Button(Word("ask_changes"), routes.CHANGES.to(plan)))
        rows.append(Button(Word("show_tomorrow"), routes.TOMORROW.to(plan)))
    if plan.state in AFTER_RETURN:
        word = "write_report" if plan.state is State.BACK else "see_report"
        rows.append(Button(Word(word), report_routes.REPORT.to(plan), style="primary"))
    return rows + _once_granted(plan, actions, in_hand=in_hand)


def _endorsing(plan: PlanRow, actions: frozenset[Action], aid: int, *, on_condition: bool) -> Button:
    """Return the button that endorses; it says how much it grants where nobody decides afterwards."""
    if on_condition:
        return Button(Word("endorse_on_condition"), routes.ENDORSE_ON_CONDITION.to(plan))
    grants = Action.ENDORSE_AND_GRANT in actions
    word = Word("endorse_and_grant", {"cents": aid}) if grants else Word("endorse")
    return Button(word, routes.ENDORSE.to(plan), style="success")


def of_changes(plan: PlanRow, facts: Facts, figures: tuple[Placed, ...]) -> list[Button]:
    """Return what was said already and can still be changed: the own answers, and prices that are all known."""
    rows = []
    if plan.state in forms.OPEN_IN["o"] and any(name in OWN_PART.names for name in facts.answers):
        rows.append(Button(Word("change_own_part"), routes.OWN_ANSWERS.to(plan)))
    if plan.state in forms.OPEN_IN["e"] and not figures:
        rows.append(Button(Word("change_prices"), plan_routes.PRICE_LIST.to(plan)))
    return rows


def _once_granted(plan: PlanRow, actions: frozenset[Action], *, in_hand: bool) -> list[Button]:
    """Return ways to the aid handed over, the list before the departure, a stay that changes or ends early."""
    rows = []
    if in_hand or Action.HAND_OVER in actions:
        style = "" if plan.state in AFTER_RETURN else "primary"
        rows.append(Button(Word("handover"), handover_routes.HANDOVER.to(plan), style=style))
    if plan.state in LEAVING:
        rows.append(Button(Word("her_list"), departure_routes.LIST.to(plan.id, "")))
    if plan.state in CHANGEABLE:
        rows.append(Button(Word("stay_changes"), departure_routes.STAY_CHANGES.to(plan)))
    if Action.COME_BACK_EARLY in actions:
        word = Word("came_home_early", {"group": plan.households is not None})
        rows.append(Button(word, departure_routes.ASK_HOMECOMING.to(plan)))
    return rows


def of_settling(plan: PlanRow, asked: Iterable[Placed | None]) -> list[Button]:
    """Return one way to each question: to its answer where the referent may write it, else to who may."""
    once = {placed.step.id: placed for placed in asked if placed is not None}
    found = (_settling(plan, placed) for placed in once.values())
    return list({button.data: button for button in found if button is not None}.values())


def _settling(plan: PlanRow, placed: Placed) -> Button | None:
    step, shown = placed.step, {"section": placed.section.name, "step": placed.step}
    if step.name in PAPERS_LATER:
        there = plan.state in PAPERS_IN
        word = Word("give_paper", {"name": step.name})
        return Button(word, routes.GIVE_PAPER.to(plan.id, step.name)) if there else None
    own = of_own_part(placed)
    phase = "o" if own else "e"
    if (own or placed.section.need is forms.PHASES["e"][1]) and plan.state in forms.OPEN_IN[phase]:
        return Button(Word("edit_answer", shown), WAY_ON.to(plan_token(plan, phase), plan.version, step.id, "edit"))
    if plan.state is State.TO_REVIEW:
        return Button(Word("ask_for_answer", shown), routes.ASK_FOR.to(plan.id, step.id))
    if plan.state in CHANGEABLE and step.name in LATER:
        return Button(Word("edit_answer", shown), routes.SETTLE.to(plan.id, step.id))
    if plan.state in CHANGEABLE and any(step.name in names for names in CHANGING.values()):
        return Button(Word("stay_changes"), departure_routes.STAY_CHANGES.to(plan))
    return None
