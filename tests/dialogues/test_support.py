"""A referent asks the network; a coordinator answers and makes a guide of it. Guides are found by theme and words."""

from bot.domain.people import Contact, OrganisationKind, Role
from bot.storage import audit, guides, messages, people
from bot.storage.kernel.transaction import Tx
from tests.dialogues.story import cast, endorsed_plan, joins, reviewed_plan, sent_plan
from tests.dialogues.test_calls_forged import stranger_to_the_network
from tests.dialogues.test_messages import count, labels, lines, values
from tests.support.phones import Phone, buttons
from tests.support.town import Town

PDF = b"%PDF-1.4 a guide"
CLAIRE, AWA = 2, 3


async def test_a_question_is_answered_by_one_and_known_to_both(town: Town) -> None:
    story = await cast(town)
    lina, claire = story.lina, story.claire
    rosa = await town.member("Rosa", Role.COORDINATOR)
    await lina.starts()
    await lina.taps("r:support", "r:ask")
    await lina.says("Qui peut payer l’acompte ?")
    await lina.sees("support/sent")
    await lina.says("Et quand ?")
    for coordinator in (claire, rosa):
        assert await count(coordinator, "notices/question_waits") == 1
        assert "acompte" not in await coordinator.text()
    await claire.starts()
    assert "💬 Répondre à 1 question" in await labels(claire)
    await claire.taps("d:support", "d:support:all")
    told = (await values(claire, "support/list"))["lines"]
    assert [(line.name, line.organisation) for line in told] == [("Lina", "Résidence des Tilleuls")]
    await claire.taps("b:thread:d:1")
    assert await lines(claire) == [("Lina", "Qui peut payer l’acompte ?"), ("Lina", "Et quand ?")]
    assert not await claire.offers("d:shelve:2"), "a question is no guide"
    await claire.says("L’acompte\n\nLa structure peut l’avancer.")
    await claire.says("Le réseau rend l’argent.")
    await claire.sees("support/sent")
    await rosa.starts()
    assert not any("Répondre" in label for label in await labels(rosa))

    assert await count(lina, "notices/question_answered") == 1
    await lina.starts()
    await lina.taps("r:support")
    assert (await values(lina, "support/home"))["new"] == 1
    await lina.taps("b:thread:a:1")
    assert (await lines(lina))[-1][0] == "Claire"


def becomes_discreet(tx: Tx, person_id: int) -> None:
    people.change(tx, person_id, contact=Contact.DISCREET.value)


async def typed(claire: Phone, title: str, words: str, *choices: str) -> None:
    """Type a guide by hand, as far as the look at it."""
    await claire.starts()
    await claire.taps("d:guides", "d:guide_new")
    await claire.says(title)
    await claire.says(words)
    await claire.taps(*choices)
    await claire.sees("guide/_preview")


async def previewed(claire: Phone) -> tuple[list[str], str]:
    """Return the names that a guide to be still holds, and what its first button does."""
    names: list[str] = (await values(claire, "guide/_preview"))["names"]
    return names, buttons(await claire.last())[0][1].rsplit(":", 2)[0]


async def test_an_answer_becomes_a_guide_once_it_was_seen_as_others_will(town: Town) -> None:
    story = await cast(town)
    lina, claire = story.lina, story.claire
    await lina.starts()
    await lina.taps("r:support", "r:ask")
    await lina.says("Qui peut payer l’acompte ?")
    await lina.says("Et quand ?")
    await claire.starts()
    await claire.taps("d:support")
    await claire.says("L’acompte\n\nLa structure peut l’avancer.")
    await claire.says("Le réseau rend l’argent.")
    await claire.taps("d:shelve:4")
    await claire.sees("guide/guide_title")
    assert "📘 L’acompte" in await labels(claire), "its first words are proposed"
    await claire.taps("keep", "budget")
    assert await previewed(claire) == ([], "d:guide_ok")
    assert await town.does(guides.count, town.network) == 0, "nobody finds it before she says so"
    await touches(claire, "d:guide_redo")
    await claire.taps("guide_title")
    await claire.says("L’acompte, dit Lina")
    assert await previewed(claire) == (["Lina"], "d:guide_redo"), "a name is taken out first"
    await touches(claire, "d:guide_redo")
    await claire.taps("guide_title")
    await claire.says("L’acompte")
    shelved = await claire.last()
    await touches(claire, "d:guide_ok")
    await claire.sees("guides/guide", problem="guide_shelved")
    assert (await values(claire, "guides/guide"))["theme"] == "budget"
    await lina.starts()
    await lina.taps("r:support", "r:guides")
    await lina.says("acomte")
    await lina.taps("b:guide:1")
    guide = await values(lina, "guides/guide")
    assert guide["heading"] == "L’acompte"
    assert guide["text"] == "La structure peut l’avancer.\n\nLe réseau rend l’argent."
    await claire.forges(next(data for _, data in buttons(shelved) if data.startswith("d:guide_ok")))
    await claire.sees("committee/home", problem="not_found")
    assert await town.does(guides.count, town.network) == 1, "a second tap shelves nothing more"
    await claire.forges("b:thread:d:1")
    await claire.sends("photo", PDF)
    await claire.taps("d:shelve:5")
    await claire.sees("guide/guide_title")
    assert not await claire.offers("keep"), "a photo without words proposes no title"
    await claire.says("Une photo")
    await claire.taps("other")
    await touches(claire, "d:guide_no")
    await claire.sees("support/thread", problem="guide_not_shelved")
    await claire.forges("d:guide:1")
    await claire.taps("d:guide_off:1")
    assert await town.does(guides.count, town.network) == 0
    assert [line.action for line in await town.does(audit.history, "guide:1")] == ["shelve", "remove"]


