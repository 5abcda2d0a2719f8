"""What leaves the outbox: checked once more, turned into a screen at the last moment, or told to the referent.

A notice that has lost its reason is dropped; one for a beneficiary to whom the bot may not write first goes to the
referent, who tells it face to face. What happens now reaches at once a beneficiary who is still there, whatever the
hour. Professionals read no name and no subject on a lock screen.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.hours import is_awake
from bot.domain.notices import TELL_ALOUD, UNREACHABLE
from bot.domain.people import Writing
from bot.domain.plans import State
from bot.interaction.home import HOME, HOME_ROUTE
from bot.interaction.request import reader_of
from bot.notices import holding, members
from bot.notices.calendars import calendar_for
from bot.notices.holding import Told
from bot.notices.kinds import KINDS, Tell, Telling
from bot.notices.views import NoDetail
from bot.plan.context import Moment
from bot.rendering.renderer import Reader
from bot.storage import outbox, people, plans
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Row
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page

ATTEMPTS = 6
"""Tries of a notice that Telegram refuses for no reason we know, before it is put aside as dead."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A notice about to leave."""

    row_id: int
    chat_id: int
    person_id: int
    page: Page
    reader: Reader
    card_id: int | None = None
    """The message whose buttons go before it is sent, in a chat that an account has left."""


def prepare(tx: Tx, moment: Moment, row: Row) -> Ready | None:
    """Return the notice as it must be sent now; None when it is dropped, put off, kept, or was passed on."""
    if row.recipient_id == outbox.NOBODY:
        return _to_nobodys_chat(tx, moment, row)
    kind, telling = KINDS[row.kind], telling_of(tx, moment, row, people.by_id(tx, row.recipient_id))
    person = telling.person
    if not still_true(telling):
        outbox.drop(tx, row.id, "no_longer_true")
        return None
    if members.to_group(row, telling.plan):
        members.spread(telling)
        outbox.drop(tx, row.id, "told_to_members")
        return None
    if kind.to_people and not person.reach.may_write_first:
        _tell_aloud(telling)
        outbox.drop(tx, row.id, "told_aloud")
        return None
    if person.chat_id is None or person.blocked_at is not None:
        outbox.unreachable(tx, row.id, "no_account" if person.chat_id is None else "blocked")
        return None
    if _kept_back(telling):
        return None
    page = page_of(telling)
    if page is None:
        outbox.drop(tx, row.id, "no_longer_true")
        return None
    shown = _with_status(page, person, telling.plan)
    return Ready(row.id, person.chat_id, person.id, shown, reader_of(person, moment.app))


def telling_of(tx: Tx, moment: Moment, row: Row, person: Person) -> Telling:
    """Return a row of the outbox with its reader and its plan."""
    return Telling(tx, moment, row, person, plans.by_id(tx, row.plan_id) if row.plan_id is not None else None)


def still_true(telling: Telling) -> bool:
    """Return whether nothing has changed since it was queued for which it must not be said any more."""
    kind = KINDS[telling.row.kind]
    return kind.holds(telling.plan) and (kind.still_true is None or kind.still_true(telling))


def _kept_back(telling: Telling) -> bool:
    """Return whether a notice waits: for the hours of its reader, or for a professional's next message about all."""
    tx, row = telling.tx, telling.row
    told = _when(telling)
    if isinstance(told, datetime):
        outbox.later(tx, row.id, told, "out_of_hours")
    elif told is not Told.NOW:
        outbox.gather(tx, row.id)
        if told is Told.WITH_THE_HOUR:
            holding.tell_with_the_hour(tx, telling.moment, telling.person)
    return told is not Told.NOW


def _when(telling: Telling) -> Told | datetime:
    kind, moment, person = KINDS[telling.row.kind], telling.moment, telling.person
    if not kind.to_people:
        return holding.told(telling, kind)
    if kind.tell is not Tell.ON_ITS_DAY and is_awake(moment.now, person.last_seen):
        return Told.NOW
    opening = calendar_for(telling.tx, moment.app, person).next_open(moment.now)
    return opening if opening > moment.now else Told.NOW


def drop_what_is_over(tx: Tx, moment: Moment, person: Person) -> None:
    """Let go, of what was kept for a professional's message of the day, what is no longer true."""
    for row in outbox.gathered(tx, person.id):
        telling = telling_of(tx, moment, row, person)
        if not still_true(telling) or page_of(telling) is None:
            outbox.drop(tx, row.id, "no_longer_true")


def _with_status(page: Page, person: Person, plan: PlanRow | None) -> Page:
    """Return what a beneficiary reads of an own draft with the word that it is not sent, but for one without detail."""
    own_draft = plan is not None and plan.state is State.DRAFT and plan.beneficiary_id == person.id
    return replace(page, status="draft") if own_draft and page.template != NoDetail.template else page


def _to_nobodys_chat(tx: Tx, moment: Moment, row: Row) -> Ready | None:
    """Return what is said to a request to join, or to the telephone that an account has left."""
    leaves = KINDS[row.kind].leaves
    said = leaves(tx, moment, row) if leaves is not None else None
    if said is None:
        outbox.drop(tx, row.id, "forgotten")
        return None
    return Ready(row.id, said.chat_id, outbox.NOBODY, said.page, said.reader, said.card_id)


def _tell_aloud(telling: Telling, kind: str = TELL_ALOUD) -> None:
    tx, row, now = telling.tx, telling.row, telling.moment.now
    reader_id = people.reader_for(tx, telling.person.id)
    if reader_id is None:
        return
    relayed_as = KINDS[row.kind].relayed_as
    aloud = outbox.Outgoing(
        key=f"{row.key}:{kind}",
        recipient_id=reader_id,
        kind=kind,
        context={"kind": (relayed_as(tx, row) if relayed_as else "") or row.kind, "person": telling.person.id},
        created_at=now,
        due_at=now,
        plan_id=row.plan_id,
    )
    outbox.put(tx, [aloud])


def page_of(telling: Telling) -> Page | None:
    """Return what a notice says when it is read; None when it has lost its reason."""
    kind = KINDS[telling.row.kind]
    if kind.page is not None:
        return kind.page(telling)
    if kind.to_people and telling.person.writing is Writing.NO_DETAIL:
        return NoDetail().page(column(Button(Word("open"), HOME_ROUTE.to())))
    rows = kind.opens(telling) if kind.opens is not None else column(HOME)
    return kind.says.of(telling).page(rows, template=f"notices/{kind.name}")


def unreachable(tx: Tx, moment: Moment, row: Row, why: str) -> None:
    """Stop writing to a reader who is not there any more, and ask the referent to find another way."""
    outbox.unreachable(tx, row.id, why)
    if row.recipient_id == outbox.NOBODY:
        return
    person = people.by_id(tx, row.recipient_id)
    people.change(tx, person.id, blocked_at=moment.now)
    _tell_aloud(telling_of(tx, moment, row, person), UNREACHABLE)


def later(tx: Tx, row: Row, now: datetime, seconds: float, why: str) -> None:
    """Try again after some seconds; nothing is dropped for being refused once."""
    if row.attempts >= ATTEMPTS and why == "failed":
        outbox.dead(tx, row.id, why)
    else:
        outbox.later(tx, row.id, now + timedelta(seconds=seconds), why)
