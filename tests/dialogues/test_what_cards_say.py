"""What is said of a plan on its cards is true: where it goes, what a rule found, and as soon as it is known."""

from tests.dialogues.story import cast, fills_own_part, fills_prices, reviewed_plan, sent_plan
from tests.support.phones import buttons
from tests.support.town import Town, read


async def test_a_quotient_too_high_is_a_cross_at_once_and_is_called_by_its_name(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    lina = story.lina
    await lina.taps("r:next", "part")
    await lina.says("1250")
    await lina.taps("caf", "own_words")
    await lina.says("Un rendez-vous chaque semaine.")
    await lina.taps("yes", "none")
    await lina.sees("review/card")
    assert await lina.offers("prices"), "no price is known yet"
    assert "✖ Quotient familial : 1 250 €. Plafond : moins de 900 €." in read(await lina.text())


async def test_both_cards_say_the_lodging_and_the_place(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await story.lina.taps("r:next")
    assert "📍 Le lac, 25 km · Au camping" in read(await story.lina.text())
    await fills_prices(story.lina)
    await fills_own_part(story.lina)
    assert "📍 Camping du Lac, Le lac, 25 km" in read(await story.lina.text())
    await story.lina.taps("endorse")
    await town.passes(minutes=3)
    await story.claire.taps("d:list", "decide")
    assert "📍 Camping du Lac, Le lac, 25 km" in read(await story.claire.text())


async def test_the_amount_of_each_other_aid_is_a_point_of_its_own(town: Town) -> None:
    story = await cast(town)
    awa = await reviewed_plan(story)
    lina = story.lina
    await lina.taps("price_list")
    await lina.taps(next(data for _, data in buttons(await lina.last()) if data.endswith(":other_aids:edit")))
    await lina.taps("town", "done", "prices")
    await lina.says("50")
    await lina.taps("card", "changes")
    points = [data.rpartition(":")[2] for _, data in buttons(await lina.last()) if "aid_amount" in data]
    assert points == ["aid_amount.caf", "aid_amount.town"]
    await lina.taps("aid_amount.town", "done")
    assert "La ville" in await lina.text()
    await lina.says("Est-ce bien 50 € ?")
    await lina.taps("skip")
    await town.passes(minutes=3)
    await awa.taps("g:go")
    await awa.sees("figures/aid_amount")
    assert "La ville" in await awa.text()
