"""A checked list becomes organisations and links, by one tap: all of it in one transaction, and never twice.

What is long about it (thousands of names to seal, thousands of links to write into a file) is worked out beside the
writers, so that nobody's chat waits for it; the transaction itself only inserts.

Every referent on a list gets a link. The links are made from a seed that is kept sealed for a day, so
that a second tap, or a crash before the file has left, brings the very same links and stores nothing twice.
"""

import hashlib
from base64 import urlsafe_b64encode
from datetime import timedelta

from bot.domain.organisation_list import Checked, Compared, Entry, Stored, compare, known_as
from bot.domain.organisation_words import Column, spelling
from bot.domain.people import LINK_DAYS, Role
from bot.features.organisations.spreadsheets import as_csv
from bot.features.organisations.wording import said
from bot.interaction.request import Request, reader_of
from bot.plan.context import Moment
from bot.storage import audit, imports, invitations, networks, people, teams
from bot.storage.imports import Import, Ready
from bot.storage.invitations import Newcomer
from bot.storage.kernel.store import Tx
from bot.storage.networks import NewOrganisation
from bot.storage.people import Person

CODE_BYTES = 15


def prepare(tx: Tx, moment: Moment, chat_id: int, import_id: int) -> Ready | None:
    """Work out what the tap will store, without storing any of it; None when the list is forgotten or another's."""
    person = people.by_chat(tx, chat_id)
    if person is None or not person.has(Role.COORDINATOR):
        return None
    kept = imports.of_person(tx, person.id, import_id)
    if kept is None or kept.created_at <= moment.now - imports.KEPT:
        return None
    return _prepared(tx, Request(moment, person, reader_of(person, moment.app)), kept)


def _prepared(tx: Tx, request: Request, kept: Import) -> Ready:
    """Work it all out for a request; what a colleague stored meanwhile is left alone, and gets no link from here."""
    network = request.person.network_id
    seen = invitations.newest(tx, network)
    if kept.stored_at is not None:
        return Ready(kept, kept.entries, (), (), _links(request, kept, kept.entries), seen)
    wanted = compare(Checked((), kept.entries, ()), stored(tx, request.person, request.moment)).new
    firsts = {known_as(entry.organisation): entry for entry in reversed(wanted)}
    organisations = [
        NewOrganisation(each.organisation, each.kind, each.region, each.department)
        for each in sorted(firsts.values(), key=lambda each: each.line)
    ]
    newcomers = [Newcomer(_code(kept, entry), entry.organisation, entry.referent) for entry in wanted]
    until = request.now + timedelta(days=LINK_DAYS)
    return Ready(
        kept,
        wanted,
        networks.rows_of(tx, network, organisations),
        invitations.rows_of(tx, network, newcomers, request.now, until, request.person.id),
        _links(request, kept, wanted),
        seen,
    )


def keep(tx: Tx, request: Request, fingerprint: str, found: Compared) -> int | None:
    """Keep what is new on a list until the reader's tap; None where nothing is new."""
    if not found.new:
        return None
    return imports.keep(tx, request.person.id, fingerprint, found.new, request.moment.code, request.now)


def stored(tx: Tx, person: Person, moment: Moment) -> dict[str, Stored]:
    """Return the organisations of a person's network by the name they are known by, each with its referents."""
    there: dict[int, set[str]] = {}
    for organisation_id, name in (
        *teams.referents_of(tx, person.network_id),
        *invitations.awaited_referents(tx, person.network_id, moment.now),
    ):
        there.setdefault(organisation_id, set()).add(spelling(name))
    return {
        known_as(each.name): Stored(
            each.kind.code, each.region, each.department, frozenset(there.get(each.id, ())), each.kind.told
        )
        for each in networks.all_organisations(tx, person.network_id)
    }


def store(tx: Tx, request: Request, ready: Ready) -> Ready:
    """Store the list; returns what was stored, which a second tap leaves as it is."""
    if ready.list.stored_at is not None or not imports.mark_stored(tx, ready.list.id, request.now):
        return ready
    if invitations.newest(tx, request.person.network_id) != ready.seen:
        ready = _prepared(tx, request, ready.list)
    if len(ready.entries) < len(ready.list.entries):
        imports.keep_only(tx, ready.list.id, ready.entries)
    network, person = request.person.network_id, request.person
    added, ids = networks.add_rows(tx, network, ready.organisations)
    invitations.add_rows(tx, ready.newcomers, ids)
    counts = {"organisations": added, "invitations": len(ready.newcomers)}
    audit.append(tx, f"network:{network}", request.now, person.id, "import", None, counts)
    return ready


def _code(kept: Import, entry: Entry) -> str:
    """Return the code of a line's link: nobody makes it without the seed, which was never shown to anybody."""
    digest = hashlib.blake2b(str(entry.line).encode(), key=kept.seed.encode(), digest_size=CODE_BYTES).digest()
    return urlsafe_b64encode(digest).decode()


def _links(request: Request, kept: Import, entries: tuple[Entry, ...]) -> tuple[str, bytes]:
    """Return the name and the content of the file of links."""
    until = (kept.stored_at or request.now) + timedelta(days=LINK_DAYS)
    day = said(request, "until", until=until)
    headings = [said(request, f"heading_{name}") for name in (Column.ORGANISATION, Column.REFERENT, "link", "until")]
    rows = [[e.organisation, e.referent, request.moment.app.link(_code(kept, e)), day] for e in entries]
    return f"{said(request, 'file_links')}.csv", as_csv([headings, *rows])
