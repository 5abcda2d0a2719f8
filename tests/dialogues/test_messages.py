"""A beneficiary and the referent or stand-in write to each other through the bot; nobody else reads or writes there."""

from datetime import UTC, datetime
from typing import Any

from bot.domain.hours import OFFICE, Way
from bot.domain.people import Role, Writing
from bot.storage import hours, messages, people
from bot.storage.hours import Preference
from bot.storage.kernel.store import Tx
from conversations.engine.screens import Page, Question
from tests.dialogues.story import answers_everything, cast, invites, joins, link_in
from tests.dialogues.test_absence import goes_away
from tests.dialogues.test_calls_forged import stranger_to_the_network
from tests.dialogues.test_discreet import discreet_person
from tests.support.phones import Phone, buttons
from tests.support.town import Town, name_of

JPEG = b"\xff\xd8\xff a quote"
LINA, OMAR = 1, 3


async def lines(phone: Phone) -> list[tuple[str, str]]:
    """Return who said what on the thread that is looked at."""
    screen = await phone.screen()
    assert isinstance(screen, Page)
    return [(line.who, line.text or line.kind) for line in screen.values["lines"]]


async def labels(phone: Phone) -> list[str]:
    return [label for label, _ in buttons(await phone.last())]


async def count(phone: Phone, template: str) -> int:
    """Count the messages of that template on a telephone."""
    texts = [str(message.get("text") or message.get("caption") or "") for message in await phone.messages()]
    return [name_of(screen) for text in texts if (screen := phone.town.screen_of(text))].count(template)


async def values(phone: Phone, template: str) -> Any:
    screen = await phone.sees(template)
    return screen.values


async def test_a_question_and_its_answer(town: Town) -> None:
    story = await cast(town)
    lina, awa = story.lina, await joins(story)
    await awa.taps("sea")
    await awa.says("Je veux parler à quelqu’un")
    await awa.sees("messages/thread")
    await awa.says("Bonjour Lina <3 & merci")
    await awa.sees("messages/sent")
    await awa.sends("photo", JPEG, caption="Le devis")
    await awa.sends("voice", b"OggS voice")
    await awa.sends("sticker", b"no picture")
    await awa.sees("messages/thread", problem="wrong_type")
    await awa.taps("g:where")
    question = await awa.sees("wishes/wishes")
    assert isinstance(question, Question)
    assert question.values["scratch"] == {"ticks": ["sea"]}, "what was begun waits while she writes"

    assert await count(lina, "notices/message_waits") == 1, "three messages are one notice"
    assert "Awa" not in str([m for m in await lina.messages() if "r:letters" in str(m)])
    await lina.starts()
    assert "🔵 Lire 3 nouveaux messages" in await labels(lina)
    await lina.taps("r:letters")
    assert await lines(lina) == [("Awa", "Bonjour Lina <3 & merci"), ("Awa", "Le devis"), ("Awa", "voice")]
    assert "Bonjour Lina <3 & merci" in await lina.text()
    await lina.taps("b:file:2")
    assert (await lina.last())["photo"]
    await lina.says("Très bien, Awa.")
    await lina.sees("messages/sent")
    await lina.taps("b:thread:r:1", "b:file:3")
    assert (await lina.last())["voice"]
    await lina.starts()
    assert not await lina.offers("r:letters")

    screen = await awa.sees("notices/message")
    assert screen.values == {"referent": "Lina"}
    await awa.starts()
    assert (await labels(awa))[0] == "🔵 Lire 1 nouveau message"
    await awa.taps("g:write")
    assert (await lines(awa))[-1] == ("Lina", "Très bien, Awa.")
    await awa.starts()
    assert (await labels(awa))[-2] == "✉️ Écrire à Lina"


