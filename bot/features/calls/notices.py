"""Notices about a call: who lacks what, what remains possible after its closing, rules that have changed."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from bot.domain.groups import COUNTED
from bot.domain.notices import LACKING, MODE_CHANGED, ON_COMMITTEE, RULES_CHANGED, TOO_LATE, TOO_LATE_REFERENT, Audience
from bot.domain.other_routes import Traits, other_routes
from bot.domain.plans import State
from bot.domain.rules import Rule
from bot.features.calls import routes, versions
from bot.features.caseload.routes import MY_PEOPLE
from bot.features.committee import routes as committee_routes
from bot.features.menu import routes as menu_routes
from bot.features.reviews import routes as review_routes
from bot.interaction.home import HOME_ROUTE
from bot.notices.kinds import Beyond, NoticeKind, Says, Telling, leads_to
from bot.notices.views import Counted, WithReferent, beneficiary_of
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage import calls
from conversations.engine.keyboard import Button, Rows, Word, column
from conversations.rules import Told, kind_of

_WITH_REFERENT = frozenset({State.TO_REVIEW, State.TO_COMPLETE})
_NOT_ENDORSED_YET = _WITH_REFERENT | {State.DRAFT}


def _is_too_late(telling: Telling) -> bool:
    """Return whether the call of the plan is closed: it may go on in another one, or be open for longer."""
    return calls.by_id(telling.tx, telling.about.call_id).closes_at <= telling.moment.now


def _sits(telling: Telling) -> bool:
    """Return whether the reader still decides in that call."""
    return access.decides(telling.person, calls.by_id(telling.tx, telling.row.context["call"]))


def _holds(telling: Telling) -> bool:
    """Return whether the call has a committee, or none, as the notice says."""
    call = calls.by_id(telling.tx, telling.row.context["call"])
    return bool(call.committee == telling.row.context["committee"])


@dataclass(frozen=True)
class _ModeChanged(Says):
    """Whether a committee decides from now on."""

    committee: bool

    @classmethod
    def of(cls, telling: Telling) -> Self:
        return cls(telling.row.context["committee"])


@dataclass(frozen=True)
class _TooLate(WithReferent):
    """What remains possible: the last day for people of the next call, and other routes by code."""

    next_day: date | None
    routes: tuple[str, ...]

    @classmethod
    def of(cls, telling: Telling) -> Self:
        tx, moment, plan = telling.tx, telling.moment, telling.about
        following = plan_facts.call_to_resume_in(tx, moment, plan)
        next_day = None
        if following is not None and following != plan.call_id:
            next_day = plan_facts.call_of(moment.app, calls.by_id(tx, following)).people_by
        traits = Traits(children=bool(plan.children) if plan.people else None)
        others = tuple(route.name.value for route in other_routes(traits))
        return cls(beneficiary_of(telling).referent_name, next_day, others)


@dataclass(frozen=True)
class _RulesChanged(WithReferent):
    """The changed rules that a beneficiary may read of an own plan."""

    points: tuple[Rule, ...]

    @classmethod
    def of(cls, telling: Telling) -> Self:
        tx, plan = telling.tx, telling.about
        call = calls.by_id(tx, plan.call_id)
        changed = versions.changed_for(tx, telling.moment, call, plan, telling.row.context["since"])
        points = tuple(rule for rule in changed if rule.source.certain and kind_of(rule).told is not Told.NEVER)
        return cls(beneficiary_of(telling).referent_name, points)


def _home_or_help(_telling: Telling) -> Rows:
    return column(
        Button(Word("where_is_my_plan"), HOME_ROUTE.to(), style="primary"), Button(Word("help"), menu_routes.HELP.to())
    )


def _lacking(telling: Telling) -> Rows:
    lacking = routes.LACKING.to(telling.row.context["call"])
    return column(Button(Word("see_lacking"), lacking, style="primary"), MY_PEOPLE)


NOTICES = (
    NoticeKind(
        ON_COMMITTEE,
        to=Beyond.PROFESSIONALS,
        still_true=_sits,
        opens=leads_to("decide", committee_routes.TO_DECIDE.to(None)),
    ),
    NoticeKind(
        MODE_CHANGED,
        to=Audience.REFERENT,
        still_true=_holds,
        opens=lambda _telling: column(MY_PEOPLE),
        says=_ModeChanged,
    ),
    NoticeKind(
        TOO_LATE,
        to=Audience.BENEFICIARY,
        while_in=_NOT_ENDORSED_YET,
        still_true=_is_too_late,
        opens=_home_or_help,
        says=_TooLate,
        members=COUNTED,
    ),
    NoticeKind(
        RULES_CHANGED[0],
        to=Audience.BENEFICIARY,
        while_in=_WITH_REFERENT,
        opens=leads_to("what_holds", routes.TERMS.to()),
        says=_RulesChanged,
    ),
    NoticeKind(
        RULES_CHANGED[1], to=Audience.REFERENT, while_in=_WITH_REFERENT, opens=leads_to("open", review_routes.NEXT.to())
    ),
    NoticeKind(LACKING, to=Audience.REFERENT, opens=_lacking, says=Counted),
    NoticeKind(
        TOO_LATE_REFERENT,
        to=Audience.REFERENT,
        opens=lambda _telling: column(Button(Word("keep_plans", {"count": 0}), review_routes.KEEP_ALL.to()), MY_PEOPLE),
        says=Counted,
    ),
)
