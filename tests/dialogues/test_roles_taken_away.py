"""A role or an attachment is taken away in the middle of a conversation: it goes no further, whatever it was about."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import pytest
import sqlalchemy as sa

from bot.domain.groups import Part
from bot.domain.messages import Kind, Side
from bot.domain.people import Role
from bot.features import registry
from bot.interaction import permits
from bot.interaction.forms import KINDS
from bot.interaction.permits import May
from bot.interaction.routes import encode_id
from bot.storage import accompanying, events, groups, guides, messages, people, sessions
from bot.storage.kernel.store import Tx
from bot.storage.sessions import FormRow
from conversations.engine.screens import Question
from tests.dialogues.story import (
    Cast,
    cast,
    endorsed_plan,
    fills_own_part,
    fills_prices,
    granted_plan,
    joins,
    sent_plan,
)
from tests.support.phones import Phone
from tests.support.town import Town

LINA, CLAIRE, AWA = 1, 2, 3
PLAN = CALL = HANDED = 1

SHORT = {
    kind.name: kind for each in registry.FEATURES for kind in each.forms if not kind.phase and kind.name != "own_part"
}
"""Conversations that end in one act and are then forgotten: all but the parts of a plan."""

Story: TypeAlias = Callable[[Cast], Awaitable[Any]]
Subject: TypeAlias = Callable[[Tx, datetime], int | None]


def nothing(_tx: Tx, _now: datetime) -> None:
    """Prepare nothing: the conversation is about nothing that is there already."""


def number(of: int) -> Subject:
    return lambda _tx, _now: of


def a_note(tx: Tx, now: datetime) -> int:
    return accompanying.write_note(tx, AWA, LINA, LINA, "Elle a peur", now)


def an_event(tx: Tx, now: datetime) -> int:
    values = {"name": "Réunion", "place": "Salle", "starts_at": now + timedelta(days=9), "minutes": 60}
    return events.add(tx, {**values, "network_id": 1, "author_id": CLAIRE}, now)


def an_answer(tx: Tx, now: datetime) -> int:
    thread = messages.thread_for(tx, Kind.SUPPORT, LINA, 1)
    return messages.add(tx, thread, CLAIRE, Side.HELPING, "Voici comment faire.", None, None, now)


def a_guide(tx: Tx, now: datetime) -> int:
    words = {"text": "Ainsi."}
    return guides.add(tx, 1, CLAIRE, now, theme="money", language="fr", for_people=False, title="Payer", content=words)


def a_household(tx: Tx, now: datetime) -> int:
    groups.add(tx, PLAN, AWA, Part.ASKED, now)
    return 1


async def nobody_yet(_story: Cast) -> None:
    """Prepare nobody: there is only the cast."""


async def with_a_colleague(story: Cast) -> None:
    await joins(story)
    await story.town.member("Omar", Role.REFERENT, story.residence)


async def with_something_open(story: Cast) -> Phone:
    """Bring a plan to where Lina may endorse it on condition: nobody knows yet whether the campsite takes vouchers."""
    person = await sent_plan(story)
    await story.lina.taps("r:next")
    await fills_prices(story.lina, vouchers="to_check")
    await fills_own_part(story.lina)
    assert await story.lina.offers("on_condition")
    return person


async def granted_on_condition(story: Cast) -> Phone:
    """Grant such a plan: it is still to be settled whether the campsite takes vouchers."""
    person = await with_something_open(story)
    await story.lina.taps("on_condition")
    await story.town.passes(minutes=3)
    await story.claire.taps("d:list", "decide", "grant")
    await story.town.passes(minutes=3)
    await story.lina.starts()
    await story.lina.taps("r:people", f"r:person:{AWA}", "card")
    assert await story.lina.offers("r:settle:1:vouchers")
    return person


async def handed_over(story: Cast) -> Phone:
    """Hand the aid of a plan over: a day or a form that was noted wrong can be corrected."""
    person = await granted_plan(story)
    await story.lina.starts()
    await story.lina.taps("r:people", f"r:person:{AWA}", "card", "handover", "hand", "69000", "electronic", "today")
    return person


BEGUN: dict[str, tuple[int, Story, Subject]] = {
    "changes": (LINA, sent_plan, number(PLAN)),
    "not_endorse": (LINA, sent_plan, number(PLAN)),
    "endorsement": (LINA, with_something_open, number(PLAN)),
    "settling": (LINA, granted_on_condition, number(PLAN)),
    "reference": (LINA, sent_plan, number(PLAN)),
    "consent": (LINA, joins, number(PLAN)),
    "quotient": (LINA, sent_plan, number(PLAN)),
    "report": (LINA, granted_plan, number(PLAN)),
    "correction": (LINA, granted_plan, number(PLAN)),
    "group_person": (LINA, joins, number(PLAN)),
    "group_link": (LINA, joins, number(PLAN)),
    "handover": (LINA, granted_plan, number(PLAN)),
    "handover_correction": (LINA, handed_over, number(HANDED)),
    "naming": (LINA, joins, number(AWA)),
    "note": (LINA, joins, number(AWA)),
    "note_change": (LINA, joins, a_note),
    "transfer": (LINA, with_a_colleague, number(AWA)),
    "absence": (LINA, with_a_colleague, number(LINA)),
    "household": (LINA, joins, a_household),
    "change": (AWA, granted_plan, number(PLAN)),
    "feelings": (AWA, sent_plan, number(PLAN)),
    "story": (AWA, granted_plan, number(PLAN)),
    "offer": (CLAIRE, endorsed_plan, number(PLAN)),
    "point": (CLAIRE, endorsed_plan, number(PLAN)),
    "decline": (CLAIRE, endorsed_plan, number(PLAN)),
    "regrant": (CLAIRE, granted_plan, number(PLAN)),
    "withdrawal": (CLAIRE, granted_plan, number(PLAN)),
    "ancv": (CLAIRE, granted_plan, number(PLAN)),
    "event_change": (CLAIRE, nobody_yet, an_event),
    "guide": (CLAIRE, nobody_yet, a_guide),
    "guide_answer": (CLAIRE, nobody_yet, an_answer),
}
"""Who has it open, what happened before, and what it is about; of the others their permit says it."""

PERMITTED: Mapping[May, Subject] = {permits.anything: nothing, permits.call: number(CALL)}
"""What a conversation is about for which nothing has to happen before."""

KNOWN: dict[str, dict[str, Any]] = {
    "adjust": {"what": {"v": "name", "by": CLAIRE}},
    "change": {"what": {"v": "dates", "by": AWA}},
    "endorsement": {"on_condition": {"v": "yes", "by": LINA}},
    "household": {},
    "settling": {"settled": {"v": "vouchers", "by": LINA}},
}
"""What is answered already where a conversation never begins without it."""


def opened(tx: Tx, person_id: int, name: str, about: Subject, now: datetime) -> FormRow:
    return sessions.open_form(tx, person_id, name, now, about(tx, now), KNOWN.get(name, {}))


def bare(tx: Tx, person_id: int) -> None:
    """Take every role of this person away, who accompanies nobody any more."""
    tx.connection.execute(people.roles.delete().where(people.roles.c.person_id == person_id))


def alone(tx: Tx, now: datetime) -> None:
    """End all accompanying."""
    tx.connection.execute(people.attachments.update().values(until=now))


def everything(tx: Tx) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that is stored, but for what says where each chat looks and what is on its way."""
    moving = {"sessions", "inbox", "people", "audit", "outbox"}
    tables = [each for each in people.people.metadata.sorted_tables if each.name not in moving]
    return {each.name: [tuple(row) for row in tx.connection.execute(sa.select(each))] for each in tables}


