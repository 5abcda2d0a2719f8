"""What of the outbox has not left yet, of one plan and some kinds."""

from bot.storage import outbox, untold
from bot.storage.outbox import Outgoing
from tests.support.books import DAY, NOW, Books


def test_a_notice_waits_until_it_has_left(books: Books) -> None:
    tx = books.tx
    told = Outgoing("plan:1:granted", books.lina, "granted", {}, created_at=NOW, due_at=NOW + DAY, plan_id=1)
    outbox.put(tx, [told])
    assert untold.waits(tx, 1, ["granted", "offered"])
    assert not untold.waits(tx, 1, ["offered"])
    assert not untold.waits(tx, 2, ["granted"])
    (row,) = outbox.claim(tx, "me", NOW + DAY, 9)
    outbox.sent(tx, row.id, 7)
    assert not untold.waits(tx, 1, ["granted"])
