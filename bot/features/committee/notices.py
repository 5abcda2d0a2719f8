"""Notices about what the committee decides, and about what it has to decide."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from bot.domain.aid import AidForm
from bot.domain.budget import Payment
from bot.domain.groups import COUNTED
from bot.domain.ids import PersonId
from bot.domain.notices import FREED, GRANT_CORRECTED, GRANT_WITHDRAWN, OFFER_ENDS, POINT_WAITS, Audience
from bot.domain.plans import State
from bot.features.absences import routes as absence_routes
from bot.features.caseload import routes as caseload_routes
from bot.features.committee import routes
from bot.features.departure.routes import to_leave
from bot.features.menu import routes as menu_routes
from bot.features.messages import routes as message_routes
from bot.features.my_plan.ways import after_no
from bot.interaction.home import HOME_ROUTE
from bot.notices.kinds import Beyond, CountedAs, NoticeKind, Opens, Says, Tell, Telling, leads_to
from bot.notices.views import Refusal, ToTakeBack, WithReferent, beneficiary_of
from bot.plan import corrected
from bot.plan import facts as plan_facts
from bot.storage import handovers, messages, people
from conversations.engine.keyboard import Button, Rows, Word, column
from conversations.reckoning import aid_form, in_vouchers, payment
from conversations.settling import conditions

_WHERE_IT_STANDS = leads_to("where_is_my_plan", HOME_ROUTE.to())


def _offer(telling: Telling) -> Rows:
    plan = telling.about
    return column(
        Button(Word("accept_offer"), routes.ACCEPT.to(plan), style="success"),
        Button(Word("change_offered"), routes.REWORK.to(plan)),
        Button(Word("let_go"), routes.LET_GO.to(plan)),
        Button(Word("write_to_referent"), message_routes.WRITE.to()),
        Button(Word("help"), menu_routes.HELP.to()),
    )


def _to_leave(telling: Telling) -> Rows:
    facts = plan_facts.facts_of(telling.tx, telling.moment, telling.about)
    return column(*to_leave(calendar=True, vouchers=in_vouchers(facts)))


@dataclass(frozen=True)
class _Granted(WithReferent):
    name: str
    granted: int
    payment: Payment
    giver: str
    aid_form: AidForm
    departure: date | None
    place_kept: bool

    @classmethod
    def of(cls, telling: Telling) -> Self:
        moment, plan, beneficiary = telling.moment, telling.about, beneficiary_of(telling)
        facts = plan_facts.facts_of(telling.tx, moment, plan)
        return cls(
            referent=beneficiary.referent_name,
            name=beneficiary.name,
            granted=plan.granted_cents or 0,
            payment=payment(facts),
            giver=plan_facts.giver(moment, plan, facts),
            aid_form=aid_form(facts),
            departure=plan.departure,
            place_kept=facts.value("place_kept") == "yes",
        )


@dataclass(frozen=True)
class _GrantedReferent(Says):
    """Whether something is to be confirmed before the aid is handed over."""

    on_condition: bool

    @classmethod
    def of(cls, telling: Telling) -> Self:
        facts = plan_facts.facts_of(telling.tx, telling.moment, telling.about)
        return cls(bool(conditions(facts)))


@dataclass(frozen=True)
class _Offered(WithReferent):
    """What can be given, what nothing pays then, and until when it is kept."""

    granted: int
    payment: Payment
    held_until: datetime | None

    @classmethod
    def of(cls, telling: Telling) -> Self:
        plan = telling.about
        facts = plan_facts.facts_of(telling.tx, telling.moment, plan)
        name = beneficiary_of(telling).referent_name
        return cls(name, plan.granted_cents or 0, payment(facts), plan.held_until)


def _was_told(telling: Telling) -> bool:
    """Return whether the beneficiary knows another amount: what was put right before they heard of it is no news."""
    correction, plan = corrected.correction_of(telling.about), telling.about
    return correction is None or (correction.known is not None and correction.known != plan.granted_cents)


@dataclass(frozen=True)
class _PutRight(WithReferent):
    """The amount that was known, the one that holds now, and what was handed over before."""

    known: int | None
    granted: int
    less: bool
    payment: Payment
    held_until: datetime | None
    give_back: int
    in_vouchers: bool

    @classmethod
    def of(cls, telling: Telling) -> Self:
        plan, correction = telling.about, corrected.correction_of(telling.about)
        held = handovers.of_plan(telling.tx, plan.id)
        known, granted = correction.known if correction is not None else None, plan.granted_cents or 0
        return cls(
            referent=beneficiary_of(telling).referent_name,
            known=known,
            granted=granted,
            less=known is None or granted < known,
            payment=payment(plan_facts.facts_of(telling.tx, telling.moment, plan)),
            held_until=plan.held_until,
            give_back=held.theirs_to_give_back(plan.state, plan.granted_cents) if held is not None else 0,
            in_vouchers=held is None or held.in_vouchers,
        )


def _put_right(telling: Telling) -> Rows:
    return _offer(telling) if telling.about.state is State.OFFERED else _to_leave(telling)


def _of_whom(awaits: str) -> Opens:
    """Make the button with the name of whom a referent's notice is about: a name shows in the chat, never outside."""

    def opens(telling: Telling) -> Rows:
        word = Word("one_of_mine", {"name": beneficiary_of(telling).name, "awaits": awaits})
        return column(Button(word, caseload_routes.CARD.to(telling.about), style="primary"))

    return opens


