"""From a grant to the way home: a list that two people tick, days for a calendar, a stay that begins by itself."""

from bot.storage import departures, plans
from bot.storage.plans import PlanRow
from tests.dialogues.story import cast, granted_plan
from tests.dialogues.test_discreet import discreet_plan
from tests.support.phones import Phone
from tests.support.town import Town


async def plan_of(town: Town) -> PlanRow:
    found: PlanRow | None = await town.does(plans.by_id, 1)
    assert found is not None
    return found


async def ticks(town: Town) -> set[str]:
    found: departures.Departure = await town.does(departures.of_plan, 1)
    return set(found.ticks)


async def opens_the_list(lina: Phone) -> None:
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "card", "b:list:1")


async def test_a_grant_says_what_comes_now_and_opens_a_list_that_both_tick(town: Town) -> None:
    story = await cast(town)
    awa = await granted_plan(story)
    await awa.sees("notices/granted")
    assert "1. Lina" in await awa.text()
    await awa.taps("g:checklist")
    screen = await awa.sees("departure/list")
    assert screen.values["done"] == 0
    await awa.taps("identity", "health_card")
    old = await awa.last()
    await awa.taps("health_card")  # a slip of the finger, taken back
    assert await ticks(town) == {"identity"}

    await opens_the_list(story.lina)
    screen = await story.lina.sees("departure/list")
    assert (screen.values["done"], screen.values["name"]) == (1, "Awa")
    await story.lina.taps("insurance")
    await awa.taps_old(old, "b:untick:1:health_card")
    assert await ticks(town) == {"identity", "insurance"}, "an old button says what it does: nothing is ticked by it"
    await awa.taps("trip")
    await awa.taps("tickets", "bags", "medicines", "home")
    screen = await awa.sees("departure/list")
    assert (screen.values["part"], screen.values["done"]) == ("home", 4)
    for forged in ("b:tick:1:employment_office", "b:tick:1:nothing", "b:tick:zz:identity", "b:tick:1"):
        await awa.forges(forged)
    await story.claire.forges("b:list:1")
    assert await ticks(town) == {"identity", "insurance", "tickets", "medicines"}


async def test_the_days_for_a_calendar_and_what_vouchers_pay(town: Town) -> None:
    awa = await granted_plan(await cast(town))
    await awa.taps("g:calendar")
    await awa.sees("departure/calendar")
    document = (await awa.last())["document"]
    assert document["file_name"] == "agenda.ics"
    await awa.taps("g:checklist", "g:last_question", "yes")
    await awa.sees("departure/list")
    assert not await awa.offers("g:last_question")
    assert (await plan_of(town)).answers["ask_if_well"]["v"] == "yes"
    await awa.starts()
    await awa.taps("g:pay")
    screen = await awa.sees("departure/pay")
    assert [line.amount for line in screen.values["with_vouchers"]] == [42_000, 18_000, 10_000]
    assert screen.values["payment"].cash_needed == 20_000


async def test_a_discreet_person_gets_no_file_that_would_stay_on_the_telephone(town: Town) -> None:
    awa, lina, claire = await discreet_plan(town)
    await lina.taps("endorse")
    await town.passes(minutes=3)
    await claire.taps("d:list", "decide", "grant")
    await town.passes(minutes=30)
    await awa.starts()
    await awa.sees("code/ask")
    await awa.says("soleil")
    assert await awa.offers("g:checklist")
    assert not await awa.offers("g:calendar")
    await awa.forges("g:calendar")
    await awa.sees("home/plan")
    await awa.taps("g:checklist")
    screen = await awa.sees("departure/list")
    assert not await awa.offers("g:last_question"), "nobody writes to her first"
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "card", "b:list:1")
    beside = await lina.sees("departure/list")
    assert beside.values["total"] > screen.values["total"], "what could lead to a contact is not on her telephone"
