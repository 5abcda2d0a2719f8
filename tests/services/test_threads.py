"""Threads: what was not on the screen is not read, and what is new is never at the end of a long list."""

from datetime import UTC, datetime, timedelta

from bot.domain.ids import PersonId
from bot.domain.messages import MOST_ON_SCREEN, Kind, Side
from bot.domain.people import Role
from bot.features.messages import pages, participant, threads
from bot.interaction.request import Request, reader_of
from bot.plan.context import AppContext, Moment
from bot.storage import messages, people
from bot.storage.kernel.store import Store, Tx
from conversations.engine.screens import Page
from tests.support import plans as made

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def accompanied(tx: Tx, home: AppContext, count: int) -> tuple[Request, list[int]]:
    """Return a referent at work, and the ids of the beneficiaries."""
    moment = Moment(home, NOW, "code")
    team = made.team(tx, moment, made.next_summer(NOW))
    accompanies = []
    for number in range(count):
        accompanies.append(people.add(tx, NOW, team.network, f"Awa {number}", frozenset({Role.BENEFICIARY})))
        people.attach(tx, accompanies[-1], team.referent, NOW)
    lina = people.by_id(tx, team.referent)
    return Request(moment, lina, reader_of(lina, home)), accompanies


def writes(tx: Tx, request: Request, person: int, at: datetime, side: Side = Side.ASKING) -> None:
    """Write one message in the thread of that person, from either side."""
    thread = messages.thread_for(tx, Kind.PERSON, person, request.person.network_id)
    author = person if side is Side.ASKING else request.person.id
    messages.add(tx, thread, author, side, "Bonjour", None, None, at)


async def test_looking_at_earlier_messages_reads_none_that_came_meanwhile(store: Store, home: AppContext) -> None:
    def story(tx: Tx) -> list[int]:
        request, (awa,) = accompanied(tx, home, 1)
        for minute in range(MOST_ON_SCREEN + 3):
            writes(tx, request, awa, NOW + timedelta(minutes=minute))
        sitting = participant.of_person(tx, request, PersonId(awa))
        threads.shown(tx, request, sitting)
        writes(tx, request, awa, NOW + timedelta(hours=1))
        new = [messages.unread(tx, Kind.PERSON, Side.ASKING, [awa]).get(awa, 0)]
        threads.shown(tx, request, sitting, 3)
        new.append(messages.unread(tx, Kind.PERSON, Side.ASKING, [awa]).get(awa, 0))
        threads.shown(tx, request, sitting)
        return [*new, messages.unread(tx, Kind.PERSON, Side.ASKING, [awa]).get(awa, 0)]

    assert await store.run(story) == [1, 1, 0]


async def test_what_is_new_comes_first_however_much_was_written_since(store: Store, home: AppContext) -> None:
    def story(tx: Tx) -> Page:
        request, accompanies = accompanied(tx, home, pages.MOST_THREADS + 5)
        for minute, person in enumerate(accompanies):
            side = Side.ASKING if minute < 2 else Side.HELPING
            writes(tx, request, person, NOW + timedelta(minutes=minute), side)
        return threads.letters(tx, request)

    page = await store.run(story)
    labels = [button.label for row in page.rows for button in row]
    first = [(label.values["name"], label.values["count"]) for label in labels[:3] if hasattr(label, "values")]
    assert page.values["new"] == 2
    assert {first[0], first[1]} == {("Awa 0", 1), ("Awa 1", 1)}
    assert first[2][1] == 0
