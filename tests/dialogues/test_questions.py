"""Questions that people ask at any moment: typed or chosen, answered with their own figures, and then back."""

from tests.dialogues.story import answers_everything, cast, fills_prices, joins
from tests.dialogues.test_discreet import assert_says_nothing, discreet_person
from tests.dialogues.test_messages import lines
from tests.support.phones import Phone, buttons
from tests.support.town import Town


async def ticks(awa: Phone) -> set[str]:
    """Return what is ticked on the newest message."""
    return {label.removeprefix("☑ ") for label, _ in buttons(await awa.last()) if label.startswith("☑ ")}


async def test_a_question_typed_under_another_one_is_answered_and_leads_back(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.taps("sea", "done", "children", "never")
    await awa.says("c'est quoi un chèque vacance ?")
    await awa.sees("questions/voucher", problem="does_this_answer")
    assert "10, 20, 25 ou 50 euros" in await awa.text()
    await awa.taps("g:where")
    await awa.sees("travellers/adults")
    await awa.says("les chèques ça marche au resto et pour le train ?")
    await awa.sees("questions/_several")
    await awa.taps("vouchers_pay")
    await awa.sees("questions/vouchers_pay")
    await awa.says("2")
    await awa.sees("travellers/children")

    await awa.says("est-ce que ma seur peut venir")
    await awa.sees("questions/who_comes")
    await awa.says("6 et 8 ans")
    await awa.sees("travellers/help")

    await awa.says("est-ce que je peux emmener mon chien ?")
    await awa.sees("questions/pets")
    await awa.taps("g:answered")
    await awa.sees("travellers/help", problem="glad_to_help")
    await awa.says("Un lit au calme")
    assert await ticks(awa) == {"Un lit au calme"}


async def test_words_that_are_an_answer_stay_one(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.says("emmener ma soeur à la mer ?")
    await awa.sees("wishes/wishes")
    assert await ticks(awa) == {"emmener ma soeur à la mer ?"}

    await awa.says("Combien je peux avoir ?")
    await awa.sees("questions/how_much")
    await awa.taps("h:mine")
    await awa.sees("wishes/wishes")
    assert await ticks(awa) == {"emmener ma soeur à la mer ?", "Combien je peux avoir ?"}
    await awa.taps("done", "children", "never", "1", "none", "none")
    await awa.says("Espagne ?")
    await awa.sees("stay/dates")
    assert "Espagne ?" in str((await awa.messages())[-2]["text"])


async def test_an_answer_tells_the_figures_of_the_persons_own_plan_and_call(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await answers_everything(awa)
    await awa.says("combien je peux avoir ?")
    await awa.sees("questions/how_much")
    text = await awa.text()
    assert "80 euros sur 100" in text
    await awa.says("jusqu'à quand envoyer ?")
    assert "Envoyez-le à Lina au plus tard le mardi 1er juin 2027" in (await awa.text()).replace("\u00a0", " ")
    await awa.says("ça me coûte combien ?")
    await awa.sees("questions/my_share")
    assert "30" not in await awa.text()  # a figure that nobody has confirmed

    await awa.taps("g:where", "g:recap", "send")
    await story.lina.taps("r:next")
    await fills_prices(story.lina)
    await awa.says("combien je peux avoir ?")
    assert "690" in await awa.text()
    await awa.says("qui décide ?")
    assert "le réseau décide" in await awa.text()


async def test_a_figure_is_quoted_once_the_coordinator_has_confirmed_it(town: Town) -> None:
    awa = await joins(await cast(town, confirmed=("own_share_min",)))
    await awa.taps("sea", "done", "children", "never")
    await awa.says("ça me coûte combien ?")
    await awa.sees("questions/my_share")
    assert "30 €" in (await awa.text()).replace("\u00a0", " ").replace("\u202f", " ")


async def test_questions_are_found_by_themes_in_two_taps(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await awa.taps("example")
    await awa.taps("g:questions")
    await awa.sees("questions/_themes")
    await awa.taps("place")
    await awa.sees("questions/_theme")
    await awa.taps("near_home")
    await awa.sees("questions/near_home")
    await awa.taps("g:where")
    await awa.sees("wishes/wishes")
    await awa.says("/questions")
    await awa.sees("questions/_themes")
    await awa.says("aide")
    assert await awa.offers("g:questions")
    for forged in ("g:questions:nothing", "g:answer:nothing", "g:answer", "g:answer:_themes", "h:ask", "h:mine"):
        await awa.forges(forged)
        await awa.sees("wishes/wishes", problem="not_found")


async def test_what_has_no_answer_is_handed_to_the_referent(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await awa.taps("sea", "done", "children", "never")
    await awa.says("Et la brocante du jeudi ?")
    await awa.sees("questions/_unknown")
    assert "Lina" in await awa.text()
    await awa.taps("h:say")
    await awa.sees("messages/sent")
    await awa.taps("g:where")
    await awa.sees("travellers/adults")

    await awa.says("est-ce que mon chien peut venir ?")
    await awa.sees("questions/pets")
    await awa.taps("h:ask")
    await awa.sees("messages/held")
    await awa.taps("h:say")
    await awa.taps("g:where")
    await awa.sees("travellers/adults")
    await awa.taps("example", "g:questions", "money", "cash")
    await awa.taps("g:write")
    await awa.sees("messages/thread")

    await story.lina.starts()
    await story.lina.taps("r:letters")
    assert await lines(story.lina) == [
        ("Awa", "Et la brocante du jeudi ?"),
        ("Awa", "est-ce que mon chien peut venir ?"),
    ]


async def test_a_discreet_person_asks_nothing_before_the_code(town: Town) -> None:
    awa, _, _ = await discreet_person(town)
    await awa.starts()
    await awa.taps("g:accept")
    await awa.says("Qui voit mes réponses ?")
    await awa.sees("questions/who_sees")
    await awa.taps("h:ask", "h:say")
    await town.passes(minutes=11)
    await awa.says("/questions")
    await awa.sees("code/ask")
    await awa.says("Qui voit mes réponses ?")
    await awa.sees("code/wrong")
    assert_says_nothing(await awa.text())
    await awa.says("soleil")
    await awa.says("/questions")
    await awa.sees("questions/_themes")


async def test_a_professional_finds_help_guides_and_what_people_read(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    await lina.says("je me suis trompée de bouton, comment annuler ma décision ?")
    await lina.sees("know_how/undo")
    assert await lina.offers("r:ask")
    await lina.says("Qui voit mes réponses ?")
    await lina.sees("questions/who_sees")
    await lina.says("Et la brocante du jeudi ?")
    await lina.sees("questions/_unknown")
    await lina.says("/questions")
    await lina.taps("review", "two_dates")
    await lina.sees("know_how/two_dates")
    await lina.taps("g:where")
    await lina.sees("review/home")

    await guide(story.claire, "Aller à la brocante")
    await lina.says("Et la brocante du jeudi ?")
    await lina.sees("questions/_several")
    assert await lina.offers("b:guide:1")

    await lina.starts()
    awa = await joins(story)
    for forged in ("g:answer:undo", "g:questions:review"):
        await awa.forges(forged)
        await awa.sees("wishes/wishes", problem="not_found")


async def guide(claire: Phone, title: str) -> None:
    """Put a guide for referents on the shelf, as Claire."""
    await claire.starts()
    await claire.taps("d:guides", "d:guide_new")
    await claire.says(title)
    await claire.says("Chaque jeudi, devant la mairie.")
    await claire.taps("other", "fr", "referents")
    ok = next(data for _, data in buttons(await claire.last()) if data.startswith("d:guide_ok"))
    await claire.taps(ok)
    await claire.sees("guides/guide")
