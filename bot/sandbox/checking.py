"""Requests against the facts: one precompiled checker per method. Knows nothing of chats or messages."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, cast

from bot.sandbox.facts import Facts, load
from bot.sandbox.markup import check_inline_button, check_keyboard, check_reply_keyboard
from bot.sandbox.values import INNER, MEASURES, OUTER, Checker, MismatchError
from bot.sandbox.wire import ApiError, Json, bad_request

MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "user_id": "user_id is empty",
    "from_chat_id": "from_chat_id is empty",
}
"""Telegram's own words for a required parameter that is absent or empty."""

OWN_WORDS = {
    "InlineKeyboardButton.callback_data": "BUTTON_DATA_INVALID",
    "BotCommand.command": "BOT_COMMAND_INVALID",
    "BotCommand.description": "BOT_COMMAND_DESCRIPTION_INVALID",
    "answerCallbackQuery.text": "MESSAGE_TOO_LONG",
    "CopyTextButton.text": "BUTTON_COPY_TEXT_INVALID",
    "ReactionTypeEmoji.emoji": "REACTION_INVALID",
}
"""Telegram's own words for a value out of its limits."""

SHAPES: dict[str, Callable[[Json], None]] = {
    "InlineKeyboardButton": check_inline_button,
    "InlineKeyboardMarkup": check_keyboard,
    "ReplyKeyboardMarkup": check_reply_keyboard,
}
"""Rules of a type beyond its fields."""


def _limited(check: Checker, name: str, limit: Json) -> Checker:
    """Wrap `check` with the bounds of one limit."""
    measure = MEASURES[limit["unit"]]
    low, high = limit.get("min", 0), limit["max"]
    also, pattern = limit.get("also", []), re.compile(limit.get("pattern", ""))
    bare = "pattern" not in limit

    def bounded(value: Any) -> Any:
        value = check(value)
        fits = low <= measure(value) <= high or value in also
        if fits and (bare or pattern.fullmatch(value)):
            return value
        raise bad_request(OWN_WORDS.get(name, f'"{name}" must have {low} to {high} {limit["unit"]}'))

    return bounded


def _one_of(check: Checker, name: str, words: list[str]) -> Checker:
    """Wrap `check` with a closed vocabulary."""
    allowed = frozenset(words)

    def chosen(value: Any) -> Any:
        value = check(value)
        if value in allowed:
            return value
        raise bad_request(OWN_WORDS.get(name, f'"{name}" must be one of {", ".join(words)}'))

    return chosen


def _array(item: Checker) -> Checker:
    def check(value: Any) -> Any:
        if not isinstance(value, list):
            raise MismatchError("a JSON array")
        for each in value:
            item(each)
        return value

    return check


def _any(checks: list[Checker]) -> Checker:
    """Accept what one of several types accepts; the last complaint wins when none does."""
    if len(checks) == 1:
        return checks[0]

    def check(value: Any) -> Any:
        complaint: Exception = MismatchError("a value")
        for each in checks:
            try:
                return each(value)
            except MismatchError as error:
                complaint = error
        raise complaint

    return check


def _field(type_name: str, name: str, check: Checker | None, item: Any) -> None:
    """Check one field of a JSON object."""
    if check is None:
        raise bad_request(f'can\'t parse {type_name}: unknown field "{name}"')
    try:
        check(item)
    except MismatchError as error:
        raise bad_request(f'can\'t parse {type_name}: Field "{name}" must be {error}') from None


@dataclass(frozen=True, slots=True)
class MethodChecker:
    """The checker of one method."""

    name: str
    parameters: dict[str, Checker]
    required: tuple[str, ...]

    def __call__(self, given: Mapping[str, Any]) -> Json:
        """Return the parameters as Python values.

        Raises:
            ApiError: unknown or missing parameter, wrong type, out of limits.
        """
        checked: Json = {}
        for name, value in given.items():
            check = self.parameters.get(name)
            if check is None:
                raise bad_request(f'unknown parameter "{name}" of {self.name}')
            try:
                checked[name] = check(value)
            except MismatchError as error:
                raise bad_request(f'parameter "{name}" of {self.name} must be {error}') from None
        for name in self.required:
            if name not in checked or checked[name] == "":
                raise bad_request(MISSING.get(name, f'parameter "{name}" of {self.name} is required'))
        return checked