async def test_a_guide_typed_by_hand_is_looked_at_too_before_anybody_finds_it(town: Town) -> None:
    story = await cast(town)
    claire = story.claire
    await endorsed_plan(story)
    await story.lina.starts()
    await joins(story, "Bako")
    await claire.starts()
    await claire.taps("d:guides", "d:guide_new")
    await claire.says("Comment Lina aide Awa et Bako")
    _, form, version, *_ = buttons(await claire.last())[0][1].split(":")
    await claire.forges(f"d:guide_ok:{form.removeprefix('c')}:{version}")
    await claire.sees("guide/guide_content", problem="not_found")
    await claire.says("La structure avance l’acompte.")
    await claire.taps("budget", "fr", "everybody")
    assert await previewed(claire) == (["Awa", "Lina"], "d:guide_redo"), "whoever is unknown to the committee stays so"
    assert await town.does(guides.count, town.network) == 0
    assert await town.does(guides.names_to_leave_out, town.network, CLAIRE, ["apv"]) == {"Lina"}, "this call protects"
    await town.does(becomes_discreet, AWA)
    assert await town.does(guides.names_to_leave_out, town.network, CLAIRE, []) == {"Lina"}
    await touches(claire, "d:guide_redo")
    await claire.taps("guide_title")
    await claire.says("Avancer l’acompte")
    assert await previewed(claire) == ([], "d:guide_ok")
    await touches(claire, "d:guide_ok")
    await claire.sees("guides/guide", problem="guide_shelved")
    await touches(claire, "d:guide_off")
    assert await town.does(guides.count, town.network) == 0, "one tap takes it back"
    await typed(claire, "Un brouillon", "Des mots", "other", "fr", "referents")
    await touches(claire, "d:guide_no")
    await claire.sees("support/guides", problem="guide_not_shelved")
    assert await town.does(guides.count, town.network) == 0


async def test_a_coordinators_first_screen_begins_with_what_has_waited_longest(town: Town) -> None:
    story = await cast(town)
    await story.lina.starts()
    await story.lina.taps("r:support", "r:ask")
    await story.lina.says("Qui peut payer l’acompte ?")
    await town.passes(hours=2)
    await story.lina.starts()
    await endorsed_plan(story)
    await story.claire.starts()
    first, second = (row[0] for row in (await story.claire.sees("committee/home")).rows[:2])
    assert [(first.data, first.style), (second.data, second.style)] == [("d:support", "primary"), ("d:list", "")]
    await story.claire.taps("d:support")
    await story.claire.says("La structure peut l’avancer.")
    await story.claire.starts()
    assert (await story.claire.sees("committee/home")).rows[0][0].data == "d:list"


async def touches(phone: Phone, beginning: str) -> None:
    """Touch the button of the newest message whose data begins so."""
    await phone.taps(next(data for _, data in buttons(await phone.last()) if data.startswith(beginning)))


async def test_a_plan_shows_without_a_name_until_the_committee_has_it(town: Town) -> None:
    story = await cast(town)
    lina, claire = story.lina, story.claire
    await reviewed_plan(story)
    await lina.taps("whole", "ask")
    assert (await values(lina, "support/thread"))["about"] == "Awa"
    await lina.says("Que faire sans devis ?")
    await claire.forges("b:thread:d:1")
    seen = await values(claire, "support/thread")
    assert (seen["about"], seen["state"], seen["name"]) == ("", "to_review", "Lina")
    assert not await claire.offers("decide")
    assert "Awa" not in await claire.text() + str(await labels(claire))
    await lina.starts()
    await lina.taps("r:next", "endorse")
    await town.passes(minutes=3)
    await claire.forges("b:thread:d:1")
    assert (await values(claire, "support/thread"))["about"] == "Awa"
    await claire.taps("decide")
    await claire.sees("committee/card")


