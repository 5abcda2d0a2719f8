"""Discreet contact: nothing before the code, never a first word from the bot, the news told aloud by the referent."""

from bot.domain.people import Role
from bot.features.administration import admin
from bot.plan import access
from bot.storage import people, plans, shown
from tests.dialogues.many import fails
from tests.dialogues.story import answers_everything, cast, fills_own_part, fills_prices, invites
from tests.support.phones import Phone, buttons
from tests.support.town import Town

SECRET = ("vacances", "Awa", "Lina", "Tilleuls", "juillet", "voyage", "plan", "projet", "camping", "aide", "dossier")
"""What no message may hold before the code: subjects, names, places, dates."""


async def discreet_person(town: Town) -> tuple[Phone, Phone, Phone]:
    """Invite Awa discreetly, with the code "soleil"; returns Awa, Lina and Claire."""
    story = await cast(town)
    await invites(story.lina, contact="discreet")
    awa = await town.phone("Awa")
    code = await scanned(story.lina)
    await awa.starts(code)
    await awa.sees("code/choose")
    await awa.says("soleil")
    await awa.sees("code/repeat")
    await awa.says("soleil")
    await awa.sees("code/chosen")
    return awa, story.lina, story.claire


async def discreet_plan(town: Town) -> tuple[Phone, Phone, Phone]:
    """Return the same three: Awa has sent the plan and heard nothing since, Lina has filled in the referent's part."""
    awa, lina, claire = await discreet_person(town)
    await awa.starts()
    await awa.taps("g:accept")
    await answers_everything(awa)
    await awa.taps("send")
    before = len(await awa.messages())
    await lina.taps("r:next")
    await fills_prices(lina)
    await fills_own_part(lina)
    assert len(await awa.messages()) == before
    return awa, lina, claire


async def scanned(lina: Phone) -> str:
    """Return the code in the picture on Lina's screen, as the camera of another telephone reads it."""
    photo = (await lina.last())["photo"][-1]
    async with lina.town.http.get("/sandbox/scan", params={"file": photo["file_id"]}) as answer:
        link = str((await answer.json())["text"])
    return link.partition("?start=")[2]


async def qr_code(town: Town) -> str:
    """Return a fresh code for the person invited last, as from another picture on Lina's screen."""
    code: str = await town.does(
        admin.invite_member, town.moment, Role.BENEFICIARY, town.network, None, await last_person(town)
    )
    return code


async def last_person(town: Town) -> int:
    """Return the person invited last."""
    plan = await town.does(plans.by_id, 1)
    assert plan is not None
    return int(plan.beneficiary_id)


def assert_says_nothing(text: str) -> None:
    for word in SECRET:
        assert word.lower() not in text.lower(), f"{word!r} in {text!r}"


async def test_the_invitation_is_only_a_picture_that_nobody_can_forward(town: Town) -> None:
    story = await cast(town)
    await invites(story.lina, contact="discreet")
    await story.lina.sees("invitation/_link")
    message = await story.lina.last()
    assert "photo" in message
    assert "t.me" not in str(message.get("caption"))
    assert "start=" not in str(message)


async def test_before_the_code_nothing_is_said_of_anything(town: Town) -> None:
    awa, _, _ = await discreet_person(town)
    for message in await awa.messages():
        assert_says_nothing(message["text"])
        assert message["protected"]
    await town.passes(minutes=11)
    for words in ("/start", "/plan", "/status", "/language", "/help", "/privacy", "/stop", "bonjour"):
        await awa.says(words)
        assert_says_nothing(await awa.text())


async def test_a_word_that_was_typed_to_open_does_not_stay_in_the_chat(town: Town) -> None:
    awa, _, _ = await discreet_person(town)
    texts = [message.get("text") for message in (await awa.chat())["messages"] if message["outgoing"]]
    assert "soleil" not in texts


async def test_the_code_opens_the_question_the_person_was_at(town: Town) -> None:
    awa, _, _ = await discreet_person(town)
    await awa.starts()
    await awa.taps("g:accept", "sea", "done")
    await town.passes(minutes=11)
    await awa.says("bonjour")
    await awa.sees("code/wrong")
    await awa.says(" Soleil ")
    await awa.sees("wishes/aim")


async def test_old_buttons_open_nothing_while_the_gate_is_shut(town: Town) -> None:
    awa, _, _ = await discreet_person(town)
    await awa.starts()
    await awa.taps("g:accept", "sea", "done")
    question = await awa.last()
    await town.passes(minutes=11)
    await awa.taps_old(question, "children")
    await awa.sees("code/ask")
    plan = await town.does(plans.by_id, 1)
    assert plan is not None
    assert "aim" not in plan.answers


async def test_five_wrong_codes_shut_the_gate_until_the_referent_makes_a_new_link(town: Town) -> None:
    awa, lina, _ = await discreet_person(town)
    await town.passes(minutes=11)
    for _ in range(5):
        await awa.says("pluie")
    await awa.sees("code/locked")
    await awa.says("soleil")
    await awa.sees("code/locked")
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "r:link:3")
    await lina.sees("invitation/_link")
    await awa.starts(await qr_code(town))
    await awa.sees("code/choose")


