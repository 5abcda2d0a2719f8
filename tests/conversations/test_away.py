"""The days of an absence: the last one in one tap, another first day one tap away, both typed at once."""

from datetime import date, timedelta

import pytest

from conversations.absence import LATER, Away, from_today
from conversations.engine.dates import Span
from conversations.engine.widgets import Half, Taken
from tests.conversations.talk import NOTHING_SAID, TODAY, data, problem, says, taps

DAYS = Away(window=from_today)
SOON = TODAY + timedelta(days=3)
AFTER = TODAY + timedelta(days=5)


def test_one_tap_says_the_last_day_of_an_absence_from_today() -> None:
    assert taps(DAYS, f"{SOON:%Y%m%d}") == Taken(Span(TODAY, SOON))
    assert taps(DAYS, f"{TODAY:%Y%m%d}") == Taken(Span(TODAY, TODAY))
    assert says(DAYS, f"{SOON:%d/%m/%Y}") == Taken(Span(TODAY, SOON))


def test_turning_the_months_changes_nothing_of_it() -> None:
    turned = taps(DAYS, f"m{AFTER + timedelta(days=31):%Y%m}")
    assert isinstance(turned, Half)
    assert taps(DAYS, f"{AFTER:%Y%m%d}", turned.scratch) == Taken(Span(TODAY, AFTER))


def test_another_first_day_is_asked_for_and_then_the_last_one() -> None:
    assert LATER in data(DAYS.rows(None, NOTHING_SAID))
    later = taps(DAYS, LATER)
    assert later == Half({LATER: True})
    turned = taps(DAYS, f"m{AFTER:%Y%m}", later.scratch)
    assert isinstance(turned, Half)
    begun = taps(DAYS, f"{SOON:%Y%m%d}", turned.scratch)
    assert isinstance(begun, Half)
    assert taps(DAYS, f"{AFTER:%Y%m%d}", begun.scratch) == Taken(Span(SOON, AFTER))
    assert taps(DAYS, f"{SOON:%Y%m%d}", begun.scratch) == Taken(Span(SOON, SOON))
    assert problem("end_before_start", taps(DAYS, f"{TODAY:%Y%m%d}", begun.scratch))
    assert taps(DAYS, LATER, begun.scratch) == later


def test_both_days_are_typed_at_once() -> None:
    assert says(DAYS, f"{SOON:%d/%m/%Y} - {AFTER:%d/%m/%Y}") == Taken(Span(SOON, AFTER))


def test_a_day_that_has_gone_by_is_none() -> None:
    assert not isinstance(taps(DAYS, f"{TODAY - timedelta(days=1):%Y%m%d}"), Taken)
    assert DAYS.examine(Span(TODAY - timedelta(days=1), AFTER), NOTHING_SAID) is not None
    assert DAYS.examine(Span(AFTER, AFTER), NOTHING_SAID) is None


def test_a_single_day_comes_back_from_the_database_and_a_day_before_the_first_does_not() -> None:
    assert DAYS.load(DAYS.dump(Span(SOON, SOON))) == Span(SOON, SOON)
    with pytest.raises(ValueError, match="before"):
        DAYS.load([date(2027, 1, 2).isoformat(), date(2027, 1, 1).isoformat()])
