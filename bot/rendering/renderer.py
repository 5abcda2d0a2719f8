"""From a screen as data to the words one person reads: Jinja's blocks, one by one, in her language.

Python holds no sentence: every word comes from `templates/` and `locales/`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from bot.domain.regions import Region
from bot.rendering import writing
from bot.rendering.blocks import Blocks, about_a_group
from bot.rendering.catalogues import Catalogues
from bot.rendering.filters import filters
from bot.rendering.lexicons import lexicon_for
from bot.rendering.words import words_in
from conversations.engine.answers import Facts
from conversations.engine.choices import FREE
from conversations.engine.dates import Span
from conversations.engine.keyboard import Button, Label, Pick, Plain, Problem, Word, Written
from conversations.engine.replies import FileRef
from conversations.engine.screens import Page, Question, Screen
from conversations.engine.steps import Section, Step
from conversations.engine.widgets import Ear, Message, plain

BAR = 12
"""Squares of the progress bar."""
BETWEEN_TICKS = " · "
"""Between ticked answers: each begins like a sentence, so that "and" would read badly between them."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: her language and zone, and the name of her referent for "with Lina"."""

    language: str = "en"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Paris"))
    referent: str = ""
    discreet: bool = False
    at_work: bool = False
    """Reads which programme, call and source a rule is of; of a beneficiary none of them is ever named."""


