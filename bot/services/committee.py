"""The coordinator's side: her calls, the endorsed plans in order, and decisions within places and money."""

from datetime import timedelta
from typing import Any

from bot.domain.people import Role
from bot.domain.plans import TO_DECIDE, UNDO_WINDOW, Action
from bot.domain.rules import Level
from bot.services import moves, sheets
from bot.services import people as membership
from bot.services import plans as planning
from bot.services.dialogue import Dialogue, Door
from bot.services.journey import act
from bot.services.review import summary
from bot.services.scene import Visit
from bot.services.sheets import Sheet
from bot.storage import calls, networks, plans
from bot.storage.calls import CallRow
from bot.storage.plans import PlanRow
from bot.storage.store import Tx
from conversations.decision import DECLINE, OFFER, POINT
from conversations.engine.board import Button, Plain, Word, column
from conversations.engine.screens import Page, Screen
from conversations.invitation import INVITE_REFERENT
from conversations.reckoning import at_level, findings

MOST_IN_LIST = 20


def home(tx: Tx, visit: Visit) -> Page:
    """What awaits the committee, and the first taps of a network."""
    waiting = plans.to_decide(tx, visit.person.network_id, TO_DECIDE)
    network = networks.network(tx, visit.person.network_id)
    rows = []
    if waiting:
        rows.append(Button(Word("decide"), "d:list", style="primary"))
    rows += [Button(Word("my_calls"), "d:calls"), Button(Word("invite_referent"), "d:invite")]
    rows.append(Button(Word("help"), "g:help"))
    values = {
        "network": network.name,
        "controller": network.controller,
        "waiting": len(waiting),
        "calls": calls.open_now(tx, visit.person.network_id, visit.now),
    }
    return Page("committee/home", values, column(*rows))


def waiting_list(tx: Tx, visit: Visit) -> Page:
    """The endorsed plans in the order of their rank, one button each."""
    found = plans.to_decide(tx, visit.person.network_id, TO_DECIDE)
    lines = []
    rows = []
    for plan in found[:MOST_IN_LIST]:
        facts = planning.facts_of(tx, visit.scene, plan)
        told = summary(tx, visit, plan, facts)
        lines.append(told)
        label = " · ".join(filter(None, (plan.reference, told["name"])))
        rows.append(Button(Plain(label), act(plan, "decide")))
    return Page("committee/list", {"lines": lines, "count": len(found)}, column(*rows, membership.HOME))


def card(tx: Tx, visit: Visit, plan: PlanRow) -> Page:
    """One endorsed plan and what is left in its call: enough to decide in one glance."""
    facts = planning.facts_of(tx, visit.scene, plan)
    actions = planning.offered_actions(tx, visit.scene, plan, visit.person, facts)
    call = calls.by_id(tx, plan.call_id)
    offered = {
        Action.GRANT: Button(Word("grant", {"cents": plan.aid_cents or 0}), act(plan, "grant"), style="success"),
        Action.OFFER: Button(Word("offer_less"), act(plan, "offer")),
        Action.ASK_REFERENT: Button(Word("ask_referent"), act(plan, "point")),
        Action.PUT_ON_WAITING_LIST: Button(Word("put_on_waiting_list"), act(plan, "wait")),
        Action.DECLINE: Button(Word("decline"), act(plan, "decline")),
        Action.UNDO_DECISION: Button(Word("undo"), act(plan, "undo_decision")),
    }
    rows = [button for action, button in offered.items() if action in actions]
    found = findings(facts)
    values = {
        **summary(tx, visit, plan, facts),
        "kept": sum(finding.level is Level.OK for finding in found),
        "warnings": at_level(Level.WARN, found),
        "refusals": at_level(Level.REFUSE, found),
        "left": left_in(call),
        "asked_call": call.asked_cents,
        "objective": ("referent", planning.STEPS["objective"], facts.value("objective")),
        "aim": ("wishes", planning.STEPS["aim"], facts.value("aim")),
        "first_time": ("wishes", planning.STEPS["first_time"], facts.value("first_time")),
    }
    return Page("committee/card", values, column(*rows, Button(Word("back_to_list"), "d:list")))


def left_in(call: CallRow) -> dict[str, int]:
    """Places (people) and cents that no plan has taken."""
    return {"places": call.places - call.taken_places, "cents": call.envelope - call.taken_cents}


def grant(tx: Tx, visit: Visit, plan: PlanRow) -> Page:
    """Grant what was asked, in full."""
    done = moves.perform(tx, visit.scene, plan, Action.GRANT, visit.person, granted_cents=plan.aid_cents)
    return decided(tx, visit, done, "granted")