def conversations() -> list[str]:
    return sorted(SHORT)


def test_each_conversation_says_who_may_have_it_and_has_its_story_here() -> None:
    assert all(KINDS[name].roles for name in SHORT)
    assert {name for name, kind in SHORT.items() if kind.may not in PERMITTED} <= set(BEGUN) <= set(SHORT)


async def begun(town: Town, name: str) -> tuple[Cast, Phone, FormRow]:
    """Look, as one who may have that conversation, at its first question."""
    story, kind = await cast(town), SHORT[name]
    if name in BEGUN:
        who, happened, about = BEGUN[name]
        person = await happened(story)
        phone = {LINA: story.lina, CLAIRE: story.claire, AWA: person}[who]
    else:
        phone, about = await town.member("Ida", kind.roles[0], story.residence), PERMITTED[kind.may]
        who = (await town.does(people.by_chat, phone.account)).id
    row = await town.does(opened, who, name, about, town.clock())
    await phone.forges(f"n:c{encode_id(row.id)}:0:there:back")
    screen = await phone.screen()
    assert isinstance(screen, Question), f"{phone.name} may: {await phone.text()}"
    assert screen.section in {section.name for section in kind.conversation.sections}
    return story, phone, row


async def refused(phone: Phone, row: FormRow, question: Question) -> None:
    """Check that no tap and no word goes anywhere, and nothing changes."""
    town, token = phone.town, f"c{encode_id(row.id)}"
    card = await phone.last()
    before = await town.does(everything)
    tapped = [button.data for line in question.rows for button in line if button.data.startswith(f"q:{token}")]
    for data in [*tapped[:3], f"n:{token}:1:{question.step.id}:back", f"n:{token}:1:{question.step.id}:skip"]:
        await phone.forges(data)
        screen = await phone.screen()
        assert not isinstance(screen, Question), f"{phone.name} still reads {await phone.text()}"
        assert {note.code for note in screen.notes} & {"not_for_you", "not_found", "not_yours"}
    await phone.says("Bonjour")
    assert not isinstance(await phone.screen(), Question)
    assert await town.does(everything) == before
    assert card


