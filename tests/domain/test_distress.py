"""Who says to be in distress is heard, however it is spelt; who speaks of holidays is not taken for one who is."""

from pathlib import Path

import pytest

from bot.domain.distress import ALL_LINES, LINES, Distress, lines_for, make_signs
from bot.domain.sounds import sounds
from bot.programmes import distress
from bot.programmes.loading import ProgrammeInvalid
from tests.domain import figures_of_distress as figures

HEARD, FALSE = 0.95, 0.05
"""The least share of cries for help that must be heard, the largest of ordinary answers that may be taken for one."""
SIGNS = distress.load()


def test_the_phrases_are_many_and_of_every_kind() -> None:
    said = list(figures.phrases())
    harmless = [each for each in said if each.kind is None]
    assert len(harmless) >= 150
    assert len(said) - len(harmless) >= 250
    assert len({each.text for each in said}) == len(said)
    assert all(sum(each.kind is kind for each in said) >= 30 for kind in Distress)


@pytest.mark.parametrize("half", [figures.TRIED, figures.UNSEEN])
def test_in_both_halves_cries_for_help_are_heard_and_little_else(half: int) -> None:
    found = figures.figures(half)
    distressed = [each for kind in Distress for each in found[kind]]
    assert figures.share(distressed) >= HEARD, figures.told(half)
    assert 1 - figures.share(found[None]) <= FALSE, figures.told(half)
    assert all(figures.share(found[kind]) >= 0.85 for kind in Distress), figures.told(half)


@pytest.mark.parametrize(
    "text",
    [
        "Je veux mourir",
        "JE VEUX MOURIR !!!",
        "jveux mourrrrir",
        "je veu  mourire",
        "j’ai envie de mourir",
        "j'ai envi d mourir",
    ],
)
def test_case_accents_apostrophes_and_repeats_make_no_difference(text: str) -> None:
    assert SIGNS.heard(text)[0] is Distress.SUICIDE


def test_several_kinds_are_heard_the_most_pressing_first_and_each_number_stands_once() -> None:
    kinds = SIGNS.heard("On dort dehors, mon mari me frappe et je veux mourir.")
    assert kinds == (Distress.SUICIDE, Distress.VIOLENCE, Distress.OUTSIDE)
    lines = lines_for(kinds)
    assert lines[0] == "suicide"
    assert len(set(lines)) == len(lines)
    assert lines_for(()) == ALL_LINES
    assert {line for lines in LINES.values() for line in lines} == set(ALL_LINES)


def test_what_sounds_alike_becomes_the_same() -> None:
    assert sounds("Mon mari me frappe.") == sounds("mon marri me frap.")
    assert sounds("j'ai dormi dehors") == sounds("G dormi dehor")
    assert sounds("chui") == sounds("je suis")
    assert sounds("un sac violet") != sounds("un sac viol")


@pytest.mark.parametrize(
    "text",
    [
        "je veux muorir",
        "mon père me frappe avec la ceinturre",
        "il m'a étrnaglée",
        "I want to kill mysefl",
        "je dors deohrs",
    ],
)
def test_a_slip_of_the_finger_makes_no_difference(text: str) -> None:
    assert SIGNS.heard(text)


@pytest.mark.parametrize(
    "text", ["un sac violet", "faire de la voile", "jouer du violon", "je veux courir", "la forêt"]
)
def test_words_that_come_near_are_no_slip(text: str) -> None:
    assert SIGNS.heard(text) == ()


def test_a_sign_is_a_sequence_of_words_and_families() -> None:
    signs = make_signs(
        {"who": ["he", "my husband"], "both": ["{who}", "they"]},
        ["hits the road"],
        {Distress.VIOLENCE: ["{both} _ hit* !dice me|us $", "^ help_me", "beaten"]},
        ordinary=["beacon"],
    )
    heard = (Distress.VIOLENCE,)
    assert signs.heard("He often hits me") == heard
    assert signs.heard("my husband hits us. And then?") == heard
    assert signs.heard("they have been hitting me") == heard
    assert signs.heard("Hello. Help me, please") == heard
    assert signs.heard("please help me") == ()
    assert signs.heard("beatne") == signs.heard("beatenn") == signs.heard("betaen") == signs.heard("beatin") == heard
    assert signs.heard(f"beatne {'word ' * 60}") == ()
    assert signs.heard("eaten") == signs.heard("beacon") == signs.heard("beat") == signs.heard("bonfire") == ()
    assert signs.heard("he hits me with balls") == ()
    assert signs.heard("he hits the road. me") == ()
    with pytest.raises(KeyError):
        make_signs({}, [], {Distress.VIOLENCE: ["{nobody}"]})


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "sayings = []\nordinary = []\n[families]\n[signs]\nboredom = ['dull']",
            "signs: boredom; allowed: lists under: suicide",
        ),
        ("sayings = 1\n[families]\n[signs]", "sayings: 1 is not; allowed: a list of texts"),
        ("sayings = ['']\n[families]\n[signs]", "sayings: [''] is not; allowed: a list of texts"),
        (
            "sayings = []\nordinary = []\nfamilies = 1\n[signs]",
            "families: 1 is not; allowed: a table, [families], of lists of texts",
        ),
        (
            "sayings = []\nordinary = []\n[families]\na = 1\n[signs]",
            "families: {'a': 1} is not; allowed: a table, [families]",
        ),
        (
            "sayings = []\nordinary = []\n[families]\n[signs]\nhunger = ['{we}']",
            "families: 'we' is not told before it is used",
        ),
        ("sayings =", "is not TOML"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "distress.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ProgrammeInvalid) as invalid:
        distress.load(path)
    assert problem in str(invalid.value)
