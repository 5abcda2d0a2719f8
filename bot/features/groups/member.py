"""A member's side: what all share, the own part, yes with one tap, "not me" without a reason. Never who else comes."""

from dataclasses import dataclass

from bot.domain.groups import COUNTED, HIDDEN_BELOW, Part, Way, after_leaving, may_confirm, way
from bot.domain.people import PRIVACY_NOTICE, Refused
from bot.domain.plans import LIVE, State
from bot.domain.reports import AFTER_RETURN
from bot.features.departure import routes as departure_routes
from bot.features.groups import acts, routes
from bot.features.groups.seats import Seat
from bot.features.menu import routes as menu_routes
from bot.features.messages import routes as message_routes
from bot.features.my_plan import routes as plan_routes
from bot.features.reports import report_context
from bot.features.reports import routes as report_routes
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME, HOME_ROUTE
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.plan.leaving import LEAVING
from bot.storage import groups, member_stays, plans, sessions
from bot.storage.groups import Member
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations import group
from conversations.engine import flow
from conversations.engine.answers import Given
from conversations.engine.dates import Span
from conversations.engine.keyboard import Button, Data, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.steps import Step


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What every member may know of a group's plan."""

    state: str
    place: str | None
    place_step: Step
    dates: Span | None
    people: int | None
    referent: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """A household as its member told it: help and worries each with the question that they answer."""

    adults: int | None
    ages: tuple[int, ...]
    own: int | None
    help: tuple[Step, tuple[str, ...]]
    worries: tuple[Step, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class OwnPart(Shared, Told, View, template="group_member/part"):
    """A member's own part of a group."""

    part: str
    ready: bool
    own_waits: bool
    problem: bool


@dataclass(frozen=True)
class Surely(View, template="group_member/surely"):
    """The question before a member leaves."""


@dataclass(frozen=True)
class Left(View, template="group_member/left"):
    """The member is no longer in the group."""

    referent: str


UNDER_WAY = LIVE - AFTER_RETURN - {State.POSTPONED}
"""A stay is to come or has begun: what a beneficiary's home begins with."""


def part_of(tx: Tx, request: Request, own: PlanRow | None) -> Seat | None:
    """Return the part of a group that a beneficiary's home shows: what is under way comes first, then the own plan.

    A draft of their own stands aside; of two stays that are over, the one that was begun last comes first.
    """
    sent = own is not None and not access.unsent(own)
    if own is not None and sent and own.state in UNDER_WAY:
        return None
    seat = next(iter(_seats(tx, request.person)), None)
    if own is None or seat is None or not sent or seat.plan.state in UNDER_WAY:
        return seat
    return None if own.state in LIVE and own.id > seat.plan.id else seat


def _seats(tx: Tx, person: Person) -> list[Seat]:
    """Return the person's part of each group that is not closed: first those under way, then the latest."""
    seats = [Seat(each, person, access.need(tx, each.plan_id)) for each in groups.live_parts_of(tx, person.id)]
    return sorted(seats, key=lambda seat: seat.plan.state not in UNDER_WAY)


def last_seat(tx: Tx, request: Request) -> Seat | None:
    """Return the reader's part of the last group: all there is to see for a beneficiary without a plan of their own."""
    last = groups.latest_part_of(tx, request.person.id)
    return Seat(last, request.person, access.need(tx, last.plan_id)) if last is not None else None


def away(tx: Tx, person: Person) -> Seat | None:
    """Return the person's part of the group that is away now, or None."""
    seats = (seat for seat in _seats(tx, person) if seat.plan.state is State.AWAY)
    return next((seat for seat in seats if seat.member.part in COUNTED), None)


def ways(tx: Tx, request: Request) -> list[Button]:
    """Return the way from the page of the own plan to a group that the reader is in."""
    return [Button(Word("group_mine"), routes.SEE.to(seat.member.id)) for seat in _seats(tx, request.person)[:1]]


def opens(mine: Member | None, person: Person) -> Data:
    """Return where a notice leads a member: to the page of this part, but home until the first page of all is read."""
    return routes.SEE.to(mine.id) if mine is not None and person.notice_version >= PRIVACY_NOTICE else HOME_ROUTE.to()


@routes.SEE.on
def page(tx: Tx, request: Request, seat: Seat) -> Page:
    """Show where, when, with how many, and the reader's household; what waits for the reader comes first."""
    member = seat.member
    own = plans.live_of(tx, seat.person.id)
    view = OwnPart(
        **vars(shared(tx, request, seat.plan)),
        **vars(told(member)),
        part=member.part.value,
        ready=group.household(member.answers) is not None,
        own_waits=own is not None and own.state is State.POSTPONED,
        problem=member_stays.of_member(tx, member.id).all_well is False,
    )
    faces = report_context.offer(tx, request, seat.plan) if member.part is Part.CONFIRMED and _sent(seat.plan) else None
    return view.page(column(*_ways(tx, seat), *_elsewhere(tx, seat)), status="", then=faces)


def _sent(plan: PlanRow) -> bool:
    return not access.unsent(plan)


def _elsewhere(tx: Tx, seat: Seat) -> list[Button]:
    """Return the ways to other groups, to an own plan (of before, of another call, or until a yes), and to help."""
    others = [each.member for each in _seats(tx, seat.person) if each.member.id != seat.member.id]
    rows = [Button(Word("group_other"), routes.SEE.to(each.id)) for each in others]
    own = plans.live_of(tx, seat.person.id) or plans.latest_of(tx, seat.person.id)
    if own is not None and (_sent(own) or own.state is State.DRAFT):
        rows.append(Button(Word("own_plan"), plan_routes.OWN_PLAN.to()))
    if seat.plan.state not in LIVE and (own is not None or others):
        rows.append(HOME)
    return [*rows, Button(Word("help"), menu_routes.HELP.to())]


def shared(tx: Tx, request: Request, plan: PlanRow) -> Shared:
    """Return what every member may know of the plan; with few households not even how many people come."""
    facts = plan_facts.facts_of(tx, request.moment, plan)
    known = group.loaded(plan.households or {})
    return Shared(
        state=plan.state.value,
        place=facts.value("place"),
        place_step=plan_facts.STEPS["place"],
        dates=facts.value("dates"),
        people=known.people if known.households >= HIDDEN_BELOW else None,
        referent=request.person.referent_name,
    )


def told(member: Member) -> Told:
    """Return a household as its member told it."""
    said = group.household(member.answers)
    worries = flow.load_answers(member.answers, group.STEPS).get("worries")
    return Told(
        adults=said.adults if said else None,
        ages=said.ages if said else (),
        own=said.own if said else None,
        help=(group.STEPS["help"], said.help if said else ()),
        worries=(group.STEPS["worries"], worries.value if isinstance(worries, Given) else ()),
    )


def _ways(tx: Tx, seat: Seat) -> list[Button]:
    member, state = seat.member, seat.plan.state
    rows = [*_while_away(seat), *_of_after(tx, seat)]
    said = group.household(member.answers) is not None
    if may_confirm(member.part, state):
        if said:
            rows.append(Button(Word("group_yes"), routes.YES.to(member.id), style="success"))
        word = "group_change_part" if said else "group_say_who"
        rows.append(Button(Word(word), routes.SAY.to(member.id), style="" if said else "primary"))
    elif member.part is Part.CONFIRMED and way(state) is Way.AT_ONCE:
        rows.append(Button(Word("group_change_part"), routes.SAY.to(member.id)))
    if state in LEAVING and member.part is Part.CONFIRMED and not access.discreet(seat.person):
        rows.append(Button(Word("to_calendar"), departure_routes.CALENDAR.to(), style="primary"))
    if seat.person.referent_id is not None:
        rows.append(Button(Word("write_to_referent"), message_routes.WRITE.to()))
    if member.part is Part.LEAVING and state in LIVE:
        rows.append(Button(Word("group_come_after_all"), routes.STAY.to(member.id)))
    elif after_leaving(member.part, state) is not None:
        word = "group_no_longer" if member.part is Part.CONFIRMED else "group_not_me"
        rows.append(Button(Word(word), routes.ASK_LEAVE.to(member.id)))
    return rows


def _while_away(seat: Seat) -> list[Button]:
    """Offer to tell what goes wrong, as on the page of a stay of their own."""
    there = seat.plan.state is State.AWAY and seat.member.part in COUNTED
    return [Button(Word("not_well"), departure_routes.NOT_WELL.to())] if there else []


def _of_after(tx: Tx, seat: Seat) -> list[Button]:
    """Offer to tell of a stay that is over, in the member's own chat."""
    over = seat.member.part in COUNTED and report_context.may_tell(tx, seat.plan, seat.person.id)
    return [Button(Word("tell_the_stay"), report_routes.STORY.to(), style="primary")] if over else []


# What a member does


@routes.SAY.on
def say(tx: Tx, request: Request, seat: Seat) -> Screen:
    """Ask who comes; what was begun goes on where it stopped. Raises Refused("group_not_now")."""
    _need_writing(seat)
    return ask(tx, request, seat)


def _need_writing(seat: Seat) -> None:
    if seat.member.part not in {Part.ASKED, Part.CONFIRMED} or way(seat.plan.state) is not Way.AT_ONCE:
        raise Refused("group_not_now")


def ask(tx: Tx, request: Request, seat: Seat) -> Screen:
    """Ask the questions of a household, of its member or of the referent beside."""
    begun = sessions.open_about(tx, request.person.id, group.HOUSEHOLD.name, seat.member.id)
    form = forms.of_row(tx, request, begun) if begun else forms.begin(tx, request, group.HOUSEHOLD, seat.member.id)
    return prompting.resume(tx, request, form)


def said(tx: Tx, request: Request, form: Form, seat: Seat) -> Page:
    """Keep what a member said of the own household, and show it to be confirmed. Raises Refused("group_not_now")."""
    _need_writing(seat)
    if form.row is None:
        raise Refused("not_found")
    return page(tx, request, acts.keep_answers(tx, request, seat, form.row))


@routes.YES.on
def yes(tx: Tx, request: Request, seat: Seat) -> Page:
    """Say that the household comes. Raises Refused: "group_not_now", and as `confirm`."""
    acts.come(tx, request, seat)
    return _again(tx, request, seat)


@routes.ASK_LEAVE.on
def surely(_tx: Tx, _request: Request, seat: Seat) -> Page:
    """Ask once before a member leaves: there is no way back but by the referent."""
    rows = column(
        Button(Word("group_surely_not"), routes.LEAVE.to(seat.member.id)),
        Button(Word("group_stay"), routes.SEE.to(seat.member.id)),
    )
    return Surely().page(rows, status="")


@routes.LEAVE.on
def leave(tx: Tx, request: Request, seat: Seat) -> Page:
    """Leave the group. Raises Refused("group_not_now")."""
    if acts.leave(tx, request, seat) is Part.LEFT:
        return Left(seat.person.referent_name).page(column(HOME), status="")
    return _again(tx, request, seat)


@routes.STAY.on
def stay(tx: Tx, request: Request, seat: Seat) -> Page:
    """Come after all. Raises Refused("group_not_now")."""
    acts.stay(tx, request, seat)
    return _again(tx, request, seat)


def _again(tx: Tx, request: Request, seat: Seat) -> Page:
    """Show the member's part as it is now."""
    return page(tx, request, routes.OWN_SEAT.of(tx, request, seat.member.id))
