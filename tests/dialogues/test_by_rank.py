"""A call may give less for each further aid: the coordinator adds the rule, and a reader of the plan reads why."""

from tests.dialogues.story import cast, fills_prices, sent_plan
from tests.support.town import Town


async def test_a_second_aid_is_smaller_and_the_card_says_why(town: Town) -> None:
    story = await cast(town)
    await story.claire.taps("d:calls", "d:call:1", "d:settings:1", "d:rules:1", "d:new_rule:1", "amount_by_rank")
    for question, amount in (("first", "400"), ("second", "300"), ("later", "200")):
        await story.claire.sees(f"setting/{question}_amount")
        await story.claire.says(amount)
    await story.claire.sees("call/_rule")
    await sent_plan(story)
    await story.lina.taps("r:next")
    await fills_prices(story.lina)
    assert "aide 400" in await story.lina.text()
    await story.lina.taps("part")
    await story.lina.says("612")
    await story.lina.taps("caf", "before", "1")
    await story.lina.says("Revoir la mer.")
    await story.lina.says("Un rendez-vous chaque semaine.")
    await story.lina.taps("yes", "none")
    text = (await story.lina.text()).replace("\N{NO-BREAK SPACE}", " ")
    assert "aide 300 €" in text
    assert "Aide reçue 1 fois avant : 300 € au plus." in text
