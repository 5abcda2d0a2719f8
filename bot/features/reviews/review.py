"""The referent's side: what awaits her, one card a plan, and what is read behind it."""

from dataclasses import replace
from typing import Any

from bot.domain.absence import stood_in_for
from bot.domain.accompanying import TOLD_AS
from bot.domain.messages import Kind, Side
from bot.domain.notices import MESSAGE
from bot.domain.people import Refused, Role
from bot.domain.plans import CHANGEABLE, TAKING, Action, State
from bot.domain.reminders import BY_KIND as REMINDERS
from bot.domain.reports import AFTER_RETURN
from bot.domain.rules import Level
from bot.features.broadcasts import aloud
from bot.features.groups import card as group_card
from bot.features.handovers import pages as handovers
from bot.features.membership import people as membership
from bot.features.my_plan import next_year
from bot.features.my_plan.next_steps import LEAVING, lines, still_to_do
from bot.features.my_plan.pages import act
from bot.features.reminders.summary import told_aloud
from bot.features.reports import awaited
from bot.features.reviews import files
from bot.interaction import forms, prompting
from bot.interaction.home import HOME
from bot.interaction.prompting import Door
from bot.interaction.request import Request
from bot.interaction.routes import decode_id, encode_id
from bot.notices.kinds import KINDS
from bot.plan import access, transitions
from bot.plan import facts as plan_facts
from bot.storage import absences, departures, messages, people, plans
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import OWN_PART, PLAN
from conversations.engine import flow
from conversations.engine.answers import Facts, Given
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.steps import Need
from conversations.invitation import INVITATION
from conversations.reckoning import at_level, budget, costed, findings, households, nights, payment, proposal

ASKED = frozenset(State) - TAKING
"""States in which the rules of asking still say something to whoever reads the card."""


def home(tx: Tx, request: Request) -> Page:
    """What awaits her, in one line, and one tap to the first."""
    accompanied = people.accompanied(tx, request.person.id)
    left = waiting(tx, request)
    away = absences.away_now(tx, request.person.id)
    rows = []
    if left:
        rows.append(Button(Word("first_to_review"), "r:next", style="primary"))
    changing = departures.with_change(tx, [each.id for each in accompanied], CHANGEABLE)
    if changing:
        rows.append(Button(Word("read_changes", {"count": len(changing)}), "r:changes", style="primary"))
    rows += [*group_card.on_home(tx, accompanied), *awaited.ways(tx, request, first=not left)]
    new = sum(messages.unread(tx, Kind.PERSON, Side.ASKING, [each.id for each in accompanied]).values())
    if new:
        rows.append(Button(Word("read_messages", {"count": new}), "r:letters", style="" if left else "primary"))
    awaited_by_her = bool(rows)
    again = next_year.may_go_again(tx, request.moment, request.person, accompanied)
    if again:
        rows.append(Button(Word("want_to_go_again", {"count": len(again)}), "r:going_again"))
    rows += [Button(Word("invite"), "r:invite"), Button(Word("my_people"), "r:people")]
    if not accompanied and membership.open_calls(tx, request):
        rows.append(Button(Word("try_example"), "r:example"))
    rows.append(Button(Word("my_calls"), "r:calls"))
    rows.append(Button(Word("guides_and_questions"), "r:support"))
    rows.append(Button(Word("i_am_back" if away else "i_am_away"), "r:back" if away else "r:away"))
    rows.append(Button(Word("help"), "g:help"))
    values = {
        "name": request.person.name,
        "waiting": len(left),
        "else_awaits": awaited_by_her,
        "people": sum(bool(each.roles) for each in accompanied),
        "until": away.last_day if away else None,
        "stand_in": people.by_id(tx, away.stand_in_id).name if away else "",
        "stands_in_for": [people.by_id(tx, each).name for each in _away(tx, request)],
    }
    return Page("review/home", values, column(*rows))


def _away(tx: Tx, request: Request) -> list[int]:
    """The colleagues for whom she stands in now."""
    return stood_in_for(request.person.id, absences.stand_ins(tx))


def waiting(tx: Tx, request: Request) -> list[PlanRow]:
    """The plans that await her, the one that has waited longest first."""
    return plans.to_review(tx, [person.id for person in people.accompanied(tx, request.person.id)], request.now)


