"""A wrong grant is put right after the two minutes: another amount or none, with a reason, and all hear of it."""

from bot.domain.plans import State
from bot.storage import audit, calls, handovers, ledger, plans
from bot.storage.ledger import Books, Sum
from bot.storage.plans import PlanRow
from conversations.engine.screens import Page
from tests.dialogues.group import taps_one
from tests.dialogues.story import Cast, cast, endorsed_plan, granted_plan
from tests.dialogues.test_handovers import edits, handover, hands
from tests.support.phones import Phone
from tests.support.town import Town, read

FOUR = 4
"""People of the story: one adult, three children."""


async def granted(town: Town, **call: object) -> tuple[Cast, Phone]:
    """Grant Awa 690 euros for four people, and let the two minutes pass."""
    story = await cast(town, **call)
    return story, await granted_plan(story)


async def the_plan(town: Town) -> PlanRow:
    found: PlanRow | None = await town.does(plans.by_id, 1)
    assert found is not None
    return found


async def books(story: Cast) -> Books:
    found: Books = await story.town.does(ledger.books, story.call)
    return found


async def not_back(story: Cast) -> int:
    """Return what is still out although nothing is granted for it, in cents."""
    cents: int = await story.town.does(handovers.not_back, story.call)
    return cents


async def opens(claire: Phone) -> str:
    """Open the card of what was granted as Claire, and look what can be put right; returns what stands there."""
    await claire.forges("d:granted")
    await claire.taps("decide", "correct")
    await claire.sees("committee/correct")
    return read(await claire.text())


async def corrects(claire: Phone, amount: str, *first: str, why: str = "typed_wrong") -> None:
    """Say another amount and why as Claire, from the page that says what is possible, up to the last word."""
    await claire.taps("new_amount", *first)
    await claire.says(amount)
    await claire.taps(why)
    await claire.sees("committee/correction")


async def surely(claire: Phone) -> None:
    """Confirm as Claire what was read."""
    await taps_one(claire, "d:put_right:")


async def minutes(claire: Phone) -> str:
    """Return what the minutes since the last ones say."""
    await claire.town.passes(minutes=3)
    await claire.forges("d:minutes:1")
    made = await claire.sees("committee/minutes")
    assert isinstance(made, Page)
    assert isinstance(made.document, tuple)
    return read(made.document[1].decode())


async def test_within_two_minutes_a_grant_is_undone_and_after_them_put_right(town: Town) -> None:
    story = await cast(town)
    await endorsed_plan(story)
    await story.claire.taps("d:list", "decide", "grant")
    await story.claire.forges("d:granted")
    await story.claire.taps("decide")
    assert await story.claire.offers("undo_decision")
    assert not await story.claire.offers("correct"), "nobody was told yet: it is simply undone"
    await story.claire.forges("p:correct:1:z")
    await story.claire.sees("committee/card", problem="not_now")
    await town.passes(minutes=3)
    await story.claire.forges("d:granted")
    await story.claire.taps("decide")
    assert await story.claire.offers("correct")


async def test_a_wrong_amount_is_corrected_and_everybody_reads_it(town: Town) -> None:
    story, awa = await granted(town)
    claire, before = story.claire, len(await awa.messages())
    assert "Rien n’est encore remis. Possible : tout montant jusqu’à 690 €, ou rien." in await opens(claire)
    await claire.taps("new_amount")
    await claire.says("690")
    await claire.sees("regrant/regranted", problem="same_amount")
    await claire.says("700")
    await claire.sees("regrant/regranted", problem="out_of_room")
    assert "Le montant peut aller de 0,01 € à 690 €." in read(await claire.text())
    await claire.says("500")
    await claire.taps("typed_wrong")
    ready = read(await claire.text())
    assert "500 € au lieu de 690 €" in ready
    assert "Rendu à l’appel : 190 €" in ready
    assert "La personne et sa personne référente recevront un message." in ready
    assert (len(await awa.messages()), (await the_plan(town)).granted_cents) == (before, 690_00), "nothing holds yet"

    await surely(claire)
    await claire.sees("committee/corrected")
    assert (await the_plan(town)).granted_cents == 500_00
    found = await books(story)
    assert (found.given, found.released, found.granted) == (Sum(FOUR, 690_00), Sum(0, 190_00), Sum(FOUR, 500_00))
    assert await town.does(calls.unbalanced) == []

    await awa.sees("notices/grant_corrected")
    told = read(await awa.text())
    assert "Votre aide passe de 690 € à 500 €. Cela ne vient pas de vous." in told
    assert "Il manque 190 €" in told
    assert "Ne payez rien avant d’en parler avec Lina." in told
    await awa.starts()
    assert "c’est oui : 500 €" in read(await awa.text())
    assert await story.lina.has_seen("notices/grant_corrected_referent")
    await taps_one(story.lina, "p:card:", "Awa")
    assert "✏️ Avant, 690 € : Erreur de montant" in read(await story.lina.text())

    paper = await minutes(claire)
    assert "montant corrigé<br>Erreur de montant" in paper
    assert "690 € → 500 €" in paper
    assert "= Engagé</b></td><td" in paper
    assert await town.does(audit.verify_all) == []


