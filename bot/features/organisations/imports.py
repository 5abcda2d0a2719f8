"""Organisations of a network: those there are, and lists of new ones: read, checked, shown, stored by one tap."""

from dataclasses import dataclass, replace

from bot.domain.organisation_list import Checked, Compared, Reason, Refusal, compare, with_own_kinds
from bot.domain.organisation_words import Column, spelling
from bot.domain.people import LINK_DAYS, Refused, Role
from bot.domain.regions import Region
from bot.features.absences import routes as absence_routes
from bot.features.committee import routes as committee_routes
from bot.features.organisations import enrolment, routes
from bot.features.organisations.spreadsheets import as_csv
from bot.features.organisations.wording import said
from bot.interaction import listening
from bot.interaction.home import HOME
from bot.interaction.request import Listed, Request, Stores, reader_of
from bot.interaction.routes import Router, decode_id
from bot.interaction.views import View
from bot.plan.context import Moment
from bot.storage import imports, invitations, networks, people, requests, sessions, teams
from bot.storage.imports import Import
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.engine.keyboard import Button, Problem, Word, column
from conversations.engine.replies import FileRef
from conversations.engine.screens import Page

SHOWN = 15
"""Organisations named on the page, the latest; a telephone shows no more at once."""
SHOWN_REASONS = 5
"""Refused lines told in the message; all of them are in the file."""

EXAMPLES = (
    ("example_1", "residence", "93", Region.IDF, "Lina B."),
    ("example_1", "residence", "93", Region.IDF, "Omar K."),
    ("example_2", "siae", "35", Region.BRE, "Inès M."),
)
"""Lines of the example: two referents of one organisation, and one of another."""

AWAITED = "list"
"""The place of a session in which a file is awaited."""

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")
"""How the names of files end that may hold a list. What they are is then read from their bytes."""

INVITE = Button(Word("invite_referent"), committee_routes.INVITE.to())
SEND = Button(Word("send_list"), routes.SEND_LIST.to())
EXAMPLE = Button(Word("example_list"), routes.EXAMPLE.to())
TEAMS = Button(Word("teams"), absence_routes.TEAMS.to(0))
ORGANISATIONS = Button(Word("organisations"), routes.ORGANISATIONS.to())


@dataclass(frozen=True)
class Organisations(View, template="import/overview"):
    """How many organisations there are, and how many referents; of the latest, name, referents and links unused."""

    count: int
    joined: int
    awaited: int
    lines: list[tuple[str, int, int]]
    more: int


@dataclass(frozen=True)
class Ask(View, template="import/ask"):
    """Which columns a list has."""


@dataclass(frozen=True)
class ExampleList(View, template="import/example"):
    """A list to fill in."""


@dataclass(frozen=True)
class Unreadable(View, template="import/unreadable"):
    """A file of which nothing could be read; the problem says why."""


@dataclass(frozen=True)
class Again(View, template="import/again"):
    """A list that was stored already."""


@dataclass(frozen=True)
class FoundInList(View, template="import/found"):
    """How many lines may be stored and how many are refused; of the first of these, the line and why."""

    new: int
    organisations: int
    known: int
    refused: int
    reasons: list[tuple[int, Reason]]
    more: int


@dataclass(frozen=True)
class StoredList(View, template="import/stored"):
    """How many links there are, and for how many days they open."""

    links: int
    days: int


# The page


@routes.ORGANISATIONS.on
def overview(tx: Tx, request: Request) -> Page:
    """Show the network's organisations, how many have joined and how many links still wait."""
    network = request.person.network_id
    count, latest = networks.latest_organisations(tx, network, SHOWN)
    joined, awaited = teams.count_referents(tx, network), invitations.count_awaited(tx, network, request.now)
    asking = requests.count_awaiting(tx, network)
    view = Organisations(
        count=count,
        joined=sum(joined.values()),
        awaited=sum(awaited.values()),
        lines=[(each.name, joined.get(each.id, 0), awaited.get(each.id, 0)) for each in latest],
        more=count - len(latest),
    )
    first = [Button(Word("see_requests", {"count": asking}), routes.REQUESTS.to(), style="primary")] if asking else []
    return view.page(column(*first, INVITE, TEAMS, SEND, EXAMPLE, HOME))


@routes.SEND_LIST.on
def ask(tx: Tx, request: Request) -> Page:
    """Show which columns a list has; from now on a file in this chat is taken for one."""
    listening.stand_at(tx, request, AWAITED)
    return Ask().page(column(EXAMPLE, ORGANISATIONS))


@routes.EXAMPLE.on
def example(tx: Tx, request: Request) -> Page:
    """Send a list to fill in, in the reader's language."""
    listening.stand_at(tx, request, AWAITED)
    headings = [said(request, f"heading_{name}") for name in Column]
    rows = [
        [said(request, name), said(request, "kind", kind=kind), department, region.official_name, referent]
        for name, kind, department, region, referent in EXAMPLES
    ]
    document = (f"{said(request, 'file_example')}.csv", as_csv([headings, *rows]))
    return ExampleList().page(column(HOME), document=document)


