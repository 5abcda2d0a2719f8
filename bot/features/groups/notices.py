"""What a group's plan has to say to its beneficiary is said to each member: one notice becomes many as it leaves.

Whatever queued it (a move, the clock, a call, a handover, a reminder) need not know of groups. Each member is then
reached in their own way and language, or told aloud; what concerns only the shared part's writer is told to no member.
"""

from collections.abc import Callable
from dataclasses import replace

from bot.domain.groups import COUNTED, TOLD, Part
from bot.domain.notices import (
    ABOUT_READERS,
    BY_KIND,
    GROUP_ASKED,
    GROUP_SENT,
    GROUP_TOLD,
    NEW_REFERENT,
    READS,
    REMINDER,
)
from bot.domain.people import PRIVACY_NOTICE, Writing
from bot.domain.reminders import OF_MEMBERS
from bot.features.groups import routes
from bot.features.groups.member import shared
from bot.features.membership import people as membership
from bot.features.reminders import message
from bot.features.reminders.ahead import for_members
from bot.features.reports import routes as report_routes
from bot.interaction.home import HOME_ROUTE
from bot.interaction.request import Request, reader_of
from bot.plan.access import need
from bot.plan.context import Moment
from bot.storage import groups, outbox, people, plans, stories
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Row
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations import group
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page

LEAVING = frozenset({"leaving_soon", "leaving_week", "leaving_tomorrow"})
"""Reminders that say when and where; the others say the same to everybody."""

SAID = frozenset({
    GROUP_SENT, "endorsed", "not_endorsed", "granted", "offered", "offer_let_go", "offer_expired", "waiting",
    "declined", "handed_over", "stay_changed", "stay_kept", "cancelled_for_her", "postponed_for_her",
    "stands_again_for_her", "too_late", READS, NEW_REFERENT,
})  # fmt: skip
"""Notices that concern those who go, not the one who writes the plan."""


def to_group(row: Row, plan: PlanRow | None) -> bool:
    """Say whether a notice is for the row that stands for a group, which has no reader of its own."""
    return plan is not None and plan.households is not None and row.recipient_id == plan.beneficiary_id


def spread(tx: Tx, moment: Moment, row: Row, plan: PlanRow) -> None:
    """Queue a notice for each member who counts; of a reminder, each member's own, also for those who joined since."""
    if row.kind == REMINDER:
        for planned in message.leading(tx, row):
            if planned.kind in OF_MEMBERS:
                for_members(tx, moment, planned.kind, plan.id, planned.anchor)
    if row.kind not in SAID:
        return
    notices = [
        outbox.Outgoing(
            key=f"{row.key}:{plan.id}",
            recipient_id=member.person_id,
            kind=GROUP_TOLD,
            context={**row.context, "plan": plan.id, "kind": row.kind},
            created_at=moment.now,
            due_at=moment.now,
            plan_id=plan.id,
        )
        for member in groups.of_plan(tx, plan.id)
        if member.part in _concerned(row.kind) and not (row.kind == READS and _told_herself(tx, member, plan))
    ]
    outbox.put(tx, notices)


def _concerned(kind: str) -> frozenset[Part]:
    """Return the members whom a notice concerns: a new reader is told to those who were only asked, as well."""
    return TOLD if kind in ABOUT_READERS else COUNTED


def _told_herself(tx: Tx, member: groups.Member, plan: PlanRow) -> bool:
    """Say whether a member is told the same of a plan of their own: the same colleague reads both meanwhile."""
    same = people.by_id(tx, member.person_id).referent_id == people.by_id(tx, plan.beneficiary_id).referent_id
    return same and plans.live_of(tx, member.person_id) is not None


