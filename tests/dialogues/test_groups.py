"""A group goes on holiday: one plan, several households, one decision; each sees only its own part."""

from datetime import UTC, datetime

from bot.domain.groups import Part
from bot.domain.people import Role
from bot.domain.plans import State
from bot.interaction.routes import encode_id
from bot.storage import calls, groups, people, plans
from tests.dialogues.diary import Diary
from tests.dialogues.group import (
    Says,
    answers_for_all,
    answers_for_household,
    comes,
    fills_part_for_group,
    fits,
    founded,
    group_plan,
    invited,
    is_granted,
    of_a_workshop,
    opens_group,
    parts,
    read_by,
    taps_one,
    thirty_households,
)
from tests.dialogues.story import answers_everything, cast, fills_prices, invites, link_in
from tests.dialogues.test_discreet import qr_code
from tests.support.phones import buttons
from tests.support.town import Town


async def test_a_group_of_one_workshop(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    awa, zoe, sam = await of_a_workshop(story)
    assert not await sam.has_seen("notices/group_asked")

    # Each says who comes along; nobody reads about the other.
    await comes(awa, Says("1", "6, 8, 11", "60"))
    await comes(zoe, Says("2", "", "90"))
    assert "Zoé" not in await read_by(awa)
    assert "Awa" not in await read_by(zoe)
    plan = await group_plan(story)
    assert plan.households is not None
    assert (plan.households["adults"], plan.households["ages"], plan.households["own"]) == (3, [6, 8, 11], 15_000)

    # One sending, one endorsement, one decision.
    plan = await is_granted(story)
    call = await town.does(calls.by_id, story.call)
    assert (plan.state, plan.people, plan.children) == (State.GRANTED, 6, 3)
    assert (call.taken_places, call.taken_cents) == (6, plan.granted_cents)
    for phone in (awa, zoe):
        assert await phone.has_seen("notices/group_sent")
        await phone.sees("notices/group_told")
        await taps_one(phone, "g:group:see:")
        await phone.sees("group_member/part")
    await awa.taps("g:calendar")
    await awa.sees("departure/calendar")

    # Zoé no longer comes: nothing moves before Lina has read it, then the places go back to the call.
    await taps_one(zoe, "g:group:no:")
    await taps_one(zoe, "g:group:leave:")
    assert (await town.does(calls.by_id, story.call)).taken_places == 6
    await lina.sees("notices/group_waits")
    await taps_one(lina, "r:group:")
    await taps_one(lina, "r:group_list:")
    await taps_one(lina, "r:group_one:", "Zoé")
    await taps_one(lina, "r:group_out:")
    await lina.sees("group/out")
    assert (await town.does(calls.by_id, story.call)).taken_places == 6
    await lina.taps("surely")
    plan = await group_plan(story)
    call = await town.does(calls.by_id, story.call)
    assert (plan.state, plan.people, call.taken_places) == (State.GRANTED, 4, 4)
    assert call.taken_cents == plan.granted_cents
    assert set((await parts(story)).values()) == {Part.CONFIRMED, Part.LEFT}

    # A member who stays is reminded of what all share, until asked to stop, and reads nothing of who left.
    diary = Diary(town, awa=awa, zoe=zoe)
    town.clock.now = datetime(2027, 6, 24, 9, tzinfo=UTC)
    await diary.days(11)
    assert diary.of("awa") == ["2027-06-25 11 reminders/group_leaving", "2027-07-03 11 reminders/group_leaving"]
    await taps_one(awa, "g:remind:stop:")
    await awa.sees("reminders/_stopped")
    await diary.days(20)
    assert (len(diary.of("awa")), diary.of("zoe")) == (2, [])
    await lina.starts()
    await lina.taps("r:people")
    await taps_one(lina, "r:person:", "Awa")
    assert (await lina.sees("review/person")).values["no_reminders"]
    assert "Zoé" not in await read_by(awa)


async def test_a_part_is_its_own_members_and_a_group_its_own_referents(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    awa, zoe, _ = await of_a_workshop(story)
    await comes(awa, Says("1", "6"))
    ids = {part: number for number, part in (await parts(story)).items()}
    plan = await group_plan(story)
    awas, other = ids[Part.CONFIRMED], ids[Part.ASKED]

    # A member of the same group, and a person of none, forge the taps of another.
    before = await read_by(awa)
    for word in ("see", "say", "yes", "no", "leave"):
        await zoe.forges(f"g:group:{word}:{awas}")
        await zoe.sees("group_member/part", problem="not_found")
        await awa.forges(f"g:group:{word}:{other}")
    stranger = await invited(story, "Ida")
    for data in (f"g:group:see:{awas}", f"g:group:leave:{awas}", f"r:group_out:{awas}", "g:group", "g:group:see:zz"):
        await stranger.forges(data)
        await stranger.sees("wishes/wishes")
    assert await parts(story) == {awas: Part.CONFIRMED, other: Part.ASKED}
    assert "Zoé" not in before

    # Neither does another referent find anything, nor does the link of a person open the row of a group.
    omar = await town.member("Omar", Role.REFERENT, story.residence)
    for data in (f"r:group:{plan.id}", f"r:group_one:{awas}", f"r:group_out:{awas}", f"r:group_list:{plan.id}"):
        await omar.forges(data)
        await omar.sees("review/home", problem="not_found")
    for data in (f"r:link:{plan.beneficiary_id}", f"r:another:{plan.beneficiary_id}", "r:group", "r:group_tick:1"):
        await lina.starts()
        await lina.forges(data)
        await lina.sees("review/home", problem="not_found")
    assert await parts(story) == {awas: Part.CONFIRMED, other: Part.ASKED}


async def test_one_plan_a_person_and_call(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    awa, eve = await invited(story, "Awa"), await invited(story, "Eve")
    await answers_everything(eve)
    await eve.taps("send")

    # A person who has sent an own plan cannot be chosen; Awa's draft waits for later after the yes to the group.
    await founded(story)
    assert [label for label, data in buttons(await lina.last()) if data.startswith("r:group_tick:")] == ["☐ Awa"]
    await taps_one(lina, "r:group_tick:")
    await taps_one(lina, "r:group_ask:")
    await comes(awa, Says("1"))
    own = await town.does(plans.latest_of, (await town.does(people.by_chat, awa.account)).id)
    assert own.state is State.POSTPONED
    await awa.forges(f"p:resume:{encode_id(own.id)}:{encode_id(own.version)}")
    await awa.sees("home/plan", problem="no_open_call")
    await awa.starts()
    await awa.sees("group_member/part")

    # Without a telephone: the name, how consent was given, and the household, told beside the referent.
    await opens_group(story)
    await taps_one(lina, "r:group_pick:")
    await taps_one(lina, "r:group_person:")
    await lina.says("Monsieur K.")
    await lina.sees("group/household")
    await taps_one(lina, "r:group_fill:")
    await lina.taps("oral")
    assert "👤 Monsieur K." in await lina.text()
    await answers_for_household(lina, Says("2", "", "20"))
    await taps_one(lina, "r:group_yes:")
    plan = await group_plan(story)
    assert plan.households is not None
    assert (plan.households["households"], plan.households["own"]) == (2, 8_000)

    # "Not me" while it is written: the member is off the list, and what was written is gone.
    await taps_one(awa, "g:group:no:")
    await taps_one(awa, "g:group:leave:")
    await awa.sees("group_member/left")
    await awa.taps("g:home", "resume")
    assert (await town.does(plans.by_id, own.id)).state is State.DRAFT
    left = next(each for each in await town.does(groups.of_plan, plan.id) if each.part is Part.LEFT)
    assert left.answers == {}
    assert (await group_plan(story)).households["households"] == 1  # type: ignore[index]


async def test_sixty_people_and_a_flood(town: Town) -> None:
    story = await cast(town, places=60)
    lina = story.lina
    await founded(story)
    await taps_one(lina, "r:group:")
    await taps_one(lina, "r:group_link:")
    await lina.taps("5", "today")
    code = await link_in(lina)
    crowd = [await town.phone(f"P{number}") for number in range(7)]
    for phone in crowd:
        await phone.starts(code)
        await phone.sees("group_member/thanks")
        await phone.starts(code)
    plan = await group_plan(story)
    assert [each.name for each in await town.does(groups.asking, plan.id)] == ["P0", "P1", "P2", "P3", "P4"]

    # Another link: the one of before is one that nobody knows.
    await lina.starts()
    home = await lina.sees("review/home")
    assert (home.values["waiting"], home.values["else_awaits"], home.values["people"]) == (0, True, 0)
    assert "Plus rien" not in await lina.text(), "a group awaits her just below"
    await taps_one(lina, "r:group:")
    await taps_one(lina, "r:group_link:")
    await taps_one(lina, "r:group_link_new:")
    await lina.taps("10", "week")
    await crowd[5].starts(code)
    await crowd[5].sees("stranger", problem="invitation")
    await taps_one(lina, "r:group_link_end:")
    await lina.sees("group/card")

    # The evening comes: who was not answered is forgotten.
    await town.passes(days=1)
    await town.does(groups.forget, town.clock())
    assert await town.does(groups.asking, plan.id) == []

    # Thirty households of two: counts on the card, pages of names.
    await town.does(thirty_households, town.moment.now, plan.id)
    await opens_group(story)
    await fits(lina)
    await answers_for_all(lina)
    await lina.taps("send", "card")
    await fits(lina)
    await fills_prices(lina)
    await fills_part_for_group(lina)
    await fits(lina)
    await lina.taps("endorse")
    await town.passes(minutes=3)
    await story.claire.taps("d:list", "decide")
    await story.claire.sees("committee/card")
    await fits(story.claire)
    assert (await town.does(calls.by_id, story.call)).asked_places == 60
    await opens_group(story)
    await taps_one(lina, "r:group_list:")
    await fits(lina)
    for page in (1, 2, 3):
        await lina.taps(f"r:group_list:{plan.id}:{page}")
    assert sum(data.startswith("r:group_one:") for _, data in buttons(await lina.last())) == 6


async def test_a_discreet_member_is_never_written_to(town: Town) -> None:
    story = await cast(town, model="elles-en-vacances")
    lina = story.lina
    await invites(lina, "Awa", contact="discreet")
    awa = await town.phone("Awa")
    await awa.starts(await qr_code(town))
    await awa.says("soleil")
    await awa.says("soleil")
    await awa.starts()
    await awa.taps("g:accept")
    await town.passes(minutes=20)  # the discreet gate is shut again
    read = len(await awa.messages())

    # Nothing is written to Awa: Lina is asked to tell it, and Awa answers once the code has opened.
    await founded(story)
    await taps_one(lina, "r:group_tick:", "Awa")
    await taps_one(lina, "r:group_ask:")
    assert len(await awa.messages()) == read
    await taps_one(lina, "r:tell:")
    await lina.sees("review/tell")
    await awa.says("soleil")
    await comes(awa, Says("1", "6"))
    assert set((await parts(story)).values()) == {Part.CONFIRMED}

    # Where everybody is discreet there is no link for several, whatever the button says.
    await opens_group(story)
    assert not any(data.startswith("r:group_link:") for _, data in buttons(await lina.last()))
    await lina.forges(f"r:group_link:{(await group_plan(story)).id}")
    await lina.sees("review/home", problem="no_group_link")