async def test_a_grant_for_the_wrong_plan_is_withdrawn_and_decided_again(town: Town) -> None:
    story, awa = await granted(town)
    claire, rank = story.claire, (await the_plan(town)).rank_at
    await opens(claire)
    await claire.taps("withdraw", "other")
    await claire.says("Confusion avec un autre projet; à revoir")
    assert "rien au lieu de 690 €" in read(await claire.text())
    assert "Le projet sera de nouveau à décider, avec son rang." in read(await claire.text())
    await surely(claire)
    await claire.sees("committee/card")
    assert "↩ Accord retiré : Confusion avec un autre projet; à revoir" in read(await claire.text())
    plan = await the_plan(town)
    assert (plan.state, plan.granted_cents, plan.rank_at) == (State.IN_COMMITTEE, None, rank)
    found = await books(story)
    assert (found.asked, found.granted, found.released) == (Sum(FOUR, 690_00), Sum(), Sum(FOUR, 690_00))

    await awa.sees("notices/grant_withdrawn")
    told = read(await awa.text())
    assert "L’aide de 690 € est annulée. Cela ne vient pas de vous. Votre projet sera examiné de nouveau." in told
    assert "Ne payez rien avant d’en parler avec Lina." in told
    await awa.starts()
    assert "L’aide est annulée." in read(await awa.text())
    assert "Votre projet a été lu" not in read(await awa.text())
    assert "Une aide est retirée : ne remettez rien" in read(await story.lina.text())
    await story.lina.forges("p:hand:1:z")
    await story.lina.sees("review/card")

    paper = await minutes(claire)
    assert "accord retiré<br>Confusion avec un autre projet, à revoir" in paper
    assert "690 € → 0 €" in paper
    await claire.forges("d:list")
    await claire.taps("decide", "grant")
    await town.passes(minutes=3)
    await awa.sees("notices/granted")
    assert "Accord retiré" not in read(await claire.text())
    assert (await books(story)).granted == Sum(FOUR, 690_00)


async def test_what_is_handed_over_stays_unless_it_is_asked_back(town: Town) -> None:
    story, awa = await granted(town)
    claire, lina = story.claire, story.lina
    await hands(lina, "400")
    await awa.taps("received")
    page = await opens(claire)
    assert "🎟 Déjà remis : 400 €" in page
    assert "Possible sans rien redemander : de 400 € à 690 €" in page
    assert "Moins, ou rien : ce qui est en trop sera redemandé." in page
    assert "Pas possible : reprendre ce qui est déjà dépensé." in page
    await claire.taps("new_amount", "kept")
    await claire.says("300")
    await claire.sees("regrant/regranted", problem="out_of_room")
    assert "Le montant peut aller de 400 € à 690 €." in read(await claire.text())
    await claire.says("450")
    await claire.taps("other_aid")
    await surely(claire)
    assert ((await the_plan(town)).granted_cents, await not_back(story)) == (450_00, 0)
    assert "Rendez" not in read(await awa.text())

    await opens(claire)
    await corrects(claire, "300", "asked_back")
    assert "À redemander par la personne référente : 100 €" in read(await claire.text())
    await surely(claire)
    await awa.sees("notices/grant_corrected")
    assert "↩ Rendez 100 € de chèques à Lina, s’il vous plaît." in read(await awa.text())
    assert "Une partie est à reprendre." in read(await lina.text())
    assert await not_back(story) == 100_00
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "card", "handover")
    assert "Chèques à reprendre : 100 €" in read(await lina.text())


