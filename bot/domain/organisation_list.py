"""A list of organisations and referents as an office keeps it: its lines checked one by one. No file, no database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.organisation_words import (
    Column,
    agree,
    column_of,
    department_of,
    kind_meant,
    kind_of,
    region_meant,
    region_of,
    spelling,
)
from bot.domain.regions import REGION_OF

LONGEST_NAME = 120
"""Characters of an organisation's name, as when it is typed (conversations/invitation.py)."""
LONGEST_REFERENT = 60
MOST_QUOTED = 40
"""Characters of a wrong word that a reason repeats: a telephone shows several reasons at once."""
FIRST_ROWS = 10
"""Rows in which the headings are looked for: lists often begin with a title."""


class ListInvalid(Exception):  # noqa: N818 - named for what is wrong
    """No line of it can be read: a code that names a sentence, and what fills it."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Entry:
    """One line that may be stored: an organisation and, where it names one, a person to invite."""

    line: int
    organisation: str
    kind: str
    region: str
    department: str = ""
    referent: str = ""
    cells: tuple[str, ...] = field(default=(), repr=False)

    @property
    def place(self) -> tuple[str, str, str]:
        """What is said of the organisation besides its name; two lines about one must agree."""
        return self.kind, self.region, self.department


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a line is refused: a code that names a sentence, what was written, and what was perhaps meant."""

    code: str
    written: str = ""
    meant: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line to correct: its cells as they were sent, and every reason at once."""

    line: int
    cells: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A list, line by line: what may be stored, and what must be corrected."""

    headings: tuple[str, ...]
    entries: tuple[Entry, ...]
    refused: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A checked list beside what is stored: what is new, what is there already, and what must be corrected."""

    new: tuple[Entry, ...]
    known: int
    refused: tuple[Refusal, ...]

    @property
    def organisations(self) -> int:
        """How many organisations the new lines are about."""
        return len({known_as(entry.organisation) for entry in self.new})


@dataclass(frozen=True, slots=True)
class Stored:
    """An organisation as it is stored, and whom it has or awaits: names as they were given, or nothing."""

    kind: str
    region: str
    department: str
    people: frozenset[str]
    told: str = ""
    """The kind as a reason tells it, where its code tells nothing."""

    def agrees(self, entry: Entry) -> bool:
        """Return whether a line says the same of the organisation; what is not stored yet contradicts nothing."""
        places = ((self.region, entry.region), (self.department, entry.department))
        return agree(self.kind, entry.kind) and all(not mine or not theirs or mine == theirs for mine, theirs in places)

    def has(self, entry: Entry) -> bool:
        """Return whether a line brings nothing new: that person is there or awaited, or anybody where it names none."""
        return spelling(entry.referent) in self.people if entry.referent else bool(self.people)


def compare(checked: Checked, stored: Mapping[str, Stored]) -> Compared:
    """Compare a checked list with what is stored, by `known_as`: never twice the same, never two truths about one."""
    new: list[Entry] = []
    refused = list(checked.refused)
    known = 0
    for entry in checked.entries:
        there = stored.get(known_as(entry.organisation))
        if there is None:
            new.append(entry)
        elif not there.agrees(entry):
            reason = Reason("known_otherwise", written=there.told or there.kind, meant=there.region)
            refused.append(Refusal(entry.line, entry.cells, (reason,)))
        elif there.has(entry):
            known += 1
        else:
            new.append(entry)
    return Compared(tuple(new), known, tuple(sorted(refused, key=lambda each: each.line)))


def known_as(name: str) -> str:
    """Return what makes two names of organisations the same one: case and spaces aside."""
    return " ".join(name.casefold().split())


def check(rows: Sequence[Sequence[str]]) -> Checked:
    """Check every line of a list.

    Raises:
        ListInvalid: "no_lines", "no_columns" (what is missing is in `missing`).
    """
    start, columns = _headings(rows)
    headings = tuple(rows[start])
    checker = _Checker(columns)
    for number, row in enumerate(rows[start + 1 :], start + 2):
        if any(cell.strip() for cell in row):
            checker.take(number, tuple(row))
    if not checker.entries and not checker.refused:
        raise ListInvalid("no_lines")
    return Checked(headings, tuple(checker.entries), tuple(checker.refused))


def with_own_kinds(checked: Checked, own: Mapping[str, str]) -> Checked:
    """Check a list once more beside a network that has kinds of its own: their codes by the spelling of their words."""
    unknown = (each for row in checked.refused for each in row.reasons if each.code == "unknown_kind")
    if not any(spelling(each.written) in own for each in unknown):
        return checked
    checker = _Checker(_columns(checked.headings), own)
    lines = [(each.line, each.cells) for each in checked.entries]
    lines += [(each.line, each.cells) for each in checked.refused]
    for line, cells in sorted(lines):
        checker.take(line, cells)
    return Checked(checked.headings, tuple(checker.entries), tuple(checker.refused))


def _headings(rows: Sequence[Sequence[str]]) -> tuple[int, dict[Column, int]]:
    """Return the row of the headings and each column's place: the first row that has all, else the one with most."""
    if not any(cell.strip() for row in rows for cell in row):
        raise ListInvalid("no_lines")
    found = [(number, _columns(row)) for number, row in enumerate(rows[:FIRST_ROWS])]
    start, columns = max(found, key=lambda each: (len(each[1]), -each[0]))
    missing = [column.value for column in (Column.ORGANISATION, Column.KIND) if column not in columns]
    if Column.DEPARTMENT not in columns and Column.REGION not in columns:
        missing.append(Column.DEPARTMENT.value)
    if missing:
        raise ListInvalid("no_columns", missing=missing)
    return start, columns


