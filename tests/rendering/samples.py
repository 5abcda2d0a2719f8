"""One stay told in full, and the values that each page and notice gets of it: what services hand to templates."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from bot.domain.figures import Verdict
from bot.domain.ids import CallId, NetworkId, OrganisationId, PersonId, PlanId
from bot.domain.limits import Limit
from bot.domain.people import Contact, Role
from bot.domain.plans import State
from bot.domain.rules import Finding, Level, Rule, Source, Strength, check
from bot.features.administration.admin import NewCall
from bot.storage.calls import CallRow
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations import OWN_PART, PLAN
from conversations.engine import flow
from conversations.engine.answers import Facts, Given
from conversations.engine.dates import Span
from conversations.engine.steps import Need
from conversations.reckoning import budget, payment, proposal
from conversations.rules.dates import Days, Nights
from tests.conversations.kinds_of_rules import CASES

Values = Mapping[str, Any]

NOW = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
TODAY = date(2026, 11, 23)
STAY = Span(date(2027, 7, 10), date(2027, 7, 17))

ANSWERS: Mapping[str, Any] = {
    "wishes": ("rest", "sea", "=ma sœur & moi <3"), "aim": "children", "first_time": "never", "adults": 1,
    "children": (6, 8), "help": (), "place": "=Royan", "dates": STAY, "lodging": "campsite", "transport": "train",
    "own_share": 6_000, "worries": ("home",), "provider": "Camping Les Pins, Royan", "lodging_price": 42_000,
    "vouchers": "yes", "booking": "nothing", "transport_price": 18_000, "food_price": 20_000,
    "leisure_price": 10_000, "other_aids": ("caf",), "aid_amount.caf": 15_000, "deposit": 10_000, "other_costs": (),
    "deposit_by": "waits", "quotient": 64_200, "proof": "caf", "earlier_aids": "none", "objective": "own_words",
    "support": "=3 rendez-vous", "place_kept": "yes", "formalities": (),
}  # fmt: skip
FACTS = Facts(today=TODAY, answers={name: Given(value) for name, value in ANSWERS.items()})
STEPS = flow.steps_by_name((PLAN, OWN_PART))

PLAN_ROW = PlanRow(
    id=PlanId(42), reference="V-2027-0042", network_id=NetworkId(1), call_id=CallId(1),
    organisation_id=OrganisationId(1), beneficiary_id=PersonId(7),
    state=State.TO_REVIEW, before_state=State.DRAFT, version=3, answers={}, reopened={}, consent=None,
    word={"reason": "rules", "next_step": "talk"}, departure=STAY.start, homecoming=STAY.end, people=3, children=2,
    cost_cents=90_000, aid_cents=69_000, granted_cents=50_000, rank_at=NOW, sent_at=NOW, decided_at=NOW, decided_by=3,
    held_until=NOW, snoozed_until=None, updated_at=NOW, trail_key=b"",
)  # fmt: skip
BARE_ROW = replace(
    PLAN_ROW, reference=None, word=None, departure=None, homecoming=None, people=None, children=None, cost_cents=None,
    aid_cents=None, granted_cents=None, sent_at=NOW, held_until=None,
)  # fmt: skip
AWA = Person(
    id=PersonId(7), network_id=NetworkId(1), organisation_id=OrganisationId(1), chat_id=700,
    name="Awa <D.>", language="fr", contact=Contact.NORMAL,
    writing=None, notice_version=1, code_hash=None, code_failures=0, unlocked_until=None, blocked_at=None, support="",
    roles=frozenset({Role.BENEFICIARY}), referent_id=PersonId(3), referent_name="Lina",
)  # fmt: skip
CALL_ROW = CallRow(
    id=CallId(1), network_id=NetworkId(1), model="apv", name="Été 2027", people_by=date(2027, 6, 1), closes_at=NOW,
    stay_from=date(2027, 4, 1), stay_until=date(2027, 9, 30), places=40, envelope=2_000_000, committee=True,
    regions=(), confirmed=(), asked_places=3, asked_cents=69_000, taken_places=1, taken_cents=50_000,
    network="Réseau des Tilleuls",
)  # fmt: skip


BROKEN: tuple[tuple[Limit, Verdict], ...] = (
    *((case.limit, case.verdict()) for case in CASES.values()),
    *((limit, limit.judge(STAY.start, 35)) for limit in (Nights(4, 21), Nights(40, 60), Days(1, 14), Days(40, 60))),
)
"""A limit of each kind that a stay breaks; those of its length on both sides."""
LIMITS = tuple(limit for limit, _ in BROKEN)


def findings() -> tuple[Finding, ...]:
    """Return what each kind of rule says when it is broken, as a confirmed rule and as a habit."""
    found: list[Finding] = []
    for number, (limit, verdict) in enumerate(BROKEN):
        sources = [Source("Réseau des Tilleuls", 2027, each) for each in (Strength.CONFIRMED, Strength.PROPOSAL)]
        rules = [Rule(f"{number}", limit, source) for source in sources]
        found += check(rules, partial(_says, verdict), call="Été 2027")
    return tuple(found)


def _says(verdict: Verdict, _limit: Limit) -> Verdict:
    return verdict


UNKNOWN_RULES = tuple(replace(finding, level=Level.UNKNOWN, actual=None, satisfies={}) for finding in findings())
"""What each kind of rule is called where nobody knows yet whether it is kept."""


def path_of(conversation: Any, *needs: Need) -> list[Any]:
    return list(flow.path(conversation, FACTS, needs))


def summary(**more: Any) -> dict[str, Any]:
    """Return the lines about who, where, when, how much."""
    return {
        "plan": PLAN_ROW, "name": "Awa <D.>", "state": "to_review", "adults": 1, "children": 2, "households": 5,
        "companions": 1, "place": ("stay", STEPS["place"], "=Royan"),
        "lodging": ("lodging", STEPS["lodging"], "campsite"),
        "provider": "Camping Les Pins, Royan", "dates": STAY, "nights": 7, "budget": budget(FACTS),
        "proposal": proposal(FACTS), "payment": payment(FACTS), "complete": True, "granted": None, "call": "Été 2027",
        "conditions": UNKNOWN_RULES[:2], "correction": None,
        **more,
    }  # fmt: skip


UNKNOWN = {
    "name": "", "adults": None, "children": 0, "companions": 0, "households": 0, "provider": "",
    "place": ("stay", STEPS["place"], None), "lodging": ("lodging", STEPS["lodging"], None), "dates": None,
    "nights": None, "complete": False, "granted": 50_000, "conditions": (),
}  # fmt: skip

NEW_CALL = NewCall(
    model="apv", name="Séjours d'été 2027", people_by=date(2027, 6, 1), closes_at=NOW, stay_from=STAY.start,
    stay_until=STAY.end, places=40, envelope=2_000_000,
)  # fmt: skip
