"""Who a person is to the bot: read, never changed here."""

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.people import AT_WORK, Refused
from bot.interaction.request import Request, reader_of
from bot.plan import facts as plan_facts
from bot.storage import absences, people
from bot.storage.kernel.store import Tx
from bot.storage.people import Person

LINK_DAYS = 14
"""Days for which an invitation opens; a new one is one tap away."""


def need_no_work(person: Person) -> None:
    """Refuse to touch the account of a professional who is accompanied too: it opens other people's plans."""
    if person.chat_id is not None and person.roles & AT_WORK:
        raise Refused("works_here")


def picture_of(link: str) -> bytes:
    """Draw the link as a picture to scan (PNG)."""
    import io  # noqa: PLC0415 - only where a picture is made

    import segno  # noqa: PLC0415 - only where a picture is made

    buffer = io.BytesIO()
    segno.make_qr(link, error="m").save(buffer, kind="png", scale=8, border=3)
    return buffer.getvalue()


def open_calls(tx: Tx, request: Request) -> bool:
    """Return whether a call still takes endorsements, for this person's organisation."""
    return bool(plan_facts.calls_for(tx, request.moment, request.person))


@dataclass(frozen=True, kw_only=True)
class WhoReads:
    """Who reads for a person now: the name, the name of the referent, and until when another one does."""

    referent: str
    reads: str
    until: date | None


def who_reads(tx: Tx, person: Person) -> WhoReads:
    """Return who reads for a person now."""
    away = absences.absence_of(tx, person.referent_id) if person.referent_id is not None else None
    reader_id = people.reader_for(tx, person.id)
    return WhoReads(
        referent=person.referent_name,
        reads=people.by_id(tx, reader_id).name if reader_id is not None else "",
        until=away.last_day if away is not None and reader_id != person.referent_id else None,
    )


def refreshed(tx: Tx, request: Request) -> Request:
    """Return the same request, after the person's own row changed."""
    person = people.by_id(tx, request.person.id)
    return replace(request, person=person, reader=reader_of(person, request.moment.app))
