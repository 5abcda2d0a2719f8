"""What a referent is told about a report that a lead waits for."""

from bot.domain.notices import REPORT_ASKED, Audience
from bot.domain.plans import State
from bot.features.reports import routes
from bot.notices.kinds import NoticeKind, Telling
from bot.notices.views import beneficiary_of
from conversations.engine.keyboard import Button, Rows, Word, column


def _of_whom(telling: Telling) -> Rows:
    """Return the way to the report, with the name of whose stay it is: it shows in the chat, never outside."""
    word = Word("one_of_mine", {"name": beneficiary_of(telling).name, "awaits": "report"})
    return column(Button(word, routes.REPORT.to(telling.about), style="primary"))


NOTICES = (NoticeKind(REPORT_ASKED, to=Audience.REFERENT, while_in=frozenset({State.BACK}), opens=_of_whom),)
