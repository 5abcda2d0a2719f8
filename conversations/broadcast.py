"""Writing to many: what is said, to whom, when. The quick way is three taps; everything else has a sensible value."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from bot.domain.audience import Seen, To
from bot.domain.plans import State
from bot.domain.regions import Region
from conversations.engine.answers import Answer, Context, Facts, Given, Json
from conversations.engine.calendar import Day
from conversations.engine.choices import Choice, Many
from conversations.engine.keyboard import Button, Pick, Problem, Rows, Word, answering, column
from conversations.engine.replies import Reply, Said, Tapped
from conversations.engine.steps import Conversation, Need, Repeat, Section, Step, always
from conversations.engine.widgets import NOT_UNDERSTOOD, Ear, Half, Number, Read, Taken, Widget

OWN, MEETING = "own", "event"
ABOUT_A_CALL = (
    "call_opened", "closes_on", "last_day", "places_left", "prepare", "to_review", "incomplete", "committee_date",
    "decisions", "report_due",
)  # fmt: skip
DATED = frozenset({"committee_date", "report_due"})
"""Ready messages that name a day of their own."""
FOR_PEOPLE = frozenset({"call_opened", "closes_on", "last_day", "incomplete", MEETING, OWN})
"""Messages that have words for people too; the others are about professionals' work."""
OF_WRITING = FOR_PEOPLE - {MEETING, OWN}
"""Those of them that ask people to write and send a plan of their own: not said to members of a group."""

SENT_MOST = frozenset({"call_opened", "closes_on", "places_left", "incomplete", MEETING, OWN})
"""Messages shown at once: a telephone's screen does not hold all of them."""
SELDOM, OFTEN = "seldom", "often"
"""Taps that show the other messages, and these again."""

NO_CALL = "none"
MOST_KINDS = 40
MOST_OWN = 1_500
"""Characters of a coordinator's own text: a screen and a half of a telephone."""

FIELDS = ("first_name", "call", "date", "days")
"""What a coordinator's own text may have filled in for each reader."""
_FIELD = re.compile(r"\{\s*([^{}]{1,30}?)\s*\}")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its fields filled in; one without a value is left out."""
    return _FIELD.sub(lambda match: values.get(match[1], ""), text)


def fields_of(text: str) -> frozenset[str]:
    """Return the fields a text uses."""
    return frozenset(_FIELD.findall(text))


@dataclass(frozen=True, kw_only=True)
class Letter(Widget[str]):
    """Paragraphs of one's own. Fields stand in braces, under the names that their buttons show."""

    kind: ClassVar[str] = "letter"
    limit: int = MOST_OWN

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[str]:
        """Read words with their line breaks; a tapped field is shown as it is written."""
        match reply:
            case Tapped(value) if value in FIELDS:
                return Half({"field": value})
            case Said(text) if (known := ear.choice(text)) in FIELDS and "\n" not in text:
                return Half({"field": str(known)})
            case Said(text):
                return self._written(text, ear)
            case _:
                return NOT_UNDERSTOOD if isinstance(reply, Tapped) else Problem("words_only")

    def _written(self, text: str, ear: Ear) -> Read[str]:
        lines = [" ".join(line.split()) for line in text.strip().splitlines()]
        body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
        if not any(c.isalnum() for c in body):
            return NOT_UNDERSTOOD
        if len(body) > self.limit:
            return Problem("too_long", {"limit": self.limit, "length": len(body)})
        unknown = [name for name in _FIELD.findall(body) if name not in FIELDS and ear.choice(name) not in FIELDS]
        if unknown:
            return Problem("unknown_field", {"field": unknown[0]})
        return Taken(_FIELD.sub(lambda m: f"{{{m[1] if m[1] in FIELDS else ear.choice(m[1])}}}", body))

    def rows(self, scratch: Json, facts: Facts) -> Rows:
        """Return the fields, two a row: a tap shows how one is written."""
        buttons = [Button(Pick(name), answering(name)) for name in FIELDS]
        return (tuple(buttons[:2]), tuple(buttons[2:]))

    def load(self, raw: Json) -> str:
        """Load any text."""
        if not isinstance(raw, str):
            raise TypeError("letter")
        return raw


