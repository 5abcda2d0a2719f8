"""A person who has just written or tapped is awake: what happens now reaches them at once, whatever the hour."""

from datetime import UTC, datetime

from bot.domain.hours import Way
from bot.storage import hours, people
from bot.storage.hours import Preference
from tests.dialogues.diary import Diary
from tests.dialogues.group import founded, invited, taps_one
from tests.dialogues.story import answers_everything, cast, joins, link_in, reviewed_plan
from tests.support.town import Town

EVENING = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)
"""Half past eight in Paris: nobody is written to any more."""


async def test_accepted_beside_the_referent_in_the_evening(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    ida = await invited(story, "Ida")
    town.clock.now = EVENING
    await founded(story)
    await taps_one(lina, "r:group_tick:", "Ida")
    await taps_one(lina, "r:group_ask:")
    assert not await ida.has_seen("notices/group_asked"), "Ida was here in the morning, and is left alone"

    # Zoé opens the workshop's link, and reads of being accepted as soon as Lina has said yes.
    await taps_one(lina, "r:group_link:")
    await lina.taps("5", "today")
    code = await link_in(lina)
    zoe, sam = await town.phone("Zoé"), await town.phone("Sam")
    for phone in (zoe, sam):
        await phone.starts(code)
    await town.passes(minutes=9)
    await taps_one(lina, "r:group:")
    await taps_one(lina, "r:group_asks:")
    await taps_one(lina, "r:group_accept:", "Zoé")
    await zoe.sees("notices/group_asked")

    # Sam has put his telephone away meanwhile.
    await town.passes(minutes=2)
    await taps_one(lina, "r:group_accept:", "Sam")
    await sam.sees("group_member/thanks")
    diary = Diary(town, ida=ida, zoe=zoe, sam=sam)
    await diary.hour(9)
    assert diary.of("ida") == diary.of("sam") == ["2026-11-24 09 notices/group_asked"]
    assert diary.of("zoe") == []


async def test_what_is_decided_now_reaches_who_is_still_there(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    eve = await joins(story, "Eve")
    await answers_everything(eve)
    await lina.starts()
    awa = await reviewed_plan(story)
    within_hours = Preference(way=Way.AT_ONCE)
    await town.does(hours.choose, (await town.does(people.by_chat, lina.account)).id, within_hours)
    town.clock.now = EVENING
    await lina.taps("endorse")
    await eve.taps("send")
    await lina.sees("notices/review_asked")
    await awa.starts()
    await town.passes(minutes=3)  # the time to undo it
    await awa.sees("notices/endorsed")

    # A quarter of an hour later the office is closed, and what happens then waits for the morning.
    await town.passes(minutes=15)
    await eve.taps("g:home")
    await eve.taps("cancel", "cancel_surely")
    assert not await lina.has_seen("notices/cancelled")
    diary = Diary(town, lina=lina)
    await diary.hour(9)
    assert diary.of("lina") == ["2026-11-24 09 notices/cancelled"]
