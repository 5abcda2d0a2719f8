"""A database with a network at work in it, for tests of single queries: written by the storage itself, row by row."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, Final, Unpack

from bot.domain.people import Contact, OrganisationKind, Role
from bot.domain.plans import State
from bot.storage import calls, networks, people, plans
from bot.storage.changes import CallChanges
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow

NOW: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY: Final = timedelta(days=1)
_numbers = count(1)


@dataclass
class Books:
    """A network with two organisations, a referent, a coordinator and an open call; and another network."""

    tx: Tx
    network: int = field(init=False)
    elsewhere: int = field(init=False)
    residence: int = field(init=False)
    workshop: int = field(init=False)
    lina: int = field(init=False)
    claire: int = field(init=False)
    call: int = field(init=False)

    def __post_init__(self) -> None:
        self.network = networks.add_network(self.tx, "Réseau des Tilleuls")
        self.elsewhere = networks.add_network(self.tx, "Réseau des Ormes")
        found = networks.find_or_add_organisation
        self.residence = found(self.tx, self.network, "Résidence", OrganisationKind.RESIDENCE, "93")
        self.workshop = found(self.tx, self.network, "Chantier", OrganisationKind.SIAE, "35")
        self.lina = self.member("Lina", Role.REFERENT, self.residence)
        self.claire = self.member("Claire", Role.COORDINATOR, None)
        self.call = self.opens_call()

    def member(self, name: str, role: Role, organisation: int | None, **more: Any) -> int:
        """Add a member of a team, with an account."""
        chat = 1000 + next(_numbers)
        return people.add(
            self.tx, NOW, self.network, name, frozenset({role}), organisation_id=organisation, chat_id=chat, **more
        )

    def person(
        self, name: str = "Awa", referent: int | None = None, contact: Contact = Contact.NORMAL, chat: int | None = None
    ) -> int:
        """Add a person whom a referent accompanies: Lina, unless another is named."""
        own, held = self.residence, frozenset({Role.BENEFICIARY})
        number = people.add(
            self.tx, NOW, self.network, name, held, organisation_id=own, contact=contact, chat_id=chat, language="fr"
        )
        people.attach(self.tx, number, self.lina if referent is None else referent, NOW)
        return number

    def opens_call(self, **changes: Unpack[CallChanges]) -> int:
        """Open a call of the network."""
        values: CallChanges = {
            "network_id": self.network, "model": "apv", "name": "Été", "people_by": date(2027, 6, 1),
            "closes_at": datetime(2027, 6, 15, 16, tzinfo=UTC), "stay_from": date(2027, 6, 20),
            "stay_until": date(2027, 9, 15), "places": 40, "envelope": 2_000_000, "committee": True, "regions": [],
            "confirmed": [],
        }  # fmt: skip
        opened_at = changes.pop("opened_at", NOW)
        values.update(changes)
        return calls.add(self.tx, values, opened_at)

    def plan(self, person: int | None = None, state: State = State.DRAFT, **values: Any) -> PlanRow:
        """Add a plan of a person, standing anywhere at once."""
        owner = self.person() if person is None else person
        row = {
            "network_id": self.network, "call_id": self.call, "organisation_id": self.residence,
            "beneficiary_id": owner, "state": state.value,
        }  # fmt: skip
        begun_at = values.pop("begun_at", NOW)
        return self.read(plans.add(self.tx, {**row, **values}, begun_at))

    def read(self, plan: int) -> PlanRow:
        """Return a plan as it stands."""
        row = plans.by_id(self.tx, plan)
        assert row is not None
        return row
