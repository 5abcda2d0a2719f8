"""The referent's reports, which of them are missing, and for which organisation a coordinator lets that pass."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.aid import AidForm
from bot.domain.plans import State
from bot.domain.reports import DUE_AFTER, Objective
from bot.storage import days
from bot.storage.calls import calls
from bot.storage.days import stay
from bot.storage.handovers import handovers
from bot.storage.kernel.schema import Cents, Id, Moment, Sealed, insert_new, insert_or_change, metadata
from bot.storage.kernel.transaction import Tx
from bot.storage.people import attachments
from bot.storage.plans import plans

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("plan_id", sa.ForeignKey("plans.id"), primary_key=True, autoincrement=False),
    sa.Column("stay", Sealed),
    sa.Column("people", sa.Integer, nullable=False),
    sa.Column("lodging_cents", Cents, nullable=False),
    sa.Column("transport_cents", Cents, nullable=False),
    sa.Column("food_cents", Cents, nullable=False),
    sa.Column("leisure_cents", Cents, nullable=False),
    sa.Column("used_count", sa.Integer),
    sa.Column("used_cents", Cents, nullable=False),
    sa.Column("returned_count", sa.Integer, nullable=False),
    sa.Column("returned_cents", Cents, nullable=False),
    sa.Column("objective", sa.SmallInteger, nullable=False),
    sa.Column("words", Sealed, nullable=False),
    sa.Column("given_by", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("given_at", Moment, nullable=False),
)

waivers = sa.Table(
    "report_waivers",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("call_id", sa.ForeignKey("calls.id"), nullable=False),
    sa.Column("organisation_id", sa.ForeignKey("organisations.id"), nullable=False),
    sa.Column("reason", Sealed, nullable=False),
    sa.Column("given_by", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("given_at", Moment, nullable=False),
    sa.UniqueConstraint("call_id", "organisation_id"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What really happened. Without a stay there are no days, nobody travelled, and nothing was paid."""

    plan_id: int
    departure: date | None
    homecoming: date | None
    people: int
    lodging_cents: int
    transport_cents: int
    food_cents: int
    leisure_cents: int
    used_count: int | None
    """Vouchers used, where they were counted; what they were worth is always known."""
    used_cents: int
    returned_count: int
    returned_cents: int
    objective: Objective
    words: dict[str, Any]
    """The fact that shows it, effects seen, advice for the next time."""
    given_by: int
    given_at: datetime

    @property
    def left_with(self) -> int:
        """What they left with: it was used, or came back."""
        return self.used_cents + self.returned_cents

    @property
    def cost_cents(self) -> int:
        """What the stay cost in all."""
        return self.lodging_cents + self.transport_cents + self.food_cents + self.leisure_cents


_COLUMNS = tuple(column.name for column in reports.columns if column.name != "plan_id")
_OF_PLAN = sa.select(reports).where(reports.c.plan_id == sa.bindparam("plan"))


def note(tx: Tx, report: Report) -> None:
    """Keep a report; one that was there before is corrected."""
    values = {name: getattr(report, name) for name in _COLUMNS if name != "stay"}
    values["stay"] = days.sealed(tx, (report.departure, report.homecoming), "reports.stay")
    values["words"] = tx.cipher.seal_json(report.words, "reports.words")
    values["objective"] = int(report.objective)
    tx.connection.execute(insert_or_change(tx.dialect, reports, _COLUMNS), {"plan_id": report.plan_id, **values})


def of_plan(tx: Tx, plan_id: int) -> Report | None:
    """Return the report of a plan, or None."""
    row = tx.connection.execute(_OF_PLAN, {"plan": plan_id}).first()
    return None if row is None else _report(tx, row)


def _report(tx: Tx, row: sa.Row[Any]) -> Report:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name begins so
    values["departure"], values["homecoming"] = days.opened(tx, values.pop("stay"), "reports.stay")
    values["words"] = tx.cipher.open_json(row.words, "reports.words")
    values["objective"] = Objective(row.objective)
    return Report(**values)


