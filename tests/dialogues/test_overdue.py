"""A plan that waits: at five working days its reader is reminded, at ten others are told; silence approves nothing."""

from bot.domain.people import Role
from bot.domain.plans import State
from bot.storage import plans
from tests.dialogues.story import cast, endorsed_plan, sent_plan
from tests.dialogues.test_absence import LINA, goes_away, with_omar
from tests.dialogues.test_unreachable import times
from tests.support.town import Town

AWA = 4
"""The beneficiary whom Lina invites, by number."""
READER, COLLEAGUE, NETWORK = "notices/reviews_wait", "notices/colleague_late", "notices/network_late"


async def test_at_five_working_days_the_referent_is_reminded_once(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await town.passes(days=4)
    assert await times(story.lina, READER) == 0
    await town.passes(days=3)  # Monday to Monday: five working days
    assert await times(story.lina, READER) == 1
    await town.passes(days=1)
    assert await times(story.lina, READER) == 1
    assert await times(story.claire, NETWORK) == 0


async def test_a_call_may_say_sooner(town: Town) -> None:
    story = await cast(town)
    await story.claire.taps("d:calls", "d:call:1", "d:settings:1", "d:others:1", "d:delays:1", "remind")
    await story.claire.says("2")
    await story.claire.sees("call/_delays")
    await story.claire.taps("others")
    await story.claire.says("3")
    await sent_plan(story)
    await town.passes(days=2)
    assert await times(story.lina, READER) == 1
    assert await times(story.claire, NETWORK) == 0
    await town.passes(days=1)
    assert await times(story.claire, NETWORK) == 1


async def test_several_plans_become_one_reminder(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await story.lina.starts()
    await sent_plan(story, "Bintou")
    await town.passes(days=7)
    assert await times(story.lina, READER) == 1
    screen = next(
        town.screen_of(str(message["text"]))
        for message in reversed(await story.lina.messages())
        if getattr(town.screen_of(str(message.get("text"))), "template", "") == READER
    )
    assert screen is not None
    assert screen.values["count"] == 2


async def test_at_night_and_on_sundays_nobody_is_reminded(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await town.passes(days=6)  # a Sunday
    await town.passes(hours=12)  # the evening
    assert await times(story.lina, READER) == 0
    await town.passes(hours=12)
    assert await times(story.lina, READER) == 1


async def test_a_public_holiday_is_no_working_day(town: Town) -> None:
    story = await cast(town)
    await town.passes(days=28)  # Monday, December 21: Christmas is a Friday
    await sent_plan(story)
    await town.passes(days=7)
    assert await times(story.lina, READER) == 0
    await town.passes(days=1)
    assert await times(story.lina, READER) == 1


async def test_at_ten_the_colleagues_are_told_and_the_coordinators_read_a_count(town: Town) -> None:
    story, omar = await with_omar(town)
    await sent_plan(story)
    await town.passes(days=14)
    assert await times(omar, COLLEAGUE) == 1
    await omar.taps(f"r:late_colleague:{LINA}")
    screen = await omar.sees("absence/_colleague_late")
    assert (screen.values["name"], screen.values["waiting"]) == ("Lina", 1)
    assert "Awa" not in await omar.text()
    await omar.forges(f"r:late_colleague:{AWA}")
    await omar.sees("review/home", problem="not_found")
    assert await times(story.claire, NETWORK) == 1
    await story.claire.taps("d:late")
    counts = await story.claire.sees("absence/_network_late")
    assert counts.values["lines"] == [("Résidence des Tilleuls", None)]
    assert "Lina" not in await story.claire.text()
    assert (await town.does(plans.by_id, 1)).state is State.TO_REVIEW


async def test_where_there_is_a_lead_it_is_the_lead(town: Town) -> None:
    story, omar = await with_omar(town)
    zoe = await town.member("Zoé", Role.LEAD, story.residence)
    await sent_plan(story)
    await town.passes(days=14)
    assert await times(zoe, COLLEAGUE) == 1
    assert await times(omar, COLLEAGUE) == 0
    await zoe.taps(f"l:late:{LINA}")
    await zoe.sees("absence/_colleague_late")
    assert await zoe.offers(f"l:stand_in:{LINA}")


async def test_meanwhile_it_is_the_stand_in_who_is_reminded(town: Town) -> None:
    story, omar = await with_omar(town)
    await sent_plan(story)
    await goes_away(story.lina, until="18/12/2026")
    await town.passes(days=7)
    assert await times(omar, READER) == 1
    assert await times(story.lina, READER) == 0


async def test_a_plan_that_came_back_waits_since_it_came_back(town: Town) -> None:
    story = await cast(town)
    await endorsed_plan(story)
    await town.passes(days=21)
    await story.claire.taps("d:list", "decide", "point", "dates")
    await story.claire.says("Pourquoi cette semaine ?")
    await town.passes(days=1)
    assert await times(story.lina, READER) == 0
    await town.passes(days=6)
    assert await times(story.lina, READER) == 1


async def test_the_page_of_a_colleague_elsewhere_opens_nothing(town: Town) -> None:
    story = await cast(town)
    elsewhere = await town.organisation("Foyer des Ormes")
    ana = await town.member("Ana", Role.REFERENT, elsewhere)
    await sent_plan(story)
    await ana.forges(f"r:late_colleague:{LINA}")
    await ana.sees("review/home", problem="not_found")


async def test_a_restart_tells_nobody_twice(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await town.passes(days=7)
    await town.restart()
    await town.passes(minutes=5)
    assert await times(story.lina, READER) == 1


async def test_the_coordinator_finds_what_waits_and_who_is_not_reached_from_the_home(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await story.claire.starts()
    assert not await story.claire.offers("d:late")
    await story.lina.blocks()
    await story.claire.starts()
    await story.claire.taps("d:late", f"d:unreached:{LINA}")
    await story.claire.sees("absence/_unreached")
    await story.lina.unblocks()
    await town.passes(days=14)
    await story.claire.starts()
    await story.claire.taps("d:late")
    screen = await story.claire.sees("absence/_network_late")
    assert (screen.values["lines"], screen.values["unreached"]) == ([("Résidence des Tilleuls", None)], 1)
    await story.claire.taps(f"d:unreached:{LINA}")
    assert (await story.claire.sees("absence/_unreached")).values["how"] == "silent"

    await story.lina.starts()  # Lina is late, and there: the name is nobody's matter
    await story.claire.starts()
    await story.claire.taps("d:late")
    screen = await story.claire.sees("absence/_network_late")
    assert (screen.values["lines"], screen.values["unreached"]) == ([("Résidence des Tilleuls", None)], 0)
    assert "Lina" not in await story.claire.text()
    await story.claire.taps("g:home")
