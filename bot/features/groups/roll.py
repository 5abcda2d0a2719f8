"""A group's households, for its referent: picked by ticks, asked together, looked at one by one; lists are paged."""

from dataclasses import replace
from typing import Any

from bot.domain.groups import COUNTED, TOLD, Part, Way, may_take_out, way
from bot.domain.notices import GROUP_ASKED
from bot.domain.people import Contact, Refused
from bot.domain.reports import AFTER_RETURN
from bot.features.groups import card, member
from bot.features.groups.households import Seat, confirm, seat_for_referent, seat_of_her_own, take_out, without
from bot.features.my_plan.next_year import turn_wish_of_member, wishes
from bot.features.reports.report_context import keepsake, keepsake_of, story_of
from bot.interaction.forms import Form
from bot.interaction.request import Request
from bot.interaction.routes import decode_id, encode_id
from bot.plan.access import need, unsent
from bot.storage import groups, handovers, member_stays, outbox, people
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations import group
from conversations.engine.keyboard import INERT, Button, Plain, Problem, Rows, Word, column
from conversations.engine.screens import Page, Screen

ON_A_PAGE = 8
"""Names on one page: a telephone shows as many without losing the buttons below."""


def turning(stem: str, at: int, count: int) -> Rows:
    """Buttons to the page before and after; none where all fits on one."""
    last = max(0, (count - 1) // ON_A_PAGE)
    if not last:
        return ()
    ways = [(at - 1, "◀"), (at + 1, "▶")]
    buttons = [Button(Plain(sign), f"{stem}:{encode_id(to)}") for to, sign in ways if 0 <= to <= last]
    buttons.insert(1 if at else 0, Button(Plain(f"{at + 1} / {last + 1}"), INERT))
    return (tuple(buttons),)


def within(at: int, count: int) -> int:
    """The number of a page that there is."""
    return min(max(at, 0), max(0, (count - 1) // ON_A_PAGE))


# Picking


def pickable(tx: Tx, request: Request, plan: PlanRow) -> tuple[list[Person], int]:
    """Her people who can come, by name, and how many cannot: with a plan of their own, or in another group."""
    mine = [each for each in people.accompanied(tx, request.person.id) if each.roles]
    ids = [each.id for each in mine]
    own = {of for of, row in groups.own_plans(tx, ids, plan.call_id).items() if not unsent(row)}
    taken = groups.in_call(tx, ids, plan.call_id, COUNTED)
    elsewhere = {of for of, number in taken.items() if number != plan.id}
    free = [each for each in mine if each.id not in own | elsewhere]
    return sorted(free, key=lambda each: each.name.casefold()), len(own | elsewhere)


def picking(tx: Tx, request: Request, plan: PlanRow, at: int) -> Page:
    """Her people with a tick each; nobody is told before she says so."""
    free, others = pickable(tx, request, plan)
    at = within(at, len(free))
    parts = {each.person_id: each.part for each in groups.of_plan(tx, plan.id)}
    number = encode_id(plan.id)
    rows = []
    for person in free[at * ON_A_PAGE : (at + 1) * ON_A_PAGE]:
        part = parts.get(person.id, Part.LEFT)
        word = Word("group_tick", {"name": person.name, "part": part.value})
        fixed = part not in {Part.PICKED, Part.LEFT}
        opens = INERT if fixed else f"r:group_tick:{number}:{encode_id(person.id)}:{encode_id(at)}"
        rows.append(Button(word, opens))
    picked = sum(part is Part.PICKED for part in parts.values())
    ways = []
    if picked:
        ways.append(Button(Word("group_ask_them", {"count": picked}), f"r:group_ask:{number}", style="primary"))
    ways.append(Button(Word("group_add_without_phone"), f"r:group_person:{number}"))
    turned = turning(f"r:group_pick:{number}", at, len(free))
    values = {"name": people.by_id(tx, plan.beneficiary_id).name, "free": len(free), "others": others, "picked": picked}
    return Page("group/pick", values, (*column(*rows), *turned, *column(*ways, card.back(plan))))


def tick(tx: Tx, request: Request, plan: PlanRow, person_id: int, at: int) -> Page:
    """Pick somebody, or think better of it before she is told."""
    card.need_open(plan)
    if person_id not in {each.id for each in pickable(tx, request, plan)[0]}:
        raise Refused("not_found")
    known = next((each for each in groups.of_plan(tx, plan.id) if each.person_id == person_id), None)
    if known is None or known.part is Part.LEFT:
        groups.add(tx, plan.id, person_id, Part.PICKED, request.now)
    elif known.part is Part.PICKED:
        groups.change(tx, known, request.now, part=Part.LEFT)
    return picking(tx, request, plan, at)


def ask_them(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Everybody who was picked is asked now, each in her own way; who may not be written to is told aloud."""
    card.need_open(plan)
    for each in groups.of_plan(tx, plan.id):
        if each.part is Part.PICKED:
            groups.change(tx, each, request.now, part=Part.ASKED)
            tell_asked(tx, request, plan, each.person_id)
    return card.page(tx, request, plan)


def tell_asked(tx: Tx, request: Request, plan: PlanRow, person_id: int) -> None:
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


# Looking


def households(tx: Tx, request: Request, plan: PlanRow, at: int) -> Page:
    """Every member by name, those who await something first."""
    order = [Part.LEAVING, Part.ASKED, Part.PICKED, Part.CONFIRMED]
    them = [each for each in groups.of_plan(tx, plan.id) if each.part is not Part.LEFT]
    them.sort(key=lambda each: order.index(each.part))
    at = within(at, len(them))
    lines = [card.line(tx, each) for each in them[at * ON_A_PAGE : (at + 1) * ON_A_PAGE]]
    rows = [Button(Word("group_household", each), f"r:group_one:{encode_id(each['member'].id)}") for each in lines]
    turned = turning(f"r:group_list:{encode_id(plan.id)}", at, len(them))
    values = {
        "name": people.by_id(tx, plan.beneficiary_id).name,
        "counts": card.counts(them),
        "known": group.loaded(plan.households or {}),
    }
    return Page("group/households", values, (*column(*rows), *turned, *column(card.back(plan))))


def one(tx: Tx, request: Request, number: str) -> Page:
    """One household: what its member said, and what can be done for her."""
    seat = seat_for_referent(tx, request, number)
    known, plan, person = seat.member, seat.plan, seat.person
    alone = person.contact is Contact.NONE or person.contact is Contact.DISCREET
    reads = _reads(tx, request, person)
    values: dict[str, Any] = {
        **member.hers(known),
        "name": person.name,
        "part": known.part.value,
        "ready": group.household(known.answers) is not None,
        "aloud": alone,
        "problem": reads and person.id in member_stays.with_problem(tx, [person.id]),
        "again": reads and wishes(tx, known),
        "story": story_of(tx, plan, person.id) if reads else [],
    }
    rows = _ways(request, seat)
    if reads and plan.state in AFTER_RETURN and known.part in COUNTED:
        rows.insert(0, Button(Word("go_again"), f"r:group_wish:{encode_id(known.id)}", ticked=values["again"]))
    if values["story"] and keepsake_of(tx, plan, person.id):
        rows.append(Button(Word("keepsake"), f"r:group_keepsake:{encode_id(known.id)}"))
    return Page("group/household", values, column(*rows, _all_of(plan), card.back(plan)))


def _reads(tx: Tx, request: Request, person: Person) -> bool:
    """What she told is for whoever accompanies her, and not for another who accompanies the group."""
    return people.is_attached(tx, person.id, request.person.id)


def kept(tx: Tx, request: Request, number: str) -> Page:
    """The photo or the voice note of a member. Raises Refused("not_found"): only whoever accompanies her has it."""
    seat = seat_for_referent(tx, request, number)
    if not _reads(tx, request, seat.person):
        raise Refused("not_found")
    return keepsake(tx, seat.plan, seat.person, column(_all_of(seat.plan), card.back(seat.plan)))


def turn_wish(tx: Tx, request: Request, number: str) -> Page:
    """She wants to go again, or does not after all. Raises Refused: "not_found" as above, "not_now" before the end."""
    seat = seat_for_referent(tx, request, number)
    if not _reads(tx, request, seat.person):
        raise Refused("not_found")
    turn_wish_of_member(tx, request, seat.member, seat.plan)
    return one(tx, request, number)


def _all_of(plan: PlanRow) -> Button:
    """The way back to the list."""
    return Button(Word("group_households", {"count": 0}), f"r:group_list:{encode_id(plan.id)}")


def _ways(request: Request, seat: Seat) -> list[Button]:
    number, rows = encode_id(seat.member.id), []
    part, state = seat.member.part, seat.plan.state
    said = group.household(seat.member.answers) is not None
    if part is Part.LEAVING and may_take_out(state):
        rows.append(Button(Word("group_let_leave"), f"r:group_out:{number}", style="primary"))
    if part is Part.ASKED and way(state) is not Way.NOT_NOW:
        if said:
            rows.append(Button(Word("group_yes_beside"), f"r:group_yes:{number}", style="success"))
        rows.append(Button(Word("group_fill", {"name": seat.person.name}), f"r:group_fill:{number}"))
        if seat.person.contact is Contact.NORMAL and way(state) is Way.AT_ONCE:
            rows.append(Button(Word("group_ask_again"), f"r:group_again:{number}"))
    if seat.person.chat_id is not None and part in TOLD and seat.person.referent_id == request.person.id:
        rows.append(Button(Word("write_to_person", {"name": seat.person.name}), f"r:write:{encode_id(seat.person.id)}"))
    if part not in {Part.LEAVING, Part.LEFT} and (part not in COUNTED or may_take_out(state)):
        rows.append(Button(Word("group_take_out"), f"r:group_out:{number}"))
    return rows


# For her, beside her


def fill(tx: Tx, request: Request, number: str) -> Screen:
    """The questions of a household, answered beside its member. Raises Refused("group_not_now")."""
    seat = seat_for_referent(tx, request, number)
    if seat.member.part is not Part.ASKED or way(seat.plan.state) is Way.NOT_NOW:
        raise Refused("group_not_now")
    return member.ask(tx, request, seat)


def said(tx: Tx, request: Request, form: Form) -> Screen:
    """The end of a household's questions, whoever answered them: what was said, to be confirmed."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    number = encode_id(form.row.subject_id)
    known = groups.member(tx, decode_id(number))
    if known is not None and known.person_id == request.person.id:
        seat = seat_of_her_own(tx, request, number)
        if seat.member.part not in {Part.ASKED, Part.CONFIRMED} or way(seat.plan.state) is not Way.AT_ONCE:
            raise Refused("group_not_now")
        return member.page(tx, request, member.keep(tx, request, form, seat))
    seat = seat_for_referent(tx, request, number)
    if seat.member.part is not Part.ASKED or way(seat.plan.state) is Way.NOT_NOW:
        raise Refused("group_not_now")
    member.keep(tx, request, form, seat)
    return one(tx, request, number)


def again(tx: Tx, request: Request, number: str) -> Page:
    """She is asked once more. Raises Refused("group_not_now")."""
    seat = seat_for_referent(tx, request, number)
    if seat.member.part is not Part.ASKED or way(seat.plan.state) is not Way.AT_ONCE:
        raise Refused("group_not_now")
    tell_asked(tx, request, seat.plan, seat.person.id)
    return replace(one(tx, request, number), notes=(Problem("group_asked_again"),))


def yes(tx: Tx, request: Request, number: str) -> Page:
    """She agreed beside her referent: her household counts. Raises Refused."""
    seat = seat_for_referent(tx, request, number)
    if seat.member.part is not Part.ASKED or way(seat.plan.state) is Way.NOT_NOW:
        raise Refused("group_not_now")
    confirm(tx, request, seat)
    return one(tx, request, number)


def out(tx: Tx, request: Request, number: str, said: str = "") -> Page:
    """A household is taken out, with its places and its share; who counts only once what that does was read.

    Raises:
        Refused: "not_now" when its people can no longer change, and what a change of the stay may be refused for.
    """
    seat = seat_for_referent(tx, request, number)
    if seat.member.part in COUNTED and said != SURELY:
        return _surely(tx, request, seat)
    plan = take_out(tx, request, seat)
    return card.page(tx, request, need(tx, plan.id))


SURELY = "surely"


def _surely(tx: Tx, request: Request, seat: Seat) -> Page:
    """What it does to places and money, before it is done."""
    number, plan = encode_id(seat.member.id), seat.plan
    known = group.household(seat.member.answers)
    before, after = without(tx, request, seat)
    handed = handovers.of_plan(tx, plan.id)
    values = {
        "name": seat.person.name,
        "leaving": known.people if known is not None else 0,
        "before": before,
        "after": after,
        "give_back": handed.over(after) if handed else 0,
        "same_prices": way(plan.state) is Way.BY_CHANGE,
    }
    rows = column(
        Button(Word("group_take_out"), f"r:group_out:{number}:{SURELY}", style="primary"),
        Button(Word("group_stay"), f"r:group_one:{number}"),
    )
    return Page("group/out", values, rows)
