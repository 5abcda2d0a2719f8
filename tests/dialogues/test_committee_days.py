"""The days on which a committee meets: its coordinator says them, and people read when their answer comes."""

from bot.storage import calls
from tests.dialogues.story import Cast, cast, endorsed_plan, sent_plan
from tests.support.phones import Phone, buttons
from tests.support.town import Town


async def says_a_day(story: Cast, *days: str) -> None:
    """Say days of the committee as Claire, one after the other."""
    await story.claire.starts()
    await story.claire.taps("d:calls", "d:call:1", "d:settings:1", "d:others:1", "d:days:1")
    await story.claire.sees("call/_committee_days")
    for day in days:
        await story.claire.taps("d:change:1:committee_day")
        await story.claire.sees("adjust/new_committee_day")
        await story.claire.says(day)
        await story.claire.sees("call/_committee_days")


async def asks_when(phone: Phone) -> str:
    """Ask when the answer comes, in words of one's own."""
    await phone.says("j'aurai la réponse quand ?")
    await phone.sees("questions/when_answer")
    return await phone.text()


async def test_a_person_reads_after_which_day_the_answer_comes(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    await awa.starts()
    assert "La réponse viendra" not in await awa.text()
    assert "Le jour n’est pas fixé" in await asks_when(awa)

    await says_a_day(story, "3/12/2026", "9/12/2026")
    await awa.starts()
    assert "La réponse viendra après le jeudi 3 décembre 2026." in await awa.text()
    assert "La réponse viendra après le jeudi 3 décembre 2026." in await asks_when(awa)

    await town.passes(days=11)
    await awa.starts()
    assert "La réponse viendra après le mercredi 9 décembre 2026." in await awa.text()


async def test_a_plan_that_nobody_has_read_yet_is_first_read(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    await says_a_day(story, "12/05/2027")
    told = await asks_when(awa)
    assert "D’abord, Lina le lit." in told
    assert "La réponse pourra venir après le mercredi 12 mai 2027." in told


async def test_a_day_said_by_mistake_is_taken_back_and_then_nothing_is_promised(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    await says_a_day(story, "12/05/2027")
    assert [str(day) for day in (await town.does(calls.by_id, 1)).committee_days] == ["2027-05-12"]
    taken_back = next(data for _, data in buttons(await story.claire.last()) if data.startswith("d:no_day:"))
    await story.claire.taps(taken_back)
    assert "Pas encore de date" in await story.claire.text()
    assert "Le jour n’est pas fixé" in await asks_when(awa)
