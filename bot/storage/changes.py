"""What can be written of each noun, column by column, in clear: what is sealed is sealed by its own file."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict

from bot.domain.groups import Part
from bot.domain.limits import Limit


class CallChanges(TypedDict, total=False):
    """What can be written of a call, in clear; money in cents."""

    network_id: int
    model: str
    name: str
    people_by: date
    closes_at: datetime
    stay_from: date
    stay_until: date
    places: int
    envelope: int
    committee: bool
    aid_form: str
    regions: Sequence[str]
    confirmed: Sequence[str]
    confirmed_on: Mapping[str, date] | Sequence[tuple[str, date]]
    people_directly: bool
    minors_alone: bool
    freed: bool
    opened_at: datetime
    draft: bool
    wave_of: int | None
    neutral: str | None
    version: int
    overrides: Mapping[str, Limit] | Sequence[tuple[str, Limit]]
    lenient: Sequence[str]
    documents: Sequence[str] | None
    delays: Mapping[str, int] | Sequence[tuple[str, int]]
    quotas: Mapping[str, int] | Sequence[tuple[str, int]]
    deciders: Sequence[int]
    committee_days: Sequence[date]
    referent_cap: int | None
    early_told_at: datetime | None
    closing_told_at: datetime | None


class DepartureChanges(TypedDict, total=False):
    """What can change of a departure, in clear."""

    ticks: Mapping[str, Any]
    change: Mapping[str, Any]
    change_asked_at: datetime | None
    change_asked_by: int | None
    all_well: bool | None
    all_well_at: datetime | None


class EventChanges(TypedDict, total=False):
    """What can change of an event, in clear."""

    name: str
    place: str
    starts_at: datetime
    minutes: int
    seats: int | None
    cancelled_at: datetime


class GuideWords(TypedDict, total=False):
    """What a guide says, and to whom."""

    theme: str
    language: str
    for_people: bool
    title: str
    content: Mapping[str, Any]


class GuideChanges(GuideWords, total=False):
    """What can change of a guide."""

    removed_at: datetime


class MemberChanges(TypedDict, total=False):
    """What can change of a member of a group, in clear."""

    part: Part
    answers: Mapping[str, Any] | None
    confirmed_at: datetime | None


class PersonChanges(TypedDict, total=False):
    """What can change of a person, in clear."""

    organisation_id: int | None
    chat_id: int | None
    name: str
    language: str
    contact: str
    writing: str | None
    notice_version: int
    notice_at: datetime | None
    code_hash: bytes | None
    code_failures: int
    unlocked_until: datetime | None
    blocked_at: datetime | None
    last_seen: datetime | None
    support: str


class PlanChanges(TypedDict, total=False):
    """What can change of a plan, in clear; money in cents."""

    reference: str
    call_id: int
    organisation_id: int
    state: str
    before_state: str | None
    answers: Mapping[str, Any]
    reopened: Mapping[str, Any] | None
    consent: Mapping[str, Any] | None
    word: Mapping[str, Any] | None
    households: Mapping[str, Any] | None
    departure: date | None
    homecoming: date | None
    people: int | None
    children: int | None
    cost_cents: int | None
    aid_cents: int | None
    granted_cents: int | None
    left_cents: int | None
    first_time: bool | None
    ancv_reference: str | None
    rank_at: datetime | None
    sent_at: datetime | None
    decided_at: datetime | None
    decided_by: int | None
    held_until: datetime | None
    snoozed_until: datetime | None
    rules_version: int | None
    papers_asked: bool


class RequestChanges(TypedDict, total=False):
    """What can change of a request, in clear."""

    language: str
    state: str
    answers: Mapping[str, Any]
    focus: str
    network_id: int | None
    code: str
    reason: str
    sent_at: datetime


class StayChanges(TypedDict, total=False):
    """What a member can say of a stay."""

    all_well: bool | None
    all_well_at: datetime
    wants_again: bool | None


class StoryChanges(TypedDict, total=False):
    """What a person can give of a stay, in clear."""

    before: Mapping[str, Any]
    answers: Mapping[str, Any]
    after: Mapping[str, Any]
    quote: str | None
    told_at: datetime