@dataclass(frozen=True, slots=True)
class LanguagesContext(Context):
    """What is looked at where a language is chosen."""

    languages: tuple[str, ...] = ()
    """Codes of the languages on offer."""
    own_language: str = ""
    """The one the coordinator writes in."""


@dataclass(frozen=True, slots=True)
class BroadcastContext(LanguagesContext):
    """What a coordinator who writes to many looks at besides the languages."""

    calls: tuple[str, ...] = ()
    """Ids of the calls a message may be about."""
    direct: frozenset[str] = frozenset()
    """Those of them that write to people directly."""
    events: tuple[str, ...] = ()
    """Ids of the events to come."""
    kinds: tuple[str, ...] = ()
    """Kinds of the organisations that the network has, the most frequent first."""


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Sort ids as numbers, and codes by their letters."""
    return tuple(sorted(names, key=lambda name: (len(name), name)))


def messages(facts: Facts) -> tuple[str, ...]:
    """Return the ready messages that make sense now, and words of one's own."""
    known = facts.about(BroadcastContext)
    about_calls = ABOUT_A_CALL if known.calls else ()
    meeting = (MEETING,) if known.events else ()
    return (*about_calls, "vouchers_end", *meeting, OWN)


@dataclass(frozen=True, kw_only=True)
class Message(Choice):
    """A ready message: those that are sent most, and one tap further the others."""

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[str]:
        """Read a message, or a look at the others."""
        if isinstance(reply, Tapped) and reply.value in (SELDOM, OFTEN):
            return Half({"shown": reply.value})
        return super().read(reply, scratch, facts, ear)

    def rows(self, scratch: Json, facts: Facts) -> Rows:
        """Return one message a row, and the way to the rest."""
        seldom = isinstance(scratch, dict) and scratch.get("shown") == SELDOM
        shown = [name for name in messages(facts) if (name in SENT_MOST) is not seldom]
        usual, others = (Word("usual_messages"), OFTEN), (Word("other_messages"), SELDOM)
        word, value = usual if seldom else others
        way = Button(word, answering(value))
        return column(*(Button(Pick(name), answering(name)) for name in shown), way)


def is_own(facts: Facts) -> bool:
    """Return whether the coordinator writes the text."""
    return bool(facts.value("message") == OWN)


def is_meeting(facts: Facts) -> bool:
    """Return whether the message asks to an event."""
    return bool(facts.value("message") == MEETING)


def may_name_a_call(facts: Facts) -> bool:
    """Return whether there are calls, and the message is or may be about one."""
    return facts.value("message") != "vouchers_end" and bool(facts.about(BroadcastContext).calls)


def calls_to_name(facts: Facts) -> tuple[str, ...]:
    """Return the calls; none of them is an answer where the message does without."""
    spared = facts.value("message") not in ABOUT_A_CALL and "call" not in fields_of(facts.value("own_text") or "")
    latest_first = reversed(in_order(facts.about(BroadcastContext).calls))
    return (*latest_first, NO_CALL) if spared else tuple(latest_first)


def events_to_come(facts: Facts) -> tuple[str, ...]:
    """Return the events people can still be asked to."""
    return in_order(facts.about(BroadcastContext).events)


def needs_a_day(facts: Facts) -> bool:
    """Return whether the message names a day that nothing else says."""
    own = fields_of(facts.value("own_text") or "") if is_own(facts) else frozenset[str]()
    return facts.value("message") in DATED or bool(own & {"date", "days"})


def two_years(facts: Facts) -> tuple[date, date]:
    """Return the days that can be named: from today on."""
    return facts.today, facts.today + timedelta(days=730)


def circles(facts: Facts) -> tuple[str, ...]:
    """Return the circles to write to: people only in a call, and with a message that has words for them."""
    people = facts.value("call") not in {None, NO_CALL} and facts.value("message") in FOR_PEOPLE
    return tuple(to.value for to in To if people or to is not To.PEOPLE)


def to_people(facts: Facts) -> bool:
    """Return whether the message goes to those who go on holiday."""
    return bool(facts.value("to") == To.PEOPLE)


def not_yet_allowed(facts: Facts) -> bool:
    """Return whether the call has not chosen to write to people directly."""
    return to_people(facts) and facts.value("call") not in facts.about(BroadcastContext).direct


NARROWINGS = ("regions", "kinds", "states", "languages", "seen")


