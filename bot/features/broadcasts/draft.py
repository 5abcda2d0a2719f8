"""A coordinator writes to many: a last look before the message leaves, a test, the coordinator's word."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from markupsafe import Markup

from bot.domain.audience import LEFT_OUT, Audience, Reach, To, duration, hours_of_people, told
from bot.domain.ids import BroadcastId
from bot.domain.people import Refused
from bot.features.broadcasts import acts, routes, sending
from bot.features.broadcasts import audience as circles
from bot.features.broadcasts.message import letter_meant, page_for, still_true
from bot.features.broadcasts.sending import Report
from bot.features.meetings import routes as meeting_routes
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.rendering.quoting import as_read
from bot.storage import audiences, broadcasts
from bot.storage.broadcasts import OVER, Broadcast
from bot.storage.calls import CallRow
from bot.storage.events import Event
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.broadcast import BROADCAST, OWN, USUAL
from conversations.engine import flow
from conversations.engine.answers import Given
from conversations.engine.choices import FREE
from conversations.engine.keyboard import Button, Plain, Problem, Rows, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.steps import Step

TWICE_WITHIN = timedelta(hours=24)
"""The same text to the same people within this time asks once more: a second tap must not write to hundreds again."""


@dataclass(frozen=True)
class Broadcasts(View, template="broadcast/_list"):
    """Messages to many, the latest first, each with its figures."""

    lines: list[tuple[Broadcast, Report]]


@dataclass(frozen=True)
class Ready(View, template="broadcast/_ready"):
    """The last look before a message leaves. A number that is None is one that is too small to be told."""

    text: Markup
    to: str
    reached: int | None
    aloud: int | None
    left_out: list[tuple[str, int | None]]
    minutes: int
    due_at: datetime | None
    rests: bool
    narrowed: list[tuple[Step, Any]]
    languages: list[str]
    opens_call: bool


@dataclass(frozen=True)
class Seen(View, template="broadcast/_seen"):
    """The message as readers of one language get it."""

    text: Markup
    language: str
    readers: int | None
    own_version: bool


@dataclass(frozen=True)
class Twice(View, template="broadcast/_twice"):
    """The question whether to write the same to the same readers again."""

    count: int | None


@dataclass(frozen=True)
class Started(View, template="broadcast/_started"):
    """The message leaves now, or at its time."""

    due_at: datetime | None


@routes.BROADCASTS.on
def overview(tx: Tx, request: Request) -> Page:
    """Show what was said to many so far, and the way to say something."""
    found = broadcasts.of_network(tx, request.person.network_id)
    lines = [(one, sending.figures(tx, one)) for one in found]
    rows = [
        Button(Word("new_broadcast"), routes.NEW.to(), style="primary"),
        Button(Word("my_events"), meeting_routes.EVENTS.to()),
    ]
    rows += [
        Button(Word("broadcast_line", {"value": one.message}), routes.SHOW.to(one.id))
        for one in found
        if one.state not in OVER
    ]
    return Broadcasts(lines).page(column(*rows, HOME))


@routes.NEW.on
def begin(tx: Tx, request: Request) -> Screen:
    """Begin a message to many; what usually holds is answered already."""
    return _begin(tx, request)


@routes.ABOUT_CALL.on
def announce(tx: Tx, request: Request, call: CallRow) -> Screen:
    """Begin the message that a call is open."""
    return _begin(tx, request, message="call_opened", call=str(call.id))


@meeting_routes.ASK_TO_EVENT.on
def ask_to_event(tx: Tx, request: Request, event: Event) -> Screen:
    """Begin the message that asks to an event."""
    return _begin(tx, request, message="event", event=str(event.id))


def _begin(tx: Tx, request: Request, **answered: str) -> Screen:
    answers = {**USUAL, **{step: Given(value) for step, value in answered.items()}}
    return prompting.resume(tx, request, forms.begin(tx, request, BROADCAST, answers=answers))


@routes.EDIT.on
def edit(tx: Tx, request: Request, form: Form, step: str) -> Screen:
    """Ask one question again; what follows from it is asked as well."""
    return prompting.ask_step(tx, request, form, step)


# Before it leaves


@routes.READY.on
def ready(tx: Tx, request: Request, form: Form) -> Page:
    """Show all that is about to happen: the words, to how many, how many are left out and why, how long."""
    letter = letter_meant(tx, request, form.facts)
    audience = circles.audience_of(tx, request, form.facts)
    counts = audiences.count(tx, request.person.network_id, audience, request.now)
    reached = counts[Reach.REACHED]
    mine = page_for(request.moment, letter, _one_of(request, audience), request.reader)
    view = Ready(
        text=as_read(request.moment.app.renderer, mine, request.reader),
        to=audience.to.value,
        reached=told(reached, audience.to),
        aloud=told(counts[Reach.ALOUD], audience.to),
        left_out=[(reach.value, told(counts[reach], audience.to)) for reach in LEFT_OUT if counts[reach]],
        minutes=int(duration(reached, request.moment.app.rate).total_seconds()) // 60 + 1,
        due_at=_due_at(request, form),
        rests=audience.to is To.PEOPLE and _runs_into_the_evening(request, _due_at(request, form), reached),
        narrowed=_narrowed(form),
        languages=[_name_of(request, language) for language in audience.languages],
        opens_call=form.facts.value("allow") == "yes" and audience.to is To.PEOPLE,
    )
    return view.page(_ready_rows(form, audience, reached, counts[Reach.ALOUD]))


def _one_of(request: Request, audience: Audience) -> Person:
    """Return the coordinator in the place of the readers: their buttons, the coordinator's name."""
    return replace(request.person, roles=frozenset(audience.to.roles))


