"""After the stay of a group: each household tells its own, in its own chat; the referent reports for the whole."""

from collections.abc import Mapping
from typing import Any

from bot.domain.handovers import Receipt
from bot.domain.plans import State
from bot.interaction.routes import encode_id
from bot.storage import groups, handovers, people, plans, reports, stories
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from tests.dialogues.after import came_home, gives_report
from tests.dialogues.group import (
    Says,
    comes,
    founded,
    group_plan,
    invited,
    is_granted,
    of_a_workshop,
    opens_group,
    read_by,
    taps_one,
)
from tests.dialogues.story import Cast, cast, sent_plan
from tests.dialogues.test_absence import with_omar
from tests.dialogues.test_again import next_summer
from tests.support.phones import Phone, buttons
from tests.support.town import Town

SENTENCE = "Le canoë sur le lac"
BEFORE, AFTER = ("2", "3", "3", "4", "2", "3", "3"), ("4", "3", "3", "4", "5", "3", "3")
"""The faces of one household, before and after."""


async def on_holiday_together(story: Cast) -> tuple[Phone, Phone, PlanRow]:
    """Let Awa touch the faces when the plan is sent, and Zoé not; they leave and come home."""
    awa, zoe, _ = await of_a_workshop(story)
    await comes(awa, Says("1", "6, 8"))
    await comes(zoe, Says("2", "", "90"))
    plan = await is_granted(story)
    for phone in (awa, zoe):
        assert await phone.has_seen("notices/group_sent")
    await awa.taps("g:feelings", *BEFORE)
    await awa.sees("story/_kept")
    await awa.forges("g:feelings")
    await awa.sees("group_member/part", problem="not_now")
    await zoe.starts()
    await zoe.sees("group_member/part")  # the faces were offered, and are not again
    await came_home(story, plan.id)
    return awa, zoe, plan


async def story_of(phone: Phone, plan: PlanRow) -> stories.Story:
    """Return what a member told of the stay of the group."""
    person = await phone.town.does(people.by_chat, phone.account)
    found: stories.Story = await phone.town.does(stories.of_person, plan.id, person.id)
    return found


async def tells(phone: Phone) -> None:
    """Tap five times, up to what was new."""
    await phone.starts()
    await phone.sees("group_member/part")
    await phone.taps("g:report", "yes", "together", "nothing")
    question = await phone.sees("story/aim_reached")
    assert question.values["aim"] is None, "what the referent chose for all is not what she wanted"
    await phone.taps("yes", "yes")
    await phone.sees("story/first_done")


async def test_each_tells_their_own_and_the_referent_reports_for_all(town: Town) -> None:
    story = await cast(town)
    awa, zoe, plan = await on_holiday_together(story)
    await tells(awa)
    await awa.says(SENTENCE)
    await awa.taps("yes", *AFTER)
    thanks = await awa.sees("story/_thanks")
    assert [(before, after) for _, before, after in thanks.values["lines"]] == list(zip(BEFORE, AFTER, strict=True))
    await tells(zoe)
    await zoe.sends("photo")
    assert (await zoe.sees("story/_thanks")).values["lines"] == [], "no before, no comparison"
    assert ((await story_of(awa, plan)).quote, (await story_of(zoe, plan)).quote) == (SENTENCE, "")
    assert SENTENCE not in await read_by(zoe)
    await zoe.starts()
    assert not await zoe.offers("g:report"), "never asked for twice"

    # One report for the whole: its people and its costs; what a household told stays beside that household.
    lina = story.lina
    await lina.starts()
    await lina.taps("report")
    assert "Atelier du jeudi" in await lina.text(), "which of her plans it is"
    await lina.starts()
    await gives_report(lina)
    given = await town.does(reports.of_plan, plan.id)
    stands = await town.does(plans.by_id, plan.id)
    assert (given.people, given.cost_cents) == (stands.people, stands.cost_cents) == (5, 900_00)
    assert (await lina.sees("report/_given")).values["story"] == []
    assert not await lina.offers("go_again"), "its next stay is another group"
    await opens_group(story)
    card = (await lina.sees("group/card")).values
    left = (card["shared_left"], card["prices_left"], card["worried"])
    assert left == (0, 0, 0), "nothing is to be answered any more"
    await taps_one(lina, "r:group_list:")
    await taps_one(lina, "r:group_one:", "Awa")
    assert len((await lina.sees("group/household")).values["story"]) == 6
    await taps_one(lina, "r:group_list:")
    await taps_one(lina, "r:group_one:", "Zoé")
    await taps_one(lina, "r:group_keepsake:")
    await lina.sees("report/_keepsake")
    assert (await lina.last())["photo"]

    # The coordinator closes it: a member without an own plan still reads that it is over, not that there is none.
    await town.does(set_to, plan.id, State.CLOSED)
    await zoe.starts()
    assert (await zoe.sees("group_member/part")).values["state"] == "closed"

    # The coordinator counts both, and reads the sentence that may be read.
    told_of = await town.does(told, story.call)
    assert [(each.told_at is not None, each.quote) for each in told_of] == [(True, SENTENCE), (True, "")]