async def test_fifty_messages_and_one_that_is_too_long_for_a_screen(town: Town) -> None:
    story = await cast(town)
    lina, awa = story.lina, await joins(story)
    await awa.says("/write")
    for number in range(12):
        await awa.says(f"Message {number}")
    await town.passes(minutes=1)
    long = " ".join(["&amp<"] * 680)
    await awa.says(long)
    assert len(await town.does(messages.newest, 1, 50)) == 14
    await awa.taps(next(data for _, data in buttons(await awa.last()) if data.startswith("b:unsay:")))
    assert len(await town.does(messages.newest, 1, 50)) == 12, "what was sent at once is taken back at once"
    await awa.says("/write")
    await awa.says(long)
    assert await count(lina, "notices/message_waits") == 1
    await lina.taps("r:letters")
    shown = await lines(lina)
    assert len(shown) == 1
    assert (await values(lina, "messages/thread"))["new"] == 14
    await lina.taps(next(data for _, data in buttons(await lina.last()) if data.startswith("b:thread:r:1:")))
    await lina.taps(next(data for _, data in buttons(await lina.last()) if data.startswith("b:thread:r:1:")))
    assert (await lines(lina))[-1] == ("Awa", "Message 11")
    await awa.says("Encore une chose")
    assert await count(lina, "notices/message_waits") == 2, "what came before was read"


