"""Plans that wait to be read for too long, and referents who cannot be reached: who is told, once each.

Derived from what is stored, at each tick; silence never approves anything (docs/decisions.md, Absence).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.domain import notices
from bot.domain.absence import Stage, reader
from bot.domain.hours import Place
from bot.domain.people import Role
from bot.features.absences import acts, routes
from bot.features.membership import routes as membership_routes
from bot.interaction import unreached as reach
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.unreached import Wait
from bot.interaction.views import View
from bot.notices.calendars import calendar_in
from bot.plan.context import Moment
from bot.storage import absences, networks, outbox, people, reviews
from bot.storage.hours import DEFAULT
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.reviews import ToRead
from conversations.engine.keyboard import Button, Plain, Word, column
from conversations.engine.screens import Page


@dataclass(frozen=True)
class Unreached(View, template="absence/_unreached"):
    """A referent who cannot be reached, and `how`: "reachable" where that is over."""

    name: str
    organisation: str
    waiting: int
    how: str


@dataclass(frozen=True)
class ColleagueLate(View, template="absence/_colleague_late"):
    """A referent whose plans have waited for a long time, and how many wait."""

    name: str
    waiting: int


@dataclass(frozen=True)
class NetworkLate(View, template="absence/_network_late"):
    """What waits in a network: organisations with a number of plans, None where they are fewer than `fewest`."""

    lines: list[tuple[str, int | None]]
    fewest: int
    unreached: int


@dataclass(frozen=True, slots=True)
class Late:
    """One plan that waits, and who should read it now."""

    row: ToRead
    reader_id: int


def tick(tx: Tx, moment: Moment) -> int:
    """Begin and end absences, tell of unreachable referents and long waits; return how many things were done."""
    done = acts.end_those_over(tx, moment) + acts.begin_those_due(tx, moment)
    stand_ins = absences.stand_ins(tx)
    waiting = [Late(row, reader(row.referent_id, stand_ins)) for row in reviews.to_read(tx, moment.now)]
    done += sum(_tell_unreached(tx, moment, reader_id) for reader_id in {late.reader_id for late in waiting})
    if waiting and calendar_in(moment.app, Place(moment.app.zone), DEFAULT).is_open(moment.now):
        done += _tell_stages(tx, moment, waiting)
    return done


# Nobody is there to read


def _tell_unreached(tx: Tx, moment: Moment, reader_id: int) -> int:
    """Tell a lead of the reader's organisation, else the coordinators of the network, once a spell."""
    person = people.by_id(tx, reader_id)
    if not reach.closed(person):
        return 0
    since = person.blocked_at.isoformat() if person.blocked_at else "no_account"
    leads = _others(reader_id, _leads(tx, person.organisation_id))
    return _put(
        tx, moment, f"unreached:{reader_id}:{since}", notices.REFERENT_UNREACHED, {"referent": reader_id},
        leads or _others(reader_id, people.coordinators(tx, person.network_id)),
    )  # fmt: skip


def _others(reader_id: int, found: list[int]) -> list[int]:
    """Return all but the reader: a reader who holds two levels is not told of it."""
    return [each for each in found if each != reader_id]


def _leads(tx: Tx, organisation_id: int | None) -> list[int]:
    if organisation_id is None:
        return []
    return [lead.id for lead in people.colleagues(tx, organisation_id, Role.LEAD)]


def still_unreached(tx: Tx, moment: Moment, referent_id: int) -> bool:
    """Return whether a referent cannot be reached now while plans wait."""
    person = people.by_id(tx, referent_id)
    return reach.closed(person) and bool(reach.waiting_for(tx, moment, person))


@routes.UNREACHED.on
@routes.LEADS_UNREACHED.on
def unreached(tx: Tx, request: Request, referent: Person) -> Page:
    """Show which referent cannot be reached, how many people wait, and what can be done: never who they are.

    Of one who is there nothing is told but that.
    """
    away = reach.unreached(tx, request.moment, referent)
    waiting = len(reach.waiting_for(tx, request.moment, referent)) if away else 0
    how = _how(referent) if away else "reachable"
    way = "d" if request.person.has(Role.COORDINATOR) else "l"
    shown = Unreached(referent.name, _organisation(tx, referent.organisation_id), waiting, how)
    return shown.page(column(*_what_helps(tx, request, referent, way), HOME))


def _how(referent: Person) -> str:
    """Name what stands between the bot and a referent who cannot be reached."""
    if referent.chat_id is None:
        return "never_opened"
    return "silent" if referent.blocked_at is None else "blocked"


def _what_helps(tx: Tx, request: Request, referent: Person, way: str) -> Iterator[Button]:
    """Return the ways that are open to the reader now about a colleague: what would be refused is not offered."""
    if referent.id == request.person.id:
        return
    if reach.others_may_say_away(tx, request, referent):
        opens = routes.STAND_IN if way == "d" else routes.LEADS_STAND_IN
        yield Button(Word("choose_stand_in"), opens.to(referent.id), style="primary")
    if reach.unreached(tx, request.moment, referent):
        relink = membership_routes.RELINK if way == "d" else membership_routes.RELINK_BY_LEAD
        yield Button(Word("new_link_for", {"name": referent.name}), relink.to(referent.id))


