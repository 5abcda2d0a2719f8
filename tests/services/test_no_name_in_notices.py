"""No notice and no message to many names to a beneficiary a programme, a call, a source or a network."""

from contextlib import suppress
from dataclasses import replace

import pytest

from bot.domain.audience import To
from bot.domain.plans import State
from bot.features.broadcasts import message
from bot.features.broadcasts.letters import FOR_PEOPLE
from bot.features.broadcasts.message import Letter
from bot.interaction.request import reader_of
from bot.notices import delivery
from bot.notices.kinds import KINDS, Beyond
from bot.plan import access
from bot.plan.context import AppContext, Moment
from bot.storage import calls, events, networks, people, plans
from bot.storage.kernel.store import Tx
from conversations.broadcast import MEETING
from conversations.engine.screens import Page
from tests.services.conftest import Opens
from tests.services.test_every_notice import NOW, Undone, World, founded, queued
from tests.support import naming

CALL, NETWORK = "Zpcall", "Zpnetwork"
NAMES = (naming.TITLE, naming.WHOSE, CALL, NETWORK)
TO_PEOPLE = sorted(kind.name for kind in KINDS.values() if kind.to_people or kind.audience is Beyond.ANYBODY)
READ_BY_NOBODY = frozenset({"group_sent"})
"""Spread among the members of a group, each of whom reads another one."""


@pytest.fixture
def protecting(home: AppContext) -> AppContext:
    """Give the house in which every programme protects, and is named as nobody is."""
    return replace(home, programmes=naming.planted(home.programmes))


def _named(tx: Tx, moment: Moment) -> World:
    world = founded(tx, moment)
    calls.change(tx, world.team.call, name=CALL)
    networks.answer_for_data(tx, world.team.network, "Les Tilleuls", "")
    renamed = networks.networks.update().values(name=tx.cipher.seal(NETWORK, "networks.name"))
    tx.connection.execute(renamed.where(networks.networks.c.id == world.team.network))
    return world


def _names_in(tx: Tx, moment: Moment, page: Page, person_id: int) -> list[str]:
    """Return the names that stand in a page as a person reads it, in any language."""
    person, app = people.by_id(tx, person_id), moment.app
    told = ""
    for language in app.renderer.catalogues.languages:
        drawn = app.renderer.render(page, replace(reader_of(person, app), language=language))
        told += f"{drawn.text} {drawn.keyboard!r} {drawn.document!r}"
    return [name for name in NAMES if name in told]


async def test_no_notice_to_people_tells_a_name(on_sqlite: Opens, protecting: AppContext) -> None:
    wrong, read = list[str](), set[str]()
    async with on_sqlite() as store:
        moment = Moment(protecting, NOW, "")
        world = await store.run(_named, moment)

        def tried(tx: Tx, kind: str, case: str, state: State | None) -> None:
            row = queued(tx, world, kind, case)
            if state is not None and row.plan_id is not None:
                plans.save(tx, access.need(tx, row.plan_id), NOW, state=state)
            telling = delivery.telling_of(tx, moment, row, people.by_id(tx, row.recipient_id))
            page = delivery.page_of(telling) if delivery.still_true(telling) else None
            if page is not None:
                read.add(kind)
                wrong.extend(f"{kind} in {state}: {name}" for name in _names_in(tx, moment, page, world.person))
            raise Undone

        for kind in TO_PEOPLE:
            for case in ("normal", "group"):
                for state in sorted(KINDS[kind].states or (), key=str) or (None,):
                    with suppress(Undone):
                        await store.run(tried, kind, case, state)
    assert wrong == []
    assert read == set(TO_PEOPLE) - READ_BY_NOBODY


async def test_no_message_to_many_people_tells_a_name(on_sqlite: Opens, protecting: AppContext) -> None:
    async with on_sqlite() as store:
        moment = Moment(protecting, NOW, "")
        world = await store.run(_named, moment)

        def wrong(tx: Tx) -> list[str]:
            call, person = calls.by_id(tx, world.team.call), people.by_id(tx, world.person)
            found = list[str]()
            meeting, text = events.by_id(tx, world.context["event"]), {"": "{first_name} {call} {date} {days}"}
            for name in FOR_PEOPLE:
                event = meeting if name == MEETING else None
                letter = Letter(name, To.PEOPLE, text, call, event, call.people_by)
                page = message.page_for(moment, letter, person, reader_of(person, protecting))
                found += [f"{name}: {each}" for each in _names_in(tx, moment, page, world.person)]
            return found

        assert await store.run(wrong) == []