@pytest.mark.parametrize("name", conversations())
async def test_without_the_role_a_conversation_that_was_begun_goes_no_further(town: Town, name: str) -> None:
    _, phone, row = await begun(town, name)
    question = await phone.screen()
    assert isinstance(question, Question)
    await town.does(bare, row.person_id)
    await refused(phone, row, question)


@pytest.mark.parametrize(
    "name",
    [
        "changes", "not_endorse", "endorsement", "settling", "consent", "reference",
        "quotient", "report", "correction", "group_person", "group_link",
        "handover", "handover_correction", "naming", "note", "note_change", "transfer", "household",
    ],
)  # fmt: skip
async def test_nor_does_one_about_a_person_who_is_no_longer_theirs(town: Town, name: str) -> None:
    _, phone, row = await begun(town, name)
    question = await phone.screen()
    assert isinstance(question, Question)
    await town.does(alone, town.clock())
    await refused(phone, row, question)


async def test_an_invitation_that_was_typed_to_its_end_makes_nobody_once_the_role_is_gone(town: Town) -> None:
    story = await cast(town)
    await story.lina.taps("r:invite")
    await story.lina.says("Awa")
    await story.lina.taps("unknown", "no", "yes", "normal")
    await story.lina.sees("invitation/word")
    asked = await story.lina.last()
    await town.does(bare, LINA)
    before = await town.does(everything)
    await story.lina.taps_old(asked, "skip")
    await story.lina.sees("home/nobody", problem="not_for_you")
    assert await town.does(everything) == before


async def test_one_who_has_no_role_any_more_reads_nothing_of_the_organisation(town: Town) -> None:
    story = await cast(town)
    await granted_plan(story)
    await town.does(bare, LINA)
    await story.lina.starts()
    await story.lina.sees("home/nobody")
    assert "Awa" not in await story.lina.text()
