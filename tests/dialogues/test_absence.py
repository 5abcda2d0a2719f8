"""A referent goes away in three taps: a colleague stands in, everybody concerned is told, and it ends by itself."""

from datetime import date

from bot.domain.people import Role
from bot.domain.plans import State
from bot.storage import absences, audit, plans
from bot.storage.kernel.store import Tx
from tests.dialogues.story import (
    Cast,
    answers_everything,
    cast,
    fills_own_part,
    fills_prices,
    invites,
    joins,
    link_in,
    reviewed_plan,
    sent_plan,
)
from tests.dialogues.test_discreet import discreet_person
from tests.support.phones import Phone
from tests.support.town import Town

LINA, OMAR = 1, 3
"""Numbers of the referents: Lina is the first member of every story, Omar the third."""


def trail(tx: Tx, plan_id: int) -> list[audit.Line]:
    """Return the audit trail of a plan, opened with its own key."""
    plan = plans.by_id(tx, plan_id)
    assert plan is not None
    return audit.history(tx, f"plan:{plan_id}", row_key=plan.trail_key)


async def with_omar(town: Town) -> tuple[Cast, Phone]:
    """Return the cast, and Omar, Lina's colleague."""
    story = await cast(town)
    return story, await town.member("Omar", Role.REFERENT, story.residence)


async def test_the_command_asks_until_when_as_the_button_does(town: Town) -> None:
    story, _ = await with_omar(town)
    await story.lina.says("/absence")
    await story.lina.sees("absence/until")


async def goes_away(lina: Phone, until: str = "04/12/2026", stand_in: int = OMAR) -> None:
    await lina.starts()
    await lina.taps("r:away")
    await lina.sees("absence/until")
    await lina.says(until)
    await lina.sees("absence/stand_in")
    await lina.taps(str(stand_in))
    await lina.sees("absence/_away")


async def test_three_taps_with_a_date_from_the_calendar(town: Town) -> None:
    story, _ = await with_omar(town)
    await story.lina.starts()
    await story.lina.taps("r:away", "20261130", str(OMAR))
    screen = await story.lina.sees("absence/_away")
    assert screen.values["last_day"] == date(2026, 11, 30)
    assert screen.values["stand_in"] == "Omar"
    absence = await town.does(absences.absence_of, LINA)
    assert (absence.stand_in_id, absence.last_day) == (OMAR, date(2026, 11, 30))


async def test_the_stand_in_reads_and_decides_and_the_trail_says_who_it_was(town: Town) -> None:
    story, omar = await with_omar(town)
    awa = await sent_plan(story)
    await goes_away(story.lina)
    await town.settles()
    assert await omar.has_seen("notices/stand_in_begins")
    await omar.starts()
    screen = await omar.sees("review/home")
    assert (screen.values["waiting"], screen.values["stands_in_for"]) == (1, ["Lina"])
    await omar.taps("r:next")
    await omar.sees("review/card")
    await fills_prices(omar)
    await fills_own_part(omar)
    await omar.taps("endorse")
    assert (await town.does(plans.by_id, 1)).state is State.ENDORSED
    line = (await town.does(trail, 1))[-1]
    assert (line.action, line.actor_id) == ("endorse", OMAR)
    await town.passes(minutes=3)
    assert await awa.has_seen("notices/endorsed")


async def test_a_colleague_who_does_not_stand_in_sees_nothing(town: Town) -> None:
    story, omar = await with_omar(town)
    await sent_plan(story)
    await omar.forges("p:card:1:1")
    await omar.sees("review/home", problem="not_found")
    await omar.forges("r:person:4")
    await omar.sees("review/home", problem="not_found")


async def test_the_person_is_told_who_reads_now_and_when_it_ends(town: Town) -> None:
    story, _ = await with_omar(town)
    awa = await sent_plan(story)
    await goes_away(story.lina)
    await town.settles()
    screen = await awa.sees("notices/reads")
    assert screen.values == {"referent": "Lina", "reads": "Omar", "until": date(2026, 12, 4)}
    await awa.taps("g:home")
    home = await awa.sees("home/plan")
    assert (home.values["reads"], home.values["until"]) == ("Omar", date(2026, 12, 4))
    await story.lina.starts()
    await story.lina.taps("r:back")
    await town.settles()
    again = await awa.sees("notices/reads")
    assert (again.values["reads"], again.values["until"]) == ("Lina", None)


async def test_what_is_sent_meanwhile_is_told_to_the_stand_in(town: Town) -> None:
    story, omar = await with_omar(town)
    awa = await joins(story)
    await goes_away(story.lina)
    await awa.starts()
    await awa.taps("g:go")
    await answers_everything(awa)
    await awa.taps("send")
    await town.settles()
    assert await omar.has_seen("notices/review_asked")
    assert not await story.lina.has_seen("notices/review_asked")


async def test_it_ends_by_itself_the_day_after(town: Town) -> None:
    story, omar = await with_omar(town)
    await sent_plan(story)
    await goes_away(story.lina, until="24/11/2026")
    await town.passes(days=1)
    assert await town.does(absences.absence_of, LINA) is not None
    await town.passes(days=1)
    assert await town.does(absences.absence_of, LINA) is None
    assert await omar.has_seen("notices/stand_in_ends")
    assert await story.lina.has_seen("notices/absence_ends")
    await omar.forges("p:card:1:1")
    await omar.sees("review/home", problem="not_found")
    lines = await town.does(audit.history, f"person:{LINA}")
    assert [(line.action, line.actor_id) for line in lines] == [("away", LINA), ("back", None)]


