"""News that a referent brings face to face: the same news a second time is news again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.plans import Action
from bot.features.caseload import person, status
from bot.interaction.request import Request, reader_of
from bot.plan.context import AppContext, Moment
from bot.storage import people
from bot.storage.kernel.store import Store, Tx
from tests.support import plans as made
from tests.support.plans import Team

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


async def test_changes_asked_a_second_time_are_told_a_second_time(store: Store, home: AppContext) -> None:
    def after(hours: int) -> Moment:
        return Moment(home, NOW + timedelta(hours=hours), f"code {hours}")

    def asks(tx: Tx, team: Team, plan: int, hours: int) -> None:
        made.does(tx, after(hours), plan, Action.ASK_CHANGES, team.referent)

    def awaited(tx: Tx, team: Team, hours: int) -> str:
        request = Request(after(hours), lina := people.by_id(tx, team.referent), reader_of(lina, home))
        (woman,) = people.attached(tx, team.referent)
        news = status.of_person(tx, request.moment, woman.id).seen.news
        person.told(tx, request, woman.id)
        assert status.of_person(tx, request.moment, woman.id).seen.news == ""
        return news

    def story(tx: Tx) -> list[str]:
        team = made.team(tx, replace(after(0), code="team"), made.next_summer(NOW))
        plan = made.sent(tx, after(1), team, "Awa")
        asks(tx, team, plan, 2)
        first = awaited(tx, team, 3)
        (woman,) = people.attached(tx, team.referent)
        made.does(tx, after(4), plan, Action.SEND_AGAIN, woman.id)
        asks(tx, team, plan, 5)
        return [first, awaited(tx, team, 6)]

    assert await store.run(story) == ["changes_asked", "changes_asked"]


async def test_a_stay_that_changes_is_no_second_grant(store: Store, home: AppContext) -> None:
    def after(hours: int) -> Moment:
        return Moment(home, NOW + timedelta(hours=hours), f"code {hours}")

    def story(tx: Tx) -> tuple[datetime | None, str]:
        team = made.team(tx, after(0), made.next_summer(NOW))
        plan = made.endorsed(tx, after(1), team, "Awa")
        made.does(tx, after(2), plan, Action.GRANT, team.coordinator, granted_cents=100_00)
        request = Request(after(3), lina := people.by_id(tx, team.referent), reader_of(lina, home))
        (woman,) = people.attached(tx, team.referent)
        person.told(tx, request, woman.id)
        made.does(tx, after(4), plan, Action.CHANGE_STAY, team.referent, granted_cents=90_00)
        seen = status.of_person(tx, after(5), woman.id).seen
        return seen.since, seen.news

    assert await store.run(story) == (NOW + timedelta(hours=2), "")
