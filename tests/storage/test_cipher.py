"""What is sealed opens in its own place only, and outlives a change of keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.kernel.cipher import Cipher, Unreadable, new_row_key

OLD, NEW = "the first key", b"\x00the second key"


@given(st.text(), st.text(min_size=1))
def test_whatever_is_sealed_opens_again(value: str, column: str) -> None:
    cipher = Cipher([OLD])
    assert cipher.open_text(cipher.seal(value, column), column) == value


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_json_comes_back_as_it_was(value: object) -> None:
    cipher = Cipher([OLD])
    assert cipher.open_json(cipher.seal_json(value, "plans.answers"), "plans.answers") == value


def test_the_same_value_is_never_sealed_alike() -> None:
    cipher = Cipher([OLD])
    assert cipher.seal("Awa", "people.name") != cipher.seal("Awa", "people.name")


def test_a_value_moved_to_another_column_does_not_open() -> None:
    cipher = Cipher([OLD])
    with pytest.raises(Unreadable, match=r"plans\.note"):
        cipher.open(cipher.seal("Awa", "people.name"), "plans.note")


def test_altered_or_cut_bytes_do_not_open() -> None:
    cipher = Cipher([OLD])
    sealed = cipher.seal("Awa", "people.name")
    for broken in (sealed[:-1] + bytes([sealed[-1] ^ 1]), sealed[:10], b""):
        with pytest.raises(Unreadable):
            cipher.open(broken, "people.name")


def test_the_first_key_writes_and_all_read() -> None:
    sealed = Cipher([OLD]).seal("Awa", "people.name")
    both = Cipher([NEW, OLD])
    assert both.open_text(sealed, "people.name") == "Awa"
    assert not both.is_current(sealed)
    again = both.seal("Awa", "people.name")
    assert both.is_current(again)
    assert Cipher([NEW]).open_text(again, "people.name") == "Awa"
    with pytest.raises(Unreadable, match="key that is not here"):
        Cipher([NEW]).open(sealed, "people.name")


def test_forgetting_a_row_key_erases_what_it_sealed() -> None:
    cipher, key = Cipher([OLD]), new_row_key()
    sealed = cipher.seal("Awa", "people.name", key)
    assert cipher.open_text(sealed, "people.name", key) == "Awa"
    assert cipher.is_current(sealed)
    for other in (None, new_row_key()):
        with pytest.raises(Unreadable):
            cipher.open(sealed, "people.name", other)


def test_a_row_key_does_not_hinder_reading_what_the_installation_sealed() -> None:
    cipher = Cipher([OLD])
    assert cipher.open_text(cipher.seal("Awa", "people.name"), "people.name", new_row_key()) == "Awa"


def test_a_blind_hash_finds_a_value_again_under_each_key_and_for_one_purpose() -> None:
    cipher = Cipher([NEW, OLD])
    assert cipher.blind("code", "invitations.code") == cipher.blind("code", "invitations.code")
    assert cipher.blind("code", "invitations.code") != cipher.blind("code", "people.name")
    assert Cipher([OLD]).blind("code", "invitations.code") in cipher.blinds("code", "invitations.code")


@pytest.mark.parametrize("keys", [[], [""], [OLD, ""]])
def test_no_key_or_an_empty_one_is_refused(keys: list[str]) -> None:
    with pytest.raises(ValueError, match="key"):
        Cipher(keys)


def test_the_keys_never_show() -> None:
    assert OLD not in repr(Cipher([OLD]))
