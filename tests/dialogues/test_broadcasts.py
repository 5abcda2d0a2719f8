"""The coordinator writes to many from her telephone: a few taps, a last look, and it leaves once to each of them."""

from datetime import timedelta
from typing import Any

from bot.domain.audience import Audience, To
from bot.domain.people import Role
from bot.services import office, sending
from bot.storage import audit, broadcasts, people
from bot.storage.broadcasts import RowState, State
from bot.storage.store import Tx
from tests.dialogues.story import Cast, cast, endorsed_plan, invites, joins
from tests.support.phones import Phone, buttons
from tests.support.town import Town


async def to_teams(claire: Phone, message: str = "call_opened") -> None:
    """The quick way to the last look: three taps."""
    await claire.starts()
    await claire.taps("d:bc", "d:bc_new", message, "1", "teams")
    await claire.sees("broadcast/_ready")


async def sends(claire: Phone) -> None:
    """Tap the first button of the last look."""
    await claire.taps(await starting(claire, "d:bc_go:"))


async def starting(phone: Phone, beginning: str) -> str:
    """The data of the newest button that begins so."""
    for message in reversed(await phone.messages()):
        for _, data in buttons(message):
            if data.startswith(beginning):
                return data
    raise AssertionError(f"{phone.name} has no button {beginning}")


async def the_only(town: Town) -> broadcasts.Broadcast:
    found: list[broadcasts.Broadcast] = await town.does(broadcasts.of_network, town.network)
    assert len(found) == 1
    return found[0]


async def rows(town: Town) -> dict[RowState, int]:
    """How many recipients are in each state, none left out."""
    counted = await town.does(broadcasts.counts, (await the_only(town)).id)
    return {state: number for state, number in counted.items() if number}


async def times_seen(phone: Phone, template: str) -> int:
    """How often one of the bot's messages is that template's."""
    texts = [str(message.get("text") or "") for message in await phone.messages()]
    return sum(getattr(phone.town.screen_of(text), "template", "") == template for text in texts)


async def a_team(story: Cast) -> list[Phone]:
    """Two more referents of the residence."""
    return [await story.town.member(name, Role.REFERENT, story.residence) for name in ("Omar", "Inès")]


async def test_three_taps_and_a_last_look_then_it_leaves_once_to_each(town: Town) -> None:
    story = await cast(town)
    team = [story.lina, *await a_team(story)]
    await to_teams(story.claire)
    screen: Any = await story.claire.screen()
    assert screen.values["reached"] == 3
    assert not any([await phone.has_seen("broadcast/_call_opened") for phone in team])
    await sends(story.claire)
    await town.settles()
    assert [await times_seen(phone, "broadcast/_call_opened") for phone in team] == [1, 1, 1]
    assert await rows(town) == {RowState.SENT: 3}
    assert (await the_only(town)).state is State.DONE


async def under_way(story: Cast) -> broadcasts.Broadcast:
    """A broadcast to the team whose recipients are queued, and of which nothing has left yet."""
    town = story.town
    await at_noon(story.claire)
    await sends(story.claire)
    town.clock.now += timedelta(days=1, hours=3)
    await town.does(sending.tend, town.scene)
    return await the_only(town)


async def at_noon(claire: Phone) -> None:
    """The last look at a message for tomorrow noon."""
    await to_teams(claire)
    await claire.taps("timing", "later")
    await claire.says("demain")
    await claire.says("12")
    await claire.sees("broadcast/_ready")


async def test_the_author_is_told_how_it_ended(town: Town) -> None:
    story = await cast(town)
    await a_team(story)
    await to_teams(story.claire)
    await sends(story.claire)
    await town.settles()
    report: Any = await story.claire.sees("broadcast/_report")
    assert (report.values["sent"], report.values["total"], report.values["left"]) == (3, 3, 0)
    line = (await town.does(audit.history, "broadcast:1"))[0]
    assert (line.action, line.after) == ("confirm", {"message": "call_opened", "to": "teams"})


