"""The committee decides: one plan on a card, and each decision within places and money. Its lists are elsewhere."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.people import Refused, Role
from bot.domain.plans import TAKING, TO_DECIDE, UNDO_WINDOW, Action, State
from bot.domain.rules import Level
from bot.features.absences import overdue
from bot.features.absences import routes as absence_routes
from bot.features.broadcasts import routes as broadcast_routes
from bot.features.calls import routes as call_routes
from bot.features.committee import acts, routes, views, worklist
from bot.features.committee.lists import LISTS
from bot.features.committee.reallocation import left_in
from bot.features.guides import routes as guide_routes
from bot.features.menu import routes as menu_routes
from bot.features.messages import routes as message_routes
from bot.features.organisations import routes as organisation_routes
from bot.features.reviews import copy_sheet, files
from bot.features.reviews import routes as review_routes
from bot.features.reviews.summary import of_plan
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.plan import access, committee, reference
from bot.plan import facts as plan_facts
from bot.storage import calls, messages, networks, plans, requests
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.decision import ANCV, DECLINE, OFFER, POINT
from conversations.engine.answers import Facts
from conversations.engine.keyboard import Button, Problem, Word, column
from conversations.engine.screens import Page, Screen
from conversations.invitation import INVITE_REFERENT
from conversations.rules import at_level, findings, to_check


def home(tx: Tx, request: Request) -> Page:
    """Show what awaits the committee, and the first taps of a network."""
    waiting = worklist.count(tx, request, "list").plans
    later = worklist.count(tx, request, "waiting").plans
    network = networks.network(tx, request.person.network_id)
    rows = _waiting_longest(tx, request)
    if not waiting and worklist.decided_by(tx, request):
        rows.append(Button(Word("figures"), routes.FIGURES.to(None)))
    if later:
        rows.append(Button(Word("to_waiting"), routes.WAITING.to(None)))
    if overdue.anything_late(tx, request):
        rows.append(Button(Word("what_waits_long"), absence_routes.LATE.to()))
    rows += [
        Button(Word("my_calls"), call_routes.CALLS.to()),
        Button(Word("my_broadcasts"), broadcast_routes.BROADCASTS.to()),
    ]
    rows.append(Button(Word("guides_to_keep"), guide_routes.KEPT.to()))
    rows.append(Button(Word("organisations"), organisation_routes.ORGANISATIONS.to()))
    rows.append(Button(Word("help"), menu_routes.HELP.to()))
    opened = calls.open_now(tx, request.person.network_id, request.now)
    others = worklist.elsewhere(tx, request, "list")
    return views.Home(network.name, network.controller, waiting, later, opened, others).page(column(*rows))


def home_of_decider(tx: Tx, request: Request) -> Page:
    """Show what awaits one who decides and is nothing else here."""
    decided = worklist.decided_by(tx, request)
    waiting = worklist.count(tx, request, "list").plans
    rows = [Button(Word("decide"), routes.TO_DECIDE.to(None), style="primary")] if waiting else []
    if decided:
        rows += [
            Button(Word("to_waiting"), routes.WAITING.to(None)),
            Button(Word("to_granted"), routes.GRANTED.to(None)),
        ]
    rows.append(Button(Word("help"), menu_routes.HELP.to()))
    names = [call.name for call in decided if call.closes_at > request.now]
    return views.DecidersHome(request.person.name, waiting, names).page(column(*rows))


def with_committee(tx: Tx, request: Request, home: Screen) -> Screen:
    """Return the home of a referent or a lead who decides too, with the way to what there is to decide."""
    if not request.person.has(Role.DECIDER) or (isinstance(home, Page) and home.template in OWN_HOMES):
        return home
    waiting = worklist.count(tx, request, "list").plans
    way = (Button(Word("decide_some", {"count": waiting}), routes.TO_DECIDE.to(None)),)
    return replace(home, rows=(way, *home.rows) if waiting else (*home.rows[:-1], way, *home.rows[-1:]))


OWN_HOMES = frozenset({views.Home.template, views.DecidersHome.template})
"""Homes that lead to what there is to decide by themselves."""


def _waiting_longest(tx: Tx, request: Request) -> list[Button]:
    """Return the ways to what others wait for, what has waited longest first."""
    asking = requests.count_awaiting(tx, request.person.network_id)
    questions = messages.count_to_answer(tx, request.person)
    waiting = (
        (worklist.since(tx, request, "list"), Word("decide"), routes.TO_DECIDE.to(None)),
        (
            messages.asked_since(tx, request.person),
            Word("questions_wait", {"count": questions}),
            message_routes.QUESTIONS.to(""),
        ),
        (
            requests.since(tx, request.person.network_id),
            Word("see_requests", {"count": asking}),
            organisation_routes.REQUESTS.to(),
        ),
    )
    dated = [(at, word, data) for at, word, data in waiting if at is not None]
    found = [Button(word, data) for _, word, data in sorted(dated, key=lambda each: each[0])]
    return [replace(button, style="" if place else "primary") for place, button in enumerate(found)]


@routes.DECIDE.on
def card(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Show one endorsed plan and what is left in its call: enough to decide in one glance."""
    facts = plan_facts.facts_of(tx, request.moment, plan)
    actions = access.offered_actions(tx, request.moment, plan, request.person, facts)
    call = calls.by_id(tx, plan.call_id)
    offered = {
        Action.GRANT: Button(Word("grant", {"cents": plan.aid_cents or 0}), routes.GRANT.to(plan), style="success"),
        Action.OFFER: Button(Word("offer_less"), routes.OFFER.to(plan)),
        Action.ASK_REFERENT: Button(Word("ask_referent"), routes.POINT.to(plan)),
        Action.PUT_ON_WAITING_LIST: Button(Word("put_on_waiting_list"), routes.WAIT.to(plan)),
        Action.DECLINE: Button(Word("decline"), routes.DECLINE.to(plan)),
        Action.UNDO_DECISION: Button(Word("undo"), routes.UNDO.to(plan)),
        Action.CORRECT_GRANT: Button(Word("correct_grant"), routes.CORRECT.to(plan)),
    }
    rows = [button for action, button in offered.items() if action in actions]
    own = plan.state in TO_DECIDE and request.person.id in committee.who_accompany(tx, plan)
    others = committee.others_than(tx, call, plan) if own else []
    coordinates = Role.COORDINATOR in access.roles_towards(tx, request.person, plan)
    if own and not others and coordinates:
        rows.append(Button(Word("call_deciders"), call_routes.DECIDERS.to(call.id), style="primary"))
    if plan.state in TAKING and coordinates and reference.is_used(tx, request.moment.app, plan):
        rows.append(Button(Word("change_ancv" if plan.ancv_reference else "type_ancv"), routes.ANCV.to(plan)))
    rows += [*copy_sheet.way(plan, facts), *files.ways(tx, request, plan, facts)]
    found = findings(facts)
    told = views.Card(
        **of_plan(tx, request, plan, facts).values,
        hidden=files.hidden(tx, request, plan, facts),
        kept=len(at_level(Level.OK, found)),
        unknown=to_check(found),
        beside=len(at_level(Level.NOT_APPLICABLE, found)),
        warnings=at_level(Level.WARN, found),
        refusals=at_level(Level.REFUSE, found),
        left=left_in(call),
        asked_call=call.asked_cents,
        rank=plans.rank_of(tx, plan),
        undoable=plan.state is State.ENDORSED and Action.GRANT not in actions and not own,
        accompanied=own,
        others=others,
        gap_word=(plan.word or {}).get("gap", ""),
        objective=_told("referent", "objective", facts),
        aim=_told("wishes", "aim", facts),
        first_time=_told("wishes", "first_time", facts),
    )
    home_list = next((name for name, states in LISTS.items() if plan.state in states), "list")
    back = Button(Word("back_to_list"), worklist.ROUTES[home_list].to(None))
    return told.page((*column(*rows), *review_routes.to_rules(plan, found), (back,)))


