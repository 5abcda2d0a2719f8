"""Encryption at rest and keyed hashes. The queries decide what is sealed; no SQL and no key file here."""

import hashlib
import hmac
import json
import os
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_ID = 4
_NONCE = 12
_ROW = bytes(_ID)  # in place of a key's id: sealed under the row's own key
ROW_KEY_BYTES = 32


class Unreadable(Exception):  # noqa: N818  named for what happened
    """A sealed value cannot be opened: its key is not here, or the bytes are not what was written."""


def new_row_key() -> bytes:
    """Return a key for one person's rows: once it is forgotten, what it sealed is erased."""
    return os.urandom(ROW_KEY_BYTES)


class Cipher:
    """AES-256-GCM under the installation's keys.

    A sealed value is ``key id (4) + nonce (12) + ciphertext and tag``. The column's name is authenticated
    with it, so that a value moved to another column no longer opens.
    """

    def __init__(self, keys: Sequence[bytes | str]) -> None:
        """Take the keys, of any length: the first writes, all read.

        Raises:
            ValueError: no key, or an empty one.
        """
        secrets = [key.encode() if isinstance(key, str) else bytes(key) for key in keys]
        if not secrets or not all(secrets):
            raise ValueError("at least one key is needed, and none may be empty")
        derived = [(_derive(secret, b"id")[:_ID], AESGCM(_derive(secret, b"seal"))) for secret in secrets]
        self._id, self._writer = derived[0]
        self._readers = dict(reversed(derived))
        self._blinding = [_derive(secret, b"blind") for secret in secrets]

    def __repr__(self) -> str:
        return f"Cipher({len(self._blinding)} keys)"

    def seal(self, value: str | bytes, column: str, row: bytes | None = None) -> bytes:
        """Encrypt a value for a column, such as ``"people.name"``.

        Args:
            value: text or bytes.
            column: ``table.column``; needed again to open.
            row: the row's own key (``new_row_key``), for what must be erasable by forgetting that key.
        """
        plain = value.encode() if isinstance(value, str) else value
        nonce = os.urandom(_NONCE)
        if row is None:
            return self._id + nonce + self._writer.encrypt(nonce, plain, column.encode())
        return _ROW + nonce + AESGCM(row).encrypt(nonce, plain, column.encode())

    def open(self, sealed: bytes, column: str, row: bytes | None = None) -> bytes:
        """Decrypt what ``seal`` made for the same column.

        Raises:
            Unreadable: unknown key, another column, or altered bytes.
        """
        key_id = sealed[:_ID]
        key = AESGCM(row) if row is not None and key_id == _ROW else self._readers.get(key_id)
        if key is None:
            raise Unreadable(f"{column}: sealed under a key that is not here")
        try:
            return key.decrypt(sealed[_ID : _ID + _NONCE], sealed[_ID + _NONCE :], column.encode())
        except (InvalidTag, ValueError) as error:
            raise Unreadable(f"{column}: altered, or moved from elsewhere") from error

    def open_text(self, sealed: bytes, column: str, row: bytes | None = None) -> str:
        """Decrypt to text; errors as ``open``."""
        return self.open(sealed, column, row).decode()

    def seal_json(self, value: Any, column: str, row: bytes | None = None) -> bytes:
        """Encrypt a JSON value (strings, integers, booleans, None, lists, string-keyed mappings)."""
        return self.seal(json.dumps(value, ensure_ascii=False, separators=(",", ":")), column, row)

    def open_json(self, sealed: bytes, column: str, row: bytes | None = None) -> Any:
        """Decrypt a JSON value; errors as ``open``."""
        return json.loads(self.open(sealed, column, row))

    def is_current(self, sealed: bytes) -> bool:
        """Return whether a value needs no new sealing after the first key was replaced."""
        return sealed[:_ID] in {self._id, _ROW}

    def blind(self, value: str, purpose: str) -> bytes:
        """Return the keyed hash to store, to find a value again without keeping it readable.

        Args:
            value: already in the one form it is looked up by (case, spaces).
            purpose: such as ``"invitations.code"``; the same value differs between purposes.
        """
        return _blind(self._blinding[0], value, purpose)

    def blinds(self, value: str, purpose: str) -> list[bytes]:
        """Return the hash under each key, for looking up what an older key wrote."""
        return [_blind(key, value, purpose) for key in self._blinding]


def _derive(secret: bytes, use: bytes) -> bytes:
    """Give each use a key of its own (HKDF's extract and one expand, RFC 5869)."""
    extracted = hmac.digest(b"valise", secret, hashlib.sha256)
    return hmac.digest(extracted, use + b"\x01", hashlib.sha256)


def _blind(key: bytes, value: str, purpose: str) -> bytes:
    return hmac.digest(key, f"{purpose}\0{value}".encode(), hashlib.sha256)
