"""Programme models read from their TOML files and validated: the package's, and an extra folder's. No SQL."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from bot.domain.aid import AidForm
from bot.domain.budget import CostKind
from bot.domain.figures import Document
from bot.domain.programmes import PaidTo, Per, Places, Programme, Public, Report, Usual, UsualName
from bot.domain.regions import Region
from bot.domain.rules import Rule, Source, Stance, Strength
from bot.programmes.fields import Fields
from bot.programmes.limits import read_limit
from conversations.rules import KINDS

PACKAGED = Path(__file__).parent
KEY = re.compile(r"[a-z][a-z0-9-]*")
EARLIEST_YEAR, LATEST_YEAR = 1990, 2100
WRITTEN_STRENGTHS = (Strength.PROPOSAL, Strength.WEAK, Strength.SOURCED)


class ProgrammeInvalid(Exception):  # noqa: N818 - named for what is wrong, as Refused is
    """Some files of programmes, or of school years, cannot be used: one line a problem, all of them at once."""

    def __init__(self, problems: Collection[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def load(extra: Path | None = None, *, steps: Collection[str] | None = None) -> Mapping[str, Programme]:
    """Return the programme models by key, which is the file's name: the package's, then those of an extra folder.

    Args:
        extra: a folder of more files (`VALISE_PROGRAMMES`).
        steps: names of the questions that exist; handed in, `skipped` may name no other.

    Raises:
        ProgrammeInvalid: a folder, a file or a value is wrong; it names file, key and what is allowed.
    """
    problems: list[str] = []
    programmes: dict[str, Programme] = {}
    for path in _files(extra, problems):
        if path.stem in programmes:
            problems.append(f"{path}: a model named {path.stem} exists already; allowed: a file name of its own")
            continue
        if not KEY.fullmatch(path.stem):
            problems.append(f"{path}: this file name is no key; allowed: small letters, digits and hyphens")
        raw = parsed(path, problems)
        if raw is not None:
            programmes[path.stem] = _programme(path, raw, problems, None if steps is None else frozenset(steps))
    if problems:
        raise ProgrammeInvalid(problems)
    return MappingProxyType(programmes)


def _files(extra: Path | None, problems: list[str]) -> Iterator[Path]:
    for folder in (PACKAGED, extra) if extra else (PACKAGED,):
        if not folder.is_dir():
            problems.append(f"{folder}: no such folder; allowed: a folder of programme files")
        yield from sorted(folder.glob("*.toml"))


def parsed(path: Path, problems: list[str]) -> Mapping[str, object] | None:
    """Return what stands in a file; None notes a problem."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        problems.append(f"{path}: cannot be read ({error.strerror}); allowed: a readable file")
    except UnicodeDecodeError:
        problems.append(f"{path}: is not UTF-8; allowed: a text saved as UTF-8")
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{path}: is not TOML ({error}); allowed: TOML 1.0")
    return None


def _programme(path: Path, raw: Mapping[str, object], problems: list[str], steps: frozenset[str] | None) -> Programme:
    table = Fields(raw, str(path), problems)
    programme = Programme(
        key=path.stem,
        title=table.text("title"),
        neutral=table.text("neutral"),
        year=table.whole("year", EARLIEST_YEAR, LATEST_YEAR),
        public=table.choice("public", Public),
        discreet_default=table.flag("discreet_default"),
        contact=table.text("contact"),
        paid_to=table.choice("paid_to", PaidTo),
        aid_form=table.choice("aid_form", AidForm) if table.has("aid_form") else AidForm.VOUCHERS,
        committee=table.flag("committee"),
        report=_report(table.table("report")),
        documents=table.choices("documents", Document),
        apv_web=_apv_web(table),
        skipped=frozenset(table.names("skipped", steps)),
        regions=table.choices("regions", Region),
        rules=_rules(table),
        usual=tuple(map(_usual, table.tables("usual", "name"))),
        places=_places(table.table("places")) if table.has("places") else None,
    )
    table.close()
    return programme


def _apv_web(table: Fields) -> bool:
    """Return whether ANCV's tool gives a reference; where nothing is said, it does for an aid in its vouchers."""
    if table.has("apv_web"):
        return table.flag("apv_web")
    return not table.has("aid_form") or table.choice("aid_form", AidForm) is AidForm.VOUCHERS


def _report(table: Fields) -> Report:
    report = Report(
        required=table.flag("required"),
        family_scale=table.flag("family_scale"),
    )
    table.close()
    return report


def _rules(table: Fields) -> tuple[Rule, ...]:
    rules: dict[str, Rule] = {}
    for each in table.tables("rule", "kind"):
        kind = each.word("kind", KINDS)
        if kind is None:
            continue  # nothing more can be said of a rule of no kind
        rule = _rule(each, kind)
        if rule.id in rules:
            each.problem("id", f"{rule.id!r} is used twice", "an id of its own; without one the kind is the id")
        rules[rule.id] = rule
    return tuple(rules.values())


def _rule(table: Fields, kind: str) -> Rule:
    rule = Rule(
        id=table.name("id") if table.has("id") else kind,
        limit=read_limit(table, kind),
        source=_source(table),
        stance=table.choice("stance", Stance) if table.has("stance") else Stance.REFUSE,
    )
    table.close()
    return rule


def _usual(table: Fields) -> Usual:
    usual = Usual(
        name=table.choice("name", UsualName),
        line=table.choice("line", CostKind),
        amount=table.money("amount"),
        per=table.choice("per", Per),
        source=_source(table),
    )
    table.close()
    return usual


def _places(table: Fields) -> Places:
    places = Places(number=table.whole("number", most=1_000_000), source=_source(table))
    table.close()
    return places


def _source(table: Fields) -> Source:
    strength = table.choice("strength", WRITTEN_STRENGTHS)
    dated = strength is Strength.SOURCED or table.has("year")
    year = table.whole("year", EARLIEST_YEAR, LATEST_YEAR) if dated else None
    return Source(table.text("source"), year, strength)
