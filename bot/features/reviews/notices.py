"""Notices about the review of a plan, and what a referent tells a beneficiary face to face."""

from dataclasses import dataclass
from typing import Self

from bot.domain.groups import COUNTED
from bot.domain.notices import TELL_ALOUD, UNREACHABLE, Audience
from bot.features.messages import routes as message_routes
from bot.features.my_plan import routes as plan_routes
from bot.features.my_plan.ways import after_no
from bot.features.reviews import routes
from bot.interaction.home import HOME_ROUTE
from bot.notices.kinds import KINDS, CountedAs, NoticeKind, Says, Telling, leads_to
from bot.notices.views import Refusal, WithReferent, beneficiary_of
from bot.plan import facts as plan_facts
from conversations.engine.keyboard import Button, Rows, Word, column
from conversations.engine.steps import Step

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


def _open_again(_telling: Telling) -> Rows:
    return column(
        Button(Word("change_offered"), plan_routes.CHANGE.to(), style="primary"),
        Button(Word("write_to_referent"), message_routes.WRITE.to()),
    )


@dataclass(frozen=True)
class _ToRead(Says):
    urgent: bool

    @classmethod
    def of(cls, telling: Telling) -> Self:
        call = plan_facts.facts_of(telling.tx, telling.moment, telling.about).call
        return cls(urgent=bool(call and call.is_late(telling.moment.now)))


@dataclass(frozen=True)
class _ChangesAsked(WithReferent):
    """Each question that is open again, with its section and the words of the referent."""

    changes: list[tuple[str, Step, str]]

    @classmethod
    def of(cls, telling: Telling) -> Self:
        facts = plan_facts.facts_of(telling.tx, telling.moment, telling.about)
        changes = [
            (plan_facts.section_of(name), plan_facts.STEPS[name.partition(".")[0]], reopening.comment)
            for name, reopening in facts.reopened.items()
            if not reopening.done
        ]
        return cls(beneficiary_of(telling).referent_name, changes)


NOTICES = (
    NoticeKind("review_asked", opens=_NEXT, says=_ToRead, counted_as=CountedAs.TO_READ),
    NoticeKind("review_returned", opens=_NEXT, says=_ToRead, counted_as=CountedAs.TO_READ),
    NoticeKind("changes_asked", opens=_changes, says=_ChangesAsked),
    NoticeKind("endorsed", opens=leads_to("where_is_my_plan", HOME_ROUTE.to()), says=WithReferent, members=COUNTED),
    NoticeKind("not_endorsed", opens=after_no, says=Refusal, members=COUNTED),
    NoticeKind("open_again", opens=_open_again, says=WithReferent, members=COUNTED),
    NoticeKind(TELL_ALOUD, to=Audience.REFERENT, still_true=_holds, opens=_what_to_tell, counted_as=CountedAs.ALOUD),
    NoticeKind(UNREACHABLE, to=Audience.REFERENT, opens=_what_to_tell, counted_as=CountedAs.ALOUD),
)
