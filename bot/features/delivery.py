"""What leaves the outbox: checked once more, turned into a screen at the last moment, or told to the referent.

A notice that has lost its reason is dropped; one for somebody the bot may not write to first goes to her referent,
who tells her aloud. What happens now reaches at once whoever is still there, whatever the hour. Professionals read no
name and no subject on a lock screen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain import notices as kinds
from bot.domain.accompanying import Only
from bot.domain.hours import is_awake
from bot.domain.notices import ABOUT_READERS, BY_KIND, JOINED, NEWCOMER, TELL_ALOUD, UNREACHABLE, Audience
from bot.domain.people import Writing
from bot.domain.plans import State
from bot.features.absences import notices
from bot.features.broadcasts import sending
from bot.features.calls import clock
from bot.features.calls import routes as call_routes
from bot.features.caseload import routes as caseload_routes
from bot.features.caseload.routes import MY_PEOPLE
from bot.features.committee import routes as committee_routes
from bot.features.departure import away
from bot.features.departure import routes as departure_routes
from bot.features.groups import notices as members
from bot.features.groups import routes as group_routes
from bot.features.handovers import routes as handover_routes
from bot.features.meetings import pages as meetings
from bot.features.membership import account_moved, telephones
from bot.features.menu import routes as menu_routes
from bot.features.messages import notices as messages
from bot.features.messages import routes as message_routes
from bot.features.my_plan import routes as plan_routes
from bot.features.my_plan.next_steps import LEAVING, to_leave
from bot.features.organisations import routes as organisation_routes
from bot.features.organisations import strangers
from bot.features.reminders import message, summary
from bot.features.reviews import routes as review_routes
from bot.interaction.home import HOME, HOME_ROUTE
from bot.interaction.request import reader_of
from bot.notices import holding
from bot.notices.calendars import calendar_for
from bot.notices.holding import Told
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.rendering.renderer import Reader
from bot.storage import calls, outbox, people, plans
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Row
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Rows, Word, column
from conversations.engine.screens import Page

ATTEMPTS = 6
"""Tries of a notice that Telegram refuses for no reason we know, before it is put aside as dead."""

Buttons = Callable[[PlanRow], Rows]


def _go(word: str, data: str) -> Buttons:
    return lambda _plan: column(Button(Word(word), data, style="primary"))


def _offer_buttons(plan: PlanRow) -> Rows:
    return column(
        Button(Word("accept_offer"), committee_routes.ACCEPT.to(plan), style="success"),
        Button(Word("change_offered"), committee_routes.REWORK.to(plan)),
        Button(Word("let_go"), committee_routes.LET_GO.to(plan)),
        Button(Word("help"), menu_routes.HELP.to()),
    )


BUTTONS: Mapping[str, Buttons] = {
    "review_asked": _go("open", review_routes.NEXT.to()),
    "review_returned": _go("open", review_routes.NEXT.to()),
    "point_asked": _go("open", review_routes.NEXT.to()),
    "changes_asked": lambda _plan: column(
        Button(Word("answer_changes"), plan_routes.GO.to(), style="primary"),
        Button(Word("write_to_referent"), message_routes.WRITE.to()),
    ),
    "to_decide": _go("open", committee_routes.TO_DECIDE.to(None)),
    "freed": lambda plan: column(Button(Word("open"), committee_routes.FREED.to(plan.call_id), style="primary")),
    "endorsed": _go("where_is_my_plan", HOME_ROUTE.to()),
    "not_endorsed": _go("help", menu_routes.HELP.to()),
    "declined": _go("help", menu_routes.HELP.to()),
    "waiting": _go("where_is_my_plan", HOME_ROUTE.to()),
    "offer_let_go": _go("where_is_my_plan", HOME_ROUTE.to()),
    "offer_expired": _go("where_is_my_plan", HOME_ROUTE.to()),
    "cancelled_for_her": _go("where_is_my_plan", HOME_ROUTE.to()),
    "postponed_for_her": _go("where_is_my_plan", HOME_ROUTE.to()),
    "stands_again_for_her": _go("where_is_my_plan", HOME_ROUTE.to()),
    "granted": lambda _plan: column(*to_leave(calendar=True)),
    "granted_referent": _go("my_people", caseload_routes.PEOPLE.to(Only.EVERYBODY, 0)),
    "cancelled": _go("my_people", caseload_routes.PEOPLE.to(Only.EVERYBODY, 0)),
    "postponed": _go("my_people", caseload_routes.PEOPLE.to(Only.EVERYBODY, 0)),
    "too_late": lambda _plan: column(
        Button(Word("where_is_my_plan"), HOME_ROUTE.to(), style="primary"), Button(Word("help"), menu_routes.HELP.to())
    ),
    "to_confirm": _go("recap", plan_routes.RECAP.to()),
    "rules_changed": _go("what_holds", call_routes.TERMS.to()),
    "rules_changed_referent": _go("open", review_routes.NEXT.to()),
    "not_received": lambda plan: column(Button(Word("open"), handover_routes.HANDOVER.to(plan), style="primary")),
    "stay_change": lambda plan: column(Button(Word("open"), departure_routes.REVIEW_CHANGE.to(plan), style="primary")),
    "group_waits": lambda plan: column(Button(Word("open"), group_routes.GROUP.to(plan.id), style="primary")),
    "stay_changed": lambda plan: column(
        *(to_leave(calendar=True) if plan.state in LEAVING else [Button(Word("where_is_my_plan"), HOME_ROUTE.to())])
    ),
    "stay_kept": _go("where_is_my_plan", HOME_ROUTE.to()),
    "handed_over": lambda plan: column(
        Button(Word("received"), handover_routes.RECEIVED.to(plan), style="success"),
        Button(Word("not_right"), handover_routes.NOT_RIGHT.to(plan)),
    ),
    "offered": _offer_buttons,
}


OF_ROOMS: Mapping[str, Callable[[Tx, Moment, Row, Person], Page | None]] = {
    **sending.NOTICES,
    **meetings.NOTICES,
    **messages.NOTICES,
    **members.NOTICES,
    **away.NOTICES,
    kinds.ACCOUNT_ASKED: telephones.notice,
    kinds.ACCOUNT_HERE: telephones.here,
    kinds.SUMMARY: summary.page,
}
"""Notices about no plan, or about a member of a group: each room makes its own, or None when it has lost its reason."""


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
    """The notice as it must be sent now; None when it is dropped, put off, kept, or was passed to the referent."""
    if row.recipient_id == outbox.NOBODY:
        return _to_nobodys_chat(tx, moment, row)
    person = people.by_id(tx, row.recipient_id)
    plan = plans.by_id(tx, row.plan_id) if row.plan_id is not None else None
    if lost_reason(tx, moment, row, plan) or not _worth_a_day(tx, moment, row, person):
        outbox.drop(tx, row.id, "no_longer_true")
        return None
    if plan is not None and members.to_group(row, plan):
        members.spread(tx, moment, row, plan)
        outbox.drop(tx, row.id, "told_to_members")
        return None
    if _to_beneficiary(row) and not person.reach.may_write_first:
        _tell_aloud(tx, moment, row, person)
        outbox.drop(tx, row.id, "told_aloud")
        return None
    if person.chat_id is None or person.blocked_at is not None:
        outbox.unreachable(tx, row.id, "no_account" if person.chat_id is None else "blocked")
        return None
    if _kept_back(tx, moment, row, person, plan):
        return None
    page = page_of(tx, moment, row, person, plan)
    if page is None:
        outbox.drop(tx, row.id, "no_longer_true")
        return None
    return Ready(row.id, person.chat_id, person.id, _with_status(page, person, plan), reader_of(person, moment.app))


def lost_reason(tx: Tx, moment: Moment, row: Row, plan: PlanRow | None) -> bool:
    """Whether something has changed since it was queued, so that it must not be said any more."""
    if row.kind == NEWCOMER:
        return not strangers.waits(tx, row)
    # What is told face to face holds as long as the notice itself: only the newest state of a plan is told.
    notice = BY_KIND.get(row.context["kind"] if row.kind == TELL_ALOUD else row.kind)
    gone = notice is not None and (plan is None or plan.state not in notice.while_in)
    if gone or members.lost_reason(tx, row, plan):
        return True
    return clock.no_longer_true(tx, moment, row, plan) or notices.no_longer_true(tx, row)


def _worth_a_day(tx: Tx, moment: Moment, row: Row, person: Person) -> bool:
    """A message of the day goes only with something to say, on its day and in its hours."""
    match row.kind:
        case kinds.REMINDER:
            return message.due(tx, moment, row, person)
        case kinds.SUMMARY:
            drop_what_is_over(tx, moment, person)
            return summary.due(tx, moment, row, person)
        case _:
            return True


def _to_beneficiary(row: Row) -> bool:
    notice = BY_KIND.get(row.kind)
    by_table = notice is not None and notice.audience is Audience.BENEFICIARY
    return by_table or row.kind in ABOUT_READERS or row.kind == kinds.REMINDER


def _kept_back(tx: Tx, moment: Moment, row: Row, person: Person, plan: PlanRow | None) -> bool:
    """Whether a notice waits: for the hours of whoever gets it, or for a professional's next message about all."""
    told = _when(tx, moment, row, person, plan)
    if isinstance(told, datetime):
        outbox.later(tx, row.id, told, "out_of_hours")
    elif told is not Told.NOW:
        outbox.gather(tx, row.id)
        if told is Told.WITH_THE_HOUR:
            summary.tell_with_the_hour(tx, moment, person)
    return told is not Told.NOW


