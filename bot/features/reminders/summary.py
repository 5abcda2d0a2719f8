"""A professional's message of the day: only what awaits, no name, no subject, never empty; and the inbox."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.domain.accompanying import Awaits, Only
from bot.domain.hours import Calendar, Way
from bot.domain.ids import NoticeId
from bot.domain.messages import Kind, Side
from bot.domain.people import DECIDING, Role
from bot.domain.plans import CHANGEABLE, FRESH, State
from bot.domain.reminders import RANK
from bot.features.caseload import routes as caseload_routes
from bot.features.caseload.routes import MY_PEOPLE
from bot.features.caseload.todo import dated, otherwise, todo
from bot.features.committee import routes as committee_routes
from bot.features.departure import routes as departure_routes
from bot.features.messages import routes as message_routes
from bot.features.my_plan import next_year
from bot.features.my_plan import routes as plan_routes
from bot.features.reminders import message, routes
from bot.features.reminders.ahead import wake_key
from bot.features.reminders.views import Awaiting, Inbox, OfDay, Read, Week
from bot.features.reports import routes as report_routes
from bot.features.reviews import routes as review_routes
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.notices import holding
from bot.notices.calendars import calendar_in, office_of, place_in
from bot.notices.holding import closes_soon
from bot.notices.kinds import KINDS, READ_ONE_BY_ONE, CountedAs
from bot.plan import access, committee
from bot.plan.context import Moment
from bot.storage import calls, departures, guides, hours, messages, outbox, people, plans, reminders
from bot.storage.hours import Preference
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Row
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen

A_WEEK = timedelta(days=7)
A_QUARTER = timedelta(days=90)
"""So long after the last stay of a call what is left of it is told: until it has been accounted for (own choice)."""
MOST_GUIDES = 5
"""Titles of new guides in one message."""

CHUNK = 100
"""Professionals whose day is begun in one transaction."""


# What awaits a professional


def awaiting(tx: Tx, moment: Moment, person: Person, recalled: Iterable[str], since: datetime | None) -> Awaiting:
    """Return what awaits a professional; `recalled` are the kinds of the reminders that are due, one a plan.

    Calls that were opened after `since` bring back who wants to go again, and of what has a date only that is told
    which presses; None is whichever is open, and all that has a date: a reader has asked.
    """
    kept = news(tx, person)
    to_read = _to_read(tx, moment, person)
    counted = Counter(recalled)
    them = todo(tx, moment, person) if person.has(Role.REFERENT) else []
    now = dated(them, pressed=since is not None)
    said = {each.what for each in now}
    return Awaiting(
        to_read=len(to_read),
        urgent=sum(closes_soon(tx, moment, plan.call_id) for plan in to_read),
        to_decide=_to_decide(tx, person),
        aloud=sum(to_tell(row) for row in kept),
        news=sum(not to_tell(row) for row in kept),
        recalled=tuple((kind, counted[kind]) for kind in RANK if counted[kind] and RECALLED_AS.get(kind) not in said),
        letters=_letters(tx, person),
        questions=messages.count_to_answer(tx, person) if person.has(Role.COORDINATOR) else 0,
        again=_going_again(tx, moment, person, since),
        changes=len(departures.with_change(tx, _accompanied(tx, person), CHANGEABLE)),
        dated=now,
        otherwise=otherwise(them),
    )


def _accompanied(tx: Tx, person: Person) -> list[int]:
    """Return the ids of the people whom a referent accompanies, or stands in for."""
    return [each.id for each in people.accompanied(tx, person.id)] if person.has(Role.REFERENT) else []


def _letters(tx: Tx, person: Person) -> int:
    accompanied = _accompanied(tx, person)
    return sum(messages.unread(tx, Kind.PERSON, Side.ASKING, accompanied).values()) if accompanied else 0


def _going_again(tx: Tx, moment: Moment, person: Person, since: datetime | None) -> int:
    fresh = since is None or calls.opened_since(tx, person.network_id, since)
    if not (fresh and person.has(Role.REFERENT)):
        return 0
    return len(next_year.may_go_again(tx, moment, person, people.accompanied(tx, person.id)))


RECALLED_AS = {"not_handed_over": Awaits.HAND_OVER.value, "offer_to_answer": Awaits.OFFER.value}
"""Reminders of what is said with its date already, where it presses or is asked for."""
REPORTS = frozenset({"report_due", "report_missing"})
"""Reminders that one page answers."""


def news(tx: Tx, person: Person) -> list[Row]:
    """Return what was kept for a professional, to read one by one: not what is counted as a plan that waits."""
    return [row for row in outbox.gathered(tx, person.id) if KINDS[row.kind].counted_as in READ_ONE_BY_ONE]


def to_tell(row: Row) -> bool:
    """Return whether a kept notice is to be told a beneficiary face to face."""
    return KINDS[row.kind].counted_as is CountedAs.ALOUD


def _to_read(tx: Tx, moment: Moment, person: Person) -> list[PlanRow]:
    accompanied = _accompanied(tx, person)
    return plans.to_review(tx, accompanied, moment.now) if accompanied else []


def _to_decide(tx: Tx, person: Person) -> int:
    """Count the plans that wait for a decision of this person: none of those whom they accompany, if others decide."""
    if not person.roles & DECIDING:
        return 0
    waiting = plans.to_decide(tx, person.network_id, FRESH)
    decided_by = {call_id: calls.by_id(tx, call_id) for call_id in {plan.call_id for plan in waiting}}
    own = [plan for plan in waiting if access.decides(person, decided_by[plan.call_id])]
    if not person.has(Role.REFERENT):
        return len(own)
    return sum(person.id in committee.free_deciders(tx, decided_by[plan.call_id], plan) for plan in own)


# The message itself


def begin_days(tx: Tx, moment: Moment) -> int:
    """Queue the message of the day where its hour has come, for up to a chunk; returns how many were looked at."""
    found = hours.due(tx, moment.now, CHUNK)
    chosen = hours.of(tx, [each.person_id for each in found])
    queued = []
    for each in found:
        preference = chosen[each.person_id]
        calendar = calendar_in(moment.app, place_in(moment.app, each.region, each.department), preference)
        if each.next_at is not None and preference.way is not Way.NONE and _its_time(moment, calendar, preference):
            day = calendar.place.date_at(moment.now)
            queued.append(holding.message(moment, each.person_id, wake_key(day), day, moment.now))
        hours.next_at(tx, each.person_id, preference, _next(moment, calendar, preference.summary_at))
    outbox.put(tx, queued)
    return len(found)


def _its_time(moment: Moment, calendar: Calendar, preference: Preference) -> bool:
    """Return whether the hour of this day has come and the office is still open, however late after an outage."""
    begins = calendar.at(calendar.place.date_at(moment.now), preference.summary_at)
    return begins <= moment.now and calendar.is_open(moment.now)


def _next(moment: Moment, calendar: Calendar, hour: int) -> datetime:
    """Return the next moment after now at which the message of the day is due."""
    today = calendar.place.date_at(moment.now)
    day = calendar.day_on(today)
    while calendar.at(day, hour) <= moment.now:
        day = calendar.day_on(day + timedelta(days=1))
    return calendar.at(day, hour)


def due(tx: Tx, moment: Moment, row: Row, person: Person) -> bool:
    """Return whether there is anything to say today; yesterday's message is not sent late, as today's says it all."""
    calendar = office_of(tx, moment.app, person)
    day = date.fromisoformat(row.context["day"])
    if calendar.place.date_at(moment.now) != day:
        return False
    fitting = message.fits(tx, moment, reminders.meant_for(tx, person.id, day, row.id))
    found = awaiting(tx, moment, person, [each.kind for each in fitting], _last_time(moment, calendar, day))
    if row.context["hour"]:
        return bool(found.changes or found.news or found.aloud or found.letters or found.questions)
    kept = found.recalled or found.dated or found.again or _week_begins(calendar, day, person)
    if hours.one(tx, person.id).way is Way.AT_ONCE and not kept:
        return False
    reminders.settle(tx, [each.id for each in fitting], reminders.ReminderState.TOLD, row.id)
    return found.anything or _week_begins(calendar, day, person)


def _week_begins(calendar: Calendar, day: date, person: Person) -> bool:
    """Return whether a person reads the week's figures on a day: a coordinator does, on its first working day."""
    monday = day - timedelta(days=day.weekday())
    return person.has(Role.COORDINATOR) and calendar.day_on(monday) == day


