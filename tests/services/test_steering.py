"""A message to many that has ended: who was not reached stands on one screen, however many they are."""

from datetime import UTC, datetime

import sqlalchemy as sa

from bot.domain.audience import Audience, To
from bot.domain.messages import weight
from bot.domain.people import Role
from bot.features.broadcasts import routes, steering
from bot.interaction.request import Request, reader_of
from bot.plan.context import AppContext, Moment
from bot.rendering.renderer import Reader
from bot.sandbox.entities import MOST_TEXT
from bot.storage import broadcasts, people
from bot.storage.kernel.store import Store, Tx
from conversations.engine.screens import Page
from tests.support import plans as made

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


async def test_hundreds_who_were_not_reached_still_make_one_message(store: Store, home: AppContext) -> None:
    def hundreds(tx: Tx) -> Page:
        team = made.team(tx, Moment(home, NOW, "code"), made.next_summer(NOW))
        values = {"network_id": team.network, "author_id": team.coordinator, "message": "own", "state": "done"}
        number = broadcasts.add(tx, {**values, "due_at": NOW}, Audience(To.REFERENTS), b"key", NOW)
        for place in range(150):
            name = f"Marie-Antoinette {place} ".ljust(60, "x")
            person = people.add(tx, NOW, team.network, name, frozenset({Role.REFERENT}))
            state = steering.NOT_REACHED[place % len(steering.NOT_REACHED)]
            row = {"broadcast_id": number, "recipient_id": person, "state": state, "reason": "deactivated"}
            tx.connection.execute(sa.insert(broadcasts.rows), row)
        claire = people.by_id(tx, team.coordinator)
        request = Request(Moment(home, NOW, ""), claire, reader_of(claire, home))
        return steering.not_reached(tx, request, routes.SENT.of(tx, request, number))

    page = await store.run(hundreds)
    assert (page.values["count"], len(page.values["lines"])) == (150, steering.MOST_NAMES)
    assert weight(home.renderer.render(page, Reader(language="fr")).text) < MOST_TEXT
