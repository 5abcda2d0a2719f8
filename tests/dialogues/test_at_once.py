"""Two people write on the same plan at the same moment: words are taken once, under the question they were typed to."""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.app import open_store
from bot.domain.plans import State
from bot.features.registry import DISPATCHER
from bot.interaction.request import Sender, Tap
from bot.interaction.routes import encode_id
from bot.storage import plans
from bot.storage.kernel.store import Conflict
from tests.dialogues.story import Cast, cast, joins, sent_plan
from tests.support.phones import Phone
from tests.support.town import Town


async def beside(story: Cast) -> Phone:
    """Ask Awa for a place to go, with the same plan open beside on Lina's telephone."""
    awa = await joins(story)
    await story.lina.starts()
    await story.lina.taps("r:people", "r:person:3", "r:beside:3", "oral")
    await awa.taps("sea", "children", "done", "children", "never", "1")
    await awa.says("6, 8, 11")
    await awa.taps("none")
    await awa.sees("stay/place")
    return awa


def while_words_are_read(town: Town, rival: Phone, data: Callable[[str], str]) -> list[int]:
    """Let `rival` tap a button first when the next words are understood: the words meet a conflict.

    `data` makes the button's data from the plan's version of that moment. PostgreSQL lets another connection write
    meanwhile; SQLite has one writer at a time, so there the conflict is told, and the rival is the next to write.
    Returns a list that has one item when it has happened.
    """
    happened: list[int] = []
    loop = asyncio.get_running_loop()

    def taps(tx: Any) -> None:
        plan = plans.by_id(tx, 1)
        assert plan is not None
        DISPATCHER.respond(tx, town.moment, Sender(rival.account, "fr"), Tap(data(encode_id(plan.version)), 0))

    async def by_another_connection() -> None:
        store = await open_store(town.settings)
        try:
            await store.run(taps)
        finally:
            await store.close()

    def meanwhile() -> None:
        happened.append(1)
        if town.settings.database_url.startswith("postgresql"):
            asyncio.run(by_another_connection())
        else:
            asyncio.run_coroutine_threadsafe(town.app.store.run(taps), loop)
            raise Conflict("plan 1")

    town.renderer.meanwhile = meanwhile
    return happened


async def answers(town: Town) -> dict[str, Any]:
    plan = await town.does(plans.by_id, 1)
    assert plan is not None
    return dict(plan.answers)


async def test_words_go_under_their_own_question_when_another_was_answered_meanwhile(town: Town) -> None:
    story = await cast(town)
    awa = await beside(story)
    happened = while_words_are_read(town, story.lina, lambda version: f"q:p1s:{version}:lodging:campsite")
    await awa.says("Le lac, 25 km")
    assert happened
    told = await answers(town)
    assert told["place"]["v"] == "=Le lac, 25 km"
    assert told["lodging"]["v"] == "campsite"
    assert "dates" not in told
    await awa.sees("stay/dates")


async def test_both_answer_the_same_question_and_the_words_are_kept_once(town: Town) -> None:
    story = await cast(town)
    awa = await beside(story)
    happened = while_words_are_read(town, story.lina, lambda version: f"q:p1s:{version}:place:sea")
    await awa.says("Le lac, 25 km")
    assert happened
    told = await answers(town)
    assert told["place"]["v"] == "=Le lac, 25 km"
    assert sum("lac" in str(answer) for answer in told.values()) == 1


async def test_words_to_a_question_that_is_asked_no_more_are_refused_kindly_and_go_nowhere_else(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    await story.lina.taps("r:next")
    await awa.taps("prices")
    await awa.says("Camping du Lac")
    await awa.taps("france")
    await awa.says("420")
    await awa.taps("skip", "yes", "option")
    await awa.says("180")
    await awa.says("200")
    await awa.says("100")
    await awa.taps("caf", "done")
    await awa.sees("figures/aid_amount")
    before = await answers(town)
    happened = while_words_are_read(town, story.lina, lambda version: f"q:p1e:{version}:other_aids:none")
    await awa.says("150")
    assert happened
    screen = await awa.screen()
    assert "changed_since" in {note.code for note in screen.notes}, await awa.text()
    assert await answers(town) == {**before, "other_aids": {**before["other_aids"], "v": [], "by": 1}}


async def test_words_to_a_plan_that_was_sent_meanwhile_change_nothing_and_that_is_told(town: Town) -> None:
    story = await cast(town)
    awa = await beside(story)
    await awa.says("Le lac, 25 km")
    await awa.says("10/07/2027 - 17/07/2027")
    await awa.taps("campsite", "train")
    await awa.says("60")
    await awa.taps("home", "done")
    await awa.taps("g:change", "g:part:stay", "g:edit:place")
    await awa.sees("stay/place")
    happened = while_words_are_read(town, story.lina, lambda version: f"p:send:1:{version}")
    await awa.says("Berck")
    assert happened
    plan = await town.does(plans.by_id, 1)
    assert plan is not None
    assert plan.state is State.TO_REVIEW
    assert "Berck" not in str(plan.answers)
    await awa.sees("home/plan", problem="not_open")
