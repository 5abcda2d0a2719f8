"""Buttons that nobody made: a tap on one gets an answer, whatever it says, and never an error of ours."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.people import PRIVACY_NOTICE, Role
from bot.domain.plans import Action
from bot.features.registry import DISPATCHER
from bot.interaction.request import Sender, Tap
from bot.plan.context import AppContext, Moment
from bot.storage import people
from bot.storage.kernel.store import Tx
from tests.services.conftest import Opens
from tests.support import plans as made

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LINA, CLAIRE, AWA, BRUNO = 101, 102, 103, 104
"""Chats: a referent, a coordinator, a person, a lead."""
SAYS = ("", "1", "9:1", "zz:zz:zz")
"""What stands after the first word: nothing, what there is of each thing, what there is none of, nonsense."""
WORDS: Mapping[str, list[str]] = {
    **{letter: [word for each, word in DISPATCHER.router.routes if each == letter] for letter in "rdblpgh"},
    "q": ["p1s", "c9"],
    "n": ["p1e", "c9"],
}  # fmt: skip


def town(tx: Tx, app_context: AppContext) -> None:
    """Found a town with a plan that is granted, and everybody with a telephone."""
    found = made.team(tx, Moment(app_context, NOW, "team"), made.next_summer(NOW))
    plan = made.endorsed(tx, Moment(app_context, NOW, "Awa"), found, "Awa")
    made.does(tx, Moment(app_context, NOW + timedelta(minutes=3), ""), plan, Action.GRANT, found.coordinator)
    (awa,) = people.attached(tx, found.referent)
    lead = people.add(tx, NOW, found.network, "Bruno", frozenset({Role.LEAD}), organisation_id=found.organisation)
    for number, chat in ((found.referent, LINA), (found.coordinator, CLAIRE), (awa.id, AWA), (lead, BRUNO)):
        people.change(tx, number, chat_id=chat, language="fr", notice_version=PRIVACY_NOTICE)


def buttons(kinds: str) -> Iterator[str]:
    for kind in kinds:
        yield from (":".join(filter(None, (kind, word, more))) for word in WORDS[kind] for more in SAYS)


@pytest.mark.parametrize(("chat", "kinds"), [(LINA, "rbphqn"), (CLAIRE, "dbp"), (AWA, "gbphqn"), (BRUNO, "lp")])
async def test_a_tap_on_one_is_answered(on_sqlite: Opens, home: AppContext, chat: int, kinds: str) -> None:
    def tapped(tx: Tx, data: str) -> bool:
        moment = Moment(home, NOW + timedelta(hours=1), data)
        response = DISPATCHER.respond(tx, moment, Sender(chat, "fr"), Tap(data, 1))
        written = [home.renderer.render(screen, response.reader).text for screen in response.screens]
        return all(written) and bool(written or response.toast)

    async with on_sqlite() as store:
        await store.run(town, home)
        for data in buttons(kinds):
            assert await store.run(tapped, data), data
