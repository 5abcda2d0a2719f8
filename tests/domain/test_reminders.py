"""The table of reminders: few for people, each with a reason that is looked at again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.notices import Audience
from bot.domain.plans import State
from bot.domain.reminders import (
    AGREEMENTS,
    BY_KIND,
    RANK,
    REMINDERS,
    SITTING,
    Anchor,
    Reminder,
    Situation,
    vouchers_end,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DEPARTURE = date(2027, 7, 10)


def situation(state: State = State.GRANTED, **more: object) -> Situation:
    known = {"dates": {Anchor.DEPARTURE: DEPARTURE, Anchor.PEOPLE_BY: date(2027, 6, 1)}, **more}
    return Situation(state=state, now=NOW, **known)  # type: ignore[arg-type]


def test_a_person_gets_what_the_product_says_and_nothing_else() -> None:
    """Check what comes how often.

    Twice at most for an unsent plan; 15, 7 and 1 day before; 3 and 15 days after; one question if wanted.
    An offer is recalled 5 and 1 working days before it ends.
    """
    for_beneficiary = [each for each in REMINDERS if each.audience is Audience.BENEFICIARY]
    assert {(each.kind, each.anchor, each.offset, each.working) for each in for_beneficiary} == {
        ("offer_waits", Anchor.OFFER_ENDS, -5, True),
        ("offer_last_day", Anchor.OFFER_ENDS, -1, True),
        ("unsent_quiet", Anchor.LAST_ANSWER, 14, False),
        ("unsent_before", Anchor.PEOPLE_BY, -5, True),
        ("leaving_soon", Anchor.DEPARTURE, -15, False),
        ("leaving_week", Anchor.DEPARTURE, -7, False),
        ("leaving_tomorrow", Anchor.DEPARTURE, -1, False),
        ("ask_if_well", Anchor.DEPARTURE, 1, False),
        ("welcome_back", Anchor.HOMECOMING, 3, False),
        ("tell_the_stay", Anchor.HOMECOMING, 15, False),
    }


@pytest.mark.parametrize("row", REMINDERS, ids=lambda row: row.kind)
def test_each_is_of_use_for_a_while(row: Reminder) -> None:
    assert row.offset <= row.last or row.working
    assert row.states
    assert BY_KIND[row.kind] is row
    assert RANK[row.kind] == REMINDERS.index(row)


def test_its_reason_is_the_state_and_the_very_date() -> None:
    week = BY_KIND["leaving_week"]
    assert week.fits(situation(), DEPARTURE)
    assert not week.fits(situation(State.CANCELLED), DEPARTURE)
    assert not week.fits(situation(), DEPARTURE - timedelta(days=1))
    assert week.deadline(DEPARTURE) == DEPARTURE - timedelta(days=1)


@pytest.mark.parametrize(("missing", "told"), [(0, True), (SITTING, True), (SITTING + 1, False)])
def test_an_unsent_plan_is_recalled_only_if_the_rest_fits_in_one_sitting(missing: int, told: bool) -> None:
    draft = situation(State.DRAFT, missing=missing, acted_at=NOW - timedelta(days=20))
    assert BY_KIND["unsent_before"].fits(draft, date(2027, 6, 1)) is told


@pytest.mark.parametrize(
    ("acted", "call_open", "told"),
    [(timedelta(seconds=1), True, False), (timedelta(hours=13), True, True), (timedelta(days=20), False, False)],
)
def test_a_person_who_has_just_been_here_is_not_reminded(acted: timedelta, call_open: bool, told: bool) -> None:
    draft = situation(State.DRAFT, acted_at=NOW - acted, call_open=call_open)
    assert BY_KIND["unsent_quiet"].fits(draft, date(1, 1, 1)) is told


@pytest.mark.parametrize(
    ("kind", "more", "told"),
    [
        ("jobseeker", {"formalities": frozenset({"employment_office"}), "nights": 7}, True),
        ("jobseeker", {"formalities": frozenset({"employment_office"}), "nights": 6}, False),
        ("jobseeker", {"nights": 7}, False),
        ("housing_agreement", {"formalities": frozenset({"housing_agreement"})}, True),
        ("housing_agreement", {}, False),
        ("employer_leave", {"formalities": frozenset({"employer_leave"})}, True),
        ("employer_leave", {}, False),
        *(("agreement_to_get", {"formalities": frozenset({each, "treatment"})}, True) for each in AGREEMENTS),
        ("agreement_to_get", {"formalities": frozenset({"treatment", "other", "employer_leave"})}, False),
        ("ask_if_well", {"asks_if_well": True}, True),
        ("ask_if_well", {}, False),
        ("not_handed_over", {}, True),
        ("balance_to_pay", {}, True),
    ],
)
def test_formalities_only_where_they_apply(kind: str, more: dict[str, object], told: bool) -> None:
    assert BY_KIND[kind].fits(situation(State.GRANTED, **more), DEPARTURE) is told


def test_a_story_told_is_not_asked_for_again() -> None:
    returned = {"dates": {Anchor.HOMECOMING: date(2027, 7, 17)}}
    story = BY_KIND["tell_the_stay"]
    assert story.fits(situation(State.BACK, **returned), date(2027, 7, 17))
    assert not story.fits(situation(State.BACK, told_about_stay=True, **returned), date(2027, 7, 17))


def test_a_programme_that_wants_no_report_asks_nobody_for_one() -> None:
    returned = {"dates": {Anchor.HOMECOMING: date(2027, 7, 17)}}
    for kind in ("report_due", "report_missing"):
        assert BY_KIND[kind].fits(situation(State.BACK, **returned), date(2027, 7, 17))
        assert not BY_KIND[kind].fits(situation(State.BACK, wants_report=False, **returned), date(2027, 7, 17))


def test_referents_hear_of_plans_that_are_not_endorsed_as_long_as_it_helps() -> None:
    closing = {"dates": {Anchor.CLOSING: date(2027, 6, 15)}}
    last = BY_KIND["last_day"]
    assert last.fits(situation(State.DRAFT, **closing), date(2027, 6, 15))
    assert not last.fits(situation(State.ENDORSED, **closing), date(2027, 6, 15))
    assert not last.fits(situation(State.DRAFT, call_open=False, **closing), date(2027, 6, 15))


def test_vouchers_end_with_the_second_year_after_theirs() -> None:
    assert vouchers_end(date(2027, 6, 20)) == date(2029, 12, 31)
    assert BY_KIND["vouchers_expire"].hangs_on(date(2027, 6, 20)) == date(2029, 12, 31)
    assert BY_KIND["leaving_week"].hangs_on(DEPARTURE) == DEPARTURE


def test_what_is_left_before_leaving_is_recalled_only_where_something_is() -> None:
    row = BY_KIND["left_before_leaving"]
    assert row.when(situation(left=1))
    assert not row.when(situation(left=0))
