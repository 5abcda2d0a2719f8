"""Every notice there is, for every reader there may be: what becomes of it when it is due, as delivery itself says."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.audience import Audience as Meant
from bot.domain.audience import To
from bot.domain.groups import Part, Together
from bot.domain.hours import Way
from bot.domain.messages import Kind, Side
from bot.domain.notices import BY_KIND, Audience
from bot.domain.people import Contact, Role, Writing
from bot.domain.plans import Action, State
from bot.features import registry  # noqa: F401  # which notices there are
from bot.features.administration import admin
from bot.features.reminders.views import Awaiting
from bot.notices import delivery
from bot.notices.kinds import KINDS, Beyond, CountedAs, NoticeKind, named
from bot.plan import access
from bot.plan.context import AppContext, Moment
from bot.storage import (
    absences,
    account_moves,
    attendances,
    broadcasts,
    calls,
    events,
    groups,
    hours,
    messages,
    outbox,
    people,
    plans,
    reminders,
    requests,
)
from bot.storage.attendances import Answer
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Outgoing, Row
from conversations.group import dumped
from tests.services.conftest import Opens
from tests.services.notice_outcomes import CASES, EXPECTED
from tests.support.plans import Team, does, endorsed, next_summer, sent, team

NOW = datetime(2027, 7, 6, 9, tzinfo=UTC)
"""A Tuesday, in the hours of everybody, four days before the stay; the call was closed in June."""
NIGHT = datetime(2027, 7, 6, 1, tzinfo=UTC)
DEPARTURE = date(2027, 7, 10)

OF_GROUPS = frozenset({"group_sent", "group_told", "group_asked", "group_waits"})
"""About a group's plan in every case; a member reads the second and the third."""

ABOUT_PLANS = frozenset({"reminder", "tell_aloud", "unreachable"})
"""They speak of a plan whatever its state."""


class Undone(Exception):  # noqa: N818  # not an error
    """Nothing of a case stays for the next one."""


@dataclass(frozen=True)
class World:
    """A beneficiary and a group, both with a plan; who works with them; and all that a notice may speak of."""

    team: Team
    plan: int
    person: int
    group: int
    of_group: int
    """The person that stands for the group."""
    omar: int
    """Stands in for Rose, for whom a plan waits."""
    context: Mapping[str, Any]


def founded(tx: Tx, moment: Moment) -> World:
    half_a_year_before = replace(moment, now=NOW - timedelta(days=200), code="code-0")
    here = team(tx, half_a_year_before, next_summer(half_a_year_before.now))
    plan = granted(tx, half_a_year_before, here, "Awa")
    group = granted(tx, replace(half_a_year_before, code="code-1"), here, "Atelier")
    plans.save(tx, access.need(tx, group), NOW, households=dumped(Together(households=2, adults=2)))
    omar, rose = (
        admin.add_member(tx, moment, here.network, here.organisation, Role.REFERENT, name) for name in ("Omar", "Rose")
    )
    waits = sent(tx, replace(half_a_year_before, code="code-2"), replace(here, referent=rose), "Binta")
    plans.save(tx, access.need(tx, waits), NOW, rank_at=half_a_year_before.now)  # it came back: it counts still
    absences.note(tx, rose, omar, NOW, date(2027, 7, 30), rose, begun=True)
    person, of_group = (access.need(tx, each).beneficiary_id for each in (plan, group))
    groups.add(tx, group, person, Part.CONFIRMED, NOW)
    for number, each in enumerate((here.referent, here.coordinator, omar, rose, person)):
        people.change(tx, each, chat_id=1000 + number)
    people.change(tx, person, contact=Contact.NORMAL.value, writing=Writing.YES.value, notice_version=9)
    known = World(here, plan, person, group, of_group, omar, {})
    return replace(known, context=spoken_of(tx, known))


def granted(tx: Tx, moment: Moment, here: Team, name: str) -> int:
    plan = access.need(tx, endorsed(tx, moment, here, name))
    later = replace(moment, now=moment.now + timedelta(minutes=3))
    return does(tx, later, plan.id, Action.GRANT, here.coordinator, granted_cents=plan.aid_cents).id


