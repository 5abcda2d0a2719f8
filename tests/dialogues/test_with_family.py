"""A stay with family or friends: nobody is paid for the nights, so nobody is asked for a name, a price or a quote."""

from tests.dialogues.story import Cast, cast, fills_own_part, joins, link_in
from tests.support.phones import Phone, buttons
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
    await lina.taps("none", "none", "card")
    await fills_own_part(lina)


async def test_it_is_endorsed_without_a_word_on_vouchers_and_the_card_says_what_has_no_object(town: Town) -> None:
    story = await cast(town)
    await sends(story)
    await fills_what_is_asked(story.lina)
    card = await story.lina.sees("review/card")
    assert "480\N{NO-BREAK SPACE}€" in await story.lina.text()
    assert "règles respectées · 3 sans objet" in await story.lina.text()
    assert not {"takes_vouchers", "not_paid_in_full"} & {
        finding.kind for finding in (*card.values["warnings"], *card.values["refusals"])
    }
    await story.lina.taps("endorse")
    await story.lina.says("Le reste est demandé à la ville.")
    await town.passes(minutes=3)
    await story.claire.taps("d:list", "decide")
    assert "règles respectées · 3 sans objet" in await story.claire.text()
    assert await story.claire.offers("grant")


async def test_a_call_may_help_no_such_stay_and_says_so_before_anybody_hopes(town: Town) -> None:
    story = await cast(town)
    await story.claire.taps("d:calls", "d:call:1", "d:settings:1", "d:others:1")
    assert "Les séjours chez des proches sont aidés." in await story.claire.text()
    await story.claire.taps("paid_lodging")
    await story.claire.sees("call/_rule")
    assert "✖ bloquante · ajoutée par le réseau le lundi 23 novembre 2026" in await story.claire.text()
    await story.lina.taps("r:invite")
    await story.lina.says("Awa")
    await story.lina.taps("unknown", "no")
    assert "Ici, un séjour chez des proches n’est pas aidé." in await story.lina.text()
    await story.lina.taps("yes", "normal", "skip")
    awa = await town.phone("Awa")
    await awa.starts(await link_in(story.lina))
    await awa.taps("g:accept", "sea", "children", "done", "children", "never", "1")
    await awa.says("6, 8, 11")
    await awa.taps("none")
    await awa.says("Chez ma sœur, Royan")
    await awa.says("10/07/2027 - 17/07/2027")
    await awa.sees("lodging/lodging")
    assert "n’est pas aidé" in await awa.text()
    await awa.taps("family")
    await awa.sees("transport/transport", problem="warn_paid_lodging")
    await awa.taps("train")
    await awa.says("60")
    await awa.taps("home", "done", "send")
    await story.lina.taps("r:next")
    card = await story.lina.sees("review/card")
    assert [finding.kind for finding in card.values["refusals"]] == ["paid_lodging"]


async def test_the_coordinator_lets_such_stays_in_again(town: Town) -> None:
    story = await cast(town)
    await story.claire.taps("d:calls", "d:call:1", "d:settings:1", "d:others:1", "paid_lodging")
    await story.claire.sees("call/_rule")
    remove = next(data for label, data in buttons(await story.claire.last()) if "Retirer cette règle" in label)
    await story.claire.taps(remove)
    await story.claire.sees("call/_rules")
    assert "Pas de séjour chez des proches" not in await story.claire.text()
    await story.claire.forges("d:others:1")
    assert "Les séjours chez des proches sont aidés." in await story.claire.text()
    assert await story.claire.offers("paid_lodging")