async def test_at_night_it_says_when_lina_reads_and_where_one_is_answered(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    await town.does(hours.choose, LINA, Preference(OFFICE, Way.AT_ONCE))
    await town.passes(hours=12)
    await invites(lina)
    code = await link_in(lina)
    await lina.forges("r:write:3")
    await lina.says("Bienvenue")
    assert (await values(lina, "messages/sent"))["aloud"] == "no_account"
    awa = await town.phone("Awa")
    await awa.starts(code)
    morning = datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert (await awa.screens())[-2].values["reads_at"] == morning
    await awa.taps("g:emergency")
    emergency = (await awa.text()).replace("\u202f", " ")
    numbers = ("17", "15", "112", "114", "3114", "3919", "119", "115", "116 006")
    assert all(f"\N{NO-BREAK SPACE}: {number}" in emergency for number in numbers)
    await awa.starts()
    await awa.taps("g:accept")
    await awa.says("/write")
    assert await lines(awa) == [("Lina", "Bienvenue")]
    await awa.says("Je ne dors pas")
    assert (await values(awa, "messages/sent"))["reads_at"] == morning
    assert await awa.offers("g:emergency")
    assert "mardi 24 novembre 2026" in await awa.text()
    assert not await lina.has_seen("notices/message_waits")
    await town.passes(hours=11)
    assert await lina.has_seen("notices/message_waits")
    await awa.says("/write")
    await awa.says("Bonjour")
    assert (await values(awa, "messages/sent"))["reads_at"] is None
    assert not await awa.offers("g:emergency")
    await town.passes(hours=12)
    await lina.says("/start")
    await lina.taps("r:letters")
    await lina.says("Me voilà")
    assert not await awa.has_seen("notices/message"), "nobody is woken"
    await town.passes(hours=12)
    assert await awa.has_seen("notices/message")
    await awa.taps("g:write")
    await town.passes(hours=12)
    await lina.forges("r:write:3")
    await lina.says("À demain")
    await awa.blocks()
    await town.passes(hours=12)
    await lina.taps("r:tell:3:message")
    assert (await values(lina, "review/tell"))["news"] == "notices/message"
    await lina.taps("r:write:3")
    assert (await values(lina, "messages/thread"))["aloud"] == "blocked"


async def test_the_stand_in_reads_and_answers_and_leaves_it_again(town: Town) -> None:
    story = await cast(town)
    lina, omar = story.lina, await town.member("Omar", Role.REFERENT, story.residence)
    awa = await joins(story)
    await awa.says("/write")
    await awa.says("Pour Lina")
    await goes_away(lina)
    await lina.forges("r:write:4")
    assert await lines(lina) == [("Awa", "Pour Lina")]
    await awa.says("Et maintenant ?")
    sent = await values(awa, "messages/sent")
    assert (sent["referent"], sent["reads"], sent["until"] is None) == ("Lina", "Omar", False)
    assert await count(omar, "notices/message_waits") == 1
    await omar.taps("r:letters")
    assert (await values(omar, "messages/thread"))["new"] == 2, "who is away has read nothing for him"
    assert await lines(omar) == [("Awa", "Pour Lina"), ("Awa", "Et maintenant ?")]
    await omar.says("C’est Omar.")
    assert (await values(awa, "notices/message"))["referent"] == "Omar"
    await lina.forges("r:write:4")
    assert (await lines(lina))[-1] == ("Omar", "C’est Omar.")
    await lina.starts()
    await lina.taps("r:back")
    await omar.says("Encore moi")
    await omar.sees("review/home", problem="thread_closed")
    for forged in ("r:write:4", "b:thread:r:1", "b:thread:p:1", "b:unsay:3"):
        await omar.forges(forged)
        await omar.sees("review/home", problem="not_found")
    thread = await town.does(messages.newest, 1, 10)
    assert [each.author_id for each in thread] == [OMAR, 4, 4]


async def test_a_former_referent_and_strangers_neither_read_nor_write(town: Town) -> None:
    story = await cast(town)
    lina, omar = story.lina, await town.member("Omar", Role.REFERENT, story.residence)
    awa = await joins(story)
    await lina.starts()
    binta = await joins(story, "Binta")
    zoe = await stranger_to_the_network(town)
    await awa.says("/write")
    await awa.sends("photo", JPEG)
    await lina.starts()
    await lina.taps("r:people", "r:person:4", "r:hand_on:4", str(OMAR), "hand_on_now")
    forgeries = (
        "r:write:4",
        "b:thread:r:1",
        "b:thread:p:1",
        "b:thread:d:1",
        "b:thread:r:1:zz",
        "b:file:1",
        "b:unsay:1",
    )
    for phone in (lina, story.claire, zoe, binta):
        before = await town.does(messages.newest, 1, 10)
        for data in (*forgeries, "h:say", "h:nothing", "b:thread", "b:file", "b:thread:q:1", "d:shelve:1"):
            await phone.forges(data)
            screen = await phone.screen()
            assert {note.code for note in screen.notes} & {"not_found", "not_for_you"}, data
        assert await town.does(messages.newest, 1, 10) == before
    await lina.starts()
    await lina.taps("r:people", "r:person:5", "r:hand_on:5", str(OMAR), "hand_on_now")
    await binta.says("/write")
    await binta.says("Moi aussi")
    await omar.starts()
    await omar.taps("r:letters")
    assert sorted((await labels(omar))[:2]) == ["🔵 Awa · 1", "🔵 Binta · 1"]
    await omar.taps("r:write:4", "b:file:1")
    assert (await omar.last())["photo"]


async def test_a_notice_obeys_the_persons_choice_and_a_closed_chat(town: Town) -> None:
    story = await cast(town)
    lina, awa = story.lina, await joins(story)
    await awa.taps("pause", Writing.NO_DETAIL.value)
    await lina.taps("r:people", "r:person:3", "r:write:3")
    await lina.says("Bonjour Awa")
    assert (await values(lina, "messages/sent"))["aloud"] == ""
    await awa.sees("notices/no_detail")
    await awa.taps("g:write")
    assert await lines(awa) == [("Lina", "Bonjour Awa")]
    await awa.forges("g:write:no")
    seen = len(await awa.messages())
    await lina.says("Êtes-vous là ?")
    assert (await values(lina, "messages/sent"))["aloud"] == "not_first"
    await awa.blocks()
    await lina.says("Appelez-moi")
    assert (await values(lina, "messages/sent"))["aloud"] == "blocked"
    assert len(await awa.messages()) == seen
    await awa.unblocks()
    await awa.starts()
    await awa.taps("g:write")
    assert (await lines(awa))[1:] == [("Lina", "Êtes-vous là ?"), ("Lina", "Appelez-moi")]


async def test_a_discreet_person_is_never_written_to_and_reads_after_the_code(town: Town) -> None:
    awa, lina, _ = await discreet_person(town)
    newest = (await awa.last())["message_id"]
    await lina.forges("r:write:3")
    await lina.says("Pensez au rendez-vous")
    assert (await values(lina, "messages/sent"))["aloud"] == "discreet"
    await town.passes(days=1)
    assert (await awa.last())["message_id"] <= newest, "nothing new: what stood there went with the gate"
    await awa.starts()
    await awa.sees("code/ask")
    await awa.says("soleil")
    await awa.taps("g:accept")
    await awa.starts()
    await awa.taps("g:write")
    assert await lines(awa) == [("Lina", "Pensez au rendez-vous")]
    await town.passes(hours=1)
    await awa.says("vacances")
    await awa.sees("code/wrong")
    assert len(await town.does(messages.newest, 1, 10)) == 1, "behind a closed gate nothing is sent"
    await awa.says("soleil")
    assert await lines(awa) == [("Lina", "Pensez au rendez-vous")], "she is where she was"


async def test_words_that_may_be_meant_for_lina_are_asked_about_first(town: Town) -> None:
    story = await cast(town)
    lina, awa = story.lina, await joins(story)
    await answers_everything(awa)
    await awa.taps("send", "g:home")
    await awa.says("Mon fils est malade")
    assert (await values(awa, "messages/held"))["text"] == "Mon fils est malade"
    await awa.sends("photo", JPEG)
    await awa.sees("messages/held")
    await awa.taps("h:say")
    await awa.sees("messages/sent")
    await lina.taps("r:letters")
    assert await lines(lina) == [("Awa", "Mon fils est malade"), ("Awa", "photo")]
    await town.passes(hours=3)
    await lina.says("Bonjour Binta")
    assert (await values(lina, "messages/held"))["to"] == "Awa"
    await lina.taps("g:where")
    assert len(await town.does(messages.newest, 1, 10)) == 2, "written to the wrong person, and not sent"
    await lina.forges("h:say")
    assert len(await town.does(messages.newest, 1, 10)) == 2

    await lina.taps("r:people", "r:person:3", "r:write:3")
    await lina.says("Oups")
    await lina.taps("b:unsay:3")
    assert (await values(lina, "messages/taken_back"))["done"]
    await awa.says("/write")
    assert len(await lines(awa)) == 2
    await lina.taps("b:thread:r:1")
    await lina.says("Lu")
    await awa.says("/write")
    await lina.taps("b:unsay:4")
    assert not (await values(lina, "messages/taken_back"))["done"]


async def test_one_account_with_several_roles_sits_where_it_came_from(town: Town) -> None:
    story = await cast(town)
    lina, omar = story.lina, await town.member("Omar", Role.REFERENT, story.residence)
    awa = await joins(story)
    await lina.taps("r:people", "r:person:4", "r:hand_on:4", str(OMAR), "hand_on_now")
    await town.does(people.give_role, 4, Role.REFERENT)
    await town.does(people.attach, LINA, 4, town.moment.now)
    await town.does(people.give_role, LINA, Role.BENEFICIARY)
    await awa.says("/write")
    await awa.says("Je demande")
    await awa.forges(f"r:write:{LINA}")
    await awa.says("J’accompagne")
    found = [(each.thread_id, each.side.value, each.text) for each in await town.does(both_threads)]
    assert found == [(1, "asking", "Je demande"), (2, "helping", "J’accompagne")]
    assert not await omar.has_seen("notices/message")


def both_threads(tx: Tx) -> list[messages.Message]:
    return [*messages.newest(tx, 1, 5), *messages.newest(tx, 2, 5)]
