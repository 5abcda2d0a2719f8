"""Reminders: each once, in the hours of whoever gets it, with its reason looked at again; few for people."""

from tests.dialogues.diary import Diary
from tests.dialogues.story import Cast, cast, joins
from tests.support.phones import Phone
from tests.support.town import Town


async def begins(story: Cast, name: str = "Awa") -> Phone:
    """A plan with its first answers."""
    awa = await joins(story, name)
    await awa.taps("sea", "done", "children")
    return awa


async def test_an_unsent_plan_is_recalled_once_and_not_on_a_sunday(town: Town) -> None:
    story = await cast(town)
    await town.passes(days=6)
    awa = await begins(story)
    diary = Diary(town, awa=awa)
    await town.passes(days=13)
    await diary.days(20)
    assert diary.of("awa") == ["2026-12-14 10 reminders/unsent_quiet"], "fourteen days later is a Sunday"
    await awa.taps("g:go")
    await awa.sees("wishes/first_time")
