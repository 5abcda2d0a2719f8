"""Who is told what when something has happened: one row a notice. When and how it leaves is for delivery."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain import events
from bot.domain.events import Event
from bot.domain.plans import LIVE, UNDO_WINDOW, State


class Audience(StrEnum):
    """To whom a notice goes."""

    BENEFICIARY = "beneficiary"
    REFERENT = "referent"
    COORDINATORS = "coordinators"


NO_WAIT = timedelta(0)


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. It is dropped when the plan is no longer in one of `while_in` at the moment of sending."""

    kind: str
    audience: Audience
    while_in: frozenset[State]
    wait: timedelta = NO_WAIT

    def key(self, event: Event) -> str:
        """What makes it go out once: the event's plan and version, and its own kind."""
        return f"plan:{event.plan_id}:{event.version}:{self.kind}"


def plan_keys(plan_id: int, version: int) -> str:
    """The beginning of the keys of all notices of one event, to withdraw them when it is undone."""
    return f"plan:{plan_id}:{version}:"


def _to(audience: Audience, kind: str, *while_in: State, wait: timedelta = NO_WAIT) -> Notice:
    return Notice(kind, audience, frozenset(while_in), wait)


_ENDORSED = (State.ENDORSED, State.IN_COMMITTEE)
_AWARDED = (State.GRANTED, State.HANDED_OVER)

NOTICES: Mapping[type[Event], tuple[Notice, ...]] = {
    events.PlanSent: (_to(Audience.REFERENT, "review_asked", State.TO_REVIEW),),
    events.PlanReturned: (_to(Audience.REFERENT, "review_returned", State.TO_REVIEW),),
    events.ChangesAsked: (_to(Audience.BENEFICIARY, "changes_asked", State.TO_COMPLETE, wait=UNDO_WINDOW),),
    events.PlanEndorsed: (
        _to(Audience.BENEFICIARY, "endorsed", *_ENDORSED, wait=UNDO_WINDOW),
        _to(Audience.COORDINATORS, "to_decide", *_ENDORSED, wait=UNDO_WINDOW),
    ),
    events.PlanNotEndorsed: (_to(Audience.BENEFICIARY, "not_endorsed", State.NOT_ENDORSED, wait=UNDO_WINDOW),),
    events.PlanGranted: (
        _to(Audience.BENEFICIARY, "granted", *_AWARDED, wait=UNDO_WINDOW),
        _to(Audience.REFERENT, "granted_referent", *_AWARDED, wait=UNDO_WINDOW),
    ),
    events.OfferMade: (
        _to(Audience.BENEFICIARY, "offered", State.OFFERED, wait=UNDO_WINDOW),
        _to(Audience.REFERENT, "offered_referent", State.OFFERED, wait=UNDO_WINDOW),
    ),
    events.PutOnWaitingList: (
        _to(Audience.BENEFICIARY, "waiting", State.WAITING, wait=UNDO_WINDOW),
        _to(Audience.REFERENT, "waiting_referent", State.WAITING, wait=UNDO_WINDOW),
    ),
    events.PlanDeclined: (
        _to(Audience.BENEFICIARY, "declined", State.DECLINED, wait=UNDO_WINDOW),
        _to(Audience.REFERENT, "declined_referent", State.DECLINED, wait=UNDO_WINDOW),
    ),
    events.ReferentAsked: (_to(Audience.REFERENT, "point_asked", State.TO_REVIEW),),
    events.OfferLeft: (
        _to(Audience.REFERENT, "offer_left", State.TO_COMPLETE, State.WAITING),
        _to(Audience.BENEFICIARY, "offer_expired", State.WAITING),
    ),
    events.PlanCancelled: (
        _to(Audience.REFERENT, "cancelled", State.CANCELLED),
        _to(Audience.BENEFICIARY, "cancelled_for_her", State.CANCELLED),
    ),
    events.CancellationUndone: (
        _to(Audience.REFERENT, "stands_again", *LIVE),
        _to(Audience.BENEFICIARY, "stands_again_for_her", *LIVE),
    ),
    events.PlanPostponed: (
        _to(Audience.REFERENT, "postponed", State.POSTPONED, State.DRAFT),
        _to(Audience.BENEFICIARY, "postponed_for_her", State.POSTPONED),
    ),
}
"""Everything else that happens is seen by whoever looks; it calls nobody."""

BY_KIND: Mapping[str, Notice] = {notice.kind: notice for row in NOTICES.values() for notice in row}

TELL_ALOUD = "tell_aloud"
"""A notice for somebody the bot may not write to first: her referent tells her, face to face."""

JOINED = "joined"
"""The person a referent invited has opened the bot."""

UNREACHABLE = "unreachable"
"""The bot could not reach somebody: her referent finds another way."""
