"""Notices about the aid that is handed over."""

from dataclasses import dataclass
from typing import Self

from bot.domain.groups import COUNTED
from bot.domain.notices import NOT_RECEIVED, Audience
from bot.domain.plans import State
from bot.features.handovers import routes
from bot.notices.kinds import NoticeKind, Says, Telling
from bot.storage import handovers
from bot.storage.handovers import Handover
from conversations.engine.keyboard import Button, Rows, Word, column

_IN_HAND = frozenset({State.HANDED_OVER, State.AWAY, State.BACK})


def _receipt(telling: Telling) -> Rows:
    plan = telling.about
    return column(
        Button(Word("received"), routes.RECEIVED.to(plan), style="success"),
        Button(Word("not_right"), routes.NOT_RIGHT.to(plan)),
    )


@dataclass(frozen=True)
class _HandedOver(Says):
    handed: Handover | None

    @classmethod
    def of(cls, telling: Telling) -> Self:
        return cls(handovers.of_plan(telling.tx, telling.about.id))


def _handover(telling: Telling) -> Rows:
    return column(Button(Word("open"), routes.HANDOVER.to(telling.about), style="primary"))


NOTICES = (
    NoticeKind("handed_over", opens=_receipt, says=_HandedOver, members=COUNTED),
    NoticeKind(NOT_RECEIVED, to=Audience.REFERENT, while_in=_IN_HAND, opens=_handover),
)
