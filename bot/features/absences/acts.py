"""Absences of referents: one begins, said today or ahead, and ends; the people concerned are told who reads."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time

from bot.domain import notices
from bot.domain.people import Refused
from bot.features.absences import colleagues
from bot.interaction import unreached
from bot.interaction.forms import Form
from bot.interaction.request import Request
from bot.plan.context import Moment
from bot.storage import absences, audit, outbox, people, plans, sessions
from bot.storage.absences import Absence
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.engine.dates import Span


def begin(tx: Tx, request: Request, form: Form) -> Absence:
    """Note the absence that a conversation has said; the stand-in and the people accompanied are told who reads.

    Raises:
        Refused: "not_away" when the absent referent is there again, "stand_in_away" when that colleague has gone away,
            or left, in the meantime; nobody makes a stand-in of oneself.
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
    accompanied = people.accompanied(tx, absent.id)
    days: Span = form.facts.value("until")
    begun = days.start <= request.moment.today
    since = request.now if begun else datetime.combine(days.start, time(0), request.moment.app.zone).astimezone(UTC)
    absence = absences.note(tx, absent.id, stand_in, since, days.end, request.person.id, begun=begun)
    told = {"stand_in": stand_in, "from": days.start.isoformat(), "until": days.end.isoformat()}
    audit.append(tx, f"person:{absent.id}", request.now, request.person.id, "away", None, told)
    _tell(tx, request.moment, absence, notices.SAID_AWAY, [absent.id], but=request.person.id)
    if begun:
        _tell_beginning(tx, request.moment, absence, accompanied, but=request.person.id)
    return absence


def _tell_beginning(tx: Tx, moment: Moment, absence: Absence, accompanied: Iterable[Person], but: int | None) -> None:
    _tell(tx, moment, absence, notices.STAND_IN_BEGINS, [absence.stand_in_id], but=but)
    tell_who_reads(tx, moment, f"absence:{absence.id}:begun", accompanied)


def begin_those_due(tx: Tx, moment: Moment) -> int:
    """Begin the absences that were said ahead and are due; return how many.

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
        accompanied = people.accompanied(tx, absent.id)
        absences.begin(tx, absence.id, stand_in)
        told = {"stand_in": stand_in, "until": absence.last_day.isoformat()}
        audit.append(tx, f"person:{absent.id}", moment.now, None, "away", None, told)
        _tell_beginning(tx, moment, replace(absence, stand_in_id=stand_in, begun=True), accompanied, but=None)
    return len(due)


def come_back(tx: Tx, request: Request) -> None:
    """End the caller's own absence, before its last day, or before it has begun: of that one nobody was told yet."""
    absence = absences.absence_of(tx, request.person.id)
    if absence is not None:
        end(tx, request.moment, absence, request.person.id)


def end_those_over(tx: Tx, moment: Moment) -> int:
    """End the absences whose last day has passed; return how many."""
    over = absences.over(tx, moment.today)
    for absence in over:
        end(tx, moment, absence, None)
    return len(over)


def end(tx: Tx, moment: Moment, absence: Absence, actor_id: int | None) -> None:
    """Let an absent referent read again; `actor_id` is None for the clock."""
    absences.end(tx, absence.person_id, moment.now)
    told = {"stand_in": absence.stand_in_id, "until": absence.last_day.isoformat()}
    audit.append(tx, f"person:{absence.person_id}", moment.now, actor_id, "back", told, None)
    _tell(tx, moment, absence, notices.ABSENCE_ENDS, [absence.person_id], but=actor_id)
    if not absence.begun:
        return
    _tell(tx, moment, absence, notices.STAND_IN_ENDS, [absence.stand_in_id], but=actor_id)
    tell_who_reads(tx, moment, f"absence:{absence.id}:ended", people.accompanied(tx, absence.person_id))


def _tell(tx: Tx, moment: Moment, absence: Absence, kind: str, to: list[int], but: int | None) -> None:
    """Send one notice to each, except to the actor."""
    outbox.put(
        tx,
        [
            outbox.Outgoing(f"absence:{absence.id}:{kind}", recipient, kind, {}, moment.now, moment.now)
            for recipient in to
            if recipient != but
        ],
    )


def tell_who_reads(tx: Tx, moment: Moment, occasion: str, persons: Iterable[Person], kind: str = notices.READS) -> None:
    """Tell each beneficiary with a plan under way who reads it now, in the way that beneficiaries are told anything."""
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
