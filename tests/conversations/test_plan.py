"""The plan: twelve questions to send, wishes before money, and figures that endorse and leave need."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.calls import Call
from bot.domain.limits import Limit, OwnShare
from bot.domain.money import euros
from bot.domain.rules import Finding, Level
from bot.programmes import loading
from conversations import PLAN, STEP_NAMES
from conversations.costs import has_deposit, more_costs, no_deposit, usual_share
from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.engine.dates import Span
from conversations.engine.replies import Said
from conversations.engine.steps import Need, Step
from conversations.reckoning import GUARANTEE
from conversations.rules import at_level, findings
from conversations.rules.dates import Days, Nights
from conversations.stay import length_allowed, shown, stay_window
from conversations.travellers import equipment
from tests.conversations.talk import NOTHING_SAID, TODAY, ear, facts, ids, problem
from tests.domain.figures_of_a_week import SUMMER, proposed, sourced, summer_with

TO_SEND = [
    "wishes", "aim", "first_time", "adults", "children", "help", "place", "dates", "lodging", "transport", "own_share",
    "worries",
]  # fmt: skip
TO_ENDORSE = [
    "provider", "lodging_price", "quote", "vouchers", "booking", "transport_price", "food_price", "leisure_price",
    "other_aids", "deposit", "other_costs",
]  # fmt: skip
JULY_3 = date(2027, 7, 3)


def stay_of(nights: int) -> Span:
    return Span(JULY_3, JULY_3 + timedelta(days=nights))


def in_call(call: Call | None, **answers: Any) -> Facts:
    return replace(facts(**answers), call=call)


def placed(name: str) -> Step:
    found = flow.find(PLAN, facts(deposit=100, other_aids=("caf",)), name)
    assert found is not None
    return found.step


# What is asked


@pytest.mark.parametrize(("ages", "offered"), [((), False), ((6, 8), False), ((6, 2), True), ((0,), True)])
def test_a_bed_for_a_baby_is_offered_where_one_may_come_along(ages: tuple[int, ...], offered: bool) -> None:
    assert ("baby_bed" in equipment(facts(children=ages))) is offered
    assert "baby_bed" in equipment(NOTHING_SAID), "nobody knows yet"


def test_twelve_questions_to_send_and_no_more() -> None:
    assert ids(flow.path(PLAN, NOTHING_SAID)) == TO_SEND
    assert flow.progress(PLAN, NOTHING_SAID, "wishes") == (1, 12)
    assert flow.progress(PLAN, NOTHING_SAID, "worries") == (11, 12)
    assert flow.progress(PLAN, NOTHING_SAID, "check and send") == (12, 12)


def test_the_ages_belong_to_the_question_who_goes() -> None:
    assert flow.progress(PLAN, NOTHING_SAID, "adults")[0] == flow.progress(PLAN, NOTHING_SAID, "children")[0] == 4


def test_wishes_come_before_money_and_prices_are_not_needed_to_send() -> None:
    assert TO_SEND.index("aim") < TO_SEND.index("own_share")
    assert [step.id for step in map(placed, TO_SEND) if step.required is not Need.SEND] == []
    assert not {"lodging_price", "quote", "provider"} & set(TO_SEND)


def test_the_figures_are_needed_to_endorse_and_the_quote_may_be_missing() -> None:
    assert ids(flow.path(PLAN, NOTHING_SAID, {Need.ENDORSE})) == TO_ENDORSE
    assert ids(flow.missing(PLAN, NOTHING_SAID, Need.ENDORSE)) == [name for name in TO_ENDORSE if name != "quote"]


def test_each_other_aid_is_asked_its_amount_and_a_deposit_who_pays_it() -> None:
    known = facts(other_aids=("caf", "town"), deposit=euros(100))
    asked = ids(flow.path(PLAN, known, {Need.ENDORSE}))
    assert asked[-5:] == ["aid_amount.caf", "aid_amount.town", "deposit", "deposit_by", "other_costs"]
    assert not has_deposit(facts(deposit=0))
    assert no_deposit(known) == (0,)


def test_another_aid_is_asked_its_name() -> None:
    asked = ids(flow.path(PLAN, facts(other_aids=("region", "other")), {Need.ENDORSE}))
    assert asked[asked.index("other_aids") + 1 :][:3] == ["aid_name", "aid_amount.region", "aid_amount.other"]


def test_each_further_cost_is_asked_its_amount_and_money_left_there_how() -> None:
    asked = ids(flow.path(PLAN, facts(other_costs=("tourist_tax", GUARANTEE)), {Need.ENDORSE}))
    assert asked[-3:] == ["cost_amount.tourist_tax", f"cost_amount.{GUARANTEE}", "guarantee_by"]
    assert more_costs(facts(lodging="family")) == ("insurance", "other"), "family and friends ask for neither"
    endorsed = replace(NOTHING_SAID, asked_on=TODAY)
    assert "other_costs" not in ids(flow.path(PLAN, endorsed, {Need.ENDORSE})), "it was decided without"


def test_what_is_asked_before_leaving_is_not_needed_before() -> None:
    to_leave = ids(flow.path(PLAN, NOTHING_SAID, {Need.LEAVE}))
    assert to_leave == ids(flow.missing(PLAN, NOTHING_SAID, Need.LEAVE)) == ["ask_if_well"]


def test_who_goes_must_be_known_and_everything_else_can_be_talked_about() -> None:
    assert [step.id for step in map(placed, TO_SEND) if step.firm] == ["adults", "children"]


def test_every_step_can_be_named_by_a_programme_that_does_not_ask_it() -> None:
    assert set(TO_SEND) | {"quotient", "aid_amount"} <= STEP_NAMES
    assert all(model.skipped <= STEP_NAMES for model in loading.load(steps=STEP_NAMES).values())


# The stay


def test_the_days_shown_are_those_of_the_call_that_are_still_to_come() -> None:
    assert stay_window(in_call(SUMMER)) == (SUMMER.stay_from, SUMMER.stay_until)
    late = replace(in_call(SUMMER), today=date(2027, 7, 20))
    assert stay_window(late) == (date(2027, 7, 21), SUMMER.stay_until)
    assert stay_window(NOTHING_SAID) == (TODAY + timedelta(days=1), TODAY + timedelta(days=731))
    assert shown(in_call(SUMMER)) == {"first": SUMMER.stay_from, "last": SUMMER.stay_until, "marked": False}


def test_twenty_five_nights_are_too_many_where_a_rule_says_so_and_it_says_whose() -> None:
    told = length_allowed(stay_of(25), in_call(summer_with(sourced(Nights(4, 21)))))
    assert told is not None
    assert told.code == "too_long"
    assert told.values == {
        "finding": Finding(
            rule="a_rule", kind="nights", level=Level.REFUSE, limit=Nights(4, 21), actual=25, whose="Unapei 30",
            year=2025, certain=True, hard=True, call="demandes d'été 2027",
            satisfies={"earliest_return": date(2027, 7, 7), "latest_return": date(2027, 7, 24)},
        ),
    }  # fmt: skip
    assert [button.data for row in told.ways for button in row] == ["20270703-20270724"]


def test_no_day_is_proposed_that_lies_outside_the_stays_of_the_call() -> None:
    short = replace(summer_with(sourced(Nights(4, 21))), stay_until=date(2027, 7, 20))
    told = length_allowed(Span(date(2027, 7, 17), date(2027, 7, 18)), in_call(short))
    assert told is not None
    assert told.ways == ()


def test_two_nights_are_too_few_where_a_rule_says_so() -> None:
    call = summer_with(sourced(Nights(4, 21)))
    assert problem("too_short", length_allowed(stay_of(3), in_call(call)))
    assert length_allowed(stay_of(4), in_call(call)) is None
    assert length_allowed(stay_of(21), in_call(call)) is None


def test_days_are_counted_with_the_first_and_the_last() -> None:
    told = length_allowed(stay_of(14), in_call(summer_with(sourced(Days(5, 14)))))
    assert told is not None
    assert (told.values["finding"].actual, told.values["finding"].satisfies["latest_return"]) == (15, date(2027, 7, 16))


@pytest.mark.parametrize("limit", [Nights(4, 21), Days(4, 21)])
def test_an_unconfirmed_figure_warns_and_never_refuses(limit: Limit) -> None:
    call = summer_with(proposed(limit))
    assert length_allowed(stay_of(25), in_call(call)) is None
    warned = at_level(Level.WARN, findings(in_call(call, dates=stay_of(25))), "nights", "days")
    assert [(finding.whose, finding.certain) for finding in warned] == [("Proposition", False)]
    confirmed = replace(call, confirmed=frozenset({"a_rule"}))
    told = length_allowed(stay_of(25), in_call(confirmed))
    assert told is not None
    assert told.values["finding"].whose == "Réseau des Tilleuls"


@pytest.mark.parametrize(("model", "refused"), [("apv", True), ("coorace-2022", False)])
def test_the_models_as_they_are_delivered(model: str, refused: bool) -> None:
    call = replace(SUMMER, programme=loading.load()[model])
    assert problem("too_long", length_allowed(stay_of(25), in_call(call))) == refused


def test_only_the_length_is_judged_by_it() -> None:
    beyond_the_window = Span(date(2027, 8, 28), date(2027, 9, 4))
    call = summer_with(sourced(Nights(4, 21)))
    assert at_level(Level.REFUSE, findings(in_call(call, dates=beyond_the_window)), "stay_window")
    assert length_allowed(beyond_the_window, in_call(call)) is None


def test_without_a_call_there_is_no_rule() -> None:
    assert length_allowed(stay_of(25), NOTHING_SAID) is None


def test_the_dates_are_refused_as_they_are_answered() -> None:
    call = summer_with(sourced(Nights(4, 21)))
    typed = flow.take(placed("dates"), in_call(call), None, Said("from 3 to 28 July"), ear())
    assert problem("too_long", typed)
    assert problem("too_long", placed("dates").widget.examine(stay_of(25), in_call(call)))
    assert "dates" in ids(flow.missing(PLAN, in_call(call, dates=stay_of(25)), Need.SEND))


# The person's own share


def test_the_own_share_is_at_least_what_a_confirmed_rule_asks() -> None:
    share = placed("own_share").widget
    told = share.examine(euros(20), in_call(summer_with(sourced(OwnShare(euros(30))))))
    assert told is not None
    assert told.code == "too_little"
    assert told.values == {
        "least": 3_000, "actual": 2_000, "whose": "Unapei 30", "year": 2025, "call": "demandes d'été 2027",
        "added_on": None,
    }  # fmt: skip
    assert share.examine(euros(30), in_call(summer_with(sourced(OwnShare(euros(30)))))) is None
    assert share.examine(euros(20), in_call(summer_with(proposed(OwnShare(euros(30)))))) is None


def test_no_share_is_proposed_that_would_be_refused() -> None:
    assert usual_share(in_call(summer_with(sourced(OwnShare(euros(50)))))) == (5_000, 6_000, 10_000, 15_000)
    assert usual_share(NOTHING_SAID)[0] == 0


@pytest.mark.parametrize("model", loading.load())
def test_every_usual_amount_passes_its_own_question(model: str) -> None:
    known = in_call(replace(SUMMER, programme=loading.load()[model]), adults=12, children=(3, 4), dates=stay_of(20))
    for name in ("own_share", "lodging_price", "transport_price", "food_price", "leisure_price", "deposit"):
        widget = placed(name).widget
        for row in widget.rows(None, known):
            for button in row:
                assert widget.examine(int(button.data), known) is None
