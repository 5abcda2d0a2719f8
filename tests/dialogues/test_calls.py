"""The coordinator opens a call from a telephone in six questions, and changes it while it is open."""

from bot.storage import audit, calls
from tests.dialogues.story import Cast, cast, endorsed_plan, invites, link_in
from tests.support.phones import Phone, buttons
from tests.support.town import Town


async def answers_the_six(claire: Phone) -> None:
    """Answer model, name, closing, stays, places and money, regions; then the figures to confirm."""
    await claire.taps("d:calls", "d:new_call")
    await claire.sees("call/model")
    await claire.taps("apv")
    await claire.says("Séjours d'automne 2027")
    await claire.sees("call/closes_on")
    await claire.says("15 juillet 2027")
    await claire.sees("call/stays")
    await claire.says("du 1er août au 31 octobre 2027")
    await claire.sees("call/places")
    await claire.says("300")
    await claire.says("20 000 €")
    await claire.sees("call/regions")
    await claire.taps("BRE", "IDF", "done")
    await claire.sees("call/confirmed")
    await claire.taps("own_share_min", "done")


async def rows(story: Cast) -> list[calls.CallRow]:
    found: list[calls.CallRow] = await story.town.does(calls.of_network, story.town.network)
    return found


async def test_six_questions_open_a_call_and_nothing_is_open_before(town: Town) -> None:
    story = await cast(town)
    await answers_the_six(story.claire)
    await story.claire.sees("call/_ready")
    assert len(await rows(story)) == 1
    await opens(story.claire)
    await story.claire.sees("call/_opened")
    opened = (await rows(story))[0]
    assert opened.name == "Séjours d'automne 2027"
    assert (opened.places, opened.envelope) == (300, 2_000_000)
    assert opened.regions == ("BRE", "IDF")
    assert opened.confirmed == ("own_share_min",)
    assert opened.people_by.isoformat() == "2027-06-30", "ten working days before July 15, the 14th being a holiday"
    line = (await town.does(audit.history, f"call:{opened.id}"))[-1]
    assert line.action == "open"
    assert line.actor_id is not None


async def test_a_referent_of_its_regions_invites_to_it(town: Town) -> None:
    story = await cast(town)
    await answers_the_six(story.claire)
    await opens(story.claire)
    await story.lina.starts()
    await story.lina.taps("r:invite")
    await story.lina.says("Awa")
    await story.lina.sees("invitation/in_call")
    await story.lina.taps("2")
    await story.lina.taps("unknown", "no", "yes", "normal", "skip")
    awa = await town.phone("Awa")
    await awa.starts(await link_in(story.lina))
    await awa.sees("privacy")


async def data_of(phone: Phone) -> list[str]:
    """Return the data of every button of the newest message."""
    return [data for _, data in buttons(await phone.last())]


async def opens(claire: Phone) -> None:
    """Tap "open it now"."""
    await claire.taps(next(data for data in await data_of(claire) if data.startswith("d:open:")))


async def test_an_answer_is_changed_before_it_opens(town: Town) -> None:
    story = await cast(town)
    await answers_the_six(story.claire)
    await story.claire.taps("d:edit:2", "places")
    await story.claire.sees("adjust/new_places")
    await story.claire.says("100")
    await story.claire.sees("call/_ready")
    await opens(story.claire)
    assert (await rows(story))[0].places == 100


async def test_dates_that_no_longer_fit_are_refused_and_nothing_opens(town: Town) -> None:
    story = await cast(town)
    await answers_the_six(story.claire)
    await story.claire.taps("d:edit:2", "closing")
    await story.claire.says("15 décembre 2027")
    await story.claire.sees("call/_ready")
    assert not await story.claire.offers("d:open:2")
    await story.claire.forges("d:open:2")
    await story.claire.sees("committee/home", problem="call_invalid")
    assert len(await rows(story)) == 1


async def test_places_and_money_are_raised_and_never_lowered_under_what_is_given(town: Town) -> None:
    story = await cast(town)
    await endorsed_plan(story)
    await story.claire.taps("d:list", "decide", "grant")
    await story.claire.starts()
    await story.claire.taps("d:calls", "d:call:1", "d:edit:1", "places")
    await story.claire.says("3")
    await story.claire.sees("adjust/new_places", problem="under_taken")
    await story.claire.says("4")
    await story.claire.sees("call/_call")
    await story.claire.taps("d:edit:1", "money")
    await story.claire.says("600")
    await story.claire.sees("adjust/new_envelope", problem="under_taken")
    await story.claire.says("50 000")
    row = (await rows(story))[0]
    assert (row.places, row.envelope) == (4, 5_000_000)


async def test_a_call_is_extended_and_closed(town: Town) -> None:
    story = await cast(town)
    await story.claire.taps("d:calls", "d:call:1", "d:edit:1", "closing")
    await story.claire.says("18 juin 2027")
    row = (await rows(story))[0]
    assert row.closes_at.date().isoformat() == "2027-06-18"
    await story.claire.taps("d:edit:1", "d:close:1")
    await story.claire.sees("call/_close")
    await story.claire.taps("d:close_now:1")
    await town.passes(minutes=1)
    await story.lina.taps("r:invite")
    await story.lina.sees("review/no_open_call")


async def test_nobody_else_opens_or_changes_a_call(town: Town) -> None:
    story = await cast(town)
    for forged in ("d:new_call", "d:call:1", "d:open:1", "d:settings:1", "d:confirm:1:0", "d:rebase_now:1", "d:past"):
        await story.lina.forges(forged)
        await story.lina.sees("review/home", problem="not_for_you")
    await invites(story.lina)
