"""That nothing is to do is said where it is so, and nowhere else; what is to do leads to where it is done.

Every state that a plan can reach, with whom it may be and what may have happened besides: one referent, one person.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from bot.domain.accompanying import Awaits, Only, all_awaited
from bot.domain.groups import Together
from bot.domain.handovers import Handed, Receipt
from bot.domain.messages import Kind, Side
from bot.domain.people import Contact, Refused, Writing
from bot.domain.plans import Action, State
from bot.features.caseload import members, person
from bot.features.caseload.status import Known, of_person
from bot.features.registry import DISPATCHER
from bot.features.reminders import summary
from bot.features.reviews import review
from bot.interaction.request import Request, reader_of
from bot.plan import access
from bot.plan.context import AppContext, Moment
from bot.storage import calls, departures, groups, handovers, messages, people, plans, reports
from bot.storage.kernel.store import Tx
from conversations.engine.screens import Page, Screen
from conversations.group import dumped
from tests.rendering.report_faces import REPORTED
from tests.services.conftest import Opens
from tests.support.plans import Team, does, next_summer, sent, team

BEGIN = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = BEGIN + timedelta(minutes=3)
BEFORE = datetime(2027, 5, 3, 9, tzinfo=UTC)
CLOSED = datetime(2027, 6, 21, 9, tzinfo=UTC)
THERE = datetime(2027, 7, 12, 9, tzinfo=UTC)
HOME = datetime(2027, 7, 19, 9, tzinfo=UTC)
GRANTED = 200_00

Step = tuple[Action, str, datetime, Mapping[str, Any]]


def step(action: Action, who: str = "referent", at: datetime = LATER, **changes: Any) -> Step:
    return action, who, at, changes


ENDORSED = (step(Action.ENDORSE, at=BEGIN),)
IN_COMMITTEE = (*ENDORSED, step(Action.SUBMIT, "clock"))
GIVEN = (*IN_COMMITTEE, step(Action.GRANT, "coordinator", granted_cents=GRANTED))
HANDED = (*GIVEN, step(Action.HAND_OVER, at=BEFORE))
GONE = (*GIVEN, step(Action.DEPART, "clock", THERE))
BACK = (*GONE, step(Action.COME_BACK, "clock", HOME))
REPORT = (*BACK, step(Action.REPORT, at=HOME))
WAYS: Mapping[State, tuple[Step, ...]] = {
    State.DRAFT: (),
    State.TO_REVIEW: (),
    State.TO_COMPLETE: (step(Action.ASK_CHANGES, at=BEGIN),),
    State.NOT_ENDORSED: (step(Action.NOT_ENDORSE, at=BEGIN),),
    State.ENDORSED: ENDORSED,
    State.IN_COMMITTEE: IN_COMMITTEE,
    State.OFFERED: (*IN_COMMITTEE, step(Action.OFFER, "coordinator", granted_cents=GRANTED // 2)),
    State.WAITING: (*IN_COMMITTEE, step(Action.PUT_ON_WAITING_LIST, "coordinator")),
    State.GRANTED: GIVEN,
    State.DECLINED: (*IN_COMMITTEE, step(Action.DECLINE, "coordinator")),
    State.HANDED_OVER: HANDED,
    State.AWAY: GONE,
    State.BACK: BACK,
    State.REPORTED: REPORT,
    State.CLOSED: (*REPORT, step(Action.CLOSE, "coordinator", HOME)),
    State.CANCELLED: (*HANDED, step(Action.CANCEL, at=BEFORE)),
    State.POSTPONED: (*GIVEN, step(Action.POSTPONE, at=BEFORE, granted_cents=None)),
}
"""How a plan that was sent comes to each state."""
assert set(WAYS) == set(State)

AT: Mapping[State, datetime] = {
    State.DRAFT: BEGIN, State.TO_REVIEW: BEGIN, State.TO_COMPLETE: BEGIN, State.NOT_ENDORSED: LATER,
    State.OFFERED: datetime(2026, 11, 25, 9, tzinfo=UTC), State.AWAY: THERE, State.BACK: HOME, State.REPORTED: HOME,
    State.CLOSED: HOME,
}  # fmt: skip
"""When each is looked at: in May, unless it was over before."""


@dataclass(frozen=True)
class Case:
    """A plan of a person, and the moment at which the referent looks."""

    team: Team
    plan: int
    person: int
    now: datetime


Besides = Callable[[Tx, Case], None]


def writes(tx: Tx, case: Case) -> None:
    letters = messages.thread_for(tx, Kind.PERSON, case.person, case.team.network)
    messages.add(tx, letters, case.person, Side.ASKING, "Bonjour", None, None, case.now)


def handed(cents: int, receipt: Receipt = Receipt.PHONE) -> Besides:
    """Let so much be handed over."""

    def hands(tx: Tx, case: Case) -> None:
        number = handovers.note(tx, case.plan, Handed(cents, BEFORE.date(), "electronic"), case.team.referent)
        handovers.confirm(tx, number, receipt, case.now)

    return hands


def lapses(tx: Tx, case: Case) -> None:
    """Let an offer lapse that nobody answered."""
    if access.need(tx, case.plan).state is State.OFFERED:
        plans.save(tx, access.need(tx, case.plan), case.now, held_until=case.now, state=State.WAITING.value)


def asks(tx: Tx, case: Case) -> None:
    """Ask the referent about the plan, as the committee."""
    if access.need(tx, case.plan).state in {State.IN_COMMITTEE, State.WAITING}:
        moment = replace(MOMENT[0], now=case.now)
        does(
            tx, moment, case.plan, Action.ASK_REFERENT, case.team.coordinator, word={"point": "?", "about": "quotient"}
        )


def changes(tx: Tx, case: Case) -> None:
    """Ask for a change of the stay."""
    departures.save(tx, departures.of_plan(tx, case.plan), change={"dates": None}, change_asked_at=case.now)


def has_a_problem(tx: Tx, case: Case) -> None:
    departures.save(tx, departures.of_plan(tx, case.plan), all_well=False)


def closes(tx: Tx, case: Case) -> None:
    """Let the call close before anything was decided."""
    calls.change(tx, case.team.call, closes_at=case.now)


def is_snoozed(tx: Tx, case: Case) -> None:
    plans.save(tx, access.need(tx, case.plan), case.now, snoozed_until=case.now + timedelta(days=1))


def wants_to_talk(tx: Tx, case: Case) -> None:
    plan = access.need(tx, case.plan)
    plans.save(tx, plan, case.now, answers={**plan.answers, "place": {"d": "talk"}})


def sleeps(tx: Tx, case: Case) -> None:
    """Let the last word of the person be three weeks ago."""
    plans.save(tx, access.need(tx, case.plan), case.now - timedelta(days=21))


def asks_to_join(tx: Tx, case: Case) -> None:
    """Make a group of the plan, and let a person ask to be let in by its link."""
    plans.save(tx, access.need(tx, case.plan), case.now, households=dumped(Together(households=2, adults=2)))
    groups.open_link(tx, case.plan, "link", 9, case.now, case.now + timedelta(hours=9))
    link = groups.open_link_of(tx, case.plan, case.now)
    assert link is not None
    groups.ask(tx, link, 99, "Fanta", "fr", case.now)


ONCE_GRANTED = (State.GRANTED, State.HANDED_OVER, State.AWAY, State.BACK, State.REPORTED, State.CANCELLED)
HAPPENS: Mapping[str, tuple[Besides, tuple[State, ...]]] = {
    "nothing": (lambda _tx, _case: None, ()),
    "a message": (writes, (State.DRAFT, State.IN_COMMITTEE, State.CLOSED)),
    "all handed over": (handed(GRANTED), ONCE_GRANTED),
    "half handed over": (handed(GRANTED // 2), ONCE_GRANTED),
    "a disputed handover": (handed(GRANTED, Receipt.REFUSED), ONCE_GRANTED),
    "a lapsed offer": (lapses, (State.OFFERED,)),
    "a question of the network": (asks, (State.IN_COMMITTEE, State.WAITING)),
    "a change": (changes, (State.IN_COMMITTEE, State.GRANTED)),
    "a problem": (has_a_problem, (State.AWAY, State.BACK)),
    "the closing": (closes, (State.DRAFT, State.TO_REVIEW, State.TO_COMPLETE, State.IN_COMMITTEE)),
    "until tomorrow": (is_snoozed, (State.TO_REVIEW,)),
    "a word to talk": (wants_to_talk, (State.DRAFT, State.TO_COMPLETE)),
    "three weeks": (sleeps, (State.DRAFT,)),
    "an asker": (asks_to_join, (State.DRAFT,)),
}
WITH: Mapping[str, Callable[[Tx, int], None]] = {
    "telephone": lambda tx, who: people.change(
        tx, who, contact=Contact.NORMAL.value, writing=Writing.YES.value, chat_id=77, last_seen=BEGIN
    ),
    "discreet": lambda tx, who: people.change(
        tx, who, contact=Contact.DISCREET.value, writing=Writing.YES.value, chat_id=77, last_seen=BEGIN
    ),
    "link": lambda tx, who: people.change(tx, who, contact=Contact.NORMAL.value),
    "nothing": lambda _tx, _who: None,
}
"""How a person is reached: with an own telephone, discreetly, by a link that nobody opened in time, not at all."""
LEADS: Mapping[Awaits, frozenset[str]] = {
    Awaits.PROBLEM: frozenset({"r:write"}),
    Awaits.DISPUTED: frozenset({"p:handover"}),
    Awaits.OFFER: frozenset({"p:card"}),
    Awaits.POINT: frozenset({"p:ask"}),
    Awaits.REVIEW: frozenset({"p:card"}),
    Awaits.CHANGE: frozenset({"p:change_card"}),
    Awaits.MESSAGE: frozenset({"r:write"}),
    Awaits.JOIN: frozenset({"r:group_asks"}),
    Awaits.TELL: frozenset({"r:tell"}),
    Awaits.HAND_OVER: frozenset({"p:handover"}),
    Awaits.TAKE_BACK: frozenset({"p:handover"}),
    Awaits.REPORT: frozenset({"p:report"}),
    Awaits.KEEP: frozenset({"p:keep"}),
    Awaits.TALK: frozenset({"r:beside"}),
    Awaits.LINK: frozenset({"r:link"}),
    Awaits.ASLEEP: frozenset({"r:write", "r:link"}),
    Awaits.FILL_IN: frozenset({"r:beside"}),
}
"""Where each thing that is to do leads from the person's page."""
THERE_IS: Mapping[Awaits, frozenset[str]] = {
    Awaits.DISPUTED: frozenset({"p:hand_again"}),
    Awaits.HAND_OVER: frozenset({"p:hand"}),
    Awaits.TAKE_BACK: frozenset({"p:vouchers_back", "p:hand_again"}),
}
"""What is offered there to do it with, where it is not the page itself."""
MOMENT: list[Moment] = []
COVERED: set[object] = set()
"""Each thing that was to do in some case, and each place that said that there is nothing, or did not."""


