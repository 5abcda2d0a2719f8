"""Wherever words are typed, behind what and into what place, distress is heard in them first."""

from dataclasses import asdict, replace

import pytest

from bot.chat.updates import understand
from bot.domain.people import Role
from bot.features import registry
from bot.interaction import forms
from bot.interaction.request import Edited, Sender
from bot.interaction.typed import words
from bot.storage import people, sessions
from bot.storage.kernel.store import Tx
from bot.storage.sessions import Session
from conversations.engine.replies import FileRef, Said, Sent
from conversations.engine.screens import Page
from tests.dialogues.story import cast, joins
from tests.dialogues.test_discreet import SECRET, discreet_person
from tests.dialogues.test_distress import PAGE, answers, labels
from tests.dialogues.test_messages import JPEG
from tests.support.town import Town

CRY = "je veux mourir"


@pytest.mark.parametrize("command", ["/start", "/aide", "/ecrire", "/unknown", "/plan@valise_bot"])
async def test_words_behind_a_command_are_heard_and_are_no_answer(town: Town, command: str) -> None:
    awa = await joins(await cast(town))
    await awa.says(f"{command} il me frappe tous les soirs")
    await awa.sees(PAGE)
    assert "3919" in await awa.text()
    assert not await awa.offers("h:meant"), "they are kept for no question"
    await awa.taps("h:back")
    await awa.sees("wishes/wishes")
    assert "frappe" not in await answers(town, awa)


async def test_a_command_with_other_words_does_what_it_did(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.says("/aide comment choisir la mer")
    assert not await awa.has_seen(PAGE)
    await awa.says("/start tomorrow")
    assert not await awa.has_seen(PAGE)


async def test_a_stranger_behind_start_and_in_edited_words(town: Town) -> None:
    await cast(town)
    zoe = await town.phone("Zoé")
    await zoe.says(f"/start {CRY}")
    await zoe.sees(PAGE)
    assert "3114" in await zoe.text()
    before = len(await zoe.messages())
    await zoe.corrects("je veux partir")
    assert len(await zoe.messages()) == before
    await zoe.corrects("on dort dehors avec le bébé")
    await zoe.sees(PAGE)
    assert "115" in await zoe.text()


async def test_edited_words_are_heard_and_change_no_answer(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await awa.says("voir la mer")
    before, kept = len(await awa.messages()), await answers(town, awa)
    await awa.corrects("voir la montagne")
    assert len(await awa.messages()) == before
    assert await answers(town, awa) == kept
    await awa.corrects("mon mari me frappe")
    await awa.sees(PAGE)
    assert not await awa.offers("h:meant")
    await awa.taps("h:alert")
    assert await story.lina.has_seen("notices/help_asked")
    assert await answers(town, awa) == kept
    await story.lina.says("bonjour")
    seen = len(await story.lina.messages())
    await story.lina.corrects("Elle m'a dit : mon mari me frappe")
    assert len(await story.lina.messages()) == seen, "at work such words are about others"


async def test_the_words_under_a_photo_are_heard_under_a_question(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.sends("photo", JPEG, caption="mes bleus, mon mari m'a encore frappée")
    await awa.sees(PAGE)
    assert (await labels(awa))[-1].startswith("✏️")
    await awa.taps("h:back")
    await awa.sees("wishes/wishes")


async def test_before_the_code_words_of_any_sort_show_numbers_alone_and_go(town: Town) -> None:
    awa, _, _ = await discreet_person(town)
    await awa.starts()
    await awa.taps("g:accept")
    await town.passes(minutes=11)
    await awa.says("/aide mon mari me frappe")
    await awa.sees("code/in_need")
    await awa.sends("photo", JPEG, caption="mon mari me frappe")
    await awa.sees("code/in_need")
    text = (await awa.text()).casefold()
    assert not [word for word in SECRET if word.casefold() in text]
    await awa.says("/aide comment faire")
    await awa.sees("code/ask")
    mine = [message for message in (await awa.chat())["messages"] if message["outgoing"]]
    assert "frappe" not in str(mine), "what was typed does not stay"


def test_forwarded_words_words_through_another_bot_and_captions_are_words() -> None:
    chat = {"id": 7, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": {"id": 7, "first_name": "Awa"}, "text": CRY}
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Zoé"}
    video = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "duration": 1}
    without = {key: value for key, value in message.items() if key != "text"}
    for update in (
        {"message": {**message, "forward_origin": origin}},
        {"message": {**message, "via_bot": {"id": 9, "is_bot": True, "first_name": "gif"}}},
        {"message": {**without, "caption": CRY, "video": video}},
        {"edited_message": {**message, "edit_date": 2}},
        {"edited_message": {**without, "caption": CRY, "video": video, "edit_date": 2}},
        {"message": {**message, "text": f"/start {CRY}"}},
        {"message": {**message, "text": f"/ecrire {CRY}"}},
    ):
        understood = understand(update)
        assert understood is not None
        assert words(understood.incoming) == CRY
    invited = understand({"message": {**message, "text": "/start dGhpc19pc19hX2NvZGVfMTIz"}})
    assert invited is not None
    assert words(invited.incoming) == ""


async def test_under_every_question_and_page_that_takes_words_they_are_heard_first(town: Town) -> None:
    awa = await joins(await cast(town))
    asked = [
        Session(place="p1s" if kind.phase else f"c{number}", focus=step)
        for number, kind in enumerate(forms.KINDS.values(), start=1)
        if Role.BENEFICIARY in kind.roles
        for step in sorted(kind.conversation.names)
    ]
    scratch = {"before": asdict(Session()), "since": "2026-11-23T10:00:00+01:00", "held": {}}
    pages = [Session(place=f"@{place}", scratch=scratch) for place in registry.DISPATCHER.listeners]
    assert len(asked) > 60
    assert len(pages) >= 5

    def heard(tx: Tx) -> list[Session]:
        """Return where words are not heard."""
        person = people.by_chat(tx, awa.account)
        assert person is not None
        missed = []
        for before in (*asked, *pages, Session()):
            for incoming in (Said(CRY), Sent(FileRef("f", "photo", 1), CRY), Edited(CRY)):
                sessions.save_session(tx, person.id, before)
                response = registry.DISPATCHER.respond(tx, town.moment, Sender(awa.account, "fr"), incoming)
                shown = response.screens[0]
                if not isinstance(shown, Page) or shown.template != PAGE:
                    missed.append(replace(before, scratch=None))
        return missed

    assert await town.does(heard) == []
