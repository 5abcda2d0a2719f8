"""Rules of a call that were replaced, and the plans sent under them."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from bot.domain.ids import CallId
from bot.domain.plans import State
from bot.storage import call_versions, calls
from tests.support.books import NOW, Books


def test_a_plan_is_read_by_the_rules_it_was_sent_under(books: Books) -> None:
    before = calls.by_id(books.tx, books.call)
    call_versions.keep(books.tx, before, NOW)
    calls.change(books.tx, books.call, version=2, confirmed=["nights"], stay_from=date(2027, 7, 1))
    now = calls.by_id(books.tx, books.call)
    assert call_versions.as_of(books.tx, now, 2) == now
    assert call_versions.as_of(books.tx, now, before.version) == before
    with pytest.raises(sa.exc.NoResultFound):
        call_versions.as_of(books.tx, replace(now, id=CallId(now.id + 1)), before.version)


def test_movable_is_what_was_sent_earlier_and_nobody_has_endorsed(books: Books) -> None:
    calls.change(books.tx, books.call, version=2)
    call = calls.by_id(books.tx, books.call)
    older = books.plan(state=State.TO_REVIEW, rules_version=1)
    assert not call_versions.is_used(books.tx, call)
    books.plan(state=State.TO_REVIEW, rules_version=2)
    books.plan(state=State.ENDORSED, rules_version=1, rank_at=NOW)
    back = books.plan(state=State.TO_COMPLETE, rules_version=1, rank_at=NOW)
    draft = books.plan(state=State.DRAFT)
    assert call_versions.movable(books.tx, call) == [older.id, back.id]
    assert call_versions.is_used(books.tx, call)
    under_way = call_versions.under_way(books.tx, books.call)
    assert under_way[draft.id] == draft.beneficiary_id
    assert older.id in under_way
    assert back.id not in under_way, "it was endorsed once"
    assert call_versions.under_way(books.tx, books.call + 1) == {}
