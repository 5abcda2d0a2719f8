"""Notices about the aid that is handed over."""

from bot.domain.groups import COUNTED
from bot.domain.notices import NOT_RECEIVED, Audience
from bot.domain.plans import State
from bot.features.handovers import routes
from bot.notices.kinds import NoticeKind, Telling
from bot.notices.values import handed
from conversations.engine.keyboard import Button, Rows, Word, column

_IN_HAND = frozenset({State.HANDED_OVER, State.AWAY, State.BACK})


def _receipt(telling: Telling) -> Rows:
    plan = telling.about
    return column(
        Button(Word("received"), routes.RECEIVED.to(plan), style="success"),
        Button(Word("not_right"), routes.NOT_RIGHT.to(plan)),
    )


def _handover(telling: Telling) -> Rows:
    return column(Button(Word("open"), routes.HANDOVER.to(telling.about), style="primary"))


NOTICES = (
    NoticeKind("handed_over", opens=_receipt, values=handed, members=COUNTED),
    NoticeKind(NOT_RECEIVED, to=Audience.REFERENT, while_in=_IN_HAND, opens=_handover),
)
