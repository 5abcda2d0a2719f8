"""The month as a grid, one day, and a stay from a first to a last day: tapped, turned, typed."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.engine.answers import Facts
from conversations.engine.calendar import BLANK, Day, Period, from_today, grid, month_after, parse_month, parse_tap
from conversations.engine.dates import Span
from conversations.engine.keyboard import INERT, Plain, Problem, Word, Written
from conversations.engine.widgets import Half, Taken
from tests.conversations.talk import NOTHING_SAID, TODAY, buttons, data, facts, problem, says, sends, taps

SUMMER = (date(2027, 6, 20), date(2027, 9, 15))
JULY = date(2027, 7, 1)


def this_summer(_known: Facts) -> tuple[date, date]:
    return SUMMER


def no_sunday(day: date, _known: Facts) -> Problem | None:
    return Problem("sunday") if day.weekday() == 6 else None


DAY = Day(window=this_summer, checks=(no_sunday,))
STAY = Period(window=this_summer)
FROM_10_JULY = {"start": "2027-07-10", "month": "2027-07"}

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


# The grid


@pytest.mark.parametrize(
    "month", [date(2027, 2, 1), date(2027, 7, 1), date(2027, 8, 1), date(2027, 12, 1), date(2028, 2, 1)]
)
def test_every_day_stands_under_its_weekday(month: date) -> None:
    rows = grid(month, (date(2020, 1, 1), date(2030, 1, 1)))
    names = rows[1]
    assert [button.label.value.weekday() for button in names if isinstance(button.label, Written)] == list(range(7))
    seen: list[date] = []
    for row in rows[2:]:
        assert len(row) == 7
        for column, button in enumerate(row):
            if isinstance(button.label, Written):
                assert button.label.value.weekday() == column
                assert button.data == f"{button.label.value:%Y%m%d}"
                seen.append(button.label.value)
            else:
                assert button == type(button)(Plain(BLANK), INERT)
    assert seen == [month + timedelta(days=n) for n in range(monthrange(month.year, month.month)[1])]


@given(days, st.integers(0, 100), st.integers(-40, 140))
def test_only_days_of_the_window_can_be_touched(first: date, length: int, ahead: int) -> None:
    window = (first, first + timedelta(days=length))
    month = (first + timedelta(days=ahead)).replace(day=1)
    for button in buttons(grid(month, window)):
        if button.data == INERT:
            continue
        day = parse_tap(button.data)
        if day is not None:
            assert window[0] <= day <= window[1]
        else:
            turned = parse_month(button.data)
            assert turned is not None
            assert turned in {month_after(month, -1), month_after(month, 1)}


def test_days_outside_the_window_are_dots_that_do_nothing() -> None:
    cells = buttons(grid(date(2027, 6, 1), SUMMER)[2:])
    dots = [button for button in cells if button.label == Plain("·")]
    assert len(dots) == 19
    assert {button.data for button in dots} == {INERT}
    assert next(button.data for button in cells if button.data != INERT) == "20270620"


def test_arrows_turn_within_the_window_only() -> None:
    def arrows(month: date) -> list[str]:
        left, _, right = grid(month, SUMMER)[0]
        return [left.data, right.data]

    assert arrows(date(2027, 6, 1)) == [INERT, "m202707"]
    assert arrows(JULY) == ["m202706", "m202708"]
    assert arrows(date(2027, 9, 1)) == ["m202708", INERT]
    assert grid(JULY, SUMMER)[0][1].label == Written(JULY, "month")


def test_months_follow_each_other_over_the_new_year() -> None:
    assert month_after(date(2027, 12, 1), 1) == date(2028, 1, 1)
    assert month_after(date(2027, 1, 1), -1) == date(2026, 12, 1)


def test_without_a_window_the_days_are_those_of_two_years() -> None:
    assert from_today(NOTHING_SAID) == (TODAY, TODAY + timedelta(days=730))


@pytest.mark.parametrize("forged", ["2027071", "202707100", "20271310", "20270231", "abcdefgh", "00000000", ""])
def test_what_no_grid_ever_showed_is_no_day(forged: str) -> None:
    assert parse_tap(forged) is None
    assert problem("not_understood", taps(DAY, forged))
    assert problem("not_understood", taps(STAY, forged))


@pytest.mark.parametrize("forged", ["m202713", "m2027", "x202707", "m20270z", "m000000"])
def test_what_no_arrow_ever_said_is_no_month(forged: str) -> None:
    assert parse_month(forged) is None


@pytest.mark.parametrize("far", ["m000101", "m999912"])
def test_a_forged_month_shows_the_nearest_of_the_window(far: str) -> None:
    for widget in (DAY, STAY):
        shown = widget.rows(taps(widget, far).scratch, NOTHING_SAID)[0][1].label
        assert shown in {Written(date(2027, 6, 1), "month"), Written(date(2027, 9, 1), "month")}


# One day


def test_a_day_is_tapped_or_typed() -> None:
    assert taps(DAY, "20270710") == Taken(date(2027, 7, 10))
    assert says(DAY, "10 July") == Taken(date(2027, 7, 10))
    assert taps(DAY, "m202708") == Half({"month": "2027-08"})
    assert DAY.rows({"month": "2027-08"}, NOTHING_SAID) == grid(date(2027, 8, 1), SUMMER)
    assert DAY.rows(None, NOTHING_SAID) == grid(date(2027, 6, 1), SUMMER)


def test_a_day_outside_the_window_is_told_the_window() -> None:
    assert taps(DAY, "20270619").values == {"first": SUMMER[0], "last": SUMMER[1], "value": date(2027, 6, 19)}
    assert problem("outside_window", says(DAY, "10 May"))


def test_a_day_that_is_none_says_why() -> None:
    assert problem("no_such_day", says(DAY, "31 June 2027"))
    assert problem("not_understood", says(DAY, "when it is warm"))
    assert problem("not_understood", sends(DAY))


def test_of_two_readings_the_person_is_asked_which() -> None:
    doubt = says(DAY, "6/8")
    assert doubt == Half({"doubt": ["2027-08-06", "2027-06-08"]})
    rows = DAY.rows(doubt.scratch, NOTHING_SAID)
    assert data(rows) == ["20270806", "20270608", "m202708"]
    assert buttons(rows)[-1].label == Word("show_calendar")
    assert taps(DAY, "20270806", doubt.scratch) == Taken(date(2027, 8, 6))
    assert taps(DAY, "m202708", doubt.scratch) == Half({"month": "2027-08"})


def test_a_day_that_is_no_longer_in_the_window_is_asked_again() -> None:
    assert DAY.examine(date(2027, 7, 10), NOTHING_SAID) is None
    assert problem("outside_window", DAY.examine(date(2027, 5, 10), NOTHING_SAID))
    assert problem("sunday", DAY.examine(date(2027, 7, 11), NOTHING_SAID))


# A stay


def test_the_first_day_is_kept_while_the_last_one_is_awaited() -> None:
    first = taps(STAY, "20270710")
    assert first == Half(FROM_10_JULY)
    rows = STAY.rows(first.scratch, NOTHING_SAID)
    ticked = [button.data for button in buttons(rows) if button.ticked]
    assert ticked == ["20270710"]
    assert "20270709" not in data(rows)
    assert rows[-1][0].label == Word("other_departure")
    assert taps(STAY, "20270717", first.scratch) == Taken(Span(date(2027, 7, 10), date(2027, 7, 17)))


def test_turning_the_month_forgets_no_first_day() -> None:
    assert taps(STAY, "m202708", FROM_10_JULY) == Half({"start": "2027-07-10", "month": "2027-08"})
    assert taps(STAY, "m202708") == Half({"month": "2027-08"})
    assert taps(STAY, "20270803", {"start": "2027-07-10", "month": "2027-08"}) == Taken(
        Span(date(2027, 7, 10), date(2027, 8, 3))
    )


def test_another_departure_begins_anew() -> None:
    assert taps(STAY, "restart", FROM_10_JULY) == Half({})
    assert STAY.rows({}, NOTHING_SAID) == STAY.rows(None, NOTHING_SAID) == grid(date(2027, 6, 1), SUMMER)


@pytest.mark.parametrize(
    ("text", "scratch"),
    [
        ("from 10 to 17 July", None), ("10-17/7", None), ("the week of 10 July", None), ("17", FROM_10_JULY),
        ("17 July", FROM_10_JULY), ("a week", FROM_10_JULY), ("from 10 to 17 July", {"start": "2027-08-01"}),
    ],
)  # fmt: skip
def test_a_stay_is_typed_whole_or_its_end_after_its_beginning(text: str, scratch: Any) -> None:
    assert says(STAY, text, scratch) == Taken(Span(date(2027, 7, 10), date(2027, 7, 17)))


def test_one_typed_day_is_the_first() -> None:
    assert says(STAY, "10 July") == Half(FROM_10_JULY)


def test_a_weekday_that_disagrees_is_asked_about() -> None:
    doubt = says(STAY, "Friday 10 July")
    assert doubt == Half({"doubt": ["2027-07-10", "2027-07-09"]})
    assert data(STAY.rows(doubt.scratch, NOTHING_SAID)) == ["20270710", "20270709", "m202707"]
    assert taps(STAY, "20270710", doubt.scratch) == Half(FROM_10_JULY)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/6 to 3/7/2027", "no_such_day"), ("from 17 to 10 July 2027", "end_before_start"),
        ("soon", "not_understood"), ("from 10 to 17 July 2020", "past"), ("from 10 to 17 October", "outside_window"),
        ("from 10 July to 20 September", "outside_window"), ("10 October", "outside_window"),
        ("10 July 2020", "past"), ("from 10 July to 10 July", "end_before_start"),
    ],
)  # fmt: skip
def test_a_stay_that_cannot_be_says_why(text: str, code: str) -> None:
    assert problem(code, says(STAY, text))


def test_the_last_day_comes_after_the_first() -> None:
    assert problem("end_before_start", taps(STAY, "20270710", FROM_10_JULY))
    assert problem("end_before_start", says(STAY, "9 July 2027", FROM_10_JULY))
    assert problem("outside_window", taps(STAY, "20270916", FROM_10_JULY))
    assert problem("not_understood", sends(STAY))


def test_dates_that_have_gone_by_meanwhile_are_asked_again() -> None:
    """Bring a phone that was off for three months back to the right question."""
    week = Span(date(2027, 7, 10), date(2027, 7, 17))
    assert STAY.examine(week, NOTHING_SAID) is None
    ahead = Period(window=lambda known: (known.today + timedelta(days=1), date(2027, 9, 15)))
    assert problem("past", ahead.examine(week, Facts(today=date(2027, 8, 1))))
    assert problem("outside_window", ahead.examine(Span(week.start, date(2027, 9, 16)), facts()))


@pytest.mark.parametrize(
    "raw", [None, 3, "2027-07-10", [], ["2027-07-10"], ["2027-07-10", "soon"], ["2027-07-17", "2027-07-10"], [1, 2]]
)
def test_what_was_never_a_stay_is_not_loaded(raw: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        STAY.load(raw)


def test_days_are_kept_as_iso_8601() -> None:
    assert DAY.dump(date(2027, 7, 10)) == "2027-07-10"
    assert STAY.dump(Span(date(2027, 7, 10), date(2027, 7, 17))) == ["2027-07-10", "2027-07-17"]


@pytest.mark.parametrize("raw", [None, 3, "soon", "2027-02-31"])
def test_what_was_never_a_day_is_not_loaded(raw: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        DAY.load(raw)


@given(days, days, st.sampled_from([None, FROM_10_JULY]))
def test_whatever_is_tapped_a_stay_lies_inside_the_window(first: date, last: date, scratch: Any) -> None:
    read = taps(STAY, f"{first:%Y%m%d}", scratch)
    if isinstance(read, Half):
        read = taps(STAY, f"{last:%Y%m%d}", read.scratch)
    if isinstance(read, Taken):
        assert SUMMER[0] <= read.value.start < read.value.end <= SUMMER[1]
    assert isinstance(read, Taken | Problem)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("15 February", date(2027, 2, 15)),
        ("15 June", date(2026, 6, 15)),
        ("15/6/2027", None),
        ("29/2/2028", None),
        ("today", TODAY),
    ],
)
def test_among_days_that_have_gone_by_a_day_typed_without_its_year_is_the_last_one(
    typed: str, meant: date | None
) -> None:
    gone = Day(window=lambda facts: (facts.today - timedelta(days=300), facts.today), latest_first=True)
    read = says(gone, typed)
    assert read == Taken(meant) if meant else problem("outside_window", read)