@dataclass(frozen=True)
class _OfferLeft(Says):
    """Whether the plan waits again, with its rank."""

    waits: bool

    @classmethod
    def of(cls, telling: Telling) -> Self:
        return cls(telling.about.state is State.WAITING)


@dataclass(frozen=True)
class _OfferEnds(Says):
    """Until when an offer is kept."""

    held_until: datetime | None

    @classmethod
    def of(cls, telling: Telling) -> Self:
        return cls(telling.about.held_until)


def _after_the_offer(_telling: Telling) -> Rows:
    return column(
        Button(Word("where_is_my_plan"), HOME_ROUTE.to(), style="primary"),
        Button(Word("write_to_referent"), message_routes.WRITE.to()),
    )


def _is_unanswered(telling: Telling) -> bool:
    """Return whether nobody has written to the network about the plan since this was queued."""
    at = messages.last_asked_about(telling.tx, [telling.about.id]).get(telling.about.id)
    return at is None or at < telling.row.created_at


def _point(telling: Telling) -> Rows:
    """Return the way to the plan; for a lead, to the referent who cannot be reached."""
    reader = people.reader_for(telling.tx, telling.about.beneficiary_id)
    if reader is None or reader == telling.person.id:
        return _of_whom("point")(telling)
    return column(Button(Word("open"), absence_routes.LEADS_UNREACHED.to(PersonId(reader)), style="primary"))


def _freed(telling: Telling) -> Rows:
    return column(Button(Word("open"), routes.FREED.to(telling.about.call_id), style="primary"))


NOTICES = (
    NoticeKind("to_decide", opens=leads_to("open", routes.TO_DECIDE.to(None)), counted_as=CountedAs.TO_DECIDE),
    NoticeKind("point_asked", opens=_of_whom("point")),
    NoticeKind(
        POINT_WAITS,
        to=Beyond.PROFESSIONALS,
        while_in=frozenset({State.TO_REVIEW}),
        still_true=_is_unanswered,
        tell=Tell.AT_ONCE,
        opens=_point,
    ),
    NoticeKind("granted", opens=_to_leave, says=_Granted, members=COUNTED),
    NoticeKind("granted_referent", opens=_of_whom("hand_over"), says=_GrantedReferent),
    NoticeKind("offered", opens=_offer, says=_Offered, members=COUNTED),
    NoticeKind("offered_referent", opens=_of_whom("offer"), says=_OfferEnds),
    NoticeKind(
        OFFER_ENDS,
        to=Audience.REFERENT,
        while_in=frozenset({State.OFFERED}),
        tell=Tell.AT_ONCE,
        opens=_of_whom("offer"),
        says=_OfferEnds,
    ),
    NoticeKind(GRANT_CORRECTED, still_true=_was_told, opens=_put_right, says=_PutRight, members=COUNTED),
    NoticeKind("grant_corrected_referent", tell=Tell.AT_ONCE, opens=_of_whom(""), says=ToTakeBack),
    NoticeKind(GRANT_WITHDRAWN, still_true=_was_told, opens=_WHERE_IT_STANDS, says=_PutRight, members=COUNTED),
    NoticeKind("grant_withdrawn_referent", tell=Tell.AT_ONCE, opens=_of_whom(""), says=ToTakeBack),
    NoticeKind("waiting", opens=_WHERE_IT_STANDS, members=COUNTED),
    NoticeKind("waiting_referent", opens=_of_whom("")),
    NoticeKind("declined", opens=after_no, says=Refusal, members=COUNTED),
    NoticeKind("declined_referent", opens=_of_whom("")),
    NoticeKind("offer_left", opens=_of_whom(""), says=_OfferLeft),
    NoticeKind("offer_let_go", opens=_WHERE_IT_STANDS, says=WithReferent, members=COUNTED),
    NoticeKind("offer_expired", opens=_after_the_offer, says=WithReferent, members=COUNTED),
    NoticeKind(FREED, to=Audience.COORDINATORS, while_in=frozenset({State.WAITING}), opens=_freed),
)
