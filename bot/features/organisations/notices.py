"""Notices about requests of professionals whom no network knows: to the coordinators, and the answer to the request."""

from bot.domain.notices import NEWCOMER, REQUEST_ACCEPTED, REQUEST_DECLINED, Audience
from bot.features.organisations import routes, strangers
from bot.notices.kinds import Beyond, NoticeKind, Tell, Telling, leads_to


def _still_waits(telling: Telling) -> bool:
    return strangers.waits(telling.tx, telling.row)


NOTICES = (
    NoticeKind(
        NEWCOMER, to=Audience.COORDINATORS, still_true=_still_waits, opens=leads_to("open", routes.REQUESTS.to())
    ),
    NoticeKind(REQUEST_ACCEPTED, to=Beyond.CHAT, leaves=strangers.answer, tell=Tell.NOW),
    NoticeKind(REQUEST_DECLINED, to=Beyond.CHAT, leaves=strangers.answer, tell=Tell.NOW),
)
