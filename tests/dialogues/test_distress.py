"""Words of distress: who answers now is shown, the referent is told where the one who wrote wants it; none is kept."""

from bot.domain.hours import OFFICE, Way
from bot.plan import access
from bot.storage import hours, people, sessions
from bot.storage.hours import Preference
from bot.storage.kernel.store import Tx
from tests.dialogues.group import of_a_workshop, taps_one
from tests.dialogues.story import cast, invites, joins, link_in, sent_plan
from tests.dialogues.test_absence import goes_away, with_omar
from tests.dialogues.test_discreet import SECRET, discreet_person
from tests.dialogues.test_messages import JPEG, count, lines
from tests.support.phones import Phone, buttons
from tests.support.town import Town

LINA = 1
PAGE = "distress/page"


async def labels(phone: Phone) -> list[str]:
    return [label for label, _ in buttons(await phone.last())]


async def answers(town: Town, phone: Phone) -> str:
    """Return all that is stored of the answers of a beneficiary's own plan."""

    def found(tx: Tx) -> str:
        person = people.by_chat(tx, phone.account)
        plan = access.own_plan(tx, person) if person is not None else None
        return str(plan.answers) if plan is not None else ""

    said: str = await town.does(found)
    return said


async def kept(town: Town, phone: Phone) -> str:
    """Return what the session of a person keeps besides, unsealed."""

    def found(tx: Tx) -> str:
        person = people.by_chat(tx, phone.account)
        return str(sessions.session_of(tx, person.id)) if person is not None else ""

    said: str = await town.does(found)
    return said


