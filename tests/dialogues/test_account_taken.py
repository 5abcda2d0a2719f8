"""A lead or a coordinator tries to take a referent's account: who is there keeps it, and the notes."""

import pytest

from bot.domain.people import Role
from bot.features.administration import admin
from bot.storage import invitations, people
from tests.dialogues.story import Cast, cast, joins, link_in, sent_plan
from tests.dialogues.test_absence import LINA, OMAR, with_omar
from tests.dialogues.test_old_telephone import link_for, opened
from tests.dialogues.test_unreachable import times
from tests.support.phones import Phone
from tests.support.town import Town

AWA = 3
LINK, MOVED, KEPT = "notices/telephone_link", "notices/telephone_moved", "notices/telephone_kept"
SECRET = "elle a peur de son frère"


async def account_of(town: Town, person: int = LINA) -> int | None:
    found: people.Person = await town.does(people.by_id, person)
    return found.chat_id


async def with_zoe(town: Town) -> tuple[Cast, Phone]:
    """Return the cast, and the lead of Lina's organisation."""
    story = await cast(town)
    return story, await town.member("Zoé", Role.LEAD, story.residence)


async def link_while_closed(story: Cast) -> str:
    """Return the link that Claire makes while Lina's chat is closed."""
    await story.lina.blocks()
    await story.claire.forges(f"d:relink:{LINA}")
    return await link_in(story.claire)


@pytest.mark.parametrize("who", ["coordinator", "lead"])
async def test_no_link_is_made_to_the_account_of_a_referent_who_is_there(town: Town, who: str) -> None:
    story, zoe = await with_zoe(town)
    await sent_plan(story)
    thief, way = (story.claire, "d") if who == "coordinator" else (zoe, "l")
    await thief.forges(f"{way}:relink:{LINA}")
    await thief.sees("committee/home" if way == "d" else "home/lead", problem="still_reached")
    assert "start=" not in await thief.text()
    assert await town.does(invitations.open_for, LINA, town.clock()) is None


