"""A whole year, in which only the clock and the people act: every message that comes by itself, when, and why.

Three people in three places of France (Paris time, La Réunion, Guadeloupe), their referents with the hours of who says
nothing, both changes of the clock.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.people import Role
from bot.storage.hours import DEFAULT
from tests.dialogues.diary import Diary
from tests.dialogues.group import Says, comes, is_granted, of_a_workshop
from tests.dialogues.story import cast, fills_own_part, fills_prices, invites, link_in
from tests.support.phones import Phone
from tests.support.town import Town, name_of

PLACES = {
    "awa": ("93", ZoneInfo("Europe/Paris")),
    "lise": ("974", ZoneInfo("Indian/Reunion")),
    "rose": ("971", ZoneInfo("America/Guadeloupe")),
}
"""Department and clock of each."""


async def everybody(town: Town) -> tuple[Phone, dict[str, Phone], dict[str, Phone]]:
    """Return Claire; the three people who have begun their plans; the referent of each."""
    await town.opens_call()
    claire = await town.member("Claire", Role.COORDINATOR)
    people, referents = {}, {}
    for name, (department, _) in PLACES.items():
        house = await town.organisation(f"Maison de {name}", department=department)
        referents[name] = await town.member(f"Lina {name}", Role.REFERENT, house, told=DEFAULT)
        await invites(referents[name], name.title())
        people[name] = await town.phone(name.title())
        await people[name].starts(await link_in(referents[name]))
        await people[name].taps("g:accept", "sea", "done", "children")
    return claire, people, referents


async def at(town: Town, month: int, day: int, year: int = 2027) -> None:
    """Move the clock; nobody looked meanwhile, as nothing could have come due."""
    town.clock.now = datetime(year, month, day, 13, tzinfo=UTC)


async def reads_the_news(lina: Phone) -> None:
    """Open what awaits the referent, and read to the end."""
    await lina.forges("g:news")
    while name_of(await lina.screen()) != "summary/no_news":
        await lina.forges("g:news")


async def goes_by(diary: Diary, count: int) -> None:
    """Let days go by; referents read their news when they come."""
    for _ in range(count):
        known = {name: len(pages) for name, pages in diary.pages.items()}
        await diary.days(1)
        for name, pages in diary.pages.items():
            if any("news" in page for _, page in pages[known[name] :]):
                await reads_the_news(diary.phones[name])


def alike(diary: Diary, who: str = "") -> list[str]:
    """Return what came to each of the three, the same for all, by their local day."""
    told = []
    for name, (_, zone) in PLACES.items():
        pages = [(at, page) for at, page in diary.pages[who + name]]
        assert all(9 <= at.astimezone(zone).hour < 20 for at, _ in pages)
        told.append([f"{at.astimezone(zone):%a %Y-%m-%d} {page}" for at, page in pages])
        diary.pages[who + name].clear()
    assert told == [told[0]] * len(told)
    return told[0]


async def test_a_year_of_three_people_and_of_their_referents(town: Town) -> None:
    claire, people, referents = await everybody(town)
    diary = Diary(town, **people, **{f"lina_{name}": phone for name, phone in referents.items()})

    await diary.passes(hours=4)  # one in the afternoon, UTC: within everybody's hours, in all three places
    await goes_by(diary, 1)
    assert alike(diary, "lina_") == ["Tue 2026-11-24 1 news"], "her person has opened the bot"
    await goes_by(diary, 35)
    assert alike(diary) == ["Mon 2026-12-07 reminders/unsent_quiet"], "fourteen days without an answer, once"
    assert alike(diary, "lina_") == ["Mon 2026-12-21 1 draft_stands_still"], "the second time it is for her referent"

    await at(town, 4, 15)
    for person in people.values():
        await person.starts()
        await person.taps("g:go")
        await finishes(person)
    await at(town, 5, 12)
    await goes_by(diary, 14)
    assert alike(diary) == ["Tue 2027-05-25 reminders/unsent_before"], "five working days before the first of June"
    assert alike(diary, "lina_") == ["Tue 2027-05-18 1 news, 1 closes_in_a_month"]
    for name, person in people.items():
        await person.taps("send")
        await endorses(referents[name])
    await goes_by(diary, 1)
    assert alike(diary, "lina_") == []
    await claire.starts()
    for _ in people:
        await claire.taps("d:list", "decide", "grant")
    await goes_by(diary, 1)
    assert alike(diary) == ["Thu 2027-05-27 notices/endorsed", "Fri 2027-05-28 notices/granted"]
    assert alike(diary, "lina_") == ["Fri 2027-05-28 1 news"], "it is yes"
    for person in people.values():
        await person.taps("g:checklist", "g:last_question", "yes")

    await at(town, 6, 12)
    await goes_by(diary, 29)
    assert alike(diary) == [
        "Fri 2027-06-25 reminders/leaving_soon",
        "Sat 2027-07-03 reminders/leaving_week",
        "Fri 2027-07-09 reminders/leaving_tomorrow",
    ]
    assert alike(diary, "lina_") == [
        "Mon 2027-06-14 1 balance_to_pay",
        "Fri 2027-06-25 1 not_handed_over, 1 left_before_leaving",
        "Thu 2027-07-08 notices/hand_over_now",
        "Thu 2027-07-08 1 hand_over 2027-07-10!",
        "Fri 2027-07-09 1 hand_over 2027-07-10!",
    ], "a month and a fortnight before they leave; at once, and each day, when two working days are left"
    await goes_by(diary, 12)
    assert alike(diary) == ["Mon 2027-07-12 reminders/ask_if_well", "Tue 2027-07-20 reminders/welcome_back"]
    for person in people.values():
        await person.forges("g:well:yes")
    await goes_by(diary, 12)
    assert alike(diary) == ["Mon 2027-08-02 reminders/tell_the_stay"], "fifteen days later is a Sunday"
    assert alike(diary, "lina_") == ["Mon 2027-08-02 1 report_due"]

    await at(town, 8, 14)
    await goes_by(diary, 5)
    assert alike(diary, "lina_") == ["Mon 2027-08-16 1 report_missing"], "the structure is chased, not the person"
    await at(town, 10, 29)
    await goes_by(diary, 5)
    assert alike(diary) == alike(diary, "lina_") == [], "winter time has begun, and all is said"


async def endorses(lina: Phone) -> None:
    """Endorse the plan as Lina, who reads it and fills in the referent's part."""
    await lina.starts()
    await lina.taps("r:next")
    await fills_prices(lina)
    await fills_own_part(lina)
    await lina.taps("endorse")


