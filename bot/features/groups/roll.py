"""A group's households, for its referent: picked by ticks, asked together, looked at one by one; lists are paged."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.domain.groups import COUNTED, TOLD, Part, Together, Way, may_take_out, way
from bot.domain.ids import PersonId
from bot.domain.people import Contact, Refused
from bot.domain.reports import AFTER_RETURN
from bot.features.groups import acts, card, member, routes
from bot.features.groups.households import take_out, without
from bot.features.groups.seats import Seat
from bot.features.messages import routes as message_routes
from bot.features.my_plan.next_year import turn_wish_of_member, wishes
from bot.features.reports.report_context import keepsake, keepsake_of, story_of
from bot.interaction.forms import Form
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan.access import need
from bot.storage import groups, handovers, member_stays, people
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations import group
from conversations.engine.keyboard import INERT, Button, Data, Plain, Problem, Rows, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.steps import Step

ON_A_PAGE = 8
"""Names on one page: a telephone shows as many without losing the buttons below."""


@dataclass(frozen=True)
class Pick(View, template="group/pick"):
    """How many can be picked, how many cannot, and how many are picked; their names are the buttons."""

    name: str
    free: int
    others: int
    picked: int


@dataclass(frozen=True)
class Households(View, template="group/households"):
    """A group's households in numbers; their names are the buttons."""

    name: str
    counts: dict[str, int]
    known: Together


@dataclass(frozen=True, kw_only=True)
class Household(member.Told, View, template="group/household"):
    """One household: what its member said, and how the stay was, where the reader may know."""

    name: str
    part: str
    ready: bool
    aloud: bool
    problem: bool
    again: bool
    story: list[tuple[str, Step, object]]


@dataclass(frozen=True)
class TakeOut(View, template="group/out"):
    """What it does to places and money to take a household out, before it is done."""

    name: str
    leaving: int
    before: int
    after: int
    give_back: int
    in_vouchers: bool
    same_prices: bool


