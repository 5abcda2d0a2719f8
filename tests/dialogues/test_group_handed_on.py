"""A group passes to a colleague whole, or is read by the stand-in: its families and the colleague are told."""

from typing import Any

from bot.domain.plans import State
from bot.storage import people, plans
from tests.dialogues.group import (
    Says,
    answers_for_all,
    comes,
    fills_part_for_group,
    group_plan,
    of_a_workshop,
    opens_group,
    taps_one,
)
from tests.dialogues.story import Cast, fills_prices
from tests.dialogues.test_absence import LINA, OMAR, goes_away, trail, with_omar
from tests.support.phones import Phone
from tests.support.town import Town


async def of_two_families(story: Cast) -> tuple[Phone, Phone]:
    """Let Awa and Zoé come; the group is not sent yet."""
    awa, zoe, _ = await of_a_workshop(story)
    await comes(awa, Says("1", "6"))
    await comes(zoe, Says("2"))
    return awa, zoe


async def hands_on(story: Cast, families: str) -> None:
    """Hand the group on from its card: to whom, and whether the families go along."""
    await opens_group(story)
    await taps_one(story.lina, "r:hand_on:")
    await story.lina.sees("transfer/to_whom")
    assert "Atelier du jeudi" in await story.lina.text()
    await story.lina.taps(str(OMAR))
    await story.lina.sees("transfer/with_families")
    await story.lina.taps(families)
    await story.lina.sees("transfer/hand_on_sure")
    await story.lina.taps("hand_on_now")
    await story.lina.sees("transfer/_done")
    await story.town.settles()


async def told(phone: Phone, kind: str) -> Any:
    """Return who takes care of the group, as a member reads it."""
    screen = await phone.sees("notices/group_told")
    assert screen.values["news"] == f"notices/{kind}", await phone.text()
    return screen.values["leads"]


async def referents(town: Town, *phones: Phone) -> set[str]:
    """Return who accompanies each of them."""
    return {(await town.does(people.by_chat, phone.account)).referent_name for phone in phones}


async def endorses(phone: Phone) -> None:
    """Write what all share, send it, and endorse it, as the one who accompanies the group now."""
    await answers_for_all(phone)
    await phone.taps("send", "card")
    await fills_prices(phone)
    await fills_part_for_group(phone)
    await phone.taps("endorse")
    await phone.town.passes(minutes=3)


async def test_a_group_goes_whole_with_its_families(town: Town) -> None:
    story, omar = await with_omar(town)
    awa, zoe = await of_two_families(story)
    plan = await group_plan(story)
    await hands_on(story, "along")
    assert await referents(town, awa, zoe) == {"Omar"}
    for phone in (awa, zoe):
        assert (await told(phone, "new_referent")).reads == "Omar"
    assert (await omar.sees("notices/handed_on")).values["group"]
    await taps_one(omar, "r:person:")
    await omar.sees("group/card")
    await endorses(omar)
    assert (await town.does(plans.by_id, plan.id)).state is State.IN_COMMITTEE
    assert ("transfer", LINA) in [(line.action, line.actor_id) for line in await town.does(trail, plan.id)]

    # What is Lina's no more opens nothing, whatever the button says.
    await story.lina.forges(f"r:group:{plan.id}")
    await story.lina.sees("review/home", problem="not_found")


async def test_families_may_stay_with_whom_they_know(town: Town) -> None:
    story, _ = await with_omar(town)
    awa, zoe = await of_two_families(story)
    plan = await group_plan(story)
    await hands_on(story, "stay")
    assert await referents(town, awa, zoe) == {"Lina"}
    assert (await told(zoe, "new_referent")).reads == "Omar"
    assert (await town.does(people.by_id, plan.beneficiary_id)).referent_name == "Omar"


async def test_the_stand_in_decides_on_the_group_and_the_families_are_told(town: Town) -> None:
    story, omar = await with_omar(town)
    awa, zoe = await of_two_families(story)
    plan = await group_plan(story)
    await goes_away(story.lina)
    await town.settles()
    leads = await told(zoe, "reads")
    assert (leads.reads, str(leads.until)) == ("Omar", "2026-12-04")
    await awa.sees("notices/reads")  # about Awa's own plan, which waits, and said once
    assert not await awa.has_seen("notices/group_told")
    await omar.starts()
    await omar.taps("r:people")
    await taps_one(omar, "r:person:", "Atelier")
    await omar.sees("group/card")
    assert not await omar.offers("r:hand_on"), "it is Lina's to hand on"
    await endorses(omar)
    assert (await town.does(plans.by_id, plan.id)).state is State.IN_COMMITTEE

    # News of the group reach Omar as long as Lina is away.
    await taps_one(zoe, "g:group:no:")
    await taps_one(zoe, "g:group:leave:")
    await omar.sees("notices/group_waits")