async def test_at_a_day_and_an_hour_it_leaves_and_not_before(town: Town) -> None:
    story = await cast(town)
    await at_noon(story.claire)
    await sends(story.claire)
    await story.claire.sees("broadcast/_started")
    await town.passes(hours=25)
    assert await times_seen(story.lina, "broadcast/_call_opened") == 0, "eleven in the morning"
    await town.passes(hours=1)
    assert await times_seen(story.lina, "broadcast/_call_opened") == 1


async def test_paused_nothing_leaves_and_it_goes_on_where_it_stopped(town: Town) -> None:
    story = await cast(town)
    team = [story.lina, *await a_team(story)]
    one = await under_way(story)
    await story.claire.forges(f"d:bc_pause:{one.id}")
    await town.passes(minutes=10)
    assert await rows(town) == {RowState.QUEUED: 3}
    assert await times_seen(story.claire, "broadcast/_progress") == 1
    await story.claire.taps(f"d:bc_resume:{one.id}")
    assert [await times_seen(phone, "broadcast/_call_opened") for phone in team] == [1, 1, 1]
    await town.passes(seconds=6)
    assert await times_seen(story.claire, "broadcast/_progress") == 1, "one message that is edited"
    assert await times_seen(story.claire, "broadcast/_report") == 1


async def test_stopped_nothing_more_leaves_and_the_report_says_how_many_did_not_get_it(town: Town) -> None:
    story = await cast(town)
    one = await under_way(story)
    await story.claire.forges(f"d:bc_stop:{one.id}")
    await town.passes(minutes=10)
    assert await times_seen(story.lina, "broadcast/_call_opened") == 0
    report: Any = await story.claire.sees("broadcast/_report")
    assert (report.values["state"], report.values["sent"], report.values["left"]) == ("cancelled", 0, 1)
    await story.claire.forges(f"d:bc_resume:{one.id}")
    assert await rows(town) == {RowState.QUEUED: 1}


async def test_the_same_words_to_the_same_people_within_a_day_ask_once_more(town: Town) -> None:
    story = await cast(town)
    await to_teams(story.claire)
    await sends(story.claire)
    await town.passes(hours=2)
    await to_teams(story.claire)
    await sends(story.claire)
    twice: Any = await story.claire.sees("broadcast/_twice")
    assert twice.values["count"] == 1
    assert await times_seen(story.lina, "broadcast/_call_opened") == 1
    await story.claire.taps("sure")
    assert await times_seen(story.lina, "broadcast/_call_opened") == 2
    await town.passes(days=2)
    await to_teams(story.claire)
    await sends(story.claire)
    await story.claire.sees("broadcast/_report")


async def test_another_number_of_readers_than_she_saw_asks_her_to_look_again(town: Town) -> None:
    story = await cast(town)
    await to_teams(story.claire)
    await a_team(story)
    await sends(story.claire)
    screen: Any = await story.claire.sees("broadcast/_ready", problem="number_changed")
    assert screen.values["reached"] == 3
    assert await town.does(broadcasts.of_network, town.network) == []


async def test_her_own_words_are_filled_in_and_read_in_each_language(town: Town) -> None:
    story = await cast(town)
    omar = await town.member("Omar", Role.REFERENT, story.residence, "en")
    await story.claire.taps("d:bc", "d:bc_new", "own")
    await story.claire.says("Bonjour {prénom},\n\n{appel} ferme dans {jours} jours.")
    await story.claire.sees("broadcast/versions")
    await story.claire.taps("en", "done")
    await story.claire.sees("broadcast/version")
    await story.claire.says("Hello {first_name}, {date} <3")
    await story.claire.taps("1")
    await story.claire.says("1er décembre 2026")
    await story.claire.taps("teams")
    await story.claire.taps("d:bc_see:c1")
    seen: Any = await story.claire.sees("broadcast/_seen")
    assert "Bonjour Claire" in seen.values["text"]
    await story.claire.taps("en")
    seen = await story.claire.sees("broadcast/_seen")
    assert "Hello Claire, Tuesday, 1 December 2026 &lt;3" in seen.values["text"]
    await story.claire.taps("d:bc_ready:c1")
    await sends(story.claire)
    await town.settles()
    assert await newest(story.lina) == "Bonjour Lina,\n\nSéjours d'été 2027 ferme dans 8 jours."
    assert await newest(omar) == "Hello Omar, Tuesday, 1 December 2026 <3"


