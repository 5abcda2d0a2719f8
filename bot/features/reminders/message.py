"""A person's message of the day: looked at again as it leaves, the most urgent first, the others as lines below it."""

import logging
from datetime import date

from bot.domain.groups import COUNTED
from bot.domain.notices import REMINDER, Audience
from bot.domain.people import Writing
from bot.domain.reminders import BY_KIND, RANK, Anchor, Situation
from bot.domain.reports import AFTER_RETURN
from bot.features.committee import routes as committee_routes
from bot.features.departure import routes as departure_routes
from bot.features.messages import routes as message_routes
from bot.features.my_plan import routes as plan_routes
from bot.features.reminders import routes
from bot.features.reminders.ahead import free_day, wake
from bot.features.reminders.views import BY_KIND as VIEWS
from bot.features.reminders.views import Leaving, LeavingTomorrow, OfferWaits, Reminder, Unsent
from bot.features.reports import routes as report_routes
from bot.interaction.home import HOME, HOME_ROUTE
from bot.notices.calendars import calendar_for
from bot.notices.views import NoDetail
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.plan.leaving import lines, still_to_do
from bot.storage import groups, handovers, outbox, plans, reminders, stories
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Row
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from bot.storage.reminders import Planned, ReminderState
from conversations import PLAN
from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page
from conversations.engine.steps import Need
from conversations.reckoning import aid_form, nights

log = logging.getLogger(__name__)


def situation_of(tx: Tx, moment: Moment, plan: PlanRow, facts: Facts, person_id: int) -> Situation:
    """Return what a reminder to a person looks at again before it leaves."""
    handover = handovers.of_plan(tx, plan.id)
    call = facts.call
    dates = {
        Anchor.PEOPLE_BY: call.people_by if call else None,
        Anchor.CLOSING: call.closes_at.astimezone(moment.app.zone).date() if call else None,
        Anchor.DEPARTURE: plan.departure,
        Anchor.HOMECOMING: plan.homecoming,
        Anchor.OFFER_ENDS: plan.held_until.astimezone(moment.app.zone).date() if plan.held_until else None,
        Anchor.VOUCHERS_END: handover.handed_on if handover else None,
    }
    return Situation(
        state=plan.state,
        now=moment.now,
        dates={anchor: day for anchor, day in dates.items() if day is not None},
        missing=len(flow.missing(PLAN, facts, Need.SEND)),
        formalities=frozenset(facts.value("formalities") or ()),
        nights=nights(facts) or 0,
        acted_at=plan.updated_at,
        call_open=call.is_open(moment.now) if call else True,
        wants_report=call.programme.report.required if call else True,
        asks_if_well=facts.value("ask_if_well") == "yes",
        left=len(still_to_do(tx, moment, plan, beside=True)),
        aid_form=aid_form(facts),
        told_about_stay=plan.state in AFTER_RETURN and _told(tx, plan, person_id),
    )


def _told(tx: Tx, plan: PlanRow, person_id: int) -> bool:
    return stories.of_person(tx, plan.id, person_id).told_at is not None


def due(tx: Tx, moment: Moment, row: Row, person: Person) -> bool:
    """Return whether a message of the day still has something to say; what it will say is kept with it.

    Another day than the message's, or a closed hour, as after an outage, puts off what is still of use.
    """
    calendar = calendar_for(tx, moment.app, person)
    day = date.fromisoformat(row.context["day"])
    meant = reminders.meant_for(tx, person.id, day, row.id)
    fitting = fits(tx, moment, meant)
    if not calendar.is_open(moment.now) or calendar.place.date_at(moment.now) != day:
        for each in fitting:
            put_off(tx, moment, person, each, calendar.place.date_at(moment.now))
        return False
    reminders.settle(tx, [each.id for each in fitting], ReminderState.TOLD, row.id)
    return bool(fitting)


def fits(tx: Tx, moment: Moment, meant: list[Planned]) -> list[Planned]:
    """Return the reminders whose reason still holds; the others are dropped, with a line in the log."""
    kept: list[Planned] = []
    dropped: list[Planned] = []
    for each in meant:
        (kept if still_fits(tx, moment, each) else dropped).append(each)
    for each in dropped:
        log.info("reminder %s of plan %s is dropped: its reason has gone", each.kind, each.plan_id)
    reminders.settle(tx, [each.id for each in dropped], ReminderState.DROPPED)
    return kept


def still_fits(tx: Tx, moment: Moment, planned: Planned) -> bool:
    """Return whether the reason of a reminder holds now."""
    reminder = BY_KIND.get(planned.kind)
    plan = plans.by_id(tx, planned.plan_id)
    if reminder is None or plan is None or _too_late(moment, planned):
        return False
    if reminder.audience is Audience.BENEFICIARY and not _wanted(tx, plan, planned.person_id):
        return False
    situation = situation_of(tx, moment, plan, plan_facts.facts_of(tx, moment, plan), planned.person_id)
    return reminder.fits(situation, planned.anchor)


def _wanted(tx: Tx, plan: PlanRow, person_id: int) -> bool:
    """Return whether a person goes, as the plan's beneficiary or in its group, and has not stopped its reminders."""
    goes = person_id == plan.beneficiary_id or groups.part_of(tx, plan.id, person_id) in COUNTED
    return goes and reminders.stopped(tx, person_id, plan.id) is None


def _too_late(moment: Moment, planned: Planned) -> bool:
    reminder = BY_KIND[planned.kind]
    return not reminder.once and moment.today >= reminder.deadline(reminder.hangs_on(planned.anchor))