def tell(tx: Tx, request: Request, person_id: int, kind: str) -> Page:
    """What to tell one of her people aloud, because the bot may not, or could not, write to her."""
    if not people.is_attached(tx, person_id, request.person.id):
        raise Refused("not_found")
    person = people.by_id(tx, person_id)
    if kind.startswith("b"):
        return aloud.telling(tx, request, person, kind.removeprefix("b"))
    told_aloud(tx, request, person_id, kind)
    plan = access.told_about(tx, person_id)
    if plan is not None and kind in KINDS and not KINDS[kind].holds(plan):
        kind = TOLD_AS.get(plan.state, "")  # an older button: only the newest state of a plan is told
        told_aloud(tx, request, person_id, kind)
    rows = [Button(Word("my_people"), "r:people"), HOME]
    if plan is not None and plan.state is not State.DRAFT:
        rows.insert(0, Button(Word("open_card"), act(plan, "card")))
    if plan is not None and plan.households is None and TOLD_AS.get(plan.state) == kind:
        rows.insert(0, Button(Word("was_told"), f"r:told:{encode_id(person.id)}", style="primary"))
    if kind == MESSAGE:
        rows.insert(0, Button(Word("see_messages"), f"r:write:{encode_id(person.id)}", style="primary"))
    known = (kind in KINDS and KINDS[kind].to_people) or kind in REMINDERS
    values = {
        "name": person.name,
        "kind": kind if known else "",
        "plan": plan,
        "left": lines(still_to_do(tx, request.moment, plan, beside=True)) if plan is not None else [],
        **membership.who_reads(tx, person),
    }
    return Page("review/tell", values, column(*rows))


def invite(tx: Tx, request: Request) -> Screen:
    """Begin an invitation; without an open call there is nothing to invite to."""
    if not membership.open_calls(tx, request):
        return Page("review/no_open_call", {}, column(HOME))
    return prompting.resume(tx, request, forms.begin(tx, request, INVITATION))


def next_card(tx: Tx, request: Request) -> Page:
    """The plan that has waited longest, or the news that nothing is left."""
    left = waiting(tx, request)
    if not left:
        return Page("review/nothing_left", {}, column(Button(Word("my_people"), "r:people"), HOME))
    return card(tx, request, left[0])


