"""A list of organisations, line by line: what is understood, what is refused and why, what is proposed instead."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.organisation_list import Checked, Compared, ListInvalid, Reason, Stored, check, compare
from bot.domain.organisation_words import department_of, kind_of, region_of
from bot.domain.people import OrganisationKind
from bot.domain.regions import Region

HEADINGS = ("Organisation", "Type", "Département", "Région", "Référent")
GOOD = ("Résidence du Lac", "Résidence sociale", "93", "Île-de-France", "Lina B.")


def line(**changes: str) -> tuple[str, ...]:
    """Return a good line, but for what is said."""
    return tuple(changes.get(name, cell) for name, cell in zip(COLUMNS, GOOD, strict=True))


COLUMNS = ("name", "kind", "department", "region", "referent")


def checked(*rows: Sequence[str]) -> Checked:
    return check([HEADINGS, *rows])


def reasons(*rows: Sequence[str]) -> list[Reason]:
    return [reason for refusal in checked(*rows).refused for reason in refusal.reasons]


class TestHeadings:
    @pytest.mark.parametrize(
        "headings",
        [
            HEADINGS,
            ("STRUCTURE", "type de structure", "Dépt", "region", "Référent·e"),
            ("organization", "Kind", "Department", "Region", "Social worker"),
        ],
    )
    def test_columns_are_known_in_both_languages_with_or_without_accents(self, headings: tuple[str, ...]) -> None:
        [entry] = check([headings, GOOD]).entries
        assert (entry.organisation, entry.department, entry.referent) == ("Résidence du Lac", "93", "Lina B.")

    def test_a_title_above_and_columns_of_no_interest_are_passed_over(self) -> None:
        rows = [("Nos structures",), (), ("Remarque", *HEADINGS), ("vu le 3", *GOOD)]
        [entry] = check(rows).entries
        assert (entry.line, entry.organisation) == (4, "Résidence du Lac")

    def test_a_department_alone_or_a_region_alone_is_enough(self) -> None:
        by_number = check([("Structure", "Type", "Dép"), ("Lac", "CHRS", "35")]).entries[0]
        by_name = check([("Structure", "Type", "Région"), ("Lac", "CHRS", "Bretagne")]).entries[0]
        assert (by_number.region, by_number.department) == ("BRE", "35")
        assert (by_name.region, by_name.department) == ("BRE", "")

    @pytest.mark.parametrize(
        ("headings", "missing"),
        [
            (("Structure", "Référent"), ["kind", "department"]),
            (("Type", "Région"), ["organisation"]),
            (("a", "b"), ["organisation", "kind", "department"]),
        ],
    )
    def test_missing_columns_are_named(self, headings: tuple[str, ...], missing: list[str]) -> None:
        with pytest.raises(ListInvalid) as invalid:
            check([headings, GOOD])
        assert (invalid.value.code, invalid.value.values) == ("no_columns", {"missing": missing})

    @pytest.mark.parametrize("rows", [[], [()], [("", " ")], [HEADINGS], [HEADINGS, (), ("", "")]])
    def test_a_list_without_lines_is_none(self, rows: list[tuple[str, ...]]) -> None:
        with pytest.raises(ListInvalid, match="no_lines"):
            check(rows)


class TestCells:
    @pytest.mark.parametrize(
        ("written", "kind"),
        [
            ("résidence SOCIALE", OrganisationKind.RESIDENCE),
            ("CHRS", OrganisationKind.CHRS),
            ("Insertion par l'activité économique", OrganisationKind.SIAE),
            ("Structure d'accueil (ACI)", OrganisationKind.ACI),
            ("Social centre", OrganisationKind.SOCIAL_CENTRE),
            ("HUDA", OrganisationKind.HUDA),
            ("LHSS", OrganisationKind.LHSS),
            ("EITI", OrganisationKind.EITI),
            ("Entreprise adaptée (EA)", OrganisationKind.EA),
            ("ESAT", OrganisationKind.ESAT),
            ("Accueil de jour", OrganisationKind.DAY_CENTRE),
            ("autre", OrganisationKind.OTHER),
            ("piscine", None),
        ],
    )
    def test_kinds(self, written: str, kind: OrganisationKind | None) -> None:
        assert kind_of(written) is kind

    @pytest.mark.parametrize("kind", OrganisationKind)
    def test_every_kind_is_known_by_its_own_name(self, kind: OrganisationKind) -> None:
        assert kind_of(kind.value) is kind

    @pytest.mark.parametrize("region", Region)
    def test_every_region_is_known_by_its_name_and_its_code(self, region: Region) -> None:
        assert region_of(region.official_name.upper()) is region
        assert region_of(f"FR-{region.value}") is region

    @pytest.mark.parametrize(
        ("written", "number"),
        [
            ("1", "01"), ("75", "75"), ("75.0", "75"), ("2a", "2A"), ("974", "974"), ("75012", "75"), ("97410", "974"),
            ("Paris (75)", "75"), ("35 - Ille-et-Vilaine", "35"), ("99", None), ("Paris", None), ("12 ou 13", None),
            ("20200", None), ("123456", None),
        ],
    )  # fmt: skip
    def test_departments(self, written: str, number: str | None) -> None:
        assert department_of(written) == number


class TestRefusals:
    @pytest.mark.parametrize(
        ("wrong", "reason"),
        [
            ({"name": " "}, Reason("no_name")),
            ({"name": "?!"}, Reason("no_name")),
            ({"name": "x" * 121}, Reason("long_name")),
            ({"kind": ""}, Reason("no_kind")),
            ({"kind": "Residense"}, Reason("unknown_kind", "Residense", "residence")),
            ({"kind": "piscine"}, Reason("unknown_kind", "piscine")),
            ({"region": "Bretange", "department": ""}, Reason("unknown_region", "Bretange", "BRE")),
            ({"region": "Atlantide"}, Reason("unknown_region", "Atlantide")),
            ({"department": "99"}, Reason("unknown_department", "99")),
            ({"department": "35"}, Reason("place_differs", "35", "BRE")),
            ({"department": "", "region": ""}, Reason("no_place")),
        ],
        ids=lambda value: value.code if isinstance(value, Reason) else "",
    )
    def test_each_has_its_reason_and_what_was_perhaps_meant(self, wrong: dict[str, str], reason: Reason) -> None:
        assert reasons(line(**wrong)) == [reason]

    def test_all_that_is_wrong_in_a_line_is_said_at_once(self) -> None:
        found = reasons(line(name="", kind="piscine", department="99"))
        assert [reason.code for reason in found] == ["no_name", "unknown_kind", "unknown_department"]

    def test_a_refused_line_keeps_its_number_and_its_cells(self) -> None:
        wrong = (*line(kind=""), "a note")
        [refusal] = checked(GOOD, (), wrong).refused
        assert (refusal.line, refusal.cells) == (4, wrong)

    def test_the_same_line_twice_counts_once(self) -> None:
        found = checked(GOOD, line(name="RÉSIDENCE  du lac", referent="lina b"))
        assert len(found.entries) == 1
        assert found.refused[0].reasons == (Reason("twice", line=2),)

    def test_two_referents_of_one_organisation_are_two_lines(self) -> None:
        assert len(checked(GOOD, line(referent="Omar K.")).entries) == 2

    def test_two_truths_about_one_organisation_are_none(self) -> None:
        found = checked(GOOD, line(kind="CHRS", referent="Omar K."))
        assert found.refused[0].reasons == (Reason("differs", line=2),)

    @given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=12))
    def test_whatever_stands_in_a_list_every_line_is_accepted_or_refused(self, rows: list[list[str]]) -> None:
        lines = [row for row in rows if any(cell.strip() for cell in row)]
        if lines:
            found = check([HEADINGS, *rows])
            assert len(found.entries) + len(found.refused) == len(lines)


class TestBesideWhatIsStored:
    LAC = Stored("residence", "IDF", "93", frozenset({"lina b"}))

    def beside(self, stored: Stored, *rows: Sequence[str]) -> Compared:
        return compare(checked(*rows), {"résidence du lac": stored})

    def test_who_is_there_or_awaited_is_known(self) -> None:
        found = self.beside(self.LAC, GOOD, line(referent="Omar K."), line(name="Chantier", referent=""))
        assert ([entry.referent for entry in found.new], found.known) == (["Omar K.", ""], 1)

    def test_a_line_without_a_name_is_known_where_anybody_is(self) -> None:
        assert self.beside(self.LAC, line(referent="")).known == 1
        nobody = Stored("residence", "IDF", "93", frozenset())
        assert len(self.beside(nobody, line(referent="")).new) == 1

    def test_a_department_that_nobody_knew_contradicts_nothing(self) -> None:
        stored = Stored("residence", "IDF", "", frozenset())
        assert len(self.beside(stored, GOOD).new) == 1

    def test_another_kind_or_place_is_refused_with_what_is_known(self) -> None:
        found = self.beside(self.LAC, line(kind="SIAE"))
        assert found.refused[0].reasons == (Reason("known_otherwise", "residence", "IDF"),)
        assert found.new == ()
