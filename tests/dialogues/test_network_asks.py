"""A question of the network about a plan: with its day among what is to do, until it is answered or decided."""

from datetime import UTC, datetime

from bot.domain.people import Role
from bot.storage import absences
from bot.storage.kernel.store import Tx
from tests.dialogues.diary import Diary
from tests.dialogues.story import Cast, cast, endorsed_plan
from tests.dialogues.test_committee_days import says_a_day
from tests.dialogues.test_offer_ends import reads_daily, words_of
from tests.support.phones import Phone
from tests.support.town import Town

LINA, OMAR = 1, 4
BY_THEN = "Le réseau demande un point : répondre avant le mercredi 9 décembre 2026."


async def asked(town: Town) -> Cast:
    """Ask Lina about the quotient of an endorsed plan; the committee meets on 9 December."""
    story = await cast(town)
    await endorsed_plan(story)
    await says_a_day(story, "9/12/2026")
    claire = story.claire
    await claire.starts()
    await claire.taps("d:list", "decide", "point")
    for about in ("quotient", "proof", "objective", "aim"):
        assert await claire.offers(about), f"she can ask about {about}"
    await claire.taps("quotient")
    await claire.says("De quand date l’attestation ?")
    await town.settles()
    return story


async def to_do(phone: Phone) -> str:
    """Return what is said of those who await something."""
    await phone.forges("r:people:awaiting")
    return await words_of(phone)


async def test_it_is_to_do_with_its_day_and_burns_when_the_committee_is_near_until_it_is_answered(town: Town) -> None:
    story = await asked(town)
    lina = story.lina
    assert await lina.has_seen("notices/point_asked")
    assert BY_THEN in await to_do(lina)
    await lina.forges("g:inbox")
    assert "1 question du réseau attend une réponse · au plus tard le mercredi 9 décembre" in await words_of(lina)
    await lina.forges("p:card:1:1")
    assert "La commission demande, sur « Quotient" in await words_of(lina)

    await reads_daily(lina)
    town.clock.now = datetime(2026, 12, 4, 9, tzinfo=UTC)
    await town.settles()
    diary = Diary(town, lina=lina)
    await diary.days(5)
    pressing = [line for line in diary.of("lina") if "point" in line]
    assert pressing[0] == "2026-12-07 10 notices/point_waits", "at once, two working days before"
    assert [line.rpartition(", ")[2] for line in pressing[1:]] == ["1 point 2026-12-09!"] * 3, "and each morning"

    await lina.forges("r:person:3")
    await lina.taps("ask")
    await lina.says("Elle date d’octobre.")
    assert "Le réseau demande un point" not in await to_do(lina), "it is answered"
    await lina.forges("p:card:1:1")
    assert "La commission demande" not in await words_of(lina)
    assert await lina.offers("endorse"), "and the plan goes back with one tap"


def _away(tx: Tx, town: Town) -> None:
    absences.note(tx, LINA, OMAR, town.clock.now, town.clock.now.date().replace(day=30, month=12), LINA, begun=True)


async def test_while_the_referent_is_away_it_is_the_stand_ins_and_the_leads_where_nobody_can_be_reached(
    town: Town,
) -> None:
    story = await asked(town)
    omar = await town.member("Omar", Role.REFERENT, story.residence)
    bruno = await town.member("Bruno", Role.LEAD, story.residence)
    await town.does(_away, town)
    assert BY_THEN in await to_do(omar)
    await town.passes(days=14)
    assert await omar.has_seen("notices/point_waits")
    assert not await bruno.has_seen("notices/point_waits")
    await omar.blocks()
    await says_a_day(story, "10/12/2026")
    await town.passes(days=2)
    assert await bruno.has_seen("notices/point_waits")
