"""A member's side: what all share, her own part, yes with one tap, "not me" without a reason. Never who else comes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.domain.groups import COUNTED, HIDDEN_BELOW, Part, Way, after_leaving, may_confirm, way
from bot.domain.notices import GROUP_WAITS
from bot.domain.people import PRIVACY_NOTICE, Refused
from bot.domain.plans import LIVE, State
from bot.domain.reports import AFTER_RETURN
from bot.features.groups.households import Seat, confirm, seat_of_her_own, settle
from bot.features.my_plan.next_steps import LEAVING
from bot.features.reports import report_context
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.prompting import Door
from bot.interaction.request import Request
from bot.interaction.routes import encode_id
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage import groups, member_stays, outbox, people, plans, sessions
from bot.storage.groups import Member
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations import group
from conversations.engine import flow
from conversations.engine.answers import Given
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.reckoning import nights

UNDER_WAY = LIVE - AFTER_RETURN - {State.POSTPONED}
"""A stay is to come or has begun: what her home begins with."""


def part_of(tx: Tx, request: Request, own: PlanRow | None) -> Seat | None:
    """Her part of a group, where that is what her home shows: what is under way comes first, of that her own plan.

    A draft of her own stands aside; of two stays that are over, the one that was begun last comes first.
    """
    sent = own is not None and not access.unsent(own)
    if own is not None and sent and own.state in UNDER_WAY:
        return None
    seat = next(iter(_seats(tx, request.person)), None)
    if own is None or seat is None or not sent or seat.plan.state in UNDER_WAY:
        return seat
    return None if own.state in LIVE and own.id > seat.plan.id else seat


def _seats(tx: Tx, person: Person) -> list[Seat]:
    """Her part of each group that is not closed, the latest first, and before all those that are under way."""
    seats = [Seat(each, person, access.need(tx, each.plan_id)) for each in groups.live_parts_of(tx, person.id)]
    return sorted(seats, key=lambda seat: seat.plan.state not in UNDER_WAY)


def last_seat(tx: Tx, request: Request) -> Seat | None:
    """Her part of the last group she was in: all that there is to see for somebody who has had no plan of her own."""
    last = groups.latest_part_of(tx, request.person.id)
    return Seat(last, request.person, access.need(tx, last.plan_id)) if last is not None else None


def away(tx: Tx, person: Person) -> Seat | None:
    """Her part of the group with which she is away now, or None."""
    seats = (seat for seat in _seats(tx, person) if seat.plan.state is State.AWAY)
    return next((seat for seat in seats if seat.member.part in COUNTED), None)


def ways(tx: Tx, request: Request) -> list[Button]:
    """On the page of her own plan: the way to a group that she is in."""
    return [Button(Word("group_mine"), see(seat.member)) for seat in _seats(tx, request.person)[:1]]


def see(member: Member) -> str:
    """Button data of the page of her part."""
    return f"g:group:see:{encode_id(member.id)}"


def opens(mine: Member | None, person: Person) -> str:
    """Return where a notice leads a member: to the page of this part, but home until the first page of all is read."""
    return see(mine) if mine is not None and person.notice_version >= PRIVACY_NOTICE else "g:home"


def page(tx: Tx, request: Request, seat: Seat) -> Page:
    """Where, when, with how many; who comes with her and what she puts in; what awaits her is the first button."""
    member = seat.member
    said = group.household(member.answers)
    own = plans.live_of(tx, seat.person.id)
    values = {
        **shared(tx, request, seat.plan),
        **hers(member),
        "part": member.part.value,
        "ready": said is not None,
        "own_waits": own is not None and own.state is State.POSTPONED,
        "problem": member_stays.of_member(tx, member.id).all_well is False,
    }
    faces = report_context.offer(tx, request, seat.plan) if member.part is Part.CONFIRMED and _sent(seat.plan) else None
    return Page("group_member/part", values, column(*_ways(tx, seat), *_elsewhere(tx, seat)), status="", then=faces)


def _sent(plan: PlanRow) -> bool:
    return not access.unsent(plan)


def _elsewhere(tx: Tx, seat: Seat) -> list[Button]:
    """Other groups she is in, a plan of her own (of before, in another call, or until she says yes), and help."""
    others = [each.member for each in _seats(tx, seat.person) if each.member.id != seat.member.id]
    rows = [Button(Word("group_other"), see(each)) for each in others]
    own = plans.live_of(tx, seat.person.id) or plans.latest_of(tx, seat.person.id)
    if own is not None and (_sent(own) or own.state is State.DRAFT):
        rows.append(Button(Word("own_plan"), "g:own"))
    if seat.plan.state not in LIVE and (own is not None or others):
        rows.append(HOME)
    return [*rows, Button(Word("help"), "g:help")]


def shared(tx: Tx, request: Request, plan: PlanRow) -> dict[str, Any]:
    """What every member may know of the plan; with few households not even how many people come."""
    facts = plan_facts.facts_of(tx, request.moment, plan)
    known = group.loaded(plan.households or {})
    return {
        "state": plan.state.value,
        "place": facts.value("place"),
        "place_step": plan_facts.STEPS["place"],
        "dates": facts.value("dates"),
        "nights": nights(facts),
        "people": known.people if known.households >= HIDDEN_BELOW else None,
        "referent": request.person.referent_name,
    }


def hers(member: Member) -> dict[str, Any]:
    """Her household as she told it."""
    said = group.household(member.answers)
    answers = flow.load_answers(member.answers, group.STEPS)
    worries = answers.get("worries")
    return {
        "adults": said.adults if said else None,
        "ages": said.ages if said else (),
        "own": said.own if said else None,
        "help": (group.STEPS["help"], said.help if said else ()),
        "own_step": group.STEPS["own_share"],
        "worries": (group.STEPS["worries"], worries.value if isinstance(worries, Given) else ()),
    }


def _ways(tx: Tx, seat: Seat) -> list[Button]:
    member, state = seat.member, seat.plan.state
    number, rows = encode_id(member.id), [*_while_away(seat), *_of_after(tx, seat)]
    said = group.household(member.answers) is not None
    if may_confirm(member.part, state):
        if said:
            rows.append(Button(Word("group_yes"), f"g:group:yes:{number}", style="success"))
        word = "group_change_part" if said else "group_say_who"
        rows.append(Button(Word(word), f"g:group:say:{number}", style="" if said else "primary"))
    elif member.part is Part.CONFIRMED and way(state) is Way.AT_ONCE:
        rows.append(Button(Word("group_change_part"), f"g:group:say:{number}"))
    if state in LEAVING and member.part is Part.CONFIRMED and not access.discreet(seat.person):
        rows.append(Button(Word("to_calendar"), "g:calendar", style="primary"))
    if seat.person.referent_id is not None:
        rows.append(Button(Word("write_to_referent"), "g:write"))
    if member.part is Part.LEAVING and state in LIVE:
        rows.append(Button(Word("group_come_after_all"), f"g:group:stay:{number}"))
    elif after_leaving(member.part, state) is not None:
        word = "group_no_longer" if member.part is Part.CONFIRMED else "group_not_me"
        rows.append(Button(Word(word), f"g:group:no:{number}"))
    return rows


def _while_away(seat: Seat) -> list[Button]:
    """Somebody to tell what goes wrong, as on the page of a stay of her own."""
    there = seat.plan.state is State.AWAY and seat.member.part in COUNTED
    return [Button(Word("not_well"), "g:well:no")] if there else []


def _of_after(tx: Tx, seat: Seat) -> list[Button]:
    """The stay is over: she may tell of it, in her own chat."""
    over = seat.member.part in COUNTED and report_context.may_tell(tx, seat.plan, seat.person.id)
    return [Button(Word("tell_the_stay"), "g:report", style="primary")] if over else []


# What she does


def say(tx: Tx, request: Request, seat: Seat) -> Screen:
    """Who comes with her; what she had begun goes on where she stopped."""
    if seat.member.part not in {Part.ASKED, Part.CONFIRMED} or way(seat.plan.state) is not Way.AT_ONCE:
        raise Refused("group_not_now")
    return ask(tx, request, seat)


def ask(tx: Tx, request: Request, seat: Seat) -> Screen:
    """The questions of a household, for whoever answers them."""
    begun = sessions.open_about(tx, request.person.id, group.HOUSEHOLD.name, seat.member.id)
    form = forms.of_row(tx, request, begun) if begun else forms.begin(tx, request, group.HOUSEHOLD, seat.member.id)
    return prompting.resume(tx, request, form)


def keep(tx: Tx, request: Request, form: Form, seat: Seat) -> Seat:
    """Keep what was said of a household. One that was confirmed counts again once it is confirmed again."""
    if form.row is None:
        raise Refused("not_found")
    sessions.close_form(tx, form.row.id)
    values: dict[str, Any] = {"answers": form.row.answers}
    if seat.member.part in COUNTED:
        values |= {"part": Part.ASKED, "confirmed_at": None}
    groups.change(tx, seat.member, request.now, **values)
    changed = groups.member(tx, seat.member.id)
    if changed is None:
        raise Refused("not_found")
    return Seat(changed, seat.person, settle(tx, request, seat.plan))


def yes(tx: Tx, request: Request, seat: Seat) -> Page:
    """She comes. Raises Refused: "group_not_now", and as `confirm`."""
    if not may_confirm(seat.member.part, seat.plan.state):
        raise Refused("group_not_now")
    plan = confirm(tx, request, seat)
    _tell_when_all_answered(tx, request, plan)
    return _again(tx, request, seat)


def surely(seat: Seat) -> Page:
    """One question before she leaves, because there is no way back but by the referent."""
    number = encode_id(seat.member.id)
    rows = column(
        Button(Word("group_surely_not"), f"g:group:leave:{number}"), Button(Word("group_stay"), f"g:group:see:{number}")
    )
    return Page("group_member/surely", {"referent": seat.person.referent_name}, rows, status="")


def leave(tx: Tx, request: Request, seat: Seat) -> Page:
    """Not her: at once while the plan is written; once it is sent the referent reads it first."""
    then = after_leaving(seat.member.part, seat.plan.state)
    if then is None:
        raise Refused("group_not_now")
    if then is Part.LEFT:
        groups.change(tx, seat.member, request.now, part=then, answers=None, confirmed_at=None)
        plan = settle(tx, request, seat.plan)
        _tell_when_all_answered(tx, request, plan)
        return Page("group_member/left", {"referent": seat.person.referent_name}, column(HOME), status="")
    if seat.member.part is not Part.LEAVING:
        groups.change(tx, seat.member, request.now, part=then)
        tell_referent(tx, request.now, seat.plan, f"leaving:{seat.member.id}", request.person.id)
    return _again(tx, request, seat)


def stay(tx: Tx, request: Request, seat: Seat) -> Page:
    """She comes after all, as long as the referent has not taken her out. Raises Refused("group_not_now")."""
    if seat.member.part is not Part.LEAVING:
        raise Refused("group_not_now")
    groups.change(tx, seat.member, request.now, part=Part.CONFIRMED)
    return _again(tx, request, seat)


def _again(tx: Tx, request: Request, seat: Seat) -> Page:
    return page(tx, request, seat_of_her_own(tx, request, encode_id(seat.member.id)))


def _tell_when_all_answered(tx: Tx, request: Request, plan: PlanRow) -> None:
    """One word to the referent when nobody is left who was asked, instead of one for each."""
    if not any(each.part is Part.ASKED for each in groups.of_plan(tx, plan.id)):
        tell_referent(tx, request.now, plan, f"answered:{plan.version}", request.person.id)


def tell_referent(tx: Tx, now: datetime, plan: PlanRow, what: str, by: int | None = None) -> None:
    """Something in a group awaits whoever accompanies it, unless she did it; `what` makes it go out once."""
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


ACTS: Mapping[str, Callable[[Tx, Request, Seat], Screen]] = {
    "see": lambda tx, request, seat: page(tx, request, seat),
    "say": say,
    "yes": lambda tx, request, seat: yes(tx, request, seat),
    "no": lambda _tx, _request, seat: surely(seat),
    "leave": lambda tx, request, seat: leave(tx, request, seat),
    "stay": lambda tx, request, seat: stay(tx, request, seat),
}


def door(tx: Tx, request: Request, more: list[str]) -> Screen:
    """A button `g:group:<word>:<member>`. Raises Refused: "not_found" for anybody else's part."""
    if request.person.notice_version < PRIVACY_NOTICE or len(more) < 2 or more[0] not in ACTS:
        raise Refused("not_found")
    seat = seat_of_her_own(tx, request, more[1], over=more[0] == "see")
    return ACTS[more[0]](tx, request, seat)


DOORS: dict[str, Door] = {"group": door}
"""Buttons `g:group:<word>:<member>`: a member's own part."""