class Undone(Exception):  # noqa: N818  # not an error
    """Nothing of a case stays for the next one."""


def cases() -> Iterator[tuple[State, str, str]]:
    """Yield each state with each way to be reached, and with each thing that may happen besides."""
    yield from ((state, how, "nothing") for state, how in product(State, ("telephone", "discreet")))
    yield from (
        (state, how, "nothing") for state, how in product((State.DRAFT, State.TO_COMPLETE), ("link", "nothing"))
    )
    yield from ((state, "telephone", what) for what, (_, states) in HAPPENS.items() for state in states)


def made(tx: Tx, here: Team, state: State, how: str, what: str) -> Case:
    """Bring a plan to a state, and let happen what happens."""
    begin = replace(MOMENT[0], now=BEGIN)
    number = sent(tx, begin, here, "Awa")
    who = access.need(tx, number).beneficiary_id
    if state is State.DRAFT:
        does(tx, begin, number, Action.TAKE_BACK, who)
    for action, by, at, changed in WAYS[state]:
        actor = {"clock": None, "coordinator": here.coordinator}.get(by, here.referent)
        if action is Action.REPORT:
            reports.note(tx, replace(REPORTED, plan_id=number, given_by=here.referent, given_at=at))
        does(tx, replace(begin, now=at), number, action, actor, **changed)
    WITH[how](tx, who)
    over = timedelta(days=21 if how == "link" else 0)
    case = Case(here, number, who, AT.get(state, BEFORE) + over)
    happens, _ = HAPPENS[what]
    happens(tx, case)
    return case


