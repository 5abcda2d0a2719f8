"""Who reads what a beneficiary writes now: the referent, or who stands in."""

from dataclasses import dataclass
from datetime import date

from bot.storage import absences, people
from bot.storage.kernel.store import Tx
from bot.storage.people import Person


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
