"""The committee decides within places and money; every answer has a way on."""

from bot.domain.plans import State
from bot.interaction.routes import encode_id
from bot.storage import calls, plans
from bot.storage.calls import Account
from tests.dialogues.story import cast, endorsed_plan, fills_own_part, fills_prices, reviewed_plan, sent_plan
from tests.support.town import Town


async def state(town: Town, number: int = 1) -> State:
    plan = await town.does(plans.by_id, number)
    assert plan is not None
    return State(plan.state)


async def taken(town: Town, number: int = 1) -> tuple[int, int]:
    found: tuple[int, int] = await town.does(calls.posted, number, Account.TAKEN)
    return found


async def asked(town: Town, number: int = 1) -> tuple[int, int]:
    found: tuple[int, int] = await town.does(calls.posted, number, Account.ASKED)
    return found


async def test_an_endorsement_is_asked_and_a_grant_takes(town: Town) -> None:
    story = await cast(town)
    await endorsed_plan(story)
    assert await asked(town) == (4, 69_000)
    assert await taken(town) == (0, 0)
    await story.claire.taps("d:list", "decide", "grant")
    assert await asked(town) == (0, 0)
    assert await taken(town) == (4, 69_000)


async def test_everybody_is_told_of_a_grant_after_two_minutes(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    await story.claire.taps("d:list", "decide", "grant")
    assert not await awa.has_seen("notices/granted")
    await town.passes(minutes=3)
    assert await awa.has_seen("notices/granted")
    assert await story.lina.has_seen("notices/granted_referent")


async def test_a_grant_can_be_undone_and_gives_its_money_back(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    await story.claire.taps("d:list", "decide", "grant", "undo_decision")
    assert await state(town) is State.IN_COMMITTEE
    assert await taken(town) == (0, 0)
    await town.passes(minutes=5)
    assert not await awa.has_seen("notices/granted")


async def test_less_than_asked_is_offered_and_accepted(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    await story.claire.taps("d:list", "decide", "offer")
    await story.claire.sees("offer/offered")
    await story.claire.says("700")
    await story.claire.sees("offer/offered", problem="not_less")
    await story.claire.says("500")
    await story.claire.sees("committee/decided")
    assert await state(town) is State.OFFERED
    assert await taken(town) == (4, 50_000)
    await town.passes(minutes=3)
    assert await awa.has_seen("notices/offered")
    assert "190" in await awa.text()
    await awa.taps("accept")
    assert await state(town) is State.GRANTED
    assert await taken(town) == (4, 50_000)


async def test_a_person_who_changes_the_plan_instead_gives_the_offer_back(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    await story.claire.taps("d:list", "decide", "offer")
    await story.claire.says("500")
    await town.passes(minutes=3)
    await awa.taps("rework", "rework_surely")
    assert await state(town) is State.TO_COMPLETE
    assert await taken(town) == (0, 0)
    assert await awa.offers("g:recap")


async def test_an_offer_that_nobody_answers_ends_after_ten_working_days(town: Town) -> None:
    story = await cast(town)
    await endorsed_plan(story)
    await story.claire.taps("d:list", "decide", "offer")
    await story.claire.says("500")
    await town.passes(days=13)
    assert await state(town) is State.OFFERED
    await town.passes(days=2)
    assert await state(town) is State.WAITING
    assert await taken(town) == (0, 0)


async def test_the_referent_is_asked_one_point_and_the_rank_is_kept(town: Town) -> None:
    story = await cast(town)
    await endorsed_plan(story)
    rank = (await town.does(plans.by_id, 1)).rank_at
    await story.claire.taps("d:list", "decide", "point", "provider")
    await story.claire.says("Le camping accepte-t-il les chèques ?")
    assert await state(town) is State.TO_REVIEW
    assert await story.lina.has_seen("notices/point_asked")
    await story.lina.taps("card")
    said = await story.lina.text()
    assert "La commission demande, sur «" in said.replace("\xa0", " ")
    assert "Le camping accepte-t-il" in said
    assert await story.lina.offers("ask"), "she answers under it"
    await story.lina.taps("endorse")
    assert (await town.does(plans.by_id, 1)).rank_at == rank
    await story.lina.forges(f"p:card:1:{encode_id((await town.does(plans.by_id, 1)).version)}")
    assert "Le camping accepte-t-il" not in await story.lina.text(), "it is answered, and leaves the card"


async def test_a_refusal_has_a_reason_and_a_next_step(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    await story.claire.taps("d:list", "decide", "decline")
    await story.claire.taps("no_money_left", "next_call")
    assert await state(town) is State.DECLINED
    await town.passes(minutes=3)
    assert await awa.has_seen("notices/declined")
    assert await story.lina.has_seen("notices/declined_referent")


async def test_the_waiting_list_can_still_be_granted(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    await story.claire.taps("d:list", "decide", "wait")
    assert await state(town) is State.WAITING
    await town.passes(minutes=3)
    assert await awa.has_seen("notices/waiting")
    await story.claire.starts()
    await story.claire.taps("d:waiting", "decide", "grant")
    assert await state(town) is State.GRANTED


async def test_a_grant_never_exceeds_what_is_left_and_says_how_much_that_is(town: Town) -> None:
    story = await cast(town, envelope=60_000)
    await endorsed_plan(story)
    await story.claire.taps("d:list", "decide", "grant")
    await story.claire.sees("committee/card", problem="nothing_left")
    assert await story.claire.offers("offer")
    assert await story.claire.offers("wait")
    assert await state(town) is State.IN_COMMITTEE


async def test_without_a_committee_endorsing_takes_places_and_money(town: Town) -> None:
    story = await cast(town, model="elles-en-vacances", committee=False)
    awa = await sent_plan(story)
    await story.lina.taps("r:next")
    await fills_prices(story.lina)
    await fills_own_part(story.lina)
    await story.lina.taps("endorse")
    await story.lina.says("Le CCAS paie le reste.")
    assert await state(town) is State.GRANTED
    assert await taken(town) == (4, 63_000)
    await town.passes(minutes=3)
    assert await awa.has_seen("notices/granted")


async def test_what_the_committee_of_a_protected_programme_sees_has_no_name_and_no_town(town: Town) -> None:
    story = await cast(town, model="elles-en-vacances")
    await reviewed_plan(story)
    await story.claire.forges("p:decide:1:1")
    text = await story.claire.text()
    assert "Awa" not in text
    assert "Lac" not in text


async def test_a_cancelled_plan_keeps_its_places_for_three_working_days(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    await story.claire.taps("d:list", "decide", "grant")
    await town.passes(minutes=3)
    await awa.taps("g:home")
    await awa.taps("stay_changes", "cancel")
    await awa.sees("plan/cancel")
    await awa.taps("cancel_surely")
    assert await state(town) is State.CANCELLED
    assert await taken(town) == (4, 69_000)
    assert await story.lina.has_seen("notices/cancelled")
    await town.passes(days=4)
    assert await taken(town) == (0, 0)


async def test_a_cancellation_by_a_wrong_hand_is_repaired(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    await story.claire.taps("d:list", "decide", "grant")
    await town.passes(minutes=3)
    await awa.taps("g:home")
    await awa.taps("stay_changes", "cancel")
    await awa.taps("cancel_surely", "uncancel")
    assert await state(town) is State.GRANTED
    assert await taken(town) == (4, 69_000)


async def test_the_ledger_is_always_the_sum_of_its_lines(town: Town) -> None:
    story = await cast(town)
    await endorsed_plan(story)
    await story.claire.taps("d:list", "decide", "grant", "undo_decision", "wait", "undo_decision")
    assert await town.does(calls.unbalanced) == []


async def test_the_committee_reads_no_name_in_a_plan_that_was_never_endorsed(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    plan = await town.does(plans.by_id, 1)
    for verb in ("decide", "grant", "offer", "point", "wait", "decline", "ancv", "undo_decision"):
        for version in (plan.version, 1):
            await story.claire.forges(f"p:{verb}:1:{version}")
            await story.claire.sees("committee/home", problem="not_found")
            assert "Awa" not in await story.claire.text()
