"""Professionals who leave: a coordinator takes them out, and nothing opens any more; those accompanied go on."""

from functools import partial

from bot.domain.people import Role
from bot.storage import absences, accompanying, people
from tests.dialogues.story import Cast, cast, invites, joins, link_in, sent_plan
from tests.support.phones import Phone
from tests.support.town import MONDAY, Town

LINA = 1


async def colleague(story: Cast, name: str = "Omar", role: Role = Role.REFERENT) -> tuple[Phone, int]:
    phone = await story.town.member(name, role, story.residence)
    return phone, (await story.town.does(people.by_chat, phone.account)).id


async def takes_out(claire: Phone, successor: int = 0) -> None:
    """Take Lina out, from the page of the organisations on."""
    await claire.starts()
    await claire.taps("d:organisations", "d:teams", f"d:professional:{LINA}")
    await claire.sees("team/professional")
    await claire.taps(f"d:remove:{LINA}:{successor}")
    await claire.sees("team/surely")
    await claire.taps(f"d:remove_surely:{LINA}:{successor}")


async def opens_nothing(lina: Phone) -> None:
    """Check that neither words, commands, old buttons nor an old link open anything."""
    for data in ("r:next", "r:people", "r:person:3", "d:organisations", "g:hours"):
        await lina.forges(data)
        await lina.sees("stranger")
    await lina.says("/review")
    await lina.sees("stranger")


async def test_those_accompanied_pass_to_a_colleague_and_the_account_is_shut(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    omar, omars = await colleague(story)
    await town.does(accompanying.write_note, 3, LINA, LINA, "Un mot pour moi", MONDAY)
    await story.lina.starts()
    await invites(story.lina, "Binta")
    binta = await link_in(story.lina)
    await story.lina.says("/invite")
    await takes_out(story.claire, omars)
    removed = await story.claire.sees("team/removed")
    assert (removed.values["accompanied"], removed.values["successor"]) == (2, "Omar")
    await opens_nothing(story.lina)
    await town.settles()
    assert await omar.has_seen("notices/handed_on")
    assert await awa.has_seen("notices/new_referent")
    await omar.starts()
    await omar.taps("r:next")
    await omar.sees("review/card")
    assert not await town.does(accompanying.has_notes, 3, LINA)
    assert not await town.does(accompanying.has_notes, 3, omars)
    later = await town.phone("Binta")
    await later.starts(binta)
    await later.sees("privacy")
    await story.claire.forges(f"d:professional:{LINA}")
    assert "Lina" not in await story.claire.text()


async def test_without_a_colleague_they_wait_for_the_lead_who_chooses_who_reads(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    zoe, _ = await colleague(story, "Zoé", Role.LEAD)
    await takes_out(story.claire)
    assert (await story.claire.sees("team/removed")).values["successor"] == ""
    await opens_nothing(story.lina)
    await town.passes(minutes=2)
    assert await zoe.has_seen("notices/referent_unreached")
    _, omars = await colleague(story)
    await zoe.forges(f"l:stand_in:{LINA}")
    await zoe.taps("20261130", str(omars))
    assert await town.does(absences.stand_ins) == {LINA: omars}


async def test_who_stood_in_or_invited_colleagues_leaves_no_way_in(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    _, omars = await colleague(story)
    await town.does(partial(absences.note, begun=True), omars, LINA, MONDAY, MONDAY.date(), omars)
    await story.claire.forges(f"d:remove_surely:{LINA}:{omars}")
    await story.claire.sees("committee/home", problem="stand_in_away")
    await town.does(absences.end, omars, MONDAY)
    await takes_out(story.claire, omars)
    assert await town.does(absences.stand_ins) == {}
    assert await town.does(people.reader_for, (await town.does(people.by_chat, awa.account)).id) == omars


async def test_no_coordinator_takes_out_oneself_and_no_referent_anybody(town: Town) -> None:
    story = await cast(town)
    claires = (await town.does(people.by_chat, story.claire.account)).id
    await story.claire.forges(f"d:remove_surely:{claires}:0")
    await story.claire.sees("committee/home", problem="not_yourself")
    await story.lina.forges(f"d:remove_surely:{claires}:0")
    assert (await town.does(people.by_chat, story.claire.account)).has(Role.COORDINATOR)


async def test_links_made_for_accomplices_open_nothing_once_their_maker_has_gone(town: Town) -> None:
    story = await cast(town)
    ines = await town.member("Inès", Role.COORDINATOR)
    number = (await town.does(people.by_chat, ines.account)).id
    await ines.taps("d:organisations", "d:invite")
    await ines.says("Foyer du Parc")
    await ines.taps("chrs")
    await ines.says("35")
    code = await link_in(ines)
    await story.claire.forges(f"d:remove_surely:{number}:0")
    await story.claire.sees("team/removed")
    friend = await town.phone("Complice")
    await friend.starts(code)
    await friend.sees("stranger", problem="invitation")