def _narrowed(form: Form) -> list[tuple[Step, Any]]:
    """Return how the circle is narrowed, as questions and answers; languages are told by their own names.

    A kind of the network's own is told by its words, as an answer in words is.
    """
    words = {code: FREE + own for code, own in form.shown.get("kind_words", {}).items()}
    names = [name for name in form.facts.value("narrow") or () if name != "languages"]
    said = [(name, form.facts.value(name)) for name in names if form.facts.value(name)]
    told = [
        (name, tuple(words.get(each, each) for each in value) if name == "kinds" else value) for name, value in said
    ]
    return [(forms.steps_of(BROADCAST)[name], value) for name, value in told]


def _ready_rows(form: Form, audience: Audience, reached: int, aloud: int) -> Rows:
    """Return the buttons: send, look, try; then what can still be changed, two a row."""
    buttons = []
    if reached or aloud:
        send = {"count": told(reached, audience.to), "now": form.facts.value("timing") == "now"}
        data = routes.GO.to(form, form.version, (reached, ""))
        buttons.append(Button(Word("send_to_many", send), data, style="success"))
    buttons += [
        Button(Word("see_each_language"), routes.SEE.to((form, ""))),
        Button(Word("test_to_me"), routes.TEST.to(form)),
    ]
    steps = ["message", "timing", "to", "narrow", *(["sent"] if audience.to is To.PEOPLE else [])]
    steps += ["own_text", "versions"] if form.facts.value("message") == OWN else []
    known = forms.steps_of(BROADCAST)
    edits = [
        Button(Word("edit_answer", {"section": "broadcast", "step": known[name]}), routes.EDIT.to(form, name))
        for name in steps
        if flow.find(BROADCAST, form.facts, name) is not None
    ]
    pairs = tuple(tuple(edits[at : at + 2]) for at in range(0, len(edits), 2))
    return (*column(*buttons), *pairs, (HOME,))


def _due_at(request: Request, form: Form) -> datetime | None:
    """Return when it shall leave; None is now."""
    facts = form.facts
    if facts.value("timing") != "later":
        return None
    at = datetime.combine(facts.value("send_day"), time(facts.value("send_hour")), request.moment.app.zone)
    return at.astimezone(UTC)


def _runs_into_the_evening(request: Request, due_at: datetime | None, count: int) -> bool:
    """Return whether so many messages take longer than people's hours of that day."""
    app, start = request.moment.app, due_at or request.now
    hours = hours_of_people(app.zone)
    return hours.is_open(start) and start + duration(count, app.rate) > hours.closing(hours.place.date_at(start))


