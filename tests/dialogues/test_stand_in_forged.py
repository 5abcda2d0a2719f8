"""A stand-in reads whole plans: for a colleague who is there nobody else makes one, and nobody makes one of oneself."""

from bot.domain.people import Role
from bot.storage import absences, people
from tests.dialogues.story import Cast, cast, sent_plan
from tests.dialogues.test_absence import LINA, OMAR, with_omar
from tests.dialogues.test_unreachable import CLAIRE
from tests.support.phones import Phone
from tests.support.town import Town

TO_COME = "04/12/2026"
LATER = "31/12/2026"


async def zoe_of(story: Cast, *roles: Role) -> Phone:
    """Add Zoé, a lead of Lina's organisation, with these other roles."""
    zoe = await story.town.member("Zoé", Role.LEAD, story.residence)
    person = await story.town.does(people.by_chat, zoe.account)
    for role in roles:
        await story.town.does(people.give_role, person.id, role)
    return zoe


async def test_a_lead_becomes_no_stand_in_while_the_colleague_is_there(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    zoe = await zoe_of(story, Role.REFERENT)
    await zoe.forges(f"l:stand_in:{LINA}")
    await zoe.sees("review/home", problem="not_away")
    await zoe.forges("p:card:1:1")
    await zoe.sees("review/home", problem="not_found")
    assert await town.does(absences.absence_of, LINA) is None


async def test_nor_does_a_coordinator_make_one_of_an_accomplice(town: Town) -> None:
    story, _ = await with_omar(town)
    await sent_plan(story)
    await story.claire.forges(f"d:stand_in:{LINA}")
    await story.claire.sees("committee/home", problem="not_away")
    assert await town.does(absences.absence_of, LINA) is None


async def test_of_a_referent_whose_chat_is_closed_a_lead_chooses_another_and_never_oneself(
    town: Town,
) -> None:
    story, _ = await with_omar(town)
    await sent_plan(story)
    zoe = await zoe_of(story, Role.REFERENT)
    lead = await town.does(people.by_chat, zoe.account)
    await story.lina.blocks()
    await zoe.forges(f"l:stand_in:{LINA}")
    await zoe.says(TO_COME)
    await zoe.sees("absence/stand_in")
    assert await zoe.offers(str(OMAR))
    assert not await zoe.offers(str(lead.id))
    card = await zoe.last()
    omars = next(data for row in card["reply_markup"]["inline_keyboard"] for data in [row[0]["callback_data"]])
    await zoe.forges(omars.rpartition(":")[0] + f":{lead.id}")
    assert await town.does(absences.absence_of, LINA) is None


async def test_where_only_the_lead_could_the_lead_is_told_that_nobody_can(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    zoe = await zoe_of(story, Role.REFERENT)
    await story.lina.blocks()
    await zoe.forges(f"l:stand_in:{LINA}")
    await zoe.sees("absence/_nobody")


async def test_what_was_begun_while_a_referent_could_not_be_reached_ends_when_they_are_there_again(town: Town) -> None:
    story, _ = await with_omar(town)
    await sent_plan(story)
    await story.lina.blocks()
    await story.claire.forges(f"d:stand_in:{LINA}")
    await story.claire.says(TO_COME)
    await story.claire.sees("absence/stand_in")
    asked = await story.claire.last()
    await story.lina.unblocks()
    await story.claire.taps_old(asked, str(OMAR))
    await story.claire.sees("committee/home", problem="not_away")
    assert await town.does(absences.absence_of, LINA) is None


async def test_a_lead_may_when_a_plan_has_waited_too_long_and_a_coordinator_when_nothing_was_done_at_all(
    town: Town,
) -> None:
    story, _ = await with_omar(town)
    zoe = await zoe_of(story)
    await sent_plan(story)
    await town.passes(days=14)
    await zoe.taps(f"l:late:{LINA}", f"l:stand_in:{LINA}")
    await zoe.sees("absence/until")
    await story.claire.forges(f"d:stand_in:{LINA}")
    await story.claire.sees("absence/until")

    await story.lina.starts()  # Lina is there, and late all the same
    await story.claire.forges(f"d:stand_in:{LINA}")
    await story.claire.sees("committee/home", problem="not_away")
    await zoe.forges(f"l:stand_in:{LINA}")
    await zoe.says(LATER)
    await zoe.taps(str(OMAR))
    await zoe.sees("absence/_away")
    absence = await town.does(absences.absence_of, LINA)
    assert (absence.stand_in_id, absence.said_by != CLAIRE) == (OMAR, True)


async def test_the_page_of_one_who_is_there_says_only_that_and_offers_nothing(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await story.claire.forges(f"d:unreached:{LINA}")
    screen = await story.claire.sees("absence/_unreached")
    assert (screen.values["how"], screen.values["waiting"]) == ("reachable", 0)
    assert not await story.claire.offers(f"d:stand_in:{LINA}")
    assert not await story.claire.offers(f"d:relink:{LINA}")
