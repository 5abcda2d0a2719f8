"""A professional's hours and message of the day: at joining, daily, urgent, at once, never; inbox and news."""

from datetime import UTC, datetime, timedelta

from bot.domain.hours import Way
from bot.domain.people import Role
from bot.features.administration import admin
from bot.storage import calls, hours, people
from bot.storage.hours import DEFAULT
from tests.dialogues.after import granted_plan as quickly_granted
from tests.dialogues.asking import asks
from tests.dialogues.diary import Diary
from tests.dialogues.story import (
    Cast,
    answers_everything,
    cast,
    fills_own_part,
    fills_prices,
    joins,
    sent_plan,
)
from tests.support.phones import Phone, buttons
from tests.support.town import Town, name_of


async def with_daily_lina(town: Town) -> tuple[Cast, Phone]:
    """Return the cast, with Lina as a referent is who says nothing: one message a working day."""
    story = await cast(town)
    await story.lina.forges("g:hours:way:daily")
    await story.lina.forges("g:hours:days:12345")
    await story.lina.forges("g:hours:closes:9:18")
    await story.lina.forges("g:hours:summary:9")
    screen = await story.lina.sees("hours/page")
    assert (screen.values["way"], screen.values["opens"], screen.values["closes"]) == ("daily", 9, 18)
    await story.lina.starts()
    await town.passes(minutes=1)
    return story, story.lina


async def test_joining_begins_with_the_hours_and_one_tap_accepts_them(town: Town) -> None:
    await town.opens_call()
    residence = await town.organisation()
    phone = await town.phone("Nadia")
    code = await town.does(admin.invite_member, town.moment, Role.REFERENT, town.network, residence)
    await phone.starts(code)
    screen = await phone.sees("hours/page")
    assert screen.values["joining"]
    await phone.taps("g:hours:fine")
    await phone.sees("review/home")
    assert await town.does(hours.one, 1) == DEFAULT


