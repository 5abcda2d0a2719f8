"""Files as rows of text: what goes out comes back as it was, and what comes in can harm nobody."""

import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.organisation_list import ListInvalid
from bot.features.organisations.spreadsheets import FORMULAS, MOST_CELL, as_csv, load, rows_of, told
from tests.support.workbooks import workbook

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
DANGEROUS = st.tuples(st.sampled_from(["=", "+", "-", "@", " =", "'=", "''"]), CELLS).map("".join)


@given(st.lists(st.lists(CELLS | DANGEROUS, min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_goes_out_comes_back_and_no_cell_is_a_formula(rows: list[list[str]]) -> None:
    written = as_csv([["a", "b", "c", "d"], *rows])
    parsed = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert not [cell for row in parsed for cell in row if cell.lstrip(" ").startswith(FORMULAS)]
    assert rows_of(written)[1:] == rows


def test_numbers_and_formulas_of_a_workbook_are_read_as_they_are_shown() -> None:
    assert rows_of(workbook([("a", 75.0, 2.5, "=1+1", "x")])) == [["a", "75", "2.5", "", "x"]]


def test_a_cell_is_cut_and_a_row_keeps_its_place() -> None:
    rows = rows_of(workbook([(), ("x" * 5_000,)]))
    assert [len(row[0]) for row in rows] == [0, MOST_CELL]


def test_an_archive_that_says_it_is_a_bomb_is_not_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 201_000_000)
    with pytest.raises(ListInvalid, match="too_much_inside"):
        rows_of(buffer.getvalue())


def test_more_text_than_any_list_of_names_has_is_refused() -> None:
    with pytest.raises(ListInvalid, match="too_much_inside"):
        rows_of(as_csv([["x" * 999] * 6] * 1_000))


def test_another_archive_is_no_workbook() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    with pytest.raises(ListInvalid, match="wrong_list_type"):
        rows_of(buffer.getvalue())


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    said = told(content)
    assert "code" in said or "entries" in said


def test_the_two_processes_understand_each_other() -> None:
    content = as_csv([("Structure", "Type", "Dép"), ("Lac", "CHRS", "35"), ("Lac", "x", "35")])
    checked = load(told(content))
    assert [entry.organisation for entry in checked.entries] == ["Lac"]
    assert checked.refused[0].reasons[0].code == "unknown_kind"
