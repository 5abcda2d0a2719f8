"""A person passes to a colleague with what is pending: the colleague and the person are told, the trail says who."""

from datetime import UTC, datetime

from bot.domain.people import Role
from bot.domain.plans import State
from bot.storage import audit, hours, people, plans
from tests.dialogues.diary import Diary
from tests.dialogues.story import cast, endorsed_plan, reviewed_plan, sent_plan
from tests.dialogues.test_absence import LINA, OMAR, goes_away, trail, with_omar
from tests.dialogues.test_discreet import discreet_plan
from tests.support.phones import Phone, buttons
from tests.support.town import Town

AWA = 4


async def hands_on(lina: Phone, to: int = OMAR) -> None:
    await lina.starts()
    await lina.taps("r:people", f"r:person:{AWA}", f"r:hand_on:{AWA}")
    await lina.sees("transfer/to_whom")
    await lina.taps(str(to), "hand_on_now")
    await lina.sees("transfer/_done")


async def test_what_waits_to_be_read_waits_for_the_colleague(town: Town) -> None:
    story, omar = await with_omar(town)
    await sent_plan(story)
    await hands_on(story.lina)
    await omar.starts()
    await omar.taps("r:next")
    await omar.sees("review/card")
    await story.lina.starts()
    screen = await story.lina.sees("review/home")
    assert (screen.values["waiting"], screen.values["people"]) == (0, 0)


async def test_both_are_told(town: Town) -> None:
    story, omar = await with_omar(town)
    awa = await sent_plan(story)
    await hands_on(story.lina)
    await town.settles()
    await omar.sees("notices/handed_on")
    await omar.taps(f"r:person:{AWA}")
    await omar.sees("review/person")
    screen = await awa.sees("notices/new_referent")
    assert screen.values["referent"] == "Omar"
    await awa.says("/help")
    assert (await awa.sees("help")).values["referent"] == "Omar"


async def test_an_old_button_to_the_former_referent_says_who_reads_now(town: Town) -> None:
    story, omar = await with_omar(town)
    awa = await sent_plan(story)
    await awa.forges("g:home")
    old = await awa.last()
    assert any("Lina" in label for label, data in buttons(old) if data == "g:write")
    await hands_on(story.lina)
    await town.settles()
    await awa.taps_old(old, "g:write")
    [page] = [each["text"] for each in await awa.messages() if each["message_id"] == old["message_id"]]
    assert "Omar" in page
    assert "Lina" not in page
    await awa.says("Bonjour")
    await omar.forges("r:letters")
    assert any("Awa" in label for label, _ in buttons(await omar.last()))


async def test_of_a_discreet_person_the_colleague_is_told_to_say_it(town: Town) -> None:
    _, lina, _ = await discreet_plan(town)
    omar = await town.member("Omar", Role.REFERENT, 1)
    await lina.forges("r:hand_on:3")
    await lina.taps("4", "hand_on_now")
    await lina.sees("transfer/_done")
    done = await lina.text()
    assert "Awa\N{NO-BREAK SPACE}🤫 n’en reçoit pas\N{NO-BREAK SPACE}: dites-le de vive voix." in done
    await town.settles()
    await omar.forges("r:tell:3:new_referent")
    assert "Omar" in await omar.text()


async def test_news_on_its_way_goes_to_the_colleague(town: Town) -> None:
    story, omar = await with_omar(town)
    awa = await reviewed_plan(story)
    await story.lina.taps("endorse")
    await town.passes(minutes=3)
    await story.claire.taps("d:list", "decide", "grant")
    await hands_on(story.lina)
    await town.passes(minutes=3)
    assert await omar.has_seen("notices/granted_referent")
    assert not await story.lina.has_seen("notices/granted_referent")
    assert await awa.has_seen("notices/granted")


async def test_the_trail_of_the_plan_says_who_handed_it_on_to_whom(town: Town) -> None:
    story, _ = await with_omar(town)
    await sent_plan(story)
    await hands_on(story.lina)
    line = (await town.does(trail, 1))[-1]
    assert (line.action, line.actor_id) == ("transfer", LINA)
    assert (line.before, line.after) == ({"referent": LINA}, {"referent": OMAR})
    assert await town.does(audit.verify_all) == []


async def test_the_one_who_handed_on_sees_nothing_any_more(town: Town) -> None:
    story, _ = await with_omar(town)
    await sent_plan(story)
    await hands_on(story.lina)
    await story.lina.forges(f"r:person:{AWA}")
    await story.lina.sees("review/home", problem="not_found")
    await story.lina.forges("p:card:1:1")
    await story.lina.sees("review/home", problem="not_found")


async def test_nobody_is_handed_to_a_colleague_who_is_away_or_elsewhere(town: Town) -> None:
    story, omar = await with_omar(town)
    await sent_plan(story)
    elsewhere = await town.organisation("Foyer des Ormes")
    await town.member("Ana", Role.REFERENT, elsewhere)
    await goes_away(omar, stand_in=LINA)
    await story.lina.starts()
    await story.lina.taps("r:people", f"r:person:{AWA}", f"r:hand_on:{AWA}")
    await story.lina.sees("absence/_nobody")


async def test_without_a_colleague_the_referent_is_told_what_to_do(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await story.lina.starts()
    await story.lina.taps("r:people", "r:person:3", "r:hand_on:3")
    await story.lina.sees("absence/_nobody")


async def test_an_old_question_about_the_plan_opens_nothing(town: Town) -> None:
    story, _ = await with_omar(town)
    await reviewed_plan(story)
    await story.lina.taps("changes")
    asked = await story.lina.last()
    await hands_on(story.lina)
    await story.lina.taps_old(asked, "dates")
    plan = await town.does(plans.by_id, 1)
    assert plan.state is State.TO_REVIEW
    assert (await town.does(people.by_id, AWA)).referent_id == OMAR


async def test_what_was_kept_for_the_day_and_what_will_be_recalled_go_to_the_colleague(town: Town) -> None:
    story, omar = await with_omar(town)
    await endorsed_plan(story)
    for referent in (LINA, OMAR):
        await town.does(hours.choose, referent, hours.DEFAULT)
    await story.claire.taps("d:list", "decide", "grant")
    await town.passes(minutes=3)
    town.clock.now = datetime(2027, 6, 7, 6, tzinfo=UTC)  # a Monday; the rest is to be paid by Thursday
    await town.passes(minutes=1)
    await hands_on(story.lina)
    diary = Diary(town, lina=story.lina, omar=omar)
    await diary.hour(9)
    assert diary.of("omar") == ["2027-06-07 09 2 news"], "it is yes, and Lina hands Awa on"
    await diary.days(3)
    assert diary.of("omar")[-1] == "2027-06-10 09 2 news, 1 balance_to_pay"
    assert diary.of("lina") == []
