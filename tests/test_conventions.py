"""Conventions that hold the parts together: names in code, templates and catalogues are the same names."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

import conversations
from bot.domain.notices import Audience
from bot.domain.people import AT_WORK, INVITED
from bot.domain.reminders import REMINDERS
from bot.features.menu.homes import HOMES
from bot.features.menu.pages import WORDS
from bot.features.questions.shelf import ANSWERS, KNOW_HOW, template_of
from bot.features.registry import COMMANDS
from bot.features.reviews.copy_sheet import Line
from bot.notices.kinds import KINDS
from bot.rendering.catalogues import Catalogues
from bot.rendering.renderer import Reader, Renderer
from conversations import rules
from conversations.engine.answers import Facts, Given
from conversations.engine.choices import offered
from conversations.engine.keyboard import Pick, Problem
from conversations.engine.screens import Question
from conversations.engine.steps import Section, Step
from tests.conversations.contexts import EVERY_TICK, every_conversation, known_to

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
RENDERER = Renderer(TEMPLATES, Catalogues(ROOT / "locales"))
LANGUAGES = RENDERER.catalogues.languages

MOST_TEXT = 4096
"""Characters of a message as people see them (Bot API, sendMessage)."""
MOST_ROWS, MOST_IN_ROW = 100, 8
MOST_LABEL = 60
"""Characters of a button that a narrow telephone still shows."""
MOST_TOAST = 200

SHOWING = (
    "bot/domain", "bot/features", "bot/interaction", "bot/plan", "bot/notices", "bot/rendering", "bot/chat",
    "conversations",
)  # fmt: skip
"""Where what people see is named."""
FOR_OPERATORS = frozenset({"admin.py"})
"""Services whose refusals are read on the command line."""

PLAN_STEPS = sorted(conversations.PLAN.names)
FACTS = Facts(
    today=date(2026, 11, 23),
    answers={
        **{name: Given(ticks) for name, ticks in EVERY_TICK.items()},
        "points": Given(tuple(PLAN_STEPS)),
        "contact": Given("normal"),
        "message": Given("own"),
        "versions": Given(("fr",)),
        "deposit": Given(10_000),
    },
)
"""Facts under which every question is asked and every choice offered, once its conversation adds its context."""


@dataclass(frozen=True)
class Asked:
    """A question and where it stands."""

    conversation: str
    section: Section
    step: Step
    facts: Facts

    @property
    def template(self) -> str:
        return self.step.template(self.section.name)


def every_question() -> Iterator[Asked]:
    for conversation in (*every_conversation(), conversations.PLAN):
        facts = known_to(conversation, FACTS)
        for section in conversation.sections:
            for step in section.unfold(facts):
                yield Asked(conversation.name, section, step, facts)


QUESTIONS = list({asked.template: asked for asked in every_question()}.values())
ids = [asked.template for asked in QUESTIONS]


class Seen(HTMLParser):
    """The characters that people see of Telegram's HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(html: str) -> str:
    parser = Seen()
    parser.feed(html)
    return parser.text


@cache
def code() -> tuple[ast.Call, ...]:
    """Return every call in the code that shows something."""
    files = [path for folder in SHOWING for path in sorted((ROOT / folder).rglob("*.py"))]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files if path.name not in FOR_OPERATORS]
    return tuple(node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))


def first_words(*functions: str) -> set[str]:
    """Return the first argument of calls of these functions, where it is written out."""
    named = [call for call in code() if isinstance(call.func, ast.Name) and call.func.id in functions and call.args]
    return {c.args[0].value for c in named if isinstance(c.args[0], ast.Constant) and isinstance(c.args[0].value, str)}


