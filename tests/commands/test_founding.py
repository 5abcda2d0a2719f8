"""A network, its first invitation, and calls, without the chat."""

import stat

import pytest

from bot.sandbox.server import Sandbox
from bot.storage.kernel.migrate import upgrade
from tests.commands.conftest import TOKEN, Installation
from tests.commands.test_usage import call_with


def test_init_makes_a_private_installation_and_prints_link_and_code(empty: Installation) -> None:
    made = empty("init", "--network", "Réseau des Tilleuls")

    assert len(made.code) <= 64
    assert made.out.startswith("https://t.me/BOT?start=")
    assert "VALISE_TOKEN" in made.err
    for path in (empty.database, empty.folder / "data" / "secret.key"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_with_a_token_the_link_names_the_bot(empty: Installation, telegram: Sandbox) -> None:
    made = empty("init", "--network", "Tilleuls", VALISE_TOKEN=TOKEN, VALISE_API_URL=telegram.url)

    assert made.code
    assert made.out.startswith("https://t.me/carnet_bot?start=")
    assert made.err == ""


def test_init_twice_changes_nothing_and_says_how_to_go_on(valise: Installation) -> None:
    before = valise.contents()
    valise("init", "--network", "Tilleuls").fails(1, "exists", "./valise invite --role coordinator")
    assert valise.contents() == before


def test_init_again_completes_who_answers_for_data(empty: Installation) -> None:
    empty("init", "--network", "Tilleuls")
    assert "--controller" in empty("doctor").err

    noted = empty("init", "--network", "Tilleuls", "--controller", "Tilleuls", "--data-contact", "dpo@example.org")

    assert (noted.status, noted.out) == (0, "Noted.\n")
    assert empty("doctor").remarks == []


def test_a_second_network_has_to_be_named_from_then_on(valise: Installation) -> None:
    assert valise("init", "--network", "Marronniers").code
    valise("invite", "--role", "referent", "--organisation", "R").fails(1, "several networks", "--network")
    valise(*call_with()).fails(1, "several networks", "--network")
    assert valise(*call_with(network="Marronniers")).status == 0


@pytest.mark.parametrize("command", [["invite", "--role", "referent", "--organisation", "R"], call_with()])
def test_before_init_the_first_step_is_named(empty: Installation, command: list[str]) -> None:
    empty(*command).fails(1, "there is no database", "./valise init --network NAME")


def test_a_migrated_database_still_needs_a_network(empty: Installation) -> None:
    empty.database.parent.mkdir()
    upgrade(f"sqlite:///{empty.database}")
    empty.environment["VALISE_SECRET_KEY"] = "a key that is long enough for a test"
    empty("invite", "--role", "referent", "--organisation", "R").fails(1, "no such network", "./valise init")
    assert empty("migrate").status == 0
    assert empty("doctor").err.startswith("there is no network yet")


def test_each_role_is_invited_by_a_link_of_its_own(valise: Installation) -> None:
    codes = {valise("invite", "--role", role, "--organisation", "R").code for role in ("referent", "lead")}
    codes.add(valise("invite", "--role", "coordinator", "--organisation", "R").code)
    assert len(codes) == 3


def test_a_beneficiary_needs_a_referent_who_is_one(valise: Installation) -> None:
    before = valise.contents()
    beneficiary = ["invite", "--role", "beneficiary", "--organisation", "R"]
    valise(*beneficiary).fails(1, "no referent", "--role referent")
    valise(*beneficiary, "--referent", "77").fails(1, "no referent", "--referent")
    assert valise.contents() == before


def test_a_call_is_opened_to_the_cent(valise: Installation) -> None:
    assert valise(*call_with(envelope="20 000,50")).out == "Call 1 is open.\n"
    assert 2_000_050 in valise.contents()["calls"][0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"model": "apw"}, ["programme model", "bot/programmes"]),
        ({"people_by": "2027-07-01"}, ["--people-by is after --closes-at"]),
        ({"until": "2027-06-19"}, ["--until is before --from"]),
        ({"closes_at": "2027-12-01", "people_by": "2027-06-01"}, ["--until is not after --closes-at"]),
        ({"network": "Nobody"}, ["no such network"]),
    ],
)
def test_a_call_that_makes_no_sense_is_not_opened(
    valise: Installation, changes: dict[str, str], words: list[str]
) -> None:
    before = valise.contents()
    valise(*call_with(**changes)).fails(1, *words)
    assert valise.contents() == before


def test_a_wrong_programme_file_is_named_with_key_and_what_is_allowed(valise: Installation) -> None:
    folder = valise.folder / "models"
    folder.mkdir()
    (folder / "ours.toml").write_text('title = "Ours"\ncolour = "red"\n', "utf-8")
    before = valise.contents()

    valise(*call_with(), VALISE_PROGRAMMES="models").fails(1, "ours.toml", "colour", "allowed")
    assert "colour: unknown key" in valise("doctor", VALISE_PROGRAMMES="models").err
    assert valise.contents() == before
