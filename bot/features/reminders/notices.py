"""The messages of the day: a person's, which is a member's as well before a group leaves, and a professional's."""

from bot.domain.notices import REMINDER, SUMMARY, Audience
from bot.domain.people import Writing
from bot.domain.reminders import OF_MEMBERS
from bot.features.groups.member import opens, shared
from bot.features.reminders import message, summary
from bot.features.reminders.ahead import for_members
from bot.features.reminders.views import GroupLeaves
from bot.interaction.request import Request, reader_of
from bot.notices import delivery
from bot.notices.kinds import Beyond, NoticeKind, Tell, Telling
from bot.plan.access import need
from bot.storage import groups
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page

LEAVING = frozenset({"leaving_soon", "leaving_week", "leaving_tomorrow"})
"""Reminders that say when and where; the others say the same to everybody."""


def _has_something_to_say(telling: Telling) -> bool:
    return message.due(telling.tx, telling.moment, telling.row, telling.person)


def _for_members(telling: Telling) -> None:
    """Remind each member on an own day; who has joined since is reminded now."""
    for planned in message.leading(telling.tx, telling.row):
        if planned.kind in OF_MEMBERS:
            for_members(telling.tx, telling.moment, planned.kind, telling.about.id, planned.anchor)


def of_the_day(telling: Telling) -> Page | None:
    """Return a person's message of the day: before a group leaves it says what all share, and no list of one's own."""
    tx, moment, row, person = telling.tx, telling.moment, telling.row, telling.person
    told = message.leading(tx, row)
    plan = need(tx, told[0].plan_id) if told else None
    leaves = plan is not None and plan.households is not None and told[0].kind in LEAVING
    if plan is None or not leaves or person.writing is Writing.NO_DETAIL:
        return message.page(tx, moment, row, person)
    view = GroupLeaves(
        **vars(shared(tx, Request(moment, person, reader_of(person, moment.app)), plan)),
        also=message.also_told(tx, told[1:]),
        departure=plan.departure,
        days=message.days_until(moment, plan),
    )
    mine = next((each for each in groups.of_plan(tx, plan.id) if each.person_id == person.id), None)
    ways = column(Button(Word("where_is_my_plan"), opens(mine, person), style="primary"), *message.silence(row))
    return view.page(ways)


def _awaits_something(telling: Telling) -> bool:
    delivery.drop_what_is_over(telling.tx, telling.moment, telling.person)
    return summary.due(telling.tx, telling.moment, telling.row, telling.person)


def _of_work(telling: Telling) -> Page:
    return summary.page(telling.tx, telling.moment, telling.row, telling.person)


NOTICES = (
    NoticeKind(
        REMINDER,
        to=Audience.BENEFICIARY,
        still_true=_has_something_to_say,
        tell=Tell.ON_ITS_DAY,
        page=of_the_day,
        spread=_for_members,
        relayed_as=message.aloud_kind,
    ),
    NoticeKind(SUMMARY, to=Beyond.PROFESSIONALS, still_true=_awaits_something, tell=Tell.NOW, page=_of_work),
)