def page(tx: Tx, moment: Moment, row: Row, person: Person) -> Page:
    """Return the message as it is read: numbers only, as it shows on a locked screen."""
    told = [each.kind for each in message.leading(tx, row)]
    calendar = office_of(tx, moment.app, person)
    day = date.fromisoformat(row.context["day"])
    last_time = _last_time(moment, calendar, day)
    found = awaiting(tx, moment, person, told, last_time)
    read = _read(tx, moment, person, found, last_time, weekly=_week_begins(calendar, day, person))
    return _page(OfDay(**vars(read)), Button(Word("what_awaits"), routes.INBOX.to()))


def _last_time(moment: Moment, calendar: Calendar, day: date) -> datetime:
    """Return when the message of the day before that one was due."""
    return calendar.at(calendar.day_before(day), calendar.place.hour_at(moment.now))


def inbox(tx: Tx, request: Request, reports: int = 0) -> Page:
    """Show the same at any moment, when the reader asks; with the number of reports that the reader is to give."""
    today = office_of(tx, request.moment.app, request.person).place.date_at(request.now)
    meant = reminders.of_person(tx, request.person.id, today)
    kinds = [each.kind for each in meant if message.still_fits(tx, request.moment, each)]
    recalled = [kind for kind in kinds if not (reports and kind in REPORTS)]
    weekly = request.person.has(Role.COORDINATOR)
    them = todo(tx, request.moment, request.person) if request.person.has(Role.REFERENT) else []
    found = awaiting(tx, request.moment, request.person, recalled, None)
    found = replace(found, reports=reports)
    if not found.anything:
        found = replace(found, otherwise=len(them))
    read = _read(tx, request.moment, request.person, found, request.now - A_WEEK, weekly=weekly)
    return _page(Inbox(**vars(read)), *_behind(found, len(them)))


