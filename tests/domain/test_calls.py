"""A call: when it is open, what is late, who may take part, and what its coordinator answers for."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.calls import Call, CallProblem, a_year_later, default_people_by
from bot.domain.limits import FilingUntil, MaxShare, StayWindow
from bot.domain.money import Percent, euros
from bot.domain.other_routes import FirstLook, RouteName, Traits, other_routes
from bot.domain.regions import OFFICIAL_NAMES, Region
from bot.domain.rules import Level, Rule, Source, Strength
from bot.domain.travellers import Party
from conversations.rules.dates import Nights
from tests.domain.figures_of_a_week import A_WEEK, SUMMER, judging, proposed, sourced, summer_with


def test_it_closes_at_its_hour_and_not_before() -> None:
    assert SUMMER.is_open(SUMMER.closes_at - timedelta(seconds=1))
    assert not SUMMER.is_open(SUMMER.closes_at)


def test_the_date_people_read_lasts_until_midnight_where_the_network_lives() -> None:
    assert not SUMMER.is_late(datetime(2027, 6, 1, 21, 59, tzinfo=UTC))
    assert SUMMER.is_late(datetime(2027, 6, 1, 22, 0, tzinfo=UTC))


def test_once_closed_nothing_is_late_any_more() -> None:
    assert not SUMMER.is_late(SUMMER.closes_at)


def test_the_closing_day_is_that_of_the_network() -> None:
    assert replace(SUMMER, closes_at=datetime(2027, 6, 15, 22, 30, tzinfo=UTC)).closes_on == date(2027, 6, 16)


def test_people_are_given_ten_working_days_less_when_the_coordinator_says_nothing() -> None:
    asked: list[tuple[date, int, str | None]] = []

    def a_calendar_without_holidays(start: date, count: int, region: str | None = None) -> date:
        asked.append((start, count, region))
        return start + timedelta(days=count * 7 // 5)

    assert default_people_by(date(2027, 6, 15), a_calendar_without_holidays, "BRE") == date(2027, 6, 1)
    assert asked == [(date(2027, 6, 15), -10, "BRE")]


def test_a_call_for_some_regions_takes_those_and_organisations_without_one() -> None:
    pilot = replace(SUMMER, regions=frozenset({Region.BFC, Region.BRE}))
    assert pilot.takes_part(Region.BRE)
    assert pilot.takes_part(None)
    assert not pilot.takes_part(Region.IDF)
    assert SUMMER.takes_part(Region.IDF)


def test_every_region_has_its_official_name() -> None:
    assert set(OFFICIAL_NAMES) == set(Region)
    assert Region.BRE.official_name == "Bretagne"


def test_its_programme_says_which_questions_are_left_out() -> None:
    assert SUMMER.skipped == {"equipment"}


def test_a_figure_nobody_confirmed_warns_until_the_coordinator_does() -> None:
    call = summer_with(proposed(Nights(1, 5), id="nights"))
    assert the_level(call) is Level.WARN
    assert [rule.id for rule in call.unconfirmed] == ["nights"]
    confirmed = replace(call, confirmed=frozenset({"nights"}))
    assert the_level(confirmed) is Level.REFUSE
    assert confirmed.unconfirmed == ()


@pytest.mark.parametrize(("written", "level"), [(2024, Level.WARN), (2025, Level.REFUSE), (2027, Level.REFUSE)])
def test_a_source_older_than_two_years_warns_until_it_is_confirmed_again(written: int, level: Level) -> None:
    old = Rule("nights", Nights(1, 5), Source("ANCV", written, Strength.SOURCED))
    call = summer_with(old)
    assert the_level(call) is level
    assert the_level(replace(call, confirmed=frozenset({"nights"}))) is Level.REFUSE
    assert [rule.id for rule in call.programme.unconfirmed(2027)] == (["nights"] if level is Level.WARN else [])


def test_a_figure_the_coordinator_set_is_the_coordinators_rule() -> None:
    call = replace(summer_with(sourced(Nights(1, 5), id="nights")), overrides={"nights": Nights(1, 10)})
    finding = call.check(judging(A_WEEK))[0]
    assert (finding.level, finding.whose, finding.year, finding.limit) == (
        Level.OK, "Réseau des Tilleuls", 2027, Nights(1, 10),
    )  # fmt: skip
    assert finding.call == "demandes d'été 2027"


def the_level(call: Call) -> Level:
    return next(finding.level for finding in call.check(judging(A_WEEK)) if finding.rule == "nights")


def test_its_own_dates_stand_for_those_of_the_model() -> None:
    model = summer_with(
        sourced(StayWindow(until=date(2022, 12, 31)), id="stay_window"),
        sourced(FilingUntil(date(2022, 12, 20)), id="filing_until"),
    )
    assert [rule.limit for rule in model.rules] == [
        StayWindow(until=date(2027, 8, 31), first=date(2027, 7, 1)),
        FilingUntil(date(2027, 6, 15)),
    ]
    assert all(finding.level is Level.OK for finding in model.check(judging(A_WEEK)))


def test_its_terms_are_those_of_its_rules() -> None:
    call = replace(summer_with(proposed(MaxShare(Percent(80)), id="share")), overrides={"share": MaxShare(Percent(60))})
    terms = call.terms(Party(1))
    assert (terms.rate, terms.uncertain) == (Percent(60), ())


def test_a_good_call_can_be_opened() -> None:
    assert SUMMER.problems() == ()


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (replace(SUMMER, people_by=date(2027, 6, 16)), CallProblem.PEOPLE_AFTER_CLOSING),
        (replace(SUMMER, stay_from=date(2027, 9, 1)), CallProblem.STAY_ENDS_BEFORE_IT_BEGINS),
        (
            replace(SUMMER, stay_from=date(2027, 5, 1), stay_until=date(2027, 6, 15)),
            CallProblem.STAY_OVER_AT_CLOSING,
        ),
        (replace(SUMMER, places=0), CallProblem.NO_PLACES),
        (replace(SUMMER, envelope=euros(0)), CallProblem.NO_MONEY),
        (replace(SUMMER, confirmed=frozenset({"no_such_rule"})), CallProblem.UNKNOWN_RULE),
    ],
)
def test_what_makes_a_call_impossible_is_said(wrong: Call, problem: CallProblem) -> None:
    assert wrong.problems() == (problem,)


def test_the_first_look_says_no_only_for_something_known() -> None:
    assert not FirstLook().likely_no
    assert not FirstLook(quotient_fits=True, helped_this_year=False, call_fits=True).likely_no
    assert FirstLook(quotient_fits=False).likely_no
    assert FirstLook(helped_this_year=True).likely_no
    assert FirstLook(call_fits=False).likely_no


@pytest.mark.parametrize(
    ("traits", "routes"),
    [
        (Traits(), {RouteName.DEPART_18_25, RouteName.SENIORS, RouteName.VACAF, RouteName.BSV}),
        (Traits(age=17, children=False), {RouteName.BSV}),
        (Traits(age=18, children=False), {RouteName.DEPART_18_25, RouteName.BSV}),
        (Traits(age=26, children=True), {RouteName.VACAF, RouteName.BSV}),
        (Traits(age=55, children=False), {RouteName.BSV}),
        (Traits(age=55, disability=True, children=False), {RouteName.SENIORS, RouteName.BSV}),
        (Traits(age=60, children=False), {RouteName.SENIORS, RouteName.BSV}),
    ],
)
def test_another_road_is_shown_unless_something_known_closes_it(traits: Traits, routes: set[RouteName]) -> None:
    found = other_routes(traits)
    assert {route.name for route in found} == routes
    assert all(route.source and route.year for route in found)


def test_a_year_later_is_the_same_day_even_after_a_leap_day() -> None:
    assert a_year_later(date(2027, 6, 1)) == date(2028, 6, 1)
    assert a_year_later(date(2028, 2, 29)) == date(2029, 2, 28)


def test_a_lenient_rule_only_warns_also_when_it_was_confirmed() -> None:
    strict = replace(summer_with(proposed(Nights(4, 21), id="nights")), confirmed=frozenset({"nights"}))
    lenient = replace(strict, lenient=frozenset({"nights"}))
    assert next(rule for rule in strict.rules if rule.id == "nights").refuses
    assert not next(rule for rule in lenient.rules if rule.id == "nights").refuses
    assert CallProblem.UNKNOWN_RULE in replace(SUMMER, lenient=frozenset({"no_such_rule"})).problems()


def test_what_changed_between_two_versions_is_what_says_something_else() -> None:
    before = summer_with(proposed(Nights(4, 21), id="nights"))
    shorter = replace(before, overrides={"nights": Nights(2, 5)})
    later = replace(before, closes_at=before.closes_at + timedelta(days=3))
    assert [rule.id for rule in shorter.changes_since(before)] == ["nights"]
    assert before.changes_since(before) == ()
    assert later.changes_since(before) == (), "an extension changes no rule"


def test_people_read_the_calls_own_neutral_name_or_the_models() -> None:
    assert SUMMER.told_as == SUMMER.programme.neutral
    assert replace(SUMMER, neutral="Un séjour").told_as == "Un séjour"


def test_its_papers_are_its_own_or_the_models() -> None:
    assert SUMMER.documents == SUMMER.programme.documents
    assert replace(SUMMER, own_documents=()).documents == ()


def test_a_stay_may_be_of_one_day() -> None:
    assert replace(SUMMER, stay_until=SUMMER.stay_from).problems() == ()


def test_an_answer_comes_after_the_next_committee_and_none_is_waited_for_where_there_is_none() -> None:
    first, second = date(2027, 5, 12), date(2027, 6, 9)
    call = replace(SUMMER, committee_days=(first, second))
    assert [call.answer_after(day) for day in (first, date(2027, 5, 13), second)] == [first, second, second]
    assert call.answer_after(date(2027, 6, 10)) is None
    assert replace(call, with_committee=False).answer_after(first) is None
