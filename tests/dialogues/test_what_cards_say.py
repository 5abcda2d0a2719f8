"""What is said of a plan on its cards is true: where it goes, what a rule found, and as soon as it is known."""

from tests.dialogues.story import Cast, cast, fills_own_part, fills_prices, joins, reviewed_plan, sent_plan
from tests.support.phones import Phone, buttons
from tests.support.town import Town, read


async def test_a_quotient_too_high_is_a_cross_at_once_and_is_called_by_its_name(town: Town) -> None:
    story = await cast(town, confirmed=("max_quotient",))
    await sent_plan(story)
    lina = story.lina
    await lina.taps("r:next", "part")
    await lina.says("1250")
    await lina.taps("caf", "none", "own_words")
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


async def endorses_with_a_gap(story: Cast) -> Phone:
    """Bring a stay of 700 € to the committee, of which the aid pays 560 € and Awa 30 €: 110 € are missing."""
    awa = await joins(story)
    await awa.taps("sea", "children", "done", "children", "never", "1")
    await awa.says("6, 8")
    await awa.taps("none")
    await awa.says("Le lac")
    await awa.says("10/07/2027 - 17/07/2027")
    await awa.taps("campsite", "train")
    await awa.says("30")
    await awa.taps("home", "done", "send")
    lina = story.lina
    await lina.taps("r:next", "prices")
    await lina.says("Camping du Lac")
    await lina.taps("france")
    await lina.says("400")
    await lina.taps("seen", "yes", "option")
    for price in ("100", "150", "50"):
        await lina.says(price)
    await lina.taps("none", "0", "none", "card")
    await fills_own_part(lina)
    assert "⚠️ Il manque 110 €, à payer sans chèques." in read(await lina.text()), "one sentence, not three"
    assert read(await lina.text()).count("€ à payer") + read(await lina.text()).count("Il manque") == 1
    await lina.taps("endorse")
    await lina.sees("endorsement/gap_word")
    await lina.says("Une collecte est prévue.")
    await story.town.passes(minutes=3)
    return awa


async def test_after_a_smaller_offer_everybody_reads_what_is_really_missing(town: Town) -> None:
    story = await cast(town)
    awa = await endorses_with_a_gap(story)
    await story.claire.taps("d:list", "decide", "offer")
    await story.claire.says("400")
    await town.passes(minutes=3)
    gap = "⚠️ Il manque 270 €, dont 120 € à payer sans chèques."
    assert await awa.has_seen("notices/offered")
    assert f"On peut vous donner 400 €. {gap}" in read(await awa.text()), "700 - 400 - 30"
    assert await awa.offers("g:write"), "she can ask about it"
    await story.lina.starts()
    await story.lina.taps("r:people", "r:person:3")
    assert gap in read(await story.lina.text())
    assert "💶 Proposé : 400 €" in read(await story.lina.text())
    await awa.taps("accept")
    assert gap in read(await awa.text()), "it does not vanish with the yes"
    await awa.taps("g:pay")
    assert "Prévoyez aussi 300 € (billets ou carte)." in read(await awa.text())
    await story.lina.taps("card")
    assert gap in read(await story.lina.text())
    await story.claire.forges("p:decide:1:0")
    assert gap in read(await story.claire.text())
