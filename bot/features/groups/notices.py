"""Notices to the members of a group: that it is sent, whether they come, what is said to all of them."""

from dataclasses import dataclass

from bot.domain.groups import COUNTED, Part
from bot.domain.notices import GROUP_ASKED, GROUP_SENT, GROUP_TOLD, GROUP_WAITS, READS, Audience
from bot.domain.people import Writing
from bot.domain.plans import LIVE, State
from bot.features.groups import routes
from bot.features.groups.member import Shared, opens, shared
from bot.features.reports import routes as report_routes
from bot.interaction.request import Request, reader_of
from bot.interaction.views import View
from bot.notices.kinds import KINDS, NoticeKind, Telling
from bot.notices.views import NoDetail
from bot.plan.access import need
from bot.plan.giving_back import member_gives_back
from bot.plan.reading import WhoReads, who_reads
from bot.storage import groups, handovers, people, stories
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Row
from bot.storage.people import Person
from conversations import group
from conversations.engine.keyboard import Button, Rows, Word, column
from conversations.engine.screens import Page


@dataclass(frozen=True, kw_only=True)
class Asked(Shared, View, template="notices/group_asked"):
    """A member is asked to come."""


@dataclass(frozen=True, kw_only=True)
class Sent(Shared, View, template="notices/group_sent"):
    """The plan of the group is sent; with it may come an offer to touch how the member is."""

    faces: bool


@dataclass(frozen=True, kw_only=True)
class Told(Shared, View, template="notices/group_told"):
    """What is told to every member, by the words for a group of that news: the template of its notice."""

    news: str
    own: int | None
    """What the member's household puts in, in cents."""
    leads: WhoReads
    give_back: int
    """What the household holds of an aid and is to give back, in cents."""
    in_vouchers: bool


def _member(tx: Tx, row: Row) -> groups.Member | None:
    known = groups.of_plan(tx, row.context["plan"])
    return next((each for each in known if each.person_id == row.recipient_id), None)


def _still_asked(telling: Telling) -> bool:
    mine = _member(telling.tx, telling.row)
    return mine is not None and mine.part is Part.ASKED


def _still_told(telling: Telling) -> bool:
    """Return whether nothing has changed since, for the member or for the plan."""
    tx, row, plan = telling.tx, telling.row, telling.about
    mine, kind = _member(tx, row), KINDS[row.context["kind"]]
    if mine is None or mine.part not in kind.members:
        return False
    reader = row.context.get("reader")
    if reader is not None and people.reader_for(tx, plan.beneficiary_id) != int(reader):
        return False
    return kind.holds(plan)


def _said(_tx: Tx, row: Row) -> str:
    """Return what a referent tells face to face, where the bot may not write first."""
    return str(row.context["kind"])


def page(telling: Telling) -> Page:
    """Return a member's notice as it is read."""
    tx, moment, row, person = telling.tx, telling.moment, telling.row, telling.person
    mine = _member(tx, row)
    way = opens(mine, person)
    if person.writing is Writing.NO_DETAIL:
        return NoDetail().page(column(Button(Word("open"), way)))
    plan = need(tx, row.context["plan"])
    known = vars(shared(tx, Request(moment, person, reader_of(person, moment.app)), plan))
    if row.kind == GROUP_ASKED:
        return Asked(**known).page(column(Button(Word("group_see"), way, style="primary")))
    where = Button(Word("where_is_my_plan"), way, style="primary")
    if row.context.get("kind") == GROUP_SENT:
        faces = _offered(tx, row, person)
        more = [Button(Word("touch_faces"), report_routes.FEELINGS.to())] if faces else []
        return Sent(**known, faces=faces).page(column(where, *more))
    said = group.household(mine.answers) if mine is not None else None
    own = said.own if said is not None else None
    leads = who_reads(tx, people.by_id(tx, plan.beneficiary_id))
    held = handovers.of_plan(tx, plan.id)
    back, vouchers = member_gives_back(plan, mine, held) if mine is not None else (0, True)
    kind = row.context.get("kind", "")
    if kind == READS and leads.until:
        known = {**known, "referent": ""}  # who is away until then is not the one to talk to
    news = f"notices/{kind}" if kind in KINDS else ""
    told = Told(**known, news=news, own=own, leads=leads, give_back=back, in_vouchers=vouchers)
    return told.page(column(where))


def _told_to_members(_telling: Telling) -> Page | None:
    """Return nothing for the group itself: each member is told, by a notice of that member's own."""
    return None


def _offered(tx: Tx, row: Row, person: Person) -> bool:
    """Offer the faces of before, once; the same notice tried again offers them again."""
    before = stories.of_person(tx, row.context["plan"], person.id).offered_at
    stories.offer(tx, row.context["plan"], person.id, row.created_at)
    return before is None or before == row.created_at


def _card(telling: Telling) -> Rows:
    return column(Button(Word("open"), routes.GROUP.to(telling.about.id), style="primary"))


NOTICES = (
    NoticeKind(GROUP_SENT, page=_told_to_members, members=COUNTED),
    NoticeKind(
        GROUP_ASKED,
        to=Audience.BENEFICIARY,
        while_in=frozenset({State.DRAFT, State.TO_COMPLETE, State.POSTPONED}),
        still_true=_still_asked,
        page=page,
    ),
    NoticeKind(
        GROUP_TOLD,
        to=Audience.BENEFICIARY,
        while_in=frozenset(State),
        still_true=_still_told,
        page=page,
        relayed_as=_said,
    ),
    NoticeKind(GROUP_WAITS, to=Audience.REFERENT, while_in=LIVE, opens=_card),
)