def _columns(row: Sequence[str]) -> dict[Column, int]:
    """Return where each column stands; of two with the same meaning the first counts."""
    found: dict[Column, int] = {}
    for place, heading in enumerate(row):
        column = column_of(heading)
        if column is not None:
            found.setdefault(column, place)
    return found


class _Checker:
    """The lines so far: a line is also compared with those before it."""

    def __init__(self, columns: Mapping[Column, int], own: Mapping[str, str] | None = None) -> None:
        self._columns = columns
        self._own = own or {}
        self._organisations: dict[str, Entry] = {}
        self._seen: dict[tuple[str, str], int] = {}
        self.entries: list[Entry] = []
        self.refused: list[Refusal] = []

    def take(self, number: int, row: tuple[str, ...]) -> None:
        """Take one more line: accept or refuse it."""
        said = {column: " ".join(row[at].split()) for column, at in self._columns.items() if at < len(row)}
        region, department, place_reasons = _place(said.get(Column.REGION, ""), said.get(Column.DEPARTMENT, ""))
        written = said.get(Column.KIND, "")
        kind = self._own.get(spelling(written)) or kind_of(written)
        entry = Entry(
            number,
            said.get(Column.ORGANISATION, ""),
            kind or "",
            region,
            department,
            said.get(Column.REFERENT, ""),
            row,
        )
        reasons = (*_names(entry), *_kind(written, kind), *place_reasons)
        reasons = reasons or tuple(self._beside(entry))
        if reasons:
            self.refused.append(Refusal(number, row, reasons))
            return
        self._organisations.setdefault(known_as(entry.organisation), entry)
        self._seen[_person(entry)] = number
        self.entries.append(entry)

    def _beside(self, entry: Entry) -> Iterator[Reason]:
        first = self._organisations.get(known_as(entry.organisation))
        if _person(entry) in self._seen:
            yield Reason("twice", line=self._seen[_person(entry)])
        elif first is not None and first.place != entry.place:
            yield Reason("differs", line=first.line)


def _person(entry: Entry) -> tuple[str, str]:
    return known_as(entry.organisation), spelling(entry.referent)


def _names(entry: Entry) -> Iterator[Reason]:
    if not spelling(entry.organisation):
        yield Reason("no_name")
    elif len(entry.organisation) > LONGEST_NAME or len(entry.referent) > LONGEST_REFERENT:
        yield Reason("long_name")


def _kind(written: str, kind: str | None) -> Iterator[Reason]:
    if kind is None:
        yield (Reason("unknown_kind", written, kind_meant(written)) if written else Reason("no_kind"))


def _place(region: str, department: str) -> tuple[str, str, tuple[Reason, ...]]:
    """Return region and department as codes, and what is wrong with them; the region follows from the department."""
    if not region and not department:
        return "", "", (Reason("no_place"),)
    named = region_of(region) if region else None
    if region and named is None:
        return "", "", (Reason("unknown_region", region[:MOST_QUOTED], region_meant(region)),)
    number = department_of(department) if department else ""
    if number is None:
        return "", "", (Reason("unknown_department", department[:MOST_QUOTED]),)
    if number and named and REGION_OF[number] is not named:
        return "", "", (Reason("place_differs", number, REGION_OF[number].value),)
    found = REGION_OF[number] if number else named
    return (found.value if found else ""), number, ()
