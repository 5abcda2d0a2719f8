"""The committee decides: one plan on a card, and each decision within places and money. Its lists are elsewhere."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.people import Refused, Role
from bot.domain.plans import TAKING, UNDO_WINDOW, Action, State
from bot.domain.rules import Level
from bot.features.absences import overdue
from bot.features.committee import worklist
from bot.features.committee.reallocation import left_in
from bot.features.my_plan.pages import act
from bot.features.reviews import files
from bot.features.reviews.review import summary
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.prompting import Door
from bot.interaction.request import Request
from bot.interaction.routes import encode_id
from bot.plan import access, transitions
from bot.plan import facts as plan_facts
from bot.storage import audit, calls, messages, networks, plans, requests
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.decision import ANCV, DECLINE, OFFER, POINT
from conversations.engine.keyboard import Button, Problem, Word, column
from conversations.engine.screens import Page, Screen
from conversations.invitation import INVITE_REFERENT
from conversations.reckoning import at_level, findings


def home(tx: Tx, request: Request) -> Page:
    """What awaits the committee, and the first taps of a network."""
    waiting = worklist.count(tx, request, "list").plans
    later = worklist.count(tx, request, "waiting").plans
    network = networks.network(tx, request.person.network_id)
    rows = _waiting_longest(tx, request)
    if not waiting and worklist.decided_by(tx, request):
        rows.append(Button(Word("figures"), "d:figures"))
    if later:
        rows.append(Button(Word("to_waiting"), "d:waiting"))
    if overdue.anything_late(tx, request):
        rows.append(Button(Word("what_waits_long"), "d:late"))
    rows += [Button(Word("my_calls"), "d:calls"), Button(Word("my_broadcasts"), "d:bc")]
    rows.append(Button(Word("guides_to_keep"), "d:guides"))
    rows.append(Button(Word("organisations"), "d:organisations"))
    rows.append(Button(Word("help"), "g:help"))
    values = {
        "network": network.name,
        "controller": network.controller,
        "waiting": waiting,
        "later": later,
        "calls": calls.open_now(tx, request.person.network_id, request.now),
    }
    return Page("committee/home", values, column(*rows))


def _waiting_longest(tx: Tx, request: Request) -> list[Button]:
    """What others wait for her to do, what has waited longest first."""
    asking = requests.count_awaiting(tx, request.person.network_id)
    questions = messages.count_to_answer(tx, request.person)
    waiting = (
        (worklist.since(tx, request, "list"), Word("decide"), "d:list"),
        (messages.asked_since(tx, request.person), Word("questions_wait", {"count": questions}), "d:support"),
        (requests.since(tx, request.person.network_id), Word("see_requests", {"count": asking}), "d:requests"),
    )
    dated = [(at, word, data) for at, word, data in waiting if at is not None]
    found = [Button(word, data) for _, word, data in sorted(dated, key=lambda each: each[0])]
    return [replace(button, style="" if place else "primary") for place, button in enumerate(found)]


def card(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """One endorsed plan and what is left in its call: enough to decide in one glance."""
    facts = plan_facts.facts_of(tx, request.moment, plan)
    actions = access.offered_actions(tx, request.moment, plan, request.person, facts)
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
    if plan.state in TAKING:
        rows.append(Button(Word("change_ancv" if plan.ancv_reference else "type_ancv"), act(plan, "ancv")))
    rows += files.ways(tx, request, plan, facts)
    found = findings(facts)
    values = {
        **summary(tx, request, plan, facts),
        "hidden": files.hidden(tx, request, plan, facts),
        "kept": sum(finding.level is Level.OK for finding in found),
        "warnings": at_level(Level.WARN, found),
        "refusals": at_level(Level.REFUSE, found),
        "left": left_in(call),
        "asked_call": call.asked_cents,
        "rank": plans.rank_of(tx, plan),
        "undoable": plan.state is State.ENDORSED and Action.GRANT not in actions,
        "objective": ("referent", plan_facts.STEPS["objective"], facts.value("objective")),
        "aim": ("wishes", plan_facts.STEPS["aim"], facts.value("aim")),
        "first_time": ("wishes", plan_facts.STEPS["first_time"], facts.value("first_time")),
    }
    home_list = next((name for name, states in worklist.LISTS.items() if plan.state in states), "list")
    return Page("committee/card", values, column(*rows, Button(Word("back_to_list"), f"d:{home_list}")))


def grant(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Grant what was asked, in full; where not that much is left, the card says how much, with the other ways."""
    try:
        with tx.all_or_nothing():
            done = transitions.perform(
                tx, request.moment, plan, Action.GRANT, request.person, granted_cents=plan.aid_cents
            )
    except Refused as refused:
        if refused.code not in SHORT:
            raise
        return replace(card(tx, request, plan), notes=(Problem(refused.code, dict(refused.values)),))
    return decided(tx, request, done, "granted")


