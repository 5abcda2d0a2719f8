"""Where several calls are open, what a referent reads while inviting is of the chosen call, and of no other."""

from datetime import UTC, date, datetime

from bot.plan import access
from tests.dialogues.story import Cast, cast
from tests.support.phones import Phone
from tests.support.town import Town

EARLIER = {"closes_at": datetime(2027, 5, 1, 16, tzinfo=UTC), "people_by": date(2027, 4, 15)}


async def three_calls(town: Town) -> Cast:
    """Open calls with a ceiling of 900 € that is sure, none at all, and one to be confirmed; the first closes last."""
    story = await cast(town, confirmed=("max_quotient",))
    await town.opens_call(model="elles-en-vacances", name="Partir entre femmes", **EARLIER)
    await town.opens_call(model="coorace-2022", name="Salariés en route", **EARLIER)
    return story


async def reaches_the_ceiling(lina: Phone, call: str) -> str:
    """Invite a person to that call; returns what the referent reads first."""
    await lina.starts()
    await lina.taps("r:invite")
    for amount in ("900", "plafond"):
        assert amount not in await lina.text(), "no call is chosen yet"
    await lina.says("Rita")
    await lina.sees("invitation/in_call")
    for amount in ("900", "plafond"):
        assert amount not in await lina.text(), "no call is chosen yet"
    await lina.taps(call)
    await lina.sees("invitation/under_limit")
    return await lina.text()


async def test_the_ceiling_is_that_of_the_call_just_chosen(town: Town) -> None:
    story = await three_calls(town)
    sure = await reaches_the_ceiling(story.lina, "1")
    assert "900" in sure
    assert "Séjours d'été 2027, Réseau des Tilleuls" in sure
    none = await reaches_the_ceiling(story.lina, "2")
    assert "ne donne pas de plafond" in none


async def test_the_question_whether_the_call_fits_names_the_call_just_chosen(town: Town) -> None:
    story = await three_calls(town)
    await reaches_the_ceiling(story.lina, "2")
    await story.lina.taps("unknown", "no")
    await story.lina.sees("invitation/call_fits")
    assert "Partir entre femmes" in await story.lina.text()


async def test_a_group_goes_with_the_call_chosen(town: Town) -> None:
    story = await three_calls(town)
    await story.lina.starts()
    await story.lina.taps("r:people", "r:group_new")
    await story.lina.says("Les Tilleuls")
    await story.lina.sees("invitation/in_call")
    await story.lina.taps("1")
    await story.lina.sees("group/pick")
    assert (await town.does(access.need, 1)).call_id == story.call