async def newest(phone: Phone) -> str:
    return await phone.text()


async def test_a_field_that_nobody_knows_is_refused_and_a_tapped_one_is_explained(town: Town) -> None:
    story = await cast(town)
    await story.claire.taps("d:bc", "d:bc_new", "own", "date")
    assert "{date}" in await story.claire.text()
    await story.claire.says("Bonjour {nom de jeune fille}")
    await story.claire.sees("broadcast/own_text", problem="unknown_field")


async def test_a_language_without_a_version_is_said_before_it_leaves(town: Town) -> None:
    story = await cast(town)
    await town.member("Omar", Role.REFERENT, story.residence, "en")
    await story.claire.taps("d:bc", "d:bc_new", "own")
    await story.claire.says("Bonjour")
    await story.claire.taps("none", "none", "teams", "d:bc_see:c1", "en")
    seen: Any = await story.claire.sees("broadcast/_seen")
    assert not seen.values["own_version"]
    assert "Bonjour" in seen.values["text"]


async def test_a_test_goes_to_herself_alone(town: Town) -> None:
    story = await cast(town)
    await to_teams(story.claire)
    await story.claire.taps("d:bc_test:c1")
    assert await times_seen(story.claire, "broadcast/_call_opened") == 1
    await story.claire.sees("broadcast/_ready")
    assert not await story.lina.has_seen("broadcast/_call_opened")
    assert await town.does(broadcasts.of_network, town.network) == []


async def test_narrowed_to_a_region_without_anybody_there_is_nothing_to_send(town: Town) -> None:
    story = await cast(town)
    await to_teams(story.claire)
    await story.claire.taps("narrow", "regions", "kinds", "done", "BRE", "done", "residence", "done")
    screen: Any = await story.claire.sees("broadcast/_ready")
    assert screen.values["reached"] == 0
    assert not await story.claire.offers("d:bc_go:c1:1:0")


async def test_who_closed_the_chat_is_left_out_or_found_out_and_listed(town: Town) -> None:
    story = await cast(town)
    omar, ines = await a_team(story)
    await omar.blocks()
    await to_teams(story.claire)
    screen: Any = await story.claire.screen()
    assert (screen.values["reached"], screen.values["left_out"]) == (2, [("blocked", 1)])
    await fails(town, ines, "deactivated")
    await sends(story.claire)
    await town.settles()
    assert await rows(town) == {RowState.SENT: 1, RowState.UNREACHABLE: 1}
    await story.claire.taps("d:bc_who:1")
    listed: Any = await story.claire.sees("broadcast/_not_reached")
    assert listed.values["lines"] == [("Inès", "deactivated")]


async def fails(town: Town, phone: Phone, kind: str, **more: Any) -> None:
    """The next message to that phone goes wrong."""
    fault = {"method": "sendMessage", "kind": kind, "chat_id": phone.account, **more}
    async with town.http.post("/sandbox/faults", json=fault) as answer:
        assert answer.status == 200, await answer.text()


async def test_too_many_requests_put_it_off_and_drop_nobody(town: Town) -> None:
    story = await cast(town)
    await fails(town, story.lina, "429", retry_after=1, times=2)
    await to_teams(story.claire)
    await sends(story.claire)
    await town.settles()
    assert await times_seen(story.lina, "broadcast/_call_opened") == 1
    assert await rows(town) == {RowState.SENT: 1}


async def test_what_may_have_arrived_is_uncertain_and_sent_again_only_on_request(town: Town) -> None:
    story = await cast(town)
    await fails(town, story.lina, "drop", after=True)
    await to_teams(story.claire)
    await sends(story.claire)
    await town.passes(minutes=5)
    assert await rows(town) == {RowState.UNCERTAIN: 1}
    assert await times_seen(story.lina, "broadcast/_call_opened") == 1, "it had arrived"
    report: Any = await story.claire.sees("broadcast/_report")
    assert report.values["uncertain"] == 1
    await story.claire.taps("d:bc_who:1")
    listed: Any = await story.claire.sees("broadcast/_not_reached")
    assert listed.values["lines"] == [("Lina", "uncertain")]
    await story.claire.taps("d:bc")
    await story.claire.starts()
    await story.claire.forges("d:bc_show:1")
    town.app.broadcasting._rest_until = 0
    await story.claire.taps("d:bc_again:1")
    assert await times_seen(story.lina, "broadcast/_call_opened") == 2
    assert await rows(town) == {RowState.SENT: 1}


