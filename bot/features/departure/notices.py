"""Notices about a stay that changes, and about a problem during the stay."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from bot.domain.groups import COUNTED
from bot.domain.ids import PersonId
from bot.domain.notices import PROBLEM_TOLD
from bot.features.caseload import routes as caseload_routes
from bot.features.departure import routes
from bot.features.departure.routes import to_leave
from bot.interaction.home import HOME_ROUTE
from bot.notices.kinds import CountedAs, NoticeKind, Tell, Telling, leads_to
from bot.notices.views import WithReferent, beneficiary_of
from bot.plan import facts as plan_facts
from bot.plan.leaving import LEAVING
from bot.storage import handovers, people
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Rows, Word, column
from conversations.reckoning import in_vouchers


def _asked(telling: Telling) -> Rows:
    return column(Button(Word("open"), routes.REVIEW_CHANGE.to(telling.about), style="primary"))


def _changed(telling: Telling) -> Rows:
    if telling.about.state in LEAVING:
        facts = plan_facts.facts_of(telling.tx, telling.moment, telling.about)
        return column(*to_leave(calendar=True, vouchers=in_vouchers(facts)))
    return column(Button(Word("where_is_my_plan"), HOME_ROUTE.to()))


@dataclass(frozen=True)
class _StayChanged(WithReferent):
    """The stay as it is now, what is granted for it, and what was handed over before."""

    plan: PlanRow
    departure: date | None
    granted: int
    give_back: int
    in_vouchers: bool

    @classmethod
    def of(cls, telling: Telling) -> Self:
        plan = telling.about
        held = handovers.of_plan(telling.tx, plan.id)
        return cls(
            referent=beneficiary_of(telling).referent_name,
            plan=plan,
            departure=plan.departure,
            granted=plan.granted_cents or 0,
            give_back=held.theirs_to_give_back(plan.state, plan.granted_cents) if held is not None else 0,
            in_vouchers=held is None or held.in_vouchers,
        )


def _who_told(telling: Telling) -> PersonId:
    return PersonId(telling.row.context.get("person", telling.about.beneficiary_id))


def _still_accompanied(telling: Telling) -> bool:
    return people.is_attached(telling.tx, _who_told(telling), telling.person.id)


def _told(telling: Telling) -> Rows:
    """Return the way to the page of the one who told it: no name before it is opened."""
    return column(Button(Word("open"), caseload_routes.PERSON.to(_who_told(telling)), style="primary"))


NOTICES = (
    NoticeKind("stay_change", opens=_asked, counted_as=CountedAs.CHANGES),
    NoticeKind("stay_changed", opens=_changed, says=_StayChanged, members=COUNTED),
    NoticeKind("stay_kept", opens=leads_to("where_is_my_plan", HOME_ROUTE.to()), says=WithReferent, members=COUNTED),
    NoticeKind(PROBLEM_TOLD, still_true=_still_accompanied, opens=_told, tell=Tell.AT_ONCE),
)
