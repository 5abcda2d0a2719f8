"""A referent is away: until when, who stands in, who is told. It ends by itself, or by one tap.

Said by the referent herself; for one who cannot be reached, by her organisation's lead or a coordinator.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from bot.domain import notices
from bot.domain.ids import PersonId
from bot.domain.people import Refused
from bot.features.absences import colleagues, routes
from bot.features.caseload import routes as caseload_routes
from bot.interaction import forms, prompting, unreached
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan.context import Moment
from bot.storage import absences, audit, outbox, people, plans, sessions
from bot.storage.absences import Absence
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.absence import AWAY
from conversations.engine.dates import Span
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen


@dataclass(frozen=True)
class Nobody(View, template="absence/_nobody"):
    """That no colleague can be chosen; `own`: in the reader's own place."""

    own: bool


@dataclass(frozen=True, kw_only=True)
class Away(View, template="absence/_away"):
    """Until when a referent is away; `first_day` where it has not begun yet, `own` where it is the reader."""

    own: bool
    name: str
    stand_in: str
    first_day: date | None
    last_day: date


@dataclass(frozen=True)
class Back(View, template="absence/_back"):
    """That the reader reads again."""


@routes.AWAY.on
def away(tx: Tx, request: Request) -> Screen:
    """Begin an absence of the referent who asks."""
    return begin(tx, request, request.person.id)


@routes.STAND_IN.on
@routes.LEADS_STAND_IN.on
def stand_in(tx: Tx, request: Request, absent: Person) -> Screen:
    """Begin the absence of a referent who cannot be reached, for a lead or a coordinator."""
    return begin(tx, request, absent.id)


def begin_own(tx: Tx, request: Request) -> Screen:
    """Ask a referent until when the absence lasts."""
    return begin(tx, request, request.person.id)


def begin(tx: Tx, request: Request, person_id: PersonId) -> Screen:
    """Ask until when, then who stands in; where nobody can, say what to do instead."""
    absent = people.by_id(tx, person_id)
    absence = absences.absence_of(tx, absent.id)
    if absence is not None:
        return page(tx, request, absence)
    unreached.may_say_away(tx, request, absent.id)
    if not colleagues.free_for(tx, request, absent):
        return Nobody(absent.id == request.person.id).page(column(HOME))
    return prompting.resume(tx, request, forms.begin(tx, request, AWAY, absent.id))


def said(tx: Tx, request: Request, form: Form) -> Screen:
    """She is away from now on; her stand-in and her people are told who reads.

    Raises:
        Refused: "not_away" when the absent one is there again, "stand_in_away" when that colleague has gone away, or
            left, in the meantime; nobody makes a stand-in of herself.
    """
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    absent = unreached.may_say_away(tx, request, form.row.subject_id)
    sessions.close_form(tx, form.row.id)
    people.one_at_a_time(tx, absent.organisation_id)
    stand_in = int(form.facts.value("stand_in"))
    if absences.absence_of(tx, absent.id) or stand_in not in {
        each.id for each in colleagues.free_for(tx, request, absent)
    }:
        raise Refused("stand_in_away")
    hers = people.accompanied(tx, absent.id)
    days: Span = form.facts.value("until")
    begun = days.start <= request.moment.today
    since = request.now if begun else datetime.combine(days.start, time(0), request.moment.app.zone).astimezone(UTC)
    absence = absences.note(tx, absent.id, stand_in, since, days.end, request.person.id, begun=begun)
    told = {"stand_in": stand_in, "from": days.start.isoformat(), "until": days.end.isoformat()}
    audit.append(tx, f"person:{absent.id}", request.now, request.person.id, "away", None, told)
    _tell(tx, request.moment, absence, notices.SAID_AWAY, [absent.id], but=request.person.id)
    if begun:
        _tell_beginning(tx, request.moment, absence, hers, but=request.person.id)
    return page(tx, request, absence)


def _tell_beginning(tx: Tx, moment: Moment, absence: Absence, hers: Iterable[Person], but: int | None) -> None:
    _tell(tx, moment, absence, notices.STAND_IN_BEGINS, [absence.stand_in_id], but=but)
    tell_who_reads(tx, moment, f"absence:{absence.id}:begun", hers)


