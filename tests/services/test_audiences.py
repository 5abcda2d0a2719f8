"""Who is written to, told aloud or left out: the same sets for counting, queueing and looking again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.audience import FEWEST, Audience, Reach, Seen, To, duration, hours_of_people, told
from bot.domain.groups import Part, Together
from bot.domain.people import OrganisationKind, Role
from bot.features.administration import admin
from bot.features.broadcasts import sending
from bot.plan import access, drafts
from bot.plan.context import AppContext, Moment
from bot.storage import audiences, broadcasts, groups, people, plans
from bot.storage.broadcasts import BroadcastState, RowState
from bot.storage.kernel.store import Store, Tx
from conversations.group import dumped
from tests.support import plans as made

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def network_of_teams(tx: Tx) -> int:
    """Found two organisations in two regions; a lead, referents, a coordinator, one without account, one who closed."""
    network = admin.only_or_new(tx, "Réseau des Tilleuls")
    shelter = admin.add_organisation(tx, network, "Foyer", OrganisationKind.SHELTER, "35")
    siae = admin.add_organisation(tx, network, "Chantier", OrganisationKind.SIAE, "93")
    elsewhere = admin.only_or_new(tx, "Autre réseau")
    members: tuple[tuple[int, int | None, Role, int | None, str, dict[str, Any]], ...] = (
        (network, shelter, Role.REFERENT, 1, "fr", {}),
        (network, siae, Role.REFERENT, 2, "en", {"last_seen": NOW - timedelta(days=2)}),
        (network, siae, Role.LEAD, 3, "fr", {"last_seen": NOW - timedelta(days=60)}),
        (network, siae, Role.REFERENT, None, "fr", {}),
        (network, siae, Role.REFERENT, 4, "fr", {"blocked_at": NOW}),
        (network, siae, Role.REFERENT, 5, "fr", {"writing": "no"}),
        (network, None, Role.COORDINATOR, 6, "fr", {}),
        (elsewhere, None, Role.REFERENT, 7, "fr", {}),
    )
    for where, organisation, role, chat_id, language, more in members:
        person = people.add(
            tx, NOW, where, f"{chat_id}", frozenset({role}), organisation_id=organisation, chat_id=chat_id,
            language=language,
        )  # fmt: skip
        if more:
            people.change(tx, person, **more)
    return network


async def counted(store: Store, audience: Audience) -> dict[Reach, int]:
    def count(tx: Tx) -> dict[Reach, int]:
        return audiences.count(tx, admin.only_or_new(tx, "Réseau des Tilleuls"), audience, NOW)

    found = await store.run(count)
    return {reach: number for reach, number in found.items() if number}


async def test_people_left_out_are_counted_by_the_reason(store: Store) -> None:
    await store.run(network_of_teams)
    assert await counted(store, Audience(To.TEAMS)) == {
        Reach.REACHED: 3, Reach.NO_ACCOUNT: 1, Reach.BLOCKED: 1, Reach.ASKED_NOT: 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("audience", "reached"),
    [
        (Audience(To.REFERENTS), 2),
        (Audience(To.LEADS), 1),
        (Audience(To.COORDINATORS), 1),
        (Audience(To.PEOPLE), 0),
        (Audience(To.TEAMS, regions=("BRE",)), 1),
        (Audience(To.TEAMS, regions=("BRE", "IDF")), 3),
        (Audience(To.TEAMS, kinds=("siae",)), 2),
        (Audience(To.TEAMS, kinds=("siae",), regions=("BRE",)), 0),
        (Audience(To.TEAMS, languages=("en",)), 1),
        (Audience(To.TEAMS, seen=Seen.LATELY), 1),
        (Audience(To.TEAMS, seen=Seen.SILENT), 2),
        (Audience(To.TEAMS, call_id=1, states=("draft",)), 0),
    ],
)
async def test_each_narrowing_narrows(store: Store, audience: Audience, reached: int) -> None:
    await store.run(network_of_teams)
    assert (await counted(store, audience)).get(Reach.REACHED, 0) == reached


def a_sent_group(tx: Tx, moment: Moment) -> made.Team:
    """Send the plan of a group: Awa has an own plan that is not sent, Zoé has none, Ida was only asked."""
    team = made.team(tx, moment, made.next_summer(NOW))
    plan = access.need(tx, made.sent(tx, moment, team, "Atelier"))
    plans.save(tx, plan, NOW, households=dumped(Together(households=2, adults=2)))
    tx.connection.execute(people.roles.delete().where(people.roles.c.person_id == plan.beneficiary_id))
    for number, (name, part) in enumerate((("Awa", Part.CONFIRMED), ("Zoé", Part.LEAVING), ("Ida", Part.ASKED))):
        person = people.add(
            tx, NOW, team.network, name, frozenset({Role.BENEFICIARY}), organisation_id=team.organisation,
            chat_id=100 + number,
        )  # fmt: skip
        people.attach(tx, person, team.referent, NOW)
        groups.add(tx, plan.id, person, part, NOW)
        if name == "Awa":
            second = admin.open_call(tx, moment, team.network, made.next_summer(NOW))
            drafts.begin(tx, moment, people.by_id(tx, person), second, by=team.referent)
    return team


@pytest.mark.parametrize(
    ("narrowed", "meant"),
    [
        ({}, {Reach.ALREADY_SENT: 2}),
        ({"with_sent": True}, {Reach.REACHED: 2}),
        ({"states": ("to_review",)}, {Reach.REACHED: 2}),
        ({"states": ("draft",)}, {}),
        ({"with_sent": True, "with_groups": False}, {}),
        ({"call_id": None, "states": ("draft", "to_review")}, {Reach.REACHED: 2}),
    ],
)
async def test_a_member_belongs_where_the_plan_of_the_group_stands_and_once(
    store: Store, home: AppContext, narrowed: dict[str, Any], meant: dict[Reach, int]
) -> None:
    team = await store.run(a_sent_group, Moment(home, NOW, "code"))
    assert await counted(store, replace(Audience(To.PEOPLE, call_id=team.call), **narrowed)) == meant


async def test_recipients_are_queued_in_pieces_each_once_whatever_is_repeated(store: Store) -> None:
    def many(tx: Tx) -> int:
        network = admin.only_or_new(tx, "Réseau des Tilleuls")
        for n in range(25):
            people.add(tx, NOW, network, "Lina", frozenset({Role.REFERENT}), chat_id=n + 1)
        values = {
            "network_id": network, "author_id": 1, "message": "own", "texts": {"": "x"}, "call_id": None,
            "event_id": None, "day": None, "state": BroadcastState.PREPARING.value, "due_at": NOW,
        }  # fmt: skip
        return broadcasts.add(tx, values, Audience(To.TEAMS), b"key", NOW)

    broadcast_id = await store.run(many)
    looked_at = [await store.run(audiences.queue, broadcast_id, 1, Audience(To.TEAMS), NOW, 10) for _ in range(4)]
    assert looked_at == [10, 10, 5, 0]
    assert (await store.run(broadcasts.counts, broadcast_id))[RowState.QUEUED] == 25
    found = await store.run(broadcasts.by_id, broadcast_id)
    assert found is not None
    assert found.total == 25


async def test_two_processes_never_claim_the_same_person(store: Store) -> None:
    def sending_to_six(tx: Tx) -> None:
        network = admin.only_or_new(tx, "Réseau des Tilleuls")
        for n in range(6):
            people.add(tx, NOW, network, "Lina", frozenset({Role.REFERENT}), chat_id=n + 1)
        values = {
            "network_id": network, "author_id": 1, "message": "own", "texts": {"": "x"}, "call_id": None,
            "event_id": None, "day": None, "state": BroadcastState.SENDING.value, "due_at": NOW,
        }  # fmt: skip
        broadcast_id = broadcasts.add(tx, values, Audience(To.TEAMS), b"key", NOW)
        audiences.queue(tx, broadcast_id, network, Audience(To.TEAMS), NOW, 10)

    await store.run(sending_to_six)
    one = await store.run(broadcasts.claim, "one", NOW, 4)
    two = await store.run(broadcasts.claim, "two", NOW, 4)
    assert one is not None
    assert two is not None
    assert (len(one[1]), len(two[1])) == (4, 2)
    assert not set(one[1]) & set(two[1])
    assert await store.run(broadcasts.claim, "three", NOW, 4) is None


@pytest.mark.parametrize(
    ("count", "to", "shown"),
    [(0, To.PEOPLE, 0), (1, To.PEOPLE, None), (FEWEST - 1, To.PEOPLE, None), (FEWEST, To.PEOPLE, 5), (1, To.TEAMS, 1)],
)
def test_people_under_five_are_never_counted(count: int, to: To, shown: int | None) -> None:
    assert told(count, to) == shown


def test_how_long_many_messages_take() -> None:
    assert duration(100_000, 25) == timedelta(minutes=66, seconds=40)


@pytest.mark.parametrize(
    ("moment", "goes_on"),
    [
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), datetime(2026, 11, 23, 9, 0, tzinfo=UTC)),
        (datetime(2026, 11, 23, 8, 59, tzinfo=UTC), datetime(2026, 11, 23, 9, 0, tzinfo=UTC)),
        (datetime(2026, 11, 23, 19, 59, tzinfo=UTC), datetime(2026, 11, 23, 19, 59, tzinfo=UTC)),
        (datetime(2026, 11, 23, 20, 0, tzinfo=UTC), datetime(2026, 11, 24, 9, 0, tzinfo=UTC)),
        (datetime(2026, 11, 21, 20, 0, tzinfo=UTC), datetime(2026, 11, 23, 9, 0, tzinfo=UTC)),
    ],
)
def test_people_are_left_in_peace_in_the_evening_and_on_sundays(moment: datetime, goes_on: datetime) -> None:
    assert hours_of_people(ZoneInfo("UTC")).next_open(moment) == goes_on


def test_the_bar_is_full_only_at_the_end() -> None:
    assert (sending.bar(0, 9), sending.bar(9, 9), sending.bar(0, 0)) == ("░" * 12, "▓" * 12, "░" * 12)
    assert sending.bar(999, 1000) != sending.bar(1000, 1000)
