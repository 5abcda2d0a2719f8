"""Notices about absences, long waits, transfers and whom to reach: checked again, and turned into a page."""

from collections.abc import Callable, Mapping

from bot.domain import notices
from bot.domain.accompanying import Only
from bot.domain.ids import PersonId
from bot.domain.people import Role, Writing
from bot.features.absences import overdue, routes
from bot.features.broadcasts import routes as broadcast_routes
from bot.features.caseload import routes as caseload_routes
from bot.features.membership import people as membership
from bot.features.membership import routes as membership_routes
from bot.features.reviews import routes as review_routes
from bot.interaction.home import HOME, HOME_ROUTE
from bot.storage import absences, people
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Row
from bot.storage.people import Person
from conversations.engine.keyboard import Button, Data, Word, column
from conversations.engine.screens import Page


def no_longer_true(tx: Tx, row: Row) -> bool:
    """Say whether something has changed since it was queued, so that it must not be said any more."""
    match row.kind:
        case notices.READS | notices.NEW_REFERENT:
            return people.reader_for(tx, row.recipient_id) != int(row.context["reader"])
        case notices.REFERENT_UNREACHED:
            return not overdue.still_unreached(tx, row.context["referent"])
        case notices.HANDED_ON:
            return people.reader_for(tx, row.context["person"]) != row.recipient_id
        case notices.STAND_IN_BEGINS:
            return row.recipient_id not in absences.stand_ins(tx).values()
        case _:
            return False


def page(tx: Tx, row: Row, person: Person) -> Page | None:
    """Return the page of one of these notices; None for any other."""
    if row.kind in notices.ABOUT_READERS:
        return _to_person(tx, row, person)
    if row.kind not in WHERE:
        return None
    opens = Button(Word("open"), WHERE[row.kind](row, person), style="primary")
    values = {"count": row.context.get("count", 0), "group": row.context.get("group", False)}
    return Page(f"notices/{row.kind}", values, column(opens))


def _to_person(tx: Tx, row: Row, person: Person) -> Page:
    if person.writing is Writing.NO_DETAIL:
        return Page("notices/no_detail", {}, column(Button(Word("open"), HOME_ROUTE.to())))
    return Page(
        f"notices/{row.kind}",
        membership.who_reads(tx, person),
        column(Button(Word("where_is_my_plan"), HOME_ROUTE.to()), HOME),
    )


def _unreached(row: Row, person: Person) -> Data:
    opens = routes.UNREACHED if person.has(Role.COORDINATOR) else routes.LEADS_UNREACHED
    return opens.to(row.context["referent"])


def _of_referent(row: Row, person: Person) -> Data:
    """Return the way to a page about a referent's telephone, for a coordinator or a lead."""
    way = membership_routes.TELEPHONE if person.has(Role.COORDINATOR) else membership_routes.TELEPHONE_FOR_LEAD
    return way.to(PersonId(row.context["referent"]))


def _late(row: Row, person: Person) -> Data:
    opens = routes.LEADS_LATE if person.has(Role.LEAD) else routes.LATE_COLLEAGUE
    return opens.to(row.context["referent"])


WHERE: Mapping[str, Callable[[Row, Person], Data]] = {
    notices.STAND_IN_BEGINS: lambda _row, _person: caseload_routes.PEOPLE.to(Only.EVERYBODY, 0),
    notices.STAND_IN_ENDS: lambda _row, _person: HOME_ROUTE.to(),
    notices.ABSENCE_ENDS: lambda _row, _person: HOME_ROUTE.to(),
    notices.SAID_AWAY: lambda _row, _person: HOME_ROUTE.to(),
    notices.REVIEWS_WAIT: lambda _row, _person: review_routes.NEXT.to(),
    notices.COLLEAGUE_LATE: _late,
    notices.NETWORK_LATE: lambda _row, _person: routes.LATE.to(),
    notices.REFERENT_UNREACHED: _unreached,
    notices.TELEPHONE_LINK: _of_referent,
    notices.TELEPHONE_MOVED: _of_referent,
    notices.TELEPHONE_KEPT: _of_referent,
    notices.LEFT_TO_TELL: lambda row, _person: broadcast_routes.TO_REACH.to(row.context["broadcast"]),
    notices.HANDED_ON: lambda row, _person: caseload_routes.PERSON.to(row.context["person"]),
}
"""Where the one button of a professional's notice leads."""