def begin_those_due(tx: Tx, moment: Moment) -> int:
    """Absences said ahead begin by themselves; returns how many came due.

    Should the colleague who was chosen be away by then, another one stands in; where there is none, it ends at once.
    """
    due = absences.due(tx, moment.now)
    for absence in due:
        absent = people.by_id(tx, absence.person_id)
        free = [each.id for each in people.free_colleagues(tx, absent)]
        if not free or absence.last_day < moment.today:
            end(tx, moment, absence, None)
            continue
        stand_in = absence.stand_in_id if absence.stand_in_id in free else free[0]
        hers = people.accompanied(tx, absent.id)
        absences.begin(tx, absence.id, stand_in)
        told = {"stand_in": stand_in, "until": absence.last_day.isoformat()}
        audit.append(tx, f"person:{absent.id}", moment.now, None, "away", None, told)
        _tell_beginning(tx, moment, replace(absence, stand_in_id=stand_in, begun=True), hers, but=None)
    return len(due)


def page(tx: Tx, request: Request, absence: Absence) -> Page:
    """Until when somebody is away and who stands in; one tap ends it."""
    own = absence.person_id == request.person.id
    shown = Away(
        own=own,
        name=people.by_id(tx, absence.person_id).name,
        stand_in=people.by_id(tx, absence.stand_in_id).name,
        first_day=None if absence.begun else absence.since.astimezone(request.moment.app.zone).date(),
        last_day=absence.last_day,
    )
    rows = [Button(Word("i_am_back" if absence.begun else "i_stay"), routes.BACK.to())] if own else []
    return shown.page(column(HOME, *rows))


@routes.BACK.on
def back(tx: Tx, request: Request) -> Page:
    """She is there again, earlier than she said; or she does not go after all, which nobody was told of yet."""
    absence = absences.absence_of(tx, request.person.id)
    if absence is not None:
        end(tx, request.moment, absence, request.person.id)
    return Back().page(column(caseload_routes.MY_PEOPLE, HOME))


def end_those_over(tx: Tx, moment: Moment) -> int:
    """Absences whose last day has passed end by themselves; returns how many."""
    over = absences.over(tx, moment.today)
    for absence in over:
        end(tx, moment, absence, None)
    return len(over)


def end(tx: Tx, moment: Moment, absence: Absence, actor_id: int | None) -> None:
    """The absent one reads for her people again; `actor_id` is None for the clock."""
    absences.end(tx, absence.person_id, moment.now)
    told = {"stand_in": absence.stand_in_id, "until": absence.last_day.isoformat()}
    audit.append(tx, f"person:{absence.person_id}", moment.now, actor_id, "back", told, None)
    _tell(tx, moment, absence, notices.ABSENCE_ENDS, [absence.person_id], but=actor_id)
    if not absence.begun:
        return
    _tell(tx, moment, absence, notices.STAND_IN_ENDS, [absence.stand_in_id], but=actor_id)
    tell_who_reads(tx, moment, f"absence:{absence.id}:ended", people.accompanied(tx, absence.person_id))


def _tell(tx: Tx, moment: Moment, absence: Absence, kind: str, to: list[int], but: int | None) -> None:
    """One notice to each, except whoever has just done it herself."""
    outbox.put(
        tx,
        [
            outbox.Outgoing(f"absence:{absence.id}:{kind}", recipient, kind, {}, moment.now, moment.now)
            for recipient in to
            if recipient != but
        ],
    )


def tell_who_reads(tx: Tx, moment: Moment, occasion: str, persons: Iterable[Person], kind: str = notices.READS) -> None:
    """Each person with a plan under way is told who reads it now, as she may be told anything."""
    found = [(person, plan) for person in persons if (plan := plans.live_of(tx, person.id)) is not None]
    outbox.put(
        tx,
        [
            outbox.Outgoing(
                f"{occasion}:{kind}",
                person.id,
                kind,
                {"reader": people.reader_for(tx, person.id)},
                moment.now,
                moment.now,
                plan_id=plan.id,
            )
            for person, plan in found
        ],
    )
