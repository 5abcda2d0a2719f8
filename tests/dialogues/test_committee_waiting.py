"""The waiting list: a rank that everyone can see, and what comes free is proposed to the first who can still use it."""

from datetime import timedelta
from functools import partial

from bot.domain.people import Role
from bot.domain.plans import Action, State
from bot.storage import calls, people
from conversations.engine.screens import Page
from tests.dialogues.docket import AID, Committee, committee
from tests.dialogues.story import cast, endorsed_plan
from tests.support.plans import does
from tests.support.town import Town

NOTICE = "notices/freed"


async def waiting(room: Committee, *names: str) -> list[int]:
    """Put plans on the waiting list as Claire."""
    ids = await room.writes(*names)
    for each in ids:
        await room.opens(each)
        await room.claire.taps("wait")
    await room.town.passes(minutes=3)
    return ids


async def granted(room: Committee, name: str) -> int:
    """Grant a plan its money, so that nobody can undo it any more."""
    (each,) = await room.writes(name)
    await room.opens(each)
    await room.claire.taps("grant")
    await room.town.passes(minutes=3)
    return each


async def proposed(room: Committee) -> dict[str, object]:
    """Return what the page about freed money says now."""
    await room.claire.forges(f"d:freed:{room.seine.call}")
    screen = await room.claire.sees("committee/freed")
    assert isinstance(screen, Page)
    return dict(screen.values)


async def notices(room: Committee) -> int:
    """Count how often Claire was told that money came free."""
    texts = [str(message.get("text")) for message in await room.claire.messages()]
    return sum("De l’argent s’est libéré" in text for text in texts)


async def test_the_waiting_list_shows_ranks_in_order_of_arrival(town: Town) -> None:
    room = await committee(town)
    first, second = await waiting(room, "A.", "B.")
    await room.claire.forges("d:waiting")
    assert await room.shown() == [first, second]
    text = await room.claire.text()
    assert "1. V-2026-0001" in text
    assert "2. V-2026-0002" in text
    await room.opens(second)
    assert "N° 2 sur la liste" in await room.claire.text()


async def test_the_person_reads_the_rank(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    await story.claire.taps("d:list", "decide", "wait")
    await town.passes(minutes=3)
    await awa.says("/plan")
    assert "Vous êtes numéro 1 sur la liste" in await awa.text()


async def test_a_plan_that_waits_is_no_longer_to_be_decided(town: Town) -> None:
    room = await committee(town)
    await waiting(room, "A.")
    await room.claire.says("/start")
    assert not await room.claire.offers("d:list")
    assert await room.claire.offers("d:waiting")


async def test_money_of_a_cancelled_plan_is_proposed_once_its_hold_is_over(town: Town) -> None:
    room = await committee(town, envelope=AID)
    leaves = await granted(room, "A.")
    first, _ = await waiting(room, "B.", "C.")
    plan = await room.plan(leaves)
    await town.does(does, town.moment, leaves, Action.CANCEL, plan.beneficiary_id)
    await town.passes(days=2)
    assert await notices(room) == 0, "a wrong hand can still be repaired"
    await town.passes(days=2)
    assert await notices(room) == 1, "two wait, she is told once"
    await town.passes(hours=1)
    assert await notices(room) == 1
    await room.claire.taps(f"d:freed:{room.seine.call}", "grant")
    await room.claire.sees("committee/decided")
    assert (await room.plan(first)).state is State.GRANTED
    assert (await proposed(room))["found"] is None


async def test_who_leaves_in_less_than_fifteen_days_is_passed_over(town: Town) -> None:
    room = await committee(town, envelope=AID)
    await granted(room, "A.")
    soon, later = await waiting(room, "B.", "C.")
    today = town.moment.today
    for each, days in ((soon, 14), (later, 15)):
        await room.rewrites(each, departure=today + timedelta(days=days))
    await town.does(lambda tx: calls.change(tx, room.seine.call, envelope=2 * AID))
    await town.passes(minutes=1)
    found = (await proposed(room))["found"]
    assert (found.plan.id, found.rank, found.cents) == (later, 2, AID)  # type: ignore[attr-defined]


async def test_more_money_is_proposed_and_less_than_asked_is_an_offer(town: Town) -> None:
    room = await committee(town, envelope=AID)
    await granted(room, "A.")
    (first,) = await waiting(room, "B.")
    await room.claire.starts()
    await room.claire.taps("d:calls", "d:call:1", "d:edit:1", "money")
    await room.claire.says("245,55")
    await town.passes(minutes=1)
    assert await notices(room) == 1
    await room.claire.taps(f"d:freed:{room.seine.call}")
    assert "50" in await room.claire.text()
    button = next(
        row[0]["callback_data"]
        for row in (await room.claire.last())["reply_markup"]["inline_keyboard"]
        if "offer_freed" in row[0]["callback_data"]
    )
    await room.claire.taps(button)
    await room.claire.sees("committee/decided")
    plan = await room.plan(first)
    assert (plan.state, plan.granted_cents) == (State.OFFERED, 50_00)
    await room.claire.forges(button)
    await room.claire.sees("committee/home", problem="changed_since")


async def test_what_came_free_is_shown_to_those_who_decide_the_call(town: Town) -> None:
    room = await committee(town, envelope=AID)
    await granted(room, "A.")
    await waiting(room, "B.")
    dan = await town.member("Dan", Role.COORDINATOR)
    await dan.forges(f"d:freed:{room.seine.call}")
    await dan.sees("committee/freed")
    claire = await town.does(people.by_chat, room.claire.account)
    await town.does(partial(calls.change, deciders=(claire.id,)), room.seine.call)
    for button in ("freed", "close_plans"):
        await dan.forges(f"d:{button}:{room.seine.call}")
        await dan.sees("committee/home", problem="not_found")
    assert (await proposed(room))["call"]


async def test_what_the_committee_undid_itself_is_not_told_as_freed(town: Town) -> None:
    room = await committee(town)
    await waiting(room, "A.")
    (each,) = await room.writes("B.")
    await room.opens(each)
    await room.claire.taps("grant", "undo_decision")
    await town.passes(minutes=3)
    assert await notices(room) == 0


async def test_nobody_is_told_when_nobody_waits(town: Town) -> None:
    room = await committee(town, envelope=AID)
    leaves = await granted(room, "A.")
    await town.does(does, town.moment, leaves, Action.CANCEL, (await room.plan(leaves)).beneficiary_id)
    await town.passes(days=5)
    assert await notices(room) == 0


async def test_a_party_too_large_for_the_places_that_are_left_is_passed_over(town: Town) -> None:
    room = await committee(town, places=1)
    await granted(room, "A.")
    large, small = await waiting(room, "B.", "C.")
    await room.rewrites(large, people=3)
    await town.does(lambda tx: calls.change(tx, room.seine.call, places=2))
    await town.passes(minutes=1)
    found = (await proposed(room))["found"]
    assert found.plan.id == small  # type: ignore[attr-defined]
