"""What each rule says of a plan: kept to, not known yet, a warning or a refusal, and what would satisfy it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.limits import TakesVouchers
from bot.domain.money import euros
from bot.domain.rules import Finding, Level, Rule, Stance, check, refusals
from conversations.rules.dates import LeadDays, Nights
from conversations.rules.money import MaxQuotient
from tests.domain.figures_of_a_week import A_WEEK, a_week, judging, proposed, sourced


def the_finding(rule: Rule, figures: Mapping[str, Any]) -> Finding:
    (finding,) = check([rule], judging(figures), call="demandes d'été 2027")
    return finding


def test_an_unconfirmed_figure_warns_and_is_not_quoted_as_a_rule() -> None:
    finding = the_finding(proposed(Nights(4, 5)), A_WEEK)
    assert finding.level is Level.WARN
    assert not finding.certain
    assert finding.satisfies["latest_return"] == date(2027, 7, 15)


def test_once_the_coordinator_confirmed_it_the_same_figure_refuses_in_the_networks_name() -> None:
    rule = proposed(Nights(4, 5)).confirmed("Réseau des Tilleuls", 2027)
    finding = the_finding(rule, A_WEEK)
    assert (finding.level, finding.whose, finding.year, finding.certain) == (
        Level.REFUSE, "Réseau des Tilleuls", 2027, True,
    )  # fmt: skip


def test_some_rules_only_ever_warn() -> None:
    rule = sourced(LeadDays(365), stance=Stance.WARN)
    assert the_finding(rule, A_WEEK).level is Level.WARN
    assert the_finding(rule.confirmed("Réseau des Tilleuls", 2027), A_WEEK).level is Level.WARN


def test_a_finding_says_whose_rule_it_is_which_year_and_which_call() -> None:
    finding = the_finding(sourced(Nights(4, 21), id="length"), A_WEEK)
    assert (finding.rule, finding.kind, finding.whose, finding.year, finding.call) == (
        "length", "nights", "Unapei 30", 2025, "demandes d'été 2027",
    )  # fmt: skip
    assert finding.limit == Nights(4, 21)


def test_only_refusals_stand_in_the_way_of_an_endorsement() -> None:
    findings = check(
        [
            sourced(Nights(4, 5), id="too_long"),
            proposed(MaxQuotient(euros(100)), id="only_warns"),
            sourced(TakesVouchers(), id="not_known"),
            sourced(LeadDays(10), id="kept"),
        ],
        judging(a_week(takes_vouchers=None)),
    )
    assert [finding.level for finding in findings] == [Level.REFUSE, Level.WARN, Level.UNKNOWN, Level.OK]
    assert refusals(findings) == ("too_long",)
