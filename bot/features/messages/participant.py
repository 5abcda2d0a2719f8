"""Who may sit at which end of a thread, looked at each time anew: whatever a button says, it may be forged.

A former referent, a colleague who does not stand in, another network: to them there is no such thread.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.hours import is_awake
from bot.domain.ids import PersonId
from bot.domain.messages import Kind, Seat, Side, names_person
from bot.domain.people import Refused, Role
from bot.interaction.request import Request
from bot.notices import calendars
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.storage import messages, people, plans
from bot.storage.kernel.store import Tx
from bot.storage.messages import Message, Thread
from bot.storage.people import Person
from bot.storage.plans import PlanRow


@dataclass(frozen=True, slots=True)
class Sitting:
    """One end of a thread, as its reader takes it."""

    thread: Thread
    seat: Seat


@dataclass(frozen=True, slots=True)
class Found:
    """A message, and the seat from which its reader reads it."""

    sitting: Sitting
    message: Message


def own_thread(tx: Tx, request: Request) -> Sitting | None:
    """Return a beneficiary's own thread; None when nobody accompanies. Raises Refused("not_for_you") to others."""
    person = request.person
    if not person.has(Role.BENEFICIARY):
        raise Refused("not_for_you")
    if people.reader_for(tx, person.id) is None:
        return None
    return Sitting(messages.thread_for(tx, Kind.PERSON, person.id, person.network_id), Seat.PERSON)


def of_person(tx: Tx, request: Request, person_id: PersonId) -> Sitting:
    """Return the thread with a beneficiary whom the referent who asks accompanies."""
    thread = messages.thread_for(tx, Kind.PERSON, person_id, request.person.network_id)
    return Sitting(thread, Seat.REFERENT)


def of_asker(tx: Tx, request: Request, plan: PlanRow | None) -> Sitting:
    """Return a referent's thread with the network, about a plan that the referent accompanies, or about none."""
    person = request.person
    about = plan.id if plan is not None else 0
    return Sitting(messages.thread_for(tx, Kind.SUPPORT, person.id, person.network_id, about), Seat.ASKER)


def of_seat(tx: Tx, request: Request, seat: Seat, thread_id: int) -> Sitting:
    """Return a thread by its id, from one of its seats. Raises Refused("not_found") where the caller may not sit."""
    thread = messages.thread(tx, thread_id)
    if thread is None or not may_sit(tx, request.person, seat, thread):
        raise Refused("not_found")
    return Sitting(thread, seat)


def of_message(tx: Tx, request: Request, message_id: int) -> Found:
    """Return a message, from a seat of its thread that the caller may take. Raises Refused("not_found")."""
    message = messages.message(tx, message_id)
    thread = messages.thread(tx, message.thread_id) if message is not None else None
    if message is None or thread is None:
        raise Refused("not_found")
    seats = [seat for seat in Seat if may_sit(tx, request.person, seat, thread)]
    if not seats:
        raise Refused("not_found")
    own = [seat for seat in seats if message.author_id == request.person.id and seat.side is message.side]
    return Found(Sitting(thread, (own or seats)[0]), message)


def may_sit(tx: Tx, person: Person, seat: Seat, thread: Thread) -> bool:
    """Return whether a person may read and write at a seat of a thread now."""
    if seat.kind is not thread.kind or person.network_id != thread.network_id:
        return False
    match seat:
        case Seat.PERSON:
            return person.id == thread.owner_id and person.has(Role.BENEFICIARY)
        case Seat.REFERENT:
            return person.has(Role.REFERENT) and people.is_attached(tx, thread.owner_id, person.id)
        case Seat.ASKER:
            plan = plan_of(tx, thread)
            own = person.id == thread.owner_id and person.has(Role.REFERENT)
            return own and (plan is None or _accompanies(tx, person, plan))
        case Seat.COORDINATOR:
            return person.has(Role.COORDINATOR) and person.id != thread.owner_id


def _accompanies(tx: Tx, person: Person, plan: PlanRow) -> bool:
    return people.is_attached(tx, plan.beneficiary_id, person.id)


def plan_of(tx: Tx, thread: Thread) -> PlanRow | None:
    """Return the plan that a thread is about: the one it was begun for; for a beneficiary the one there is now."""
    if thread.kind is Kind.SUPPORT:
        return plans.by_id(tx, thread.about) if thread.about else None
    return plans.live_of(tx, thread.owner_id) or plans.latest_of(tx, thread.owner_id)


def helpers(tx: Tx, thread: Thread) -> list[int]:
    """Return who reads at the helping end now: the referent or the stand-in, or the coordinators of the network."""
    if thread.kind is Kind.SUPPORT:
        return [each for each in people.coordinators(tx, thread.network_id) if each != thread.owner_id]
    reader = people.reader_for(tx, thread.owner_id)
    return [] if reader is None else [reader]


def name_seen(tx: Tx, request: Request, sitting: Sitting, plan: PlanRow) -> str:
    """Return the name of the beneficiary whose plan a question is about, or "" where it must not be read."""
    facts = plan_facts.facts_of(tx, request.moment, plan)
    protected = bool(facts.call and facts.call.programme.discreet_default)
    named = names_person(sitting.seat, protected=protected, with_committee=plan.rank_at is not None)
    return people.by_id(tx, plan.beneficiary_id).name if named else ""


def reads_from(tx: Tx, moment: Moment, thread: Thread) -> datetime:
    """Return when the helping end reads: now, in the hours of one of them; else when the first is there again."""
    there = [calendars.office_of(tx, moment.app, people.by_id(tx, each)) for each in helpers(tx, thread)]
    return min((calendar.next_open(moment.now) for calendar in there), default=moment.now)


def reads_later(tx: Tx, moment: Moment, sitting: Sitting) -> datetime | None:
    """Return from when the helping end reads what is asked from that seat; None where it reads now, or is the seat."""
    if sitting.seat.side is Side.HELPING:
        return None
    reads_at = reads_from(tx, moment, sitting.thread)
    return reads_at if reads_at > moment.now else None


def notice_due(tx: Tx, moment: Moment, seat: Seat, recipient: int) -> datetime:
    """Return when a recipient may be told of a message: in a professional's hours, or a beneficiary's by day.

    A referent who is still there reads at once the answer to a question.
    """
    person = people.by_id(tx, recipient)
    if seat is Seat.ASKER and is_awake(moment.now, person.last_seen):
        return moment.now
    hours = calendars.calendar_for if seat is Seat.PERSON else calendars.office_of
    return hours(tx, moment.app, person).next_open(moment.now)
