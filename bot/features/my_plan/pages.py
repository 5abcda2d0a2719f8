"""The beneficiary's own road: where the plan stands, the recap, sending, and what may be done next."""

from collections.abc import Callable
from datetime import datetime

from bot.domain.aid import AidForm
from bot.domain.handovers import to_hand
from bot.domain.people import Role, Writing
from bot.domain.plans import CHANGEABLE, EDITABLE, Action, State
from bot.features.caseload import routes as caseload_routes
from bot.features.groups import member
from bot.features.groups.seats import Seat
from bot.features.membership import acts as membership
from bot.features.membership import privacy
from bot.features.menu import routes as menu_routes
from bot.features.my_plan import routes, ways
from bot.features.my_plan.views import MayIWrite, NoPlan, Paused, Sent, Standing, TakeBack, Welcome
from bot.interaction import forms, prompting
from bot.interaction.forms import plan_token
from bot.interaction.home import HOME, HOME_ROUTE
from bot.interaction.request import Request
from bot.notices import calendars
from bot.plan import access, corrected, transitions
from bot.plan import facts as plan_facts
from bot.plan.giving_back import theirs_to_give_back
from bot.plan.reading import who_reads
from bot.storage import calls, departures, handovers, people, plans
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import PLAN, authors
from conversations.engine import flow
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.steps import Need
from conversations.reckoning import aid_form, payment


def own_stay(tx: Tx, request: Request) -> PlanRow | None:
    """Return the plan that the reader leaves with, which may be a group's: of that, only what all share is shown."""
    plan = access.own_plan(tx, request.person)
    part = member.part_of(tx, request, plan)
    return plan if part is None else part.plan


def home(tx: Tx, request: Request) -> Screen:
    """Show a beneficiary the plan there is first, never a new one: a second one is an act of its own."""
    unread = before_all(tx, request)
    if unread is not None:
        return unread
    plan, part = _own(tx, request)
    if part is not None:
        return member.page(tx, request, part)
    if plan is None:
        ways = Button(Word("help"), menu_routes.HELP.to()), Button(Word("language"), menu_routes.LANGUAGE.to(""))
        return NoPlan().page(column(*ways))
    return standing(tx, request, plan)


def _own(tx: Tx, request: Request) -> tuple[PlanRow | None, Seat | None]:
    plan = access.own_plan(tx, request.person)
    return plan, member.part_of(tx, request, plan) or (member.last_seat(tx, request) if plan is None else None)


def before_all(tx: Tx, request: Request) -> Screen | None:
    """Show what is read before anything is asked: the first screen, or a privacy notice that has changed; else None."""
    if not privacy.is_unread(request.person):
        return None
    plan, part = _own(tx, request)
    if (plan or part) is None:
        return None
    new = request.person.notice_version == 0
    return welcome(tx, request, plan) if new else privacy.to_be_accepted(tx, request)


def welcome(tx: Tx, request: Request, plan: PlanRow | None) -> Page:
    """Show the first screen: the referent's own word, and below it the privacy notice, which leads on."""
    word = (plan.word if plan is not None else None) or {}
    voice = word.get("voice", {}).get("id")
    secret = access.discreet(request.person)
    view = Welcome(
        name="" if secret else request.person.name,
        referent=request.person.referent_name,
        word=word.get("text", ""),
        has_voice=bool(voice),
        reads_at=reads_at(tx, request),
        written=written_for(tx, request, plan),
    )
    return view.page(voice=voice, then=privacy.to_be_accepted(tx, request))


def written_for(tx: Tx, request: Request, plan: PlanRow | None) -> int:
    """Return how many questions of the reader's plan others have dealt with so far: the reader begins behind them."""
    if plan is None or not access.unsent(plan):
        return 0
    return len(authors.by_others(plan_facts.facts_of(tx, request.moment, plan), request.person.id))


def reads_at(tx: Tx, request: Request) -> datetime | None:
    """Return when the referent of the caller, or the stand-in, reads again; None within the hours of that one."""
    reader_id = people.reader_for(tx, request.person.id)
    if reader_id is None:
        return None
    opens = calendars.office_of(tx, request.moment.app, people.by_id(tx, reader_id)).next_open(request.now)
    return opens if opens > request.now else None