async def test_a_withdrawn_aid_comes_back_and_can_be_granted_and_handed_over_anew(town: Town) -> None:
    story, awa = await granted(town)
    claire, lina = story.claire, story.lina
    await hands(lina)
    await awa.taps("received")
    page = await opens(claire)
    assert "Possible sans rien redemander" not in page, "all of it is handed over"
    await claire.taps("withdraw", "wrong_plan")
    await surely(claire)
    assert "Rendez 690 € de chèques à Lina" in read(await awa.text())
    await awa.starts()
    assert (await awa.sees("home/plan")).values["give_back"] == 690_00
    assert "Ce qui a été remis est à reprendre." in read(await lina.text())
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "handover", "vouchers_back")
    assert await not_back(story) == 0
    await claire.taps("d:list", "decide", "grant")
    await town.passes(minutes=3)
    assert await town.does(handovers.of_plan, 1) is None, "what came back is to be handed over anew"
    await hands(lina)
    assert (await handover(town)).cents == 690_00


async def test_a_plan_granted_again_while_its_vouchers_are_out_has_nothing_to_hand_over(town: Town) -> None:
    story, _ = await granted(town)
    await hands(story.lina)
    await opens(story.claire)
    await story.claire.taps("withdraw", "wrong_plan")
    await surely(story.claire)
    await story.claire.taps("grant")
    await town.passes(minutes=3)
    await story.lina.starts()
    await story.lina.taps("r:people", "r:person:3", "card", "handover")
    assert (await story.lina.sees("handover/_page")).values["left"] == 0
    assert not await story.lina.offers("hand")
    await town.passes(days=230)
    assert (await the_plan(town)).state is State.AWAY


async def test_more_is_granted_only_within_what_is_left(town: Town) -> None:
    story, awa = await granted(town, envelope=700_00)
    claire = story.claire
    await opens(claire)
    await corrects(claire, "500")
    await surely(claire)
    await town.does(lambda tx: calls.change(tx, story.call, envelope=600_00))
    await opens(claire)
    await corrects(claire, "690", why="budget")
    await surely(claire)
    await claire.sees("committee/correction", problem="nothing_left")
    assert (await the_plan(town)).granted_cents == 500_00
    await edits(claire, "regranted")
    await claire.says("550")
    await surely(claire)
    assert "Votre aide passe de 500 € à 550 €. Le reste de votre projet ne change pas." in read(await awa.text())
    assert "Cela ne vient pas de vous" not in await awa.text()
    assert (await books(story)).granted == Sum(FOUR, 550_00)


async def test_who_has_not_heard_of_a_grant_hears_the_right_amount_alone(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    await town.passes(hours=12)  # at night nobody is written to
    await story.claire.taps("d:list", "decide", "grant")
    await town.passes(minutes=3)
    await opens(story.claire)
    await corrects(story.claire, "500")
    await surely(story.claire)
    await town.passes(hours=12)
    assert await awa.has_seen("notices/granted")
    assert not await awa.has_seen("notices/grant_corrected")
    assert "c’est oui : 500 € en chèques-vacances" in read(await awa.text())


async def test_an_offer_that_was_wrong_is_another_offer_or_none(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    claire = story.claire
    await claire.taps("d:list", "decide", "offer")
    await claire.says("100")
    await town.passes(minutes=3)
    held = (await the_plan(town)).held_until
    await town.passes(days=1)
    await opens(claire)
    await claire.taps("new_amount")
    await claire.says("690")
    await claire.sees("regrant/regranted", problem="out_of_room")
    await claire.says("400")
    await claire.taps("typed_wrong")
    await surely(claire)
    plan = await the_plan(town)
    assert plan.held_until is not None
    assert held is not None
    assert (plan.state, plan.held_until > held) == (State.OFFERED, True), "the time to answer begins anew"
    assert "Votre aide passe de 100 € à 400 €." in read(await awa.text())
    await awa.taps("accept")
    assert ((await the_plan(town)).state, (await the_plan(town)).granted_cents) == (State.GRANTED, 400_00)