def _when(tx: Tx, moment: Moment, row: Row, person: Person, plan: PlanRow | None) -> Told | datetime:
    if not _to_beneficiary(row):
        return holding.told(tx, moment, row, person, plan)
    if row.kind != kinds.REMINDER and is_awake(moment.now, person.last_seen):
        return Told.NOW
    opening = calendar_for(tx, moment.app, person).next_open(moment.now)
    return opening if opening > moment.now else Told.NOW


def drop_what_is_over(tx: Tx, moment: Moment, person: Person) -> None:
    """Of what was kept for her message of the day, let go what is no longer true."""
    for row in outbox.gathered(tx, person.id):
        plan = plans.by_id(tx, row.plan_id) if row.plan_id is not None else None
        if lost_reason(tx, moment, row, plan) or page_of(tx, moment, row, person, plan) is None:
            outbox.drop(tx, row.id, "no_longer_true")


def _with_status(page: Page, person: Person, plan: PlanRow | None) -> Page:
    """What a person reads of her own draft says that it is not sent, unless she wants no detail."""
    own_draft = plan is not None and plan.state is State.DRAFT and plan.beneficiary_id == person.id
    return replace(page, status="draft") if own_draft and page.template != "notices/no_detail" else page


def _to_nobodys_chat(tx: Tx, moment: Moment, row: Row) -> Ready | None:
    """To one who asked to join, or to the telephone that an account has left: the row says which chat it is."""
    if row.kind == kinds.ACCOUNT_MOVED:
        left = account_moved.said(moment.app, row)
        return Ready(row.id, left.chat_id, outbox.NOBODY, left.page, left.reader, left.card_id)
    if row.kind == kinds.ACCOUNT_KEPT:
        left = telephones.said(moment.app, row)
        return Ready(row.id, left.chat_id, outbox.NOBODY, left.page, left.reader)
    answer = strangers.answer(tx, moment, row)
    if answer is None:
        outbox.drop(tx, row.id, "forgotten")
        return None
    request, page, reader = answer
    return Ready(row.id, request.chat_id, outbox.NOBODY, page, reader)