async def test_nobody_who_is_away_can_be_chosen_so_no_circle_closes(town: Town) -> None:
    story, omar = await with_omar(town)
    await sent_plan(story)
    await goes_away(story.lina)
    await omar.starts()
    await omar.taps("r:away")
    await omar.sees("absence/_nobody")
    zoe = await town.member("Zoé", Role.REFERENT, story.residence)
    await omar.starts()
    await omar.taps("r:away")
    await omar.says("04/12/2026")
    assert not await omar.offers(str(LINA))
    await omar.taps("5")
    await omar.sees("absence/_away")
    await zoe.starts()
    screen = await zoe.sees("review/home")
    assert screen.values["stands_in_for"] == ["Lina", "Omar"]
    assert await zoe.offers("r:next")


async def test_a_stand_in_who_went_away_in_the_meantime_is_refused_kindly(town: Town) -> None:
    story, omar = await with_omar(town)
    await town.member("Zoé", Role.REFERENT, story.residence)
    await story.lina.starts()
    await story.lina.taps("r:away")
    await story.lina.says("04/12/2026")
    asked = await story.lina.last()
    await goes_away(omar, stand_in=4)
    await story.lina.taps_old(asked, str(OMAR))
    await story.lina.sees("absence/stand_in")
    assert await town.does(absences.absence_of, LINA) is None


async def test_a_discreet_person_is_never_written_to_the_stand_in_tells_the_news(town: Town) -> None:
    awa, lina, _ = await discreet_person(town)
    omar = await town.member("Omar", Role.REFERENT, 1)
    before = len(await awa.messages())
    await goes_away(lina, stand_in=4)
    await town.settles()
    assert len(await awa.messages()) == before
    assert await omar.has_seen("notices/tell_aloud")
    await omar.taps("reads")
    screen = await omar.sees("review/tell")
    assert (screen.values["reads"], screen.values["news"]) == ("Omar", "notices/reads")


async def test_one_who_reads_without_details_reads_no_name(town: Town) -> None:
    story, _ = await with_omar(town)
    awa = await joins(story)
    await awa.taps("pause", "no_detail")
    await goes_away(story.lina)
    await town.settles()
    await awa.sees("notices/no_detail")


async def test_a_stand_in_hands_nobody_on(town: Town) -> None:
    story, omar = await with_omar(town)
    await sent_plan(story)
    await goes_away(story.lina)
    await omar.starts()
    await omar.taps("r:people", "r:person:4")
    await omar.sees("review/person")
    assert not await omar.offers("r:hand_on:4")
    await omar.forges("r:hand_on:4")
    await omar.sees("review/home", problem="not_yours")


async def test_the_link_opened_meanwhile_is_told_to_the_stand_in(town: Town) -> None:
    story, omar = await with_omar(town)
    await invites(story.lina)
    code = await link_in(story.lina)
    await goes_away(story.lina)
    awa = await town.phone("Awa")
    await awa.starts(code)
    await town.settles()
    assert await omar.has_seen("notices/joined")


async def test_an_undo_stays_with_the_one_who_decided(town: Town) -> None:
    story, omar = await with_omar(town)
    await reviewed_plan(story)
    await story.lina.taps("endorse")
    await goes_away(story.lina)
    await omar.forges("p:undo:1:20")
    plan = await town.does(plans.by_id, 1)
    assert plan.state is State.ENDORSED


async def test_an_absence_said_ahead_begins_and_ends_by_itself(town: Town) -> None:
    story, omar = await with_omar(town)
    await sent_plan(story)
    await story.lina.starts()
    await story.lina.taps("r:away", "later", "20261130", "m202612", "20261201", str(OMAR))
    screen = await story.lina.sees("absence/_away")
    assert (screen.values["first_day"], screen.values["last_day"]) == (date(2026, 11, 30), date(2026, 12, 1))
    await town.passes(days=6)
    assert await town.does(absences.stand_ins) == {}
    assert not await omar.has_seen("notices/stand_in_begins")
    await town.passes(days=1)
    assert await town.does(absences.stand_ins) == {LINA: OMAR}
    assert await omar.has_seen("notices/stand_in_begins")
    await town.passes(days=2)
    assert await town.does(absences.stand_ins) == {}
    lines = await town.does(audit.history, f"person:{LINA}")
    assert [(line.action, line.actor_id) for line in lines] == [("away", LINA), ("away", None), ("back", None)]


async def test_who_does_not_go_after_all_says_so_and_nobody_else_hears_of_it(town: Town) -> None:
    story, omar = await with_omar(town)
    await story.lina.starts()
    await story.lina.taps("r:away")
    await story.lina.says("du 7 au 18 décembre")
    diary = str((await story.lina.messages())[-2]["text"])
    assert "7 décembre au vendredi 18 décembre 2026" in diary
    assert "nuit" not in diary
    await story.lina.taps(str(OMAR), "r:back")
    await town.passes(days=15)
    assert await town.does(absences.stand_ins) == {}
    assert not await omar.has_seen("notices/stand_in_begins")
    assert not await omar.has_seen("notices/stand_in_ends")


async def test_a_stand_in_who_is_away_too_that_day_is_replaced_by_a_free_colleague(town: Town) -> None:
    story, omar = await with_omar(town)
    await town.member("Zoé", Role.REFERENT, story.residence)
    await story.lina.starts()
    await story.lina.taps("r:away", "later", "20261130", "20261130", str(OMAR))
    await goes_away(omar, stand_in=4)
    await town.passes(days=7)
    assert await town.does(absences.stand_ins) == {LINA: 4, OMAR: 4}
