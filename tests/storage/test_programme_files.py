"""Programme files: what is read, and one line for each mistake, naming file, key and what is allowed."""

from datetime import date
from pathlib import Path

import pytest

from bot.domain.budget import CostKind
from bot.domain.figures import Area
from bot.domain.limits import CapPerPerson, Limit, MaxShare, StayWindow
from bot.domain.money import Percent, euros
from bot.domain.programmes import PaidTo, Per, Public, Report, Usual, UsualName
from bot.domain.regions import Region
from bot.domain.rules import Source, Stance, Strength
from bot.programmes.limits import dump_limit, load_limit
from bot.programmes.loading import ProgrammeInvalid, load
from conversations.rules import KINDS
from conversations.rules.dates import Nights
from conversations.rules.place import InAreas

GOOD = """
title = "Séjours des Tilleuls"
neutral = "Séjour"
year = 2027
public = "supported"
discreet_default = false
contact = "vacances@tilleuls.example"
paid_to = "referent"
committee = false
documents = ["quote"]
skipped = ["equipment", "stay/place"]
regions = ["BRE"]

[report]
required = true
family_scale = true

[places]
number = 300
source = "Réseau des Tilleuls"
year = 2027
strength = "sourced"

[[rule]]
kind = "nights"
least = 1
most = 21
source = "Réseau des Tilleuls"
year = 2027
strength = "sourced"

[[rule]]
id = "window"
kind = "stay_window"
until = 2027-12-31
stance = "warn"
source = "Proposition"
strength = "proposal"

[[usual]]
name = "hotel_night"
line = "lodging"
amount = 60
per = "night"
source = "Proposition"
strength = "proposal"
"""


def written(folder: Path, text: str, name: str = "tilleuls.toml") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder


def problems_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(ProgrammeInvalid) as caught:
        load(written(folder, text))
    return [line.removeprefix(f"{folder / 'tilleuls.toml'}: ") for line in caught.value.problems]


def test_a_file_of_the_extra_folder_is_a_model_named_after_it(tmp_path: Path) -> None:
    model = load(written(tmp_path, GOOD))["tilleuls"]
    assert (model.key, model.title, model.neutral, model.year) == (
        "tilleuls", "Séjours des Tilleuls", "Séjour", 2027,
    )  # fmt: skip
    assert (model.public, model.paid_to, model.committee) == (Public.SUPPORTED, PaidTo.REFERENT, False)
    assert model.report == Report(required=True, family_scale=True)
    assert model.skipped == {"equipment", "stay/place"}
    assert model.regions == (Region.BRE,)
    assert model.places is not None
    assert model.places.number == 300


def test_rules_carry_figures_source_year_and_strength(tmp_path: Path) -> None:
    nights, window = load(written(tmp_path, GOOD))["tilleuls"].rules
    assert (nights.id, nights.limit, nights.stance) == ("nights", Nights(1, 21), Stance.REFUSE)
    assert nights.source == Source("Réseau des Tilleuls", 2027, Strength.SOURCED)
    assert (window.id, window.limit, window.stance) == ("window", StayWindow(date(2027, 12, 31)), Stance.WARN)
    assert window.source == Source("Proposition", None, Strength.PROPOSAL)


def test_money_is_written_in_whole_euros(tmp_path: Path) -> None:
    (usual,) = load(written(tmp_path, GOOD))["tilleuls"].usual
    assert usual == Usual(
        UsualName.HOTEL_NIGHT,
        CostKind.LODGING,
        euros(60),
        Per.NIGHT,
        Source("Proposition", None, Strength.PROPOSAL),
    )


def test_questions_left_out_must_exist_where_the_list_of_questions_is_known(tmp_path: Path) -> None:
    folder = written(tmp_path, GOOD)
    assert "tilleuls" in load(folder, steps={"equipment", "stay/place", "wishes"})
    with pytest.raises(ProgrammeInvalid, match=r"skipped: .* is not; allowed: a list of: equipment, wishes"):
        load(folder, steps={"equipment", "wishes"})


DOCUMENTS = "quote, quotient_proof, support_statement, employment_proof, parental_consent"
MISTAKES = [
    ('title = "Séjours des Tilleuls"', "", "title: missing; allowed: a text of 1 to 200 characters"),
    ('neutral = "Séjour"', 'neutral = " "', "neutral: ' ' is not; allowed: a text of 1 to 200 characters"),
    ("year = 2027\npublic", 'year = "2027"\npublic', "year: '2027' is not; allowed: a whole number from 1990 to 2100"),
    (
        'public = "supported"',
        'public = "everyone"',
        "public: 'everyone' is not; allowed: one of: supported, employees, women",
    ),
    ("discreet_default = false", "discreet_default = 0", "discreet_default: 0 is not; allowed: true or false"),
    (
        'documents = ["quote"]',
        'documents = "quote"',
        f"documents: 'quote' is not; allowed: a list of: {DOCUMENTS}",
    ),
    (
        '"stay/place"]',
        '"Stay place"]',
        "skipped: ['equipment', 'Stay place'] is not; allowed: a list of names in small letters",
    ),
    ("family_scale = true", 'family_scale = "yes"', "report: family_scale: 'yes' is not; allowed: true or false"),
    (
        "family_scale = true",
        "family_scale = true\nstars = 5",
        "report: stars: unknown key; allowed: required, family_scale",
    ),
    ("least = 1", "", "rule 1 (nights): least: missing; allowed: a whole number from 1 to 10000"),
    ("least = 1", "least = true", "rule 1 (nights): least: True is not; allowed: a whole number from 1 to 10000"),
    ("least = 1", "least = 22", "rule 1 (nights): least: 22 is more than most; allowed: a number up to 21"),
    (
        "least = 1",
        "least = 1\nat_most = 3",
        "rule 1 (nights): at_most: unknown key; allowed: kind, id, least, most, strength, year, source, stance",
    ),
    (
        "until = 2027-12-31",
        "until = 2027-12-31T12:00:00",
        "rule 2 (stay_window): until: 2027-12-31 12:00:00 is not; allowed: a date without quotes, such as 2027-12-31",
    ),
    (
        'id = "window"',
        'id = "nights"',
        "rule 2 (stay_window): id: 'nights' is used twice; allowed: an id of its own; without one the kind is the id",
    ),
    (
        'kind = "nights"',
        'kind = "moons"',
        f"rule 1 (moons): kind: 'moons' is not; allowed: one of: {', '.join(KINDS)}",
    ),
    (
        'stance = "warn"',
        'stance = "shout"',
        "rule 2 (stay_window): stance: 'shout' is not; allowed: one of: refuse, warn",
    ),
    (
        'strength = "proposal"\n\n[[usual',
        'strength = "confirmed"\n\n[[usual',
        "rule 2 (stay_window): strength: 'confirmed' is not; allowed: one of: proposal, weak, sourced",
    ),
    (
        "amount = 60",
        "amount = 60.5",
        "usual 1 (hotel_night): amount: 60.5 is not; allowed: whole euros, from 0 to 1000000",
    ),
    (
        "amount = 60",
        f'amount = "{"6" * 80}"',
        f"usual 1 (hotel_night): amount: '{'6' * 58}… is not; allowed: whole euros, from 0 to 1000000",
    ),
]


