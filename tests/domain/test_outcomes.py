"""What a call brought about: sums and means of five stays or more, and no count that tells of fewer than five."""

from dataclasses import replace

import pytest

from bot.domain.money import euros
from bot.domain.outcomes import Band, HouseholdKind, Stay, band, household_kind, outcomes
from bot.domain.people import Kind, OrganisationKind, Trait

WEEK = Stay(
    people=4,
    children=3,
    nights=7,
    cost=euros(900),
    granted=euros(690),
    households=(HouseholdKind.LONE_PARENT,),
    organisation=OrganisationKind.RESIDENCE.kind,
    region="IDF",
    first_time="never",
    quotient=euros(612),
    lodging="campsite",
)
ALONE = replace(WEEK, people=1, children=0, households=(HouseholdKind.ALONE,), first_time="long_ago", lodging="other")


@pytest.mark.parametrize(
    ("adults", "children", "kind"),
    [
        (1, 0, HouseholdKind.ALONE),
        (1, 2, HouseholdKind.LONE_PARENT),
        (2, 0, HouseholdKind.TWO_ADULTS),
        (2, 1, HouseholdKind.FAMILY),
        (3, 0, HouseholdKind.ADULTS),
        (0, 1, HouseholdKind.LONE_PARENT),
    ],
)
def test_a_household_is_known_by_its_ages(adults: int, children: int, kind: HouseholdKind) -> None:
    assert household_kind(adults, children) is kind


@pytest.mark.parametrize(
    ("quotient", "name"),
    [(0, Band.UP_TO_300), (300, Band.UP_TO_300), (301, Band.UP_TO_600), (900, Band.UP_TO_900), (901, Band.ABOVE)],
)
def test_a_quotient_has_its_band(quotient: int, name: Band) -> None:
    assert band(euros(quotient)) is name


def test_ten_stays_are_summed_up() -> None:
    found = outcomes([WEEK] * 5 + [ALONE] * 5)
    assert (found.stays, found.people, found.first) == (10, 25, 10)
    assert (found.nights, found.days, found.mean_nights) == (175, 200, 7)
    assert (found.mean_cost, found.mean_aid, found.share) == (euros(900), euros(690), 77)
    themes = dict(found.themes)
    assert themes["ages"] == [("adults", 10), ("children", 15)]
    assert themes["first_time"] == [("long_ago", 5), ("never", 5)]
    assert themes["households"] == [("alone", 5), ("lone_parent", 5)]
    assert themes["quotient"] == [("up_to_900", 10)]
    assert themes["organisation"] == [("residence", 10)]
    assert themes["region"] == [("IDF", 10)]
    assert "workers" not in themes


def test_what_would_tell_of_fewer_than_five_is_hidden() -> None:
    few = outcomes([WEEK] * 4)
    assert (few.stays, few.mean_cost, few.days, few.share, few.first) == (4, None, None, None, None)
    assert few.people == 16
    themes = dict(outcomes([WEEK] * 6 + [ALONE] * 2).themes)
    assert "first_time" not in themes, "of two counts one cannot be hidden alone"
    assert themes["organisation"] == [("residence", 8)]


def test_employees_and_their_relatives_are_told_apart() -> None:
    works = replace(WEEK, organisation=OrganisationKind.ACI.kind)
    themes = dict(outcomes([works] * 5 + [WEEK] * 5).themes)
    assert themes["workers"] == [("employees", 5), ("relatives", 15)]


def test_stays_are_counted_by_kind_a_network_s_own_by_its_words() -> None:
    own = replace(WEEK, organisation=Kind("own-1", frozenset({Trait.EMPLOYS}), "Halte"))
    themes = dict(outcomes([own] * 6 + [replace(WEEK, organisation=OrganisationKind.CADA.kind)] * 5).themes)
    assert themes["organisation"] == [("=Halte", 6), ("cada", 5)]
    assert themes["workers"] == [("employees", 6), ("relatives", 18)], "by what it does"


def test_what_nobody_knows_is_not_counted() -> None:
    unknown = replace(WEEK, nights=None, quotient=None, region="", lodging="", first_time="", cost=euros(0))
    found = outcomes([unknown] * 5)
    assert (found.days, found.mean_nights, found.share, found.first) == (None, None, None, 0)
    assert set(dict(found.themes)) == {"ages", "households", "organisation"}
    assert outcomes([]).people == 0
