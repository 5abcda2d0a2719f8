"""What a stay costs besides: a tax, an insurance, money that is left there and given back; and help of others."""

from conversations.engine.screens import Page
from tests.dialogues.story import Cast, answers_everything, cast, fills_own_part, joins
from tests.support.phones import Phone
from tests.support.town import Town

SPACE = "\N{NO-BREAK SPACE}"


async def granted_with_further_costs(story: Cast) -> Phone:
    """Bring Awa's plan to a grant: beside the usual 900 € a tax of 10 €, and 300 € to leave there, by card."""
    awa = await joins(story)
    await answers_everything(awa)
    await awa.taps("send")
    lina = story.lina
    await lina.taps("r:next", "prices")
    await lina.says("Camping du Lac")
    await lina.taps("france")
    await lina.says("420")
    await lina.taps("seen", "yes", "option")
    for price in ("180", "200", "100"):
        await lina.says(price)
    await lina.taps("caf", "other", "done")
    await lina.sees("figures/aid_name")
    await lina.says("Lions Club")
    await lina.says("150")
    await lina.says("40")
    await lina.taps("0", "tourist_tax", "guarantee", "done")
    assert "Taxe de séjour" in await lina.text()
    await lina.says("10")
    await lina.says("300")
    await lina.taps("card")
    return awa


async def test_they_are_told_apart_in_the_budget_on_the_card_and_in_the_list_for_leaving(town: Town) -> None:
    story = await cast(town)
    awa = await granted_with_further_costs(story)
    budget = await story.lina.sees("plan/budget")
    assert isinstance(budget, Page)
    assert budget.values["budget"].cost == 910_00
    told = await story.lina.text()
    assert f"Taxe de séjour 10{SPACE}€ 💶" in told
    assert f"Lions Club 40{SPACE}€" in told
    assert f"Caution{SPACE}: 300{SPACE}€, rendus à la fin. Il faut une carte bancaire." in told

    await story.lina.taps("card")
    await fills_own_part(story.lina)
    assert f"Caution{SPACE}: 300{SPACE}€" in await story.lina.text()
    await story.lina.taps("endorse")
    await town.passes(minutes=3)
    await story.claire.taps("d:list", "decide")
    assert f"Caution{SPACE}: 300{SPACE}€" in await story.claire.text()
    await story.claire.taps("grant")
    await town.passes(minutes=3)
    await awa.taps("g:checklist", "trip")
    assert "La caution — 300" in await awa.text()
    assert await awa.offers("guarantee")
