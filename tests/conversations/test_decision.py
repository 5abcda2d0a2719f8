"""The coordinator's short conversations: an offer is less than asked, and a refusal is no dead end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.corrections import Room
from bot.domain.money import Cents, euros
from conversations.decision import (
    DECLINE,
    MINUTES,
    OFFER,
    POINT,
    REGRANT,
    WITHDRAWAL,
    CorrectionContext,
    OfferContext,
    asked,
    offers,
)
from conversations.engine import flow
from conversations.engine.answers import Answer, Facts, Given
from conversations.engine.keyboard import Problem
from conversations.engine.replies import Said, Tapped
from conversations.engine.steps import Need
from conversations.referent import ReviewContext
from tests.conversations.talk import NOTHING_SAID, data, ear, ids, problem


def asking_for(cents: int) -> Facts:
    return replace(NOTHING_SAID, context=OfferContext(Cents(cents)))


OFFERED = flow.path(OFFER, NOTHING_SAID)[0].step


def test_what_was_asked_is_known() -> None:
    assert asked(asking_for(69_000)) == euros(690)
    assert asked(NOTHING_SAID) == 0


@pytest.mark.parametrize(
    ("wanted", "amounts"),
    [(69_000, (51_000, 34_000)), (2_000, (1_000,)), (1_000, ()), (0, ()), (4_000, (3_000, 2_000))],
)
def test_three_quarters_and_half_are_offered_in_whole_tens(wanted: int, amounts: tuple[int, ...]) -> None:
    known = asking_for(wanted)
    assert offers(known) == amounts
    assert data(OFFERED.widget.rows(None, known)) == [str(amount) for amount in amounts]
    assert all(flow.take(OFFERED, known, None, Tapped(str(a)), ear()) == flow.Answered(a) for a in amounts)


@pytest.mark.parametrize("typed", ["690", "700", "0"])
def test_an_offer_is_less_than_asked_and_more_than_nothing(typed: str) -> None:
    told = flow.take(OFFERED, asking_for(69_000), None, Said(typed), ear())
    assert problem("not_less", told)
    assert flow.take(OFFERED, asking_for(69_000), None, Said("689,99"), ear()) == flow.Answered(68_999)


def room(granted: int, most: int, handed: int = 0, **answers: str) -> Facts:
    given: dict[str, Answer] = {name: Given(value) for name, value in answers.items()}
    known = CorrectionContext(Room(Cents(granted), Cents(most), Cents(handed)))
    return replace(NOTHING_SAID, context=known, answers=given)


def test_a_grant_is_put_right_by_an_amount_and_a_reason() -> None:
    assert ids(flow.missing(REGRANT, room(69_000, 69_000), Need.SEND)) == ["regranted", "regrant_why"]
    assert ids(flow.missing(WITHDRAWAL, NOTHING_SAID, Need.SEND)) == ["withdrawn_why"]


def test_what_becomes_of_what_was_handed_over_is_asked_first() -> None:
    known = room(69_000, 69_000, 40_000)
    assert ids(flow.missing(REGRANT, known, Need.SEND))[0] == "handed_part"
    part = flow.path(REGRANT, known)[0].step
    assert data(part.widget.rows(None, known)) == ["kept", "asked_back"]
    assert data(part.widget.rows(None, room(69_000, 69_000, 69_000))) == ["asked_back"], "all of it is out"


def test_the_new_amount_is_another_one_within_what_is_possible() -> None:
    amount = flow.path(REGRANT, room(69_000, 69_000))[0].step
    kept, back = (room(60_000, 69_000, 40_000, handed_part=part) for part in ("kept", "asked_back"))
    assert problem("same_amount", flow.take(amount, kept, None, Said("600"), ear()))
    assert problem("out_of_room", flow.take(amount, kept, None, Said("399"), ear()))
    assert problem("out_of_room", flow.take(amount, back, None, Said("700"), ear()))
    assert flow.take(amount, back, None, Said("399"), ear()) == flow.Answered(39_900)
    assert data(amount.widget.rows(None, kept)) == ["69000", "51000", "40000"]
    assert data(amount.widget.rows(None, back)) == ["69000", "51000", "34000", "40000"]


def test_one_point_is_asked_in_words_about_one_question() -> None:
    known = replace(NOTHING_SAID, context=ReviewContext(("dates",)))
    point, question = flow.path(POINT, known)
    assert data(point.step.widget.rows(None, known)) == ["dates"]
    assert question.step.firm


def test_declining_needs_a_reason_and_what_is_possible_instead() -> None:
    assert ids(flow.missing(DECLINE, NOTHING_SAID, Need.SEND)) == ["ground", "instead"]


def test_minutes_are_of_days_that_have_gone_by_and_end_no_earlier_than_they_begin() -> None:
    first, last = (placed.step for placed in flow.path(MINUTES, NOTHING_SAID))
    today = NOTHING_SAID.today
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    assert flow.take(first, NOTHING_SAID, None, Tapped(f"{today:%Y%m%d}"), ear()) == flow.Answered(today)
    assert isinstance(flow.take(first, NOTHING_SAID, None, Tapped(f"{tomorrow:%Y%m%d}"), ear()), Problem)
    begun = flow.with_answer(NOTHING_SAID, first, Given(today))
    assert isinstance(flow.take(last, begun, None, Tapped(f"{yesterday:%Y%m%d}"), ear()), Problem)
    assert flow.take(last, begun, None, Tapped(f"{today:%Y%m%d}"), ear()) == flow.Answered(today)
    assert f"{today:%Y%m%d}" in data(first.widget.rows(None, NOTHING_SAID)), "this month is shown first"
