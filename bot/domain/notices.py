"""Who is told what when something has happened: one row a notice. When and how it leaves is for delivery."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain import events
from bot.domain.events import Event
from bot.domain.plans import CHANGEABLE, LIVE, PROMISED, TO_DECIDE, UNDO_WINDOW, State


class Audience(StrEnum):
    """To whom a notice goes."""

    BENEFICIARY = "beneficiary"
    REFERENT = "referent"
    COORDINATORS = "coordinators"
    LEADS = "leads"
    """Of the organisation, where its programme pays the aid to the organisation: they hand it over."""
    MEMBERS = "members"
    """Of a group: what the one who sends a plan of their own knows without being told."""


NO_WAIT = timedelta(0)


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. It is dropped when the plan is no longer in one of `while_in` at the moment of sending."""

    kind: str
    audience: Audience
    while_in: frozenset[State]
    wait: timedelta = NO_WAIT

    def key(self, event: Event) -> str:
        """Return what makes the notice go out once: the event's plan and version, and its own kind."""
        return f"plan:{event.plan_id}:{event.version}:{self.kind}"


def _to(audience: Audience, kind: str, *while_in: State, wait: timedelta = NO_WAIT) -> Notice:
    return Notice(kind, audience, frozenset(while_in), wait)


_ENDORSED = (State.ENDORSED, State.IN_COMMITTEE)
_AWARDED = (State.GRANTED, State.HANDED_OVER)
_IN_HAND = (State.HANDED_OVER, State.AWAY, State.BACK, State.REPORTED)

_UNDER_WAY = (*TO_DECIDE, State.TO_REVIEW, State.TO_COMPLETE, State.OFFERED, State.DECLINED)
"""What a plan may have become in the night since its grant was withdrawn; a new grant is news of its own."""

GRANT_CORRECTED, GRANT_WITHDRAWN = "grant_corrected", "grant_withdrawn"
"""To the beneficiary: the amount is another one; nothing is granted any more."""
GROUP_SENT = "group_sent"
"""To each member of a group: its referent has sent the plan."""

_OFFER_LEFT = _to(Audience.REFERENT, "offer_left", State.TO_COMPLETE, State.WAITING)