def _organisation(tx: Tx, organisation_id: int | None) -> str:
    return networks.organisation(tx, organisation_id).name if organisation_id is not None else ""


# The reader is there and does not read


def _tell_stages(tx: Tx, moment: Moment, waiting: Iterable[Late]) -> int:
    told: dict[Stage, list[Late]] = defaultdict(list)
    for late in waiting:
        wait = reach.wait_of(tx, moment, late.row)
        for each in Stage:
            if (
                wait.reached is not None
                and each <= wait.reached
                and absences.tell_once(tx, late.row.plan_id, wait.since, each)
            ):
                told[each].append(late)
    return _tell_readers(tx, moment, told[Stage.REMIND]) + _tell_others(tx, moment, told[Stage.OTHERS])


def _tell_readers(tx: Tx, moment: Moment, lates: list[Late]) -> int:
    """Remind each reader once, whatever the number: the first stage (after five working days, as a rule)."""
    by_reader: dict[int, list[Late]] = defaultdict(list)
    for late in lates:
        by_reader[late.reader_id].append(late)
    return sum(
        _put(tx, moment, _key(each), notices.REVIEWS_WAIT, {"count": len(each)}, [reader_id])
        for reader_id, each in by_reader.items()
    )


def _key(lates: list[Late]) -> str:
    first = min(late.row.plan_id for late in lates)
    return f"waits:{first}:{next(late.row.sent_at for late in lates if late.row.plan_id == first).isoformat()}"


def _tell_others(tx: Tx, moment: Moment, lates: list[Late]) -> int:
    """Tell the lead, or else colleagues, of the reader, and coordinators of a count: the later stage (at ten)."""
    done = 0
    by_reader: dict[int, list[Late]] = defaultdict(list)
    by_network: dict[int, list[Late]] = defaultdict(list)
    for late in lates:
        by_reader[late.reader_id].append(late)
        by_network[late.row.network_id].append(late)
    for reader_id, each in by_reader.items():
        organisation_id = each[0].row.organisation_id
        leads = _others(reader_id, _leads(tx, organisation_id))
        who = leads or _others(reader_id, _colleagues(tx, organisation_id))
        done += _put(tx, moment, _key(each), notices.COLLEAGUE_LATE, {"referent": reader_id}, who)
    for network_id, each in by_network.items():
        done += _put(tx, moment, _key(each), notices.NETWORK_LATE, {}, people.coordinators(tx, network_id))
    return done


def _colleagues(tx: Tx, organisation_id: int) -> list[int]:
    return [each.id for each in people.colleagues(tx, organisation_id)]


def _put(tx: Tx, moment: Moment, key: str, kind: str, context: Mapping[str, object], to: Iterable[int]) -> int:
    return outbox.put(
        tx, [outbox.Outgoing(f"{key}:{kind}", each, kind, context, moment.now, moment.now) for each in to]
    )


@routes.LATE_COLLEAGUE.on
@routes.LEADS_LATE.on
def colleague_late(tx: Tx, request: Request, referent: Person) -> Page:
    """Show a colleague or the lead who has not read for too long, how many wait, what helps."""
    ways = _what_helps(tx, request, referent, "l") if reach.leads(request.person, referent) else ()
    return ColleagueLate(referent.name, len(reach.waiting_for(tx, request.moment, referent))).page(column(*ways, HOME))


FEWEST = 5
"""Counts under this are not told as such: few plans of one organisation would say whose they are."""


@routes.LATE.on
def network_late(tx: Tx, request: Request) -> Page:
    """Show a coordinator what has waited for too long, by organisation and never whose; and who is not reached."""
    late = _late_in(tx, request)
    lines = [(_organisation(tx, number), count if count >= FEWEST else None) for number, count in late.counts.items()]
    rows = [Button(Plain(referent.name), routes.UNREACHED.to(referent.id)) for referent in late.unreached]
    return NetworkLate(sorted(lines), FEWEST, len(late.unreached)).page(column(*rows, HOME))


@dataclass(frozen=True, slots=True)
class LateIn:
    """What waits too long in a network: plans by organisation, and referents who cannot be reached."""

    counts: Mapping[int, int]
    unreached: tuple[Person, ...]


def _late_in(tx: Tx, request: Request) -> LateIn:
    stand_ins, counts, readers = absences.stand_ins(tx), Counter[int](), defaultdict[int, list[Wait]](list)
    for row in reviews.to_read(tx, request.now, request.person.network_id):
        wait = reach.wait_of(tx, request.moment, row)
        readers[reader(row.referent_id, stand_ins)].append(wait)
        counts[row.organisation_id] += wait.late
    known = people.by_ids(tx, readers)
    unreached = tuple(
        known[number]
        for number, waits in sorted(readers.items())
        if reach.closed(known[number]) or reach.silent_at(request.moment, known[number], waits)
    )
    return LateIn({number: count for number, count in counts.items() if count}, unreached)


def anything_late(tx: Tx, request: Request) -> bool:
    """Return whether there is anything late that a coordinator has to look after."""
    late = _late_in(tx, request)
    return bool(late.counts or late.unreached)