async def test_the_shelf_is_kept_by_theme_language_and_readers(town: Town) -> None:
    story = await cast(town)
    lina, claire = story.lina, story.claire
    await typed(claire, "Prendre le train", "https://example.org/train?a=1&b=2", "stays", "fr", "referents")
    await touches(claire, "d:guide_ok")
    await claire.sees("guides/guide", problem="guide_shelved")
    await claire.taps("d:guides", "d:guide_new")
    await claire.says("Les chèques-vacances expliqués")
    await claire.sends("document", PDF, file_name="cheques.pdf", mime_type="application/pdf")
    await claire.taps("vouchers", "fr", "everybody")
    assert (await claire.last())["document"]
    await touches(claire, "d:guide_ok")
    two_lines = "Commencez par une envie.\n\nPas par l’argent."
    await typed(claire, "Parler de vacances", two_lines, "start", "en", "referents")
    await touches(claire, "d:guide_ok")

    await lina.starts()
    await lina.taps("r:support", "r:guides")
    assert (await values(lina, "guides/overview"))["newest"][0] == "Parler de vacances"
    await lina.taps("b:shelf:stays", "b:guide:1")
    keyboard = (await lina.last())["reply_markup"]["inline_keyboard"]
    assert keyboard[0][0]["url"] == "https://example.org/train?a=1&b=2"
    await lina.says("argent")
    assert (await labels(lina))[0] == "📘 Parler de vacances · English", "it is in another language than hers"
    await lina.taps("b:guide:3")
    await lina.says("des cheque vacance")
    await lina.taps("b:guide:2")
    assert (await lina.last())["document"]
    await lina.says("zzzz")
    assert (await values(lina, "guides/found"))["count"] == 0

    await lina.starts()
    awa = await joins(story)
    await awa.forges("b:guides")
    assert len((await values(awa, "guides/overview"))["newest"]) == 1
    for hidden in ("b:guide:1", "b:guide:3"):
        await awa.forges(hidden)
        await awa.sees("wishes/wishes", problem="not_found")
    await awa.forges("b:guide:2")
    assert (await awa.last())["document"]

    await claire.starts()
    await claire.taps("d:guides", "d:guide:1", "d:guide_edit:1:guide_title")
    await claire.says("Prendre le train ensemble")
    assert (await values(claire, "guides/guide"))["heading"] == "Prendre le train ensemble"
    await claire.taps("d:guide_off:1")
    await claire.sees("support/guides", problem="guide_removed")


async def test_another_network_and_other_roles_find_nothing(town: Town) -> None:
    story = await cast(town)
    lina, claire = story.lina, story.claire
    shelter = await town.organisation("Foyer du Port", OrganisationKind.SHELTER)
    omar = await town.member("Omar", Role.REFERENT, shelter)
    awa = await sent_plan(story)
    await typed(claire, "Un guide", "Des mots", "other", "fr", "everybody")
    await touches(claire, "d:guide_ok")
    await lina.starts()
    await lina.taps("r:support", "r:ask")
    await lina.says("Une question")
    zoe = await stranger_to_the_network(town)
    forgeries = {
        zoe: ("b:guide:1", "d:guide:1", "d:guide_edit:1:guide_title", "d:guide_off:1", "b:thread:d:1", "d:shelve:1"),
        omar: ("b:thread:a:1", "b:thread:d:1", "p:ask:1:1", "d:guides", "d:support", "d:shelve:1", "b:shelf:nothing"),
        awa: ("r:ask", "r:support", "d:guides", "b:thread:a:1", "p:ask:1:1", "r:guides"),
        claire: ("r:ask", "p:ask:1:1", "b:thread:a:1", "d:guide_edit:1:nothing", "d:guide:zz", "d:shelve:1", "d:guide"),
    }
    for phone, made_up in forgeries.items():
        for data in made_up:
            await phone.forges(data)
            screen = await phone.screen()
            assert {note.code for note in screen.notes} & {"not_found", "not_for_you"}, f"{phone.name}: {data}"
    await zoe.forges("d:support")
    assert (await values(zoe, "support/list"))["lines"] == []
    await zoe.forges("b:guides")
    assert len((await values(zoe, "guides/overview"))["newest"]) == 0
    await omar.says("/start")
    await omar.taps("r:support", "r:guides")
    assert len((await values(omar, "guides/overview"))["newest"]) == 1
    assert len(await town.does(messages.newest, 1, 9)) == 1
    assert await town.does(guides.count, town.network) == 1
