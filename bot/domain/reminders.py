"""What is recalled to whom before it is too late: a table of reminders, and what each day makes of it. Pure rules.

A reminder is derived from stored facts, never from a timer. Its key is its kind, what it is about and the date it
hangs on, so it goes out once; before it leaves it is looked at again. People get few (docs/decisions.md, Reminders);
professionals read theirs in their message of the day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.aid import AidForm
from bot.domain.notices import Audience
from bot.domain.plans import State
from bot.domain.travellers import must_declare

SITTING = 6
"""Questions that a person answers in one go; a plan that lacks more is for the referent to speak about (own choice)."""

ACTED_LATELY = timedelta(hours=12)
"""A person who has just been here is not reminded of being away (own choice)."""


VOUCHER_YEARS = 2
"""Holiday vouchers are good until the end of the second year after the one they were issued in (ANCV, 2024)."""

AGREEMENTS = ("guardian", "judge", "child_in_care", "asylum_office", "residence_permit")
"""Formalities in which a third party has to agree, or to renew a paper: weeks, not days."""


class Anchor(StrEnum):
    """The stored date that a reminder hangs on."""

    LAST_ANSWER = "last_answer"
    PEOPLE_BY = "people_by"
    CLOSING = "closing"
    DEPARTURE = "departure"
    HOMECOMING = "homecoming"
    VOUCHERS_END = "vouchers_end"
    OFFER_ENDS = "offer_ends"


OF_CALLS = frozenset({Anchor.PEOPLE_BY, Anchor.CLOSING})
"""Anchors that all plans of a call have in common."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What a reminder looks at again before it leaves.

    Attributes:
        state: where the plan stands now.
        now: the moment, aware.
        dates: each anchor's date as it is now; one that is not known is left out.
        missing: questions required to send that have no answer yet.
        formalities: what the referent ticked as still to be done before leaving.
        nights: nights away, 0 as long as nobody knows.
        acted_at: when the person last answered something.
        call_open: whether endorsements still count.
        wants_report: the programme asks the organisation for a report of the stay.
        asks_if_well: the beneficiary said yes to being asked once, during the stay, if all is well.
        told_about_stay: the beneficiary has given their part of the report.
        left: lines of the list for leaving that nobody has ticked.
        aid_form: in what form the aid of the plan's call comes.
    """

    state: State
    now: datetime
    dates: Mapping[Anchor, date]
    missing: int = 0
    formalities: frozenset[str] = frozenset()
    nights: int = 0
    acted_at: datetime | None = None
    call_open: bool = True
    wants_report: bool = True
    asks_if_well: bool = False
    told_about_stay: bool = False
    left: int = 0
    aid_form: AidForm = AidForm.VOUCHERS


Condition = Callable[[Situation], bool]


def anyway(_situation: Situation) -> bool:
    """Return True: there is no condition."""
    return True


def idle(situation: Situation) -> bool:
    """Return whether the beneficiary has not just been here, and sending still counts."""
    acted = situation.acted_at
    return situation.call_open and (acted is None or situation.now - acted >= ACTED_LATELY)


def nearly_done(situation: Situation) -> bool:
    """Return whether what is missing fits in one sitting."""
    return idle(situation) and situation.missing <= SITTING


def still_open(situation: Situation) -> bool:
    """Return whether endorsements still count."""
    return situation.call_open


def jobseeker(situation: Situation) -> bool:
    """Return whether the employment office has to be told: a jobseeker is away for more than a week."""
    return "employment_office" in situation.formalities and must_declare(situation.nights)


def ticked(*formalities: str) -> Condition:
    """Return the condition that the referent said that one of these has to be done before leaving."""
    return lambda situation: not situation.formalities.isdisjoint(formalities)


def wants_to_be_asked(situation: Situation) -> bool:
    """Return whether the beneficiary said yes to one question during the stay."""
    return situation.asks_if_well


def report_wanted(situation: Situation) -> bool:
    """Return whether the programme asks for a report."""
    return situation.wants_report


def something_left(situation: Situation) -> bool:
    """Return whether something has to be done yet before leaving."""
    return situation.left > 0


def in_vouchers(situation: Situation) -> bool:
    """Return whether the aid comes in holiday vouchers."""
    return situation.aid_form.in_vouchers


def in_money(situation: Situation) -> bool:
    """Return whether it comes as money."""
    return not situation.aid_form.in_vouchers


def before_leaving(situation: Situation) -> bool:
    """Return whether it is handed over before the stay: a refund comes after the receipts."""
    return situation.aid_form is not AidForm.REFUND


def nothing_told(situation: Situation) -> bool:
    """Return whether the beneficiary has said nothing about the stay yet."""
    return not situation.told_about_stay


@dataclass(frozen=True, slots=True)
class Reminder:
    """One row of the table.

    Attributes:
        kind: its name, which is its template.
        audience: the beneficiary, or the referent in the message of the day.
        states: it is only for plans that stand here.
        anchor: the stored date it hangs on.
        offset: days after that date (before it, where negative) from which it is due.
        last: days after that date on which it is last of any use.
        working: `offset` counts working days.
        once: one for a plan's whole life, whatever its date becomes.
        when: looked at before it leaves.
    """

    kind: str
    audience: Audience
    states: frozenset[State]
    anchor: Anchor
    offset: int
    last: int
    working: bool = False
    once: bool = False
    when: Condition = anyway

    def hangs_on(self, stored: date) -> date:
        """Return the date the reminder hangs on, of the stored one: of a handover, the end of the vouchers."""
        return vouchers_end(stored) if self.anchor is Anchor.VOUCHERS_END else stored

    def deadline(self, anchored: date) -> date:
        """Return the first day on which the reminder is of no use any more."""
        return anchored + timedelta(days=self.last + 1)

    def fits(self, situation: Situation, anchored: date) -> bool:
        """Return whether the reminder's reason still holds: the state, the very date it hung on, its own condition."""
        if situation.state not in self.states or not self.when(situation):
            return False
        return self.once or situation.dates.get(self.anchor) == anchored