def told(tx: Tx, call_id: int) -> list[stories.Story]:
    """Return what a coordinator's counts are made of."""
    return list(stories.of_call(tx, call_id))


async def household_of(lina: Phone, name: str) -> Mapping[str, Any]:
    """Return what Lina reads of a household of the group, from its card or from another household."""
    await taps_one(lina, "r:group_list:")
    await taps_one(lina, "r:group_one:", name)
    return (await lina.sees("group/household")).values


async def test_who_went_with_a_group_and_would_go_again_comes_back_to_the_referent(town: Town) -> None:
    """Let Awa, whose own plan waits, say so in person; for Zoé, who never had one, Lina notes it."""
    story = await cast(town)
    awa, zoe, _ = await on_holiday_together(story)
    lina = story.lina
    await tells(awa)
    await awa.says(SENTENCE)
    await awa.taps("no", *AFTER)
    await awa.sees("story/_thanks")
    await opens_group(story)
    assert (await household_of(lina, "Awa"))["again"], "she said so herself"
    await taps_one(lina, "r:group_wish:")
    assert not (await lina.sees("group/household")).values["again"], "and thought better of it"
    await taps_one(lina, "r:group_wish:")
    assert not (await household_of(lina, "Zoé"))["again"]
    await taps_one(lina, "r:group_wish:")
    assert (await lina.sees("group/household")).values["again"]
    await lina.starts()
    assert not await lina.offers("r:going_again"), "no call is open"

    # A call opens: Zoé begins an own plan, Awa takes up the one that has waited.
    await next_summer(story)
    await lina.starts()
    await lina.taps("r:going_again")
    assert (await lina.sees("review/going_again")).values["names"] == ["Awa", "Zoé"]
    await taps_one(lina, "r:another:", "Zoé")
    await lina.sees("review/another_begun")
    await zoe.starts()
    await zoe.taps("g:own")
    assert (await zoe.sees("home/plan")).values["state"] == "draft"
    await lina.starts()
    await lina.taps("r:going_again")
    assert (await lina.sees("review/going_again")).values["names"] == ["Awa"]
    await taps_one(lina, "p:resume:", "Awa")
    assert (await lina.sees("review/person")).values["state"] == "draft", await lina.text()
    await lina.starts()
    assert not await lina.offers("r:going_again"), "both have begun"


async def test_nobody_else_notes_a_wish_and_nobody_before_the_end(town: Town) -> None:
    story, omar = await with_omar(town)
    awa, zoe, _ = await of_a_workshop(story)
    await comes(awa, Says("1", "6"))
    await comes(zoe, Says("2"))
    plan = await is_granted(story)
    number = encode_id((await town.does(groups.of_plan, plan.id))[0].id)
    await story.lina.forges(f"r:group_wish:{number}")
    await story.lina.sees("review/home", problem="not_now")
    await came_home(story, plan.id)
    await omar.forges(f"r:group_wish:{number}")
    await omar.sees("review/home", problem="not_found")


