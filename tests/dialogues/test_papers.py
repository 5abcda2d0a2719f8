"""Papers that a call asks for: sent by the person, ticked by the referent, or a condition that the committee reads."""

from functools import partial

from bot.domain.plans import State
from bot.storage import calls, plans
from bot.storage.changes import PlanChanges
from bot.storage.plans import PlanRow
from conversations.engine.screens import Page
from tests.dialogues.story import Cast, cast, fills_own_part, fills_prices, sent_plan
from tests.support.phones import Phone
from tests.support.town import Town, read

STATEMENT = "Attestation de la personne référente"


async def asks_for_papers(town: Town) -> tuple[Cast, Phone]:
    """Send a plan in a call that asks for a quote, a proof of employment and the referent's statement."""
    story = await cast(town)
    papers = ["quote", "employment_proof", "support_statement"]
    await town.does(partial(calls.change, documents=papers), story.call)
    return story, await sent_plan(story)


async def plan(story: Cast) -> PlanRow:
    found: PlanRow | None = await story.town.does(plans.by_id, 1)
    assert found is not None
    return found


async def test_the_person_sends_a_paper_and_the_referent_opens_it(town: Town) -> None:
    story, awa = await asks_for_papers(town)
    await awa.starts()
    await awa.taps("papers")
    await awa.sees("review/papers")
    assert "○ Justificatif d’emploi" in await awa.text()
    assert "Attestation" not in await awa.text(), "that one is not hers to give"
    await awa.taps("employment_proof")
    await awa.sees("papers/employment_proof")
    assert not await awa.offers("seen"), "only the referent says that a paper was seen"
    await awa.says("Vu, gardé sur papier")
    await awa.sees("papers/employment_proof", problem="file_only")
    await awa.sends("photo", b"\xff\xd8\xff\xe0 a payslip")
    await awa.sees("review/papers")
    assert "✓ Justificatif d’emploi" in await awa.text()

    await story.lina.taps("r:next")
    card = read(await story.lina.text())
    assert f"📎 Papiers qui manquent : Le devis · {STATEMENT}" in card
    await story.lina.taps("b:paper:1:employment_proof")
    shown = await story.lina.sees("review/paper")
    assert isinstance(shown, Page)
    assert shown.picture


async def test_a_paper_that_lacks_is_a_condition_until_it_is_ticked(town: Town) -> None:
    story, awa = await asks_for_papers(town)
    lina, claire = story.lina, story.claire
    await lina.taps("r:next")
    await fills_prices(lina)
    await fills_own_part(lina)
    assert not await lina.offers("endorse")
    await lina.taps("to_check", "employment_proof")
    await lina.taps("seen")
    await lina.sees("review/card")
    assert f"❓ 1 à vérifier : {STATEMENT}" in read(await lina.text())
    await lina.taps("on_condition")
    assert f"Sous condition : {STATEMENT}" in "".join([read(str(m.get("text"))) for m in await lina.messages()])
    await town.passes(minutes=3)

    await claire.taps("d:list")
    assert "· ⚠️" in read(await claire.text())
    await claire.taps("decide")
    assert f"⚠️ Sous condition : {STATEMENT}" in read(await claire.text())
    await claire.taps("to_check")
    assert not await claire.offers("support_statement"), "the committee ticks nothing"
    await claire.taps("decide", "grant")
    await town.passes(minutes=3)
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "card")
    assert f"À confirmer avant de remettre : {STATEMENT}" in read(await lina.text())
    await awa.forges("b:give_paper:1:support_statement")
    assert not await awa.offers("seen"), "nor does the person"
    await lina.taps("support_statement", "seen")
    assert STATEMENT not in read(await lina.text())
    assert (await plan(story)).answers["support_statement"]["v"] == {"seen": True}
    assert (await plan(story)).state is State.GRANTED


async def test_a_plan_endorsed_before_papers_were_asked_for_hangs_on_none(town: Town) -> None:
    story, _awa = await asks_for_papers(town)
    await story.lina.taps("r:next")
    await fills_prices(story.lina)
    await fills_own_part(story.lina)
    now = await plan(story)
    endorsed: PlanChanges = {"state": "in_committee", "before_state": "endorsed", "people": 4, "aid_cents": 690_00}
    endorsed["rank_at"] = town.moment.now
    await town.does(lambda tx: plans.save(tx, now, town.moment.now, **endorsed))
    await story.claire.starts()
    await story.claire.taps("d:list", "decide")
    assert STATEMENT not in await story.claire.text()
    assert not await story.claire.offers("to_check")