def literals() -> set[str]:
    """Return every string written out where what people see is named."""
    files = [path for folder in SHOWING for path in (ROOT / folder).rglob("*.py")]
    return {
        node.value
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


# Names


@pytest.mark.parametrize("asked", QUESTIONS, ids=ids)
def test_every_question_has_its_template(asked: Asked) -> None:
    for block in ("label", "prompt"):
        assert RENDERER.has_block(asked.template, block)
    alone = asked.conversation != "plan" and RENDERER.has_block(asked.template, "title")  # a recap names sections
    assert alone or RENDERER.has_block(f"{asked.section.name}/_section", "title")


def test_every_kind_of_rule_has_its_template_and_every_template_its_kind() -> None:
    for kind in rules.KINDS.values():
        needed = ["finding", "figure", *(["point"] if kind.told is not rules.Told.NEVER else [])]
        assert [block for block in needed if not RENDERER.has_block(kind.template, block)] == [], kind.name
    assert {f"rules/{path.stem}" for path in (TEMPLATES / "rules").glob("*.j2")} == {
        kind.template for kind in rules.KINDS.values()
    }


def test_every_notice_has_its_template_and_every_template_its_notice() -> None:
    made_here = {name.removeprefix("notices/") for name in literals() if name.startswith("notices/")}
    for kind in KINDS.values():
        own = kind.page is None and kind.leaves is None
        assert not own or RENDERER.has_block(f"notices/{kind.name}", "body"), kind.name
    templates = {path.stem for path in (TEMPLATES / "notices").glob("*.j2")}
    assert templates - set(KINDS) == {"no_detail"}
    assert made_here - {""} <= templates


def test_every_notice_that_members_of_a_group_are_told_has_words_for_a_group() -> None:
    told = [kind.name for kind in KINDS.values() if kind.members and kind.page is None]
    assert "granted" in told
    assert [name for name in told if not RENDERER.has_block(f"notices/{name}", "of_group")] == []


def test_a_page_is_made_by_its_view_alone() -> None:
    """Look for pages made from a template's name and a dictionary: what a template reads is the fields of a type."""
    made = {path: set(_pages_made(path)) for path in sorted(ROOT.glob("bot/**/*.py"))}
    assert {path.relative_to(ROOT).as_posix(): lines for path, lines in made.items() if lines} == {
        "bot/interaction/views.py": {"Page"}
    }


def _pages_made(path: Path) -> Iterator[str]:
    """Return how pages are made, or given another template or other values, in a file."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call):
            name = ast.unparse(call.func).rpartition(".")[2]
            given = {keyword.arg for keyword in call.keywords}
            if name == "Page" or (name == "replace" and given & {"template", "values"}):
                yield name


def test_every_word_of_a_button_has_its_block() -> None:
    missing = {name for name in first_words("Word", "nav", "leads_to") if name not in RENDERER.words}
    assert missing == set()


def test_every_problem_and_refusal_has_its_sentence() -> None:
    blocks = {block for path in TEMPLATES.rglob("*.j2") for block in RENDERER.template(_name(path)).blocks}
    missing = {code for code in first_words("Problem", "Refused") if f"problem_{code}" not in blocks}
    assert missing == set()


def refusing_guards() -> set[str]:
    """Return the codes with which the table of transitions says no."""
    tree = ast.parse((ROOT / "bot/domain/guards.py").read_text(encoding="utf-8"))
    guards = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and ast.unparse(node.returns or tree) == "str | None"
    ]
    returned = [
        node.value for guard in guards for node in ast.walk(guard) if isinstance(node, ast.Return) and node.value
    ]
    constants = [node for value in returned for node in ast.walk(value) if isinstance(node, ast.Constant)]
    return {node.value for node in constants if isinstance(node.value, str)}


def test_every_guard_says_why() -> None:
    assert "too_late_to_undo" in refusing_guards()
    assert {c for c in refusing_guards() if not RENDERER.has_block("_step", f"problem_{c}")} == set()


def test_every_command_has_its_description() -> None:
    assert {f"command_{name}" for name in COMMANDS.kinds} == {name for name in RENDERER.words if name[:8] == "command_"}


def test_every_role_says_what_it_is_and_has_its_home() -> None:
    assert {f"task_{role}" for role in AT_WORK} == {name for name in RENDERER.words if name[:5] == "task_"}
    assert sorted(home.role for home in HOMES) == sorted(INVITED)
    assert [home.rank for home in HOMES] == sorted({home.rank for home in HOMES})


def test_words_that_always_work_are_spelled_in_every_language() -> None:
    readers = [Reader(language=language) for language in LANGUAGES]
    assert all(RENDERER.word(f"escape_{word}", reader) for word in WORDS for reader in readers)


def _name(path: Path) -> str:
    return path.relative_to(TEMPLATES).with_suffix("").as_posix()


def test_no_template_is_unused() -> None:
    used = {asked.template for asked in QUESTIONS} | {f"{asked.section.name}/_section" for asked in QUESTIONS}
    used |= {f"notices/{kind}" for kind in KINDS} | {kind.template for kind in rules.KINDS.values()}
    used |= {f"reminders/{each.kind}" for each in REMINDERS if each.audience is Audience.BENEFICIARY}
    used |= {template_of(name) for name in (*ANSWERS, *KNOW_HOW)} | literals() | set(RENDERER.words.values())
    sources = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.j2"))
    unused = {_name(path) for path in TEMPLATES.rglob("*.j2")} - used
    assert {name for name in unused if f'"{name}.j2"' not in sources} == set()


def test_no_button_has_words_that_nobody_shows() -> None:
    named = literals() | {f"escape_{word}" for word in WORDS} | {"write_yes", "write_no_detail", "write_no"}
    said_alone = ("command_", "task_", "slash_")
    labels = {word.removesuffix("_of_group") for word in RENDERER.words if not word.startswith(said_alone)}
    assert labels - named == set()


def test_questions_to_change_are_called_as_the_person_knows_them() -> None:
    plan = [asked for asked in QUESTIONS if asked.step.name in PLAN_STEPS and not asked.step.key]
    for language in LANGUAGES:
        reader = Reader(language=language)
        for asked in plan:
            label = RENDERER.label(asked.section.name, asked.step, reader)
            assert RENDERER.choice("changes/points", asked.step.name, reader, {}) == label


# What people see


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", QUESTIONS, ids=ids)
def test_choices_are_told_apart(asked: Asked, language: str) -> None:
    reader = Reader(language=language)
    rows = asked.step.widget.rows(None, asked.facts)
    picked = [b.label.value for row in rows for b in row if isinstance(b.label, Pick)]
    options = offered(getattr(asked.step.widget, "options", ()), asked.facts)
    values = {"key": asked.step.key, "calls": {"1": "A", "2": "B"}}
    words = [RENDERER.choice(asked.template, value, reader, values) for value in dict.fromkeys((*options, *picked))]
    assert all(words)
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", QUESTIONS, ids=ids)
def test_every_question_fits_a_telephone(asked: Asked, language: str) -> None:
    question = Question(
        asked.section.name,
        asked.step,
        asked.step.widget.rows(None, asked.facts),
        position=1,
        total=12,
        values=dict(asked.step.show(asked.facts)) if asked.step.show else {},
        status="draft",
    )
    reader = Reader(language=language, referent="Lina")
    for shown in (question, replace(question, example=True), replace(question, problem=Problem("not_understood"))):
        rendered = RENDERER.render(shown, reader)
        assert 0 < len(seen(rendered.text)) <= MOST_TEXT
        assert len(rendered.keyboard) <= MOST_ROWS
        assert all(len(row) <= MOST_IN_ROW for row in rendered.keyboard)
        assert all(0 < len(key.label) <= MOST_LABEL for row in rendered.keyboard for key in row)


OF_LABELS = {
    "count": 3, "cents": 69_000, "form": "vouchers", "day": date(2027, 9, 29), "name": "Awa",
    "section": "travellers", "line": Line("total", "900,00"),
    "step": next(asked.step for asked in QUESTIONS if asked.step.name == "adults"),
    "mark": "done",
    "item": "insurance",
    "part": "papers",
    "value": 2,
    "number": 2,
    "reference": "",
    "one_plan": True,
    "theme": "budget",
    "people": 12,
}  # fmt: skip
"""What labels say beside their own words."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_buttons_fit_a_telephone(language: str) -> None:
    reader = Reader(language=language, referent="Lina")
    values = {**OF_LABELS, "language": language}
    for block in RENDERER.words:
        if not block.startswith(("escape_", "task_")):
            assert 0 < len(RENDERER.word(block, reader, values)) <= MOST_LABEL


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_fit_the_answer_to_a_tap(language: str) -> None:
    reader = Reader(language=language)
    values = {"places": 2, "cents": 69_000, "state": "granted", "most": 60, "cap": 200_000, "left": 31_000}
    for code in first_words("Refused") | refusing_guards():
        words = RENDERER.block("_step", f"problem_{code}", reader, values)
        assert 0 < len(seen(words)) <= MOST_TOAST


def test_signs_that_languages_set_differently_are_left_to_the_catalogues() -> None:
    """Look for such signs beside a value: French sets a blank before a colon, and quotes in its own way."""
    beside = re.compile(r"\}\} ?[:;!?]|« ?\{\{|\}\} ?»")
    inside = re.compile(r"{% trans.*?endtrans", re.DOTALL)
    loose = {
        _name(path): found.group()
        for path in TEMPLATES.rglob("*.j2")
        if (found := beside.search(inside.sub("", path.read_text(encoding="utf-8"))))
    }
    assert loose == {}
