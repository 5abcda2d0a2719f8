"""What a referent and members do to a group: picking, asking, saying who comes, coming, leaving. No page, no button."""

from datetime import datetime

from bot.domain.groups import COUNTED, Part, Way, after_leaving, may_confirm, way
from bot.domain.ids import CallId, MemberId, PersonId
from bot.domain.notices import GROUP_ASKED, GROUP_WAITS
from bot.domain.people import Contact, Refused, Role
from bot.features.groups.households import confirm, settle
from bot.features.groups.seats import Seat
from bot.interaction.request import Request
from bot.plan import access, drafts
from bot.plan.access import unsent
from bot.storage import groups, outbox, people, plans, sessions
from bot.storage.changes import MemberChanges
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from bot.storage.sessions import FormRow

BY_THE_REFERENT = "group"
"""In place of how a person agreed: what is asked of a group itself is the referent's own to answer."""


def need_open(plan: PlanRow) -> None:
    """Refuse to ask members of a plan that is no longer written. Raises Refused("group_not_now")."""
    if way(plan.state) is not Way.AT_ONCE:
        raise Refused("group_not_now")


def need_asked(seat: Seat, *ways: Way) -> None:
    """Refuse a member who is not asked now, or whose group cannot take an answer. Raises Refused("group_not_now")."""
    if seat.member.part is not Part.ASKED or way(seat.plan.state) not in ways:
        raise Refused("group_not_now")


# Founding, and who is in it


def found(tx: Tx, request: Request, name: str, call_id: CallId) -> PlanRow:
    """Found a group: the person row that stands for it, and its draft. Raises Refused("no_organisation")."""
    referent = request.person
    if referent.organisation_id is None:
        raise Refused("no_organisation")
    person_id = people.add(
        tx,
        request.now,
        referent.network_id,
        name,
        frozenset(),
        organisation_id=referent.organisation_id,
        contact=Contact.NONE,
    )
    people.attach(tx, person_id, referent.id, request.now)
    plan = drafts.begin(tx, request.moment, people.by_id(tx, person_id), call_id, by=referent.id)
    consent = {"mode": BY_THE_REFERENT, "on": request.moment.today.isoformat(), "by": referent.id}
    plans.save(tx, plan, request.now, households={}, consent=consent)
    return access.need(tx, plan.id)


def add_person(tx: Tx, request: Request, plan: PlanRow, name: str) -> MemberId:
    """Add a member without a telephone, whom the referent accompanies from now on and answers beside."""
    need_open(plan)
    referent = request.person
    person_id = people.add(
        tx,
        request.now,
        referent.network_id,
        name,
        frozenset({Role.BENEFICIARY}),
        organisation_id=plan.organisation_id,
        contact=Contact.NONE,
    )
    people.attach(tx, person_id, referent.id, request.now)
    groups.add(tx, plan.id, person_id, Part.ASKED, request.now)
    return next(each.id for each in groups.of_plan(tx, plan.id) if each.person_id == person_id)


def pickable(tx: Tx, request: Request, plan: PlanRow) -> tuple[list[Person], int]:
    """Find the beneficiaries who can come, by name, and count those with a plan of their own or in another group."""
    mine = [each for each in people.accompanied(tx, request.person.id) if each.roles]
    ids = [each.id for each in mine]
    own = {of for of, row in groups.own_plans(tx, ids, plan.call_id).items() if not unsent(row)}
    taken = groups.in_call(tx, ids, plan.call_id, COUNTED)
    elsewhere = {of for of, number in taken.items() if number != plan.id}
    free = [each for each in mine if each.id not in own | elsewhere]
    return sorted(free, key=lambda each: each.name.casefold()), len(own | elsewhere)


def turn_pick(tx: Tx, request: Request, plan: PlanRow, person_id: PersonId) -> None:
    """Pick a beneficiary, or undo it before anybody is told. Raises Refused: "group_not_now", "not_found"."""
    need_open(plan)
    if person_id not in {each.id for each in pickable(tx, request, plan)[0]}:
        raise Refused("not_found")
    known = next((each for each in groups.of_plan(tx, plan.id) if each.person_id == person_id), None)
    if known is None or known.part is Part.LEFT:
        groups.add(tx, plan.id, person_id, Part.PICKED, request.now)
    elif known.part is Part.PICKED:
        groups.change(tx, known, request.now, part=Part.LEFT)


