"""What many are looked up for is read at once: as many statements for nine as for two, and the same found."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.messages import Kind, Side
from bot.domain.people import OrganisationKind, Role
from bot.domain.plans import Action
from bot.features.administration import admin
from bot.features.calls import clock
from bot.features.messages import support
from bot.features.reports import report_context
from bot.interaction.request import Request, reader_of
from bot.plan.context import AppContext, Moment
from bot.storage import absences, calls, messages, outbox, people
from bot.storage.kernel.store import Store, Tx
from tests.support import plans as made
from tests.support.plans import Team

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BACK = datetime(2027, 7, 18, 9, 0, tzinfo=UTC)
LATE = datetime(2027, 12, 1, 9, 0, tzinfo=UTC)
"""When reports of the summer are owed."""


@contextmanager
def statements(tx: Tx) -> Iterator[list[str]]:
    """Collect what is asked of the database meanwhile."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        seen.append(sql)

    sa.event.listen(tx.connection.engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(tx.connection.engine, "before_cursor_execute", note)


@pytest.fixture
def moment(home: AppContext) -> Moment:
    return Moment(home, NOW, "code")


def seen_by(tx: Tx, moment: Moment, person_id: int) -> Request:
    person = people.by_id(tx, person_id)
    return Request(moment, person, reader_of(person, moment.app))


Prepares = Callable[[Tx, Moment, Team, range], None]
Reads = Callable[[Tx, Moment, Team], Any]


def counted(tx: Tx, moment: Moment, prepare: Prepares, read: Reads) -> tuple[list[int], Any]:
    """Count the statements that reading takes for two and for nine; returns also what is found of the nine."""
    team, asked, found = made.team(tx, moment, made.next_summer(NOW)), [], None
    for numbers in (range(2), range(2, 9)):
        prepare(tx, moment, team, numbers)
        with statements(tx) as seen:
            found = read(tx, moment, team)
        asked.append(len(seen))
    return asked, found


def questions(tx: Tx, moment: Moment, team: Team, numbers: range) -> None:
    """Ask, as referents of as many organisations, their network about a plan; one of three was answered."""
    for number in numbers:
        place = admin.add_organisation(tx, team.network, f"Foyer {number}", OrganisationKind.SHELTER, "93")
        asker = admin.add_member(tx, moment, team.network, place, Role.REFERENT, f"Omar {number}")
        plan = made.sent(tx, replace(moment, code=f"code {number}"), team, f"Awa {number}")
        thread = messages.thread_for(tx, Kind.SUPPORT, asker, team.network, plan)
        at = NOW + timedelta(minutes=number)
        messages.add(tx, thread, asker, Side.ASKING, "Bonjour", None, None, at)
        messages.add(tx, thread, asker, Side.ASKING, f"Question {number}", None, None, at)
        if number % 3 == 2:
            messages.add(tx, thread, team.coordinator, Side.HELPING, "Oui", None, None, at)


async def test_the_questions_of_referents(store: Store, moment: Moment) -> None:
    def read(tx: Tx, moment: Moment, team: Team) -> Any:
        return support.inbox(tx, seen_by(tx, moment, team.coordinator), "all")

    (few, many), page = await store.run(counted, moment, questions, read)
    assert many == few
    waiting = [0, 1, 3, 4, 6, 7]
    told = [(line.name, line.organisation, line.text) for line in page.values["lines"]]
    assert told == [(f"Omar {each}", f"Foyer {each}", f"Question {each}") for each in waiting]
    labels = [button.label.values for row in page.rows for button in row if button.data.startswith("b:thread:d:")]
    assert [each["name"] for each in labels] == [f"Omar {each}" for each in (*waiting, 8, 5, 2)]
    assert all(each["one_plan"] and each["reference"] for each in labels)


def owed(tx: Tx, moment: Moment, team: Team, numbers: range) -> None:
    """Make as many organisations whose people came home, and of whose stays nobody has reported."""
    for number in numbers:
        place = admin.add_organisation(tx, team.network, f"Foyer {number}", OrganisationKind.SHELTER, "93")
        theirs = replace(team, organisation=place)
        plan = made.endorsed(tx, replace(moment, code=f"code {number}"), theirs, f"Awa {number}")
        later = replace(moment, now=NOW + timedelta(minutes=3))
        made.does(tx, later, plan, Action.GRANT, team.coordinator, granted_cents=200_00)
        made.does(tx, replace(moment, now=datetime(2027, 7, 10, 9, tzinfo=UTC)), plan, Action.DEPART, None)
        made.does(tx, replace(moment, now=BACK), plan, Action.COME_BACK, None)


async def test_the_organisations_that_owe_reports(store: Store, moment: Moment) -> None:
    def read(tx: Tx, moment: Moment, team: Team) -> Any:
        return report_context.of_waiver(tx, seen_by(tx, replace(moment, now=LATE), team.coordinator), team.call + 1)

    (few, many), found = await store.run(counted, moment, owed, read)
    assert many == few
    assert set(found.owing.values()) == {f"Foyer {number}" for number in range(9)}


def unfinished(tx: Tx, moment: Moment, team: Team, numbers: range) -> None:
    """Make as many people, each with a draft and a referent; the second referent stands in for the first."""
    before = 0
    for number in numbers:
        organisation = admin.add_organisation(tx, team.network, f"Foyer {number}", OrganisationKind.SHELTER, "93")
        omar = admin.add_member(tx, moment, team.network, organisation, Role.REFERENT, f"Omar {number}")
        once = replace(moment, code=f"code {number}")
        admin.invite_beneficiary(tx, once, team.network, organisation, omar, f"Awa {number}")
        if number == 1:
            absences.note(tx, before, omar, NOW, date(2027, 12, 31), omar, begun=True)
        before = omar


async def test_whom_the_end_of_a_call_is_told(store: Store, moment: Moment) -> None:
    def read(tx: Tx, moment: Moment, team: Team) -> Any:
        calls.change(tx, team.call, closing_told_at=None)
        assert clock.tick(tx, replace(moment, now=datetime(2027, 6, 16, 9, tzinfo=UTC))) == 1

    def told(tx: Tx) -> list[tuple[str, str, int]]:
        rows = outbox.claim(tx, "test", LATE, 100)
        return sorted((row.kind, people.by_id(tx, row.recipient_id).name, row.context.get("count", 0)) for row in rows)

    (few, many), _ = await store.run(counted, moment, unfinished, read)
    assert many == few
    assert await store.run(told) == [
        *(("too_late", f"Awa {number}", 0) for number in range(9)),
        ("too_late_referent", "Omar 1", 2),
        *(("too_late_referent", f"Omar {number}", 1) for number in range(2, 9)),
    ]
