"""Aid that nobody noted as handed over: its report asks what became of it, and says nothing as used that never was."""

from typing import TypedDict

from bot.domain.handovers import Handed
from bot.domain.people import Role
from bot.plan.context import Moment
from bot.storage import calls, handovers, reports
from bot.storage.kernel.store import Tx
from tests.dialogues.after import GRANTED, LINA, came_home, gives, granted_plan
from tests.dialogues.story import Cast, cast
from tests.dialogues.test_offer_ends import words_of
from tests.dialogues.test_reports import edits
from tests.support.phones import Phone, buttons
from tests.support.town import Town


class Taken(TypedDict):
    """What a call has given away: places and cents."""

    places: int
    cents: int


async def taken(town: Town) -> Taken:
    """Return what the call has given away, its ledger in balance."""
    row = await town.does(calls.by_id, 1)
    assert await town.does(calls.unbalanced) == []
    return {"places": row.taken_places, "cents": row.taken_cents}


async def home_without(town: Town) -> tuple[Cast, Phone]:
    """Let Awa go and come home; nobody has noted that the aid was handed over."""
    story = await cast(town)
    awa = await granted_plan(story)
    await came_home(story, handed=False)
    await town.passes(days=1)  # to a Monday
    await story.lina.starts()
    await story.lina.taps("report")
    return story, awa


async def says_how_it_was(lina: Phone) -> None:
    """Answer what is asked of the stay itself."""
    await lina.says("Elle a préparé le trajet seule.")
    await lina.taps("none", "skip")
    await lina.sees("report/_ready")


async def test_what_was_never_handed_over_goes_back_to_the_call_and_nobody_left_with_it(town: Town) -> None:
    story, awa = await home_without(town)
    lina, bruno = story.lina, await town.member("Bruno", Role.LEAD, story.residence)
    assert next(text for text, _ in buttons(await bruno.last())).endswith("Awa"), "the lead has it in sight too"
    await lina.sees("report/rest_given")
    assert "800 € sont accordés. Personne n’a noté la remise." in await words_of(lina)
    await lina.taps("never", "as_planned", "3")
    await says_how_it_was(lina)
    told = await words_of(lina)
    assert "Jamais remis : 800 €" in told
    assert "Utilisé : 0 €" in told
    assert "Avec ce bilan, 800 € reviennent au réseau." in told
    assert await taken(town) == {"places": 4, "cents": GRANTED}
    await gives(lina)
    await lina.sees("report/_given")
    assert await taken(town) == {"places": 0, "cents": 0}

    claire = story.claire
    await claire.forges("d:reports:1")
    told = await words_of(claire)
    assert "Personnes parties avec l’aide : 0" in told
    assert "Séjours sans l’aide : moins de 5" in told
    await claire.forges("d:outcomes:1")
    assert "Aucune aide n’est encore accordée." in await words_of(claire)
    await bruno.starts()
    assert not [text for text, _ in buttons(await bruno.last()) if text.endswith("Awa")]

    await lina.taps("correct_report")
    await edits(lina, "rest_given")
    await lina.taps("handed")
    await lina.sees("report/rest_day")
    await lina.says("8 juillet 2027")
    await lina.taps("nothing", "skip")
    await gives(lina)
    assert await taken(town) == {"places": 4, "cents": GRANTED}
    await awa.sees("notices/handed_over")
    await awa.taps("not_right")
    await lina.starts()
    await lina.taps("r:people:awaiting", "r:person:3")
    assert (await lina.sees("review/person")).values["due"] == ["disputed"]
    await lina.taps("handover")
    await lina.sees("handover/_page")


async def test_what_was_handed_over_after_all_is_noted_with_its_day_and_the_person_confirms_it(town: Town) -> None:
    story, awa = await home_without(town)
    lina = story.lina
    await lina.taps("handed")
    await lina.says("1 octobre 2026")
    assert "Rien n’est remis avant." in await words_of(lina)
    await lina.says("8 juillet 2027")
    await lina.taps("as_planned", "nothing", "skip", "3")
    await says_how_it_was(lina)
    assert await town.does(handovers.of_plan, 1) is None, "nothing is noted before she has looked"
    await gives(lina)
    held = await town.does(handovers.of_plan, 1)
    assert held is not None
    assert (held.cents, held.handed_on.isoformat()) == (GRANTED, "2027-07-08")
    assert await taken(town) == {"places": 4, "cents": GRANTED}
    await awa.sees("notices/handed_over")
    await awa.taps("received")
    assert "Encore à venir" not in await words_of(awa)


def _some_handed(tx: Tx, moment: Moment) -> None:
    handovers.note(tx, 1, Handed(300_00, moment.now.date(), "electronic"), LINA)


async def test_of_an_aid_handed_over_in_part_no_more_than_that_part_was_used(town: Town) -> None:
    story = await cast(town)
    await granted_plan(story)
    await town.does(_some_handed, town.moment)
    await came_home(story, handed=False)
    lina = story.lina
    await lina.starts()
    await lina.taps("report")
    assert "300 € sont notés comme remis. 500 € ne le sont pas." in await words_of(lina)
    await lina.taps("never", "as_planned", "some")
    await lina.says("301")
    await lina.sees("report/returned_cents", problem="not_granted")
    await lina.says("100")
    await lina.taps("3")
    await says_how_it_was(lina)
    assert "Jamais remis : 500 €" in await words_of(lina)
    await gives(lina)
    assert await taken(town) == {"places": 4, "cents": 200_00}
    report = await town.does(reports.of_plan, 1)
    assert report is not None
    assert (report.used_cents, report.returned_cents) == (200_00, 100_00)
    await story.claire.forges("d:outcomes:1")
    assert "1 projet aidé" in await words_of(story.claire)