NOTICES: Mapping[type[Event], tuple[Notice, ...]] = {
    events.PlanSent: (
        _to(Audience.REFERENT, "review_asked", State.TO_REVIEW),
        _to(Audience.MEMBERS, GROUP_SENT, State.TO_REVIEW),
    ),
    events.PlanReturned: (_to(Audience.REFERENT, "review_returned", State.TO_REVIEW),),
    events.ChangesAsked: (_to(Audience.BENEFICIARY, "changes_asked", State.TO_COMPLETE, wait=UNDO_WINDOW),),
    events.PlanEndorsed: (
        _to(Audience.BENEFICIARY, "endorsed", *_ENDORSED, wait=UNDO_WINDOW),
        _to(Audience.COORDINATORS, "to_decide", *_ENDORSED, wait=UNDO_WINDOW),
    ),
    events.PlanNotEndorsed: (_to(Audience.BENEFICIARY, "not_endorsed", State.NOT_ENDORSED, wait=UNDO_WINDOW),),
    events.PlanOpenAgain: (_to(Audience.BENEFICIARY, "open_again", State.TO_COMPLETE),),
    events.PlanGranted: (
        _to(Audience.BENEFICIARY, "granted", *_AWARDED, wait=UNDO_WINDOW),
        _to(Audience.REFERENT, "granted_referent", *_AWARDED, wait=UNDO_WINDOW),
        _to(Audience.LEADS, "granted_lead", State.GRANTED, wait=UNDO_WINDOW),
    ),
    events.OfferMade: (
        _to(Audience.BENEFICIARY, "offered", State.OFFERED, wait=UNDO_WINDOW),
        _to(Audience.REFERENT, "offered_referent", State.OFFERED, wait=UNDO_WINDOW),
    ),
    events.GrantCorrected: (
        _to(Audience.BENEFICIARY, GRANT_CORRECTED, *PROMISED),
        _to(Audience.REFERENT, "grant_corrected_referent", *PROMISED),
        _to(Audience.LEADS, "grant_corrected_lead", *_AWARDED),
    ),
    events.GrantWithdrawn: (
        _to(Audience.BENEFICIARY, GRANT_WITHDRAWN, *_UNDER_WAY),
        _to(Audience.REFERENT, "grant_withdrawn_referent", *_UNDER_WAY),
        _to(Audience.LEADS, "grant_withdrawn_lead", *_UNDER_WAY),
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
    events.OfferLetGo: (_OFFER_LEFT, _to(Audience.BENEFICIARY, "offer_let_go", State.WAITING)),
    events.OfferLeft: (
        _OFFER_LEFT,
        _to(Audience.BENEFICIARY, "offer_expired", State.WAITING),
    ),
    events.AidHandedOver: (_to(Audience.BENEFICIARY, "handed_over", *_IN_HAND),),
    events.ChangeAsked: (_to(Audience.REFERENT, "stay_change", *CHANGEABLE),),
    events.StayChanged: (_to(Audience.BENEFICIARY, "stay_changed", *CHANGEABLE),),
    events.ChangeKept: (_to(Audience.BENEFICIARY, "stay_kept", *CHANGEABLE),),
    events.ProblemTold: (_to(Audience.REFERENT, "problem_told", State.AWAY),),
    events.PlanCancelled: (
        _to(Audience.REFERENT, "cancelled", State.CANCELLED),
        _to(Audience.BENEFICIARY, "cancelled_for_her", State.CANCELLED),
    ),
    events.CancellationUndone: (
        _to(Audience.REFERENT, "stands_again", *LIVE),
        _to(Audience.BENEFICIARY, "stands_again_for_her", *LIVE),
    ),
    events.PlanKept: (_to(Audience.BENEFICIARY, "kept_for_next", State.POSTPONED),),
    events.PlanPostponed: (
        _to(Audience.REFERENT, "postponed", State.POSTPONED, State.DRAFT),
        _to(Audience.BENEFICIARY, "postponed_for_her", State.POSTPONED),
    ),
}
"""Everything else that happens is seen by those who look; it calls nobody."""

BY_KIND: Mapping[str, Notice] = {notice.kind: notice for row in NOTICES.values() for notice in row}

# Names of notices to which no event leads, for whatever queues them. To whom each goes, and all else: its declaration.

FREED = "freed"
"""Places or money came free, and this plan is the first that could have them."""
GROUP_ASKED, GROUP_TOLD, GROUP_WAITS = "group_asked", "group_told", "group_waits"
"""To a member: whether they come; to each member: what is said to the group. To its referent: a person waits."""
TOO_LATE = "too_late"
"""The call is closed, and what remains possible."""
TO_CONFIRM = "to_confirm"
"""To the beneficiary: answers were written for them, and they say whether these are right."""

RULES_CHANGED = ("rules_changed", "rules_changed_referent")
"""To the beneficiary, and to the referent."""
NOT_RECEIVED = "not_received"
REPORT_ASKED = "report_asked"
"""To a referent: the lead of the organisation waits for a report that is missing."""
OFFER_ENDS, HAND_OVER_NOW, POINT_WAITS = "offer_ends", "hand_over_now", "point_waits"
"""Two working days are left, or fewer: for an answer to an offer; to hand over what was granted; before the committee
decides on a plan of which it has asked something."""
PROBLEM_TOLD = "problem_told"

LACKING, TOO_LATE_REFERENT = "lacking", "too_late_referent"
"""To a referent about a whole call: which beneficiaries' plans lack something, and that it is too late for some."""

TELL_ALOUD = "tell_aloud"
"""A notice for a beneficiary the bot may not write to first: the referent tells it, face to face."""

JOINED = "joined"
"""The person a referent invited has opened the bot."""

NEWCOMER = "newcomer"
"""A person whom no network knows asks to join: for its coordinators."""

REQUEST_ACCEPTED, REQUEST_DECLINED = "request_accepted", "request_declined"
"""The answer to a person who asked to join and is not known here yet."""

ACCOUNT_MOVED = "account_moved"
"""To the telephone that a professional's account has left for another one."""

ACCOUNT_ASKED = "account_asked"
"""To the telephone that has a professional's account: another one asks for it."""

ACCOUNT_HERE, ACCOUNT_KEPT = "account_here", "account_kept"
"""To the telephone that asked for it: the account is here, or stays where it is."""

STAND_IN_BEGINS, STAND_IN_ENDS = "stand_in_begins", "stand_in_ends"
"""To the stand-in of a colleague: from now on, and no longer."""
SAID_AWAY, ABSENCE_ENDS = "said_away", "absence_ends"
"""To the absent one: another person said that they are away; the last day has passed."""
REVIEWS_WAIT, COLLEAGUE_LATE, NETWORK_LATE = "reviews_wait", "colleague_late", "network_late"
"""Plans wait to be read for too long: to the reader, to their lead or colleagues, and a count to the coordinators."""
REFERENT_UNREACHED = "referent_unreached"
"""A beneficiary waits for a referent who cannot be reached: to the referent's lead, or to the coordinators."""
TELEPHONE_LINK, TELEPHONE_MOVED, TELEPHONE_KEPT = "telephone_link", "telephone_moved", "telephone_kept"
"""To leads and coordinators: a link was made for a referent's new telephone, the account moved, or it stays."""
LEFT_TO_TELL = "left_to_tell"
"""After a broadcast: how many beneficiaries the referent has to reach in person."""
HANDED_ON = "handed_on"
"""A colleague hands a person on to this referent."""
MESSAGE_WAITS, QUESTION_WAITS, QUESTION_ANSWERED = "message_waits", "question_waits", "question_answered"
"""To a referent: a beneficiary has written; to coordinators: a referent asks; to a referent: they answered."""

HELP_ASKED = "help_asked"
"""To the referent or the stand-in: a person has said to be in distress, and asks for help."""

REMINDER, SUMMARY = "reminder", "summary"
"""A person's message of the day, and a professional's."""

READS, NEW_REFERENT, MESSAGE = "reads", "new_referent", "message"
"""To a person with a plan under way: who reads it now, for a while or from now on; or that the reader has written."""

ON_COMMITTEE = "on_committee"
"""To a professional: from now on they decide in a call."""

MODE_CHANGED = "mode_changed"
"""To a referent who reads plans of a call: from now on an endorsement is a grant there, or no longer."""

UNREACHABLE = "unreachable"
"""The bot could not reach a beneficiary: the referent finds another way."""