def words(page: Screen, request: Request) -> str:
    assert isinstance(page, Page)
    rendered = request.moment.app.renderer.render(page, request.reader)
    return " ".join(rendered.text.split())


def offered(page: Screen) -> dict[str, str]:
    """Return the data of each button, by what it opens."""
    return {":".join(button.data.split(":")[:2]): button.data for row in page.rows for button in row}


def wrong(tx: Tx, case: Case) -> list[str]:
    """Return what does not hold of what a referent reads."""
    lina = people.by_id(tx, case.team.referent)
    moment = replace(MOMENT[0], now=case.now, code="another")
    request = Request(moment, lina, replace(reader_of(lina, moment.app), language="en"))
    known = of_person(tx, moment, access.need(tx, case.plan).beneficiary_id)
    due = all_awaited(known.seen)
    COVERED.update(due)
    said = said_of(tx, request)
    COVERED.update((place, quiet) for place, quiet in said.items())
    found = [
        f"{place} says {'nothing' if quiet else 'something'}" for place, quiet in said.items() if quiet == bool(due)
    ]
    if not due and summary.awaiting(tx, moment, lina, [], case.now).anything:
        found.append("the message of the day says something")
    return found + [problem for what in due if (problem := lost(tx, request, known, what))]


def said_of(tx: Tx, request: Request) -> dict[str, bool]:
    """Return where it is said, or shown, that there is nothing to do."""
    inbox = summary.inbox(tx, request)
    return {
        "list": "Nothing to do for them now" in words(members.page(tx, request), request),
        "what awaits": "Nobody here." in words(members.page(tx, request, Only.AWAITING), request),
        "first screen": "Nothing left to read." in words(review.home(tx, request), request),
        "inbox": "Nothing awaits you." in words(inbox, request),
    }


