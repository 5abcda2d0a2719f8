"""The coordinator writes to many: a last look before it leaves, a test, her word."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.domain.audience import LEFT_OUT, Audience, Reach, To, duration, hours_of_people, told
from bot.domain.people import Refused
from bot.features.broadcasts import audience as circles
from bot.features.broadcasts import sending
from bot.features.broadcasts.message import Letter, letter_meant, page_for, still_true
from bot.features.membership import people as membership
from bot.interaction import forms
from bot.interaction.forms import Sheet, long, short
from bot.interaction.prompting import Dialogue, Door
from bot.interaction.request import Visit
from bot.rendering.quoting import as_read
from bot.storage import audiences, audit, broadcasts, calls, sessions
from bot.storage.broadcasts import OVER, State
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.broadcast import BROADCAST, OWN, USUAL
from conversations.engine import flow
from conversations.engine.answers import Given
from conversations.engine.keyboard import Button, Plain, Problem, Rows, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.steps import Step

TWICE_WITHIN = timedelta(hours=24)
"""The same text to the same people within this time asks once more (peers' statement C11)."""


def overview(tx: Tx, visit: Visit) -> Page:
    """What was said to many so far, and the way to say something."""
    found = broadcasts.of_network(tx, visit.person.network_id)
    lines = [(one, sending.figures(tx, visit.scene, one)) for one in found]
    rows = [Button(Word("new_broadcast"), "d:bc_new", style="primary"), Button(Word("my_events"), "d:events")]
    rows += [
        Button(Word("broadcast_line", {"number": one.id}), f"d:bc_show:{short(one.id)}")
        for one in found
        if one.state not in OVER
    ]
    return Page("broadcast/_list", {"lines": lines}, column(*rows, membership.HOME))


def begin(tx: Tx, visit: Visit, dialogue: Dialogue, event_id: int | None = None, call_id: int | None = None) -> Screen:
    """The first question that is left: what usually holds, and what an event or a new call says, is answered already.

    Raises:
        Refused: "not_found" for a call that she may not write about.
    """
    answers = dict(USUAL)
    if call_id is not None:
        if call_id not in {row.id for row in circles.calls_of(tx, visit)}:
            raise Refused("not_found")
        answers |= {"message": Given("call_opened"), "call": Given(str(call_id))}
    if event_id is not None:
        answers |= {"message": Given("event"), "event": Given(str(event_id))}
    return dialogue.resume(tx, visit, forms.begin(tx, visit, BROADCAST, answers=answers))


def edit(tx: Tx, visit: Visit, dialogue: Dialogue, token: str, step: str) -> Screen:
    """One answer again; what follows from it is asked as well."""
    return dialogue.open(tx, visit, _sheet(tx, visit, token), step)


def _sheet(tx: Tx, visit: Visit, token: str) -> Sheet:
    sheet = forms.load(tx, visit, token)
    if sheet.conversation is not BROADCAST:
        raise Refused("not_found")
    return sheet


def _whole(tx: Tx, visit: Visit, token: str) -> Sheet:
    """A sheet with all its answers: an old button must not send half of one."""
    sheet = _sheet(tx, visit, token)
    if flow.current(BROADCAST, sheet.facts, sheet.needs) is not None:
        raise Refused("not_found")
    return sheet


# Before it leaves


def ready(tx: Tx, visit: Visit, sheet: Sheet) -> Page:
    """All that is about to happen, on one screen: the words, to how many, who is left out and why, how long."""
    letter = letter_meant(tx, visit, sheet.facts)
    audience = circles.audience_of(tx, visit, sheet.facts)
    counts = audiences.count(tx, visit.person.network_id, audience, visit.now)
    reached = counts[Reach.REACHED]
    mine = page_for(visit.scene, letter, _one_of(visit, audience), visit.reader)
    values = {
        "text": as_read(visit.scene.house.renderer, mine, visit.reader),
        "to": audience.to.value,
        "audience": audience,
        "reached": told(reached, audience.to),
        "aloud": told(counts[Reach.ALOUD], audience.to),
        "left_out": [(reach.value, told(counts[reach], audience.to)) for reach in LEFT_OUT if counts[reach]],
        "minutes": int(duration(reached, visit.scene.house.rate).total_seconds()) // 60 + 1,
        "due_at": _due_at(visit, sheet),
        "rests": audience.to is To.PEOPLE and _runs_into_the_evening(visit, _due_at(visit, sheet), reached),
        "narrowed": _narrowed(sheet),
        "languages": [_name_of(visit, language) for language in audience.languages],
        "opens_call": sheet.facts.value("allow") == "yes" and audience.to is To.PEOPLE,
    }  # fmt: skip
    return Page("broadcast/_ready", values, _ready_rows(sheet, audience, reached, counts[Reach.ALOUD]))


def _one_of(visit: Visit, audience: Audience) -> Person:
    """Herself in the place of her readers: their buttons, her name."""
    return replace(visit.person, roles=frozenset(audience.to.roles))


def _narrowed(sheet: Sheet) -> list[tuple[Step, Any]]:
    """How the circle is narrowed, as questions and answers; languages are told by their own names."""
    names = [name for name in sheet.facts.value("narrow") or () if name != "languages"]
    return [(forms.steps_of(BROADCAST)[name], sheet.facts.value(name)) for name in names if sheet.facts.value(name)]


def _ready_rows(sheet: Sheet, audience: Audience, reached: int, aloud: int) -> Rows:
    """Send, look, try; then what can still be changed, two a row."""
    token = sheet.token
    buttons = []
    if reached or aloud:
        send = {"count": told(reached, audience.to), "now": sheet.facts.value("timing") == "now"}
        data = f"d:bc_go:{token}:{short(sheet.version)}:{short(reached)}"
        buttons.append(Button(Word("send_to_many", send), data, style="success"))
    buttons += [
        Button(Word("see_each_language"), f"d:bc_see:{token}"),
        Button(Word("test_to_me"), f"d:bc_test:{token}"),
    ]
    steps = ["message", "timing", "to", "narrow", *(["sent"] if audience.to is To.PEOPLE else [])]
    steps += ["own_text", "versions"] if sheet.facts.value("message") == OWN else []
    known = forms.steps_of(BROADCAST)
    edits = [
        Button(Word("edit_answer", {"section": "broadcast", "step": known[name]}), f"d:bc_edit:{token}:{name}")
        for name in steps
        if flow.find(BROADCAST, sheet.facts, name) is not None
    ]
    pairs = tuple(tuple(edits[at : at + 2]) for at in range(0, len(edits), 2))
    return (*column(*buttons), *pairs, (membership.HOME,))


def _due_at(visit: Visit, sheet: Sheet) -> datetime | None:
    """When it shall leave; None is now."""
    facts = sheet.facts
    if facts.value("timing") != "later":
        return None
    at = datetime.combine(facts.value("send_day"), time(facts.value("send_hour")), visit.scene.house.zone)
    return at.astimezone(UTC)


def _runs_into_the_evening(visit: Visit, due_at: datetime | None, count: int) -> bool:
    """Whether so many messages take longer than people's hours of that day."""
    house, start = visit.scene.house, due_at or visit.now
    hours = hours_of_people(house.zone)
    return hours.is_open(start) and start + duration(count, house.rate) > hours.closing(hours.place.date_at(start))


def see(tx: Tx, visit: Visit, token: str, language: str = "") -> Page:
    """The message as readers of one language get it; one button for each language they read."""
    sheet = _whole(tx, visit, token)
    letter = letter_meant(tx, visit, sheet.facts)
    audience = circles.audience_of(tx, visit, sheet.facts)
    read = _readers(tx, visit, audience)
    mine = visit.reader.language
    language = language or (mine if mine in read else next(iter(read), mine))
    if language not in visit.scene.house.renderer.catalogues.languages:
        raise Refused("not_found")
    reader = replace(visit.reader, language=language, referent="")
    page = page_for(visit.scene, letter, _one_of(visit, audience), reader)
    values = {
        "text": as_read(visit.scene.house.renderer, page, reader),
        "language": _name_of(visit, language),
        "readers": told(read.get(language, 0), audience.to),
        "own_version": letter.message != OWN or language in letter.texts or language == visit.reader.language,
    }
    others = [Button(Plain(_name_of(visit, code)), f"d:bc_see:{token}:{code}") for code in read if code != language]
    return Page("broadcast/_seen", values, column(*others, Button(Word("go_back"), f"d:bc_ready:{token}")))


def _readers(tx: Tx, visit: Visit, audience: Audience) -> dict[str, int]:
    """How many read each language that the bot has; somebody without one reads the usual one."""
    catalogues = visit.scene.house.renderer.catalogues
    found: dict[str, int] = {}
    for language, count in audiences.languages(tx, visit.person.network_id, audience, visit.now).items():
        code = language or catalogues.choose(None)
        found[code] = found.get(code, 0) + count
    return found


def _name_of(visit: Visit, language: str) -> str:
    return visit.scene.house.renderer.own_name(language)


def test(tx: Tx, visit: Visit, token: str) -> Page:
    """The message as she would get it herself, and the last look again below it."""
    sheet = _whole(tx, visit, token)
    letter = letter_meant(tx, visit, sheet.facts)
    page = page_for(visit.scene, letter, visit.person, visit.reader)
    return replace(page, rows=(), then=replace(ready(tx, visit, sheet), notes=(Problem("only_a_test"),)))


def send(tx: Tx, visit: Visit, token: str, seen: int, version: int, *, sure: bool = False) -> Page:
    """Her word: from now on it happens. Another number than she saw, or the same words again, asks once more."""
    sheet = _whole(tx, visit, token)
    letter = letter_meant(tx, visit, sheet.facts)
    audience = circles.audience_of(tx, visit, sheet.facts)
    counts = audiences.count(tx, visit.person.network_id, audience, visit.now)
    page = ready(tx, visit, sheet)
    if counts[Reach.REACHED] != seen or version != sheet.version:
        return replace(page, notes=(Problem("number_changed"),))
    due_at = _due_at(visit, sheet)
    if (due_at is not None and due_at <= visit.now) or not still_true(
        letter, replace(visit.scene, now=due_at or visit.now)
    ):
        return replace(page, notes=(Problem("too_late_to_say"),))
    if audience.to is To.PEOPLE and not hours_of_people(visit.scene.house.zone).is_open(due_at or visit.now):
        return replace(page, notes=(Problem("quiet_hours"),))
    key, since = broadcasts.text_key(tx, letter.words), visit.now - TWICE_WITHIN
    twice = audiences.overlap(tx, visit.person.network_id, audience, visit.now, key, since)
    if twice and not sure:
        data = f"d:bc_go:{token}:{short(sheet.version)}:{short(seen)}:sure"
        rows = column(Button(Word("send_all_the_same"), data), Button(Word("go_back"), f"d:bc_ready:{token}"))
        return Page("broadcast/_twice", {"count": told(twice, audience.to)}, rows)
    return _send(tx, visit, sheet, letter, audience, key)


def _send(tx: Tx, visit: Visit, sheet: Sheet, letter: Letter, audience: Audience, key: bytes) -> Page:
    due_at = _due_at(visit, sheet)
    if sheet.facts.value("allow") == "yes" and audience.to is To.PEOPLE and letter.call is not None:
        calls.change(tx, letter.call.id, people_directly=True)
        audit.append(
            tx, f"call:{letter.call.id}", visit.now, visit.person.id, "people_directly", None, {"allowed": True}
        )
    values = {
        "network_id": visit.person.network_id,
        "author_id": visit.person.id,
        "message": letter.message,
        "texts": dict(letter.texts),
        "call_id": letter.call.id if letter.call else None,
        "event_id": letter.event.id if letter.event else None,
        "day": letter.day,
        "state": State.SCHEDULED.value,
        "due_at": due_at or visit.now,
    }
    broadcast_id = broadcasts.add(tx, values, audience, key, visit.now)
    told_of = {"message": letter.message, "to": audience.to.value}
    audit.append(tx, f"broadcast:{broadcast_id}", visit.now, visit.person.id, "confirm", None, told_of)
    if sheet.row is not None:
        sessions.close_sheet(tx, sheet.row.id)
    rows = column(Button(Word("my_broadcasts"), "d:bc"), membership.HOME)
    if due_at is not None:
        stop = Button(Word("stop_sending"), f"d:bc_stop:{short(broadcast_id)}:{sending.ON_PAGE}")
        rows = column(stop, *(row[0] for row in rows))
    return Page("broadcast/_started", {"due_at": due_at}, rows)


COMPLETIONS = {BROADCAST.name: ready}

DOORS: dict[str, Door] = {
    "bc": lambda tx, visit, _dialogue, _more: overview(tx, visit),
    "bc_new": lambda tx, visit, dialogue, _more: begin(tx, visit, dialogue),
    "bc_call": lambda tx, visit, dialogue, more: begin(tx, visit, dialogue, call_id=long(more[0])),
    "bc_edit": lambda tx, visit, dialogue, more: edit(tx, visit, dialogue, more[0], more[1]),
    "bc_ready": lambda tx, visit, _dialogue, more: ready(tx, visit, _whole(tx, visit, more[0])),
    "bc_see": lambda tx, visit, _dialogue, more: see(tx, visit, more[0], *more[1:2]),
    "bc_test": lambda tx, visit, _dialogue, more: test(tx, visit, more[0]),
    "bc_go": lambda tx, visit, _dialogue, more: send(
        tx, visit, more[0], long(more[2]), long(more[1]), sure=more[3:] == ["sure"]
    ),
}
