"""Reminders: each once, in its reader's hours, with its reason looked at again; few for people."""

from datetime import UTC, date, datetime

from bot.storage import hours
from conversations.leaving import BY_NAME
from tests.dialogues.diary import Diary
from tests.dialogues.story import Cast, answers_everything, cast, granted_plan, joins
from tests.dialogues.test_discreet import discreet_person
from tests.support.phones import Phone
from tests.support.town import Town


async def begins(story: Cast, name: str = "Awa") -> Phone:
    """Begin a plan with its first answers."""
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


async def test_the_last_date_is_recalled_when_little_is_missing_and_not_today_is_the_day_after(town: Town) -> None:
    story = await cast(town, people_by=date(2026, 12, 15), closes_at=datetime(2027, 1, 5, 16, tzinfo=UTC))
    awa = await joins(story)
    await answers_everything(awa)
    diary = Diary(town, awa=awa)
    await diary.days(16)
    assert diary.of("awa") == ["2026-12-07 10 reminders/unsent_quiet", "2026-12-08 10 reminders/unsent_before"]
    screen = await awa.sees("reminders/unsent_before")
    assert screen.values["missing"] == [], "nothing but to send it"
    await awa.taps(await offered(awa, "g:remind:today"))
    screen = await awa.sees("reminders/_not_today")
    assert screen.values["day"] == date(2026, 12, 10)
    await diary.days(4)
    assert diary.of("awa")[2:] == ["2026-12-10 10 reminders/unsent_before"]
    await awa.taps(await offered(awa, "g:remind:stop"))
    await awa.sees("reminders/_stopped")
    await story.lina.starts()
    await story.lina.taps("r:people", "r:person:3")
    screen = await story.lina.sees("review/person")
    assert screen.values["no_reminders"]
    await awa.taps(await offered(awa, "g:remind:all"))
    await awa.sees("reminders/_never")
    await awa.taps("g:remind")
    await awa.sees("reminders/_again")


async def offered(phone: Phone, beginning: str) -> str:
    """Return the data of a button of the newest message, by its beginning."""
    rows = (await phone.last())["reply_markup"]["inline_keyboard"]
    return next(str(b["callback_data"]) for row in rows for b in row if b["callback_data"].startswith(beginning))


async def test_who_stops_them_gets_none_and_a_message_of_another_person_is_nobodys(town: Town) -> None:
    story = await cast(town, people_by=date(2026, 12, 15), closes_at=datetime(2027, 1, 5, 16, tzinfo=UTC))
    awa = await begins(story)
    await story.lina.starts()
    moussa = await begins(story, "Moussa")
    diary = Diary(town, awa=awa, moussa=moussa)
    await diary.days(14)
    stop = await offered(awa, "g:remind:stop")
    await moussa.forges(stop)
    await moussa.sees("wishes/first_time", "not_found")
    await awa.taps(stop)
    await diary.days(10)
    assert diary.of("awa") == diary.of("moussa") == ["2026-12-07 10 reminders/unsent_quiet"]


async def test_a_discreet_person_is_never_written_to_and_the_referent_tells_the_news(town: Town) -> None:
    awa, lina, _ = await discreet_person(town)
    diary = Diary(town, awa=awa, lina=lina)
    await diary.days(15)
    assert diary.of("awa") == []
    assert diary.of("lina") == ["2026-12-07 10 notices/tell_aloud"]
    await lina.taps(await offered(lina, "r:tell"))
    screen = await lina.sees("review/tell")
    assert screen.values["news"] == "reminders/unsent_quiet"


async def test_after_an_outage_what_is_still_of_use_comes_once_and_the_rest_is_dropped(town: Town) -> None:
    story = await cast(town)
    awa = await granted_plan(story)
    diary = Diary(town, awa=awa)
    await until(town, datetime(2027, 6, 24, 9, tzinfo=UTC))
    await diary.passes(days=12)
    await diary.passes(days=1)
    assert diary.of("awa") == ["2027-07-06 11 reminders/leaving_week"], "fifteen days before is long ago"


async def until(town: Town, moment: datetime) -> None:
    """Move the clock at once; nobody looks at what would have been due meanwhile."""
    town.clock.now = moment


async def test_before_leaving_and_after_coming_home(town: Town) -> None:
    story = await cast(town)
    awa = await granted_plan(story)
    diary = Diary(town, awa=awa)
    await until(town, datetime(2027, 6, 20, 9, tzinfo=UTC))
    await diary.days(50)
    told = [page for page in diary.of("awa") if "reminders/" in page]
    assert told == [
        "2027-06-25 11 reminders/leaving_soon",
        "2027-07-03 11 reminders/leaving_week",
        "2027-07-09 11 reminders/leaving_tomorrow",
        "2027-07-20 11 reminders/welcome_back",
        "2027-08-02 11 reminders/tell_the_stay",
    ]


LINA = 1


async def left(phone: Phone, template: str) -> list[str]:
    """Return what is left to do, by the names of its lines, as that page lists it."""
    screen = await phone.sees(template)
    return [line[0] for line in screen.values["left"]]


async def test_fifteen_days_before_both_read_what_is_left_to_do_at_that_moment(town: Town) -> None:
    story = await cast(town)
    awa, lina = await granted_plan(story), story.lina
    await town.does(hours.choose, LINA, hours.DEFAULT)
    await awa.taps("g:checklist", "identity", "health_card", "insurance", "other_parent", "trip", "tickets")
    diary = Diary(town, awa=awa, lina=lina)
    await until(town, datetime(2027, 6, 24, 9, tzinfo=UTC))
    await town.passes(minutes=1)
    await diary.days(1)
    names = await left(awa, "reminders/leaving_soon")
    assert names[0] == "station", "the rest of the journey, then the bags"
    assert not {"identity", "tickets"} & set(names)
    assert "Le chemin depuis la gare" in await awa.text()
    assert diary.of("lina")[-1].startswith("2027-06-25 11 1 not_handed_over, 1 left_before_leaving")
    assert "Awa" not in await lina.text(), "her telephone may be locked"
    await lina.taps("g:inbox", "r:leaving")
    screen = await lina.sees("review/leaving")
    [awas] = screen.values["people"]
    assert (awas.name, awas.departure) == ("Awa", date(2027, 7, 10))
    assert {"station", "key"} <= {line[0] for line in awas.left}
    await lina.forges("r:tell:3:leaving_soon")
    assert "station" in await left(lina, "review/tell"), "where the bot may not write, she reads it aloud"
    assert "Départ le samedi 10 juillet 2027" in await lina.text()
    for name in BY_NAME:
        await awa.forges(f"b:tick:1:{name}")
    await lina.forges("r:leaving")
    assert not (await lina.sees("review/leaving")).values["people"], "all is ready"
    await diary.days(8)
    assert await left(awa, "reminders/leaving_week") == []
    assert "Tout est prêt" in await awa.text()