def standing(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Show where the plan stands, on one screen, and what may be done now."""
    facts = plan_facts.facts_of(tx, request.moment, plan)
    missing = flow.missing(PLAN, facts, Need.SEND)
    following = flow.current(PLAN, facts)
    call = facts.call
    leaving, held = departures.of_plan(tx, plan.id), handovers.of_plan(tx, plan.id)
    give_back, all_vouchers = theirs_to_give_back(tx, plan, held)
    reading, unread = who_reads(tx, request.person), plan.state in {*EDITABLE, State.TO_REVIEW}
    refunded = aid_form(facts) is AidForm.REFUND
    view = Standing(
        name=request.person.name,
        plan=plan,
        state=plan.state.value,
        done=ways.begun(facts),
        next=(following.section.name, following.step) if following is not None else None,
        missing=[(placed.section.name, placed.step) for placed in missing],
        people_by=call.people_by if call else None,
        answer_after=call.answer_after(request.moment.today) if call else None,
        late=bool(call and call.is_late(request.now)),
        closed=bool(call and not call.is_open(request.now)),
        changes=[name for name, reopening in facts.reopened.items() if not reopening.done],
        place_kept=facts.value("place_kept") == "yes" or "place_kept" in leaving.ticks,
        changing=bool(leaving.change) and plan.state in CHANGEABLE,
        problem=leaving.all_well is False,
        payment=payment(facts),
        rank=plans.rank_of(tx, plan),
        giver=plan_facts.giver(request.moment, plan, facts),
        aid_form=aid_form(facts),
        receipt=held.receipt.value if held else None,
        waiting=held.to_confirm() if held is not None else None,
        to_come=to_hand(plan.state, plan.granted_cents, held, refunded=refunded) if held is not None else 0,
        give_back=give_back,
        back_in_vouchers=all_vouchers,
        withdrawn=corrected.is_known_withdrawn(plan),
        can_undo=Action.UNDO_CANCELLATION in access.offered_actions(tx, request.moment, plan, request.person, facts),
        can_resume=ways.can_resume(tx, request, plan),
        reads=reading.reads,
        until=reading.until if unread else None,
    )
    return view.page(ways.rows_of(tx, request, plan, facts), status="")


def postpone_button(tx: Tx, request: Request) -> list[Button]:
    """Return the way to "not this year" for a page on which to stop, while the reader's plan can still be put off."""
    plan = access.own_plan(tx, request.person)
    if plan is None:
        return []
    facts = plan_facts.facts_of(tx, request.moment, plan)
    actions = access.offered_actions(tx, request.moment, plan, request.person, facts)
    return [Button(Word("postpone_plan"), routes.POSTPONE.to(plan))] if Action.POSTPONE in actions else []


@routes.GO.on
def go_on(tx: Tx, request: Request) -> Screen:
    """Ask the current question of the reader's plan, or show where the plan stands when there is none."""
    plan = access.own_plan(tx, request.person)
    if plan is None or plan.state not in EDITABLE:
        return home(tx, request)
    return prompting.resume(tx, request, forms.load(tx, request, plan_token(plan, "s")))


def phase(tx: Tx, request: Request, letter: str) -> Screen:
    """Ask a later part of the plan: prices (e), or what is asked before leaving (l)."""
    plan = access.own_plan(tx, request.person)
    if plan is None or plan.state not in forms.OPEN_IN[letter]:
        return home(tx, request)
    return prompting.resume(tx, request, forms.load(tx, request, plan_token(plan, letter)))


@routes.SEND_AGAIN.on
def send(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Send the plan to the referent, or send it again after the changes that were asked for."""
    action = Action.SEND_AGAIN if plan.state is State.TO_COMPLETE else Action.SEND
    sent = transitions.perform(tx, request.moment, plan, action, request.person)
    by_referent = sent.beneficiary_id != request.person.id
    beneficiary = people.by_id(tx, sent.beneficiary_id)
    view = Sent(
        plan=sent,
        referent=beneficiary.referent_name,
        name=beneficiary.name,
        by_referent=by_referent,
        urgent=plan_facts.call_of(request.moment.app, calls.by_id(tx, sent.call_id)).is_late(request.now),
        may_write=beneficiary.reach.may_write_first,
    )
    first = (
        Button(Word("open_card"), caseload_routes.CARD.to(sent))
        if by_referent
        else Button(Word("prices"), routes.PRICES.to())
    )
    return view.page(column(first, HOME))


@routes.TAKE_BACK.on
def take_back(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Ask once whether to take the plan back, and say who then reads it no more."""
    rows = column(
        Button(Word("take_back_surely"), routes.TAKE_BACK_SURELY.to(plan), style="danger"),
        Button(Word("leave_it_sent"), HOME_ROUTE.to()),
    )
    return TakeBack(request.person.referent_name).page(rows)


@routes.TAKE_BACK_SURELY.on
def take_back_surely(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Take the plan back before it is reviewed."""
    return standing(tx, request, transitions.perform(tx, request.moment, plan, Action.TAKE_BACK, request.person))


def pause(tx: Tx, request: Request) -> Page:
    """Say that nothing is lost; at the first pause, ask a beneficiary whether the bot may write."""
    if request.person.writing is None and request.person.has(Role.BENEFICIARY) and not access.discreet(request.person):
        rows = column(*(Button(Word(f"write_{writing.value}"), routes.WRITING[writing].to()) for writing in Writing))
        return MayIWrite().page(rows)
    return paused()


@routes.PAUSE.on
def pause_now(_tx: Tx, _request: Request) -> Page:
    """Pause without the question that is asked at the first pause."""
    return paused()


def _chosen(writing: Writing) -> Callable[[Tx, Request], Page]:
    def chosen(tx: Tx, request: Request) -> Page:
        membership.choose_writing(tx, request, writing)
        return paused()

    return chosen


for _writing, _route in routes.WRITING.items():
    _route.on(_chosen(_writing))


def paused() -> Page:
    """Show that all is saved, and how to come back."""
    on = Button(Word("continue"), routes.GO.to(), style="primary")
    return Paused().page(column(on, Button(Word("recap"), routes.RECAP.to())))
