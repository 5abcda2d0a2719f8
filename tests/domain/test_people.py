"""Who may be written to first, what an organisation is asked, and how a refusal travels."""

from itertools import product

import pytest

from bot.domain.people import Contact, OrganisationKind, Reachability, Refused, Writing
from bot.domain.regions import REGION_OF, Region, department_number

EVERY_WAY = list(product(Contact, [None, *Writing], [True, False], [True, False]))


@pytest.mark.parametrize(("contact", "writing", "has_account", "blocked"), EVERY_WAY)
def test_the_bot_writes_first_only_to_who_agreed_to_be_written_to(
    contact: Contact, writing: Writing | None, has_account: bool, blocked: bool
) -> None:
    allowed = {
        (Contact.NORMAL, None, True, False),
        (Contact.NORMAL, Writing.YES, True, False),
        (Contact.NORMAL, Writing.NO_DETAIL, True, False),
    }
    reach = Reachability(contact, writing, has_account, blocked)
    assert reach.may_write_first == ((contact, writing, has_account, blocked) in allowed)


def test_what_is_asked_of_an_organisation_hangs_on_what_it_does_not_on_its_name() -> None:
    kinds = {each.value: each.kind for each in OrganisationKind}
    assert {name for name, kind in kinds.items() if kind.houses} == {
        "shelter", "chu", "chrs", "women_shelter", "cada", "huda", "cph", "residence", "family_pension", "fjt",
        "therapeutic", "act", "lhss", "lam",
    }  # fmt: skip
    works = {"siae", "aci", "ai", "ei", "etti", "ea"}
    assert {name for name, kind in kinds.items() if kind.employs} == works | {"eiti"}
    assert {name for name, kind in kinds.items() if kind.grants_leave} == works | {"esat"}
    assert {name for name, kind in kinds.items() if kind.protects} == {"women_shelter"}
    assert {name for name, kind in kinds.items() if kind.may_employ and not kind.employs} == {"other"}


def test_a_refusal_names_a_sentence_and_what_fills_it() -> None:
    refused = Refused("nothing_left", places=2, cents=10_000)
    assert str(refused) == refused.code == "nothing_left"
    assert refused.values == {"places": 2, "cents": 10_000}


@pytest.mark.parametrize(("typed", "number"), [("1", "01"), (" 93 ", "93"), ("2a", "2A"), ("974", "974")])
def test_a_department_is_known_by_its_number_however_it_is_typed(typed: str, number: str) -> None:
    assert department_number(typed) == number


@pytest.mark.parametrize("typed", ["", "0", "20", "99", "Loire", "975"])
def test_what_is_no_department_is_said_so(typed: str) -> None:
    assert department_number(typed) is None


def test_every_department_has_one_region_and_every_region_a_department() -> None:
    assert set(REGION_OF.values()) == set(Region)
    assert len(REGION_OF) == 101
