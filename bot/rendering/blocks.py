"""One block of one template for one language or reader: the smallest thing that is rendered.

A screen has some twenty blocks, most of them labels that say the same to everyone who reads a language: those are
rendered once. Which blocks make a screen is for `renderer.py` to know.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from jinja2 import Environment, Template, TemplateNotFound, nodes
from jinja2.runtime import Context

SAME_FOR_ALL: Final = frozenset({"gettext", "ngettext", "value", "key"})
"""What a block may look at and still say the same to everyone: the catalogue, a code, and the round of a group."""
OF_LANGUAGE: Final = frozenset({"number", "money", "trim"})
"""Filters that look at nothing but the value and the language."""
REMEMBERED: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Read:
    """A template as it was read.

    Attributes:
        same: its blocks that say the same to everyone who reads a language.
        calling: its blocks that need others of the template.
    """

    template: Template
    same: frozenset[str]
    calling: frozenset[str]

    def rendered(self, block: str, values: Mapping[str, Any]) -> str:
        # Jinja lists the blocks of a context one by one, each time: only for those that need them.
        others = self.template.blocks if block in self.calling else {}
        everything = {**self.template.globals, **values}
        context = Context(self.template.environment, everything, self.template.name, others)
        return "".join(self.template.blocks[block](context)).strip()


class Blocks:
    """The blocks of an environment's templates."""

    def __init__(self, environment: Environment) -> None:
        """Read nothing yet; each template is read when it is first asked for."""
        self._environment = environment
        self._read: dict[str, _Read] = {}
        self._said: dict[tuple[object, ...], str] = {}

    def template(self, name: str) -> Template:
        """Return the compiled template `name` (without ending); jinja2.TemplateNotFound when there is none."""
        return self._known(name).template

    def said_of(self, name: str, block: str, values: Mapping[str, Any]) -> str:
        """Return the block's name, or that of its other version where it is about a group and the template has one."""
        other = f"{block}_of_group"
        return other if values.get("group") and other in self.template(name).blocks else block

    def render(self, name: str, block: str, reading: Hashable, values: Mapping[str, Any]) -> str:
        """Render a block that the template itself has; `values` hold the reader and the translations.

        `reading` is what the same block says otherwise for another reader: the language, and how much of a value.
        """
        known = self._known(name)
        if block not in known.same:
            return known.rendered(block, values)
        value, key = values.get("value"), values.get("key")
        if not isinstance(value, str | None) or not isinstance(key, str | None):
            return known.rendered(block, values)
        which = (name, block, reading, value, key)
        said = self._said.get(which)
        if said is None:
            if len(self._said) >= REMEMBERED:
                self._said.clear()
            said = self._said[which] = known.rendered(block, values)
        return said

    def _known(self, name: str) -> "_Read":
        if name not in self._read:
            self._read[name] = _read(self._environment, f"{name}.j2")
        return self._read[name]


def about_a_group(context: Context) -> dict[str, Any]:
    """Return what answers on a page or in a question are told with, where the plan they speak of is a group's."""
    of_group = getattr(context.get("plan"), "households", None) is not None or context.get("group")
    return {"group": True} if of_group else {}


def _read(environment: Environment, file: str) -> _Read:
    """Compile a template, and see what its blocks look at: parsed once, as that is slow."""
    if environment.loader is None:
        raise TemplateNotFound(file)
    source, path, _ = environment.loader.get_source(environment, file)
    tree = environment.parse(source, file, path)
    blocks = list(tree.find_all(nodes.Block))
    same = frozenset(block.name for block in blocks if _is_same_for_all(block))
    calling = frozenset(block.name for block in blocks if _calls_others(block))
    # As a plain dictionary: Jinja copies it for every block, and its own chain of mappings is slow to copy.
    known = dict(environment.globals)
    template = environment.template_class.from_code(environment, environment.compile(tree, file, path), known)
    return _Read(template, same, calling)


def _calls_others(block: nodes.Block) -> bool:
    """Return whether a block holds another one, or asks for one by `self.name()`."""
    held = any(True for _ in block.find_all(nodes.Block))
    return held or any(name.name == "self" for name in block.find_all(nodes.Name))


def _is_same_for_all(block: nodes.Block) -> bool:
    read = {name.name for name in block.find_all(nodes.Name) if name.ctx == "load"}
    written = {filtered.name for filtered in block.find_all(nodes.Filter)}
    borrows = any(True for _ in block.find_all((nodes.Include, nodes.Import, nodes.FromImport)))
    return read <= SAME_FOR_ALL and written <= OF_LANGUAGE and not borrows