def left_with(tx: Tx, call_id: int) -> dict[int, int]:
    """Return, for each plan of a call whose report is there, what they left with, in cents."""
    query = sa.select(reports.c.plan_id, reports.c.used_cents + reports.c.returned_cents)
    found = tx.connection.execute(query.join(plans, plans.c.id == reports.c.plan_id).where(plans.c.call_id == call_id))
    return {plan_id: int(cents) for plan_id, cents in found}


def objectives(tx: Tx, call_id: int) -> list[Objective]:
    """Return how far the aim was reached, for each report of a call's plans."""
    query = sa.select(reports.c.objective).join(plans, plans.c.id == reports.c.plan_id)
    return list(map(Objective, tx.connection.scalars(query.where(plans.c.call_id == call_id))))


# Which are awaited


@dataclass(frozen=True, slots=True)
class Awaited:
    """A stay that is over and has no report yet; `referent_id` is who accompanies the person now, if anybody."""

    plan_id: int
    version: int
    reference: str | None
    call_id: int
    network_id: int
    organisation_id: int
    beneficiary_id: int
    referent_id: int | None
    homecoming: date


_AWAITED = (
    sa.select(
        plans.c.id, plans.c.version, plans.c.reference, plans.c.call_id, plans.c.network_id, plans.c.organisation_id,
        plans.c.beneficiary_id, attachments.c.referent_id, plans.c.stay,
    )
    .outerjoin(
        attachments, sa.and_(attachments.c.beneficiary_id == plans.c.beneficiary_id, attachments.c.until.is_(None))
    )
    .where(plans.c.state == State.BACK.value, plans.c.stay.is_not(None))
)  # fmt: skip


