"""Whether a referent cannot be reached, and who else may then say what happens with the work that waits.

A chat that was closed or never opened is one case; the other is a plan that has waited until others are told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.absence import Stage, Waiting, reader, stage
from bot.domain.people import AT_WORK, Refused, Role
from bot.domain.plans import State
from bot.interaction.request import Request
from bot.plan import access
from bot.plan.context import Moment
from bot.storage import absences, audit, people, reviews
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.reviews import ToRead


@dataclass(frozen=True, slots=True)
class Wait:
    """One plan that waits to be read, since when, and the last stage it has reached."""

    row: ToRead
    since: date
    reached: Stage | None

    @property
    def late(self) -> bool:
        """Whether it has waited until others are told."""
        return self.reached is Stage.OTHERS


def closed(person: Person) -> bool:
    """Return whether nothing can be written to this account: it was never opened, or its chat is closed."""
    return person.chat_id is None or person.blocked_at is not None


def unreached(tx: Tx, moment: Moment, person: Person) -> bool:
    """Return whether a referent cannot be reached: the chat is closed, or silent although a plan waits."""
    return closed(person) or silent(tx, moment, person)


def silent(tx: Tx, moment: Moment, person: Person) -> bool:
    """Return whether a plan waits until others are told, and this reader has done nothing here since the reminder."""
    return silent_at(moment, person, [wait_of(tx, moment, row) for row in waiting_for(tx, moment, person)])


def silent_at(moment: Moment, person: Person, waits: Iterable[Wait]) -> bool:
    """Return whether the reader is silent, where it is known already how long each plan of this reader waits."""
    seen = date.min if person.last_seen is None else person.last_seen.astimezone(moment.app.zone).date()
    reminded = [
        moment.app.working_days(wait.since, wait.row.days[Stage.REMIND], wait.row.region or None)
        for wait in waits
        if wait.late
    ]
    return any(seen <= day for day in reminded)


def overdue(tx: Tx, moment: Moment, person: Person) -> bool:
    """Return whether a plan has waited for this reader until others are told."""
    return any(wait_of(tx, moment, row).late for row in waiting_for(tx, moment, person))


def waiting_for(tx: Tx, moment: Moment, person: Person) -> list[ToRead]:
    """Return the plans that this person should read now: as their referent, or standing in."""
    stand_ins = absences.stand_ins(tx)
    found = reviews.to_read(tx, moment.now, person.network_id)
    return [row for row in found if reader(row.referent_id, stand_ins) == person.id]


def wait_of(tx: Tx, moment: Moment, row: ToRead) -> Wait:
    """Return how long a plan has waited; what is surely too early is not looked at any further."""
    since = row.sent_at.astimezone(moment.app.zone).date()
    if since + timedelta(days=min(row.days.values())) > moment.today:
        return Wait(row, since, None)
    if row.ranked:  # it was endorsed and came back: it waits since then, as its trail says
        since = _came_back(tx, moment, row, since)
    waiting = Waiting(row.plan_id, since, row.region, row.days)
    return Wait(row, since, stage(waiting, moment.today, moment.app.working_days))


def _came_back(tx: Tx, moment: Moment, row: ToRead, since: date) -> date:
    key = access.need(tx, row.plan_id).trail_key
    lines = [line for line in audit.history(tx, f"plan:{row.plan_id}", row_key=key) if line.readable and line.after]
    moved = [line.at for line in lines if line.after.get("state") == State.TO_REVIEW.value]
    return moved[-1].astimezone(moment.app.zone).date() if moved else since


# Who may say what about a referent


def referent(tx: Tx, person_id: int) -> Person:
    """Return the referent of that id. Raises Refused("not_found") where there is none: nobody else is named by it."""
    try:
        found = people.by_id(tx, person_id)
    except LookupError:
        raise Refused("not_found") from None
    if not found.has(Role.REFERENT):
        raise Refused("not_found")
    return found


def professional(tx: Tx, person_id: int) -> Person:
    """Return the professional of that id. Raises Refused("not_found") for anybody else, and for one removed before."""
    try:
        found = people.by_id(tx, person_id)
    except LookupError:
        raise Refused("not_found") from None
    if not found.roles & AT_WORK:
        raise Refused("not_found")
    return found


def answerable(tx: Tx, request: Request, person_id: int) -> Person:
    """Return the referent of that id, for that referent, a lead of the same organisation, a coordinator of the network.

    Raises Refused("not_found") to anybody else.
    """
    visitor, found = request.person, referent(tx, person_id)
    coordinates = visitor.has(Role.COORDINATOR) and visitor.network_id == found.network_id
    if not (found.id == visitor.id or coordinates or leads(visitor, found)):
        raise Refused("not_found")
    return found


def leads(visitor: Person, found: Person) -> bool:
    """Return whether this visitor is a lead of the organisation of that person."""
    return (
        visitor.has(Role.LEAD)
        and visitor.organisation_id is not None
        and visitor.organisation_id == found.organisation_id
    )


def may_say_away(tx: Tx, request: Request, person_id: int) -> Person:
    """Return the referent of that id, if this visitor may say now that this one is away.

    Raises:
        Refused: "not_found", "not_away" to others while that referent is there.
    """
    absent = answerable(tx, request, person_id)
    if absent.id != request.person.id and not others_may_say_away(tx, request, absent):
        raise Refused("not_away")
    return absent


def others_may_say_away(tx: Tx, request: Request, absent: Person) -> bool:
    """Return whether a lead or a coordinator may say that this referent is away.

    Of a colleague who is there nobody else says it, for a stand-in reads all. A lead may as soon as a plan has waited
    until others are told; a coordinator, who reads no names of referents who are merely late, when nothing reaches that
    referent.
    """
    if unreached(tx, request.moment, absent):
        return True
    return leads(request.person, absent) and overdue(tx, request.moment, absent)