def ask_picked(tx: Tx, request: Request, plan: PlanRow) -> None:
    """Ask every picked member, each in the way that reaches them. Raises Refused("group_not_now")."""
    need_open(plan)
    for each in groups.of_plan(tx, plan.id):
        if each.part is Part.PICKED:
            groups.change(tx, each, request.now, part=Part.ASKED)
            tell_asked(tx, request, plan, each.person_id)


def ask_again(tx: Tx, request: Request, seat: Seat) -> None:
    """Ask a member once more. Raises Refused("group_not_now")."""
    need_asked(seat, Way.AT_ONCE)
    tell_asked(tx, request, seat.plan, seat.person.id)


def tell_asked(tx: Tx, request: Request, plan: PlanRow, person_id: PersonId) -> None:
    """Queue the question to one member, at most once a day."""
    notice = outbox.Outgoing(
        key=f"group:{plan.id}:{GROUP_ASKED}:{request.moment.today.isoformat()}",
        recipient_id=person_id,
        kind=GROUP_ASKED,
        context={"plan": plan.id},
        created_at=request.now,
        due_at=request.now,
        plan_id=plan.id,
    )
    outbox.put(tx, [notice])


# What a household says


def keep_answers(tx: Tx, request: Request, seat: Seat, said: FormRow) -> Seat:
    """Keep what was said of a household. One that was confirmed counts again once it is confirmed again."""
    sessions.close_form(tx, said.id)
    values: MemberChanges = {"answers": said.answers}
    if seat.member.part in COUNTED:
        values |= {"part": Part.ASKED, "confirmed_at": None}
    groups.change(tx, seat.member, request.now, **values)
    changed = groups.member(tx, seat.member.id)
    if changed is None:
        raise Refused("not_found")
    return Seat(changed, seat.person, settle(tx, request, seat.plan))


def confirm_beside(tx: Tx, request: Request, seat: Seat) -> None:
    """Confirm a member who agreed beside the referent. Raises Refused: "group_not_now", and as `confirm`."""
    need_asked(seat, Way.AT_ONCE, Way.BY_REFERENT, Way.BY_CHANGE)
    confirm(tx, request, seat)


def come(tx: Tx, request: Request, seat: Seat) -> None:
    """Confirm the member's own household. Raises Refused: "group_not_now", and as `confirm`."""
    if not may_confirm(seat.member.part, seat.plan.state):
        raise Refused("group_not_now")
    _tell_when_all_answered(tx, request, confirm(tx, request, seat))


def leave(tx: Tx, request: Request, seat: Seat) -> Part:
    """Leave a group: at once while the plan is written; once it is sent the referent reads it first.

    Raises:
        Refused: "group_not_now" when the plan's state lets nobody leave.
    """
    then = after_leaving(seat.member.part, seat.plan.state)
    if then is None:
        raise Refused("group_not_now")
    if then is Part.LEFT:
        groups.change(tx, seat.member, request.now, part=then, answers=None, confirmed_at=None)
        _tell_when_all_answered(tx, request, settle(tx, request, seat.plan))
    elif seat.member.part is not Part.LEAVING:
        groups.change(tx, seat.member, request.now, part=then)
        tell_referent(tx, request.now, seat.plan, f"leaving:{seat.member.id}", request.person.id)
    return then


def stay(tx: Tx, request: Request, seat: Seat) -> None:
    """Come after all, as long as the referent has not taken the household out. Raises Refused("group_not_now")."""
    if seat.member.part is not Part.LEAVING:
        raise Refused("group_not_now")
    groups.change(tx, seat.member, request.now, part=Part.CONFIRMED)


def _tell_when_all_answered(tx: Tx, request: Request, plan: PlanRow) -> None:
    """Tell the referent once when nobody is left who was asked, instead of once for each."""
    if not any(each.part is Part.ASKED for each in groups.of_plan(tx, plan.id)):
        tell_referent(tx, request.now, plan, f"answered:{plan.version}", request.person.id)


def tell_referent(tx: Tx, now: datetime, plan: PlanRow, what: str, by: int | None = None) -> None:
    """Tell the group's referent that something waits, unless the referent did it; `what` makes it go out once."""
    reader_id = people.reader_for(tx, plan.beneficiary_id)
    if reader_id is None or reader_id == by:
        return
    notice = outbox.Outgoing(
        key=f"group:{plan.id}:{what}",
        recipient_id=reader_id,
        kind=GROUP_WAITS,
        context={"plan": plan.id},
        created_at=now,
        due_at=now,
        plan_id=plan.id,
    )
    outbox.put(tx, [notice])
