"""Words that nobody says, put into all that was written in a world: who reads one has read what was written there.

They are sealed as the application seals what people write, each in one row of one column, so that a word that turns up
in an answer tells whose words they were.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from bot.interaction import forms
from bot.storage.kernel.store import Tx
from bot.storage.sealed import SEALED
from bot.storage.tables import metadata
from conversations import PLAN
from conversations.evaluation import STORY
from conversations.join_request import JOIN_REQUEST
from conversations.report import REPORT

MARK = re.compile(r"zq[a-z]{3}", re.IGNORECASE)
"""How every planted word looks; no sentence of the product has such a one."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"

NO_WORDS: Mapping[str, str] = {
    "account_moves.chat": "a number",
    "departures.change": "dates, ages and sums",
    "departures.ticks": "which lines of a list are ticked",
    "group_asks.chat": "a number",
    "imports.seed": "what codes are made from",
    "inbox.body": "what Telegram sent: read once, by the dispatcher",
    "inbox.chat": "a number",
    "outbox.context": "ids of what a notice is about, looked up as it leaves",
    "people.chat": "a number",
    "plans.consent": "how, when and by whose hand",
    "plans.households": "sums",
    "plans.stay": "days",
    "plans.trail_key": "a key",
    "quotients.figures": "sums",
    "reminders.days": "days",
    "reports.stay": "days",
    "requests.chat": "a number",
    "requests.code": "a code",
    "shown.chat": "a number",
    "stories.after": "faces",
    "stories.before": "faces",
}
"""Sealed columns in which nobody's words stand, and what does."""

ALSO_WHERE_EMPTY = (
    "calls.neutral",
    "handovers.issuer",
    "handovers.numbers",
    "people.support",
    "plans.ancv_reference",
    "stories.quote",
)
"""Plain texts of which the world has too few: written into every row."""
TEXTS = frozenset({"comment", "name", "text", "title"})
"""Keys under which JSON holds words of people."""
FREE = frozenset({"letter", "message", "shelved", "text"})
"""Kinds of questions that are answered in words of one's own."""
LOOKED_UP = frozenset({"department", "where"})
"""Questions that are typed, and must be known."""
MANY = frozenset({"wishes", "worries"})
"""Questions of a plan to which words of one's own can be added."""
PLANS = frozenset({"group_members.answers", "plans.answers"})
WORDS_ALONE = frozenset({"broadcasts.texts", "imports.entries", "report_waivers.reason"})
"""Columns of JSON in which words stand by themselves."""
TYPED = "="
"""The sign before what was typed where it could have been chosen."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Hold whose words a planted word stands among: the column, and the plain values of the row."""

    word: str
    column: str
    row: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass
class Planted:
    """Hold all words that were planted, by word."""

    secrets: dict[str, Secret] = field(default_factory=dict)

    def another(self, column: str, row: Mapping[str, Any]) -> str:
        """Return a new word, and remember where it stands."""
        number, letters = len(self.secrets), ""
        for _ in range(3):
            number, letter = divmod(number, len(LETTERS))
            letters = LETTERS[letter] + letters
        word = f"zq{letters}"
        self.secrets[word] = Secret(word, column, row)
        return word

    def within(self, text: str) -> Iterator[Secret]:
        """Give every planted word that stands in a text, once."""
        for word in sorted({each.lower() for each in MARK.findall(text)}):
            if word in self.secrets:
                yield self.secrets[word]

    @property
    def columns(self) -> frozenset[str]:
        """Every column in which a word stands."""
        return frozenset(secret.column for secret in self.secrets.values())


def free_columns() -> frozenset[str]:
    """Return every sealed column that holds what people wrote."""
    return frozenset(f"{table}.{column}" for table, columns in SEALED.items() for column in columns) - set(NO_WORDS)


def plant(tx: Tx) -> Planted:
    """Put a word into every row of every column that holds what people wrote."""
    planted = Planted()
    for place in sorted(free_columns()):
        name, _, column = place.partition(".")
        table = metadata.tables[name]
        key = next(iter(table.primary_key.columns))
        plain = [each for each in table.columns if not isinstance(each.type, sa.LargeBinary)]
        for found in tx.connection.execute(sa.select(*plain, table.c[column])).mappings().all():
            row = {each.name: found[each.name] for each in plain if each.name != column}
            text = _planted(tx, planted, place, row, found[column])
            if text is not None:
                sealed = tx.cipher.seal(text, place)
                tx.connection.execute(table.update().where(key == row[key.name]).values({column: sealed}))
    return planted


def _planted(tx: Tx, planted: Planted, place: str, row: Mapping[str, Any], sealed: bytes | None) -> str | None:
    """Return what stands there from now on; None where nobody wrote anything."""
    if not sealed:
        if place not in ALSO_WHERE_EMPTY:
            return None
        word = planted.another(place, row)
        return json.dumps(word) if place in {"plans.ancv_reference", "stories.quote"} else word
    text = tx.cipher.open_text(sealed, place)
    if not text.strip():
        return None
    try:
        value = json.loads(text)
    except ValueError:
        return f"{planted.another(place, row)} {text}"
    if isinstance(value, str):
        return json.dumps(f"{planted.another(place, row)} {value}", ensure_ascii=False)
    if not isinstance(value, dict | list):
        return f"{planted.another(place, row)} {text}"

    def another() -> str:
        return planted.another(place, row)

    return json.dumps(_marked(value, "", place, _free_questions(place, row), another), ensure_ascii=False)


def _marked(value: Any, name: str, place: str, free: frozenset[str], another: Callable[[], str]) -> Any:
    """Return a JSON value with a word in each text that people wrote; `name` is the key under which it stands."""
    if isinstance(value, dict):
        asked = name.partition(".")[0] if "v" in value else ""
        return {key: _marked(each, asked or key, place, free, another) for key, each in value.items()}
    if isinstance(value, list):
        more = [TYPED + another()] if name in MANY and place in PLANS else []
        return [*(_marked(each, name, place, free, another) for each in value), *more]
    if not isinstance(value, str) or not value:
        return value
    if name == "id":  # of a file: with it the file is given
        return another() + value
    if value.startswith(TYPED):
        return f"{TYPED}{another()} {value.removeprefix(TYPED)}"
    whole = name in TEXTS or name in free or (place in WORDS_ALONE and " " in value)
    return f"{another()} {value}" if whole else value


def _free_questions(place: str, row: Mapping[str, Any]) -> frozenset[str]:
    """Name the questions that are answered in words of one's own, among those whose answers stand there."""
    conversation = row.get("conversation")
    if place == "requests.answers":
        steps = forms.steps_of(JOIN_REQUEST)
    elif conversation is not None:
        steps = forms.steps_of(forms.KINDS[conversation].conversation)
    else:
        about_plans = (PLAN, STORY, REPORT)
        steps = {name: step for each in about_plans for name, step in forms.steps_of(each).items()}
    return frozenset(step.name for step in steps.values() if step.widget.kind in FREE) - LOOKED_UP