def spoken_of(tx: Tx, world: World) -> dict[str, Any]:
    """Return all that a notice may name: its own declaration reads what it needs."""
    network, referent = world.team.network, world.team.referent
    letters = messages.thread_for(tx, Kind.PERSON, world.person, network)
    for side, author in ((Side.ASKING, world.person), (Side.HELPING, referent)):
        messages.add(tx, letters, author, side, "Bonjour", None, None, NOW)
    support = messages.thread_for(tx, Kind.SUPPORT, referent, network)
    for side, author in ((Side.ASKING, referent), (Side.HELPING, world.team.coordinator)):
        messages.add(tx, support, author, side, "Bonjour", None, None, NOW)
    meeting = {
        "network_id": network, "author_id": world.team.coordinator, "name": "Réunion", "place": "Salle A",
        "starts_at": NOW + timedelta(days=1), "minutes": 60,
    }  # fmt: skip
    event = events.add(tx, meeting, NOW)
    attendances.keep(tx, event, world.person, Answer.COMING, NOW)
    written = {
        "network_id": network, "author_id": world.team.coordinator, "message": "own",
        "state": broadcasts.BroadcastState.DONE, "due_at": NOW, "total": 0,
    }  # fmt: skip
    joining = requests.begin(tx, 77, "fr", NOW)
    requests.save(
        tx, joining, state=requests.RequestState.SENT, network_id=network, sent_at=NOW, code="c", reason="later"
    )
    return {
        "letters": letters.id,
        "support": support.id,
        "event": event,
        "broadcast": broadcasts.add(tx, written, Meant(To.TEAMS), broadcasts.text_key(tx, "x"), NOW),
        "request": joining.id,
        "move": account_moves.ask(tx, referent, None, 88, "fr", 1000, NOW),
        "call": world.team.call,
        "person": world.person,
        "count": 2,
        "committee": True,
        "shut": False,
        "chat": 99,
        "card": None,
        "language": "fr",
        "day": NOW.date().isoformat(),
        "hour": False,
    }


def discreet(tx: Tx, world: World) -> None:
    people.change(tx, world.person, contact=Contact.DISCREET.value)


def away(tx: Tx, world: World) -> None:
    discreet(tx, world)
    absences.note(tx, world.team.referent, world.omar, NOW, date(2027, 7, 30), world.team.referent, begun=True)


def chosen(way: Way) -> Callable[[Tx, World], None]:
    def choose(tx: Tx, world: World) -> None:
        for each in (world.team.referent, world.team.coordinator, world.omar):
            hours.choose(tx, each, replace(hours.DEFAULT, way=way))

    return choose


ARRANGED: Mapping[str, Callable[[Tx, World], None]] = {
    "discreet": discreet,
    "away": away,
    "daily": chosen(Way.DAILY),
    "at_once": chosen(Way.AT_ONCE),
    "night": chosen(Way.AT_ONCE),
}


def reader(tx: Tx, world: World, kind: str, *, of_group: bool) -> int:
    """Return to whom the notice is queued, as its audience says."""
    if kind in {"stand_in_begins", "stand_in_ends", "summary"}:
        return world.omar
    match KINDS[kind].audience:
        case Audience.BENEFICIARY | Audience.MEMBERS | Beyond.ANYBODY:
            row_of_group = of_group and kind not in {"group_told", "group_asked"}
            return world.of_group if row_of_group and KINDS[kind].to_people else world.person
        case Audience.COORDINATORS:
            return world.team.coordinator
        case Beyond.CHAT:
            return outbox.NOBODY
        case Beyond.PROFESSIONALS if kind == "referent_unreached":
            return world.team.coordinator
        case Beyond.PROFESSIONALS | Audience.LEADS:
            return world.team.referent
        case Audience.REFERENT:
            return people.reader_for(tx, world.person) or 0


