"""The Bot API as data: every method, the types a request may carry, limits and closed vocabularies."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from bot.sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class Facts:
    """The content of `bot_api.json`; a name that ends in `!` is required.

    Attributes:
        methods: Parameters of each method, name to types joined by `|`.
        types: Fields of each type, or the list of its variants.
        limits: By `method.parameter` or `Type.field`: `unit` (value, chars, bytes, items), `min`, `max`, `pattern`.
        enums: Closed vocabularies by the same names.
    """

    methods: dict[str, dict[str, str]]
    types: dict[str, dict[str, str] | list[str]]
    limits: dict[str, Json]
    enums: dict[str, list[str]]

    @property
    def update_kinds(self) -> frozenset[str]:
        """The names that `allowed_updates` may hold."""
        fields = cast("dict[str, str]", self.types["Update"])
        return frozenset(name for name in fields if not name.endswith("!"))


@cache
def load() -> Facts:
    """Read the facts; done once a process, and nobody changes them."""
    raw = json.loads(files(__name__).joinpath("bot_api.json").read_text("utf-8"))
    return Facts(raw["methods"], raw["types"], raw["limits"], raw["enums"])