def turning(to: Callable[[int], Data], at: int, count: int) -> Rows:
    """Return the buttons to the page before and after; none where all fits on one."""
    last = max(0, (count - 1) // ON_A_PAGE)
    if not last:
        return ()
    ways = [(at - 1, "◀"), (at + 1, "▶")]
    buttons = [Button(Plain(sign), to(number)) for number, sign in ways if 0 <= number <= last]
    buttons.insert(1 if at else 0, Button(Plain(f"{at + 1} / {last + 1}"), INERT))
    return (tuple(buttons),)


def within(at: int, count: int) -> int:
    """Return the number of a page that there is."""
    return min(max(at, 0), max(0, (count - 1) // ON_A_PAGE))


# Picking


@routes.PICK.on
def picking(tx: Tx, request: Request, plan: PlanRow, at: int) -> Page:
    """Show the beneficiaries who can come with a tick each; nobody is told before the referent says so."""
    free, others = acts.pickable(tx, request, plan)
    at = within(at, len(free))
    parts = {each.person_id: each.part for each in groups.of_plan(tx, plan.id)}
    rows = []
    for person in free[at * ON_A_PAGE : (at + 1) * ON_A_PAGE]:
        part = parts.get(person.id, Part.LEFT)
        fixed = part not in {Part.PICKED, Part.LEFT}
        opens = INERT if fixed else routes.TICK.to(plan.id, person.id, at)
        rows.append(Button(Word("group_tick", {"name": person.name, "part": part.value}), opens))
    picked = sum(part is Part.PICKED for part in parts.values())
    ways = []
    if picked:
        word = Word("group_ask_them", {"count": picked})
        ways.append(Button(word, routes.ASK_PICKED.to(plan.id), style="primary"))
    ways.append(Button(Word("group_add_without_phone"), routes.ADD_PERSON.to(plan.id)))
    turned = turning(lambda page: routes.PICK.to(plan.id, page), at, len(free))
    view = Pick(people.by_id(tx, plan.beneficiary_id).name, len(free), others, picked)
    return view.page((*column(*rows), *turned, *column(*ways, card.back(plan))))


@routes.TICK.on
def tick(tx: Tx, request: Request, plan: PlanRow, person_id: PersonId, at: int) -> Page:
    """Pick a beneficiary, or undo it. Raises Refused: "group_not_now", "not_found"."""
    acts.turn_pick(tx, request, plan, person_id)
    return picking(tx, request, plan, at)


@routes.ASK_PICKED.on
def ask_them(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Ask all who were picked; those who may not be written to are told aloud. Raises Refused("group_not_now")."""
    acts.ask_picked(tx, request, plan)
    return card.page(tx, request, plan)


# Looking


@routes.HOUSEHOLDS.on
def households(tx: Tx, request: Request, plan: PlanRow, at: int) -> Page:
    """Show every member by name, those who await something first."""
    order = [Part.LEAVING, Part.ASKED, Part.PICKED, Part.CONFIRMED]
    them = [each for each in groups.of_plan(tx, plan.id) if each.part is not Part.LEFT]
    them.sort(key=lambda each: order.index(each.part))
    at = within(at, len(them))
    lines = [card.line(tx, each) for each in them[at * ON_A_PAGE : (at + 1) * ON_A_PAGE]]
    rows = [Button(Word("group_household", vars(each)), routes.HOUSEHOLD.to(each.member.id)) for each in lines]
    turned = turning(lambda page: routes.HOUSEHOLDS.to(plan.id, page), at, len(them))
    known = group.loaded(plan.households or {})
    view = Households(people.by_id(tx, plan.beneficiary_id).name, card.counts(them), known)
    return view.page((*column(*rows), *turned, *column(card.back(plan))))


@routes.HOUSEHOLD.on
def one(tx: Tx, request: Request, seat: Seat) -> Page:
    """Show one household: what its member said, and what can be done for it."""
    known, plan, person = seat.member, seat.plan, seat.person
    reads = _reads(tx, request, person)
    view = Household(
        **vars(member.told(known)),
        name=person.name,
        part=known.part.value,
        ready=group.household(known.answers) is not None,
        aloud=person.contact is Contact.NONE or person.contact is Contact.DISCREET,
        problem=reads and person.id in member_stays.with_problem(tx, [person.id]),
        again=reads and wishes(tx, known),
        story=list(story_of(tx, plan, person.id)) if reads else [],
    )
    rows = _ways(request, seat)
    if reads and plan.state in AFTER_RETURN and known.part in COUNTED:
        rows.insert(0, Button(Word("go_again"), routes.TURN_WISH.to(known.id), ticked=view.again))
    if view.story and keepsake_of(tx, plan, person.id):
        rows.append(Button(Word("keepsake"), routes.KEEPSAKE.to(known.id)))
    return view.page(column(*rows, _all_of(plan), card.back(plan)))


def _again(tx: Tx, request: Request, seat: Seat) -> Page:
    """Show a household as it is now."""
    return one(tx, request, routes.SEAT.of(tx, request, seat.member.id))


def _reads(tx: Tx, request: Request, person: Person) -> bool:
    """Return whether the reader accompanies a member, who told this to no other, not even to the group's referent."""
    return people.is_attached(tx, person.id, request.person.id)


@routes.KEEPSAKE.on
def kept(tx: Tx, request: Request, seat: Seat) -> Page:
    """Show a member's photo or voice note, to the member's own referent alone. Raises Refused("not_found")."""
    if not _reads(tx, request, seat.person):
        raise Refused("not_found")
    return keepsake(tx, seat.plan, seat.person, column(_all_of(seat.plan), card.back(seat.plan)))


@routes.TURN_WISH.on
def turn_wish(tx: Tx, request: Request, seat: Seat) -> Page:
    """Note that a member wants to go again, or not after all.

    Raises:
        Refused: "not_found" for all but the member's own referent, "not_now" before the end of the stay.
    """
    if not _reads(tx, request, seat.person):
        raise Refused("not_found")
    turn_wish_of_member(tx, request, seat.member, seat.plan)
    return _again(tx, request, seat)


def _all_of(plan: PlanRow) -> Button:
    """Return the way back to the list."""
    return Button(Word("group_households", {"count": 0}), routes.HOUSEHOLDS.to(plan.id, 0))


def _ways(request: Request, seat: Seat) -> list[Button]:
    member_id, part, state, rows = seat.member.id, seat.member.part, seat.plan.state, []
    said = group.household(seat.member.answers) is not None
    if part is Part.LEAVING and may_take_out(state):
        rows.append(Button(Word("group_let_leave"), routes.TAKE_OUT.to(member_id, ""), style="primary"))
    if part is Part.ASKED and way(state) is not Way.NOT_NOW:
        if said:
            rows.append(Button(Word("group_yes_beside"), routes.CONFIRM_BESIDE.to(member_id), style="success"))
        rows.append(Button(Word("group_fill", {"name": seat.person.name}), routes.FILL.to(member_id)))
        if seat.person.contact is Contact.NORMAL and way(state) is Way.AT_ONCE:
            rows.append(Button(Word("group_ask_again"), routes.ASK_AGAIN.to(member_id)))
    if seat.person.chat_id is not None and part in TOLD and seat.person.referent_id == request.person.id:
        rows.append(
            Button(Word("write_to_person", {"name": seat.person.name}), message_routes.WRITE_TO.to(seat.person.id))
        )
    if part not in {Part.LEAVING, Part.LEFT} and (part not in COUNTED or may_take_out(state)):
        rows.append(Button(Word("group_take_out"), routes.TAKE_OUT.to(member_id, "")))
    return rows


# In a member's place


@routes.FILL.on
def fill(tx: Tx, request: Request, seat: Seat) -> Screen:
    """Ask the questions of a household beside its member. Raises Refused("group_not_now")."""
    acts.need_asked(seat, Way.AT_ONCE, Way.BY_REFERENT, Way.BY_CHANGE)
    return member.ask(tx, request, seat)


def said(tx: Tx, request: Request, form: Form) -> Screen:
    """Keep what was said of a household, by its member or beside it, and show it to be confirmed."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    known = groups.member(tx, form.row.subject_id)
    if known is not None and known.person_id == request.person.id:
        return member.said(tx, request, form, routes.OWN_SEAT.of(tx, request, known.id))
    seat = routes.SEAT.of(tx, request, form.row.subject_id)
    acts.need_asked(seat, Way.AT_ONCE, Way.BY_REFERENT, Way.BY_CHANGE)
    acts.keep_answers(tx, request, seat, form.row)
    return _again(tx, request, seat)


@routes.ASK_AGAIN.on
def again(tx: Tx, request: Request, seat: Seat) -> Page:
    """Ask a member once more. Raises Refused("group_not_now")."""
    acts.ask_again(tx, request, seat)
    return replace(one(tx, request, seat), notes=(Problem("group_asked_again"),))


@routes.CONFIRM_BESIDE.on
def yes(tx: Tx, request: Request, seat: Seat) -> Page:
    """Count the household of a member who agreed beside the referent. Raises Refused, as `confirm_beside`."""
    acts.confirm_beside(tx, request, seat)
    return _again(tx, request, seat)


@routes.TAKE_OUT.on
def out(tx: Tx, request: Request, seat: Seat, sure: str) -> Page:
    """Take a household out; one that counts only once it was read what that does to places and money.

    Raises:
        Refused: "not_now" when its people can no longer change, and what a change of the stay may be refused for.
    """
    if seat.member.part in COUNTED and sure != routes.SURELY:
        return _surely(tx, request, seat)
    plan = take_out(tx, request, seat)
    return card.page(tx, request, need(tx, plan.id))


def _surely(tx: Tx, request: Request, seat: Seat) -> Page:
    known = group.household(seat.member.answers)
    before, after = without(tx, request, seat)
    handed = handovers.of_plan(tx, seat.plan.id)
    view = TakeOut(
        name=seat.person.name,
        leaving=known.people if known is not None else 0,
        before=before,
        after=after,
        give_back=handed.over(after) if handed else 0,
        in_vouchers=handed is None or handed.in_vouchers,
        same_prices=way(seat.plan.state) is Way.BY_CHANGE,
    )
    rows = column(
        Button(Word("group_take_out"), routes.TAKE_OUT.to(seat.member.id, routes.SURELY), style="primary"),
        Button(Word("group_stay"), routes.HOUSEHOLD.to(seat.member.id)),
    )
    return view.page(rows)