def put_off(tx: Tx, moment: Moment, person: Person, planned: Planned, not_before: date) -> date | None:
    """Put a reminder off to the next day that is free; dropped when none is left. Returns that day."""
    calendar = calendar_for(tx, moment.app, person)
    reminder = BY_KIND[planned.kind]
    deadline = date.max if reminder.once else reminder.deadline(reminder.hangs_on(planned.anchor))
    taken = outbox.settled(tx, REMINDER, [person.id])
    day = free_day(calendar, moment.now, not_before, deadline, lambda each: (person.id, each) in taken)
    if day is None or day < not_before:
        log.info("reminder %s of plan %s is dropped: no day left", planned.kind, planned.plan_id)
        reminders.settle(tx, [planned.id], ReminderState.DROPPED)
        return None
    reminders.put_off(tx, planned.id, day)
    outbox.put(tx, [wake(moment, person.id, planned.plan_id, day, max(calendar.opening(day), moment.now))])
    return day


def leading(tx: Tx, row: Row) -> list[Planned]:
    """Return what a message of the day is about, the most urgent first."""
    return sorted(reminders.in_message(tx, row.id), key=lambda each: (RANK[each.kind], each.id))


def page(tx: Tx, moment: Moment, row: Row, person: Person) -> Page | None:
    """Return the message as it is read; None when nothing is left of it."""
    told = leading(tx, row)
    if not told:
        return None
    first, *others = told
    if person.writing is Writing.NO_DETAIL:
        return NoDetail().page(column(Button(Word("open"), HOME_ROUTE.to())))
    plan = access.need(tx, first.plan_id)
    facts = plan_facts.facts_of(tx, moment, plan)
    ways = [*_ways(first.kind, plan), *([] if first.kind == "welcome_back" else silence(row))]
    view = _view(tx, moment, first.kind, plan, facts, also_told(tx, others))
    return view.page(column(*ways), template=f"reminders/{first.kind}")


def also_told(tx: Tx, others: list[Planned]) -> tuple[str, ...]:
    """Return the kinds of those that come with the first of a message, each once."""
    of_groups = groups.among(tx, [each.plan_id for each in others])
    return tuple(dict.fromkeys(_also(each.kind, of_group=each.plan_id in of_groups) for each in others))


def _also(kind: str, *, of_group: bool) -> str:
    return "group_leaving" if of_group and kind.startswith("leaving") else kind


def silence(row: Row) -> list[Button]:
    """Return the buttons for no more of it today, or ever."""
    return [
        Button(Word("not_today"), routes.NOT_TODAY.to(row.id)),
        Button(Word("remind_no_more"), routes.STOP.to(row.id)),
    ]


def _view(tx: Tx, moment: Moment, kind: str, plan: PlanRow, facts: Facts, also: tuple[str, ...]) -> Reminder:
    view = VIEWS[kind]
    if view is Unsent:
        missing = [(placed.section.name, placed.step) for placed in flow.missing(PLAN, facts, Need.SEND)]
        return Unsent(also=also, missing=missing, people_by=facts.call.people_by if facts.call else None)
    if view is OfferWaits:
        return OfferWaits(also=also, granted=plan.granted_cents or 0, held_until=plan.held_until)
    if not issubclass(view, LeavingTomorrow):
        return view(also=also)
    left = lines(still_to_do(tx, moment, plan))
    if view is Leaving:
        return Leaving(also=also, departure=plan.departure, left=left, days=days_until(moment, plan))
    return LeavingTomorrow(also=also, departure=plan.departure, left=left)


def days_until(moment: Moment, plan: PlanRow) -> int:
    """Return in how many days a plan's people leave; 0 where no day is known."""
    return (plan.departure - moment.today).days if plan.departure else 0


def _ways(kind: str, plan: PlanRow) -> list[Button]:
    if kind in {"offer_waits", "offer_last_day"}:
        return [
            Button(Word("accept_offer"), committee_routes.ACCEPT.to(plan), style="success"),
            Button(Word("change_offered"), committee_routes.REWORK.to(plan)),
            Button(Word("let_go"), committee_routes.LET_GO.to(plan)),
            Button(Word("write_to_referent"), message_routes.WRITE.to()),
        ]
    first = {
        "unsent_before": Button(Word("continue"), plan_routes.GO.to(), style="primary"),
        "unsent_quiet": Button(Word("continue"), plan_routes.GO.to(), style="primary"),
        "leaving_soon": Button(Word("checklist"), departure_routes.OWN_LIST.to(), style="primary"),
        "leaving_week": Button(Word("checklist"), departure_routes.OWN_LIST.to(), style="primary"),
        "leaving_tomorrow": Button(Word("checklist"), departure_routes.OWN_LIST.to(), style="primary"),
        "ask_if_well": Button(Word("all_well"), departure_routes.ALL_WELL.to(), style="success"),
        "tell_the_stay": Button(Word("tell_the_stay"), report_routes.STORY.to(), style="primary"),
        "welcome_back": Button(Word("write_to_referent"), message_routes.WRITE.to()),
    }[kind]
    others = {"ask_if_well": Button(Word("not_well"), departure_routes.NOT_WELL.to()), "welcome_back": HOME}
    return [first, others[kind]] if kind in others else [first]


def aloud_kind(tx: Tx, row: Row) -> str:
    """Return the kind of reminder that the referent tells, where the bot may not write first."""
    return next((each.kind for each in leading(tx, row)), "")


def stopped_since(tx: Tx, person: Person) -> bool:
    """Return whether a person has stopped reminders about the live plan, or a live group: the referent sees it."""
    own = plans.live_of(tx, person.id)
    known = [*([own.id] if own is not None else []), *(each.plan_id for each in groups.live_parts_of(tx, person.id))]
    return any(reminders.stopped(tx, person.id, number) is not None for number in known)
