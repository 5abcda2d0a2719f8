"""Where each of a referent's people stands, and what each awaits: read in a few queries, however many they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypedDict

from bot.domain.accompanying import Awaits, Seen, awaits, pressing
from bot.domain.aid import AidForm
from bot.domain.handovers import Holding, Receipt, left
from bot.domain.ids import PersonId
from bot.domain.messages import Kind, Side
from bot.domain.people import Contact
from bot.domain.plans import STAYING, TAKING, Action, State
from bot.interaction.request import Request
from bot.plan import facts as plan_facts
from bot.storage import (
    accompanying,
    audit,
    calls,
    departures,
    handovers,
    invitations,
    member_stays,
    messages,
    people,
    plans,
)
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

    `owed_of` is the id of a former plan whose vouchers are still out.
    """

    person: Person
    plan: PlanRow | None
    seen: Seen
    urgent: bool = False
    owed_of: int | None = None
    aid_form: AidForm = AidForm.VOUCHERS

    @property
    def awaits(self) -> Awaits:
        """Name what is awaited first."""
        return awaits(self.seen)

    @property
    def days(self) -> int | None:
        """Count the days since the plan stands where it stands."""
        return None if self.seen.since is None else (self.seen.now - self.seen.since).days


def known(tx: Tx, request: Request, persons: Iterable[Person]) -> list[Known]:
    """Return beneficiaries as their referent sees them now, those who await most first."""
    them = list(persons)
    ids = [person.id for person in them]
    found = plans.of_people(tx, ids)
    since = audit.last_done(tx, [f"plan:{plan.id}" for plan in found.values()], MOVES)
    links, news = invitations.open_until(tx, ids), accompanying.told_to(tx, ids)
    late = _late_calls(tx, request, found.values())
    troubled = departures.with_problem(tx, [plan.id for plan in found.values()])
    troubled_together = member_stays.with_problem(tx, ids)
    unread = messages.unread(tx, Kind.PERSON, Side.ASKING, ids)
    held = handovers.of_plans(tx, [plan.id for plan in found.values()])
    former = handovers.of_former(tx, ids, [plan.id for plan in found.values()])
    forms = calls.aid_forms(tx, {plan.call_id for plan in found.values()})
    everybody = []
    for person in them:
        plan = found.get(person.id)
        began = since.get(f"plan:{plan.id}") if plan is not None else None
        form = forms[plan.call_id] if plan is not None else AidForm.VOUCHERS
        seen = replace(
            _of_plan(request, person, plan, began, news.get(person.id)),
            link_until=links.get(person.id),
            unread=unread.get(person.id, 0),
            problem=plan is not None and plan.id in troubled,
            problem_together=person.id in troubled_together,
            **_of_aid(plan, held, former.get(person.id), form),
        )
        urgent, owed = plan is not None and plan.call_id in late, former.get(person.id)
        everybody.append(Known(person, plan, seen, urgent, owed.plan_id if owed else None, form))
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
        "to_hand": left(plan.granted_cents, now) if plan is not None and plan.state in _TO_HAND[form] else 0,
        "disputed": plan is not None and plan.state in TAKING and now is not None and now.receipt is Receipt.REFUSED,
    }


def of_person(tx: Tx, request: Request, person_id: PersonId) -> Known:
    """Return a beneficiary as the referent sees this plan and its news now."""
    return known(tx, request, [people.by_id(tx, person_id)])[0]


def _late_calls(tx: Tx, request: Request, found: Iterable[PlanRow]) -> set[int]:
    """Return the calls whose date for people has passed: what is still to be read there is urgent."""
    numbers = {plan.call_id for plan in found if plan.state is State.TO_REVIEW}
    rows = (calls.by_id(tx, number) for number in sorted(numbers))
    return {row.id for row in rows if plan_facts.call_of(request.moment.app, row).is_late(request.now)}


def _of_plan(
    request: Request,
    person: Person,
    plan: PlanRow | None,
    since: datetime | None,
    news: tuple[int, State, datetime] | None,
) -> Seen:
    telephone = person.contact is not Contact.NONE
    seen = Seen(now=request.now, reach=person.reach, telephone=telephone, last_here=person.last_seen)
    if plan is None:
        return seen
    return replace(
        seen,
        state=plan.state,
        since=since,
        last_written=plan.updated_at,
        talk=plan.state in TO_TALK_IN and any(_to_talk(plan, item) for item in plan.answers.values()),
        snoozed=plan.snoozed_until is not None and plan.snoozed_until > request.now,
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
