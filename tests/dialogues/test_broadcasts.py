"""The coordinator writes to many from a telephone: a few taps, a last look, and it leaves once to each of them."""

from typing import Any

import pytest

from bot.domain.audience import Audience, To
from bot.domain.people import Role
from bot.features.administration import admin
from bot.storage import broadcasts, networks
from bot.storage.broadcasts import BroadcastState, RowState
from tests.dialogues.many import a_team, rows, sends, the_only, times_seen, to_teams
from tests.dialogues.story import cast
from tests.support.phones import Phone, buttons
from tests.support.town import Town


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
    assert (await the_only(town)).state is BroadcastState.DONE


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


async def test_another_number_of_readers_than_was_shown_asks_to_look_again(town: Town) -> None:
    story = await cast(town)
    await to_teams(story.claire)
    await a_team(story)
    await sends(story.claire)
    screen: Any = await story.claire.sees("broadcast/_ready", problem="number_changed")
    assert screen.values["reached"] == 3
    assert await town.does(broadcasts.of_network, town.network) == []


async def test_words_of_ones_own_are_filled_in_and_read_in_each_language(town: Town) -> None:
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


async def test_a_test_goes_to_the_author_alone(town: Town) -> None:
    story = await cast(town)
    await to_teams(story.claire)
    await story.claire.taps("d:bc_test:c1")
    assert await times_seen(story.claire, "broadcast/_call_opened") == 1
    await story.claire.sees("broadcast/_ready", problem="only_a_test")
    assert not await story.lina.has_seen("broadcast/_call_opened")
    assert await town.does(broadcasts.of_network, town.network) == []


async def test_narrowed_to_a_region_without_anybody_there_is_nothing_to_send(town: Town) -> None:
    story = await cast(town)
    await to_teams(story.claire)
    await story.claire.taps("narrow", "regions", "kinds", "done", "BRE", "done", "residence", "done")
    screen: Any = await story.claire.sees("broadcast/_ready")
    assert screen.values["reached"] == 0
    assert not await story.claire.offers("d:bc_go:c1:1:0")


async def test_a_kind_of_the_networks_own_is_told_in_its_own_words(town: Town) -> None:
    story = await cast(town)
    code = await town.does(networks.find_or_add_kind, town.network, "Halte pour routards", ())
    await town.does(admin.add_organisation, town.network, "Halte du Parc", code, "35")
    await to_teams(story.claire)
    await story.claire.taps("narrow", "kinds", "done", code, "done")
    await story.claire.sees("broadcast/_ready")
    assert "Halte pour routards" in await story.claire.text()


async def test_the_silent_ones_can_be_written_to_alone(town: Town) -> None:
    story = await cast(town)
    await a_team(story)
    await town.passes(days=40)
    await story.lina.starts()
    await to_teams(story.claire)
    await story.claire.taps("narrow", "seen", "done", "silent")
    screen: Any = await story.claire.sees("broadcast/_ready")
    assert screen.values["reached"] == 2


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
    """Return the coordinator of another network."""
    network = await town.does(admin.only_or_new, "Autre réseau")
    code = await town.does(admin.invite_member, town.moment, Role.COORDINATOR, network, None)
    phone = await town.phone("Zoé")
    await phone.starts(code)
    return phone


async def test_an_audience_comes_back_from_the_database_as_it_was(town: Town) -> None:
    await cast(town)
    audience = Audience(To.PEOPLE, 1, regions=("BRE",), states=("draft",), with_sent=True)
    assert Audience.load(audience.dump()) == audience


@pytest.mark.parametrize(
    "data",
    [
        "d:bc_show:zzzzzzzzzzzzzzzzz", "d:bc_stop:-1", "d:bc_go:c1:1:zzzzzzzzzzzzzzzzz", "d:bc_go:c1", "d:bc_see:c1:xx",
        "d:bc_edit:c1:nothing", "d:bc_edit:c99:to", "d:event:zzzzzzzzzzzzzzzzz", "b:read:zzzzzzzzzzzzzzzzz", "b:come:0",
        "b:", "b:nothing:1",
    ],
)  # fmt: skip
async def test_a_forged_button_is_answered_and_does_nothing(town: Town, data: str) -> None:
    story = await cast(town)
    await to_teams(story.claire)
    await story.claire.forges(data)
    assert await town.does(broadcasts.of_network, town.network) == []
    assert buttons(await story.claire.last()), "she is shown where she is, with a way on"


async def test_a_call_that_was_just_opened_is_announced_in_two_taps(town: Town) -> None:
    story = await cast(town)
    await story.claire.taps("d:calls", "d:call:1", "d:copy:1", "d:open:2", "d:bc_call:2")
    await story.claire.sees("broadcast/to")
    await story.claire.taps("teams")
    await story.claire.sees("broadcast/_ready")
    await sends(story.claire)
    await town.settles()
    assert await story.lina.has_seen("broadcast/_call_opened")
    assert (await the_only(town)).call_id == 2


async def test_a_call_that_is_not_there_is_not_announced(town: Town) -> None:
    story = await cast(town)
    await story.claire.forges("d:bc_call:9")
    await story.claire.sees("committee/home", problem="not_found")
