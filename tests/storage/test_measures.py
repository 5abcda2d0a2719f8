"""Figures for the operator: what came in last, and how long the oldest waits."""

from datetime import timedelta

from bot.storage import inbox, measures, outbox
from tests.support.books import DAY, NOW, Books


def test_where_nothing_has_come_nothing_waits(books: Books) -> None:
    assert measures.last_arrival(books.tx) is None
    assert measures.unanswered_for(books.tx, NOW) == timedelta()
    assert measures.overdue_for(books.tx, NOW) == timedelta()
    assert measures.size(books.tx) > 1000


def test_the_oldest_update_without_an_answer_counts(books: Books) -> None:
    tx = books.tx
    row = {"bot_id": 1, "chat_id": 7, "body": b"", "tries": 0}
    states = (("answered", NOW - DAY), ("applied", NOW - timedelta(hours=2)), ("new", NOW - timedelta(hours=1)))
    for number, (state, at) in enumerate(states):
        tx.connection.execute(inbox.inbox.insert(), {**row, "update_id": number, "state": state, "arrived_at": at})
    assert measures.unanswered_for(tx, NOW) == timedelta(hours=2)
    assert measures.unanswered_for(tx, NOW - DAY) == timedelta(), "never less than nothing"
    assert measures.last_arrival(tx) == NOW - timedelta(hours=1)


def test_the_oldest_notice_that_is_due_counts(books: Books) -> None:
    tx = books.tx
    row = {
        "recipient_id": books.lina, "kind": "k", "context": b"", "priority": 0, "repeatable": False, "attempts": 0,
        "created_at": NOW,
    }  # fmt: skip
    for number, (state, hours) in enumerate((("sent", 9), ("queued", 1), ("later", 3), ("uncertain", 2))):
        values = {**row, "key": str(number), "state": state, "due_at": NOW - timedelta(hours=hours)}
        tx.connection.execute(outbox.outbox.insert(), values)
    assert measures.overdue_for(tx, NOW) == timedelta(hours=3)
