"""Notices about absences, long waits, transfers and whom to reach: looked at again before they leave."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from bot.domain import notices
from bot.domain.accompanying import Only
from bot.domain.groups import TOLD
from bot.domain.ids import PersonId
from bot.domain.notices import Audience
from bot.domain.people import Role
from bot.features.absences import overdue, routes
from bot.features.caseload import routes as caseload_routes
from bot.features.reviews import routes as review_routes
from bot.interaction.home import HOME, HOME_ROUTE
from bot.notices.kinds import Beyond, NoticeKind, Opens, Says, Tell, Telling, leads_to
from bot.notices.views import Counted
from bot.plan.reading import WhoReads, who_reads
from bot.storage import absences, people, plans
from bot.storage.groups import Member
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Data, Rows, Word, column


def _still_reads(telling: Telling) -> bool:
    return people.reader_for(telling.tx, telling.person.id) == int(telling.row.context["reader"])


@dataclass(frozen=True)
class _Reads(WhoReads, Says):
    @classmethod
    def of(cls, telling: Telling) -> Self:
        return cls(**vars(who_reads(telling.tx, telling.person)))


@dataclass(frozen=True)
class _NewReferent(Says):
    referent: str

    @classmethod
    def of(cls, telling: Telling) -> Self:
        return cls(telling.person.referent_name)


@dataclass(frozen=True)
class _HandedOn(Says):
    group: bool

    @classmethod
    def of(cls, telling: Telling) -> Self:
        return cls(telling.row.context.get("group", False))


def _to_home(_telling: Telling) -> Rows:
    return column(Button(Word("where_is_my_plan"), HOME_ROUTE.to()), HOME)


def _told_of_own_plan(tx: Tx, member: Member, plan: PlanRow) -> bool:
    """Return whether a member is told who reads an own plan meanwhile, and it is the same colleague."""
    same = people.by_id(tx, member.person_id).referent_id == people.by_id(tx, plan.beneficiary_id).referent_id
    return same and plans.live_of(tx, member.person_id) is not None


def _to(data: Callable[[Telling], Data]) -> Opens:
    return lambda telling: column(Button(Word("open"), data(telling), style="primary"))


def _unreached(telling: Telling) -> Data:
    opens = routes.UNREACHED if telling.person.has(Role.COORDINATOR) else routes.LEADS_UNREACHED
    return opens.to(telling.row.context["referent"])


def _late(telling: Telling) -> Data:
    opens = routes.LEADS_LATE if telling.person.has(Role.LEAD) else routes.LATE_COLLEAGUE
    return opens.to(telling.row.context["referent"])


def _stands_in(telling: Telling) -> bool:
    return telling.person.id in absences.stand_ins(telling.tx).values()


def _still_unreached(telling: Telling) -> bool:
    return overdue.still_unreached(telling.tx, telling.moment, telling.row.context["referent"])


def _handed_on_to_reader(telling: Telling) -> bool:
    return people.reader_for(telling.tx, telling.row.context["person"]) == telling.person.id


_OPEN_HOME = leads_to("open", HOME_ROUTE.to())

NOTICES = (
    NoticeKind(
        notices.READS,
        to=Audience.BENEFICIARY,
        still_true=_still_reads,
        opens=_to_home,
        says=_Reads,
        members=TOLD,
        knows=_told_of_own_plan,
    ),
    NoticeKind(
        notices.NEW_REFERENT,
        to=Audience.BENEFICIARY,
        still_true=_still_reads,
        opens=_to_home,
        says=_NewReferent,
        members=TOLD,
    ),
    NoticeKind(
        notices.STAND_IN_BEGINS,
        to=Audience.REFERENT,
        still_true=_stands_in,
        opens=leads_to("open", caseload_routes.PEOPLE.to(Only.EVERYBODY, 0)),
        tell=Tell.AT_ONCE,
    ),
    NoticeKind(notices.STAND_IN_ENDS, to=Audience.REFERENT, opens=_OPEN_HOME),
    NoticeKind(notices.SAID_AWAY, to=Audience.REFERENT, opens=_OPEN_HOME, tell=Tell.AT_ONCE),
    NoticeKind(notices.ABSENCE_ENDS, to=Audience.REFERENT, opens=_OPEN_HOME),
    NoticeKind(
        notices.REVIEWS_WAIT, to=Audience.REFERENT, opens=leads_to("open", review_routes.NEXT.to()), says=Counted
    ),
    NoticeKind(notices.COLLEAGUE_LATE, to=Beyond.PROFESSIONALS, opens=_to(_late)),
    NoticeKind(notices.NETWORK_LATE, to=Audience.COORDINATORS, opens=leads_to("open", routes.LATE.to())),
    NoticeKind(
        notices.REFERENT_UNREACHED,
        to=Beyond.PROFESSIONALS,
        still_true=_still_unreached,
        opens=_to(_unreached),
    ),
    NoticeKind(
        notices.HANDED_ON,
        to=Audience.REFERENT,
        still_true=_handed_on_to_reader,
        opens=_to(lambda telling: caseload_routes.PERSON.to(PersonId(telling.row.context["person"]))),
        says=_HandedOn,
    ),
)
