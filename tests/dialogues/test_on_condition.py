"""What nobody knows yet is never kept in silence: a plan is endorsed on condition, missing money with a word."""

import csv
import io
from datetime import date

from bot.domain.plans import State
from bot.interaction.routes import encode_id
from bot.storage import plans
from bot.storage.changes import PlanChanges
from bot.storage.plans import PlanRow
from conversations.engine.screens import Page
from tests.dialogues.story import Cast, cast, fills_own_part, joins
from tests.support.phones import Phone, buttons
from tests.support.town import Town, read

VOUCHERS = "Un logement qui accepte les chèques"


async def plan(story: Cast) -> PlanRow:
    found: PlanRow | None = await story.town.does(plans.by_id, 1)
    assert found is not None
    return found


async def a_week_in_marrakech(town: Town) -> tuple[Cast, Phone]:
    """Send a plan for a week of school in Morocco: two pupils, vouchers to be asked about, 120 € missing."""
    story = await cast(town, stay_from=date(2027, 4, 1))
    awa, lina = await joins(story), story.lina
    await awa.taps("sea", "children", "done", "children", "never", "1")
    await awa.says("8, 10")
    await awa.taps("none")
    await awa.says("Marrakech, Maroc")
    await awa.says("10/05/2027 - 17/05/2027")
    await awa.taps("hotel", "other")
    await awa.says("avion")
    await awa.says("60")
    await awa.taps("home", "done", "send")
    await lina.taps("r:next", "prices")
    await lina.says("Riad Bleu")
    return story, awa


async def and_its_prices(lina: Phone) -> None:
    """Answer the other prices: 900 €, of which 720 € are asked for and Awa has 60 €."""
    await lina.says("420")
    await lina.taps("seen", "to_check", "option")
    for price in ("180", "200", "100"):
        await lina.says(price)
    await lina.taps("none", "0", "none", "card")
    await fills_own_part(lina)


async def test_a_week_of_school_in_marrakech_is_never_endorsed_in_silence(town: Town) -> None:
    story, awa = await a_week_in_marrakech(town)
    lina, claire = story.lina, story.claire
    await lina.taps("elsewhere")
    await and_its_prices(lina)
    card = read(await lina.text())
    assert "📍 Riad Bleu, Marrakech, Maroc" in card
    assert "✖ Ce lieu est hors de la zone de cette aide." in card
    assert "⚠️ Les enfants ont école ces jours-là." in card
    assert f"❓ 1 à vérifier : {VOUCHERS}" in card
    assert "⚠️ Il manque 120 €, à payer sans chèques." in card
    assert not await lina.offers("endorse")
    assert not await lina.offers("on_condition"), "no condition makes Morocco a part of Europe"

    # Awa goes to Marseille instead, in the same week.
    await lina.taps("price_list")
    await lina.taps(next(data for _, data in buttons(await lina.last()) if data.endswith(":area:edit")))
    await lina.taps("france", "card")
    assert not await lina.offers("endorse")
    await lina.forges(f"p:endorse:1:{encode_id((await plan(story)).version)}")
    await lina.sees("review/card", problem="not_settled")
    await lina.taps("on_condition")
    await lina.sees("endorsement/gap_word")
    assert "Il manque 120 €, à payer sans chèques." in read(await lina.text())
    assert (await plan(story)).state is State.TO_REVIEW
    await lina.says("La ville est sollicitée pour 120 €.")
    assert (await plan(story)).state is State.ENDORSED
    decided = next(screen for screen in await lina.screens() if getattr(screen, "template", "") == "review/decided")
    assert [each.kind for each in getattr(decided, "values", {})["conditions"]] == ["takes_vouchers"]
    await town.passes(minutes=3)

    # The committee reads what is open, and may ask.
    await claire.taps("d:list")
    assert "· ⚠️" in read(await claire.text())
    await claire.taps("decide")
    card = read(await claire.text())
    assert f"⚠️ Sous condition : {VOUCHERS}" in card
    assert "« La ville est sollicitée pour 120 €. »" in card
    assert "⚠️ Il manque 120 €, à payer sans chèques." in card
    await claire.taps("to_check")
    await claire.sees("review/to_check")
    assert await claire.offers("point"), "the referent answers"
    await claire.taps("decide", "grant")
    await town.passes(minutes=3)

    await is_repeated_until_it_is_settled(lina)
    await stands_in_the_minutes(claire)
    assert (await plan(story)).state is State.GRANTED
    assert await awa.has_seen("notices/granted")


async def stands_in_the_minutes(claire: Phone) -> None:
    """Read the minutes as Claire, printed and as a table: what was a condition then is one there, though settled."""
    await claire.forges("d:minutes:1")
    made = await claire.sees("committee/minutes")
    assert isinstance(made, Page)
    assert isinstance(made.document, tuple)
    assert f"accordé<br>Sous condition : {VOUCHERS}" in read(made.document[1].decode())
    await claire.taps("d:minutes_table:1")
    table = await claire.sees("committee/table")
    assert isinstance(table, Page)
    assert isinstance(table.document, tuple)
    (granted,) = csv.DictReader(io.StringIO(table.document[1].decode("utf-8-sig")), delimiter=";")
    assert (granted["Décision"], granted["Sous condition"]) == ("accordé", VOUCHERS)


async def is_repeated_until_it_is_settled(lina: Phone) -> None:
    """Read the grant as Lina: what is to be confirmed stands on each page, until it is."""
    assert "Un point est à confirmer avant de remettre." in read(await lina.text())
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "handover")
    assert f"⚠️ À confirmer avant de remettre : {VOUCHERS}" in read(await lina.text())
    await lina.taps("card")
    assert f"⚠️ À confirmer avant de remettre : {VOUCHERS}" in read(await lina.text())
    await lina.taps("r:settle:1:vouchers")
    await lina.sees("figures/vouchers")
    await lina.taps("yes")
    await lina.sees("review/card")
    assert "À confirmer" not in read(await lina.text())


async def test_a_condition_that_turns_out_broken_is_a_cross_whatever_was_granted(town: Town) -> None:
    story, _ = await a_week_in_marrakech(town)
    lina = story.lina
    await lina.taps("france")
    await and_its_prices(lina)
    await lina.taps("on_condition")
    await lina.says("Une collecte.")
    await town.passes(minutes=3)
    await story.claire.taps("d:list", "decide", "grant")
    await town.passes(minutes=3)
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "card", "r:settle:1:vouchers", "no")
    assert "✖ Ce logement n’accepte pas les chèques-vacances." in read(await lina.text())
    assert "À confirmer" not in read(await lina.text())


async def test_an_old_plan_endorsed_with_vouchers_to_be_asked_about_is_to_be_confirmed_too(town: Town) -> None:
    story, _ = await a_week_in_marrakech(town)
    lina = story.lina
    await lina.taps("france")
    await and_its_prices(lina)
    now = await plan(story)
    endorsed: PlanChanges = {"state": "in_committee", "before_state": "endorsed", "people": 3, "aid_cents": 720_00}
    endorsed["rank_at"] = town.moment.now
    await town.does(lambda tx: plans.save(tx, now, town.moment.now, **endorsed))
    await story.claire.starts()
    await story.claire.taps("d:list", "decide")
    assert f"⚠️ Sous condition : {VOUCHERS}" in read(await story.claire.text())
    await story.claire.taps("grant")
    assert (await plan(story)).state is State.GRANTED