def queued(tx: Tx, world: World, kind: str, case: str) -> Row:
    """Put one notice into the outbox in that case, and return its row."""
    if case in ARRANGED:
        ARRANGED[case](tx, world)
    of_group = case == "group" or kind in OF_GROUPS
    plan, to = world.group if of_group else world.plan, reader(tx, world, kind, of_group=of_group)
    states = KINDS[kind].states
    state = State.GRANTED if states is None or State.GRANTED in states else min(states)
    plans.save(tx, access.need(tx, plan), NOW, state=state)
    if kind == "group_asked":
        groups.change(tx, groups.of_plan(tx, plan)[0], NOW, part=Part.ASKED)
    if kind == "reminder":
        reminders.plan(tx, [(plan, "leaving_week", DEPARTURE, to, NOW.date(), reminders.ReminderState.PLANNED)])
    if kind == "referent_unreached":
        people.change(tx, world.omar, blocked_at=NOW)
    if kind == "on_committee":
        people.give_role(tx, to, Role.DECIDER)
        calls.change(tx, world.team.call, deciders=(to,))
    if kind == "event_called_off":
        events.change(tx, world.context["event"], cancelled_at=NOW)
    if case == "no_account" and to != outbox.NOBODY:
        people.change(tx, to, chat_id=None)
    context = {
        **world.context,
        "plan": plan,
        "kind": "granted",
        "reader": people.reader_for(tx, world.of_group if of_group else world.person),
        "thread": world.context["support" if kind.startswith("question") else "letters"],
        "referent": world.omar if kind == "referent_unreached" else world.team.referent,
        "since": 1,
    }
    about = plan if states is not None or kind in ABOUT_PLANS or of_group else None
    key = f"day:{NOW.date().isoformat()}"
    outbox.put(tx, [Outgoing(key, to, kind, context, NOW, NOW, plan_id=about)])
    return next(row for row in outbox.claim(tx, "test", NOW, 1000) if row.key == key)


def outcome(tx: Tx, world: World, row: Row, moment: Moment) -> str:
    """Return what becomes of a notice that is due, in one word; what is to be sent can be shown."""
    before = {number for number, *_ in rows_of(tx)}
    ready = delivery.prepare(tx, moment, row)
    if ready is not None:
        assert moment.app.renderer.render(ready.page, ready.reader).text
        return "now"
    state, why = next((state, why) for number, state, why, *_ in rows_of(tx) if number == row.id)
    new = {(kind, to) for number, _, _, kind, to in rows_of(tx) if number not in before}
    match state, why:
        case outbox.NoticeState.DROPPED, "told_aloud":
            return {
                frozenset({("tell_aloud", world.team.referent)}): "aloud",
                frozenset({("tell_aloud", world.omar)}): "stand_in",
            }[frozenset(new)]
        case outbox.NoticeState.DROPPED, "told_to_members":
            assert {to for _, to in new} <= {world.person}
            return "members" if new else "nobody"
        case _:
            return {
                outbox.NoticeState.LATER: "hours",
                outbox.NoticeState.GATHERED: "day",
                outbox.NoticeState.UNREACHABLE: "unreached",
                outbox.NoticeState.DROPPED: "dropped",
            }[state]


def rows_of(tx: Tx) -> list[tuple[int, outbox.NoticeState, str | None, str, int]]:
    found = outbox._rows(tx)  # every row, whatever became of it
    return [(row.id, row.state, row.last_error, row.kind, row.recipient_id) for row in found]


async def test_each_notice_reaches_each_reader_in_one_way(on_sqlite: Opens, home: AppContext) -> None:
    became: dict[str, dict[str, str]] = {}
    async with on_sqlite() as store:
        world = await store.run(founded, Moment(home, NOW, ""))

        def tried(tx: Tx, kind: str, case: str) -> None:
            row = queued(tx, world, kind, case)
            moment = Moment(home, NIGHT if case == "night" else NOW, "")
            became.setdefault(kind, {})[case] = outcome(tx, world, row, moment)
            raise Undone

        for kind in KINDS:
            for case in CASES:
                with suppress(Undone):
                    await store.run(tried, kind, case)
    expected = {kind: dict(zip(CASES, row.split(), strict=True)) for kind, row in EXPECTED.items()}
    found = {kind: " ".join(row.values()) for kind, row in became.items() if row != expected.get(kind)}
    assert found == {}
    assert set(became) == set(expected)


def test_what_a_notice_counts_as_is_counted_in_the_message_of_the_day() -> None:
    assert set(CountedAs) <= {field.name for field in fields(Awaiting)}


def test_a_notice_is_declared_once_and_says_to_whom_where_no_event_does() -> None:
    mine = NoticeKind("mine", to=Audience.REFERENT)
    for wrong in ((mine, mine), (NoticeKind("mine"),), (NoticeKind("granted", to=Audience.BENEFICIARY),)):
        with pytest.raises(ValueError, match=wrong[0].name):
            named(wrong)


def test_every_notice_to_which_an_event_leads_is_declared() -> None:
    assert set(BY_KIND) <= set(KINDS)