async def finishes(person: Phone) -> None:
    """Answer all that was left after the first two answers, up to "check and send"."""
    await person.taps("never", "1")
    await person.says("6, 8, 11")
    await person.taps("none")
    await person.says("Le lac, 25 km")
    await person.says("10/07/2027 - 17/07/2027")
    await person.taps("campsite", "train")
    await person.says("60")
    await person.taps("home", "done")


async def test_a_year_of_one_group(town: Town) -> None:
    """Play two households and their referent: what concerns both comes to both, in their own chats, on the same day."""
    story = await cast(town)
    awa, zoe, _ = await of_a_workshop(story)
    await comes(awa, Says("1", "6, 8, 11", "60"))
    await comes(zoe, Says("2", "", "90"))
    await is_granted(story)
    diary = Diary(town, awa=awa, zoe=zoe, lina=story.lina)
    await diary.days(14)
    assert diary.of("awa") == diary.of("zoe") == [], "nothing to recall yet"

    town.clock.now = datetime(2027, 6, 12, 9, tzinfo=UTC)
    await diary.days(66)
    assert (
        diary.of("awa")
        == diary.of("zoe")
        == [
            "2027-06-25 11 reminders/group_leaving",
            "2027-07-03 11 reminders/group_leaving",
            "2027-07-09 11 reminders/group_leaving",
            "2027-07-20 11 reminders/welcome_back",
            "2027-08-02 11 reminders/tell_the_stay",
        ]
    ), "fifteen, seven and one day before; three days after; then five taps, if she likes"
    assert diary.of("lina") == [
        "2027-06-13 11 1 balance_to_pay",
        "2027-06-25 11 1 not_handed_over",
        "2027-07-08 11 notices/hand_over_now",
        "2027-07-08 11 1 hand_over 2027-07-10!",
        "2027-07-09 11 1 hand_over 2027-07-10!",
        "2027-07-10 11 1 hand_over 2027-07-10!",
        "2027-08-01 11 1 report_due",
        "2027-08-16 11 1 report_missing",
    ]