async def test_a_process_that_died_leaves_its_rows_uncertain_and_the_others_are_sent(town: Town) -> None:
    story = await cast(town)
    await a_team(story)
    one = await under_way(story)
    claimed = await town.does(broadcasts.claim, "a process that dies", town.clock(), 1)
    await town.settles()
    assert await rows(town) == {RowState.CLAIMED: 1, RowState.SENT: 2}
    await town.passes(minutes=2)
    assert await rows(town) == {RowState.UNCERTAIN: 1, RowState.SENT: 2}
    assert (await the_only(town)).state is State.DONE
    uncertain = await town.does(broadcasts.in_row_state, one.id, RowState.UNCERTAIN, 10)
    assert [person for person, _ in uncertain] == claimed[1]


async def test_whoever_is_no_longer_meant_when_her_turn_comes_gets_nothing(town: Town) -> None:
    story = await cast(town)
    omar, _ = await a_team(story)
    await under_way(story)
    person = await town.does(people.by_chat, omar.account)

    def leaves(tx: Tx) -> None:
        people.change(tx, person.id, writing="no")

    await town.does(leaves)
    await town.settles()
    assert await rows(town) == {RowState.DROPPED: 1, RowState.SENT: 2}
    assert not await omar.has_seen("broadcast/_call_opened")


async def test_a_call_that_closed_meanwhile_is_announced_to_nobody(town: Town) -> None:
    story = await cast(town)
    await under_way(story)
    town.clock.now += timedelta(days=300)
    await town.settles()
    assert await rows(town) == {RowState.DROPPED: 1}


# People


async def to_people(claire: Phone, message: str = "incomplete") -> None:
    """The last look at a message to people, whom the call allows to be written to."""
    await claire.starts()
    await claire.taps("d:bc", "d:bc_new", message, "1", "people")


