"""An account moves to another telephone: what the one it leaves is told, and what it can still do."""

from bot.domain.people import Role
from bot.storage import outbox, people
from bot.storage.outbox import State
from tests.dialogues.story import cast, invites, link_in, sent_plan
from tests.dialogues.test_absence import LINA
from tests.support.phones import Message, Phone, buttons
from tests.support.town import Town

AWA = 3
TOLD = "notices/account_moved"


async def moved(lina: Phone, coordinator: Phone) -> Phone:
    """Lina's account on another telephone, by the link that her coordinator, or her lead, makes."""
    way = "l" if coordinator.name == "Zoé" else "d"
    await coordinator.forges(f"{way}:relink:{LINA}")
    other = await lina.town.phone("Lina")
    await other.starts(await link_in(coordinator))
    return other


async def shown(phone: Phone, message: Message) -> Message:
    """That message as it now stands in her chat."""
    return next(each for each in await phone.messages() if each["message_id"] == message["message_id"])


async def test_a_professionals_old_telephone_is_told_at_once_and_opens_nothing(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await town.passes(hours=14)  # in the middle of the night
    await story.lina.starts()
    card = await story.lina.last()
    assert "Lina" in card["text"]
    assert buttons(card)

    other = await moved(story.lina, story.claire)
    await other.sees("review/home")
    await story.lina.sees(TOLD)
    told = await story.lina.last()
    assert buttons(told) == []
    assert not {"Lina", "Awa", "Claire"} & set((await story.lina.text()).replace(".", " ").split())
    assert buttons(await shown(story.lina, card)) == [], "its live buttons are gone"
    await story.lina.taps_old(card, "r:people")
    assert "Lina" not in (await shown(story.lina, card))["text"], "to a forged tap it is a stranger's"
    await story.lina.says("/people")
    await story.lina.sees("stranger")

    await other.taps("r:next")
    await other.sees("review/card")
    assert not await other.has_seen(TOLD)


async def test_so_is_one_whose_account_her_lead_moves_and_each_it_leaves_later(town: Town) -> None:
    story = await cast(town)
    zoe = await town.member("Zoé", Role.LEAD, story.residence)
    second = await moved(story.lina, zoe)
    await story.lina.sees(TOLD)
    third = await moved(second, zoe)
    await second.sees(TOLD)
    await third.sees("review/home")
    assert len([screen for screen in await story.lina.screens() if getattr(screen, "template", "") == TOLD]) == 1


async def test_a_link_opened_on_the_same_telephone_moves_nothing(town: Town) -> None:
    story = await cast(town)
    await story.claire.forges(f"d:relink:{LINA}")
    await story.lina.starts(await link_in(story.claire))
    assert not await story.lina.has_seen(TOLD)


async def test_a_closed_chat_that_cannot_be_told_holds_nothing_up(town: Town) -> None:
    story = await cast(town)
    await story.lina.blocks()
    other = await moved(story.lina, story.claire)
    await other.sees("review/home")
    assert (await town.does(outbox.counts))[State.UNREACHABLE] == 1
    assert (await town.does(people.by_id, LINA)).blocked_at is None, "it is the old telephone that is closed"


async def test_nothing_at_all_reaches_the_old_telephone_of_somebody_accompanied(town: Town) -> None:
    """Whoever holds it must not learn that she has another one: her referent moves accounts out of dangerous hands."""
    story = await cast(town)
    lina = story.lina
    await invites(lina)
    first = await town.phone("Awa")
    await first.starts(await link_in(lina))
    await first.taps("g:accept", "sea", "done")
    before = await first.messages()
    await lina.starts()
    await lina.taps("r:people", f"r:person:{AWA}", f"r:link:{AWA}")
    second = await town.phone("Awa")
    await second.starts(await link_in(lina))
    await second.taps("g:go")
    await second.sees("wishes/aim")
    assert await first.messages() == before, "neither words nor a change of what it shows"
    await first.says("bonjour")
    await first.sees("stranger")


async def test_nor_that_of_a_professional_who_is_accompanied_herself(town: Town) -> None:
    story = await cast(town)
    await town.does(people.give_role, LINA, Role.BENEFICIARY)
    before = await story.lina.messages()
    await moved(story.lina, story.claire)
    assert await story.lina.messages() == before


async def test_a_link_for_her_new_telephone_makes_nobody_else_a_referent(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    await story.claire.forges(f"d:relink:{LINA}")
    link = await link_in(story.claire)

    await awa.starts(link)

    await awa.sees("home/plan", problem="invitation_for_another")
    assert (await town.does(people.by_id, AWA)).roles == frozenset({Role.BENEFICIARY})
    assert not await awa.offers("r:people")
    other = await town.phone("Lina")
    await other.starts(link)
    await other.sees("review/home")