async def test_a_referent_chooses_days_hours_and_how_to_be_told(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    await lina.says("/hours")
    await lina.taps("g:hours:opens", "g:hours:opens:8", "g:hours:closes:8:16", "g:hours:summary", "g:hours:summary:15")
    await lina.taps("g:hours:days", "g:hours:days:123456", "g:hours:way:none")
    screen = await lina.sees("hours/page")
    chosen = ("opens", "closes", "summary_at", "days", "way")
    assert [screen.values[name] for name in chosen] == [8, 16, 15, "123456", "none"]
    for forged in ("closes:16:8", "opens:3", "summary:20", "days:9", "way:often", "way", "closes:9"):
        await lina.forges(f"g:hours:{forged}")
        await lina.sees("review/home", "not_found")


async def test_what_awaits_a_referent_comes_once_a_working_day_with_one_tap_to_the_first(town: Town) -> None:
    story, lina = await with_daily_lina(town)
    diary = Diary(town, lina=lina)
    await sent_plan(story)
    await diary.hour(20)
    assert diary.of("lina") == [], "nothing is urgent: it waits for tomorrow's message"
    await diary.hour(9)
    assert diary.of("lina") == ["2026-11-24 09 1 to read, 1 news"]
    screen = await lina.sees("summary/day")
    assert (screen.values["awaiting"].to_read, screen.values["awaiting"].others) == (1, 1)
    assert "Awa" not in await lina.text()
    await lina.taps("r:next")
    await lina.sees("review/card")


async def test_the_news_are_read_on_one_page_and_then_are_done_with(town: Town) -> None:
    story, lina = await with_daily_lina(town)
    await joins(story, "Awa")
    await lina.starts()
    await joins(story, "Moussa")
    await Diary(town, lina=lina).hour(9)
    screen = await lina.sees("summary/day")
    assert screen.values["awaiting"].news == 2
    await lina.taps("g:inbox")
    await lina.sees("summary/inbox")
    await lina.taps("g:news")
    await lina.sees("summary/news")
    page = await lina.text()
    assert "👋 1 personne a ouvert son lien\n👤 Awa et Moussa" in page, "one piece of news, with both names"
    assert page.count("1 personne a ouvert son lien") == 1
    assert [label.strip() for label, _ in buttons(await lina.last())] == ["Awa", "Moussa", "🏠 Accueil"]
    await lina.taps("r:person:3")
    await lina.sees("review/person")
    await lina.forges("g:inbox")
    screen = await lina.sees("summary/inbox")
    assert not screen.values["awaiting"].anything
    await lina.forges("g:news")
    await lina.sees("summary/no_news")


async def test_what_is_counted_as_news_is_what_is_read_as_news(town: Town) -> None:
    story, lina = await with_daily_lina(town)
    await sent_plan(story)
    await lina.starts()
    moussa = await joins(story, "Moussa")
    await moussa.forges("g:write")
    await moussa.says("Bonjour")
    await moussa.says("Une question")
    await lina.forges("g:inbox")
    awaiting = (await lina.sees("summary/inbox")).values["awaiting"]
    assert (awaiting.to_read, awaiting.letters, awaiting.news) == (1, 2, 2)
    assert await lina.offers("r:letters"), "messages are read in their thread"
    await lina.taps("g:news")
    pieces = (await lina.sees("summary/news")).values["pieces"]
    read = [(piece.template, piece.count) for piece in pieces]
    assert read == [("notices/joined", 2)], "the plan and the messages that wait are counted apart"


async def test_news_of_who_awaits_something_come_first_each_with_a_tap_to_the_plan(town: Town) -> None:
    story, lina = await with_daily_lina(town)
    await quickly_granted(story)
    await lina.starts()
    await joins(story, "Moussa")
    await town.passes(minutes=8)
    await lina.forges("g:news")
    page = await lina.text()
    granted, joined = page.index("1 projet est accordé"), page.rindex("a ouvert son lien")
    assert granted < joined, "Awa awaits the aid, Moussa nothing"
    labels = [label for label, _ in buttons(await lina.last())]
    assert "🎟 Awa" in labels
    await lina.taps("card")
    await lina.sees("review/card")


async def test_each_line_of_the_day_says_whom_it_is_about(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    await quickly_granted(story)
    await town.passes(minutes=8)
    town.clock.now = datetime(2027, 6, 7, 6, tzinfo=UTC)  # a Monday; the rest is to be paid by Thursday
    await town.passes(minutes=1)
    await Diary(town, lina=lina).days(4)
    await lina.forges("g:inbox")
    await lina.taps("r:concerned")
    screen = await lina.sees("summary/concerned")
    assert [names for _, names in screen.values["lines"]] == [["Awa"]] * len(screen.values["lines"])
    assert screen.values["lines"]
    await lina.taps("r:person:3")
    await lina.sees("review/person")


async def test_a_deadline_under_two_working_days_is_told_at_once_within_the_hours(town: Town) -> None:
    story, lina = await with_daily_lina(town)
    diary = Diary(town, lina=lina)
    await sent_plan(story)
    await lina.starts()
    soon = town.clock() + timedelta(days=2)
    await town.does(lambda tx: calls.change(tx, story.call, people_by=soon.date(), closes_at=soon))
    await sent_plan(story, "Moussa")
    await diary.passes(minutes=1)
    assert await lina.has_seen("notices/review_asked"), "it came at once"
    assert diary.of("lina") == []


async def test_nothing_on_days_off_and_never_an_empty_message(town: Town) -> None:
    story, lina = await with_daily_lina(town)
    diary = Diary(town, lina=lina)
    await diary.days(4)
    assert diary.of("lina") == [], "nothing awaits her"
    await sent_plan(story)
    await diary.days(4)
    assert diary.of("lina") == ["2026-11-30 10 1 to read, 1 news", "2026-12-01 10 1 to read, 1 news"]


async def test_who_wants_no_message_gets_none_and_finds_all_of_it(town: Town) -> None:
    story, lina = await with_daily_lina(town)
    await lina.forges("g:hours:way:none")
    await lina.starts()
    diary = Diary(town, lina=lina)
    await sent_plan(story)
    await diary.days(3)
    assert diary.of("lina") == []
    await lina.forges("g:inbox")
    screen = await lina.sees("summary/inbox")
    assert (screen.values["awaiting"].to_read, screen.values["awaiting"].news) == (1, 1)


async def test_a_coordinator_reads_the_week_on_its_first_working_day(town: Town) -> None:
    story = await cast(town)
    claire = story.claire
    await claire.forges("g:hours:way:daily")
    await claire.forges("g:hours:days:12345")
    diary = Diary(town, claire=claire)
    await diary.days(9)
    assert diary.of("claire") == ["2026-11-30 10 the week"]
    screen = await claire.sees("summary/day")
    assert screen.values["week"].open_calls == 1
    await claire.taps("g:inbox")
    await claire.sees("summary/inbox")


async def test_at_once_keeps_to_the_hours(town: Town) -> None:
    story, lina = await with_daily_lina(town)
    await lina.forges(f"g:hours:way:{Way.AT_ONCE}")
    await lina.starts()
    diary = Diary(town, lina=lina)
    await diary.hour(19)
    awa = await joins(story)
    await answers_everything(awa)
    await diary.passes(minutes=15)  # Lina has put the telephone away
    await awa.taps("send")
    assert not await lina.has_seen("notices/review_asked")
    await diary.hour(9)
    assert "2026-11-24 09 notices/review_asked" in diary.of("lina")


async def test_what_happens_within_an_hour_of_a_notice_makes_one_more_message(town: Town) -> None:
    story, lina = await with_daily_lina(town)
    await lina.forges(f"g:hours:way:{Way.AT_ONCE}")
    await lina.starts()
    for name in ("Awa", "Moussa", "Fatou"):
        await joins(story, name)
        await lina.starts()
    diary = Diary(town, lina=lina)
    await diary.passes(minutes=30)
    assert diary.of("lina") == []
    assert sum([name_of(screen) == "notices/joined" for screen in await lina.screens()]) == 1
    await diary.passes(minutes=31)
    assert diary.of("lina") == ["2026-11-23 11 2 news"]


async def test_what_is_decided_in_the_evening_is_told_in_the_morning(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    person = await town.does(people.by_chat, awa.account)
    await town.does(hours.choose, person.id, hours.OF_PEOPLE)
    diary = Diary(town, awa=awa)
    await diary.hour(20)
    await fills(story.lina)
    await diary.passes(minutes=3)
    assert diary.of("awa") == []
    await diary.hour(9)
    assert diary.of("awa") == ["2026-11-24 09 notices/endorsed"]


async def fills(lina: Phone) -> None:
    """Endorse the plan that waits, as Lina."""
    await lina.taps("r:next")
    await fills_prices(lina)
    await fills_own_part(lina)
    await lina.taps("endorse")


async def test_a_person_chooses_the_hours_in_which_to_be_written_to(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.says("/help")
    await awa.taps("g:hours", "g:hours:opens", "g:hours:opens:14", "g:hours:closes:14:18", "g:hours:days")
    await awa.taps("g:hours:days:1234567")
    screen = await awa.sees("hours/page")
    chosen = ("opens", "closes", "days", "way")
    assert [screen.values[name] for name in chosen] == [14, 18, "1234567", ""]
    await awa.forges("g:hours:way:none")
    await awa.sees("wishes/wishes", "not_for_you")


async def test_what_a_colleague_has_settled_meanwhile_makes_no_message(town: Town) -> None:
    story = await cast(town)
    diane = await town.member("Diane", Role.COORDINATOR, told=DEFAULT)
    await town.passes(minutes=1)
    await asks(town)
    await story.claire.taps("d:requests", "d:take_in:1")
    diary = Diary(town, diane=diane)
    await diary.hour(9)
    assert diary.of("diane") == [], "it was true when it came, and is no longer: nothing awaits her"
    await diane.forges("g:inbox")
    screen = await diane.sees("summary/inbox")
    assert not screen.values["awaiting"].anything


async def test_after_an_outage_the_day_begins_at_the_chosen_hour_all_the_same(town: Town) -> None:
    story, lina = await with_daily_lina(town)
    await sent_plan(story)
    diary = Diary(town, lina=lina)
    town.clock.now += timedelta(days=9, hours=-3)  # a Wednesday, seven in the morning in Paris
    await diary.passes(minutes=1)
    assert diary.of("lina") == []
    await diary.hour(9)
    assert diary.of("lina") == ["2026-12-02 09 1 to read, 2 news"], "she joined, and has waited for a week"
    town.clock.now += timedelta(days=5, hours=11)  # the next Monday, eight in the evening
    await diary.passes(minutes=1)
    await diary.hour(9)
    assert diary.of("lina")[1:] == ["2026-12-08 09 1 to read, 2 news"]


async def test_what_awaits_professionals_is_not_for_people(town: Town) -> None:
    story, _ = await with_daily_lina(town)
    awa = await sent_plan(story)
    for forged in ("g:inbox", "g:news"):
        await awa.forges(forged)
        await awa.sees("home/plan", "not_for_you")
