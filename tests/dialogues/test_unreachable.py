"""A referent whom nobody reaches while a beneficiary waits: lead or coordinators are told, once a spell."""

from bot.domain.people import Role
from bot.domain.plans import State
from bot.storage import audit, people, plans
from tests.dialogues.story import answers_everything, cast, joins, link_in, sent_plan
from tests.dialogues.test_absence import LINA, OMAR, goes_away, with_omar
from tests.support.phones import Phone
from tests.support.town import Town

CLAIRE = 2
UNREACHED = "notices/referent_unreached"


async def times(phone: Phone, template: str) -> int:
    texts = [str(message.get("text") or message.get("caption") or "") for message in await phone.messages()]
    screens = [phone.town.screen_of(text) for text in texts]
    return sum(getattr(screen, "template", "") == template for screen in screens)


async def test_a_plan_that_waits_for_a_closed_chat_is_told_to_the_coordinators_once(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await answers_everything(awa)
    await story.lina.blocks()
    await awa.taps("send")
    await town.passes(minutes=1)
    assert await times(story.claire, UNREACHED) == 1
    for _ in range(3):
        await town.passes(days=1)
    assert await times(story.claire, UNREACHED) == 1


async def test_it_is_no_matter_while_nobody_waits(town: Town) -> None:
    story = await cast(town)
    await joins(story)
    await story.lina.blocks()
    await town.passes(minutes=1)
    assert await times(story.claire, UNREACHED) == 0


async def test_the_notice_names_nobody_and_its_button_says_whom_and_what_to_do(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await story.lina.blocks()
    await town.passes(minutes=1)
    assert "Lina" not in await story.claire.text()
    await story.claire.taps(f"d:unreached:{LINA}")
    screen = await story.claire.sees("absence/_unreached")
    assert (screen.values["name"], screen.values["waiting"], screen.values["how"]) == ("Lina", 1, "blocked")
    assert "Awa" not in await story.claire.text()


async def test_the_coordinator_chooses_a_stand_in(town: Town) -> None:
    story, omar = await with_omar(town)
    awa = await sent_plan(story)
    await story.lina.blocks()
    await town.passes(minutes=1)
    await story.claire.taps(f"d:unreached:{LINA}", f"d:stand_in:{LINA}")
    await story.claire.sees("absence/until")
    await story.claire.says("04/12/2026")
    await story.claire.taps(str(OMAR))
    await story.claire.sees("absence/_away")
    await town.settles()
    await omar.starts()
    await omar.taps("r:next")
    await omar.sees("review/card")
    assert await awa.has_seen("notices/reads")


async def test_or_gives_a_new_link_by_which_one_is_the_same_referent(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await story.lina.blocks()
    await town.passes(minutes=1)
    await story.claire.taps(f"d:unreached:{LINA}", f"d:relink:{LINA}")
    await story.claire.sees("telephone/_link")
    other = await town.phone("Lina")
    await other.starts(await link_in(story.claire))
    await other.sees("telephone/waiting")
    await town.passes(hours=24)
    await other.sees("notices/account_here")
    await other.starts()
    screen = await other.sees("review/home")
    assert screen.values["waiting"] == 1
    lines = [(line.action, line.actor_id) for line in await town.does(audit.history, f"person:{LINA}")]
    assert lines == [("new_link", CLAIRE), ("account_moved", None)], "whoever opens a way to an account stands there"


async def test_a_second_spell_is_told_again(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await story.lina.blocks()
    await town.passes(minutes=1)
    await story.lina.unblocks()
    await town.passes(days=1)
    await story.lina.blocks()
    await town.passes(minutes=1)
    assert await times(story.claire, UNREACHED) == 2


async def test_where_there_is_a_lead_the_lead_is_told_and_not_the_network(town: Town) -> None:
    story, omar = await with_omar(town)
    zoe = await town.member("Zoé", Role.LEAD, story.residence)
    await sent_plan(story)
    await story.lina.blocks()
    await town.passes(minutes=1)
    assert await times(zoe, UNREACHED) == 1
    assert await times(story.claire, UNREACHED) == 0
    await zoe.taps(f"l:unreached:{LINA}", f"l:stand_in:{LINA}")
    await zoe.says("04/12/2026")
    await zoe.taps(str(OMAR))
    await zoe.sees("absence/_away")
    await omar.starts()
    assert await omar.offers("r:next")


async def test_a_lead_who_is_the_referent_too_is_not_told_about_that(town: Town) -> None:
    story = await cast(town)
    await town.does(people.give_role, LINA, Role.LEAD)
    await sent_plan(story)
    await story.lina.blocks()
    await town.passes(minutes=1)
    assert await times(story.claire, UNREACHED) == 1


async def test_a_stand_in_who_cannot_be_reached_is_told_of_too(town: Town) -> None:
    story, omar = await with_omar(town)
    await sent_plan(story)
    await goes_away(story.lina)
    await omar.blocks()
    await town.passes(minutes=1)
    await story.claire.taps(f"d:unreached:{OMAR}")
    screen = await story.claire.sees("absence/_unreached")
    assert screen.values["name"] == "Omar"


async def test_a_lead_of_another_organisation_opens_nothing(town: Town) -> None:
    story = await cast(town)
    elsewhere = await town.organisation("Foyer des Ormes")
    zoe = await town.member("Zoé", Role.LEAD, elsewhere)
    await sent_plan(story)
    await story.lina.blocks()
    await town.passes(minutes=1)
    await zoe.forges(f"l:unreached:{LINA}")
    await zoe.sees("home/lead", problem="not_found")
    await zoe.forges(f"l:stand_in:{LINA}")
    await zoe.sees("home/lead", problem="not_found")


async def test_nothing_is_endorsed_by_silence(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await story.lina.blocks()
    await town.passes(days=60)
    assert (await town.does(plans.by_id, 1)).state is State.TO_REVIEW