def narrowings(facts: Facts) -> tuple[str, ...]:
    """Return what the circle can be narrowed by; coordinators belong to the whole network."""
    if facts.value("to") == To.COORDINATORS:
        return ("languages", "seen")
    in_a_call = facts.value("call") not in {None, NO_CALL}
    spared = {"states": not in_a_call, "kinds": not kinds_there(facts)}
    return tuple(name for name in NARROWINGS if not spared.get(name))


def kinds_there(facts: Facts) -> tuple[str, ...]:
    """Return the kinds of organisations that the network has: of the others nobody would read."""
    return facts.about(BroadcastContext).kinds


def narrowed_by(name: str) -> Callable[[Facts], bool]:
    """Return the condition of a question that only matters once the circle is narrowed that way."""
    return lambda facts: name in (facts.value("narrow") or ())


def all_languages(facts: Facts) -> tuple[str, ...]:
    """Return every language on offer."""
    return in_order(facts.about(LanguagesContext).languages)


def other_languages(facts: Facts) -> tuple[str, ...]:
    """Return those a text of one's own may have a version in, besides the one it is written in."""
    own = facts.about(LanguagesContext).own_language
    return tuple(language for language in all_languages(facts) if language != own)


def has_other_languages(facts: Facts) -> bool:
    """Return whether the coordinator writes the text, and there are other languages."""
    return is_own(facts) and bool(other_languages(facts))


def versions(facts: Facts) -> tuple[str, ...]:
    """Return the languages the coordinator wants to write a version in."""
    return tuple(facts.value("versions") or ()) if is_own(facts) else ()


def is_later(facts: Facts) -> bool:
    """Return whether it is sent later: at a day and an hour."""
    return bool(facts.value("timing") == "later")


STATES = (
    State.DRAFT, State.TO_REVIEW, State.TO_COMPLETE, State.ENDORSED, State.WAITING, State.GRANTED, State.BACK,
)  # fmt: skip
"""Where a plan may stand to be written about; states in between call for nothing."""

REGIONS = tuple(region.value for region in Region)


def _asked(name: str, widget: Widget[Any], when: Callable[[Facts], bool] = always) -> Step:
    return Step(name, widget, when=when, required=Need.SEND, firm=True)


def _more(name: str, widget: Widget[Any], when: Callable[[Facts], bool] = always) -> Step:
    """Make a question that follows another one, or that has an answer until it is asked for."""
    return Step(name, widget, when=when, required=Need.SEND, firm=True, counts=False)


BROADCAST = Conversation(
    "broadcast",
    (
        Section(
            "broadcast",
            (
                _asked("message", Message(options=messages)),
                _asked("event", Choice(options=events_to_come), is_meeting),
                _asked("own_text", Letter(), is_own),
                _asked("versions", Many(options=other_languages, none=True, most=20), has_other_languages),
                Repeat((_more("version", Letter()),), keys=versions),
                _asked("call", Choice(options=calls_to_name), may_name_a_call),
                _asked("day", Day(window=two_years), needs_a_day),
                _asked("to", Choice(options=circles)),
                _more("allow", Choice(options=("yes",)), not_yet_allowed),
                _more("sent", Choice(options=("out", "in")), to_people),
                _more("narrow", Many(options=narrowings, none=True)),
                _more("regions", Many(options=REGIONS, most=len(REGIONS)), narrowed_by("regions")),
                _more("kinds", Many(options=kinds_there, most=MOST_KINDS), narrowed_by("kinds")),
                _more("states", Many(options=tuple(state.value for state in STATES)), narrowed_by("states")),
                _more("languages", Many(options=all_languages, most=40), narrowed_by("languages")),
                _more("seen", Choice(options=tuple(seen.value for seen in Seen)), narrowed_by("seen")),
                _more("timing", Choice(options=("now", "later"))),
                _more("send_day", Day(window=two_years), is_later),
                _more("send_hour", Number(low=0, high=23, offered=(8, 9, 10, 11, 14, 15, 16, 17)), is_later),
            ),
        ),
    ),
    context=BroadcastContext,
)

USUAL: Mapping[str, Answer] = {"narrow": Given(()), "sent": Given("out"), "timing": Given("now")}
"""What holds until the coordinator changes it on the last page: everybody of the circle who has not sent yet, now."""