def lost(tx: Tx, request: Request, known: Known, what: Awaits) -> str:
    """Return what is missing between what is to do and where it is done; nothing where the way is there."""
    shown = offered(person.page(tx, request, known.person.id))
    ways = [shown[word] for word in LEADS[what] if word in shown]
    if not ways:
        return f"no button for {what}: {sorted(shown)}"
    try:
        there = followed(tx, request, ways[0])
    except Refused as refused:
        return f"{ways[0]} of {what} is refused: {refused.code}"
    done = THERE_IS.get(what)
    return f"{what} is not done there: {sorted(there)}" if done and not done & set(there) else ""


def followed(tx: Tx, request: Request, data: str) -> dict[str, str]:
    """Return what is offered behind a button, and undo whatever it did. Raises Refused."""
    nested = tx.connection.begin_nested()
    try:
        return offered(DISPATCHER.router.follow(tx, request, data))
    finally:
        nested.rollback()


@pytest.fixture
def moment(home: AppContext) -> Moment:
    MOMENT[:] = [Moment(home, BEGIN, "code")]
    return MOMENT[0]


async def test_nothing_to_do_is_said_where_there_is_nothing_and_what_is_to_do_leads_to_where_it_is_done(
    on_sqlite: Opens, moment: Moment
) -> None:
    problems: dict[str, list[str]] = {}
    async with on_sqlite() as store:
        here = await store.run(team, moment, next_summer(BEGIN))

        def tried(tx: Tx, state: State, how: str, what: str) -> None:
            found = wrong(tx, made(tx, here, state, how, what))
            if found:
                problems[f"{state}, {how}, {what}"] = found
            raise Undone

        for each in cases():
            with suppress(Undone):
                await store.run(tried, *each)
    assert problems == {}
    assert set(Awaits) - {Awaits.NOTHING} <= COVERED
    places = ("list", "what awaits", "first screen", "inbox")
    assert set(product(places, (True, False))) <= COVERED