def lost_reason(tx: Tx, row: Row, plan: PlanRow | None) -> bool:
    """Say whether a notice has lost its reason: something has changed since, for the member or for the plan."""
    if row.kind not in {GROUP_TOLD, GROUP_ASKED}:
        return False
    mine = _member(tx, row)
    if plan is None or mine is None:
        return True
    if row.kind == GROUP_ASKED:
        return mine.part is not Part.ASKED
    reader = row.context.get("reader")
    if reader is not None and people.reader_for(tx, plan.beneficiary_id) != int(reader):
        return True
    kind = row.context["kind"]
    notice = BY_KIND.get(kind)
    return mine.part not in _concerned(kind) or (notice is not None and plan.state not in notice.while_in)


def _member(tx: Tx, row: Row) -> groups.Member | None:
    known = groups.of_plan(tx, row.context["plan"])
    return next((each for each in known if each.person_id == row.recipient_id), None)


def said_aloud(row: Row) -> str:
    """Return what a referent tells a member to whom the bot may not write first."""
    return str(row.context["kind"]) if row.kind == GROUP_TOLD else ""


def page(tx: Tx, moment: Moment, row: Row, person: Person) -> Page:
    """Return a notice as its member reads it."""
    mine = _member(tx, row)
    opens = _opens(mine, person)
    if person.writing is Writing.NO_DETAIL:
        return Page("notices/no_detail", {}, column(Button(Word("open"), opens)))
    said = group.household(mine.answers) if mine is not None else None
    request = Request(moment, person, reader_of(person, moment.app))
    plan = need(tx, row.context["plan"])
    values = {
        **vars(shared(tx, request, plan)),
        "kind": row.context.get("kind", ""),
        "name": person.name,
        "own": said.own if said is not None else None,
        "leads": membership.who_reads(tx, people.by_id(tx, plan.beneficiary_id)),
    }
    word = "group_see" if row.kind == GROUP_ASKED else "where_is_my_plan"
    name = GROUP_SENT if row.context.get("kind") == GROUP_SENT else row.kind
    rows = [Button(Word(word), opens, style="primary")]
    if name == GROUP_SENT and _offered(tx, row, person):
        rows.append(Button(Word("touch_faces"), report_routes.FEELINGS.to()))
    return Page(f"notices/{name}", {**values, "faces": len(rows) > 1}, column(*rows))


def _opens(mine: groups.Member | None, person: Person) -> str:
    """Return where a notice leads: to the member's part; home while the privacy notice is still to be accepted."""
    return routes.SEE.to(mine.id) if mine is not None and person.notice_version >= PRIVACY_NOTICE else HOME_ROUTE.to()


def _offered(tx: Tx, row: Row, person: Person) -> bool:
    """Offer the faces of before, once; the same notice tried again offers them again."""
    before = stories.of_person(tx, row.context["plan"], person.id).offered_at
    stories.offer(tx, row.context["plan"], person.id, row.created_at)
    return before is None or before == row.created_at


def of_the_day(tx: Tx, moment: Moment, row: Row, person: Person) -> Page | None:
    """Return a person's message of the day: before a group leaves it says what all share, and lists nothing."""
    told = message.leading(tx, row)
    plan = need(tx, told[0].plan_id) if told else None
    leaves = plan is not None and plan.households is not None and told[0].kind in LEAVING
    page = message.page(tx, moment, row, person)
    if page is None or plan is None or not leaves or person.writing is Writing.NO_DETAIL:
        return page
    values = {**page.values, **vars(shared(tx, Request(moment, person, reader_of(person, moment.app)), plan))}
    mine = next((each for each in groups.of_plan(tx, plan.id) if each.person_id == person.id), None)
    ways = column(Button(Word("where_is_my_plan"), _opens(mine, person), style="primary"), *message.silence(row))
    return replace(page, template="reminders/group_leaving", values=values, rows=ways)


NOTICES: dict[str, Callable[[Tx, Moment, Row, Person], Page | None]] = {
    GROUP_TOLD: page, GROUP_ASKED: page, REMINDER: of_the_day,
}  # fmt: skip
