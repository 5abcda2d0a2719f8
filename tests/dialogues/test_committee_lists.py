"""The committee's list: what is left out, in which order, page by page, and several granted at once."""

from datetime import date
from typing import Any

from bot.domain.plans import State
from bot.features.committee.worklist import ON_A_PAGE
from bot.interaction.routes import encode_id
from bot.storage import calls
from conversations.engine.screens import Page
from tests.dialogues.docket import AID, committee
from tests.dialogues.test_calls_forged import stranger_to_the_network
from tests.support.phones import Phone, buttons
from tests.support.town import Town


async def values(phone: Phone) -> dict[str, Any]:
    screen = await phone.screen()
    assert isinstance(screen, Page)
    return dict(screen.values)


async def test_the_list_follows_the_order_of_arrival_until_it_is_sorted(town: Town) -> None:
    room = await committee(town)
    first, second, third = await room.writes("A.", "B.", "C.")
    dear = (await room.writes("D.", aid_cents=400_00, departure=date(2027, 7, 1)))[0]
    await room.claire.says("/decide")
    assert await room.shown() == [first, second, third, dear]
    for order, expected in (
        ("newest", [dear, third, second, first]),
        ("departure", [dear, first, second, third]),
        ("most", [dear, first, second, third]),
        ("least", [first, second, third, dear]),
    ):
        await room.claire.taps("d:filter:list", "d:by:list:order", f"d:set:list:order:{order}")
        assert await room.shown() == expected, order


async def test_a_region_or_an_organisation_can_be_looked_at_alone(town: Town) -> None:
    room = await committee(town)
    near = await room.writes("A.", "B.")
    far = await room.writes("C.", team=room.rhone)
    await room.claire.taps("d:list", "d:filter:list", "d:by:list:region", "d:set:list:region:ARA")
    assert await room.shown() == far
    await room.claire.taps("d:filter:list", "d:by:list:region", "d:set:list:region:-")
    await room.claire.taps("d:filter:list", "d:by:list:organisation")
    assert "Les Tilleuls · 2" in str((await room.claire.last())["reply_markup"])
    await room.claire.taps(f"d:set:list:organisation:{room.seine.organisation}")
    assert await room.shown() == near
    await room.claire.taps("d:filter:list", "d:set:list:all:-")
    await room.claire.taps("d:list")
    assert len(await room.shown()) == 3


async def test_plans_up_to_an_amount_can_be_looked_at_alone(town: Town) -> None:
    room = await committee(town)
    dear = await room.writes("A.", aid_cents=700_00)
    modest = await room.writes("B.", aid_cents=600_00)
    await room.claire.taps("d:list", "d:filter:list", "d:by:list:amount", "d:set:list:amount:60000")
    assert await room.shown() == modest
    await room.claire.taps("d:filter:list", "d:by:list:amount", "d:set:list:amount:-")
    assert await room.shown() == dear + modest


async def test_first_holidays_and_what_arrived_lately_can_be_looked_at_alone(town: Town) -> None:
    room = await committee(town)
    old = await room.writes("A.", first_time=False)
    await town.passes(days=8)
    new = await room.writes("B.")
    assert (await room.plan(new[0])).first_time
    await room.claire.taps("d:list", "d:filter:list", "d:set:list:first_time:1", "d:list")
    assert await room.shown() == new
    await room.claire.taps("d:filter:list", "d:set:list:first_time:0", "d:set:list:new:1", "d:list")
    assert await room.shown() == new
    await room.claire.taps("d:filter:list", "d:set:list:new:0", "d:list")
    assert await room.shown() == old + new


async def test_what_was_chosen_is_still_there_after_a_restart_and_after_a_decision(town: Town) -> None:
    room = await committee(town)
    await room.writes("A.")
    far = await room.writes("C.", "D.", team=room.rhone)
    await room.claire.taps("d:list", "d:filter:list", "d:by:list:region", "d:set:list:region:ARA")
    await room.claire.taps("decide", "grant")
    await room.claire.sees("committee/card")
    assert (await values(room.claire))["name"] == "D.", "the next one of those that she looks at"
    await town.restart()
    await room.claire.says("/decide")
    assert await room.shown() == far[1:]
    await room.claire.taps("decide", "grant")
    assert (await values(room.claire))["name"] == "A.", "when these are done, all others"


async def test_a_long_list_is_turned_page_by_page(town: Town) -> None:
    room = await committee(town)
    ids = await room.writes(*(f"P{n}" for n in range(ON_A_PAGE + 2)))
    await room.claire.says("/decide")
    assert await room.shown() == ids[:ON_A_PAGE]
    await room.claire.taps("d:list:1")
    assert await room.shown() == ids[ON_A_PAGE:]
    await room.claire.forges("d:list:99")
    assert await room.shown() == ids[ON_A_PAGE:], "a page that is not there is the last one"
    await room.claire.taps("d:list:0")
    assert await room.shown() == ids[:ON_A_PAGE]


