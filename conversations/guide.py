"""A coordinator shelves a guide: its title, what it says, its theme, its language, and whether people read it too."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar

from conversations.broadcast import LanguagesContext, all_languages, other_languages
from conversations.engine.answers import Facts, Json
from conversations.engine.choices import Choice
from conversations.engine.keyboard import Button, Plain, Problem, Rows, answering, column
from conversations.engine.replies import FileRef, Reply, Said, Sent, Tapped
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.engine.widgets import (
    NOT_UNDERSTOOD,
    Attachment,
    Ear,
    Read,
    Taken,
    Text,
    Widget,
    dump_file,
    load_file,
    plain,
)

MOST_CONTENT = 3_000
"""Characters of a guide typed here: one screen. Longer ones are a PDF or a link."""
LONGEST_TITLE = 60
"""Characters of a title: it stands on a button of a telephone."""

_ADDRESS = re.compile(r"https?://[^\s<>\"]{3,2000}")


class Theme(StrEnum):
    """Where a guide stands on the shelf."""

    START = "start"
    """Setting up holidays with people: whom to ask, how to speak of it."""
    BUDGET = "budget"
    STAYS = "stays"
    """Places, lodging, transport."""
    PAPERS = "papers"
    """Formalities, children, work, housing."""
    GROUPS = "groups"
    VOUCHERS = "vouchers"
    OTHER = "other"


def link_in(text: str) -> str:
    """Return the address, when a text is nothing but one; else ""."""
    found = _ADDRESS.fullmatch(text.strip())
    return found[0] if found else ""


@dataclass(frozen=True, kw_only=True)
class Shelved(Widget[str | FileRef]):
    """What a guide says: paragraphs, an address alone, or a PDF or picture that Telegram keeps."""

    kind: ClassVar[str] = "shelved"
    takes_files: ClassVar[bool] = True

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[str | FileRef]:
        """Read a text, which keeps its lines, or a file, kept as quotes are."""
        match reply:
            case Sent(file):
                return Attachment().unfit(file) or Taken(file)
            case Said(text) if any(c.isalnum() for c in text):
                body = re.sub(r"\n{3,}", "\n\n", text.strip())
                too_long = len(body) > MOST_CONTENT
                return Problem("too_long", {"limit": MOST_CONTENT, "length": len(body)}) if too_long else Taken(body)
            case _:
                return NOT_UNDERSTOOD

    def dump(self, value: str | FileRef) -> Json:
        """Return the words, or the file's facts."""
        return value if isinstance(value, str) else dump_file(value)

    def load(self, raw: Json) -> str | FileRef:
        """Reverse `dump`."""
        return raw if isinstance(raw, str) else load_file(raw)


KEEP = "keep"
"""Data of the button that takes a title as it stands."""


@dataclass(frozen=True, kw_only=True)
class Title(Text):
    """A few words; those that are known already, or proposed, are one tap away."""

    limit: int = LONGEST_TITLE

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[str]:
        """Read the title as it stands, or other words."""
        known = facts.value("guide_title")
        if reply == Tapped(KEEP) and known:
            return Taken(known)
        return super().read(reply, scratch, facts, ear)

    def rows(self, scratch: Json, facts: Facts) -> Rows:
        """Return the title as it stands."""
        known = facts.value("guide_title")
        return column(Button(Plain(f"📘 {known}"), answering(KEEP))) if known else ()


def first_words(text: str) -> str:
    """Return the beginning of a text as a title: its first line, cut between words where it is longer than a button."""
    line = " ".join(text.strip().partition("\n")[0].split())
    if len(line) <= LONGEST_TITLE:
        return line
    cut = line[:LONGEST_TITLE]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut[:-1]}…"


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """Return those of these names that stand in a text, whole words alone, whatever the case or the accents."""
    said = f" {plain(text)} "
    return sorted({name for name in names if (known := plain(name)) and f" {known} " in said})


def languages(facts: Facts) -> tuple[str, ...]:
    """Return the codes of the languages a guide can be in, the coordinator's own first."""
    own = facts.about(LanguagesContext).own_language
    return (own, *other_languages(facts)) if own else all_languages(facts)


GUIDE = Conversation(
    "guide",
    (
        Section(
            "guide",
            (
                Step("guide_title", Title(), required=Need.SEND, firm=True),
                Step("guide_content", Shelved(), required=Need.SEND, firm=True),
                Step("guide_theme", Choice(options=tuple(Theme)), required=Need.SEND, firm=True),
                Step("guide_language", Choice(options=languages), required=Need.SEND, firm=True),
                Step("guide_readers", Choice(options=("referents", "everybody")), required=Need.SEND, firm=True),
            ),
        ),
    ),
    context=LanguagesContext,
)

_TYPED = tuple(item for section in GUIDE.sections for item in section.steps if isinstance(item, Step))
_ASKED_OF_AN_ANSWER = frozenset({"guide_title", "guide_theme"})

ANSWER = Conversation(
    "guide_answer",
    (Section("guide", tuple(replace(step, counts=step.name in _ASKED_OF_AN_ANSWER) for step in _TYPED)),),
    context=LanguagesContext,
)
"""The same, begun with an answer to a question: what that says already is not counted among its questions."""