def with_news(tx: Tx, request: Request, home: Screen) -> Screen:
    """Return a professional's home with the way to what was kept for the message of the day, if anything was."""
    if not news(tx, request.person):
        return home
    first, *others = home.rows
    way = (Button(Word("what_awaits"), routes.INBOX.to()),)
    rows = (first, way, *others) if first[0].style == "primary" else (way, first, *others)
    return replace(home, rows=rows)


def _read(tx: Tx, moment: Moment, person: Person, found: Awaiting, since: datetime, *, weekly: bool) -> Read:
    return Read(
        awaiting=found,
        week=_week(tx, moment, person) if weekly else None,
        guides=[each.title for each in guides.since(tx, person.network_id, since, MOST_GUIDES)],
    )


def _page(view: Read, *behind: Button) -> Page:
    rows = [*_first(view.awaiting), *behind]
    if rows:
        rows[0] = replace(rows[0], style="primary")
    return view.page(column(*rows, HOME))


def _behind(found: Awaiting, them: int) -> list[Button]:
    """Return the ways from all that awaits to the messages, to the news, and to the `them` people who await."""
    rows = (
        [Button(Word("read_messages", {"count": found.letters}), message_routes.LETTERS.to())] if found.letters else []
    )
    rows += (
        [Button(Word("questions_wait", {"count": found.questions}), message_routes.QUESTIONS.to(""))]
        if found.questions
        else []
    )
    rows += [Button(Word("read_aloud", {"count": found.aloud}), routes.ALOUD.to(NoticeId(0)))] if found.aloud else []
    rows += [Button(Word("read_news", {"count": found.news}), routes.NEWS.to(NoticeId(0)))] if found.news else []
    if found.reports:
        rows.append(Button(Word("my_reports", {"count": found.reports}), report_routes.AWAITED.to()))
    elif {kind for kind, _ in found.recalled} & REPORTS:
        rows.append(Button(Word("reports_awaited"), report_routes.AWAITED.to()))
    if "left_before_leaving" in dict(found.recalled):
        rows.append(Button(Word("leaving_soon"), departure_routes.LEAVING_SOON.to()))
    if found.again:
        rows.append(Button(Word("want_to_go_again", {"count": found.again}), plan_routes.GOING_AGAIN.to()))
    kept = sum(each.count for each in found.dated if each.what == Awaits.KEEP)
    if kept:
        rows.append(Button(Word("keep_plans", {"count": kept}), review_routes.KEEP_ALL.to()))
    if found.dated or found.otherwise:
        rows.append(Button(Word("only_awaiting", {"count": them}), caseload_routes.PEOPLE.to(Only.AWAITING, 0)))
    return rows + ([Button(Word("of_whom"), routes.CONCERNED.to()), MY_PEOPLE] if found.recalled else [])


def _first(found: Awaiting) -> list[Button]:
    """Return the ways to the first of what awaits a decision of the reader: one tap each."""
    rows = [Button(Word("first_to_review"), review_routes.NEXT.to())] if found.to_read else []
    rows += (
        [Button(Word("read_changes", {"count": found.changes}), departure_routes.NEXT_CHANGE.to())]
        if found.changes
        else []
    )
    return rows + ([Button(Word("first_to_decide"), committee_routes.TO_DECIDE.to(0))] if found.to_decide else [])


def _week(tx: Tx, moment: Moment, person: Person) -> Week:
    opened = calls.open_now(tx, person.network_id, moment.now)
    closed = [call for call in calls.of_network(tx, person.network_id) if call.closes_at <= moment.now]
    counts = plans.count_by_state(tx, person.network_id)
    return Week(
        open_calls=len(opened),
        closing=sum(call.closes_at <= moment.now + A_WEEK for call in opened),
        waiting=counts[State.WAITING],
        away=counts[State.AWAY],
        back=counts[State.BACK],
        unspent=sum(call.envelope - call.taken_cents for call in closed if call.stay_until + A_QUARTER >= moment.today),
    )


def told_aloud(tx: Tx, request: Request, person_id: int, kind: str) -> None:
    """Note that the caller has told that person: it awaits nobody any more."""
    for row in outbox.gathered(tx, request.person.id):
        if to_tell(row) and (row.context["person"], row.context["kind"]) == (person_id, kind):
            outbox.sent(tx, row.id, None)
