"""A referent goes away, or hands a person on: the two short conversations in which a colleague is chosen."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from bot.domain.absence import LONGEST
from conversations.engine.answers import Context, Facts, Json
from conversations.engine.calendar import Period
from conversations.engine.choices import Choice
from conversations.engine.dates import Span, parse_span
from conversations.engine.keyboard import Button, Problem, Rows, Word, answering
from conversations.engine.replies import Reply, Tapped
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.engine.widgets import Ear, Half, Read


@dataclass(frozen=True, slots=True)
class ColleaguesContext(Context):
    """What is looked at where a colleague is chosen."""

    colleagues: tuple[str, ...] = ()
    """Ids of the colleagues who can be chosen."""


@dataclass(frozen=True, slots=True)
class HandOnContext(ColleaguesContext):
    """What a referent who hands a beneficiary or a group on looks at besides the colleagues."""

    families: bool = False
    """What is handed on is a group, and the referent accompanies families of it too."""
    notes: bool = False
    """The referent has private notes about the beneficiary who is handed on."""
    notes_of_families: bool = False
    """The referent has private notes about families of the group that is handed on."""


def colleagues(facts: Facts) -> tuple[str, ...]:
    """Return the ids of the colleagues who can be chosen, the longest there first."""
    return tuple(sorted(facts.about(ColleaguesContext).colleagues, key=int))


LATER = "later"
"""A tap: the absence begins another day, and not today."""


@dataclass(frozen=True, kw_only=True)
class Away(Period):
    """The days of an absence. The first one is today, so that one tap says the last; another one is a tap away."""

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[Span]:
        """Read the last day; or, once another first day is asked for, that one before."""
        if reply in (Tapped(LATER), Tapped("restart")):
            return Half({LATER: True})
        known = self._begun(scratch, facts)
        found = super().read(reply, known, facts, ear)
        if isinstance(found, Half) and "start" not in found.scratch:
            kept = {name: known[name] for name in ("start", LATER) if name in known}
            return Half({**kept, **found.scratch})
        return found

    @staticmethod
    def _begun(scratch: Json, facts: Facts) -> dict[str, Any]:
        said = scratch if isinstance(scratch, dict) else {}
        return said if "start" in said or LATER in said else {**said, "start": facts.today.isoformat()}

    def _said(self, text: str, start: date | None, facts: Facts, ear: Ear) -> Read[Span]:
        both = parse_span(text, ear.lexicon, facts.today)
        return self._span(both, facts) if isinstance(both, Span) else super()._said(text, start, facts, ear)

    def _day(self, day: date, start: date | None, facts: Facts) -> Read[Span]:
        return self._span(Span(day, day), facts) if day == start else super()._day(day, start, facts)

    def _misplaced(self, span: Span, facts: Facts) -> Problem | None:
        return None if span.start == span.end == facts.today else super()._misplaced(self._two_days(span), facts)

    @staticmethod
    def _two_days(span: Span) -> Span:
        """Return the span with two days at least: a single day is an absence too, though no stay."""
        return span if span.start != span.end else Span(span.start, span.end + timedelta(days=1))

    def rows(self, scratch: Json, facts: Facts) -> Rows:
        """Return the grid, and the way to another first day."""
        rows = super().rows(self._begun(scratch, facts), facts)
        return tuple(tuple(self._labelled(button) for button in row) for row in rows)

    @staticmethod
    def _labelled(button: Button) -> Button:
        if button.data != "restart":
            return button
        return replace(button, label=Word("another_first_day"), data=answering(LATER))

    def load(self, raw: Json) -> Span:
        """Load two days, or twice the same."""
        start, end = map(date.fromisoformat, raw)
        if end < start:
            raise ValueError("end before start")
        return Span(start, end)


def from_today(facts: Facts) -> tuple[date, date]:
    """Return the days of absence that can be said."""
    return facts.today, facts.today + LONGEST


AWAY = Conversation(
    "absence",
    (
        Section(
            "absence",
            (
                Step("until", Away(window=from_today), required=Need.SEND, firm=True),
                Step("stand_in", Choice(options=colleagues), required=Need.SEND, firm=True),
            ),
        ),
    ),
    context=ColleaguesContext,
)

ALONG, STAY = "along", "stay"
"""The families of a group go along to the colleague, or stay with the referent."""


HAND_ON_NOW, KEEP = "hand_on_now", "keep"
"""The referent confirms, by name, that a person is handed on: only the colleague could give the person back."""


def has_notes(facts: Facts) -> bool:
    """Return whether there are notes to pass on, or to remove."""
    known = facts.about(HandOnContext)
    return known.notes or (known.notes_of_families and facts.value("with_families") == ALONG)


def has_families(facts: Facts) -> bool:
    """Return whether it is to be said that the families go along, or stay."""
    return facts.about(HandOnContext).families


HAND_ON = Conversation(
    "transfer",
    (
        Section(
            "transfer",
            (
                Step("to_whom", Choice(options=colleagues), required=Need.SEND, firm=True),
                Step(
                    "with_families",
                    Choice(options=(ALONG, STAY)),
                    when=has_families,
                    required=Need.SEND,
                    firm=True,
                ),
                Step(
                    "with_notes",
                    Choice(options=("forget", "pass_on")),
                    when=has_notes,
                    required=Need.SEND,
                    firm=True,
                ),
                Step("hand_on_sure", Choice(options=(HAND_ON_NOW, KEEP)), required=Need.SEND, firm=True),
            ),
        ),
    ),
    context=HandOnContext,
)
