"""The aid in each form there is but vouchers and money passed on: a bill that is paid, a refund; and who chooses it."""

from functools import partial

from bot.domain.aid import AidForm
from bot.domain.handovers import Holding, Receipt
from bot.storage import calls, handovers
from tests.dialogues.after import came_home, granted_plan
from tests.dialogues.story import Cast, cast
from tests.dialogues.test_story_coorace import companies
from tests.support.phones import Phone
from tests.support.town import Town


async def granted(town: Town, form: AidForm) -> tuple[Cast, Phone]:
    """Grant Awa an aid of 800 euros in that form."""
    story = await cast(town)
    await town.does(partial(calls.change, call_id=story.call, aid_form=form.value))
    return story, await granted_plan(story)


async def held(town: Town) -> Holding:
    found: Holding = await town.does(handovers.of_plan, 1)
    return found


async def due(lina: Phone) -> list[str]:
    """Open Awa's page as Lina, and return what it says is due."""
    await lina.starts()
    await lina.taps("r:people", "r:person:3")
    found: list[str] = (await lina.sees("review/person")).values["due"]
    return found


async def test_a_place_that_is_paid_needs_a_day_and_its_receipt_and_the_person_confirms_nothing(town: Town) -> None:
    story, awa = await granted(town, AidForm.PAID_TO_PROVIDER)
    lina = story.lina
    await town.passes(minutes=3)
    await awa.starts()
    assert "Lina paie le lieu pour vous" in await awa.text()
    assert await due(lina) == ["hand_over"]
    assert "Le lieu est à payer" in await lina.text()
    await lina.taps("handover", "hand")
    await lina.sees("handover/handed_on")  # no amount: it is what was granted; no numbers
    await lina.taps("today", "not_yet")
    await lina.sees("handover/_page")
    assert "Le reçu du lieu manque encore" in await lina.text()
    await awa.sees("notices/handed_over")
    assert "Le lieu est payé" in await awa.text()
    assert not await awa.offers("received")
    await awa.starts()
    assert not await awa.offers("received")
    await lina.taps("paper")
    assert "Le lieu a donné son reçu" in await lina.text()
    part = (await held(town)).parts[0]
    assert (part.cents, part.form, part.receipt) == (80_000, "provider", Receipt.PAPER)

    # Given up, it is the place that gives it back, to who paid: nobody asks the person for it.
    await awa.starts()
    await awa.taps("stay_changes", "cancel")
    assert (await awa.sees("plan/cancel")).values["in_hand"] == 0
    await awa.taps("cancel_surely")
    assert (await awa.sees("home/plan")).values["give_back"] == 0
    assert await due(lina) == ["take_back"]


async def test_a_refund_comes_after_the_stay_and_after_its_receipts(town: Town) -> None:
    story, awa = await granted(town, AidForm.REFUND)
    lina = story.lina
    await awa.starts()
    assert "Vous payez d’abord. Gardez tous les reçus. Lina vous rembourse après." in await awa.text()
    assert await due(lina) == [], "nothing is to be done before there are receipts"
    await came_home(story, handed=False)
    await town.passes(days=1)  # to a Monday
    assert await due(lina) == ["hand_over", "report"]
    assert "À rembourser, une fois les reçus arrivés" in await lina.text()
    await lina.taps("handover", "hand", "not_yet")
    await lina.sees("handover/receipts", problem="receipts_first")
    await lina.taps("yes", "80000", "today")
    await lina.sees("handover/_page")
    assert "Remboursé" in await lina.text()
    await awa.sees("notices/handed_over")
    await awa.taps("received")
    part = (await held(town)).parts[0]
    assert (part.cents, part.form, part.receipt) == (80_000, "refund", Receipt.PHONE)
    assert await due(lina) == ["report"]


async def test_a_coordinator_chooses_the_form_before_the_call_opens_and_not_afterwards(town: Town) -> None:
    story = await companies(town)
    claire = story.claire
    await claire.taps("d:calls", "d:new_call", "apv")
    for said in ("Été 2027", "20 décembre 2026", "du 5 juillet au 31 août 2027", "40", "20 000 €"):
        await claire.says(said)
    await claire.taps("none", "none", "d:settings:1", "d:others:1")
    assert "Chèques-vacances" in await claire.text()
    await claire.taps("d:change:1:aid_form", "refund")
    await claire.sees("call/_others")
    assert "Remboursée après le séjour" in await claire.text()
    assert (await town.does(calls.by_id, 1)).aid_form == "refund"
    await claire.taps("d:settings:1", "d:call:1", "d:open:1")
    await claire.forges("d:change:1:aid_form")
    assert not await claire.offers("vouchers")
    await claire.taps("d:calls", "d:call:1", "d:settings:1", "d:others:1")
    assert not await claire.offers("d:change:1:aid_form")


async def test_lost_vouchers_are_declared_with_what_stands_in_the_booklet_and_left_over_ones_go_back(
    town: Town,
) -> None:
    _, awa = await granted(town, AidForm.VOUCHERS)
    await awa.starts()
    await awa.forges("g:answer:lost_vouchers")
    await awa.sees("questions/lost_vouchers")
    text = await awa.text()
    assert "On ne peut pas les bloquer" in text
    assert "leguide.ancv.com : n° d’organisme, année, numéros" in text.replace("\xa0", " ")
    await awa.forges("g:answer:left_over")
    await awa.sees("questions/left_over")
    assert "Après les vacances, rendez-les à Lina" in await awa.text()
