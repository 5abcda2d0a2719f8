"""While a group is away each member may say that something goes wrong: to their own referent, and to nobody else."""

from datetime import date

from tests.dialogues.group import Says, comes, group_plan, is_granted, of_a_workshop, opens_group, read_by, taps_one
from tests.dialogues.story import Cast
from tests.dialogues.test_absence import goes_away, trail, with_omar
from tests.support.phones import Phone, buttons
from tests.support.town import Town, name_of

PROBLEM = "notices/problem_told"


async def away_together(story: Cast) -> tuple[Phone, Phone]:
    """Let Awa and Zoé leave with the group; it is the Monday after."""
    awa, zoe, _ = await of_a_workshop(story)
    await comes(awa, Says("1", "6"))
    await comes(zoe, Says("2"))
    await is_granted(story)
    await story.town.passes(days=(date(2027, 7, 12) - story.town.clock.now.date()).days)
    for phone in (awa, zoe):
        await phone.starts()
        assert (await phone.sees("group_member/part")).values["state"] == "away"
    return awa, zoe


async def reads_of(reader: Phone, name: str) -> None:
    """Read a notice without a name; behind its button stands who it is, and with which group."""
    shown = next(each for each in reversed(await reader.messages()) if str(each.get("text")).startswith("⚠️"))
    assert not {"Awa", "Zoé", "Atelier"} & set(str(shown["text"]).split()), "nothing of her on a lock screen"
    await reader.taps(next(data for _, data in buttons(shown) if data.startswith("r:person:")))
    page = await reader.sees("review/person")
    assert (page.values["person"].name, page.values["due"][0]) == (name, "problem")
    assert "Atelier du jeudi" in await reader.text()


async def test_a_member_who_is_away_tells_the_referent_of_a_problem(town: Town) -> None:
    story, omar = await with_omar(town)
    awa, zoe = await away_together(story)
    lina = story.lina
    await zoe.forges("g:well:yes")
    await zoe.sees("departure/well")
    assert not await lina.has_seen(PROBLEM)
    await zoe.starts()
    await zoe.taps("g:well:no")
    await zoe.sees("departure/problem")
    await zoe.starts()
    assert (await zoe.sees("group_member/part")).values["problem"], "nobody wishes her a good holiday now"
    assert await lina.has_seen(PROBLEM)
    await reads_of(lina, "Zoé")

    # It stays in sight, beside Awa alone; another household neither caused nor learns it.
    await lina.starts()
    await lina.taps("r:people")
    lines = (await lina.sees("review/people")).values["lines"]
    assert {each.person.name for each in lines if each.awaits == "problem"} == {"Zoé"}
    await opens_group(story)
    await taps_one(lina, "r:group_list:")
    await taps_one(lina, "r:group_one:", "Zoé")
    assert (await lina.sees("group/household")).values["problem"]
    await awa.starts()
    assert not (await awa.sees("group_member/part")).values["problem"]
    assert "Zoé" not in await read_by(awa)

    # Said twice it is told once; while Lina is away it reaches the stand-in.
    await zoe.taps("g:well:no")
    await town.settles()
    assert [name_of(screen) for screen in await lina.screens()].count(PROBLEM) == 1
    await goes_away(lina, "16/07/2027")
    await town.settles()
    await awa.starts()
    await awa.taps("g:well:no")
    await awa.sees("departure/problem")
    await reads_of(omar, "Awa")

    # The trail says who it was, without a word of the message; at home it awaits nobody any more.
    plan = await group_plan(story)
    said = [line for line in await town.does(trail, plan.id) if line.action == "all_well"]
    assert [line.after["well"] for line in said] == [True, False, False, False]
    await town.passes(days=7)
    await lina.starts()
    await lina.taps("r:people")
    lines = (await lina.sees("review/people")).values["lines"]
    assert "problem" not in {each.awaits for each in lines}
    await awa.forges("g:well:no")
    await awa.sees("group_member/part")