async def test_words_under_a_question_are_no_answer_and_the_question_comes_back_as_it_was(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await awa.taps("sea")
    await awa.says("jveu mourir")
    await awa.sees(PAGE)
    text = await awa.text()
    assert text.index("Idées noires\N{NO-BREAK SPACE}: 3114") < text.index("Malade ou blessé\N{NO-BREAK SPACE}: 15")
    assert "Vous avez bien fait de le dire." in text
    assert "Votre réponse n’est pas notée." in text
    assert "Vous avez votre réponse" not in text
    assert await labels(awa) == [
        "🆘 Prévenir Lina maintenant", "✉️ Écrire à Lina", "▶️ Revenir à ma question",
        "✏️ Ce n’est pas ça\N{NO-BREAK SPACE}: garder ma réponse",
    ]  # fmt: skip
    assert not await story.lina.has_seen("notices/help_asked"), "nobody is told unless Awa says so"
    assert "mourir" not in await answers(town, awa)
    await awa.says("2")
    await awa.sees(PAGE, problem="kept_from_all")
    assert "3114" in await awa.text(), "what was said first is not forgotten"
    await awa.says("et je dors dehors")
    text = await awa.text()
    assert "3114" in text
    assert "115" in text
    await awa.taps("h:back")
    question = await awa.sees("wishes/wishes")
    assert question.values["scratch"] == {"ticks": ["sea"]}
    assert "mourir" not in await kept(town, awa)

    await awa.says("on dort dehors")
    await awa.taps("h:meant")
    await awa.sees("wishes/wishes")
    assert "☑ on dort dehors" in await labels(awa), "what is no cry for help is the answer it was"
    await awa.forges("h:meant")
    await awa.sees("wishes/wishes", problem="not_found")


async def test_a_number_with_a_cry_for_help_is_no_answer_in_english_either(town: Town) -> None:
    amy = await joins(await cast(town), "Amy", "en")
    await amy.taps("sea", "done", "children", "never")
    await amy.says("we are 3, we sleep in the train station and my husband hits me")
    await amy.sees(PAGE)
    text = await amy.text()
    assert [line for line in text.splitlines() if ": 1" in line or ": 3" in line] == [
        "Police: 17", "By text message: 114", "Violence against women: 3919",
        "For every victim: 116 006, from 9:00 to 20:00", "In the rest of Europe: 112", "A place to sleep, a meal: 115",
    ]  # fmt: skip
    assert (await labels(amy))[0] == "🆘 Tell Lina now"
    assert "adults" not in await answers(town, amy)
    await amy.taps("h:back")
    await amy.sees("travellers/adults")
    await amy.says("1")
    await amy.sees("travellers/children")


async def test_lina_is_told_at_once_without_a_name_or_a_word_and_once(town: Town) -> None:
    story = await cast(town)
    lina, awa = story.lina, await joins(story)
    await town.does(hours.choose, LINA, Preference(OFFICE, Way.NONE))
    await awa.says("mon mari me frappe")
    assert "Lina reçoit le message tout de suite." in await awa.text()
    await awa.taps("h:alert")
    await awa.sees(PAGE)
    assert "Lina va lire que vous demandez de l’aide." in await awa.text()
    assert await labels(awa) == ["✉️ Écrire à Lina", "▶️ Revenir à ma question"]
    notice = await lina.sees("notices/help_asked")
    assert notice.values == {}
    assert "1 personne demande de l’aide maintenant" in await lina.text()
    assert "Awa" not in str(await lina.last())
    assert "frappe" not in await kept(town, awa), "once Lina is told, the words are forgotten"
    await awa.says("mon mari me frappe")
    await awa.taps("h:alert")
    assert await count(lina, "notices/help_asked") == 1
    await town.passes(hours=1)
    await awa.says("mon mari me frappe")
    await awa.taps("h:alert")
    assert await count(lina, "notices/help_asked") == 2
    await lina.blocks()
    await awa.says("mon mari me frappe")
    assert await labels(awa) == [
        "▶️ Revenir à ma question", "✏️ Ce n’est pas ça\N{NO-BREAK SPACE}: garder ma réponse",
    ], "a notice would reach nobody"  # fmt: skip


async def test_at_night_it_says_when_lina_reads_who_is_told_then(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await town.does(hours.choose, LINA, Preference(OFFICE, Way.DAILY))
    await town.passes(hours=12)
    await awa.says("j'ai envie de mourir")
    text = await awa.text()
    assert "mardi 24 novembre 2026" in text
    assert "La nuit, personne ne lit ici." in text
    await awa.taps("h:alert")
    assert not await story.lina.has_seen("notices/help_asked")
    await town.passes(hours=11)
    assert await story.lina.has_seen("notices/help_asked")


async def test_who_stands_in_is_told_where_lina_is_away(town: Town) -> None:
    story, omar = await with_omar(town)
    awa = await joins(story)
    await goes_away(story.lina)
    await awa.says("je dors dehors")
    assert (await labels(awa))[0] == "🆘 Prévenir Omar maintenant"
    await awa.taps("h:alert")
    assert await omar.has_seen("notices/help_asked")
    assert not await story.lina.has_seen("notices/help_asked")


async def test_a_message_to_lina_waits_and_is_sent_as_it_is(town: Town) -> None:
    story = await cast(town)
    lina, awa = story.lina, await joins(story)
    await awa.says("/write")
    await awa.says("Il me frappe <tous> les soirs")
    await awa.sees(PAGE)
    assert "Votre message n’est pas encore envoyé." in await awa.text()
    assert (await labels(awa))[1] == "✅ Envoyer mon message à Lina"
    await awa.taps("h:alert")
    await awa.taps("h:meant")
    await awa.sees("messages/sent")
    await awa.sends("photo", JPEG, caption="les bleus que mon mari m'a faits, il me bat")
    await awa.sees(PAGE)
    await awa.taps("h:back")
    await awa.sees("messages/thread")
    await awa.sends("voice", b"OggS", caption="il me bat")
    await awa.taps("h:meant")
    await awa.sees("messages/sent")
    await lina.taps("r:letters")
    assert await lines(lina) == [("Awa", "Il me frappe <tous> les soirs"), ("Awa", "il me bat")]


async def test_words_where_nothing_is_asked_and_a_search_are_heard_too(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    await awa.says("mes enfants n'ont rien mangé")
    await awa.sees(PAGE)
    assert "Le 115 dit où manger aujourd’hui." in await awa.text()
    assert (await labels(awa))[-2:] == [
        "▶️ Revenir où j’étais", "✏️ Ce n’est pas ça\N{NO-BREAK SPACE}: continuer",
    ]  # fmt: skip
    await awa.taps("h:meant")
    await awa.sees("messages/held")
    await awa.says("/questions")
    await awa.says("on me viole")
    await awa.sees(PAGE)
    text = await awa.text()
    assert all(number in text for number in ("17", "114", "3919", "116 006"))


async def test_the_page_of_questions_asks_nobody_in_danger_whether_they_are_content(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await awa.forges("g:answer:in_danger")
    await awa.sees("questions/in_danger")
    assert "Vous avez votre réponse" not in await awa.text()
    await awa.taps("g:in_need", "h:alert")
    assert await story.lina.has_seen("notices/help_asked")
    await awa.taps("h:back")
    await awa.sees("wishes/wishes")


async def test_a_member_of_a_group_is_heard(town: Town) -> None:
    story = await cast(town)
    _, zoe, _ = await of_a_workshop(story)
    await taps_one(zoe, "g:group:say:")
    asked = (await zoe.screen()).values
    await zoe.says("mon mari me tape")
    await zoe.sees(PAGE)
    await zoe.taps("h:alert")
    assert await story.lina.has_seen("notices/help_asked")
    await zoe.taps("h:back")
    assert (await zoe.screen()).values == asked


async def test_a_stranger_reads_the_numbers_alone(town: Town) -> None:
    await cast(town)
    zoe = await town.phone("Zoé")
    await zoe.starts()
    await zoe.says("je suis à la rue avec mon bébé")
    await zoe.sees(PAGE)
    assert "115" in await zoe.text()
    assert await labels(zoe) == []
    await zoe.starts()
    await zoe.taps("g:join")
    await zoe.says("je veux mourir")
    await zoe.sees(PAGE)
    assert await labels(zoe) == ["▶️ Continuer ma demande"]
    await zoe.taps("g:join")
    await zoe.sees("join_request/asker")


async def test_who_works_here_speaks_of_others(town: Town) -> None:
    story = await cast(town)
    await joins(story)
    lina, claire = story.lina, story.claire
    for phone in (lina, claire):
        await phone.says("violences conjugales que faire ?")
        assert not await phone.has_seen(PAGE)
        await phone.says("Il la frappe, elle veut mourir")
        assert not await phone.has_seen(PAGE)
    await lina.forges("r:write:3")
    await lina.says("Vous m'avez dit : je veux mourir.")
    await lina.sees("messages/sent")


async def test_a_discreet_person_reads_numbers_before_the_code_and_nothing_else(town: Town) -> None:
    awa, lina, _ = await discreet_person(town)
    await awa.starts()
    await awa.taps("g:accept")
    await awa.says("mon mari me bat")
    await awa.sees(PAGE)
    await awa.taps("h:alert")
    assert await lina.has_seen("notices/help_asked")
    assert "Awa" not in str(await lina.last())
    before = len(await awa.messages())
    await town.passes(minutes=11)
    assert len(await awa.messages()) <= before, "nothing is written first"
    for _ in range(6):
        await awa.says("il va me tuer")
        await awa.sees("code/in_need")
    text = (await awa.text()).casefold()
    assert "114" in text
    assert not [word for word in SECRET if word.casefold() in text]
    await awa.says("soleil")
    await awa.sees(PAGE)


async def test_who_has_not_read_the_privacy_notice_yet_is_answered_and_can_have_the_referent_told(town: Town) -> None:
    story = await cast(town)
    await invites(story.lina)
    awa = await town.phone("Awa")
    await awa.starts(await link_in(story.lina))
    await awa.sees("privacy")
    await awa.says("jveu mourir")
    await awa.sees(PAGE)
    assert "Idées noires\N{NO-BREAK SPACE}: 3114" in await awa.text()
    await awa.taps("h:alert")
    await awa.sees(PAGE)
    assert await story.lina.has_seen("notices/help_asked")
    await awa.taps("h:back")
    await awa.sees("privacy")
    assert "mourir" not in await answers(town, awa)
