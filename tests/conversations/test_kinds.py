"""A kind of rule is declared whole or not at all: what it looks at is fed, what is fed is looked at."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any, ClassVar

import pytest

from bot.domain.figures import Verdict
from conversations import OWN_PART, PLAN, rules
from conversations.engine.answers import Facts
from conversations.engine.steps import Step
from conversations.engine.widgets import Number
from conversations.rules import FEEDS, KINDS, Told
from conversations.rules.kind import Kind
from tests.conversations.talk import facts


@dataclass(frozen=True, slots=True)
class MostMoons:
    """At most so many moons are seen."""

    kind: ClassVar[str] = "moons"
    most: int

    def judge(self, moons: int | None) -> Verdict:
        return Verdict(None if moons is None else moons <= self.most, moons)


@dataclass(frozen=True, slots=True)
class Blind:
    """A limit that looks at nothing."""

    kind: ClassVar[str] = "blind"

    def judge(self) -> Verdict:
        return Verdict(met=True)


def moons(known: Facts) -> int | None:
    told: int | None = known.value("moons")
    return told


def stars(known: Facts) -> int | None:
    told: int | None = known.value("stars")
    return told


def in_words(known: Facts) -> str | None:
    return str(known.value("moons"))


in_words.__name__ = "moons"


@pytest.mark.parametrize(
    ("feeds", "odd"),
    [((), "moons"), ((stars,), "moons, stars"), ((moons, stars), "stars"), ((in_words,), "moons")],
    ids=["nothing feeds it", "something else is fed", "nobody looks at it", "of another type"],
)
def test_a_kind_that_is_not_fed_as_it_looks_cannot_be_declared(feeds: Any, odd: str) -> None:
    with pytest.raises(TypeError, match=f"rule moons: not fed as it is looked at: {odd}$"):
        Kind(limit=MostMoons, feeds=feeds)


def test_a_limit_that_looks_at_nothing_cannot_be_declared() -> None:
    with pytest.raises(TypeError, match="rule blind: what it looks at must be said"):
        Kind(limit=Blind, feeds=())


def test_figures_are_set_all_or_none() -> None:
    with pytest.raises(TypeError, match="rule moons: it has the figures most"):
        Kind(limit=MostMoons, feeds=(moons,), set_by={"least": Step("least_moons", Number(low=1, high=9))})


def test_a_kind_that_is_whole_judges_by_the_answers_and_asks_each_feed_once() -> None:
    asked: list[Facts] = []

    def counted(known: Facts) -> int | None:
        asked.append(known)
        return moons(known)

    counted.__name__ = "moons"
    kind = Kind(limit=MostMoons, feeds=(counted,), set_by={"most": Step("most_moons", Number(low=1, high=9))})
    known = facts(moons=3)
    assert [kind.judge(MostMoons(most), known).met for most in (2, 3)] == [False, True]
    assert kind.judge(MostMoons(2), facts()).met is None
    assert len(asked) == 2


def test_two_kinds_of_one_name_or_two_ways_to_one_figure_are_refused() -> None:
    one, other = (Kind(limit=MostMoons, feeds=(moons,)) for _ in range(2))
    with pytest.raises(TypeError, match="declared twice: moons"):
        rules.named([one, other])

    def again(known: Facts) -> int | None:
        return moons(known)

    again.__name__ = "moons"
    with pytest.raises(TypeError, match="fed in two ways: moons"):
        rules.fed_by({"one": one, "two": Kind(limit=MostMoons, feeds=(again,))})


def modules() -> list[ModuleType]:
    found = pkgutil.iter_modules(rules.__path__, "conversations.rules.")
    return [importlib.import_module(module.name) for module in found]


def _own(module: ModuleType) -> list[Callable[..., Any]]:
    own = [each for name, each in inspect.getmembers(module, inspect.isfunction) if not name.startswith("_")]
    return [each for each in own if each.__module__ == module.__name__]


def test_no_figure_is_got_that_no_kind_looks_at() -> None:
    got = {
        each.__name__
        for module in modules()
        for each in _own(module)
        if [*inspect.signature(each).parameters] == ["facts"]
    }
    assert got
    assert got - set(FEEDS) == set()


def test_no_limit_is_left_without_a_kind() -> None:
    limits = {
        each
        for module in modules()
        for _, each in inspect.getmembers(module, inspect.isclass)
        if each.__module__ == module.__name__ and hasattr(each, "judge") and each is not Kind
    }
    assert limits
    assert limits <= {kind.limit for kind in KINDS.values()}


def test_warnings_follow_questions_that_are_asked() -> None:
    warned = {name for kind in KINDS.values() for name in kind.warns_after}
    assert warned
    assert warned <= PLAN.names | OWN_PART.names


def test_what_binds_an_organisation_is_never_told_to_people_nor_warned_of() -> None:
    silent = [name for name, kind in KINDS.items() if kind.told is Told.NEVER]
    assert silent == ["reports_given"]
    assert not any(KINDS[name].warns_after for name in silent)
