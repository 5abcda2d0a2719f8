"""Who may do what, and read whose words: the rules of the product, said once more and looked up in the tables alone.

Nothing here asks the application who may: attachments, absences, calls and plans are read as they are stored.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import sqlalchemy as sa

from bot.domain import people
from bot.interaction.routes import decode_id
from bot.storage.kernel.store import Tx
from bot.storage.tables import metadata

Row: TypeAlias = Mapping[str, Any]

TAKING = frozenset({"granted", "offered", "handed_over", "away", "back", "reported", "closed"})
"""States of a plan that has money of a call: what a lead hands over, and answers for."""
HOLDING_TIES = frozenset({"absences", "attachments", "calls", "group_members", "people", "roles"})
"""Tables that say what a person is to others."""
AT_WORK = frozenset(map(str, people.AT_WORK))


@dataclass(frozen=True, slots=True)
class Who:
    """Hold what a person is."""

    id: int
    network: int
    organisation: int | None
    roles: frozenset[str]

    def has(self, role: str) -> bool:
        """Tell whether the person holds that role."""
        return role in self.roles


class Ties:
    """Hold what binds the people of a world to its rows, as it is stored."""

    def __init__(self, tx: Tx, before: "Ties | None" = None) -> None:
        """Read all tables; where only ties were changed since `before`, those that hold them."""
        self.rows: dict[str, list[Row]] = dict(before.rows) if before is not None else {}
        for table in metadata.sorted_tables:
            if before is not None and table.name not in HOLDING_TIES:
                continue
            plain = [each for each in table.columns if not isinstance(each.type, sa.LargeBinary)]
            self.rows[table.name] = [dict(row) for row in tx.connection.execute(sa.select(*plain)).mappings()]
        self._by_id: dict[str, dict[int, Row]] = defaultdict(dict)
        for name, rows in self.rows.items():
            for row in rows:
                if "id" in row:
                    self._by_id[name][row["id"]] = row
        self.protected = {row["id"] for row in self.rows["calls"] if row["model"] == "elles-en-vacances"}
        consents = sa.select(metadata.tables["plans"].c.id).where(metadata.tables["plans"].c.consent.is_not(None))
        self.filled_in_together = set(tx.connection.scalars(consents))
        held: dict[int, set[str]] = defaultdict(set)
        for row in self.rows["roles"]:
            held[row["person_id"]].add(row["role"])
        self.people = {
            row["id"]: Who(row["id"], row["network_id"], row["organisation_id"], frozenset(held[row["id"]]))
            for row in self.rows["people"]
        }
        self.referents = {row["beneficiary_id"]: row["referent_id"] for row in self._where("attachments", until=None)}
        self.stand_ins = {
            row["person_id"]: row["stand_in_id"] for row in self._where("absences", ended_at=None, begun=1)
        }

    def get(self, table: str, number: int | None) -> Row:
        """Return a row by its id; an empty one where there is none."""
        return self._by_id[table].get(number or 0, {})

    def _where(self, table: str, **values: Any) -> list[Row]:
        return [row for row in self.rows[table] if all(row[key] == value for key, value in values.items())]

    def any(self, table: str, **values: Any) -> bool:
        """Tell whether a table has such a row."""
        return bool(self._where(table, **values))

    # What a person is to another, and to a plan

    def accompanies(self, who: Who, person: int | None) -> bool:
        """Tell whether a referent accompanies a person now: as the own one, or standing in while that one is away."""
        own = self.referents.get(person or 0)
        return who.has("referent") and own is not None and who.id in {own, self.stand_ins.get(own)}

    def is_own(self, who: Who, plan: Row) -> bool:
        """Tell whether a plan is that beneficiary's."""
        return who.has("beneficiary") and plan.get("beneficiary_id") == who.id

    def shares(self, who: Who, plan: Row) -> bool:
        """Tell whether a person takes part in the plan of a group."""
        return self.any("group_members", plan_id=plan.get("id"), person_id=who.id)

    def helps(self, who: Who, plan: Row) -> bool:
        """Tell whether a plan is of a beneficiary whom that referent accompanies."""
        return self.accompanies(who, plan.get("beneficiary_id"))

    def decides(self, who: Who, plan: Row) -> bool:
        """Tell whether a plan lies before that person's committee: endorsed, of a call that this one decides."""
        endorsed = plan.get("rank_at") is not None and plan.get("state") != "draft"
        named = self.sits_in(who, self.get("calls", plan.get("call_id")))
        return plan.get("network_id") == who.network and endorsed and named

    def sits_in(self, who: Who, call: Row) -> bool:
        """Tell whether a person decides in a call: named there and in a role to do so, or else a coordinator."""
        if not call or not call["deciders"]:
            return who.has("coordinator")
        return who.id in call["deciders"] and bool(who.roles & {"coordinator", "decider"})

    def is_near(self, who: Who, plan: Row) -> bool:
        """Tell whether a person accompanies a person who goes by a plan, alone or in its group."""
        members = self._where("group_members", plan_id=plan.get("id"))
        coming = [each["person_id"] for each in members if each["part"] in {"confirmed", "leaving"}]
        return any(self.accompanies(who, each) for each in (plan.get("beneficiary_id"), *coming))

    def hands(self, who: Who, plan: Row) -> bool:
        """Tell whether a lead answers for the aid of a plan: granted in that organisation, or still to come back."""
        out = self.any("handovers", plan_id=plan.get("id"), returned_on=None)
        here = plan.get("organisation_id") == who.organisation
        return who.has("lead") and here and (plan.get("state") in TAKING or out)

    def coordinates(self, who: Who, network: int | None) -> bool:
        """Tell whether a network is that coordinator's."""
        return who.has("coordinator") and network == who.network

    def sits(self, who: Who, thread: Row, seat: str = "") -> bool:
        """Tell whether a person may read a thread, from that seat or from any."""
        owner, network = thread.get("owner_id"), thread.get("network_id")
        if thread.get("kind") == "person":
            seats = {"p": owner == who.id and who.has("beneficiary"), "r": self.accompanies(who, owner)}
        else:
            about = self.get("plans", thread.get("about"))
            own = owner == who.id and who.has("referent")
            asks = own and (not about or self.accompanies(who, about["beneficiary_id"]))
            seats = {"a": asks, "d": self.coordinates(who, network) and owner != who.id}
        return seats.get(seat, False) if seat else any(seats.values())


