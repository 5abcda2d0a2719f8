"""A stay with family or friends: nobody is paid for the nights, so nobody is asked for a name, a price or a quote."""

from tests.dialogues.story import Cast, cast, fills_own_part, joins
from tests.support.phones import Phone
from tests.support.town import Town


async def sends(story: Cast) -> Phone:
    """Send a plan for a week at the home of a sister."""
    awa = await joins(story)
    await awa.taps("sea", "children", "done", "children", "never", "1")
    await awa.says("6, 8, 11")
    await awa.taps("none")
    await awa.says("Chez ma sœur, Royan")
    await awa.says("10/07/2027 - 17/07/2027")
    await awa.taps("family", "train")
    await awa.says("60")
    await awa.taps("home", "done", "send")
    return awa


async def fills_what_is_asked(lina: Phone) -> None:
    """Fill in what a stay without a bill for the nights costs, and the referent's own part."""
    await lina.taps("r:next", "prices")
    await lina.sees("figures/area")
    await lina.taps("france")
    for question, amount in (("transport_price", "180"), ("food_price", "200"), ("leisure_price", "100")):
        await lina.sees(f"figures/{question}")
        await lina.says(amount)
    await lina.taps("none", "card")
    await fills_own_part(lina)


async def test_it_is_endorsed_without_a_word_on_vouchers_and_the_card_says_what_has_no_object(town: Town) -> None:
    story = await cast(town)
    await sends(story)
    await fills_what_is_asked(story.lina)
    card = await story.lina.sees("review/card")
    assert "480\N{NO-BREAK SPACE}€" in await story.lina.text()
    assert "règles respectées · 2 sans objet" in await story.lina.text()
    assert not {"takes_vouchers", "not_paid_in_full"} & {
        finding.kind for finding in (*card.values["warnings"], *card.values["refusals"])
    }
    await story.lina.taps("endorse")
    await town.passes(minutes=3)
    await story.claire.taps("d:list", "decide")
    assert "règles respectées · 2 sans objet" in await story.claire.text()
    assert await story.claire.offers("grant")
