"""Plans already written, made by the services themselves: for tests that begin where a story is well under way."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bot.domain.hours import ALWAYS, Way
from bot.domain.people import Contact, OrganisationKind, Role
from bot.domain.plans import Action, Knowing
from bot.features.administration import admin
from bot.plan import access, transitions
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.storage import people, plans
from bot.storage.hours import Preference
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations.engine import flow
from conversations.engine.answers import Given
from conversations.engine.dates import Span

EAGER = Preference(ALWAYS, Way.AT_ONCE)
"""Of a person who wants each thing as it happens, at any hour: most stories are not about hours."""

A_WORD = Knowing(on_condition=True, word="La ville est sollicitée.")
"""What is said of money that a large household lacks; what nobody knows yet is a condition."""

PRICE = 100_00
"""Cents a person for the lodging; transport, food and leisure are half of it each."""


@dataclass(frozen=True, slots=True)
class Team:
    """Who takes part: a network, one of its organisations with a referent, a coordinator, and a call."""

    network: int
    organisation: int
    referent: int
    coordinator: int
    call: int


def next_summer(now: datetime, places: int = 100, envelope: int = 10_000_000) -> admin.NewCall:
    """Return a call for the summer of the year after `now`: for tests that live by the real clock."""
    year = now.year + 1
    return admin.NewCall(
        model="apv",
        name="Été",
        people_by=date(year, 6, 1),
        closes_at=datetime(year, 6, 15, 16, tzinfo=UTC),
        stay_from=date(year, 6, 20),
        stay_until=date(year, 9, 15),
        places=places,
        envelope=envelope,
    )


def answers(adults: int = 1, ages: tuple[int, ...] = ()) -> dict[str, Any]:
    """Return every answer of a plan, the referent's too, for so many people; no paper, as Telegram has none."""
    people_count = adults + len(ages)
    return {
        "wishes": ("sea",),
        "aim": "children",
        "first_time": "never",
        "adults": adults,
        "children": ages,
        "help": (),
        "place": "=Le lac",
        "dates": Span(date(2027, 7, 10), date(2027, 7, 17)),
        "lodging": "campsite",
        "transport": "train",
        "own_share": 60_00,
        "worries": ("home",),
        "provider": "Camping du Lac",
        "area": "france",
        "lodging_price": PRICE * people_count,
        "quote": "seen",
        "vouchers": "yes",
        "booking": "option",
        "transport_price": PRICE * people_count // 2,
        "food_price": PRICE * people_count // 2,
        "leisure_price": PRICE * people_count // 2,
        "other_aids": (),
        "other_costs": (),
        "deposit": 0,
        "quotient": 612_00,
        "proof": "caf",
        "earlier_aids": "none",
        "companions": 0,
        "objective": "own_words",
        "support": "=Un rendez-vous chaque semaine.",
        "place_kept": "yes",
        "leave_granted": "yes",
        "formalities": (),
    }


def team(tx: Tx, moment: Moment, new: admin.NewCall, name: str = "Réseau des Tilleuls") -> Team:
    """Found a network with one organisation, a referent, a coordinator and an open call."""
    network = admin.only_or_new(tx, name)
    organisation = admin.add_organisation(tx, network, "Résidence", OrganisationKind.RESIDENCE, "93")
    return Team(
        network,
        organisation,
        admin.add_member(tx, moment, network, organisation, Role.REFERENT, "Lina"),
        admin.add_member(tx, moment, network, None, Role.COORDINATOR, "Claire"),
        admin.open_call(tx, moment, network, new),
    )


def sent(tx: Tx, moment: Moment, team: Team, name: str, adults: int = 1, ages: tuple[int, ...] = ()) -> int:
    """Send a complete plan that waits for its referent; returns its id."""
    admin.invite_beneficiary(tx, moment, team.network, team.organisation, team.referent, name, Contact.NONE)
    person = people.attached(tx, team.referent)[0]
    plan = plans.latest_of(tx, person.id)
    assert plan is not None
    given = {key: Given(value, person.id) for key, value in answers(adults, ages).items()}
    consent = {"mode": "oral", "on": "2026-11-23", "by": team.referent}
    raw = flow.dump_answers(given, plan_facts.STEPS)
    plans.save(tx, plan, moment.now, call_id=team.call, answers=raw, consent=consent)
    return does(tx, moment, plan.id, Action.SEND, person.id).id


def endorsed(tx: Tx, moment: Moment, team: Team, name: str, adults: int = 1, ages: tuple[int, ...] = ()) -> int:
    """Endorse a plan that waits for the committee; returns its id."""
    return does(tx, moment, sent(tx, moment, team, name, adults, ages), Action.ENDORSE, team.referent).id


def does(tx: Tx, moment: Moment, plan_id: int, action: Action, actor: int | None, **changes: Any) -> PlanRow:
    """Do something to a plan as it stands now; as actor, None is the clock. Raises Refused, Conflict."""
    who: Person | None = None if actor is None else people.by_id(tx, actor)
    if action in transitions.ENDORSING:
        changes = {"knowing": A_WORD, **changes}
    return transitions.perform(tx, moment, access.need(tx, plan_id), action, who, **changes)
