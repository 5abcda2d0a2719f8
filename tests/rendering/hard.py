"""Values that no page may break on: nothing, nothing that is seen, far too much."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from markupsafe import Markup

from bot.rendering.message import Rendered
from bot.sandbox import facts
from bot.sandbox.checking import Compiler
from bot.sandbox.entities import caption_text, message_text
from conversations.engine.choices import FREE
from conversations.engine.steps import Section, Step

HARD: Mapping[str, str] = {
    "nothing": "",
    "blank": " \n ",
    "unseen": "\u200b\u200d\ufeff\u202e\u200f\u2067\x07\x1b",
    "no ink": "\u3164\u2800",
    "long": "Zoé & <Léa> " * 341,
    "families": "👩\u200d👩\u200d👧\u200d👦" * 372,
}
"""What stands in the place of every word that a person may have typed."""

_CODE = re.compile(r"[a-z0-9_.:/]+|[A-Z]{2,3}|V-\d{4}-\d{4}|https?://\S+|=?[a-z_]+")
"""Words of ours among values: codes of states, kinds and regions, templates, references, addresses."""
_NOT_INSIDE = (Step, Section, Enum)
_CHECKER = Compiler(facts.load())
_SENDING, _ANSWERING = _CHECKER.method("sendMessage"), _CHECKER.method("answerCallbackQuery")


def with_hard(value: Any, hard: str) -> Any:
    """Return the value with `hard` in the place of every word in it that a person typed."""
    if isinstance(value, str):
        return value if isinstance(value, Markup | Enum) else _word(value, hard)
    if isinstance(value, Mapping):
        return {name: with_hard(each, hard) for name, each in value.items()}
    if type(value) in {list, tuple, frozenset}:
        return type(value)(with_hard(each, hard) for each in value)
    if is_dataclass(value) and not isinstance(value, type) and not isinstance(value, _NOT_INSIDE):
        changed = {f.name: with_hard(getattr(value, f.name), hard) for f in fields(value) if f.init}
        return replace(value, **{name: each for name, each in changed.items() if each != getattr(value, name)})
    return value


def _word(value: str, hard: str) -> str:
    if not value or _CODE.fullmatch(value):
        return value
    return f"{FREE}{hard}" if value.startswith(FREE) else hard


def taken(rendered: Rendered) -> None:
    """Let the strict Telegram look at it. Raises ApiError where it would be refused."""
    rows = [[{"text": key.label, "callback_data": key.data or "x"} for key in row] for row in rendered.keyboard]
    _SENDING({"chat_id": 1, "text": rendered.text, "parse_mode": "HTML", "reply_markup": {"inline_keyboard": rows}})
    words = caption_text if rendered.has_file else message_text
    words(rendered.text, "HTML", None)


def taken_toast(text: str) -> None:
    """Let the strict Telegram look at the answer to a tap. Raises ApiError where it would be refused."""
    _ANSWERING({"callback_query_id": "1", "text": text})
