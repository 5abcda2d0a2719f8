"""Notices about the review of a plan, and what a referent tells somebody face to face."""

from bot.domain.groups import COUNTED
from bot.domain.notices import TELL_ALOUD, UNREACHABLE, Audience
from bot.features.menu import routes as menu_routes
from bot.features.messages import routes as message_routes
from bot.features.my_plan import routes as plan_routes
from bot.features.reviews import routes
from bot.interaction.home import HOME_ROUTE
from bot.notices.kinds import KINDS, CountedAs, NoticeKind, Telling, leads_to
from conversations.engine.keyboard import Button, Rows, Word, column

_NEXT = leads_to("open", routes.NEXT.to())


def _what_to_tell(telling: Telling) -> Rows:
    """Return the way to the screen that says whom, and what to tell: no name before it is opened."""
    context = telling.row.context
    return column(Button(Word("open"), routes.TELL.to(context["person"], context["kind"])))


def _holds(telling: Telling) -> bool:
    """Return whether what is told holds: as long as the notice itself, for only the newest state of a plan is told."""
    told = KINDS.get(telling.row.context["kind"])
    return told is None or told.holds(telling.plan)


def _changes(_telling: Telling) -> Rows:
    return column(
        Button(Word("answer_changes"), plan_routes.GO.to(), style="primary"),
        Button(Word("write_to_referent"), message_routes.WRITE.to()),
    )


NOTICES = (
    NoticeKind("review_asked", opens=_NEXT, counted_as=CountedAs.TO_READ),
    NoticeKind("review_returned", opens=_NEXT, counted_as=CountedAs.TO_READ),
    NoticeKind("changes_asked", opens=_changes),
    NoticeKind("endorsed", opens=leads_to("where_is_my_plan", HOME_ROUTE.to()), members=COUNTED),
    NoticeKind("not_endorsed", opens=leads_to("help", menu_routes.HELP.to()), members=COUNTED),
    NoticeKind(TELL_ALOUD, to=Audience.REFERENT, still_true=_holds, opens=_what_to_tell, counted_as=CountedAs.ALOUD),
    NoticeKind(UNREACHABLE, to=Audience.REFERENT, opens=_what_to_tell, counted_as=CountedAs.ALOUD),
)