async def test_people_are_written_to_only_where_the_call_chose_it(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await to_people(story.claire)
    await story.claire.sees("broadcast/allow")
    await story.claire.taps("yes")
    screen: Any = await story.claire.sees("broadcast/_ready")
    assert screen.values["opens_call"]
    assert screen.values["reached"] is None, "fewer than five people are never counted"
    await sends(story.claire)
    await town.settles()
    assert await awa.has_seen("news/incomplete")
    assert not await story.lina.has_seen("news/incomplete")
    assert "people_directly" in [line.action for line in await town.does(audit.history, "call:1")]
    await to_people(story.claire, "last_day")
    await story.claire.sees("broadcast/_ready")


async def test_those_who_have_sent_their_plan_are_left_out_until_she_says_otherwise(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    await to_people(story.claire)
    await story.claire.taps("yes")
    screen: Any = await story.claire.sees("broadcast/_ready")
    assert (screen.values["reached"], screen.values["left_out"]) == (0, [("already_sent", None)])
    await story.claire.taps("sent", "in")
    await sends(story.claire)
    await town.settles()
    assert await awa.has_seen("news/incomplete")


async def test_discreet_people_are_told_face_to_face_by_their_referent(town: Town) -> None:
    story = await cast(town)
    nour = await discreet(story)
    before = len(await nour.messages())
    await to_people(story.claire)
    await story.claire.taps("yes")
    screen: Any = await story.claire.sees("broadcast/_ready")
    assert (screen.values["reached"], screen.values["aloud"]) == (0, None)
    await sends(story.claire)
    await town.settles()
    assert len(await nour.messages()) == before
    assert await rows(town) == {RowState.ALOUD: 1}
    await story.lina.sees("notices/tell_aloud")
    await story.lina.taps(await starting(story.lina, "r:tell:"))
    aloud: Any = await story.lina.sees("broadcast/_aloud")
    assert aloud.values["name"] == "Nour"


async def discreet(story: Cast) -> Phone:
    """Somebody to whom the bot never writes first."""
    await invites(story.lina, "Nour", "discreet")
    person = await story.town.does(people.by_id, 3)
    code = await story.town.does(
        office.invite_member, story.town.scene, Role.BENEFICIARY, story.town.network, story.residence, person.id
    )
    nour = await story.town.phone("Nour")
    await nour.starts(code)
    return nour


async def test_somebody_who_wants_no_details_reads_it_once_she_opens_it(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await awa.forges("g:write:no_detail")
    await to_people(story.claire)
    await story.claire.taps("yes")
    await sends(story.claire)
    await town.settles()
    await awa.sees("notices/no_detail")
    await awa.taps("b:read:1")
    await awa.sees("news/incomplete")
    await story.lina.forges("b:read:1")
    await story.lina.sees("review/home", problem="not_found")


async def test_a_person_who_closed_the_chat_is_her_referents_to_reach(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await fails(town, awa, "blocked")
    await to_people(story.claire)
    await story.claire.taps("yes")
    await sends(story.claire)
    await town.settles()
    assert await rows(town) == {RowState.UNREACHABLE: 1}
    await story.lina.sees("notices/unreachable")
    await story.claire.taps("d:bc_who:1")
    listed: Any = await story.claire.sees("broadcast/_not_reached")
    assert (listed.values["lines"], listed.values["count"]) == ([], None)


async def test_people_are_not_written_to_in_the_evening(town: Town) -> None:
    story = await cast(town)
    await joins(story)
    await town.passes(hours=10)
    await to_people(story.claire)
    await story.claire.taps("yes")
    await sends(story.claire)
    await story.claire.sees("broadcast/_ready", problem="quiet_hours")
    assert await town.does(broadcasts.of_network, town.network) == []


async def test_the_silent_ones_can_be_written_to_alone(town: Town) -> None:
    story = await cast(town)
    await a_team(story)
    await town.passes(days=40)
    await story.lina.starts()
    await to_teams(story.claire)
    await story.claire.taps("narrow", "seen", "done", "silent")
    screen: Any = await story.claire.sees("broadcast/_ready")
    assert screen.values["reached"] == 2


# Who may


async def test_nobody_else_writes_to_many(town: Town) -> None:
    story = await cast(town)
    await to_teams(story.claire)
    await sends(story.claire)
    await story.lina.starts()
    for forged in ("d:bc", "d:bc_new", "d:bc_go:c1:1:1", "d:bc_stop:1", "d:bc_who:1"):
        await story.lina.forges(forged)
        await story.lina.sees("review/home", problem="not_for_you")
    elsewhere = await other_network(town)
    for forged in ("d:bc_show:1", "d:bc_stop:1", "d:bc_again:1", "d:bc_ready:c1"):
        await elsewhere.forges(forged)
        await elsewhere.sees("committee/home", problem="not_found")


async def other_network(town: Town) -> Phone:
    """The coordinator of another network."""
    network = await town.does(office.only_or_new, "Autre réseau")
    code = await town.does(office.invite_member, town.scene, Role.COORDINATOR, network, None)
    phone = await town.phone("Zoé")
    await phone.starts(code)
    return phone


async def test_an_audience_comes_back_from_the_database_as_it_was(town: Town) -> None:
    await cast(town)
    audience = Audience(To.PEOPLE, 1, regions=("BRE",), states=("draft",), with_sent=True)
    assert Audience.load(audience.dump()) == audience


async def test_what_waits_for_its_turn_stays_in_hand_however_long_telegram_asks_to_wait(town: Town) -> None:
    story = await cast(town)
    one = await under_way(story)
    claimed = await town.does(broadcasts.claim, "this process", town.clock(), 1)
    in_hand = {one.id: claimed[1]}
    for _ in range(10):
        town.clock.now += timedelta(seconds=45)
        await town.does(sending.tend, town.scene, in_hand)
    assert await rows(town) == {RowState.CLAIMED: 1}
    town.clock.now += timedelta(seconds=61)
    await town.does(sending.tend, town.scene)
    assert await rows(town) == {RowState.UNCERTAIN: 1}