@pytest.mark.parametrize(("good", "wrong", "line"), MISTAKES, ids=[mistake[2][:40] for mistake in MISTAKES])
def test_a_mistake_is_one_line_with_its_key_and_what_is_allowed(
    tmp_path: Path, good: str, wrong: str, line: str
) -> None:
    assert good in GOOD
    assert problems_of(tmp_path, GOOD.replace(good, wrong, 1)) == [line]


def test_a_sourced_figure_must_say_its_year(tmp_path: Path) -> None:
    text = GOOD.replace('year = 2027\nstrength = "sourced"', 'strength = "sourced"')
    assert problems_of(tmp_path, text) == [
        "rule 1 (nights): year: missing; allowed: a whole number from 1990 to 2100",
        "places: year: missing; allowed: a whole number from 1990 to 2100",
    ]


def test_of_a_missing_table_nothing_more_is_said(tmp_path: Path) -> None:
    text = GOOD.replace("[report]\nrequired = true\nfamily_scale = true\n", "")
    assert problems_of(tmp_path, text) == ["report: missing; allowed: a table, [report]"]


def test_rules_are_a_list_of_tables(tmp_path: Path) -> None:
    text = "rule = 3\n" + GOOD.split("[[rule]]", maxsplit=1)[0]
    assert problems_of(tmp_path, text) == ["rule: 3 is not; allowed: tables, [[rule]]"]


def test_a_programme_may_have_no_rule_yet(tmp_path: Path) -> None:
    assert load(written(tmp_path, GOOD.split("[places]", maxsplit=1)[0]))["tilleuls"].rules == ()


def test_an_area_rule_names_at_least_one_area(tmp_path: Path) -> None:
    text = GOOD.replace('kind = "nights"\nleast = 1\nmost = 21', 'kind = "area"\nareas = []')
    assert problems_of(tmp_path, text) == [
        "rule 1 (area): areas: empty; allowed: at least one of: france, european_union, elsewhere"
    ]


def test_all_mistakes_of_all_files_are_said_at_once(tmp_path: Path) -> None:
    written(tmp_path, GOOD.replace("committee = false", "committee = 1"), "lindens.toml")
    written(tmp_path, "title = ", "broken.toml")
    written(tmp_path, GOOD, "Oaks and Elms.toml")
    written(tmp_path, GOOD, "apv.toml")
    (tmp_path / "latin.toml").write_bytes("title = 'été'".encode("latin-1"))
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(ProgrammeInvalid) as caught:
        load(tmp_path)
    lines = str(caught.value).splitlines()
    assert len(lines) == len(caught.value.problems) == 6
    assert all(str(tmp_path) in line and "; allowed: " in line for line in lines)
    named = {line.removeprefix(f"{tmp_path}/").partition(":")[0] for line in lines}
    assert named == {"lindens.toml", "broken.toml", "Oaks and Elms.toml", "apv.toml", "latin.toml", "folder.toml"}


def test_an_extra_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ProgrammeInvalid, match="no such folder"):
        load(tmp_path / "nowhere")


def test_the_models_cannot_be_changed_by_their_readers() -> None:
    with pytest.raises(TypeError):
        load()["mine"] = load()["apv"]  # type: ignore[index]  # the refusal is what is specified


@pytest.mark.parametrize(
    "limit",
    [
        Nights(1, 21),
        MaxShare(Percent(80)),
        CapPerPerson(euros(300), euros(150), euros(150), euros(100)),
        InAreas((Area.FRANCE, Area.EUROPEAN_UNION)),
        StayWindow(until=date(2027, 8, 31)),
        StayWindow(until=date(2027, 8, 31), first=date(2027, 7, 1)),
    ],
)
def test_a_figure_set_in_a_call_is_kept_as_json_and_comes_back_the_same(limit: Limit) -> None:
    assert load_limit(dump_limit(limit)) == limit


def test_a_limit_as_json_says_its_kind_in_plain_words() -> None:
    assert dump_limit(StayWindow(until=date(2027, 8, 31))) == {
        "kind": "stay_window",
        "until": "2027-08-31",
        "first": None,
    }