def wait(tx: Tx, visit: Visit, plan: PlanRow) -> Page:
    """Put the plan on the waiting list, in the order of its endorsement."""
    return decided(tx, visit, moves.perform(tx, visit.scene, plan, Action.PUT_ON_WAITING_LIST, visit.person), "waiting")


def decided(tx: Tx, visit: Visit, plan: PlanRow, what: str) -> Page:
    """What was decided, what is left, how to undo it for two minutes; the next plan comes by itself."""
    others = plans.to_decide(tx, visit.person.network_id, TO_DECIDE)
    following = [other for other in others if other.id != plan.id]
    rows = [Button(Word("undo"), act(plan, "undo_decision"))] + ([] if following else [membership.HOME])
    values = {
        "plan": plan,
        "what": what,
        "granted": plan.granted_cents,
        "left": left_in(calls.by_id(tx, plan.call_id)),
        "others": len(following),
        "minutes": UNDO_WINDOW // timedelta(minutes=1),
    }
    then = card(tx, visit, following[0]) if following else None
    return Page("committee/decided", values, column(*rows), then=then)


def undo(tx: Tx, visit: Visit, plan: PlanRow) -> Page:
    """Take the decision back; nobody was told yet."""
    return card(tx, visit, moves.perform(tx, visit.scene, plan, Action.UNDO_DECISION, visit.person, granted_cents=None))


def offer(tx: Tx, visit: Visit, dialogue: Dialogue, plan: PlanRow) -> Screen:
    """Begin an offer of less than asked."""
    return dialogue.resume(tx, visit, sheets.begin(tx, visit, OFFER, plan.id))


def offer_said(tx: Tx, visit: Visit, sheet: Sheet) -> Screen:
    """Offer that amount; its money is held until the person answers."""
    plan = sheets.finish(tx, visit, sheet, Role.COORDINATOR)
    amount = sheet.facts.value("offered")
    done = moves.perform(tx, visit.scene, plan, Action.OFFER, visit.person, granted_cents=amount)
    return decided(tx, visit, done, "offered")


def point(tx: Tx, visit: Visit, dialogue: Dialogue, plan: PlanRow) -> Screen:
    """Begin to ask the referent about one point."""
    return dialogue.resume(tx, visit, sheets.begin(tx, visit, POINT, plan.id))


def point_said(tx: Tx, visit: Visit, sheet: Sheet) -> Screen:
    """Back to the referent for one point; the rank is kept."""
    plan = sheets.finish(tx, visit, sheet, Role.COORDINATOR)
    asked = {"point": sheet.facts.value("question"), "about": sheet.facts.value("point")}
    word = {**(plan.word or {}), **asked}
    done = moves.perform(tx, visit.scene, plan, Action.ASK_REFERENT, visit.person, asked, word=word)
    return Page(
        "committee/point_asked", {"plan": done}, column(Button(Word("back_to_list"), "d:list"), membership.HOME)
    )


def decline(tx: Tx, visit: Visit, dialogue: Dialogue, plan: PlanRow) -> Screen:
    """Begin to decline: a listed reason and what is possible instead."""
    return dialogue.resume(tx, visit, sheets.begin(tx, visit, DECLINE, plan.id))


def decline_said(tx: Tx, visit: Visit, sheet: Sheet) -> Screen:
    """Declined, with its reason and a next step: never a dead end."""
    plan = sheets.finish(tx, visit, sheet, Role.COORDINATOR)
    reason = {"reason": sheet.facts.value("ground"), "next_step": sheet.facts.value("instead")}
    word = {**(plan.word or {}), **reason}
    done = moves.perform(tx, visit.scene, plan, Action.DECLINE, visit.person, reason, word=word)
    return decided(tx, visit, done, "declined")


def invite_referent(tx: Tx, visit: Visit, dialogue: Dialogue) -> Screen:
    """Begin to invite an organisation's referent."""
    return dialogue.resume(tx, visit, sheets.begin(tx, visit, INVITE_REFERENT))


COMPLETIONS: dict[str, Any] = {
    OFFER.name: offer_said,
    POINT.name: point_said,
    DECLINE.name: decline_said,
    INVITE_REFERENT.name: membership.invite_referent,
}

DOORS: dict[str, Door] = {
    "list": lambda tx, visit, _dialogue, _more: waiting_list(tx, visit),
    "invite": lambda tx, visit, dialogue, _more: invite_referent(tx, visit, dialogue),
}
