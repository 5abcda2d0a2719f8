"""Who says to be in distress is heard, however it is spelt; who speaks of holidays is not taken for one who is."""

import ast
import zlib
from pathlib import Path

import pytest

from bot.domain.distress import ALL_LINES, LINES, WINDOW, Distress, Hearing, lines_for, make_signs
from bot.domain.resemblance import count, make_word_families
from bot.domain.sounds import sounds
from bot.programmes import distress
from bot.programmes.loading import ProgrammeInvalid
from tests.domain import figures_of_distress as figures
from tests.domain import learn_distress

TESTS = Path(__file__).parents[1]
HEARD, FALSE = 0.80, 0.19
"""Of a half kept apart: the least share of cries that must be heard, the largest of look-alikes that may alarm."""
FIT = 0.78
"""The least share of the cries of a kind for which the numbers that fit are shown."""
ORDINARY = 0.003
"""The largest share of ordinary answers that may be taken for a cry."""
HEARING = distress.load()
SIGNS = distress.signs()


def test_the_phrases_are_many_of_every_kind_and_of_several_hands() -> None:
    for hand in figures.HANDS:
        said = [each for half in (figures.TRIED, figures.APART) for each in figures.of(half, [hand])]
        assert len(figures.harmless(said)) >= 150
        assert len(figures.cries(said)) >= 200
        assert len({each.phrase.text for each in said}) == len(said)
        assert all(sum(each.phrase.kind is kind for each in said) >= 25 for kind in distress.KINDS)


def test_what_is_learned_from_holds_no_phrase_that_is_kept_apart() -> None:
    said = list(figures.labelled())
    apart = {each.text for each in said if each.half == figures.APART}
    assert apart
    assert not apart & {each.text for each in learn_distress.learned_from(said)}


def test_the_weights_are_those_of_the_phrases() -> None:
    stored = zlib.decompress(distress.WEIGHTS.read_bytes())[: distress.DIGEST]
    assert stored.hex() == learn_distress.digest(figures.labelled()), "run: python -m tests.domain.learn_distress"


def test_learning_is_always_the_same_and_tells_cries_from_the_rest() -> None:
    said = list(figures.labelled())[::160]
    learned = learn_distress.learn(said, distress.word_families())
    assert learned == learn_distress.learn(said, distress.word_families())
    weights = distress.weights_of(learned)
    scores = [(weights.score(count(each.text, distress.word_families())) > 0, each.kind is not None) for each in said]
    assert sum(found is meant for found, meant in scores) / len(scores) > 0.95


@pytest.mark.parametrize("hand", figures.HANDS)
def test_of_the_half_kept_apart_cries_are_heard_and_little_else(hand: str) -> None:
    said = figures.of(figures.APART, [hand])
    assert figures.share(figures.cries(said)) >= HEARD, figures.told(said)
    assert 1 - figures.share(figures.harmless(said)) <= FALSE, figures.told(said)


def test_of_the_half_kept_apart_every_kind_is_heard_and_shows_the_numbers_that_fit() -> None:
    said = figures.of(figures.APART)
    for kind in distress.KINDS:
        them = [each for each in said if each.phrase.kind is kind]
        assert sum(each.as_such for each in them) / len(them) >= FIT, figures.by_kind(said)


def test_without_what_was_learned_or_without_signs_the_half_kept_apart_is_not_heard() -> None:
    cries = [each.phrase.text for each in figures.cries(figures.of(figures.APART, ["two", "three"]))]
    deaf = Hearing(SIGNS, make_word_families({}), distress.weights_of(bytes(len(_learned()))))
    alone = Hearing(make_signs({}, [], {}), HEARING.families, HEARING.weights)
    assert sum(bool(deaf.heard(text)) for text in cries) / len(cries) < HEARD
    assert sum(bool(alone.heard(text)) for text in cries) < sum(bool(HEARING.heard(text)) for text in cries)


def _learned() -> bytes:
    return zlib.decompress(distress.WEIGHTS.read_bytes())[distress.DIGEST :]


def test_ordinary_answers_are_hardly_ever_taken_for_a_cry() -> None:
    typed = {
        word.value
        for path in TESTS.rglob("*.py")
        if not path.name.startswith("test_distress")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "says"
        for given in call.args
        for word in ast.walk(given)
        if isinstance(word, ast.Constant) and isinstance(word.value, str)
    }
    assert len(typed) > 250
    alarmed = [text for text in typed if HEARING.heard(text)]
    assert len(alarmed) / len(typed) <= ORDINARY, alarmed


def test_a_cry_at_the_end_of_a_long_message_is_heard() -> None:
    long = "On a bien reçu les billets et les enfants ont fait leur valise, le petit veut emporter son seau. " * 9
    assert len(long.split()) > 4 * WINDOW
    assert not HEARING.heard(long)
    assert HEARING.heard(f"{long} Mon mari me frappe tous les soirs et je veux mourir.")[0] is Distress.SUICIDE


def test_where_the_kind_is_not_clear_all_numbers_are_shown() -> None:
    assert lines_for([Distress.UNCLEAR]) == ALL_LINES
    low = {kind.value: -1.0 for kind in distress.KINDS}
    assert HEARING.kinds_of(low) == (Distress.UNCLEAR,)
    assert HEARING.kinds_of({**low, "hunger": 0.5}) == (Distress.HUNGER,)
    assert HEARING.kinds_of({**low, "hunger": 0.5, "child": 0.4}) == (Distress.CHILD, Distress.HUNGER)


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
    assert HEARING.heard(text)[0] is Distress.SUICIDE


def test_several_kinds_are_heard_the_most_pressing_first_and_each_number_stands_once() -> None:
    kinds = HEARING.heard("On dort dehors, mon mari me frappe et je veux mourir.")
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
    assert SIGNS.heard(text) == HEARING.heard(text) == ()


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
        distress.signs(path)
    assert problem in str(invalid.value)
