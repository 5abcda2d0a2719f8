"""Programme models as the package brings them: what they promise to the coordinator who opens a call with one."""

from dataclasses import replace

import pytest

from bot.domain.budget import Budget, Cost, CostKind, Resource, ResourceKind, propose, terms_of
from bot.domain.calls import Call
from bot.domain.limits import MaxShare
from bot.domain.money import Cents, Percent, euros
from bot.domain.programmes import Per, Programme, Public, Usual, UsualName
from bot.domain.rules import Level, Source, Strength
from bot.domain.travellers import Party
from bot.programmes.loading import load
from conversations.rules.dates import Nights
from tests.domain.figures_of_a_week import AWA_AND_TWO_CHILDREN, SUMMER, a_week, judging, programme, proposed, sourced

MODELS = load()
NINE_HUNDRED = Budget(costs=(Cost(CostKind.LODGING, euros(900)),))


def test_the_package_brings_five_models() -> None:
    assert set(MODELS) == {"apv", "aurore", "coorace-2022", "elles-en-vacances", "iae"}


def test_no_network_has_signed_a_model_of_ours() -> None:
    titles = {MODELS[key].title for key in ("aurore", "coorace-2022", "iae")}
    assert titles == {"Modèle type Aurore (à confirmer)", "Exemple daté : Coorace, 2022", "IAE (ANCV)"}
    assert not [rule for rule in MODELS["aurore"].rules if rule.source.certain or "Aurore" in rule.source.who]


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_no_referent_alone_grants_the_money_of_a_network(model: Programme) -> None:
    assert model.committee


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_every_figure_has_a_source_and_a_sourced_one_its_year(model: Programme) -> None:
    sources = [rule.source for rule in model.rules] + [usual.source for usual in model.usual]
    if model.places:
        sources.append(model.places.source)
    assert all(source.who for source in sources)
    assert all(source.year for source in sources if source.certain)


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_a_person_reads_only_a_neutral_name(model: Programme) -> None:
    assert model.neutral == "Séjour"


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_a_good_week_is_refused_by_no_model(model: Programme) -> None:
    call = replace(SUMMER, programme=model)
    good = a_week(aid=euros(600))
    assert {finding.level for finding in call.check(judging(good))} == {Level.OK}


def test_apv_gives_690_of_900_with_150_from_the_caf_and_60_of_ones_own() -> None:
    budget = replace(
        NINE_HUNDRED,
        resources=(Resource(ResourceKind.CAF, euros(150)), Resource(ResourceKind.OWN, euros(60))),
    )
    assert propose(budget, terms_of(MODELS["apv"].rules, AWA_AND_TWO_CHILDREN)).aid == euros(690)


def test_elles_en_vacances_gives_600_of_900() -> None:
    assert propose(NINE_HUNDRED, terms_of(MODELS["elles-en-vacances"].rules, AWA_AND_TWO_CHILDREN)).aid == euros(600)


def test_elles_en_vacances_is_discreet_and_asks_neither_quotient_nor_family_scale() -> None:
    model = MODELS["elles-en-vacances"]
    assert model.discreet_default
    assert model.public is Public.WOMEN
    assert "max_quotient" not in {rule.kind for rule in model.rules}
    assert not model.report.family_scale
    assert [rule.kind for rule in model.rules].count("cap_per_person") == 1


def test_what_coorace_never_published_only_warns() -> None:
    unconfirmed = {rule.id for rule in MODELS["coorace-2022"].unconfirmed(2022)}
    assert {"max_quotient", "nights", "max_share"} <= unconfirmed
    assert unconfirmed.isdisjoint({"stay_window", "filing_until"})


def test_a_model_knows_which_rules_nobody_has_confirmed() -> None:
    model = programme(sourced(Nights(4, 21), id="nights"), proposed(MaxShare(Percent(80)), id="share"))
    assert [rule.id for rule in model.unconfirmed(2027)] == ["share"]


@pytest.mark.parametrize(("per", "amount"), [(Per.STAY, euros(60)), (Per.PERSON, euros(180)), (Per.NIGHT, euros(420))])
def test_a_usual_amount_is_for_the_stay_each_person_or_each_night(per: Per, amount: Cents) -> None:
    source = Source("Proposition", None, Strength.PROPOSAL)
    usual = Usual(UsualName.TRAIN_RETURN, CostKind.TRANSPORT, euros(60), per, source)
    assert usual.proposed(people=3, nights=7) == amount


def test_a_party_counts_one_helped_person_and_sorts_the_others_by_age() -> None:
    party = Party.around(1, adults=2, ages=(4, 17, 18), companions=1)
    assert party == Party(helped=1, adults=2, children=2, companions=1)
    assert party.people == 6
    assert Party.around(1, adults=1) == Party(1)
    assert Party.around(1, adults=0) == Party(1)


def test_a_call_can_be_opened_with_each_model() -> None:
    calls: list[Call] = [replace(SUMMER, programme=model) for model in MODELS.values()]
    assert all(call.problems() == () for call in calls)
