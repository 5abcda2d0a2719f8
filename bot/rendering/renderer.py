"""From a screen as data to the words one person reads: Jinja's blocks, one by one, in the reader's language.

Python holds no sentence: every word comes from `templates/` and `locales/`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Template
from markupsafe import Markup, escape

from bot.domain.legible import Discreet, Nameless, blank
from bot.domain.rules import Finding, Rule
from bot.rendering import fitting, writing
from bot.rendering.blocks import Blocks
from bot.rendering.callables import Callables
from bot.rendering.catalogues import Catalogues
from bot.rendering.environment import environment_of
from bot.rendering.filters import filters
from bot.rendering.lexicons import lexicon_for
from bot.rendering.message import Key, Reader, Rendered
from bot.rendering.words import words_in
from conversations.engine.answers import Facts
from conversations.engine.choices import FREE
from conversations.engine.dates import Span
from conversations.engine.keyboard import INERT, Button, Label, Pick, Plain, Problem, Word, Written
from conversations.engine.replies import FileRef
from conversations.engine.screens import Page, Question, Screen
from conversations.engine.steps import Section, Step
from conversations.engine.widgets import Ear, Message, plain

__all__ = ["Key", "Reader", "Rendered", "Renderer"]

BAR = 12
"""Squares of the progress bar."""
DISCREET = "\N{NO-BREAK SPACE}🤫"
"""After the name of a person in discreet mode, for professionals alone."""
BETWEEN_TICKS = " · "
"""Between ticked answers: each begins like a sentence, so that "and" would read badly between them."""


class Renderer:
    """Renders screens. One environment for all languages: the reader is part of each context."""

    def __init__(self, templates: Path, catalogues: Catalogues) -> None:
        self.catalogues = catalogues
        callable_there = Callables(self)
        self.environment = environment_of(templates, callable_there.shown)
        self.environment.filters.update(filters())
        self.environment.filters.update(callable_there.filters)
        self.environment.tests["named"] = lambda name: not blank(name)
        self.environment.globals.update(callable_there.names)
        self._blocks = Blocks(self.environment)
        self.words: Mapping[str, str] = words_in(templates)
        """The template that has each word."""

    def shown(self, value: str, reader: Reader) -> str:
        """Return what a reader sees of a person's words: never nothing where there is something, nor too much."""
        if isinstance(value, Markup):
            return value  # rendered already
        if isinstance(value, Nameless):
            return _unescaped(self.block("_step", "nameless", reader, {"number": value.number}))
        if value and not value.isspace() and blank(value):
            return _unescaped(self.block("_step", "unreadable", reader, {}))
        text = fitting.cut(value, reader.most) if reader.most else value
        return f"{text}{DISCREET}" if isinstance(value, Discreet) and reader.at_work else text

    # Blocks

    def of_rule(self, block: str, rule: Rule | Finding, reader: Reader) -> str:
        """Return what the template of its kind says of a rule (`point`, `figure`), or of what it found (`finding`)."""
        translations = self.catalogues.translations(reader.language)
        values = {"limit": rule.limit, "finding": rule, "reader": reader, "translations": translations}
        return self._blocks.render(f"rules/{rule.kind}", block, (reader.language, reader.most), values)

    def template(self, name: str) -> Template:
        """Return the compiled template `name` (without ending); jinja2.TemplateNotFound when there is none."""
        return self._blocks.template(name)

    def block(self, name: str, block: str, reader: Reader, values: Mapping[str, Any], default: str = "_step") -> str:
        """Render a block, or the step frame's block of that name where the template has none; "" if neither has it."""
        if block not in self.template(name).blocks:
            name = default
            if block not in self.template(name).blocks:
                return ""
        everything = {**values, "reader": reader, "translations": self.catalogues.translations(reader.language)}
        said = self._blocks.said_of(name, block, values)
        return self._blocks.render(name, said, (reader.language, reader.most), everything)

    def has_block(self, name: str, block: str) -> bool:
        """Return whether the template itself has that block."""
        return block in self.template(name).blocks

    def word(self, word: str, reader: Reader, values: Mapping[str, Any] = MappingProxyType({})) -> str:
        """Return a word of `templates/buttons/`: mostly the label of a button. Raises KeyError when there is none."""
        return self.block(self.words[word], word, reader, values)

    def slash(self, command: str, reader: Reader) -> str:
        """Return the name by which a command is offered to a reader: its own where a language has none for it."""
        word = f"slash_{command}"
        return self.word(word, reader).removeprefix("/") if word in self.words else command

    def own_name(self, language: str) -> str:
        """Return a language by its own name, for any reader."""
        return self.word("language_name", Reader(language=language))

    def own_names(self) -> list[str]:
        """Return the languages there are, each by its own name."""
        return [self.own_name(language) for language in self.catalogues.languages]

    # Screens

    def render(self, screen: Screen, reader: Reader) -> Rendered:
        """Render the message for a screen, as Telegram takes it; where it is too long, its longest values are cut."""
        rendered = self._drawn(screen, reader)
        most = fitting.MOST_CAPTION if rendered.has_file else fitting.MOST_TEXT
        for shorter in fitting.CUT_TO:
            if fitting.fits(rendered.text, most):
                break
            rendered = self._drawn(screen, replace(reader, most=shorter))
        text = fitting.cut_html(rendered.text, most)
        if blank(fitting.seen(text)):
            text = self.block("_step", "unreadable", reader, {})
        return replace(rendered, text=text, protected=reader.discreet)

    def _drawn(self, screen: Screen, reader: Reader) -> Rendered:
        return self._question(screen, reader) if isinstance(screen, Question) else self._page(screen, reader)

    def _page(self, page: Page, reader: Reader) -> Rendered:
        values = page.values
        lines = [self.block(page.template, "body", reader, values)]
        lines += [self._problem(page.template, note, reader, values) for note in page.notes]
        lines += [self.block("_step", "status", reader, {"status": page.status})] if page.status else []
        keyboard = tuple(tuple(self._key(button, page.template, reader, values) for button in row) for row in page.rows)
        return Rendered(_paragraphs(lines, reader), keyboard, page.picture, page.document, page.voice)

    def _question(self, question: Question, reader: Reader) -> Rendered:
        name = question.step.template(question.section)
        values: dict[str, Any] = {"scratch": {}, "key": question.step.key, **question.values}
        diary = self._diary(question, reader)
        lines = [
            f"{diary}\n" if diary else "",
            self._place(question, name, reader),
            *(self._problem(name, note, reader, values) for note in question.notes),
            self._problem(name, question.problem, reader, values) if question.problem else "",
            self.block("_step", "comment", reader, values) if values.get("comment") else "",
            self.block(name, "prompt", reader, values),
            self.block(name, "example" if question.example else "help", reader, values),
        ]
        keyboard = tuple(tuple(self._key(button, name, reader, values) for button in row) for row in question.rows)
        return Rendered(_paragraphs(lines, reader), keyboard)

    def _place(self, question: Question, name: str, reader: Reader) -> str:
        titled = name if self.has_block(name, "title") else f"{question.section}/_section"
        filled = round(BAR * question.position / max(question.total, 1))
        values = {
            **question.values,
            "section": Markup(self.block(titled, "title", reader, question.values)),  # noqa: S704
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
        """Tell one answer in one line: "✓ Dates: …"; `shown` is what buttons name, such as calls, by their number."""
        values = {
            "label": Markup(self.label(section.name, step, reader)),  # noqa: S704 - rendered and escaped already
            "told": Markup(self.tell(section.name, step, value, reader, shown)),  # noqa: S704 - rendered and escaped already
        }
        return self.block("_step", "diary", reader, values)

    def _problem(self, name: str, problem: Problem, reader: Reader, values: Mapping[str, Any]) -> str:
        said = {**values, **problem.values}
        if problem.template:
            return self.block(problem.template, "warning", reader, said)
        return self.block(name, f"problem_{problem.code}", reader, said) or self.block(
            name, "problem_not_understood", reader, said
        )

    def toast(self, problem: Problem, reader: Reader) -> str:
        """Return the short answer to a tap: plain words, at most what Telegram shows."""
        return fitting.cut(_unescaped(self._problem("_step", problem, reader, {})), fitting.MOST_TOAST)

    # Labels and values

    def label(self, section: str, step: Step, reader: Reader) -> str:
        """Return the short name of a question, for recaps and cards."""
        return self.block(step.template(section), "label", reader, {"key": step.key})

    def choice(self, template: str, value: str, reader: Reader, values: Mapping[str, Any]) -> str:
        """Return the words of one choice of a question's template; words of one's own are themselves."""
        if value.startswith(FREE):
            return str(escape(self.shown(value.removeprefix(FREE), reader)))
        return self.block(template, "choice", reader, {**values, "value": value})

    def tell(
        self, section: str, step: Step, value: Any, reader: Reader, values: Mapping[str, Any] | None = None
    ) -> str:
        """Tell a value in the reader's words, escaped for Telegram's HTML."""
        more = {"key": step.key, **(values or {})}
        match value:
            case Span(start, end):
                days = {"start": start, "end": end, "nights": (end - start).days}
                return self.block(step.template(section), "span", reader, days)
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
                return self.choice(step.template(section), "none", reader, more)
            case tuple():
                parts = [self._one(section, step, item, reader, more) for item in value]
                ticks = step.widget.kind == "many"
                return BETWEEN_TICKS.join(parts) if ticks else writing.several(parts, reader.language)
            case _:
                return self._one(section, step, value, reader, more)

    def _one(self, section: str, step: Step, value: Any, reader: Reader, values: Mapping[str, Any]) -> str:
        if isinstance(value, int):
            return str(escape(writing.number(value, reader.language)))
        if step.widget.kind in {"choice", "place", "many", "attachment"}:
            return self.choice(step.template(section), value, reader, values)
        return str(escape(self.shown(value, reader)))

    def _key(self, button: Button, name: str, reader: Reader, values: Mapping[str, Any]) -> Key:
        text = self._worded(button, name, reader, values)
        if fitting.length(text) > fitting.MOST_LABEL:
            text = self._worded(button, name, replace(reader, most=fitting.CUT_TO[-1]), values)
        return Key(fitting.cut(text, fitting.MOST_LABEL), button.data, button.url, button.style, button.copied)

    def _worded(self, button: Button, name: str, reader: Reader, values: Mapping[str, Any]) -> str:
        text = _unescaped(self._label(button.label, name, reader, values))
        if blank(text) and button.data != INERT:
            text = _unescaped(self.block("_step", "unnamed", reader, {}))
        text = writing.directed(text, reader.language)
        return text if button.ticked is None else f"{'☑' if button.ticked else '☐'} {text}"

    def _label(self, label: Label, name: str, reader: Reader, values: Mapping[str, Any]) -> str:
        match label:
            case Plain(text, sign, then):
                said = " · ".join(self.shown(part, reader) for part in (text, then) if part)
                return str(escape(f"{sign} {said}" if sign else said))
            case Word(block, more):
                return self.word(block, reader, {**values, **more})
            case Pick(value, step):
                return self.choice(step or name, value, reader, values)
            case Written(value, form):
                return str(escape(writing.label(value, form, reader.language)))

    # Understanding

    def ear(self, section: str, step: Step, facts: Facts, reader: Reader, values: Mapping[str, Any]) -> Ear:
        """Return what is needed to understand words typed under that question in the reader's language."""
        labels: dict[str, str] = {}
        for row in step.widget.rows(None, facts):
            for button in row:
                if isinstance(button.label, Pick):
                    words = _unescaped(self.choice(step.template(section), button.label.value, reader, values))
                    labels[known_plain(words)] = button.data
        return Ear(lexicon_for(reader.language), labels)


@lru_cache(4096)
def known_plain(words: str) -> str:
    """Return `plain`, remembered: for words of the catalogues, never for what a person typed."""
    return plain(words)


def _paragraphs(lines: list[str], reader: Reader) -> str:
    return writing.directed("\n".join(line for line in lines if line), reader.language)


def _unescaped(text: str) -> str:
    return Markup(text).unescape() if "&" in text else text  # noqa: S704 - goes to a label, which is no HTML
