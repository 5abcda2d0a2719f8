"""What templates may call by name: each asks the renderer, for the reader of the context."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from bot.domain.regions import Region
from bot.domain.rules import Finding, Rule
from bot.rendering import writing
from bot.rendering.blocks import about_a_group
from bot.rendering.message import Reader
from conversations import OWN_PART, PLAN
from conversations.engine.flow import steps_by_name
from conversations.engine.steps import Step

PLAN_STEPS = steps_by_name((PLAN, OWN_PART))


class Says(Protocol):
    """What the renderer says of one thing, for one reader."""

    def block(self, name: str, block: str, reader: Reader, values: Mapping[str, Any], default: str = "_step") -> str:
        """Render a block of a template."""
        ...

    def word(self, word: str, reader: Reader) -> str:
        """Return the words of a button."""
        ...

    def label(self, section: str, step: Step, reader: Reader) -> str:
        """Return the short name of a question."""
        ...

    def tell(self, section: str, step: Step, value: Any, reader: Reader, values: Mapping[str, Any]) -> str:
        """Tell an answer."""
        ...

    def of_rule(self, block: str, rule: Rule | Finding, reader: Reader) -> str:
        """Return what a template says of a rule."""
        ...

    def shown(self, value: str, reader: Reader) -> str:
        """Return what a reader sees of a person's words."""
        ...

    def own_names(self) -> list[str]:
        """Return the languages there are, each by its own name."""
        ...


class Callables:
    """The functions and filters that look at who reads."""

    def __init__(self, renderer: Says) -> None:
        self._renderer = renderer
        self.filters: Mapping[str, Callable[..., Any]] = {
            "moment": self.moment,
            "several": self.several,
            "shown": self.shown,
        }
        self.names: Mapping[str, Callable[..., Any]] = {
            "tell": self.tell,
            "label": self.label,
            "question": self.question,
            "title": self.title,
            "wording": self.wording,
            "of_rule": self.of_rule,
            "of_kind": self.of_kind,
            "region_name": region_name,
            "block_of": self.block_of,
            "notice_of": self.notice_of,
            "own_names": renderer.own_names,
        }

    @pass_context
    def moment(self, context: Context, value: datetime) -> Markup:
        """Say a day in full and the hour, in the reader's zone; how the two are joined is the language's own."""
        reader = context["reader"]
        values = {"day": value.astimezone(reader.zone).date(), "time": value}
        return Markup(self._renderer.block("_step", "moment", reader, values))  # noqa: S704 - rendered and escaped already

    @pass_context
    def several(self, context: Context, parts: list[Any]) -> Markup:
        """Say names and other parts as one list: "sea, rest and children"."""
        reader = context["reader"]
        return escape(writing.several([self.shown(context, part) for part in parts], reader.language))

    @pass_context
    def tell(self, context: Context, section: str, step: Step, value: Any) -> Markup:
        """Tell an answer, as its question words it."""
        return Markup(self._renderer.tell(section, step, value, context["reader"], about_a_group(context)))  # noqa: S704 - escaped

    @pass_context
    def label(self, context: Context, section: str, step: Step) -> Markup:
        """Return the short name of a question."""
        return Markup(self._renderer.label(section, step, context["reader"]))  # noqa: S704 - rendered and escaped already

    @pass_context
    def question(self, context: Context, id: str) -> Markup:  # noqa: A002 - a question's own word
        """Return the short name of a question of the plan, or of its referent's part, by its id; nothing once gone."""
        name, _, key = id.partition(".")
        step = PLAN_STEPS.get(name)
        if step is None:
            return Markup()
        part = PLAN if name in PLAN.names else OWN_PART
        return self.label(context, part.section_of(name).name, replace(step, key=key))

    @pass_context
    def title(self, context: Context, section: str) -> Markup:
        """Return the name of a section."""
        said = self._renderer.block(f"{section}/_section", "title", context["reader"], about_a_group(context))
        return Markup(said)  # noqa: S704 - as above

    @pass_context
    def wording(self, context: Context, word: str) -> Markup:
        """Return the words of a button."""
        return Markup(self._renderer.word(word, context["reader"]))  # noqa: S704 - rendered and escaped already

    @pass_context
    def of_rule(self, context: Context, block: str, rule: Rule | Finding) -> Markup:
        """Return what the template of its kind says of a rule (`point`, `figure`), or of what it found (`finding`)."""
        said = self._renderer.of_rule(block, rule, context["reader"])
        return Markup(said)  # noqa: S704 - as above

    @pass_context
    def of_kind(self, context: Context, kind: str) -> Markup:
        """Return what a kind of rule is called before a rule of it has figures; one without figures says it itself."""
        name, reader = f"rules/{kind}", context["reader"]
        said = self._renderer.block(name, "added", reader, {}, default=name)
        return Markup(said or self._renderer.block(name, "figure", reader, {}, default=name))  # noqa: S704 - as above

    @pass_context
    def block_of(self, context: Context, template: str, block: str) -> Markup:
        """Return what another template says in a block, of what is known here; without a word, what it says here."""
        here, values = (context.name or "").removesuffix(".j2"), context.get_all()
        said = self._renderer.block(template, block, context["reader"], values, default=here) if template else ""
        return Markup(said or self._renderer.block(here, block, context["reader"], values))  # noqa: S704 - as above

    @pass_context
    def notice_of(self, context: Context, template: str, values: Mapping[str, Any]) -> Markup:
        """Return what a notice says of these values, as it would have arrived."""
        return Markup(self._renderer.block(template, "body", context["reader"], values))  # noqa: S704 - as above

    @pass_context
    def shown(self, context: Context, value: Any) -> Any:
        """Return what the reader sees of a value: a person's words as the renderer shows them, others as they are."""
        if type(value) is Markup or not isinstance(value, str):
            return value
        return self._renderer.shown(value, context["reader"])


def region_name(code: str) -> str:
    """Return the official name of a region: a proper noun, the same in every language."""
    return Region(code).official_name