async def test_the_bot_never_writes_first_and_the_referent_is_told_to_tell(town: Town) -> None:
    awa, lina, claire = await discreet_plan(town)
    before = len(await awa.messages())
    await lina.taps("endorse")
    await town.passes(minutes=3)
    await claire.taps("d:list", "decide", "grant")
    await town.passes(minutes=3)
    assert len(await awa.messages()) == before
    assert await lina.has_seen("notices/tell_aloud")
    await lina.taps("granted")
    await lina.sees("review/tell")
    assert "Awa" in await lina.text()


async def test_a_discreet_person_is_known_as_such(town: Town) -> None:
    await discreet_person(town)
    person = await town.does(people.by_id, await last_person(town))
    assert access.discreet(person)


# When the gate shuts, nothing of what was behind it stays on the screen


async def on_screen(awa: Phone) -> str:
    """Return all that can be read in the chat: what the bot wrote, its buttons, and what Awa wrote."""
    messages = (await awa.chat())["messages"]
    return " ".join(f"{each.get('text')} {each.get('caption')} {buttons(each)}" for each in messages)


async def test_what_was_shown_and_typed_is_gone_ten_minutes_later(town: Town) -> None:
    awa, _, _ = await discreet_person(town)
    await awa.starts()
    await awa.taps("g:accept")
    await answers_everything(awa)
    assert "Le lac" in await on_screen(awa)
    await town.passes(minutes=9)
    assert "Le lac" in await on_screen(awa)
    await town.passes(minutes=2)
    assert_says_nothing(await on_screen(awa))
    assert "Le lac" not in await on_screen(awa)
    await awa.says("soleil")
    await awa.sees("home/plan")
    await town.passes(minutes=11)
    assert_says_nothing(await on_screen(awa))
    assert await town.does(shown.to_hide, town.clock.now) == []


async def test_of_a_code_that_works_nothing_but_the_first_word_stays(town: Town) -> None:
    awa, _, _ = await discreet_person(town)
    await town.passes(minutes=11)
    left = (await awa.chat())["messages"]
    assert [getattr(town.screen_of(each["text"]), "template", "") for each in left if not each["outgoing"]] == [
        "code/choose"
    ]
    await awa.says("/start")
    await awa.sees("code/ask")
    await awa.says("soleil")
    await town.passes(minutes=11)
    assert len((await awa.chat())["messages"]) == len(left)


async def test_a_cloud_hides_all_at_once_typed_or_tapped(town: Town) -> None:
    awa, _, _ = await discreet_person(town)
    await awa.starts()
    await awa.taps("g:accept", "sea", "done")
    assert await awa.offers("g:hide")
    await awa.says("🌦")
    await awa.sees("code/hidden")
    assert_says_nothing(await on_screen(awa))
    await awa.says("/plan")
    await awa.sees("code/ask")
    await awa.says("soleil")
    await awa.sees("wishes/aim")
    await awa.taps("g:hide")
    await awa.sees("code/hidden")
    assert_says_nothing(await on_screen(awa))
    await town.passes(minutes=11)
    await awa.says("/plan")
    await awa.says("soleil")
    await awa.sees("wishes/aim")
    plan = await town.does(plans.by_id, 1)
    assert "wishes" in plan.answers


async def test_a_photo_sent_while_the_gate_is_shut_does_not_stay(town: Town) -> None:
    awa, _, _ = await discreet_person(town)
    await town.passes(minutes=11)
    await awa.sends("photo", b"a picture", caption="soleil")
    await awa.sees("code/ask")
    assert [each for each in (await awa.chat())["messages"] if each["outgoing"] and "photo" in each] == []


async def test_a_typed_code_that_cannot_be_deleted_is_told(town: Town) -> None:
    awa, _, _ = await discreet_person(town)
    await town.passes(minutes=11)
    for method in ("deleteMessages", "deleteMessage"):
        await fails(town, awa, "400", method=method)
    await awa.says("pluie")
    await awa.sees("code/wrong", problem="not_erased")


async def test_a_lost_telephone_shows_nothing_once_another_one_has_the_account(town: Town) -> None:
    awa, _, _ = await discreet_person(town)
    await awa.starts()
    await awa.taps("g:accept", "sea", "done")
    other = await town.phone("Awa")
    await other.starts(await qr_code(town))
    await other.sees("code/choose")
    await town.passes(seconds=3)
    assert_says_nothing(await on_screen(awa))


async def test_a_link_of_a_role_or_of_a_workshop_meets_the_code_first(town: Town) -> None:
    awa, _, _ = await discreet_person(town)
    await town.passes(minutes=11)
    code = await town.does(admin.invite_member, town.moment, Role.REFERENT, town.network, None)
    await awa.starts(code)
    await awa.sees("code/ask")
    assert (await town.does(people.by_chat, awa.account)).roles == {Role.BENEFICIARY}


async def test_a_discreet_person_is_promised_no_message(town: Town) -> None:
    awa, _, _ = await discreet_person(town)
    await awa.starts()
    await awa.taps("g:accept")
    await answers_everything(awa)
    await awa.taps("send")
    told = " ".join(each["text"] for each in (await awa.messages())[-2:])
    assert "Revenez ici" in told
    assert "Je vous écri" not in told