def _of_models(models: Any) -> sa.ColumnElement[bool]:
    """Select the plans whose programme asks for a report."""
    return plans.c.call_id.in_(sa.select(calls.c.id).where(calls.c.model.in_(models)))


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose reports are meant; each field narrows. `referents`: of people whom one of these accompanies."""

    network_id: int | None = None
    organisation_id: int | None = None
    referents: tuple[int, ...] | None = None


def awaited(tx: Tx, models: Iterable[str], whose: Whose, home_before: date | None = None) -> list[Awaited]:
    """Return the stays that are over and have no report, the longest over first.

    Args:
        tx: the transaction.
        models: keys of the programmes that ask for a report.
        whose: which of them.
        home_before: only those whose people came home before that day.
    """
    query = _AWAITED.where(_of_models(list(models)))
    for column, value in ((plans.c.network_id, whose.network_id), (plans.c.organisation_id, whose.organisation_id)):
        if value is not None:
            query = query.where(column == value)
    if whose.referents is not None:
        query = query.where(attachments.c.referent_id.in_(whose.referents))
    found = [(home, row[:-1]) for row in tx.connection.execute(query) if (home := stay(tx, row.stay)[1])]
    over = [Awaited(*known, home) for home, known in found if home_before is None or home < home_before]
    return sorted(over, key=lambda each: (each.homecoming, each.plan_id))


def missing(tx: Tx, models: Iterable[str], today: date, whose: Whose) -> list[Awaited]:
    """Return those of these stays whose report is overdue on that day."""
    return awaited(tx, models, whose, home_before=today - DUE_AFTER)


_MISSING_OF = sa.select(plans.c.stay).where(
    plans.c.organisation_id == sa.bindparam("organisation"),
    plans.c.state == State.BACK.value,
    plans.c.stay.is_not(None),
    plans.c.call_id != sa.bindparam("call"),
    _of_models(sa.bindparam("models", expanding=True)),
    sa.not_(
        sa.exists().where(
            waivers.c.call_id == sa.bindparam("call"), waivers.c.organisation_id == sa.bindparam("organisation")
        )
    ),
)


def held_against(tx: Tx, models: Iterable[str], organisation_id: int, call_id: int, today: date) -> int:
    """Count the reports of other calls that an organisation owes when it takes part in this one; 0 once let pass."""
    values = {"models": list(models), "organisation": organisation_id, "call": call_id}
    return sum(_overdue(tx, kept, today) for kept in tx.connection.scalars(_MISSING_OF, values))


def _overdue(tx: Tx, kept: bytes | None, today: date) -> bool:
    """Tell whether the report of a stay was due before that day."""
    home = stay(tx, kept)[1]
    return home is not None and home < today - DUE_AFTER


def owing(tx: Tx, models: Iterable[str], network_id: int, call_id: int, today: date) -> dict[int, int]:
    """Count the reports of other calls that each organisation of a network owes; none of those let pass here."""
    let_pass = sa.select(waivers.c.organisation_id).where(waivers.c.call_id == call_id)
    query = sa.select(plans.c.organisation_id, plans.c.stay).where(
        plans.c.network_id == network_id,
        plans.c.state == State.BACK.value,
        plans.c.call_id != call_id,
        _of_models(list(models)),
        plans.c.organisation_id.not_in(let_pass),
    )
    return Counter(row.organisation_id for row in tx.connection.execute(query) if _overdue(tx, row.stay, today))


@dataclass(frozen=True, slots=True)
class Waiver:
    """Missing reports are not held against an organisation in one call: why, by whom, when."""

    organisation_id: int
    reason: str
    given_by: int
    given_at: datetime


def let_pass(tx: Tx, call_id: int, organisation_id: int, reason: str, given_by: int, now: datetime) -> bool:
    """Hold missing reports no longer against an organisation in a call; False when that was done already."""
    sealed = tx.cipher.seal_json(reason, "report_waivers.reason")
    values = {
        "call_id": call_id, "organisation_id": organisation_id, "reason": sealed, "given_by": given_by, "given_at": now,
    }  # fmt: skip
    new = insert_new(tx.dialect, waivers).returning(waivers.c.id)
    return tx.connection.execute(new, values).first() is not None


def waived(tx: Tx, call_id: int) -> list[Waiver]:
    """Return the organisations for which a call lets missing reports pass, in the order in which that was decided."""
    query = sa.select(waivers).where(waivers.c.call_id == call_id).order_by(waivers.c.id)
    return [
        Waiver(
            row.organisation_id, tx.cipher.open_json(row.reason, "report_waivers.reason"), row.given_by, row.given_at
        )
        for row in tx.connection.execute(query)
    ]


@dataclass(frozen=True, slots=True)
class Returns:
    """Plans of a call whose stay is over, counted: all of them, and those whose report is there."""

    over: int
    given: int
    without_aid: int
    """Nobody noted that something was handed over, nor reported it: it counts as not gone."""
    first_departures: int
    to_close: int
    people: int
    """Who was away with the aid: as reported, and until then as planned."""


_WITH_AID = sa.or_(
    calls.c.aid_form == AidForm.REFUND.value,
    sa.and_(reports.c.plan_id.is_not(None), reports.c.used_cents + reports.c.returned_cents > 0),
    sa.and_(reports.c.plan_id.is_(None), sa.exists().where(handovers.c.plan_id == plans.c.id)),
)
"""They left with something: as reported, else as it was handed over. A refund comes after the stay."""


def returns(tx: Tx, call_id: int) -> Returns:
    """Count the stays of a call: over, with their report, first departures, waiting to be closed; and their people."""
    states = (State.BACK.value, State.REPORTED.value, State.CLOSED.value)
    over = plans.c.state.in_(states)
    query = sa.select(
        sa.func.count(plans.c.id),
        sa.func.count(plans.c.id).filter(plans.c.state != State.BACK.value),
        sa.func.count(plans.c.id).filter(sa.not_(_WITH_AID)),
        sa.func.count(plans.c.id).filter(plans.c.first_time.is_(True), _WITH_AID),
        sa.func.count(plans.c.id).filter(plans.c.state == State.REPORTED.value),
        sa.func.coalesce(sa.func.sum(sa.func.coalesce(reports.c.people, plans.c.people)).filter(_WITH_AID), 0),
    )
    joined = plans.join(calls, calls.c.id == plans.c.call_id).outerjoin(reports, reports.c.plan_id == plans.c.id)
    query = query.select_from(joined).where(plans.c.call_id == call_id, over)
    return Returns(*map(int, tx.connection.execute(query).one()))