_UNSENT = frozenset({State.DRAFT, State.TO_COMPLETE})
_UNDECIDED = frozenset({State.DRAFT, State.TO_REVIEW, State.TO_COMPLETE})
_AWARDED = frozenset({State.GRANTED, State.HANDED_OVER})
_UNDER_WAY = frozenset(
    {State.TO_REVIEW, State.TO_COMPLETE, State.ENDORSED, State.IN_COMMITTEE, State.WAITING, *_AWARDED}
)
_AWAY = frozenset({*_AWARDED, State.AWAY})
_BACK = frozenset({State.BACK})
_RETURNED = frozenset({State.BACK, State.REPORTED})

_PERSON, _REFERENT = Audience.BENEFICIARY, Audience.REFERENT

_NOT_REPORTED = frozenset(State) - {State.REPORTED, State.CLOSED}
"""With the report all vouchers are used or back: there are none left to expire."""
_OFFERED = frozenset({State.OFFERED})

REMINDERS = (
    Reminder("offer_last_day", _PERSON, _OFFERED, Anchor.OFFER_ENDS, -1, 0, working=True),
    Reminder("offer_waits", _PERSON, _OFFERED, Anchor.OFFER_ENDS, -5, -1, working=True),
    Reminder("leaving_tomorrow", _PERSON, _AWARDED, Anchor.DEPARTURE, -1, -1),
    Reminder("ask_if_well", _PERSON, _AWAY, Anchor.DEPARTURE, 1, 3, when=wants_to_be_asked),
    Reminder("unsent_before", _PERSON, _UNSENT, Anchor.PEOPLE_BY, -5, -1, working=True, when=nearly_done),
    Reminder("leaving_week", _PERSON, _AWARDED, Anchor.DEPARTURE, -7, -2),
    Reminder("leaving_soon", _PERSON, _AWARDED, Anchor.DEPARTURE, -15, -8),
    Reminder("unsent_quiet", _PERSON, _UNSENT, Anchor.LAST_ANSWER, 14, 60, once=True, when=idle),
    Reminder("welcome_back", _PERSON, _RETURNED, Anchor.HOMECOMING, 3, 10),
    Reminder("tell_the_stay", _PERSON, _RETURNED, Anchor.HOMECOMING, 15, 45, when=nothing_told),
    Reminder("jobseeker", _REFERENT, _AWARDED, Anchor.DEPARTURE, -7, -3, when=jobseeker),
    Reminder("last_day", _REFERENT, _UNDECIDED, Anchor.CLOSING, 0, 0, when=still_open),
    Reminder("closes_in_days", _REFERENT, _UNDECIDED, Anchor.CLOSING, -2, -1, when=still_open),
    Reminder("closes_in_a_week", _REFERENT, _UNDECIDED, Anchor.CLOSING, -7, -3, when=still_open),
    Reminder("closes_in_a_month", _REFERENT, _UNDECIDED, Anchor.CLOSING, -30, -8, when=still_open),
    Reminder("housing_agreement", _REFERENT, _AWARDED, Anchor.DEPARTURE, -15, -2, when=ticked("housing_agreement")),
    Reminder("not_handed_over", _REFERENT, frozenset({State.GRANTED}), Anchor.DEPARTURE, -15, -1, when=before_leaving),
    Reminder("offer_to_answer", _REFERENT, _OFFERED, Anchor.OFFER_ENDS, -5, 0, working=True),
    Reminder("left_before_leaving", _REFERENT, _AWARDED, Anchor.DEPARTURE, -15, -2, when=something_left),
    Reminder("employer_leave", _REFERENT, _AWARDED, Anchor.DEPARTURE, -30, -2, when=ticked("employer_leave")),
    Reminder("agreement_to_get", _REFERENT, _AWARDED, Anchor.DEPARTURE, -45, -2, when=ticked(*AGREEMENTS)),
    Reminder("balance_to_pay", _REFERENT, _AWARDED, Anchor.DEPARTURE, -30, -8, when=in_vouchers),
    Reminder("rest_to_pay", _REFERENT, _AWARDED, Anchor.DEPARTURE, -30, -8, when=in_money),
    Reminder("request_in_time", _REFERENT, _UNDECIDED, Anchor.DEPARTURE, -60, -31, when=still_open),
    Reminder("meeting", _REFERENT, _UNDER_WAY, Anchor.DEPARTURE, -180, -90),
    Reminder("draft_stands_still", _REFERENT, _UNSENT, Anchor.LAST_ANSWER, 28, 90, once=True, when=still_open),
    Reminder("report_due", _REFERENT, _BACK, Anchor.HOMECOMING, 15, 29, when=report_wanted),
    Reminder("report_missing", _REFERENT, _BACK, Anchor.HOMECOMING, 30, 365, when=report_wanted),
    Reminder("vouchers_expire", _REFERENT, _NOT_REPORTED, Anchor.VOUCHERS_END, -30, 90, when=in_vouchers),
)
"""The most urgent first: of several that are due on one day the first leads, the others are lines below it.

Where the days come from: docs/decisions.md, Reminders.
"""

OF_MEMBERS = frozenset({"leaving_soon", "leaving_week", "leaving_tomorrow", "welcome_back", "tell_the_stay"})
"""What concerns those who go, and so each member of a group; the others concern who writes the plan."""

BY_KIND: Mapping[str, Reminder] = {reminder.kind: reminder for reminder in REMINDERS}
RANK: Mapping[str, int] = {reminder.kind: rank for rank, reminder in enumerate(REMINDERS)}


def vouchers_end(handed_on: date) -> date:
    """Return the last day on which vouchers handed over that day can be used."""
    return date(handed_on.year + VOUCHER_YEARS, 12, 31)
