"""Tables that people send: .xlsx, .xls, .ods or .csv in whatever encoding and with whatever separator, as rows of text.

Run as a program (`python -m bot.features.organisations.spreadsheets`) it reads a file of strangers where nothing can be
harmed: bytes on standard input, the checked list as JSON on standard output, in a process with little memory, little
time and no settings, so that a bomb in a file ends this process and no chat waits. Formulas are not worked out, macros
not run.
"""

import csv
import io
import json
import os
import resource
import sys
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from bot.domain.organisation_list import Checked, Entry, ListInvalid, Reason, Refusal, check

MOST_LINES: Final = 10_000
MOST_COLUMNS: Final = 100
MOST_CELL: Final = 1_000
"""Characters of one cell that are read; no name is longer."""

MOST_TEXT: Final = 5_000_000
"""Characters of all cells together: what is read is then checked, compared and kept by the bot itself."""

MOST_UNPACKED: Final = 200_000_000
"""Bytes that a workbook may say it unpacks to: 5,000 lines of names need two hundred times less."""
MOST_MEMBERS: Final = 1_000

MEMORY: Final = 700_000_000
"""Bytes of addresses of the reading process: what a workbook hides from the check above ends there."""
SECONDS: Final = 15
"""Processor time of the reading process."""

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""How workbooks begin: .xlsx and .ods are zip archives; .xls, and .xlsx behind a password, are OLE files."""
SEPARATORS: Final = ";,\t|"

Rows = list[list[str]]


def rows_of(content: bytes) -> Rows:
    """Read the rows of the first visible sheet that has some, as text; row and column as in the file.

    Raises:
        ListInvalid: why nothing can be read; each code has its sentence in `import/unreadable`.
    """
    if not content:
        raise ListInvalid("empty_list_file")
    rows = _workbook(content) if content.startswith((ZIP, OLE)) else _text(content)
    if sum(len(cell) for row in rows for cell in row) > MOST_TEXT:
        raise ListInvalid("too_much_inside")
    return rows


# Workbooks


def _workbook(content: bytes) -> Rows:
    from python_calamine import (  # noqa: PLC0415 - only where a workbook is read
        CalamineError,
        SheetVisibleEnum,
        load_workbook,
    )

    if content.startswith(ZIP):
        _weigh(content)
    try:
        book = load_workbook(io.BytesIO(content))
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible]
        for name in shown:
            sheet = book.get_sheet_by_name(name)
            if sheet.height:
                return _sized(sheet)
    except (CalamineError, ValueError, KeyError) as error:
        raise ListInvalid("broken_list") from error
    raise ListInvalid("no_lines")


def _sized(sheet: Any) -> Rows:
    last_row, last_column = sheet.end  # counted from 0
    if last_column >= MOST_COLUMNS:
        raise ListInvalid("list_too_wide", most=MOST_COLUMNS, columns=last_column + 1)
    if last_row >= MOST_LINES:
        raise ListInvalid("list_too_long", most=MOST_LINES)
    return [[_words(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def _weigh(content: bytes) -> None:
    """Refuse an archive that is none, or that says of itself that it is a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ListInvalid("broken_list") from error
    names = {member.filename for member in members}
    if not names & {"xl/workbook.xml", "content.xml", "xl/workbook.bin"}:
        raise ListInvalid("wrong_list_type")
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise ListInvalid("too_much_inside")


def _words(cell: object) -> str:
    """Return a cell as its owner sees it: a department typed as the number 75 is no 75.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _unguarded(str(cell)[:MOST_CELL])


# Text


def _text(content: bytes) -> Rows:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    declared = first.strip().lower()
    if declared.startswith("sep=") and len(declared) == len("sep=") + 1:  # a line that Excel writes and understands
        text, separator = text.replace(first, "", 1), declared[-1]
    else:
        separator = max(SEPARATORS, key=first.count)
    try:
        rows = [_narrow(row) for row in _limited(csv.reader(io.StringIO(text, newline=""), delimiter=separator))]
    except csv.Error as error:
        raise ListInvalid("broken_list") from error
    if not any(rows):
        raise ListInvalid("no_lines")
    return rows


def _decoded(content: bytes) -> str:
    """Decode UTF-8 with or without its mark, UTF-16 with one, else Windows-1252: what offices write in France."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text or content.startswith((b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8")):
            break
        return text
    raise ListInvalid("wrong_list_type")


def _limited(rows: Iterable[list[str]]) -> Iterable[list[str]]:
    for number, row in enumerate(rows):
        if number >= MOST_LINES:
            raise ListInvalid("list_too_long", most=MOST_LINES)
        if len(row) > MOST_COLUMNS:
            raise ListInvalid("list_too_wide", most=MOST_COLUMNS, columns=len(row))
        yield row


def _narrow(row: Sequence[str]) -> list[str]:
    return [_unguarded(cell[:MOST_CELL]) for cell in row]


# Out again

FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
"""How cells begin that a spreadsheet program would work out (OWASP, CSV Injection)."""
GUARD: Final = "'"


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Write a file that opens with a double tap in a French office: UTF-8 with its mark, no cell a formula."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([_guarded(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _guarded(cell: str) -> str:
    return GUARD + cell if _calculates(cell) else cell


def _unguarded(cell: str) -> str:
    """Take the guard off: a file of ours that comes back corrected says what it said."""
    return cell.removeprefix(GUARD) if _calculates(cell) else cell


def _calculates(cell: str) -> bool:
    return cell.lstrip(f" {GUARD}").startswith(FORMULAS)


# Between the two processes


def load(told: Mapping[str, Any]) -> Checked:
    """Return the checked list as the reading process told it. Raises ListInvalid where that one did."""
    if "code" in told:
        raise ListInvalid(told["code"], **told["values"])
    return Checked(
        tuple(told["headings"]),
        tuple(Entry(**{**entry, "cells": tuple(entry["cells"])}) for entry in told["entries"]),
        tuple(
            Refusal(row["line"], tuple(row["cells"]), tuple(Reason(**reason) for reason in row["reasons"]))
            for row in told["refused"]
        ),
    )


def told(content: bytes) -> dict[str, Any]:
    """Return what the reading process says about a file: the checked list, or why there is none."""
    try:
        return asdict(check(rows_of(content)))
    except ListInvalid as invalid:
        return {"code": invalid.code, "values": invalid.values}
    except MemoryError:
        return {"code": "too_much_inside", "values": {}}


def main() -> None:
    """Read one file, with as little as that takes; chats come first."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    os.nice(10)
    json.dump(told(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
