"""The English of the code: what a function does is said in the imperative, and people are named by their role.

"She" may be a beneficiary, a referent or a coordinator, and a reader of the code has to know which: docstrings,
comments and names say it. What people read, or write in a test, is no part of this.
"""

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("bot", "conversations", "tests")
GLOSSARY = "bot/domain/__init__.py"

UNNAMED = r"she|hers?|herself|whoever|whomever|whosever|somebody|someone"
WORD = re.compile(rf"\b(?:{UNNAMED})\b", re.IGNORECASE)
PART = re.compile(rf"(?:^|_)(?:{UNNAMED})(?=_|$)", re.IGNORECASE)

NO_VERB = re.compile(
    r"""A|All|Also|Although|An|Another|Any|Anybody|Anything|As|At|Because|Before|Behind|Beside|Both|By|Each|Either|Every
    |Everybody|Everyone|Everything|False|Few|Five|For|Four|From|Half|Has|He|Her|Hers|Herself|His|How|I|If|In|Inside|It
    |Its|More|Most|My|Neither|Never|No|Nobody|None|Nor|Not|Nothing|Now|Of|On|Once|One|Only|Or|Other|Our|Out|People
    |Several|She|Since|Six|So|Some|Somebody|Someone|Something|That|The|Their|Then|There|These|They|This|Those|Three|To
    |True|Two|Until|We|What|Whatever|When|Where|Wherever|Whether|Which|While|Who|Whoever|Whole|Whom|Whose|Why|With
    |Within|Without|Yes|You
    |Awa|Claire|Ida|Lina|Omar|PostgreSQL|SQLite|Telegram|Zoé""",
    re.VERBOSE,
)
"""What a first line begins with that is no imperative."""
VERBS_IN_S = re.compile(r"(?:ss|us|is)$")
"""Verbs such as "press" and "focus"; any other word in -s is a plural or the third person."""
VERBS_IN_ED_AND_ING = frozenset({"Bring", "Embed", "Feed", "Heed", "Need", "Ping", "Ring", "Seed", "Shed", "Speed"})


def checked() -> dict[str, str]:
    """Return every module to look at, by its path."""
    paths = (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")))
    named = {path.relative_to(ROOT).as_posix(): path for path in paths if path != Path(__file__)}
    return {name: path.read_text("utf-8") for name, path in named.items() if name != GLOSSARY}


FILES = checked()


def docstrings(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of each string that only documents: a docstring, or one below an attribute."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.lineno, node.value.value


def comments(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of each comment."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def unnamed_in_text(source: str) -> Iterator[str]:
    """Yield the words of docstrings and comments that leave open who is meant."""
    for line, text in (*docstrings(source), *comments(source)):
        yield from (f"{line}: {found.group()}" for found in WORD.finditer(text))


def unnamed_in_names(source: str) -> Iterator[str]:
    """Yield the names that a file gives and that leave open who is meant."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                given = name
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) | ast.alias(asname=str(name)):
                given = name
            case ast.Attribute(attr=name, ctx=ast.Store()):
                given = name
            case _:
                continue
        if PART.search(given):
            yield given


def not_imperative(source: str) -> Iterator[str]:
    """Yield the functions whose docstring does not begin with a verb in the imperative."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or _is_noun(node):
            continue
        said = ast.get_docstring(node)
        if said is not None and not is_verb(said):
            yield f"{node.lineno}: {said.splitlines()[0]}"


def _is_noun(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a function is read as an attribute, or as the help of a command."""
    made = {ast.unparse(each).partition("(")[0].rpartition(".")[2] for each in function.decorator_list}
    return bool(made & {"property", "cached_property", "command", "group"})


def is_verb(docstring: str) -> bool:
    """Return whether a docstring may begin with an imperative: its first word is none that is known to be no verb."""
    found = re.match(r"[^\W\d_]+(?=[\s,;:.]|$)", docstring.strip())
    word = found.group() if found else ""
    if not word or NO_VERB.fullmatch(word) or not word[0].isupper():
        return False
    if word.endswith("s"):
        return VERBS_IN_S.search(word) is not None
    return word in VERBS_IN_ED_AND_ING or not word.endswith(("ed", "ing"))


@pytest.mark.parametrize("problems", [unnamed_in_text, unnamed_in_names, not_imperative])
def test_the_code_says_who_and_what(problems: Callable[[str], Iterator[str]]) -> None:
    assert len(FILES) > 300
    assert [f"{name}:{problem}" for name, source in FILES.items() for problem in problems(source)] == []


def test_what_is_left_out_is_there() -> None:
    assert (ROOT / GLOSSARY).exists()


@pytest.mark.parametrize(
    ("said", "verb"),
    [
        ("Return the plans of a referent.", True),
        ("Press the button.", True),
        ("Bring a plan to where it is granted, and tell of it.", True),
        ("Returns the plans of a referent.", False),
        ("The plans of a referent.", False),
        ("Whether a plan waits.", False),
        ("Seconds to wait.", False),
        ("Granted plans.", False),
        ("`pre`, which takes a language.", False),
        ("200 when all is well.", False),
        ("Telegram's own limits.", False),
    ],
)
def test_a_verb_is_known_by_the_first_word(said: str, verb: bool) -> None:
    assert is_verb(said) is verb


def test_each_kind_of_text_is_looked_at() -> None:
    source = (
        'TERM = "she"\n"""What somebody waits for."""\n\n\n'
        'def for_her(whoever):\n    """Her plan."""\n    # of herself\n    return "hers"\n'
    )
    assert [found.partition(": ")[2] for found in unnamed_in_text(source)] == ["somebody", "Her", "herself"]
    assert list(unnamed_in_names(source)) == ["for_her", "whoever"]
    assert list(not_imperative(source)) == ["5: Her plan."]