@routes.SEE.on
def see(tx: Tx, request: Request, seen: tuple[Form, str]) -> Page:
    """Show the message as readers of one language get it; one button for each language they read."""
    form, language = seen
    letter = letter_meant(tx, request, form.facts)
    audience = circles.audience_of(tx, request, form.facts)
    read = _readers(tx, request, audience)
    mine = request.reader.language
    language = language or (mine if mine in read else next(iter(read), mine))
    if language not in request.moment.app.renderer.catalogues.languages:
        raise Refused("not_found")
    reader = replace(request.reader, language=language, referent="")
    page = page_for(request.moment, letter, _one_of(request, audience), reader)
    view = Seen(
        text=as_read(request.moment.app.renderer, page, reader),
        language=_name_of(request, language),
        readers=told(read.get(language, 0), audience.to),
        own_version=letter.message != OWN or language in letter.texts or language == request.reader.language,
    )
    others = [Button(Plain(_name_of(request, code)), routes.SEE.to((form, code))) for code in read if code != language]
    return view.page(column(*others, Button(Word("go_back"), routes.READY.to(form))))


def _readers(tx: Tx, request: Request, audience: Audience) -> dict[str, int]:
    """Count the readers of each language that the bot has; a reader without one reads the usual one."""
    catalogues = request.moment.app.renderer.catalogues
    found: dict[str, int] = {}
    for language, count in audiences.languages(tx, request.person.network_id, audience, request.now).items():
        code = language or catalogues.choose(None)
        found[code] = found.get(code, 0) + count
    return found


def _name_of(request: Request, language: str) -> str:
    return request.moment.app.renderer.own_name(language)


@routes.TEST.on
def test(tx: Tx, request: Request, form: Form) -> Page:
    """Show the message as the coordinator would get it, and the last look again below it."""
    letter = letter_meant(tx, request, form.facts)
    page = page_for(request.moment, letter, request.person, request.reader)
    return replace(page, rows=(), then=replace(ready(tx, request, form), notes=(Problem("only_a_test"),)))


@routes.GO.on
def send(tx: Tx, request: Request, form: Form, version: int, readers: tuple[int, str]) -> Page:
    """Take the coordinator's word: from now on it happens.

    Another number than was seen, or the same words again, asks once more.
    """
    seen, sure = readers
    letter = letter_meant(tx, request, form.facts)
    audience = circles.audience_of(tx, request, form.facts)
    counts = audiences.count(tx, request.person.network_id, audience, request.now)
    page = ready(tx, request, form)
    if counts[Reach.REACHED] != seen or version != form.version:
        return replace(page, notes=(Problem("number_changed"),))
    due_at = _due_at(request, form)
    if (due_at is not None and due_at <= request.now) or not still_true(
        letter, replace(request.moment, now=due_at or request.now)
    ):
        return replace(page, notes=(Problem("too_late_to_say"),))
    if audience.to is To.PEOPLE and not hours_of_people(request.moment.app.zone).is_open(due_at or request.now):
        return replace(page, notes=(Problem("quiet_hours"),))
    key, since = broadcasts.text_key(tx, letter.words), request.now - TWICE_WITHIN
    twice = audiences.overlap(tx, request.person.network_id, audience, request.now, key, since)
    if twice and not sure:
        data = routes.GO.to(form, form.version, (seen, routes.SURE))
        rows = column(Button(Word("send_all_the_same"), data), Button(Word("go_back"), routes.READY.to(form)))
        return Twice(told(twice, audience.to)).page(rows)
    broadcast_id = acts.begin(tx, request, form, letter, audience, key, due_at)
    return _started(broadcast_id, due_at)


def _started(broadcast_id: BroadcastId, due_at: datetime | None) -> Page:
    rows = column(Button(Word("my_broadcasts"), routes.BROADCASTS.to()), HOME)
    if due_at is not None:
        stop = Button(Word("stop_sending"), routes.STOP.to((broadcast_id, routes.ON_PAGE)))
        rows = column(stop, *(row[0] for row in rows))
    return Started(due_at).page(rows)
