"""Where each of a referent's people stands, and what each awaits: read in a few queries, however many they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypedDict

from bot.domain.accompanying import Awaits, Seen, awaits, pressing
from bot.domain.aid import AidForm
from bot.domain.handovers import Holding, Receipt, left
from bot.domain.ids import PersonId
from bot.domain.messages import Kind, Side
from bot.domain.people import Contact
from bot.domain.plans import CHANGEABLE, STAYING, TAKING, Action, State
from bot.notices import urgent
from bot.plan import corrected
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.plan.points import open_points
from bot.storage import (
    accompanying,
    audit,
    calls,
    departures,
    groups,
    handovers,
    invitations,
    member_stays,
    messages,
    people,
    plans,
)
from bot.storage.calls import CallRow
from bot.storage.handovers import Out
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations import PLAN
from conversations.engine import flow
from conversations.engine.answers import Facts, How
from conversations.engine.steps import Step
from conversations.engine.widgets import plain

MOVES = (frozenset(Action) - STAYING) | {"begin"}
"""What brings a plan to a state, as its trail names it."""
_BEFORE_HOME = frozenset({State.GRANTED, State.HANDED_OVER, State.AWAY})
_TO_HAND = dict.fromkeys(AidForm, _BEFORE_HOME) | {AidForm.REFUND: frozenset({State.BACK, State.REPORTED})}
"""Where what is not handed over yet awaits the referent: a refund comes after the receipts."""
TO_TALK_IN = frozenset({State.DRAFT, State.TO_REVIEW, State.TO_COMPLETE})
"""As long as answers can change there is something to talk about."""


@dataclass(frozen=True, slots=True)
class Known:
    """A beneficiary, the plan, and what the referent may know of it.

    `owed_of` is the id of a former plan whose vouchers are still out. `days_left` says until which day something that
    is awaited is of use; of these, `pressed` are those with fewer than two working days left.
    """

    person: Person
    plan: PlanRow | None
    seen: Seen
    urgent: bool = False
    owed_of: int | None = None
    aid_form: AidForm = AidForm.VOUCHERS
    days_left: Mapping[Awaits, date] = field(default_factory=lambda: MappingProxyType({}))
    pressed: frozenset[Awaits] = frozenset()
    today: date = date.min
    """The day it is where the network lives."""

    @property
    def awaits(self) -> Awaits:
        """Name what is awaited first."""
        return awaits(self.seen)

    @property
    def days(self) -> int | None:
        """Count the days since the plan stands where it stands."""
        return None if self.seen.since is None else (self.seen.now - self.seen.since).days


def known(tx: Tx, moment: Moment, persons: Iterable[Person]) -> list[Known]:
    """Return beneficiaries as their referent sees them now, those who await most first.

    Whatever a referent is to do for them is found here, and nowhere else: the list, the page of each, the first screen
    and the message of the day read the same.
    """
    them = list(persons)
    ids = [person.id for person in them]
    found = plans.of_people(tx, ids)
    since = audit.last_done(tx, [f"plan:{plan.id}" for plan in found.values()], MOVES)
    links, news = invitations.open_until(tx, ids), accompanying.told_to(tx, ids)
    rows = {number: calls.by_id(tx, number) for number in sorted({plan.call_id for plan in found.values()})}
    troubled = departures.with_problem(tx, [plan.id for plan in found.values()])
    troubled_together = member_stays.with_problem(tx, ids)
    unread = messages.unread(tx, Kind.PERSON, Side.ASKING, ids)
    held = handovers.of_plans(tx, [plan.id for plan in found.values()])
    former = handovers.of_former(tx, ids, [plan.id for plan in found.values()])
    near, points = urgent.last_day(moment), open_points(tx, found.values())
    changing, asked = set(departures.with_change(tx, ids, CHANGEABLE)), set(groups.awaiting(tx, ids))
    everybody = []
    for person in them:
        plan = found.get(person.id)
        began = since.get(f"plan:{plan.id}") if plan is not None else None
        row, owed = rows[plan.call_id] if plan is not None else None, former.get(person.id)
        form = AidForm(row.aid_form) if row is not None else AidForm.VOUCHERS
        seen = replace(
            _of_plan(moment, person, plan, began, news.get(person.id)),
            link_until=links.get(person.id),
            unread=unread.get(person.id, 0),
            problem=plan is not None and plan.id in troubled,
            problem_together=person.id in troubled_together,
            **_of_aid(plan, held, owed, form),
            change=plan is not None and plan.id in changing,
            joining=plan is not None and plan.id in asked,
            call_open=row is None or row.closes_at > moment.now,
            ranked=plan is not None and plan.rank_at is not None,
            point=plan is not None and plan.id in points,
        )
        until = _until(moment, plan, row, asked=seen.point)
        everybody.append(
            Known(
                person,
                plan,
                seen,
                urgent=plan is not None and plan.state is State.TO_REVIEW and _is_late(moment, row),
                owed_of=owed.plan_id if owed else None,
                aid_form=form,
                days_left=until,
                today=moment.today,
                pressed=frozenset(what for what, day in until.items() if day <= near),
            )
        )
    return sorted(everybody, key=lambda each: (pressing(each.seen, urgent=each.urgent), plain(each.person.name)))


class _Aid(TypedDict):
    """What is seen of the aid: amounts in cents."""

    give_back: int
    back_in_vouchers: bool
    to_hand: int
    disputed: bool


def _of_aid(plan: PlanRow | None, held: Mapping[int, Holding], former: Out | None, form: AidForm) -> _Aid:
    """Return what is to be handed over, to be looked at, and to be given back: of this plan and of those before it."""
    now = held.get(plan.id) if plan is not None else None
    of_this = now.to_give_back(plan.state, plan.granted_cents) if plan is not None and now is not None else 0
    vouchers = now is None or not of_this or now.in_vouchers
    return {
        "give_back": of_this + (former.cents if former is not None else 0),
        "back_in_vouchers": vouchers and (former is None or former.in_vouchers),
        "to_hand": left(plan.granted_cents, now) if plan is not None and _is_to_hand(plan, now, form) else 0,
        "disputed": plan is not None and plan.state in TAKING and now is not None and now.receipt is Receipt.REFUSED,
    }


def _is_to_hand(plan: PlanRow, now: Holding | None, form: AidForm) -> bool:
    """Return whether what is not handed over yet awaits the referent: of a stay that is over, where nothing was."""
    return plan.state in _TO_HAND[form] or (plan.state is State.BACK and now is None)


def of_person(tx: Tx, moment: Moment, person_id: PersonId) -> Known:
    """Return a beneficiary as the referent sees this plan and its news now."""
    return known(tx, moment, [people.by_id(tx, person_id)])[0]


def _is_late(moment: Moment, row: CallRow | None) -> bool:
    """Return whether the date for people has passed in a call: what is still to be read there is urgent."""
    return row is not None and plan_facts.call_of(moment.app, row).is_late(moment.now)


def _until(moment: Moment, plan: PlanRow | None, row: CallRow | None, *, asked: bool) -> dict[Awaits, date]:
    """Return until which day each thing that a plan awaits is of use, where there is such a day."""
    if plan is None or row is None:
        return {}
    offer_ends = plan.held_until.astimezone(moment.app.zone).date() if plan.held_until else None
    closes = row.closes_at.astimezone(moment.app.zone).date() if row.closes_at > moment.now else None
    known_days = {
        Awaits.OFFER: offer_ends,
        Awaits.POINT: plan_facts.call_of(moment.app, row).answer_after(moment.today) if asked else None,
        Awaits.REVIEW: closes if plan.rank_at is None else None,
        Awaits.HAND_OVER: plan.departure if row.aid_form != AidForm.REFUND else None,
    }
    return {what: day for what, day in known_days.items() if day is not None}


def _of_plan(
    moment: Moment,
    person: Person,
    plan: PlanRow | None,
    since: datetime | None,
    news: tuple[int, State, datetime] | None,
) -> Seen:
    telephone = person.contact is not Contact.NONE
    seen = Seen(now=moment.now, reach=person.reach, telephone=telephone, last_here=person.last_seen)
    if plan is None:
        return seen
    return replace(
        seen,
        state=plan.state,
        since=since,
        last_written=plan.updated_at,
        talk=plan.state in TO_TALK_IN and any(_to_talk(plan, item) for item in plan.answers.values()),
        snoozed=plan.snoozed_until is not None and plan.snoozed_until > moment.now,
        withdrawn=corrected.is_known_withdrawn(plan),
        told=_told_since(plan, since, news) if plan.households is None else plan.state,
    )


def _told_since(plan: PlanRow, since: datetime | None, news: tuple[int, State, datetime] | None) -> State | None:
    """Return the news told since the plan came to its state: what was told of an earlier time is news once more."""
    if news is None or news[0] != plan.id or (since is not None and news[2] < since):
        return None
    return news[1]


def _to_talk(plan: PlanRow, stored: Mapping[str, Any]) -> bool:
    how = stored.get("d")
    return how is not None and (plan.state is not State.DRAFT or how == How.TALK)


def to_talk_about(plan: PlanRow, facts: Facts) -> list[tuple[str, Step]]:
    """Return the questions to talk about; of a plan that is not sent only those marked for the referent."""
    if plan.state not in TO_TALK_IN:
        return []
    put_off = flow.to_talk_about(PLAN, facts, marked=plan.state is State.DRAFT)
    return [(placed.section.name, placed.step) for placed in put_off]