Tie: TypeAlias = Callable[[Ties, Who, Row], bool]


def _plan_of(ties: Ties, row: Row) -> Row:
    return ties.get("plans", row.get("plan_id") or row.get("id"))


def own(_ties: Ties, who: Who, row: Row) -> bool:
    """Let a person have what is the person's own."""
    return row.get("person_id") == who.id


def by_referent(ties: Ties, who: Who, row: Row) -> bool:
    """Let the referent of a plan do it."""
    return ties.helps(who, _plan_of(ties, row))


def by_both(ties: Ties, who: Who, row: Row) -> bool:
    """Let the beneficiary of a plan do it, or the referent beside."""
    return ties.is_own(who, _plan_of(ties, row)) or by_referent(ties, who, row)


def by_beneficiary(ties: Ties, who: Who, row: Row) -> bool:
    """Let the beneficiary of a plan do it alone."""
    return ties.is_own(who, _plan_of(ties, row))


def by_committee(ties: Ties, who: Who, row: Row) -> bool:
    """Let the committee of a plan's call do it."""
    return ties.decides(who, _plan_of(ties, row))


def by_deciders(ties: Ties, who: Who, row: Row) -> bool:
    """Let the committee of a plan's call do it, but nobody who accompanies its person."""
    return by_committee(ties, who, row) and not ties.is_near(who, _plan_of(ties, row))


def by_coordinators(ties: Ties, who: Who, row: Row) -> bool:
    """Let the coordinators on the committee of a plan's call do it."""
    return by_committee(ties, who, row) and who.has("coordinator")


def by_hand(ties: Ties, who: Who, row: Row) -> bool:
    """Let a referent or a lead do it with the aid of a plan."""
    return by_referent(ties, who, row) or ties.hands(who, _plan_of(ties, row))


def by_readers(ties: Ties, who: Who, row: Row) -> bool:
    """Let the referent of a plan see it, or the committee of its call."""
    return by_referent(ties, who, row) or by_committee(ties, who, row)


def by_all(ties: Ties, who: Who, row: Row) -> bool:
    """Let everybody see it to whom a plan is shown."""
    return by_both(ties, who, row) or by_committee(ties, who, row)


def here(_ties: Ties, who: Who, row: Row) -> bool:
    """Let a network's people have it."""
    return row.get("network_id") == who.network


def coordinated(ties: Ties, who: Who, row: Row) -> bool:
    """Let the coordinators of a network have it."""
    return ties.coordinates(who, row.get("network_id"))


def number(text: str) -> int:
    """Read the id in a button."""
    return decode_id(text.partition(":")[0])
