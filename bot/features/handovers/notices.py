"""Notices about the aid that is handed over."""

from dataclasses import dataclass
from typing import Self

from bot.domain.groups import COUNTED
from bot.domain.handovers import PROVIDER, Handover, left
from bot.domain.notices import HAND_OVER_NOW, NOT_RECEIVED, Audience
from bot.domain.plans import State
from bot.features.handovers import routes
from bot.interaction.home import HOME_ROUTE
from bot.notices.kinds import Beyond, NoticeKind, Says, Tell, Telling
from bot.notices.views import ToTakeBack, beneficiary_of
from bot.storage import handovers
from conversations.engine.keyboard import Button, Rows, Word, column

_IN_HAND = frozenset({State.HANDED_OVER, State.AWAY, State.BACK, State.REPORTED})


def _receipt(telling: Telling) -> Rows:
    plan, part = telling.about, _part(telling)
    if part is None or part.form == PROVIDER:
        return column(Button(Word("where_is_my_plan"), HOME_ROUTE.to()))
    return column(
        Button(Word("received"), routes.RECEIVED.to(plan, part.id), style="success"),
        Button(Word("not_right"), routes.NOT_RIGHT.to(plan, part.id)),
    )


def _part(telling: Telling) -> Handover | None:
    """Return what was handed over; an older notice, and the first of a plan, names none, and is about the first."""
    held = handovers.of_plan(telling.tx, telling.about.id)
    parts = held.parts if held is not None else ()
    number = telling.row.context.get("handover", parts[0].id if parts else 0)
    return next((part for part in parts if part.id == number), None)


@dataclass(frozen=True)
class _HandedOver(Says):
    handed: Handover | None

    @classmethod
    def of(cls, telling: Telling) -> Self:
        return cls(_part(telling))


def _handover(telling: Telling) -> Rows:
    return column(Button(Word("open"), routes.HANDOVER.to(telling.about), style="primary"))


def _to_hand_over(telling: Telling) -> Rows:
    """Return the button with the name of whom it is about: a name shows in the chat, never outside."""
    word = Word("one_of_mine", {"name": beneficiary_of(telling).name, "awaits": "hand_over"})
    return column(Button(word, routes.HANDOVER.to(telling.about), style="primary"))


def _to_take_back(telling: Telling) -> Rows:
    """Return the way to what is to be taken back; home where nothing was handed over: the aid is no lead's any more."""
    if handovers.to_return(telling.tx, telling.about.id):
        return _to_hand_over(telling)
    return column(Button(Word("home"), HOME_ROUTE.to()))


def _is_still_to_hand(telling: Telling) -> bool:
    """Return whether something of the grant is not handed over."""
    plan = telling.about
    return bool(left(plan.granted_cents, handovers.of_plan(telling.tx, plan.id)))


NOTICES = (
    NoticeKind(
        HAND_OVER_NOW,
        to=Beyond.PROFESSIONALS,
        while_in=frozenset({State.GRANTED, State.HANDED_OVER}),
        still_true=_is_still_to_hand,
        tell=Tell.AT_ONCE,
        opens=_to_hand_over,
    ),
    NoticeKind("granted_lead", opens=_to_hand_over),
    NoticeKind("grant_corrected_lead", tell=Tell.AT_ONCE, opens=_to_hand_over, says=ToTakeBack),
    NoticeKind("grant_withdrawn_lead", tell=Tell.AT_ONCE, opens=_to_take_back, says=ToTakeBack),
    NoticeKind("handed_over", opens=_receipt, says=_HandedOver, members=COUNTED),
    NoticeKind(NOT_RECEIVED, to=Audience.REFERENT, while_in=_IN_HAND, opens=_handover),
)
