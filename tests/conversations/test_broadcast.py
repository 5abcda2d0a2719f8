"""What the coordinator may say to many, to whom, and how a text in the coordinator's own words is read."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.audience import To
from conversations.broadcast import (
    ABOUT_A_CALL,
    BROADCAST,
    FIELDS,
    FOR_PEOPLE,
    MEETING,
    NO_CALL,
    OWN,
    BroadcastContext,
    Letter,
    calls_to_name,
    circles,
    fill,
    messages,
    narrowings,
    other_languages,
)
from conversations.engine import flow
from conversations.engine.answers import Facts, Given
from conversations.engine.keyboard import Problem
from conversations.engine.replies import Said, Tapped
from conversations.engine.widgets import Half, Taken
from conversations.event import Hour
from tests.conversations.talk import TODAY, ear

READY = (*ABOUT_A_CALL, "vouchers_end", MEETING)
KNOWN = BroadcastContext(languages=("fr", "en", "ar"), own_language="fr", calls=("12", "3"), events=("5",))
LABELS = ear({"first_name": "{prénom}", "call": "{appel}", "date": "{date}", "days": "{jours}"})


def facts(**answers: object) -> Facts:
    return Facts(TODAY, {name: Given(value) for name, value in answers.items()}, context=KNOWN)


def asked(**answers: object) -> list[str]:
    return [placed.step.id for placed in flow.path(BROADCAST, facts(narrow=(), sent="out", timing="now", **answers))]


def test_there_are_twelve_ready_messages_and_words_of_ones_own() -> None:
    assert len(READY) == 12
    assert messages(facts()) == (*READY, OWN)


def test_without_calls_and_events_only_what_needs_none_is_offered() -> None:
    assert messages(Facts(TODAY)) == ("vouchers_end", OWN)


def test_a_telephone_shows_seven_buttons_and_the_seldom_messages_one_tap_further() -> None:
    question = flow.find(BROADCAST, facts(), "message")
    assert question is not None
    often, seldom = (
        [button.data for row in question.step.widget.rows(scratch, facts()) for button in row]
        for scratch in ({}, {"shown": "seldom"})
    )
    assert len(often) == 7
    assert (often[-1], seldom[-1]) == ("seldom", "often")
    assert {*often[:-1], *seldom[:-1]} == set(messages(facts()))


def test_a_ready_message_takes_three_questions() -> None:
    assert asked(message="closes_on", call="12", to="teams") == ["message", "call", "to", "narrow", "timing"]


def test_a_message_about_a_call_names_one_and_the_latest_comes_first() -> None:
    assert all(calls_to_name(facts(message=message)) == ("12", "3") for message in ABOUT_A_CALL)
    assert calls_to_name(facts(message=OWN, own_text="Bonjour")) == ("12", "3", NO_CALL)
    assert calls_to_name(facts(message=OWN, own_text="{call} ferme")) == ("12", "3")


def test_a_day_is_asked_where_the_words_name_one() -> None:
    assert "day" in asked(message="committee_date", call="3", to="teams")
    assert "day" in asked(message=OWN, own_text="Dans {days} jours", versions=(), call="none", to="teams")
    assert "day" not in asked(message=OWN, own_text="Bonjour", versions=(), call="none", to="teams")


@pytest.mark.parametrize("message", [*READY, OWN])
def test_professionals_come_first_and_people_only_with_a_call_and_words_for_them(message: str) -> None:
    offered = circles(facts(message=message, call="3"))
    assert offered[0] == To.TEAMS
    assert (To.PEOPLE in offered) is (message in FOR_PEOPLE)
    assert To.PEOPLE not in circles(facts(message=message, call=NO_CALL))


def test_a_call_that_has_not_chosen_it_is_asked_before_people_are_written_to() -> None:
    chosen = replace(facts(message=OWN, call="3", to="people"), context=replace(KNOWN, direct=frozenset({"3"})))
    assert "allow" in asked(message="closes_on", call="3", to="people")
    assert "allow" not in [placed.step.id for placed in flow.path(BROADCAST, chosen)]


def test_states_of_plans_are_those_of_one_call() -> None:
    assert "states" in narrowings(facts(call="3", to="teams"))
    assert "states" not in narrowings(facts(call=NO_CALL, to="teams"))
    assert narrowings(facts(call="3", to="coordinators")) == ("languages", "seen")


def test_each_version_is_asked_for_in_its_language() -> None:
    steps = asked(message=OWN, own_text="Bonjour", versions=("ar", "en"), call="none", to="teams")
    assert [step for step in steps if step.startswith("version.")] == ["version.ar", "version.en"]
    assert other_languages(facts()) == ("ar", "en"), "by their letters, without the one it is written in"


def test_a_text_keeps_its_paragraphs_and_knows_its_fields_by_their_shown_names() -> None:
    read = Letter().read(Said(" Bonjour  {prénom},\n\n\n\n{ appel } ferme le {date}. "), None, facts(), LABELS)
    assert read == Taken("Bonjour {first_name},\n\n{call} ferme le {date}.")


def test_an_unknown_field_is_told_before_anybody_reads_it() -> None:
    read = Letter().read(Said("Bonjour {adresse}"), None, facts(), LABELS)
    assert read == Problem("unknown_field", {"field": "adresse"})


def test_a_tapped_field_shows_how_it_is_written() -> None:
    assert Letter().read(Tapped("days"), None, facts(), LABELS) == Half({"field": "days"})
    assert Letter().read(Said("{jours}"), None, facts(), LABELS) == Half({"field": "days"})


def test_too_long_a_text_is_told_how_much_fits() -> None:
    read = Letter(limit=10).read(Said("x" * 11), None, facts(), LABELS)
    assert read == Problem("too_long", {"limit": 10, "length": 11})


@given(st.text(), st.dictionaries(st.sampled_from(FIELDS), st.text()))
def test_filling_in_changes_nothing_but_the_fields(text: str, values: dict[str, str]) -> None:
    plain = text.replace("{", "").replace("}", "")
    assert fill(plain, values) == plain
    assert fill(f"a{{call}}b{plain}", {"call": "{date}"}) == f"a{{date}}b{plain}", (
        "what is filled in is not filled again"
    )


@pytest.mark.parametrize(
    ("typed", "hour"),
    [("14h30", "14:30"), ("14:30", "14:30"), ("9h", "09:00"), ("9", "09:00"), ("14 h 05", "14:05"), ("18.15", "18:15"),
     ("8 heures", "08:00"), ("0:00", "00:00")],
)  # fmt: skip
def test_an_hour_as_people_write_it(typed: str, hour: str) -> None:
    assert Hour().read(Said(typed), None, facts(), ear()) == Taken(hour)


@pytest.mark.parametrize("typed", ["24:00", "12:60", "midi", "", "14h3", "-3", "²"])
def test_what_is_no_hour_is_asked_again(typed: str) -> None:
    assert isinstance(Hour().read(Said(typed), None, facts(), ear()), Problem)
