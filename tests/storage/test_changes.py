"""What can be written of a noun is what its table has, and nothing more."""

import typing

import pytest
import sqlalchemy as sa

from bot.storage import (
    calls,
    changes,
    departures,
    events,
    groups,
    guides,
    member_stays,
    people,
    plans,
    requests,
    stories,
)

WRITTEN = {
    changes.CallChanges: calls.calls,
    changes.DepartureChanges: departures.departures,
    changes.EventChanges: events.events,
    changes.GuideChanges: guides.guides,
    changes.GuideWords: guides.guides,
    changes.MemberChanges: groups.members,
    changes.PersonChanges: people.people,
    changes.PlanChanges: plans.plans,
    changes.RequestChanges: requests.requests,
    changes.StayChanges: member_stays.stays,
    changes.StoryChanges: stories.stories,
}

SEALED_AS = {"chat_id": "chat", "departure": "stay", "homecoming": "stay"}
"""What stands in a column of another name: sealed, with a hash beside it."""


def test_none_is_forgotten_here() -> None:
    assert {each for each in vars(changes).values() if typing.is_typeddict(each)} == set(WRITTEN)


@pytest.mark.parametrize(("kind", "table"), WRITTEN.items(), ids=lambda each: getattr(each, "__name__", ""))
def test_it_names_columns_of_the_table_and_takes_nothing_where_the_table_does(kind: type, table: sa.Table) -> None:
    hints = {SEALED_AS.get(name, name): hint for name, hint in typing.get_type_hints(kind).items()}
    assert set(hints) <= set(table.c.keys())
    nothing = {name for name, hint in hints.items() if type(None) in typing.get_args(hint)}
    assert nothing <= {column.name for column in table.c if column.nullable}