SHORT = frozenset({"nothing_left", "quota_reached"})
"""Why a plan that may be granted cannot be granted now: less can be offered, or it can wait."""


def wait(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Put the plan on the waiting list, in the order of its endorsement."""
    return decided(
        tx,
        request,
        transitions.perform(tx, request.moment, plan, Action.PUT_ON_WAITING_LIST, request.person),
        "waiting",
    )


def decided(tx: Tx, request: Request, plan: PlanRow, what: str) -> Page:
    """What was decided, what is left, how to undo it for two minutes; the next plan comes by itself."""
    following, others = worklist.following(tx, request)
    figures = Button(Word("figures"), f"d:figures:{encode_id(plan.call_id)}")
    rows = [Button(Word("undo"), act(plan, "undo_decision"))] + ([] if following else [figures, HOME])
    values = {
        "plan": plan,
        "what": what,
        "granted": plan.granted_cents,
        "left": left_in(calls.by_id(tx, plan.call_id)),
        "others": others,
        "minutes": UNDO_WINDOW // timedelta(minutes=1),
    }
    then = card(tx, request, following) if following else None
    return Page("committee/decided", values, column(*rows), then=then)


def undo(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Take the decision back; nobody was told yet."""
    return card(
        tx,
        request,
        transitions.perform(tx, request.moment, plan, Action.UNDO_DECISION, request.person, granted_cents=None),
    )


def offer(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Begin an offer of less than asked."""
    return prompting.resume(tx, request, forms.begin(tx, request, OFFER, plan.id))


def offer_said(tx: Tx, request: Request, form: Form) -> Screen:
    """Offer that amount; its money is held until the person answers."""
    plan = forms.finish(tx, request, form, Role.COORDINATOR)
    amount = form.facts.value("offered")
    done = transitions.perform(tx, request.moment, plan, Action.OFFER, request.person, granted_cents=amount)
    return decided(tx, request, done, "offered")


def point(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Begin to ask the referent about one point."""
    return prompting.resume(tx, request, forms.begin(tx, request, POINT, plan.id))


def point_said(tx: Tx, request: Request, form: Form) -> Screen:
    """Back to the referent for one point; the rank is kept."""
    plan = forms.finish(tx, request, form, Role.COORDINATOR)
    asked = {"point": form.facts.value("question"), "about": form.facts.value("point")}
    word = {**(plan.word or {}), **asked}
    done = transitions.perform(tx, request.moment, plan, Action.ASK_REFERENT, request.person, asked, word=word)
    return Page("committee/point_asked", {"plan": done}, column(Button(Word("back_to_list"), "d:list"), HOME))


def decline(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Begin to decline: a listed reason and what is possible instead."""
    return prompting.resume(tx, request, forms.begin(tx, request, DECLINE, plan.id))


def decline_said(tx: Tx, request: Request, form: Form) -> Screen:
    """Declined, with its reason and a next step: never a dead end."""
    plan = forms.finish(tx, request, form, Role.COORDINATOR)
    reason = {"reason": form.facts.value("ground"), "next_step": form.facts.value("instead")}
    word = {**(plan.word or {}), **reason}
    done = transitions.perform(tx, request.moment, plan, Action.DECLINE, request.person, reason, word=word)
    return decided(tx, request, done, "declined")


def ancv(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Begin to type the reference that ANCV's own tool gave."""
    if plan.state not in TAKING:
        raise Refused("not_now")
    return prompting.resume(tx, request, forms.begin(tx, request, ANCV, plan.id))


def ancv_said(tx: Tx, request: Request, form: Form) -> Screen:
    """Kept with the plan, and quoted from now on; a wrong one can be typed again at any time."""
    plan = forms.finish(tx, request, form, Role.COORDINATOR)
    reference = str(form.facts.value("ancv_reference")).strip()
    plans.save(tx, plan, request.now, ancv_reference=reference)
    before, after = {"ancv": plan.ancv_reference}, {"ancv": reference}
    audit.append(
        tx, f"plan:{plan.id}", request.now, request.person.id, "ancv_reference", before, after, row_key=plan.trail_key
    )
    return card(tx, request, access.need(tx, plan.id))


def invite_referent(tx: Tx, request: Request) -> Screen:
    """Begin to invite an organisation's referent."""
    return prompting.resume(tx, request, forms.begin(tx, request, INVITE_REFERENT))


DOORS: dict[str, Door] = {
    "invite": lambda tx, request, _more: invite_referent(tx, request),
}
