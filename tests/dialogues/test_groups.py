"""A group goes on holiday: one plan, several households, one decision; each sees only her own part."""

from bot.domain.groups import Part
from bot.domain.plans import State
from bot.storage import calls, groups
from tests.dialogues.group import (
    Says,
    answers_for_all,
    comes,
    fills_part_for_group,
    founded,
    group_plan,
    invited,
    opens_group,
    taps_one,
)
from tests.dialogues.story import cast, fills_prices, link_in
from tests.support.phones import buttons
from tests.support.town import Town


async def test_a_group_of_one_workshop(town: Town) -> None:
    story = await cast(town)
    lina, claire = story.lina, story.claire
    awa = await invited(story, "Awa")

    # Lina founds the group, picks Awa, and opens a link for the workshop.
    await founded(story)
    await taps_one(lina, "r:group_tick:", "Awa")
    await taps_one(lina, "r:group_ask:")
    await lina.sees("group/card")
    await awa.sees("notices/group_asked")
    await taps_one(lina, "r:group_link:")
    await lina.taps("5", "today")
    await lina.sees("group/link")
    code = await link_in(lina)

    # Two strangers open it: they read one sentence, and nothing about anything.
    zoe, sam = await town.phone("Zoé"), await town.phone("Sam")
    for stranger in (zoe, sam):
        await stranger.starts(code)
        await stranger.sees("group_member/thanks")
        assert buttons(await stranger.last()) == []
    await lina.sees("notices/group_waits")

    # Lina knows Zoé, and not Sam.
    await taps_one(lina, "r:group:")
    await taps_one(lina, "r:group_asks:")
    await taps_one(lina, "r:group_accept:", "Zoé")
    await taps_one(lina, "r:group_decline:")
    await lina.sees("group/card")
    assert not await sam.has_seen("notices/group_asked")
    await sam.starts()
    await sam.sees("stranger")
    await zoe.starts()
    await zoe.sees("join/beneficiary")
    await zoe.taps("g:accept")
    await zoe.sees("group_member/part")

    # Each says who comes with her; nobody reads about the other.
    await comes(awa, Says("1", "6, 8, 11", "60"))
    await comes(zoe, Says("2", "", "90"))
    for phone, other in ((awa, "Zoé"), (zoe, "Awa")):
        texts = " ".join(str(message.get("text", "")) for message in await phone.messages())
        assert other not in texts
    plan = await group_plan(story)
    assert plan.households is not None
    assert (plan.households["adults"], plan.households["ages"], plan.households["own"]) == (3, [6, 8, 11], 15_000)

    # The shared part is Lina's; then one sending, one endorsement, one decision.
    await opens_group(story)
    await answers_for_all(lina)
    await lina.taps("send")
    await lina.sees("plan/sent")
    await awa.sees("notices/group_sent")
    await lina.taps("card")
    await fills_prices(lina)
    await fills_part_for_group(lina)
    await lina.taps("endorse")
    await town.passes(minutes=3)
    await claire.taps("d:list", "decide", "grant")
    await town.passes(minutes=3)
    plan = await group_plan(story)
    assert (plan.state, plan.people, plan.children) == (State.GRANTED, 6, 3)
    call = await town.does(calls.by_id, story.call)
    assert (call.taken_places, call.taken_cents) == (6, plan.granted_cents)
    for phone in (awa, zoe):
        await phone.sees("notices/group_told")
        await phone.taps("g:home")
        await phone.sees("group_member/part")

    # Zoé no longer comes: nothing moves before Lina has read it, then her places go back to the call.
    await taps_one(zoe, "g:group:no:")
    await taps_one(zoe, "g:group:leave:")
    assert (await town.does(calls.by_id, story.call)).taken_places == 6
    await opens_group(story)
    await taps_one(lina, "r:group_list:")
    await taps_one(lina, "r:group_one:", "Zoé")
    await taps_one(lina, "r:group_out:")
    await lina.sees("group/card")
    plan = await group_plan(story)
    call = await town.does(calls.by_id, story.call)
    assert (plan.state, plan.people, call.taken_places) == (State.GRANTED, 4, 4)
    assert call.taken_cents == plan.granted_cents
    parts = {each.part for each in await town.does(groups.of_plan, plan.id)}
    assert parts == {Part.CONFIRMED, Part.LEFT}
