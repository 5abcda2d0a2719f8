"""A price that was said is changed with two taps, as long as prices are written; after that one sentence says why."""

from bot.domain.plans import State
from bot.storage import plans
from conversations.engine.screens import Page
from tests.dialogues.story import (
    Cast,
    answers_everything,
    cast,
    endorsed_plan,
    fills_prices,
    granted_plan,
    invites,
    reviewed_plan,
)
from tests.dialogues.test_absence import trail
from tests.support.phones import Phone, buttons
from tests.support.town import Town

PRICES = [
    *("provider", "area", "lodging_price", "quote", "vouchers", "booking", "transport_price", "food_price"),
    *("leisure_price", "other_aids", "aid_amount.caf", "deposit", "other_costs"),
]


async def price(story: Cast, name: str = "lodging_price") -> object:
    plan = await story.town.does(plans.by_id, 1)
    assert plan is not None
    return plan.answers[name]["v"]


async def edits(phone: Phone, step: str) -> None:
    """Touch the button of one answer."""
    data = next(data for _, data in buttons(await phone.last()) if data.endswith(f":{step}:edit"))
    await phone.taps(data)


async def refuses_with(phone: Phone, code: str) -> None:
    screen = await phone.screen()
    assert code in {note.code for note in screen.notes}, await phone.text()


async def test_the_referent_changes_a_price_of_a_plan_that_was_sent(town: Town) -> None:
    story = await cast(town)
    awa = await reviewed_plan(story)
    await story.lina.taps("price_list")
    await story.lina.sees("plan/prices")
    found = [data.split(":")[3] for _, data in buttons(await story.lina.last()) if data.endswith(":edit")]
    assert found == PRICES
    await edits(story.lina, "lodging_price")
    await story.lina.sees("figures/lodging_price")
    await story.lina.says("480")
    screen = await story.lina.sees("plan/budget")
    assert isinstance(screen, Page)
    assert screen.values["budget"].cost == 960_00
    assert await price(story) == 480_00
    lines = await town.does(trail, 1)
    assert [line.after for line in lines if line.action == "fill"][-1] == {"step": "lodging_price"}
    await story.lina.taps("card")
    await story.lina.sees("review/card")
    assert await story.lina.offers("endorse")
    assert not await awa.has_seen("plan/prices")


async def test_the_button_of_the_budget_does_what_it_says_an_old_one_too(town: Town) -> None:
    story = await cast(town)
    await reviewed_plan(story)
    plan = await town.does(plans.by_id, 1)
    await story.lina.forges(f"p:why:1:{plan.version}")
    await story.lina.sees("plan/budget")
    await story.lina.taps("price_list")
    await story.lina.sees("plan/prices")
    await story.lina.forges("p:prices:1:1")
    await story.lina.sees("plan/prices")


async def test_what_the_person_changes_after_sending_is_seen_on_the_card(town: Town) -> None:
    story = await cast(town)
    awa = await reviewed_plan(story)
    await awa.starts()
    await awa.taps("g:prices")
    await awa.sees("plan/budget")
    await awa.taps("price_list")
    await awa.sees("plan/prices")
    await edits(awa, "lodging_price")
    await awa.says("480")
    await awa.sees("plan/budget")
    await story.lina.taps("endorse")
    screen = await story.lina.sees("review/card", problem="changed_since")
    assert isinstance(screen, Page)
    assert [(step.name, old, new) for _, step, old, new in screen.values["differences"]] == [
        ("lodging_price", 420_00, 480_00)
    ]
    await awa.taps("price_list")
    await edits(awa, "lodging_price")
    await awa.says("500")
    await story.lina.starts()
    await story.lina.taps("r:next")
    screen = await story.lina.sees("review/card")
    assert isinstance(screen, Page)
    assert [(old, new) for _, _, old, new in screen.values["differences"]] == [(420_00, 500_00)]
    await story.lina.taps("endorse")
    await town.passes(minutes=3)
    assert not (await town.does(plans.by_id, 1)).reopened


async def test_what_opens_with_a_changed_price_is_asked_for(town: Town) -> None:
    story = await cast(town)
    await reviewed_plan(story)
    await story.lina.taps("price_list")
    await edits(story.lina, "deposit")
    await story.lina.says("50")
    await story.lina.sees("plan/budget")
    await story.lina.taps("prices")
    await story.lina.sees("figures/deposit_by")


async def test_without_a_telephone_the_referent_changes_it_beside_the_person(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    await invites(lina, "Monsieur K.", contact="none")
    await lina.taps("r:beside:3", "oral")
    await answers_everything(lina)
    await lina.taps("send", "card")
    await fills_prices(lina)
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "r:beside:3")
    await lina.sees("plan/budget")
    await lina.taps("price_list")
    await edits(lina, "food_price")
    await lina.says("210")
    await lina.sees("plan/budget")
    assert await price(story, "food_price") == 210_00


async def test_once_it_is_endorsed_there_is_no_button_and_an_old_one_says_why(town: Town) -> None:
    story = await cast(town)
    awa = await reviewed_plan(story)
    card = await story.lina.last()
    await story.lina.taps("price_list")
    listed = await story.lina.last()
    await awa.starts()
    await awa.taps("g:prices")
    own = await awa.last()
    await story.lina.taps_old(card, "endorse")
    await town.passes(minutes=3)
    await story.lina.starts()
    await story.lina.forges(f"p:card:1:{(await town.does(plans.by_id, 1)).version}")
    assert not await story.lina.offers("price_list")
    await story.lina.taps_old(card, "price_list")
    await refuses_with(story.lina, "prices_with_committee")
    await story.lina.forges("p:prices:1:1")
    await refuses_with(story.lina, "prices_with_committee")
    data = next(data for _, data in buttons(listed) if data.endswith(":food_price:edit"))
    await story.lina.forges(data)
    await refuses_with(story.lina, "not_open")
    for data in ("price_list", "g:prices"):
        if data == "g:prices":
            await awa.forges(data)
        else:
            await awa.taps_old(own, data)
        await refuses_with(awa, "prices_with_committee")
        assert "Lina" in await awa.text(), "she reads whom to write to"
    await story.lina.forges(f"p:why:1:{(await town.does(plans.by_id, 1)).version}")
    await story.lina.sees("plan/budget")
    assert not await story.lina.offers("price_list")
    assert await price(story) == 420_00


async def test_once_it_is_granted_prices_change_with_the_stay(town: Town) -> None:
    story = await cast(town)
    awa = await granted_plan(story)
    await story.lina.forges("p:prices:1:1")
    await refuses_with(story.lina, "prices_of_the_stay")
    assert await story.lina.offers("stay_changes")
    await awa.forges("g:prices")
    await refuses_with(awa, "prices_of_the_stay")
    assert await awa.offers("stay_changes")


async def test_a_committee_that_asks_a_point_opens_the_prices_again(town: Town) -> None:
    story = await cast(town)
    await endorsed_plan(story)
    await story.claire.taps("d:list", "decide", "point", "provider")
    await story.claire.says("Est-ce bien 420 euros ?")
    await story.lina.taps("card", "price_list")
    await edits(story.lina, "lodging_price")
    await story.lina.says("400")
    await story.lina.taps("card", "endorse")
    assert (await town.does(plans.by_id, 1)).state is State.ENDORSED
    assert await price(story) == 400_00