class Compiler:
    """Builds the checkers of all methods from the facts; each type is compiled once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._types: dict[str, Checker] = {}

    def method(self, name: str) -> MethodChecker:
        """Return the checker of a known method."""
        parameters = {
            field.rstrip("!"): self._bounded(f"{name}.{field.rstrip('!')}", self._outer(types))
            for field, types in self._facts.methods[name].items()
        }
        required = tuple(field[:-1] for field in self._facts.methods[name] if field.endswith("!"))
        return MethodChecker(name, parameters, required)

    def _bounded(self, name: str, check: Checker) -> Checker:
        limit = self._facts.limits.get(name)
        words = self._facts.enums.get(name)
        check = _limited(check, name, limit) if limit else check
        return _one_of(check, name, words) if words else check

    def _outer(self, types: str) -> Checker:
        """Check a parameter as it stands in a form: structured types arrive as JSON text (or as JSON itself)."""
        names = types.split("|")
        plain = [OUTER[name] for name in names if name in OUTER]
        structured = [self._inner(name) for name in names if name not in OUTER]
        if not structured:
            return _any(plain)
        inner = self._keyboards(names) or _any(structured)

        def check(value: Any) -> Any:
            if isinstance(value, str):
                try:
                    value = json.loads(value)
                except ValueError:
                    raise bad_request(f"can't parse {types.split('|', maxsplit=1)[0]} JSON object") from None
            return inner(value)

        return check

    def _keyboards(self, names: list[str]) -> Checker | None:
        """Check one of several kinds of reply markup: the one is meant whose own field is there."""
        keys = {
            "InlineKeyboardMarkup": "inline_keyboard",
            "ReplyKeyboardMarkup": "keyboard",
            "ReplyKeyboardRemove": "remove_keyboard",
            "ForceReply": "force_reply",
        }
        if names[0] != "InlineKeyboardMarkup":
            return None
        known = {keys[name]: self._inner(name) for name in names}

        def check(value: Any) -> Any:
            if not isinstance(value, dict):
                raise bad_request("object expected as reply markup")
            for key, each in known.items():
                if key in value:
                    return each(value)
            raise bad_request("inline keyboard expected" if len(known) == 1 else "can't parse reply markup")

        return check

    def _inner(self, type_name: str) -> Checker:
        if type_name.startswith("Array of "):
            return _array(self._inner(type_name.removeprefix("Array of ")))
        if type_name in INNER:
            return INNER[type_name]
        if type_name not in self._types:
            # A type may hold itself (rich text does): a stand-in has the name while its fields are compiled.
            self._types[type_name] = partial(self._later, type_name)
            self._types[type_name] = self._compiled(type_name)
        return self._types[type_name]

    def _later(self, type_name: str, value: Any) -> Any:
        return self._types[type_name](value)

    def _compiled(self, type_name: str) -> Checker:
        fields = self._facts.types[type_name]
        if isinstance(fields, list):
            return self._variant(type_name, fields)
        return self._object(type_name, fields)

    def _variant(self, type_name: str, names: list[str]) -> Checker:
        """Check one of several variants of a type, told apart by their `type` where they have one."""
        by_word: dict[str, Checker] = {}
        for name in names:
            for key in ("type", "source"):
                for word in self._facts.enums.get(f"{name}.{key}", []):
                    by_word[word] = self._inner(name)
        others = _any([self._inner(name) for name in names])

        def check(value: Any) -> Any:
            if not isinstance(value, dict | list | str):
                raise MismatchError(f"a {type_name}")
            word = value.get("type", value.get("source")) if isinstance(value, dict) else None
            if by_word and isinstance(value, dict) and word not in by_word:
                raise bad_request(f"can't parse {type_name}: unknown type {word!r}")
            return by_word[cast("str", word)](value) if word in by_word else others(value)

        return check

    def _object(self, type_name: str, fields: dict[str, str]) -> Checker:
        checks = {
            field.rstrip("!"): self._bounded(
                f"{type_name}.{field.rstrip('!')}", _any([self._inner(name) for name in types.split("|")])
            )
            for field, types in fields.items()
        }
        required = tuple(field[:-1] for field in fields if field.endswith("!"))
        shape = SHAPES.get(type_name)

        def check(value: Any) -> Any:
            if not isinstance(value, dict):
                raise MismatchError(f"a {type_name}")
            if missing := [name for name in required if name not in value]:
                raise bad_request(f"can't parse {type_name}: Can't find field \"{missing[0]}\"")
            for name, item in value.items():
                _field(type_name, name, checks.get(name), item)
            if shape:
                shape(value)
            return value

        return check


@cache
def compiled() -> dict[str, MethodChecker]:
    """Return the checkers of all methods, compiled when first asked for: most are never called."""
    return _Lazy(load())


class _Lazy(dict[str, MethodChecker]):
    """Checkers by method name."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self._facts = facts
        self._compiler = Compiler(facts)

    def __missing__(self, name: str) -> MethodChecker:
        if name not in self._facts.methods:
            raise ApiError(404, "Not Found")
        self[name] = self._compiler.method(name)
        return self[name]