def _tell_aloud(tx: Tx, moment: Moment, row: Row, person: Person, kind: str = TELL_ALOUD) -> None:
    reader_id = people.reader_for(tx, person.id)
    if reader_id is None:
        return
    aloud = outbox.Outgoing(
        key=f"{row.key}:{kind}",
        recipient_id=reader_id,
        kind=kind,
        context={"kind": members.said_aloud(row) or message.aloud_kind(tx, row) or row.kind, "person": person.id},
        created_at=moment.now,
        due_at=moment.now,
        plan_id=row.plan_id,
    )
    outbox.put(tx, [aloud])


def page_of(tx: Tx, moment: Moment, row: Row, person: Person, plan: PlanRow | None) -> Page | None:
    """What a notice says when it is read; None when it has lost its reason."""
    if row.kind in OF_ROOMS:
        return OF_ROOMS[row.kind](tx, moment, row, person)
    if row.kind in {TELL_ALOUD, UNREACHABLE}:
        return _about_a_person(row)
    if row.kind == NEWCOMER:
        return Page(
            "notices/newcomer", {}, column(Button(Word("open"), organisation_routes.REQUESTS.to(), style="primary"))
        )
    about_colleagues = notices.page(tx, row, person)
    if about_colleagues is not None:
        return about_colleagues
    about_call = clock.to_referent(row)
    if about_call is not None:
        return about_call
    if plan is None or row.kind == JOINED:
        return Page(f"notices/{row.kind}", {}, column(MY_PEOPLE))
    if person.id == plan.beneficiary_id and person.writing is Writing.NO_DETAIL:
        return Page("notices/no_detail", {}, column(Button(Word("open"), HOME_ROUTE.to())))
    rows = BUTTONS[row.kind](plan) if row.kind in BUTTONS else column(HOME)
    values = _values(tx, moment, person, plan) | clock.more_values(tx, moment, row, plan)
    return Page(f"notices/{row.kind}", values, rows)


