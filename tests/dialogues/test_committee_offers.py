"""An offer of less than asked: taken, changed or let go; and whose word counts at which moment."""

from bot.domain.plans import State
from bot.interaction.routes import encode_id
from bot.storage import calls, people, plans
from bot.storage.calls import Account
from tests.dialogues.story import Cast, cast, endorsed_plan, reviewed_plan
from tests.support.phones import Phone
from tests.support.town import Town


async def offered(town: Town) -> tuple[Cast, Phone]:
    """Offer Awa 500 of 690 euros, up to the message that tells it."""
    story = await cast(town)
    awa = await endorsed_plan(story)
    await story.claire.taps("d:list", "decide", "offer")
    await story.claire.says("500")
    await town.passes(minutes=3)
    return story, awa


async def state(town: Town, number: int = 1) -> State:
    plan = await town.does(plans.by_id, number)
    assert plan is not None
    return State(plan.state)


async def version(town: Town) -> str:
    """Return the version of the first plan, as buttons carry it."""
    plan = await town.does(plans.by_id, 1)
    assert plan is not None
    return encode_id(plan.version)


async def taken(town: Town) -> tuple[int, int]:
    found: tuple[int, int] = await town.does(calls.posted, 1, Account.TAKEN)
    return found


async def test_the_notice_of_an_offer_has_its_three_answers(town: Town) -> None:
    _, awa = await offered(town)
    assert [await awa.offers(answer) for answer in ("accept", "rework", "let_go")] == [True] * 3


async def test_a_person_who_lets_an_offer_go_is_asked_once_and_waits_with_the_same_rank(town: Town) -> None:
    story, awa = await offered(town)
    rank = (await town.does(plans.by_id, 1)).rank_at
    await awa.taps("let_go")
    await awa.sees("plan/let_go")
    assert await state(town) is State.OFFERED
    await awa.taps("let_go_surely")
    await awa.sees("home/plan")
    plan = await town.does(plans.by_id, 1)
    assert (plan.state, plan.granted_cents, plan.left_cents, plan.rank_at) == (State.WAITING, None, 50_000, rank)
    assert await taken(town) == (0, 0)
    assert "numéro 1" in await awa.text()
    assert await story.lina.has_seen("notices/offer_left")


async def test_what_a_person_let_go_is_not_proposed_again(town: Town) -> None:
    story, awa = await offered(town)
    await town.does(lambda tx: calls.change(tx, story.call, envelope=55_000))
    await awa.taps("let_go", "let_go_surely")
    await town.passes(minutes=1)
    assert await story.claire.has_seen("notices/freed"), "550 euros are more than the 500 that she left"
    await town.does(lambda tx: calls.change(tx, story.call, envelope=50_000))
    await story.claire.taps("d:freed:1")
    screen = await story.claire.sees("committee/freed")
    assert getattr(screen, "values", {})["found"] is None


async def test_the_committee_cannot_take_back_what_the_person_accepted(town: Town) -> None:
    story, awa = await offered(town)
    await awa.taps("accept")
    await story.claire.forges(f"p:undo_decision:1:{await version(town)}")
    assert await state(town) is State.GRANTED
    assert not await story.claire.offers("undo_decision")
    assert await taken(town) == (4, 50_000)


async def test_a_referent_answers_beside_a_person_without_a_telephone(town: Town) -> None:
    story, _ = await offered(town)
    plan = await town.does(plans.by_id, 1)
    await town.does(lambda tx: people.change(tx, plan.beneficiary_id, chat_id=None))
    await story.lina.taps("r:people")
    await story.lina.forges(f"p:card:1:{await version(town)}")
    assert await story.lina.offers("let_go")
    await story.lina.taps("accept")
    await story.lina.sees("review/card")
    assert await state(town) is State.GRANTED


async def test_the_committee_waits_for_the_two_minutes_of_the_referent(town: Town) -> None:
    story = await cast(town)
    await reviewed_plan(story)
    await story.lina.taps("endorse")
    assert not await story.claire.offers("d:list")
    await story.claire.forges(f"p:grant:1:{await version(town)}")
    await story.claire.sees("committee/card", problem="undo_window_open")
    assert not await story.claire.offers("grant")
    await story.lina.taps("undo")
    assert await state(town) is State.TO_REVIEW
    await story.lina.taps("endorse")
    await town.passes(minutes=3)
    await story.claire.taps("d:list", "decide", "grant")
    assert await state(town) is State.GRANTED


async def test_the_person_is_told_what_was_let_go_beside_them(town: Town) -> None:
    story, awa = await offered(town)
    await story.lina.forges(f"p:card:1:{await version(town)}")
    await story.lina.taps("let_go")
    await story.lina.sees("plan/let_go")
    await story.lina.taps("let_go_surely")
    await story.lina.sees("review/card")
    assert await awa.has_seen("notices/offer_let_go")
    assert not await awa.has_seen("notices/offer_expired")
