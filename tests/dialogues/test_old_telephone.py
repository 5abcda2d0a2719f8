"""An account moves to another telephone: what the one it leaves is asked and told, and what it can still do."""

from bot.domain.people import Role
from bot.features.administration import admin
from bot.storage import outbox, people
from bot.storage.outbox import NoticeState
from tests.dialogues.story import Cast, cast, invites, link_in, sent_plan
from tests.dialogues.test_absence import LINA
from tests.support.phones import Message, Phone, buttons
from tests.support.town import Town

AWA = 3
TOLD = "notices/account_moved"


async def link_for(town: Town, person: int = LINA) -> str:
    """Return a link for a person's new telephone, as the office makes it: whether anything moves is another matter."""
    known = await town.does(people.by_id, person)
    code: str = await town.does(
        admin.invite_member, town.moment, Role.REFERENT, known.network_id, known.organisation_id, known.id
    )
    return code


async def opened(story: Cast, link: str) -> Phone:
    """Open that link on another telephone: it waits for the old one."""
    other = await story.town.phone("Lina")
    await other.starts(link)
    await other.sees("telephone/waiting")
    return other


async def shown(phone: Phone, message: Message) -> Message:
    """Return that message as it now stands in the chat."""
    return next(each for each in await phone.messages() if each["message_id"] == message["message_id"])


async def test_a_professionals_old_telephone_says_yes_and_opens_nothing_from_then_on(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await town.passes(hours=14)  # in the middle of the night
    await story.lina.starts()
    card = await story.lina.last()

    other = await opened(story, await link_for(town))
    await story.lina.sees("telephone/question")
    await story.lina.taps("g:telephone:yes:1")
    await story.lina.sees("telephone/moved")
    assert buttons(await story.lina.last()) == []
    await other.sees("notices/account_here")

    assert buttons(await shown(story.lina, card)) == [], "its live buttons are gone"
    await story.lina.taps_old(card, "r:people")
    await story.lina.sees("stranger")
    await story.lina.says("/people")
    await story.lina.sees("stranger")
    await other.taps("g:home", "r:next")
    await other.sees("review/card")
    assert not await other.has_seen(TOLD)


async def test_one_that_says_nothing_for_a_day_while_plans_wait_too_long_is_told_that_it_is_over(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await town.passes(days=14)
    await story.claire.starts()
    await story.claire.taps("d:late", f"d:unreached:{LINA}", f"d:relink:{LINA}")
    other = await opened(story, await link_in(story.claire))
    await town.passes(hours=23)
    assert not await other.has_seen("notices/account_here")
    await town.passes(hours=1)
    await other.sees("notices/account_here")

    await story.lina.sees(TOLD)
    told = await story.lina.last()
    assert buttons(told) == []
    assert not {"Lina", "Awa", "Claire"} & set((await story.lina.text()).replace(".", " ").split())
    await story.lina.says("/people")
    await story.lina.sees("stranger")
    await other.taps("g:home", "r:next")
    await other.sees("review/card")


async def test_a_link_opened_on_the_same_telephone_moves_nothing(town: Town) -> None:
    story = await cast(town)
    await story.lina.starts(await link_for(town))
    await story.lina.sees("review/home")
    assert not await story.lina.has_seen(TOLD)


async def test_a_closed_chat_that_cannot_be_asked_nor_told_holds_nothing_up_but_for_a_day(town: Town) -> None:
    story = await cast(town)
    await story.lina.blocks()
    await story.claire.forges(f"d:relink:{LINA}")
    other = await opened(story, await link_in(story.claire))
    await town.passes(hours=24)
    await other.sees("notices/account_here")
    assert (await town.does(outbox.counts))[NoticeState.UNREACHABLE] == 2
    assert (await town.does(people.by_id, LINA)).blocked_at is None, "it is the old telephone that is closed"


async def test_nothing_at_all_reaches_the_old_telephone_of_a_person_accompanied(town: Town) -> None:
    """Check that the holder of the old telephone learns of no other: referents move accounts out of dangerous hands."""
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


async def test_nor_that_of_a_professional_who_is_accompanied_too(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await town.does(people.give_role, LINA, Role.BENEFICIARY)
    await town.passes(days=14)
    before = await story.lina.messages()
    other = await opened(story, await link_for(town))
    assert await story.lina.messages() == before
    await town.passes(hours=24)
    await other.sees("notices/account_here")
    assert await story.lina.messages() == before


async def test_a_link_for_a_new_telephone_makes_nobody_else_a_referent(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    link = await link_for(town)

    await awa.starts(link)

    await awa.sees("home/plan", problem="invitation_for_another")
    assert (await town.does(people.by_id, AWA)).roles == frozenset({Role.BENEFICIARY})
    assert not await awa.offers("r:people")
    await opened(story, link)
