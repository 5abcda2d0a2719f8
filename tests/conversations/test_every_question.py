"""What holds of every question of every conversation, whatever is replied: the promises of a widget."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import conversations
from bot.domain.budget import CostKind
from bot.domain.money import Cents, euros
from bot.domain.programmes import Per, Usual, UsualName
from bot.features import registry
from conversations.broadcast import Letter
from conversations.engine import flow
from conversations.engine.answers import Deferred, Facts, Given, How
from conversations.engine.calendar import Day, Period
from conversations.engine.choices import FREE, OTHER, Choice, Many, Place, offered
from conversations.engine.dates import Span
from conversations.engine.keyboard import INERT, Pick, Problem
from conversations.engine.media import Keepsake
from conversations.engine.replies import FileRef, Reply, Said, Sent, Tapped
from conversations.engine.steps import Step
from conversations.engine.widgets import (
    Ages,
    Attachment,
    Half,
    Message,
    Money,
    Number,
    Taken,
    Text,
    TextOrVoice,
    Widget,
)
from conversations.event import Hour
from conversations.guide import Shelved
from conversations.join_request import JOIN_REQUEST
from conversations.papers import SEEN, Paper
from tests.conversations.contexts import EVERY_TICK, every_conversation, known_to
from tests.conversations.talk import TODAY, buttons, ear, facts
from tests.domain.figures_of_a_week import SUMMER, sourced

MOST_BYTES_OF_A_BUTTON = 64
LONGEST_PREFIX = "q:p" + "z" * 6 + "s:" + "z" * 4 + ":"


SOURCE = sourced(SUMMER.rules[0].limit).source
CALL = replace(
    SUMMER,
    programme=replace(
        SUMMER.programme,
        skipped=frozenset(),
        usual=tuple(Usual(UsualName.HOTEL_NIGHT, line, Cents(2_350), Per.NIGHT, SOURCE) for line in CostKind),
    ),
)
KNOWN = replace(
    facts(
        **EVERY_TICK,
        points=tuple(sorted(conversations.PLAN.names)),
        contact="normal",
        message="own",
        versions=("ar",),
        deposit=euros(100),
        adults=12,
        children=(1, 2),
        dates=Span(date(2027, 7, 10), date(2027, 7, 17)),
    ),
    call=CALL,
)
"""Facts under which every question is asked, once its conversation adds its context."""


@dataclass(frozen=True)
class Asked:
    """A question, and what is known where it is asked."""

    step: Step
    known: Facts

    @property
    def widget(self) -> Widget[Any]:
        return self.step.widget


STEPS: dict[str, Asked] = {
    f"{talk.name}/{step.id}": Asked(step, known)
    for talk in every_conversation()
    for known in (known_to(talk, KNOWN),)
    for section in talk.sections
    for step in section.unfold(known)
}
EVERY = pytest.mark.parametrize("asked", STEPS.values(), ids=STEPS)

files = st.builds(
    FileRef,
    file_id=st.text(max_size=8),
    kind=st.sampled_from(["photo", "document", "voice", "sticker"]),
    size=st.sampled_from([0, 1, 20_000_000, 20_000_001]),
    mime=st.sampled_from(["", "application/pdf", "text/html"]),
)
window = st.dates(TODAY + timedelta(days=1), SUMMER.stay_until)
scraps = ["10 July", "4/7", "250", "none", "from 10 to 17 July", "6, 8", "a week", "Friday 10 July", "-3", "sea, lake"]
taps = st.one_of(
    st.sampled_from(
        ["done", "none", "other", "restart", INERT, "m202707", "m000101", "yes", "sea", "=ab", "-sea", "0"]
    ),
    window.map(lambda day: f"{day:%Y%m%d}"),
    st.text(max_size=20),
).map(Tapped)
replies = st.one_of(taps, st.one_of(st.sampled_from(scraps), st.text(max_size=60)).map(Said), files.map(Sent))


def one_of(widget: Choice | Many, known: Facts) -> st.SearchStrategy[str]:
    own = st.text(min_size=1).map(lambda text: FREE + text)
    options = st.sampled_from(offered(widget.options, known))
    return st.one_of(options, own) if widget.other else options


VALUES: dict[type[Widget[Any]], Callable[[Any, Facts], st.SearchStrategy[Any]]] = {
    Choice: one_of,
    Place: one_of,
    Many: lambda widget, known: st.lists(one_of(widget, known), max_size=widget.most).map(tuple),
    Number: lambda widget, _: st.integers(widget.low, widget.high),
    Money: lambda widget, _: st.integers(0, widget.high),
    Ages: lambda widget, _: st.lists(st.integers(widget.low, widget.high), max_size=widget.most).map(tuple),
    Day: lambda *_: st.dates(),
    Period: lambda *_: st.tuples(st.dates(), st.dates()).filter(lambda d: d[0] < d[1]).map(lambda d: Span(*d)),
    Attachment: lambda *_: files,
    Paper: lambda *_: st.one_of(st.just(SEEN), files),
    TextOrVoice: lambda *_: st.one_of(st.builds(Message, text=st.text()), st.builds(Message, voice=files)),
    Keepsake: lambda *_: st.one_of(st.builds(Message, text=st.text()), st.builds(Message, voice=files), files),
    Text: lambda *_: st.text(),
    Letter: lambda *_: st.text(),
    Shelved: lambda *_: st.one_of(st.text(), files),
    Hour: lambda *_: st.times().map(lambda time: f"{time:%H:%M}"),
}


def values_of(asked: Asked) -> st.SearchStrategy[Any]:
    """Return values that the widget of a question, or the one it is a kind of, can have taken."""
    return next(VALUES[kind](asked.widget, asked.known) for kind in type(asked.widget).__mro__ if kind in VALUES)


BY_WIDGET = [*{repr(asked.widget): asked for asked in STEPS.values()}.values(), Asked(Step("day", Day()), KNOWN)]
questions = st.sampled_from(BY_WIDGET)


@given(questions, st.lists(replies, max_size=4))
def test_whatever_is_replied_what_was_begun_survives_the_database(asked: Asked, said: list[Reply]) -> None:
    scratch: Any = None
    widget, known = asked.widget, asked.known
    for reply in said:
        read = widget.read(reply, scratch, known, ear({"sea": "Sea", "none": "Nothing"}))
        match read:
            case Half(kept):
                assert json.loads(json.dumps(kept)) == kept
                scratch = kept
                widget.rows(scratch, known)
            case Taken(value):
                assert widget.load(json.loads(json.dumps(widget.dump(value)))) == value
            case _:
                assert isinstance(read, Problem)


@given(st.data())
def test_every_value_comes_back_from_the_database_as_it_was(data: st.DataObject) -> None:
    asked = data.draw(questions)
    value = data.draw(values_of(asked))
    assert asked.widget.load(json.loads(json.dumps(asked.widget.dump(value)))) == value


@EVERY
@settings(max_examples=5)
@given(data=st.data())
def test_every_value_is_checked_against_what_is_known_where_it_is_asked(asked: Asked, data: st.DataObject) -> None:
    assert isinstance(asked.widget.examine(data.draw(values_of(asked)), asked.known), Problem | None)


@given(st.data())
def test_a_form_comes_back_from_the_database_as_it_was(data: st.DataObject) -> None:
    steps = flow.steps_by_name((conversations.PLAN, conversations.OWN_PART))
    names = data.draw(st.lists(st.sampled_from(sorted(steps)), unique=True))
    put_off = st.sampled_from(How).map(lambda how: Deferred(how, 8))
    known = known_to(conversations.PLAN, KNOWN)
    given_in = {name: values_of(Asked(steps[name], known)).map(lambda value: Given(value, 7)) for name in names}
    answers = {name: data.draw(st.one_of(put_off, given_in[name])) for name in names}
    raw = json.loads(json.dumps(flow.dump_answers(answers, steps)))
    assert flow.load_answers(raw, steps) == answers


@EVERY
def test_every_button_is_understood_and_fits_into_telegram(asked: Asked) -> None:
    """Follow each button from the question as it is first shown, on and on through what it leads to."""
    step, known = asked.step, asked.known
    seen: list[Any] = []
    to_show: list[Any] = [None]
    while to_show and len(seen) < 12:
        scratch = to_show.pop(0)
        seen.append(scratch)
        for button in buttons(step.widget.rows(scratch, known)):
            assert len(f"{LONGEST_PREFIX}{step.id}:{button.data}".encode()) <= MOST_BYTES_OF_A_BUTTON
            if button.data == INERT:
                continue
            read = step.widget.read(Tapped(button.data), scratch, known, ear())
            assert not (isinstance(read, Problem) and read.code == "not_understood"), button
            if isinstance(read, Half) and read.scratch not in seen:
                to_show.append(read.scratch)


@EVERY
def test_every_option_typed_as_it_is_labelled_is_understood(asked: Asked) -> None:
    widget, known = asked.widget, asked.known
    picks = [b for b in buttons(widget.rows(None, known)) if isinstance(b.label, Pick) and b.data != OTHER]
    labels: dict[str, str] = {button.data: f"The label {number}" for number, button in enumerate(picks)}
    for button in picks:
        tapped = widget.read(Tapped(button.data), None, known, ear())
        assert widget.read(Said(labels[button.data]), None, known, ear(labels)) == tapped


@EVERY
def test_no_two_buttons_of_a_question_do_the_same(asked: Asked) -> None:
    shown = [button.data for button in buttons(asked.widget.rows(None, asked.known)) if button.data != INERT]
    assert len(set(shown)) == len(shown)


@EVERY
def test_a_file_or_a_forged_button_is_answered(asked: Asked) -> None:
    widget, known = asked.widget, asked.known
    for reply in (Sent(FileRef("s1", "sticker", 10)), Tapped("forged"), Tapped(""), Said(""), Said("x" * 10_000)):
        assert isinstance(widget.read(reply, None, known, ear()), Taken | Half | Problem)
    assert not isinstance(widget.read(Sent(FileRef("s1", "sticker", 10)), None, known, ear()), Taken | Half)


def test_every_question_stands_in_some_conversation() -> None:
    found = {talk.name for talk in every_conversation()}
    opened = {kind.conversation.name for each in registry.FEATURES for kind in each.forms}
    assert len(found) >= 40
    assert found == {*opened, JOIN_REQUEST.name}, "that of strangers is the only one of nobody's form"
