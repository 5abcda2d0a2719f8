"""People of 16 or 17 go without an adult only where the call says so, with their parents' agreement."""

from bot.storage import plans
from conversations.papers import SEEN
from tests.dialogues.story import cast, fills_prices, joins
from tests.support.town import Town, read

AGREEMENT = "L’accord des parents"


async def test_elsewhere_nobody_under_18_goes_alone_and_the_sentence_says_what_is_possible(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await awa.taps("sea", "children", "done", "children", "never")
    await awa.sees("travellers/adults")
    assert not await awa.offers("0")
    await awa.says("0")
    await awa.sees("travellers/adults", problem="no_adult")
    assert "séjour en groupe" in await awa.text()


async def test_where_the_call_says_so_a_young_person_goes_and_the_parents_agreement_is_a_paper(town: Town) -> None:
    story = await cast(town)
    lina, claire = story.lina, story.claire
    await claire.taps("d:calls", "d:call:1", "d:settings:1", "d:others:1", "d:minors:1")
    assert "16 ou 17 ans" in read(await claire.text())
    awa = await joins(story)
    await awa.taps("sea", "children", "done", "children", "never", "0")
    await awa.sees("travellers/children")
    await awa.says("15")
    await awa.sees("travellers/children", problem="too_young_alone")
    await awa.says("17")
    await awa.taps("none")
    await awa.says("Le lac, 25 km")
    await awa.says("10/07/2027 - 17/07/2027")
    await awa.taps("campsite", "train")
    await awa.says("60")
    await awa.taps("home", "done", "send")
    await lina.taps("r:next")
    await fills_prices(lina)
    await lina.taps("part")
    await lina.says("612")
    await lina.taps("caf", "none", "no", "own_words")
    await lina.says("Un rendez-vous chaque semaine.")
    await lina.taps("yes", "none")
    card = read(await lina.text())
    assert "🎒 1 jeune sans adulte" in card
    assert f"❓ 1 à vérifier : {AGREEMENT}" in card
    assert not await lina.offers("endorse")
    await lina.taps("parental_consent", SEEN)
    await lina.taps("endorse")
    plan = await town.does(plans.by_id, 1)
    assert plan is not None
    assert (plan.people, plan.children) == (1, 1), "one place, for the young person alone"