async def test_an_endorsement_is_on_the_list_once_the_referent_can_no_longer_take_it_back(town: Town) -> None:
    room = await committee(town)
    await room.claire.says("/decide")
    assert await room.shown() == []
    await room.writes("A.")
    await room.claire.says("/decide")
    assert len(await room.shown()) == 1


# Several at once


async def test_ticked_plans_are_granted_together_as_far_as_there_is_money(town: Town) -> None:
    room = await committee(town, envelope=2 * AID + 100_00)
    ids = await room.writes("A.", "B.", "C.")
    await room.claire.says("/decide")
    await room.claire.taps("d:several", "d:tick_page:0")
    assert (await values(room.claire))["cents"] == 3 * AID
    await room.claire.taps("d:grant_ticked")
    await room.claire.sees("committee/several_done")
    found = await values(room.claire)
    assert [plan.id for plan in found["granted"]] == ids[:2]
    assert [(plan.id, why) for plan, why in found["others"]] == [(ids[2], "nothing_left")]
    assert [(await room.plan(each)).state for each in ids] == [State.GRANTED, State.GRANTED, State.IN_COMMITTEE]
    assert await town.does(calls.unbalanced) == []


async def test_what_was_granted_together_is_undone_together(town: Town) -> None:
    room = await committee(town)
    ids = await room.writes("A.", "B.")
    await room.claire.says("/decide")
    await room.claire.taps("d:several", "d:tick_page:0", "d:grant_ticked", "d:undo_all")
    await room.claire.sees("committee/list")
    assert {(await room.plan(each)).state for each in ids} == {State.IN_COMMITTEE}
    assert (await town.does(calls.by_id, room.seine.call)).taken_cents == 0


async def test_a_plan_that_changed_since_it_was_ticked_is_not_granted(town: Town) -> None:
    room = await committee(town)
    kept, changed = await room.writes("A.", "B.")
    await room.claire.says("/decide")
    await room.claire.taps("d:several", "d:tick_page:0")
    await room.opens(changed)
    await room.claire.taps("wait")
    await room.claire.forges("d:grant_ticked")
    found = await values(room.claire)
    assert [plan.id for plan in found["granted"]] == [kept]
    assert [(plan.id, why) for plan, why in found["others"]] == [(changed, "changed_since")]
    assert (await room.plan(changed)).state is State.WAITING


async def test_a_box_tapped_twice_on_an_old_message_stays_as_it_is(town: Town) -> None:
    room = await committee(town)
    first, _ = await room.writes("A.", "B.")
    await room.claire.says("/decide")
    await room.claire.taps("d:several")
    before = await room.claire.last()
    box = next(
        d for row in before["reply_markup"]["inline_keyboard"] for d in [row[0]["callback_data"]] if ":tick:" in d
    )
    await room.claire.forges(box)
    await room.claire.forges(box)
    assert (await values(room.claire))["ticked"] == 1
    await room.claire.forges(box.replace(":1:0", ":0:0"))
    assert (await values(room.claire))["ticked"] == 0
    assert (await room.plan(first)).state is State.IN_COMMITTEE


async def test_a_plan_of_another_network_is_never_ticked(town: Town) -> None:
    room = await committee(town)
    (number,) = await room.writes("A.")
    zoe = await stranger_to_the_network(town)
    for word in ("tick", "offer_freed"):
        await zoe.forges(f"d:{word}:{encode_id(number)}:1:1:0")
        await zoe.sees("committee/home", problem="not_found")
    await zoe.forges("d:several")
    assert (await values(zoe))["ticked"] == 0


async def test_nothing_ticked_grants_nothing_and_says_so(town: Town) -> None:
    room = await committee(town)
    await room.writes("A.")
    await room.claire.says("/decide")
    await room.claire.forges("d:grant_ticked")
    await room.claire.sees("committee/several_done")
    assert (await values(room.claire))["granted"] == []


async def test_buttons_that_nobody_made_find_nothing(town: Town) -> None:
    room = await committee(town)
    await room.writes("A.")
    await room.claire.says("/decide")
    for data in (
        "d:filter:nobody",
        "d:by:list:name",
        "d:set:list:region:XX",
        "d:set:list:order:name",
        "d:set:list:call:9",
        "d:set:list:organisation:9",
        "d:set:nobody:order:most",
        "d:by:nobody:call",
        "d:tick:1",
        "d:by",
    ):
        await room.claire.forges(data)
        await room.claire.sees("committee/home", problem="not_found")


async def test_a_list_is_filtered_by_calls_and_organisations_of_ones_own_network_alone(town: Town) -> None:
    room = await committee(town)
    await room.writes("A.")
    zoe = await stranger_to_the_network(town)
    for data in ("d:set:list:call:1", "d:set:list:organisation:1"):
        await zoe.forges(data)
        await zoe.sees("committee/home", problem="not_found")
    await zoe.forges("d:filter:list")
    shown = " ".join(label for label, _ in buttons(await zoe.last()))
    assert "Séjours" not in shown
    assert "Résidence" not in shown
