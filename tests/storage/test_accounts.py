"""Accounts at Telegram as a database keeps them: found under any key of the installation, opened, never plain."""

from bot.storage import accounts
from tests.support.books import Books

AWA, KIM = 1_234_567_890, 1_987_654_321


def test_an_account_is_found_by_its_hash_and_opened_where_it_was_sealed(books: Books) -> None:
    tx = books.tx
    assert accounts.keys(tx, AWA) == [accounts.key(tx, AWA)]
    assert accounts.by_key(tx, [AWA, KIM]) == {accounts.key(tx, AWA): AWA, accounts.key(tx, KIM): KIM}
    sealed = accounts.sealed(tx, AWA, "inbox.chat")
    assert accounts.opened(tx, sealed, "inbox.chat") == AWA
    assert str(AWA).encode() not in sealed + accounts.key(tx, AWA)