async def test_one_that_exists_moves_nothing_from_a_referent_who_is_there_and_silent(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    other = await opened(story, await link_for(town))
    await town.passes(days=2)
    await other.sees("notices/account_kept")
    assert await account_of(town) == story.lina.account
    await other.starts()
    await other.sees("stranger")


async def test_the_old_telephone_says_no_and_the_maker_of_the_link_is_told(town: Town) -> None:
    story, zoe = await with_zoe(town)
    other = await opened(story, await link_while_closed(story))
    await story.lina.unblocks()
    await story.lina.starts()
    await story.lina.sees("telephone/question")
    await story.lina.taps("g:telephone:no:1")
    await story.lina.sees("telephone/stays")
    await other.sees("notices/account_kept")
    assert (await times(story.claire, KEPT), await times(zoe, KEPT)) == (1, 1)
    await town.passes(days=2)
    assert await account_of(town) == story.lina.account
    await story.lina.taps("g:home")
    await story.lina.sees("review/home")


async def test_one_who_is_back_at_work_keeps_the_account_without_answering(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await town.passes(days=14)
    await story.claire.forges(f"d:relink:{LINA}")
    await opened(story, await link_in(story.claire))
    await story.lina.sees("telephone/question")
    await town.passes(hours=2)
    await story.lina.forges("r:people")
    await town.passes(days=2)
    assert await account_of(town) == story.lina.account


async def test_nobody_else_answers_for_the_old_telephone(town: Town) -> None:
    story, zoe = await with_zoe(town)
    other = await opened(story, await link_while_closed(story))
    for phone, home in ((story.claire, "committee/home"), (zoe, "home/lead")):
        await phone.forges("g:telephone:yes:1")
        await phone.sees(home, problem="not_found")
    await other.forges("g:telephone:yes:1")
    await other.sees("stranger")
    assert await account_of(town) == story.lina.account


async def test_leads_and_coordinators_are_told_of_the_link_and_that_the_account_moved(town: Town) -> None:
    story, zoe = await with_zoe(town)
    other = await opened(story, await link_while_closed(story))
    assert (await times(story.claire, LINK), await times(zoe, LINK)) == (0, 1)
    assert "Lina" not in await zoe.text()
    await zoe.taps(f"l:telephone:{LINA}")
    screen = await zoe.sees("telephone/_about")
    assert (screen.values["state"], screen.values["name"], screen.values["made_by"]) == ("asked", "Lina", "Claire")
    await town.passes(hours=24)
    assert await account_of(town) == other.account
    assert (await times(story.claire, MOVED), await times(zoe, MOVED)) == (1, 1)


async def test_any_of_them_stops_it_meanwhile(town: Town) -> None:
    story, zoe = await with_zoe(town)
    await opened(story, await link_while_closed(story))
    await zoe.forges(f"l:telephone:{LINA}")
    await zoe.taps(f"l:telephone_stop:{LINA}")
    assert (await zoe.sees("telephone/_about")).values["state"] == "stays"
    await town.passes(days=2)
    assert await account_of(town) == story.lina.account


async def test_a_link_that_nobody_opened_yet_is_stopped_too(town: Town) -> None:
    story, zoe = await with_zoe(town)
    link = await link_while_closed(story)
    await zoe.forges(f"l:telephone:{LINA}")
    await zoe.taps(f"l:telephone_stop:{LINA}")
    other = await town.phone("Tom")
    await other.starts(link)
    await other.sees("stranger", problem="invitation")


async def test_a_lead_of_another_organisation_learns_and_stops_nothing(town: Town) -> None:
    story = await cast(town)
    ana = await town.member("Ana", Role.LEAD, await town.organisation("Foyer des Ormes"))
    await link_while_closed(story)
    assert await times(ana, LINK) == 0
    for word in ("telephone", "telephone_stop", "relink"):
        await ana.forges(f"l:{word}:{LINA}")
        await ana.sees("home/lead", problem="not_found")


async def test_of_two_links_the_older_moves_nothing_ever(town: Town) -> None:
    story = await cast(town)
    older = await link_while_closed(story)
    await story.claire.forges(f"d:relink:{LINA}")
    newer = await link_in(story.claire)
    other = await opened(story, newer)
    await town.passes(hours=24)
    assert await account_of(town) == other.account
    await town.passes(days=9)
    for link in (older, newer):
        thief = await town.phone("Tom")
        await thief.starts(link)
        await thief.sees("stranger", problem="invitation")
    assert await account_of(town) == other.account


async def notes_of(phone: Phone) -> str:
    await phone.forges(f"r:notes:{AWA}")
    await phone.sees("note/_notes")
    return await phone.text()


async def noted(story: Cast) -> None:
    """Keep a private note of Lina's about Awa."""
    await joins(story)
    await story.lina.forges(f"r:note:{AWA}")
    await story.lina.says(SECRET)
    assert SECRET in await notes_of(story.lina)


async def test_private_notes_stay_shut_where_the_old_telephone_said_nothing(town: Town) -> None:
    story = await cast(town)
    await noted(story)
    other = await opened(story, await link_while_closed(story))
    await town.passes(hours=24)
    await other.sees("notices/account_here")
    assert SECRET not in await notes_of(other)
    for door in ("open_note", "edit_note", "forget_note"):
        await other.forges(f"r:{door}:1")
        await other.sees("review/home", problem="not_found")
    await town.passes(minutes=5)
    await other.forges(f"r:note:{AWA}")
    await other.says("Un nouveau mot.")
    assert "Un nouveau mot." in await notes_of(other)

    await story.lina.unblocks()
    await story.lina.starts(await link_for(town))  # the account comes back to the telephone where they were written
    await other.sees("telephone/question")
    await other.taps("g:telephone:yes:2")
    assert SECRET in await notes_of(story.lina)


async def test_nor_does_a_colleague_get_them_from_there(town: Town) -> None:
    story, omar = await with_omar(town)
    await joins(story)
    awa = (await town.does(people.attached, LINA))[0].id
    await story.lina.forges(f"r:note:{awa}")
    await story.lina.says(SECRET)
    other = await opened(story, await link_while_closed(story))
    await town.passes(hours=24)
    await other.forges(f"r:hand_on:{awa}")
    await other.taps(str(OMAR))
    if await other.offers("pass_on"):
        await other.taps("pass_on")
    await other.taps("hand_on_now")
    await omar.forges(f"r:notes:{awa}")
    await omar.sees("note/_notes")
    assert SECRET not in await omar.text()


async def test_where_the_old_telephone_said_yes_they_come_along(town: Town) -> None:
    story = await cast(town)
    await noted(story)
    other = await opened(story, await link_for(town))
    await story.lina.taps("g:telephone:yes:1")
    assert SECRET in await notes_of(other)


async def test_a_member_who_never_had_an_account_comes_in_at_once(town: Town) -> None:
    story = await cast(town)
    ana = await town.does(admin.add_member, town.moment, town.network, story.residence, Role.REFERENT, "Ana")
    await story.claire.forges(f"d:relink:{ana}")
    phone = await town.phone("Ana")
    await phone.starts(await link_in(story.claire))
    await phone.sees("hours/page")