def card(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """One plan on one screen of a telephone: everything a decision needs, in one glance."""
    facts = plan_facts.facts_of(tx, request.moment, plan, request.person)
    every = replace(facts, reopened={})
    actions = access.offered_actions(tx, request.moment, plan, request.person, facts)
    own = [placed for placed in flow.path(OWN_PART, every) if not flow.settled(placed.step, every)]
    figures_missing = flow.missing(PLAN, every, Need.ENDORSE)
    found = findings(every) if plan.state in ASKED else ()
    values = {
        **summary(tx, request, plan, every),
        "kept": sum(finding.level is Level.OK for finding in found),
        "warnings": at_level(Level.WARN, found),
        "refusals": at_level(Level.REFUSE, found) if costed(every) else (),
        "talk": [(p.section.name, p.step) for p in flow.to_talk_about(PLAN, every)],
        "worries": ("worries", _step("worries"), facts.value("worries")),
        "own_left": len(own),
        "figures_left": [(p.section.name, p.step) for p in figures_missing],
        "differences": _differences(plan, facts),
        "point": (plan.word or {}).get("point", ""),
        "urgent": plan.state is State.TO_REVIEW and bool(facts.call and facts.call.is_late(request.now)),
    }
    in_hand = handovers.in_hand(tx, plan)
    rows = _card_buttons(plan, actions, own, figures_missing, in_hand=in_hand)
    rows += [*_put_right(plan, every, figures_missing), *files.ways(tx, request, plan, facts)]
    rows += [Button(Word("read_all"), act(plan, "whole"))]
    if Action.UNDO_ENDORSEMENT in actions:
        rows.append(Button(Word("undo"), act(plan, "undo")))
    if plan.state in CHANGEABLE and departures.of_plan(tx, plan.id).change:
        rows.insert(0, Button(Word("read_change"), act(plan, "change_card"), style="primary"))
    rows += awaited.owed(tx, request, found)
    return Page("review/card", values, column(*group_card.on_review(tx, plan, rows), HOME))


def _card_buttons(
    plan: PlanRow, actions: frozenset[Action], own: list[Any], figures: tuple[Any, ...], *, in_hand: bool
) -> list[Button]:
    rows: list[Button] = []
    if own and plan.state in forms.OPEN_IN["o"]:
        rows.append(Button(Word("my_part", {"count": len(own)}), act(plan, "part"), style="primary"))
    if figures and plan.state in forms.OPEN_IN["e"]:
        rows.append(Button(Word("fill_prices", {"count": len(figures)}), act(plan, "prices")))
    if actions & transitions.ENDORSING:
        rows.append(Button(Word("endorse"), act(plan, "endorse"), style="success"))
    rows += [Button(Word(word), act(plan, verb)) for action, (word, verb) in _OF_OFFER.items() if action in actions]
    if Action.ASK_CHANGES in actions:
        rows.append(Button(Word("ask_changes"), act(plan, "changes")))
        rows.append(Button(Word("show_tomorrow"), act(plan, "tomorrow")))
    if plan.state in AFTER_RETURN:
        word = "write_report" if plan.state is State.BACK else "see_report"
        rows.append(Button(Word(word), act(plan, "report"), style="primary"))
    return rows + _once_granted(plan, actions, in_hand=in_hand)


def _put_right(plan: PlanRow, facts: Facts, figures: tuple[Any, ...]) -> list[Button]:
    """What was said already and can still be changed: the referent's own answers, and prices that are all known."""
    rows = []
    if plan.state in forms.OPEN_IN["o"] and any(name in OWN_PART.names for name in facts.answers):
        rows.append(Button(Word("change_own_part"), act(plan, "own_answers")))
    if plan.state in forms.OPEN_IN["e"] and not figures:
        rows.append(Button(Word("change_prices"), act(plan, "price_list")))
    return rows


def _once_granted(plan: PlanRow, actions: frozenset[Action], *, in_hand: bool) -> list[Button]:
    """The aid in her hands, what must be ready before she leaves, a stay that changes or ends early."""
    rows = []
    if in_hand or Action.HAND_OVER in actions:
        style = "" if plan.state in AFTER_RETURN else "primary"
        rows.append(Button(Word("handover"), act(plan, "handover"), style=style))
    if plan.state in LEAVING:
        rows.append(Button(Word("her_list"), f"b:list:{encode_id(plan.id)}"))
    if plan.state in CHANGEABLE:
        rows.append(Button(Word("stay_changes"), act(plan, "stay_changes")))
    if Action.COME_BACK_EARLY in actions:
        word = Word("came_home_early", {"group": plan.households is not None})
        rows.append(Button(word, act(plan, "home_early")))
    return rows


_OF_OFFER = {
    Action.ACCEPT_OFFER: ("accept_for_her", "accept"),
    Action.CHANGE_OFFERED: ("change_for_her", "rework"),
    Action.LET_GO: ("let_go_for_her", "let_go"),
}
"""What she may answer to an offer beside somebody who has no telephone: the word and the verb of each button."""


def summary(tx: Tx, request: Request, plan: PlanRow, facts: Facts) -> dict[str, Any]:
    """Who, where, when, how much: the same lines for the referent and for the committee."""
    beneficiary = people.by_id(tx, plan.beneficiary_id)
    protected = bool(facts.call and facts.call.programme.discreet_default)
    committee_only = not access.roles_towards(tx, request.person, plan) & {Role.REFERENT, Role.BENEFICIARY}
    return {
        "plan": plan,
        "name": "" if protected and committee_only else beneficiary.name,
        "state": plan.state.value,
        "adults": facts.value("adults"),
        "children": len(facts.value("children") or ()),
        "households": 0 if plan.households is None else households(facts),
        "place": ("stay", _step("place"), None if protected and committee_only else facts.value("place")),
        "lodging": ("lodging", _step("lodging"), facts.value("lodging")),
        "provider": "" if protected and committee_only else facts.value("provider") or "",
        "dates": facts.value("dates"),
        "nights": nights(facts),
        "budget": budget(facts),
        "proposal": proposal(facts),
        "payment": payment(facts),
        "complete": costed(facts),
        "granted": plan.granted_cents,
        "call": facts.call.name if facts.call else "",
    }


def _step(name: str) -> Any:
    return plan_facts.STEPS[name]


def _differences(plan: PlanRow, facts: Facts) -> list[tuple[str, Any, Any, Any]]:
    """What changed since she asked: section, step, the value of before, the value of now."""
    found = []
    for name, reopening in facts.reopened.items():
        step = plan_facts.STEPS[name.partition(".")[0]]
        before = flow.load_answers({name: reopening.before}, plan_facts.STEPS).get(name) if reopening.before else None
        now = facts.answers.get(name)
        old = before.value if isinstance(before, Given) else None
        new = now.value if isinstance(now, Given) else None
        found.append((PLAN.section_of(step.name).name, step, old, new))
    return found if plan.state is State.TO_REVIEW else []


def whole(tx: Tx, request: Request, plan: PlanRow, worked: dict[str, Any] | None = None) -> Page:
    """Everything there is to read, and how the quotient was worked out; no favourable opinion stands behind it."""
    facts = replace(plan_facts.facts_of(tx, request.moment, plan, request.person), reopened={})
    actions = access.offered_actions(tx, request.moment, plan, request.person, facts)
    answers = [
        (placed.section.name, placed.step, facts.answers.get(placed.step.id))
        for conversation in (PLAN, OWN_PART)
        for placed in flow.path(conversation, facts, {Need.SEND, Need.ENDORSE})
    ]
    rows = [Button(Word("open_card"), act(plan, "card")), *files.ways(tx, request, plan, facts)]
    rows.append(Button(Word("ask_about_plan"), act(plan, "ask")))
    if Action.NOT_ENDORSE in actions:
        rows.append(Button(Word("not_endorse"), act(plan, "not_endorse")))
    lines = [(section, step, a.value if isinstance(a, Given) else None, a is not None) for section, step, a in answers]
    return Page("review/whole", {**summary(tx, request, plan, facts), "lines": lines, "worked": worked}, column(*rows))


DOORS: dict[str, Door] = {
    "next": lambda tx, request, _more: next_card(tx, request),
    "invite": lambda tx, request, _more: invite(tx, request),
    "tell": lambda tx, request, more: tell(tx, request, decode_id(more[0]), more[1]),
}