async def test_the_aid_of_a_group_is_handed_over_to_its_families(town: Town) -> None:
    story = await cast(town)
    awa, zoe, _ = await of_a_workshop(story)
    await comes(awa, Says("1", "6"))
    await comes(zoe, Says("2"))
    plan = await is_granted(story)
    lina = story.lina
    await opens_group(story)
    await lina.taps("handover", "hand")
    await lina.sees("handover/household")
    assert (await lina.text()).splitlines()[0] == "👥 Atelier du jeudi"
    granted = plan.granted_cents or 0
    of_awa = granted * 2 // 4 // 1_000 * 1_000
    await taps_one(lina, "q:", "Awa")
    await lina.sees("handover/handed")
    assert "Ce participant signe" in await lina.text()
    await lina.taps(str(of_awa), "paper")
    await lina.says(str(-(-of_awa // 5_000)))
    await lina.says("8812340 à 8812351")
    await lina.taps("skip", "skip", "today")
    page = await lina.sees("handover/_page")
    assert page.values["left"] == granted - of_awa
    assert "Awa ·" in await lina.text()

    # The other family, whose name alone is left, gets what is left; each receipt is signed by itself.
    await lina.taps("hand")
    assert [label for label, data in buttons(await lina.last()) if data.startswith("q:")] == ["Zoé"]
    await taps_one(lina, "q:", "Zoé")
    await lina.taps(str(granted - of_awa), "electronic", "today")
    await lina.sees("handover/_page")
    await taps_one(lina, "p:paper:")
    parts = (await town.does(handovers.of_plan, plan.id)).parts
    assert [(part.cents, part.receipt) for part in parts] == [
        (of_awa, Receipt.PAPER), (granted - of_awa, Receipt.NONE)
    ]  # fmt: skip
    assert parts[0].booklet.numbers == "8812340 à 8812351"


async def test_who_left_the_group_tells_nothing_of_it(town: Town) -> None:
    story = await cast(town)
    awa, zoe, _ = await of_a_workshop(story)
    await comes(awa, Says("1", "6"))
    await comes(zoe, Says("2"))
    plan = await group_plan(story)
    await taps_one(zoe, "g:group:no:")
    await taps_one(zoe, "g:group:leave:")
    await zoe.forges("g:feelings")
    await zoe.forges("g:report")
    assert (await story_of(zoe, plan)).offered_at is None
    assert len(await town.does(groups.counted, plan.id)) == 1


async def test_the_stay_to_come_stands_before_an_own_plan_that_is_over(town: Town) -> None:
    """Play Awa with an own plan from before, who now goes with a group, and reads of that first."""
    story = await cast(town)
    awa, zoe = await sent_plan(story, "Awa"), await invited(story, "Zoé")
    own = await town.does(plans.latest_of, (await town.does(people.by_chat, awa.account)).id)
    await town.does(set_to, own.id, State.CANCELLED)
    await founded(story)
    for name in ("Awa", "Zoé"):
        await taps_one(story.lina, "r:group_tick:", name)
    await taps_one(story.lina, "r:group_ask:")
    for phone in (awa, zoe):
        await phone.sees("notices/group_asked")
        await taps_one(phone, "g:group:see:")
        await comes(phone, Says("1", "6"))
    plan = await is_granted(story)
    await awa.sees("notices/group_told")
    await taps_one(awa, "g:group:see:")
    await awa.sees("group_member/part")

    # Each was told in their own chat: of the group nothing is left to say aloud, and it is nobody one accompanies.
    await story.lina.starts()
    await story.lina.taps("r:people")
    mine = (await story.lina.sees("review/people")).values
    assert mine["count"] == 2
    assert [line.awaits for line in mine["lines"] if line.group] == ["hand_over"]

    # Whatever became of Awa's own plan, it is one tap away, and so is the way back.
    for state in (State.CLOSED, State.REPORTED, State.BACK, State.DECLINED, State.NOT_ENDORSED, State.POSTPONED):
        await town.does(set_to, own.id, state)
        await awa.starts()
        await awa.sees("group_member/part")
    await awa.taps("g:own")
    await awa.sees("home/plan")
    await taps_one(awa, "g:group:see:")
    await awa.sees("group_member/part")

    # What Awa asks is answered for the stay to come.
    await awa.says("combien je peux avoir ?")
    assert (await awa.sees("questions/how_much")).values["known"].state == "granted"

    # An own plan on its way comes first, as ever.
    await town.does(set_to, own.id, State.TO_REVIEW)
    await awa.starts()
    await awa.sees("home/plan")
    assert any(data.startswith("g:group:see:") for _, data in buttons(await awa.last()))

    # The group's plan is given up: the old button still says what became of it.
    await town.does(set_to, plan.id, State.CANCELLED)
    await taps_one(awa, "g:group:see:")
    assert (await awa.sees("group_member/part")).values["state"] == "cancelled"
    assert await awa.offers("g:home")


def set_to(tx: Tx, plan_id: int, state: State) -> None:
    """Set a plan to another state; how it came there is told in other tests."""
    plan = plans.by_id(tx, plan_id)
    assert plan is not None
    plans.save(tx, plan, plan.updated_at, state=state)
