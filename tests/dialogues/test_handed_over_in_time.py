"""Aid that is granted and not handed over: those who hand it over have it in sight until it is there."""

from datetime import UTC, datetime

from bot.domain.people import Role
from bot.storage import calls
from tests.dialogues.diary import Diary
from tests.dialogues.story import cast, endorsed_plan
from tests.support.phones import buttons
from tests.support.town import Town


async def test_aid_that_nobody_hands_over_is_told_at_once_before_the_stay_and_stays_red_afterwards(town: Town) -> None:
    story = await cast(town)
    lina, bruno = story.lina, await town.member("Bruno", Role.LEAD, story.residence)
    await endorsed_plan(story)
    await town.does(lambda tx: calls.change(tx, story.call, model="coorace-2022"))  # the organisation is paid
    await story.claire.taps("d:list", "decide", "grant")
    await town.passes(minutes=3)
    assert await bruno.has_seen("notices/granted_lead"), "he has it from the grant"
    assert [text for text, _ in buttons(await bruno.last())] == ["🎟 Awa"]
    await lina.says("/people")
    assert "Avant le départ, le samedi 10 juillet 2027" in await lina.text()

    town.clock.now = datetime(2027, 7, 6, 9, tzinfo=UTC)
    diary = Diary(town, lina=lina, bruno=bruno)
    await diary.days(3)
    assert diary.of("bruno") == ["2027-07-08 11 notices/hand_over_now"]
    assert [line for line in diary.of("lina") if "hand_over" in line] == [
        "2027-07-08 11 notices/hand_over_now",
        "2027-07-08 11 1 hand_over 2027-07-10!",
        "2027-07-09 11 1 hand_over 2027-07-10!",
    ]
    await diary.days(10)
    for told in ("g:home", "g:inbox"):
        await lina.forges(told)
        assert await lina.offers("r:people:awaiting")
        assert "Rien ne vous attend" not in await lina.text()
    await lina.forges("r:people")
    said = await lina.text()
    assert "Le séjour a commencé, et l’aide n’est pas remise." in said
    assert "Rien à faire pour ces personnes maintenant" not in said