def _about_a_person(row: Row) -> Page:
    """No name before she opens it: the screen behind the button says who, and what to tell her."""
    return Page(
        f"notices/{row.kind}",
        {},
        column(Button(Word("open"), review_routes.TELL.to(row.context["person"], row.context["kind"]))),
    )


def _values(tx: Tx, moment: Moment, person: Person, plan: PlanRow) -> dict[str, Any]:
    """What the texts of notices may say; only templates for the person herself use her name and figures."""
    facts = plan_facts.facts_of(tx, moment, plan)
    beneficiary = person if person.id == plan.beneficiary_id else people.by_id(tx, plan.beneficiary_id)
    word = plan.word or {}
    return {
        "plan": plan,
        "name": beneficiary.name,
        "referent": beneficiary.referent_name,
        "granted": plan.granted_cents or 0,
        "missing": (plan.aid_cents or 0) - (plan.granted_cents or 0),
        "departure": plan.departure,
        "place_kept": facts.value("place_kept") == "yes",
        "changes": [
            (plan_facts.section_of(name), plan_facts.STEPS[name.partition(".")[0]], reopening.comment)
            for name, reopening in facts.reopened.items()
            if not reopening.done
        ],
        "reason": word.get("reason", ""),
        "next_step": word.get("next_step", ""),
        "point": word.get("point", ""),
        "held_until": plan.held_until,
        "urgent": bool(facts.call and facts.call.is_late(moment.now)),
        "closes_on": facts.call.closes_on if facts.call else None,
        "giver": plan_facts.giver(moment, plan, facts),
        "committee": calls.by_id(tx, plan.call_id).committee,
    }


def unreachable(tx: Tx, moment: Moment, row: Row, why: str) -> None:
    """Telegram says nobody is there: stop writing, and ask the referent to find another way."""
    outbox.unreachable(tx, row.id, why)
    if row.recipient_id == outbox.NOBODY:
        return
    person = people.by_id(tx, row.recipient_id)
    people.change(tx, person.id, blocked_at=moment.now)
    _tell_aloud(tx, moment, row, person, UNREACHABLE)


def later(tx: Tx, row: Row, now: datetime, seconds: float, why: str) -> None:
    """Try again after some seconds; nothing is dropped for being refused once."""
    if row.attempts >= ATTEMPTS and why == "failed":
        outbox.dead(tx, row.id, why)
    else:
        outbox.later(tx, row.id, now + timedelta(seconds=seconds), why)
