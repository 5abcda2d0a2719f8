"""Questions that people ask at any moment: typed or chosen, answered with their own figures, and then back."""

from conversations.engine.screens import Question
from tests.dialogues.story import cast, joins
from tests.support.phones import buttons
from tests.support.town import Town


async def test_a_question_typed_under_another_one_is_answered_and_leads_back(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.taps("sea", "done", "children", "never")
    await awa.says("c'est quoi un chèque vacance ?")
    await awa.sees("questions/voucher", problem="does_this_answer")
    assert "10, 20, 25 ou 50 euros" in await awa.text()

    await awa.taps("g:where")
    await awa.sees("travellers/adults")
    await awa.says("2")
    await awa.sees("travellers/children")

    await awa.says("est-ce que ma seur peut venir")
    await awa.sees("questions/who_comes")
    await awa.taps("g:answered")
    await awa.sees("travellers/children", problem="glad_to_help")


async def test_an_answer_tells_the_figures_of_her_own_call(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.taps("sea", "done", "children", "never")
    await awa.says("combien je peux avoir ?")
    await awa.sees("questions/how_much")
    assert "80 euros sur 100" in await awa.text()


async def test_questions_are_found_by_themes_in_two_taps(town: Town) -> None:
    awa = await joins(await cast(town))
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
    assert "g:questions" in {data for _, data in buttons(await awa.last())}


async def test_words_that_are_an_answer_stay_one(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.says("emmener ma soeur à la mer ?")
    screen = await awa.sees("wishes/wishes")
    assert isinstance(screen, Question)
    assert "emmener ma soeur à la mer ?" in {label.removeprefix("☑ ") for label, _ in buttons(await awa.last())}
