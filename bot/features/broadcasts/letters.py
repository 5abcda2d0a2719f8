"""The words of messages to many: one view a message, once for professionals, once in easy words for beneficiaries."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Self

from bot.interaction.views import View
from bot.storage.events import Event
from conversations.broadcast import MEETING, OWN


@dataclass(frozen=True, slots=True)
class Said:
    """All that a message may speak of, as one reader gets it; a view takes from it what its template reads."""

    call: str
    people_by: date | None
    closes_at: datetime | None
    places: int | None
    day: date | None
    days: int | None
    event: Event | None
    text: str


@dataclass(frozen=True)
class LetterView(View):
    """A message as it is read."""

    @classmethod
    def of(cls, said: Said) -> Self:
        """Return the view with its part of what is said."""
        return cls(**{each.name: getattr(said, each.name) for each in fields(cls)})


@dataclass(frozen=True)
class CallOpened(LetterView, template="broadcast/_call_opened"):
    """A call is open."""

    call: str
    people_by: date | None
    closes_at: datetime | None


@dataclass(frozen=True)
class ClosesOn(LetterView, template="broadcast/_closes_on"):
    """A call closes soon."""

    call: str
    closes_at: datetime | None
    days: int | None


@dataclass(frozen=True)
class LastDay(LetterView, template="broadcast/_last_day"):
    """The last day of a call."""

    call: str
    closes_at: datetime | None


@dataclass(frozen=True)
class PlacesLeft(LetterView, template="broadcast/_places_left"):
    """Places are left."""

    call: str
    closes_at: datetime | None
    places: int | None


@dataclass(frozen=True)
class Prepare(LetterView, template="broadcast/_prepare"):
    """It is time to prepare."""

    call: str


@dataclass(frozen=True)
class ToReview(LetterView, template="broadcast/_to_review"):
    """Plans wait to be read."""

    call: str


@dataclass(frozen=True)
class Incomplete(LetterView, template="broadcast/_incomplete"):
    """Plans lack something."""

    call: str
    closes_at: datetime | None


@dataclass(frozen=True)
class CommitteeDate(LetterView, template="broadcast/_committee_date"):
    """The day of the committee."""

    call: str
    day: date | None


@dataclass(frozen=True)
class Decisions(LetterView, template="broadcast/_decisions"):
    """The committee has decided."""

    call: str


@dataclass(frozen=True)
class ReportDue(LetterView, template="broadcast/_report_due"):
    """Reports are due."""

    call: str
    day: date | None


@dataclass(frozen=True)
class VouchersEnd(LetterView, template="broadcast/_vouchers_end"):
    """Vouchers expire."""


@dataclass(frozen=True)
class Invitation(LetterView, template="news/event"):
    """An invitation to an event, in the same words for all."""

    event: Event | None


@dataclass(frozen=True)
class OwnWords(LetterView, template="news/own"):
    """The coordinator's own words."""

    text: str


@dataclass(frozen=True)
class EasyCallOpened(LetterView, template="news/call_opened"):
    """A call is open, in easy words."""

    people_by: date | None


@dataclass(frozen=True)
class EasyClosesOn(LetterView, template="news/closes_on"):
    """A call closes soon, in easy words."""

    people_by: date | None
    days: int | None


@dataclass(frozen=True)
class EasyLastDay(LetterView, template="news/last_day"):
    """The last day of a call, in easy words."""

    people_by: date | None


@dataclass(frozen=True)
class EasyIncomplete(LetterView, template="news/incomplete"):
    """A plan lacks something, in easy words."""


FOR_PROFESSIONALS: Mapping[str, type[LetterView]] = {
    "call_opened": CallOpened,
    "closes_on": ClosesOn,
    "last_day": LastDay,
    "places_left": PlacesLeft,
    "prepare": Prepare,
    "to_review": ToReview,
    "incomplete": Incomplete,
    "committee_date": CommitteeDate,
    "decisions": Decisions,
    "report_due": ReportDue,
    "vouchers_end": VouchersEnd,
    MEETING: Invitation,
    OWN: OwnWords,
}
"""The view of each message, as professionals read it."""

FOR_PEOPLE: Mapping[str, type[LetterView]] = {
    "call_opened": EasyCallOpened,
    "closes_on": EasyClosesOn,
    "last_day": EasyLastDay,
    "incomplete": EasyIncomplete,
    MEETING: Invitation,
    OWN: OwnWords,
}
"""The same in easy words, for those who go on holiday."""
