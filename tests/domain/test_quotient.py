"""The family quotient: the fund's formula, and its parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.money import Cents, euros
from bot.domain.quotient import Household, quotient

amounts = st.integers(0, 10_000_000).map(Cents)
children = st.integers(0, 12)


@pytest.mark.parametrize(
    ("dependants", "parts"), [(0, 2), (1, 2.5), (2, 3), (3, 4), (4, 4.5), (5, 5), (6, 5.5), (10, 7.5)]
)
def test_parts_of_a_household(dependants: int, parts: float) -> None:
    assert Household(Cents(0), Cents(0), Cents(0), dependants).parts == parts


@pytest.mark.parametrize(("dependants", "disabled", "parts"), [(1, 1, 3), (2, 1, 3.5), (3, 2, 5)])
def test_a_disabled_child_counts_half_a_part_more(dependants: int, disabled: int, parts: float) -> None:
    assert Household(Cents(0), Cents(0), Cents(0), dependants, disabled).parts == parts


@pytest.mark.parametrize(
    ("taxable", "taken_off", "benefits", "dependants", "found"),
    [
        (18_000, 1_800, 350, 1, 680),  # (16,200 / 12 + 350) / 2.5
        (0, 0, 635, 0, 317),  # RSA alone: 317.50
        (0, 0, 0, 0, 0),
        (12_000, 0, 0, 3, 250),  # 1,000 / 4
        (21_600, 2_160, 480, 4, 466),  # (1,620 + 480) / 4.5
        (1_000, 5_000, 300, 0, 150),  # more taken off than earned
    ],
)
def test_the_fund_s_formula(taxable: int, taken_off: int, benefits: int, dependants: int, found: int) -> None:
    household = Household(euros(taxable), euros(taken_off), euros(benefits), dependants)
    assert quotient(household) == euros(found)


def test_what_a_household_has_in_a_month_is_told_with_it() -> None:
    assert Household(euros(18_000), euros(1_800), euros(350), 1).monthly == euros(1_700)


@given(amounts, amounts, amounts, children)
def test_it_is_whole_euros_never_below_zero_and_never_above_what_there_is(
    taxable: Cents, taken_off: Cents, benefits: Cents, dependants: int
) -> None:
    household = Household(taxable, taken_off, benefits, dependants)
    found = quotient(household)
    assert found % 100 == 0
    assert 0 <= found <= household.monthly + 1
    exact = (max(taxable - taken_off, 0) / 12 + benefits) / household.parts
    assert exact - 100.01 < found <= exact + 0.01


@given(amounts, amounts, children)
def test_another_child_never_makes_it_higher(taxable: Cents, benefits: Cents, dependants: int) -> None:
    fewer, more = (Household(taxable, Cents(0), benefits, n) for n in (dependants, dependants + 1))
    assert quotient(more) <= quotient(fewer)