@dataclass(frozen=True, slots=True)
class Key:
    """A rendered button: with `data` it comes back to us, with `url` it opens an address."""

    label: str
    data: str = ""
    url: str = ""
    style: str = ""

    def __post_init__(self) -> None:
        """Refuse a button that does nothing, or two things."""
        if bool(self.data) == bool(self.url):
            raise ValueError(f"a key has either data or a url: {self.label!r}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to be sent: Telegram's HTML, the keyboard, and what travels with it."""

    text: str
    keyboard: tuple[tuple[Key, ...], ...] = ()
    picture: bytes | str | None = None
    document: tuple[str, bytes] | str | None = None
    voice: str | None = None
    protected: bool = False


class Renderer:
    """Renders screens. One environment for all languages: the reader is part of each context."""

    def __init__(self, templates: Path, catalogues: Catalogues) -> None:
        self.catalogues = catalogues
        self.environment = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            auto_reload=False,
            cache_size=-1,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        self.environment.policies["ext.i18n.trimmed"] = True
        self.environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
            self._gettext, self._ngettext, newstyle=True
        )
        self.environment.filters.update(filters())
        self.environment.filters["moment"] = self._moment_here
        self.environment.globals.update(
            tell=self._tell_here, label=self._label_here, title=self._title_here, region_name=_region_name
        )
        self._blocks = Blocks(self.environment)
        self.words: Mapping[str, str] = words_in(templates)
        """The template that has each word."""

    # What templates may call

    @staticmethod
    @pass_context
    def _gettext(context: Context, message: str) -> str:
        return str(context["translations"].gettext(message))

    @staticmethod
    @pass_context
    def _ngettext(context: Context, one: str, many: str, n: int) -> str:
        return str(context["translations"].ngettext(one, many, n))

    @pass_context
    def _moment_here(self, context: Context, value: datetime) -> Markup:
        """A day in full and the hour, in the reader's zone; how the two are joined is the language's own."""
        reader = context["reader"]
        values = {"day": value.astimezone(reader.zone).date(), "time": value}
        return Markup(self.block("_step", "moment", reader, values))  # noqa: S704 - rendered and escaped already

    @pass_context
    def _tell_here(self, context: Context, section: str, step: Step, value: Any) -> Markup:
        return Markup(self.tell(section, step, value, context["reader"], about_a_group(context)))  # noqa: S704 - escaped

    @pass_context
    def _label_here(self, context: Context, section: str, step: Step) -> Markup:
        return Markup(self.label(section, step, context["reader"]))  # noqa: S704 - rendered and escaped already

    @pass_context
    def _title_here(self, context: Context, section: str) -> Markup:
        said = self.block(f"{section}/_section", "title", context["reader"], about_a_group(context))
        return Markup(said)  # noqa: S704 - as above

    # Blocks

    def template(self, name: str) -> Template:
        """The compiled template `name` (without ending); jinja2.TemplateNotFound when there is none."""
        return self._blocks.template(name)

    def block(self, name: str, block: str, reader: Reader, values: Mapping[str, Any], default: str = "_step") -> str:
        """One block, with the step frame's block of that name where the template has none; "" if neither has it."""
        if block not in self.template(name).blocks:
            name = default
            if block not in self.template(name).blocks:
                return ""
        everything = {**values, "reader": reader, "translations": self.catalogues.translations(reader.language)}
        return self._blocks.render(name, self._blocks.said_of(name, block, values), reader.language, everything)

    def has_block(self, name: str, block: str) -> bool:
        """Whether the template itself has that block."""
        return block in self.template(name).blocks

    def word(self, word: str, reader: Reader, values: Mapping[str, Any] = MappingProxyType({})) -> str:
        """A word of `templates/buttons/`: mostly the label of a button. Raises KeyError when there is none."""
        return self.block(self.words[word], word, reader, values)

    def own_name(self, language: str) -> str:
        """A language by its own name, whoever reads."""
        return self.word("language_name", Reader(language=language))

    # Screens

    def render(self, screen: Screen, reader: Reader) -> Rendered:
        """The message for a screen."""
        rendered = self._question(screen, reader) if isinstance(screen, Question) else self._page(screen, reader)
        text = writing.directed(rendered.text, reader.language)
        return replace(rendered, text=text, protected=reader.discreet)

    def _page(self, page: Page, reader: Reader) -> Rendered:
        values = dict(page.values)
        lines = [self.block(page.template, "body", reader, values)]
        lines += [self._problem(page.template, note, reader, values) for note in page.notes]
        lines += [self.block("_step", "status", reader, {"status": page.status})] if page.status else []
        keyboard = tuple(tuple(self._key(button, page.template, reader, values) for button in row) for row in page.rows)
        return Rendered(_paragraphs(lines), keyboard, page.picture, page.document, page.voice)

    def _question(self, question: Question, reader: Reader) -> Rendered:
        name = f"{question.section}/{question.step.name}"
        values: dict[str, Any] = {"scratch": {}, "key": question.step.key, **question.values}
        diary = self._diary(question, reader)
        lines = [
            f"{diary}\n" if diary else "",
            self._place(question, reader),
            *(self._problem(name, note, reader, values) for note in question.notes),
            self._problem(name, question.problem, reader, values) if question.problem else "",
            self.block("_step", "comment", reader, values) if values.get("comment") else "",
            self.block(name, "prompt", reader, values),
            self.block(name, "example" if question.example else "help", reader, values),
        ]
        keyboard = tuple(tuple(self._key(button, name, reader, values) for button in row) for row in question.rows)
        return Rendered(_paragraphs(lines), keyboard)

    def _place(self, question: Question, reader: Reader) -> str:
        filled = round(BAR * question.position / max(question.total, 1))
        values = {
            **question.values,
            "section": Markup(self.block(f"{question.section}/_section", "title", reader, question.values)),  # noqa: S704
            "position": question.position,
            "total": question.total,
            "bar": "▓" * filled + "░" * (BAR - filled),
            "status": question.status,
        }
        return self.block("_step", "place", reader, values)

    def _diary(self, question: Question, reader: Reader) -> str:
        if question.diary is None:
            return ""
        section, step, value = question.diary
        return self.diary(section, step, value, reader, question.values)

    def diary(
        self, section: Section, step: Step, value: Any, reader: Reader, shown: Mapping[str, Any] | None = None
    ) -> str:
        """One answer in one line: "✓ Dates: …"; `shown` is what buttons name, such as calls, by their number."""
        values = {
            "label": Markup(self.label(section.name, step, reader)),  # noqa: S704 - rendered and escaped already
            "told": Markup(self.tell(section.name, step, value, reader, shown)),  # noqa: S704 - rendered and escaped already
        }
        return self.block("_step", "diary", reader, values)

    def _problem(self, name: str, problem: Problem, reader: Reader, values: Mapping[str, Any]) -> str:
        said = {**values, **problem.values}
        return self.block(name, f"problem_{problem.code}", reader, said) or self.block(
            name, "problem_not_understood", reader, said
        )

    def toast(self, problem: Problem, reader: Reader) -> str:
        """The short answer to a tap: plain words, at most what Telegram shows."""
        return _unescaped(self._problem("_step", problem, reader, {}))[:MOST_TOAST]

    # Labels and values

    def label(self, section: str, step: Step, reader: Reader) -> str:
        """The short name of a question, for recaps and cards."""
        return self.block(f"{section}/{step.name}", "label", reader, {"key": step.key})

    def choice(self, section: str, step: str, value: str, reader: Reader, values: Mapping[str, Any]) -> str:
        """The words of one choice; words of one's own are themselves."""
        if value.startswith(FREE):
            return str(escape(value.removeprefix(FREE)))
        return self.block(f"{section}/{step}", "choice", reader, {**values, "value": value})

    def tell(
        self, section: str, step: Step, value: Any, reader: Reader, values: Mapping[str, Any] | None = None
    ) -> str:
        """A value in the reader's words, escaped for Telegram's HTML."""
        more = {"key": step.key, **(values or {})}
        match value:
            case Span(start, end):
                days = {"start": start, "end": end, "nights": (end - start).days}
                return self.block(f"{section}/{step.name}", "span", reader, days)
            case date():
                return str(escape(writing.day(value, reader.language)))
            case FileRef():
                return self.block("_step", "file", reader, {"file": value})
            case Message():
                return self.block("_step", "message", reader, {"message": value})
            case int():
                write = writing.money if step.widget.kind == "money" else writing.number
                return str(escape(write(value, reader.language)))
            case ():
                return self.choice(section, step.name, "none", reader, more)
            case tuple():
                parts = [self._one(section, step, item, reader, more) for item in value]
                ticks = step.widget.kind == "many"
                return BETWEEN_TICKS.join(parts) if ticks else writing.several(parts, reader.language)
            case _:
                return self._one(section, step, value, reader, more)

    def _one(self, section: str, step: Step, value: Any, reader: Reader, values: Mapping[str, Any]) -> str:
        if isinstance(value, int):
            return str(escape(writing.number(value, reader.language)))
        if step.widget.kind in {"choice", "place", "many"}:
            return self.choice(section, step.name, value, reader, values)
        return str(escape(value))

    def _key(self, button: Button, name: str, reader: Reader, values: Mapping[str, Any]) -> Key:
        text = writing.directed(_unescaped(self._label(button.label, name, reader, values)), reader.language)
        if button.ticked is not None:
            text = f"{'☑' if button.ticked else '☐'} {text}"
        return Key(text[:MOST_LABEL], button.data, button.url, button.style)

    def _label(self, label: Label, name: str, reader: Reader, values: Mapping[str, Any]) -> str:
        match label:
            case Plain(text):
                return str(escape(text))
            case Word(block, more):
                return self.word(block, reader, {**values, **more})
            case Pick(value, step):
                where = step or name
                section, _, base = where.partition("/")
                return self.choice(section, base, value, reader, values)
            case Written(value, form):
                return str(escape(writing.label(value, form, reader.language)))

    # Understanding

    def ear(self, section: str, step: Step, facts: Facts, reader: Reader, values: Mapping[str, Any]) -> Ear:
        """What is needed to understand words typed under that question in the reader's language."""
        labels: dict[str, str] = {}
        for row in step.widget.rows(None, facts):
            for button in row:
                if isinstance(button.label, Pick):
                    words = _unescaped(self.choice(section, step.name, button.label.value, reader, values))
                    labels[known_plain(words)] = button.data
        return Ear(lexicon_for(reader.language), labels)


@lru_cache(4096)
def known_plain(words: str) -> str:
    """`plain`, remembered: for words of the catalogues, never for what somebody typed."""
    return plain(words)


MOST_TOAST = 200
"""Characters of the answer to a tap (Bot API, answerCallbackQuery)."""

MOST_LABEL = 120
"""Characters of a button's label that any telephone still shows."""


def _paragraphs(lines: list[str]) -> str:
    return "\n".join(line for line in lines if line)


def _unescaped(text: str) -> str:
    return Markup(text).unescape() if "&" in text else text  # noqa: S704 - goes to a label, which is no HTML


def _region_name(code: str) -> str:
    """The official name of a region: a proper noun, the same in every language."""
    return Region(code).official_name