# A file arrives


def is_table(file: FileRef) -> bool:
    """Return whether a file may be a list, by its name or what the sender's telephone says of it."""
    named = file.name.lower().endswith(TABLES)
    return file.kind == "document" and (named or "csv" in file.mime or "spreadsheet" in file.mime)


def may_send(tx: Tx, person: Person, file: FileRef) -> bool:
    """Return whether a file from that person is to be read as a list: a coordinator's, and a table or awaited there."""
    if not person.has(Role.COORDINATOR):
        return False
    session = sessions.session_of(tx, person.id)
    return is_table(file) or (session is not None and session.place == AWAITED and not session.focus)


def compared(tx: Tx, moment: Moment, chat_id: int, fingerprint: str, checked: Checked) -> Listed:
    """Compare a checked list with what is stored, and write the refused lines into a file to correct.

    Nothing is kept: see `received`.
    """
    person = people.by_chat(tx, chat_id)
    if person is None:
        return Listed(fingerprint)
    own = {spelling(each.words): each.code for each in networks.own_kinds(tx, person.network_id)}
    found = compare(with_own_kinds(checked, own), enrolment.stored(tx, person, moment))
    request = Request(moment, person, reader_of(person, moment.app))
    return Listed(fingerprint, found, correction=_correction(request, checked.headings, found.refused))


def _correction(request: Request, headings: tuple[str, ...], refused: tuple[Refusal, ...]) -> bytes:
    """Write the refused lines in the columns they came in, and one column more: what is wrong with each.

    A file of ours that was corrected in part has that column already: it is written anew.
    """
    if not refused:
        return b""
    last = said(request, "heading_reason")
    width = max(len(headings), *(len(refusal.cells) for refusal in refused))
    if last in headings:
        width = headings.index(last)
    lines = [(headings, last)] + [
        (refusal.cells, " ".join(said(request, "reason", reason=reason) for reason in refusal.reasons))
        for refusal in refused
    ]
    return as_csv([*cells[:width], *[""] * (width - len(cells)), why] for cells, why in lines)


def received(tx: Tx, request: Request, listed: Listed) -> Page:
    """Show what was found in a file: how many lines may be stored, how many are refused and why."""
    if not request.person.has(Role.COORDINATOR):
        raise Refused("not_for_you")
    if listed.found is None:
        problem = listed.problem or Problem("not_fetched")
        return Unreadable().page(column(EXAMPLE, HOME), notes=(problem,))
    again = imports.stored_already(tx, request.person.id, listed.fingerprint)
    if again is not None and not listed.found.new:
        return Again().page(column(_links_button(again), HOME))
    kept = enrolment.keep(tx, request, listed.fingerprint, listed.found)
    listening.stand_at(tx, request, AWAITED)
    return _found(request, listed, listed.found, kept)


def _found(request: Request, listed: Listed, found: Compared, kept: int | None) -> Page:
    rows = []
    if kept is not None:
        rows.append(Button(Word("store_list", {"count": len(found.new)}), routes.STORE.to(kept), style="primary"))
    view = FoundInList(
        new=len(found.new),
        organisations=found.organisations,
        known=found.known,
        refused=len(found.refused),
        reasons=[(refusal.line, refusal.reasons[0]) for refusal in found.refused[:SHOWN_REASONS]],
        more=max(0, len(found.refused) - SHOWN_REASONS),
    )
    document = (f"{said(request, 'file_correction')}.csv", listed.correction) if listed.correction else None
    return view.page(column(*rows, ORGANISATIONS), document=document)


# Stored, by a tap


def store(tx: Tx, request: Request, stores: Stores) -> Page:
    """Store the list and hand out the links; a second tap hands out the same ones.

    A list that waited for more than a day, or was never the caller's, is forgotten: the page says so.
    """
    if not request.person.has(Role.COORDINATOR):
        raise Refused("not_for_you")
    ready = stores.ready
    if ready is None or ready.list.person_id != request.person.id:
        return _forgotten(tx, request)
    done = enrolment.store(tx, request, ready)
    rows = column(ORGANISATIONS, HOME)
    return StoredList(len(done.entries), LINK_DAYS).page(rows, document=done.links)


@routes.STORE.on
@routes.LINKS.on
def unprepared(_tx: Tx, _request: Request, _kept: Import) -> Page:
    """Refuse a tap whose list was not worked out beside the writers: such a one arrives at `store`.

    Raises:
        Refused: "not_found".
    """
    raise Refused("not_found")


_STORING = Router((routes.STORE, routes.LINKS))


def to_store(data: str) -> int | None:
    """Return the list that a button stores, or whose links it hands out once more; None for other buttons."""
    try:
        _, pieces = _STORING.find(data)
        return decode_id(*pieces) if len(pieces) == 1 else None
    except Refused:
        return None


def _forgotten(tx: Tx, request: Request) -> Page:
    return replace(overview(tx, request), notes=(Problem("list_forgotten"),))


def _links_button(import_id: int) -> Button:
    return Button(Word("links_again"), routes.LINKS.to(import_id), style="primary")