def _told(section: str, step: str, facts: Facts) -> views.Told:
    return section, plan_facts.STEPS[step], facts.value(step)


@routes.GRANT.on
def grant(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Grant what was asked, in full; where not that much is left, the card says how much, with the other ways."""
    try:
        with tx.all_or_nothing():
            done = acts.grant(tx, request, plan)
    except Refused as refused:
        if refused.code not in SHORT:
            raise
        return replace(card(tx, request, plan), notes=(Problem(refused.code, dict(refused.values)),))
    return decided(tx, request, done, "granted")


SHORT = frozenset({"nothing_left", "quota_reached"})
"""Why a plan that may be granted cannot be granted now: less can be offered, or it can wait."""


@routes.WAIT.on
def wait(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Put a plan on the waiting list, and show the next one."""
    return decided(tx, request, acts.put_on_waiting_list(tx, request, plan), "waiting")


def decided(tx: Tx, request: Request, plan: PlanRow, what: str) -> Page:
    """Show what was decided, what is left, how to undo it for two minutes; the next plan comes by itself."""
    following, others = worklist.following(tx, request)
    figures = Button(Word("figures"), routes.FIGURES.to(plan.call_id))
    rows = [Button(Word("undo"), routes.UNDO.to(plan))] + ([] if following else [figures, HOME])
    told = views.Decided(
        plan=plan,
        what=what,
        granted=plan.granted_cents,
        left=left_in(calls.by_id(tx, plan.call_id)),
        others=others,
        minutes=UNDO_WINDOW // timedelta(minutes=1),
    )
    then = card(tx, request, following) if following else None
    return told.page(column(*rows), then=then)


@routes.UNDO.on
def undo(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Take a decision back, and show the plan again."""
    return card(tx, request, acts.undo(tx, request, plan))


@routes.OFFER.on
def offer(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Ask for an amount of less than was asked."""
    return prompting.resume(tx, request, forms.begin(tx, request, OFFER, plan.id))


def offer_said(tx: Tx, request: Request, form: Form) -> Screen:
    """Offer the amount that was said."""
    plan = forms.finish(tx, request, form, Role.DECIDER)
    return decided(tx, request, acts.offer(tx, request, plan, form.facts.value("offered")), "offered")


@routes.POINT.on
def point(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Ask which point the referent is asked about."""
    return prompting.resume(tx, request, forms.begin(tx, request, POINT, plan.id))


def point_said(tx: Tx, request: Request, form: Form) -> Screen:
    """Ask the referent about the point that was said."""
    done = acts.ask_referent(tx, request, form)
    return views.PointAsked(done).page(column(worklist.BACK, HOME))


@routes.DECLINE.on
def decline(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Ask for a listed reason, and what is possible instead."""
    return prompting.resume(tx, request, forms.begin(tx, request, DECLINE, plan.id))


def decline_said(tx: Tx, request: Request, form: Form) -> Screen:
    """Decline for the reason that was said."""
    return decided(tx, request, acts.decline(tx, request, form), "declined")


@routes.ANCV.on
def ancv(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Ask for the reference that ANCV's own tool gave."""
    acts.need_taking(tx, request, plan)
    return prompting.resume(tx, request, forms.begin(tx, request, ANCV, plan.id))


def ancv_said(tx: Tx, request: Request, form: Form) -> Screen:
    """Keep the reference that was typed, and show the plan with it."""
    return card(tx, request, acts.keep_reference(tx, request, form))


@routes.INVITE.on
def invite_referent(tx: Tx, request: Request) -> Screen:
    """Begin to invite an organisation's referent."""
    return prompting.resume(tx, request, forms.begin(tx, request, INVITE_REFERENT))
