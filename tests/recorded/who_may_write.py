"""The table of who may write: whose rows a person's tap may change in each table, which acts on a plan are whose."""

from collections.abc import Mapping

from tests.recorded.changes import Change
from tests.recorded.rights import (
    AT_WORK,
    Row,
    Tie,
    Ties,
    Who,
    by_all,
    by_both,
    by_committee,
    by_coordinators,
    by_deciders,
    by_hand,
    by_referent,
    coordinated,
    here,
    own,
)

KEPT_BY_ITSELF: Mapping[str, frozenset[str]] = {
    "people": frozenset({"last_seen", "unlocked_until", "code_failures", "blocked_at"}),
    "sessions": frozenset({"place", "focus", "via", "scratch", "misses", "card_id"}),
}
"""What is noted of anybody who taps: that this person was here, and what the chat looks at."""

ACTS: Mapping[Tie, str] = {
    by_both: "send send_again accept_offer change_offered let_go cancel undo_cancellation postpone resume change_again",
    by_referent: "ask_changes endorse endorse_and_grant not_endorse undo_endorsement come_back_early change_stay"
    " report",
    by_deciders: "grant offer ask_referent put_on_waiting_list decline correct_grant withdraw_grant",
    by_committee: "undo_decision",
    by_coordinators: "close",
    by_hand: "hand_over",
}
"""Moves of a plan, and by whom; what only the clock does is nobody's."""
MOVES = {act: tie for tie, acts in ACTS.items() for act in acts.split()}
SUMS: Mapping[str, frozenset[str]] = {
    "calls": frozenset({"asked_places", "asked_cents", "taken_places", "taken_cents", "freed"}),
    "events": frozenset({"taken"}),
}
"""Columns of what is a coordinator's that acts of others change: what moves of plans ask and take, who comes."""
RULES = frozenset({"version", "updated_at", "rules_version", "aid_cents"})
"""Columns of a plan that are new when its call moves it to other rules."""
SUMMED = frozenset({"asked", "taken"})
"""What the audit trail of a call says of them."""


def is_a_strangers(change: Change) -> bool:
    """Tell whether a change is what a stranger may begin: to ask for being let in."""
    return change.table == "requests" and change.row["state"] == "begun" and change.how != "DELETE"


def is_kept_by_itself(who: Who, change: Change) -> bool:
    """Tell whether a change is what is noted of anybody who taps, and of this very person."""
    whose = change.row.get("person_id" if change.table == "sessions" else "id")
    known = KEPT_BY_ITSELF.get(change.table)
    return known is not None and whose == who.id and change.columns <= known and change.how != "DELETE"


def _of_plan(ties: Ties, who: Who, row: Row) -> bool:
    plan = ties.get("plans", row.get("plan_id"))
    if not plan:  # made by this very tap
        return row.get("plan_id") is not None and bool(who.roles)
    return by_all(ties, who, row) or by_hand(ties, who, row) or ties.shares(who, plan)


def _of_call(ties: Ties, who: Who, row: Row) -> bool:
    call = ties.get("calls", row.get("call_id"))
    return ties.coordinates(who, call["network_id"]) if call else who.has("coordinator")


def _person(ties: Ties, who: Who, row: Row) -> bool:
    made = row["id"] not in ties.people and row["organisation_id"] == who.organisation and who.has("referent")
    return row["id"] == who.id or made or ties.accompanies(who, row["id"])


def _attachment(ties: Ties, who: Who, row: Row) -> bool:
    made = row["beneficiary_id"] not in ties.people and row["referent_id"] == who.id
    return made or ties.accompanies(who, row["beneficiary_id"])


def _thread(ties: Ties, who: Who, row: Row) -> bool:
    return ties.sits(who, ties.get("threads", row["id"]) or row)


def _message(ties: Ties, who: Who, row: Row) -> bool:
    thread = ties.get("threads", row["thread_id"])
    return ties.sits(who, thread) if thread else row["author_id"] == who.id


def _told(ties: Ties, who: Who, row: Row) -> bool:
    """Let notices go to people of one's own network only, or to a chat that is nobody's."""
    reader = ties.people.get(row["recipient_id"])
    return reader is None or reader.network == who.network


def _line(ties: Ties, who: Who, row: Row) -> bool:
    """Let a person write into an audit trail in the own name; of a plan, what is a move of that person's."""
    chain, _, found = row["chain"].partition(":")
    if row["actor_id"] != who.id:
        return False
    match chain:
        case "plan":
            plan = ties.get("plans", int(found))
            return MOVES.get(row["action"], _of_any)(ties, who, plan) if plan else bool(who.roles)
        case "call":
            call = ties.get("calls", int(found))
            summed = row["action"] in SUMMED and here(ties, who, call)
            return summed or not call or ties.coordinates(who, call["network_id"])
        case "person":
            return _answers_for(ties, who, {"person_id": int(found)}) or ties.accompanies(who, int(found))
        case _:  # a broadcast, a guide, an event, the network itself
            return who.has("coordinator")


def _of_any(ties: Ties, who: Who, plan: Row) -> bool:
    """Let those write on a plan, where it is no move, who have to do with it, or keep the rules of its call."""
    known = by_all(ties, who, plan) or by_hand(ties, who, plan) or ties.shares(who, plan)
    return known or coordinated(ties, who, plan)


def _network_of_event(ties: Ties, who: Who, row: Row) -> bool:
    return coordinated(ties, who, ties.get("broadcasts", row["broadcast_id"]) or {"network_id": who.network})


def _answers_for(ties: Ties, who: Who, row: Row) -> bool:
    person = ties.people.get(row["person_id"])
    if person is None or person.network != who.network:
        return False
    return (
        who.id == person.id or who.has("coordinator") or (who.has("lead") and person.organisation == who.organisation)
    )


def _role(ties: Ties, who: Who, row: Row) -> bool:
    """Let a referent make a beneficiary, and a coordinator let a professional of the same network decide, or not."""
    person = ties.people.get(row["person_id"])
    if person is None:
        return who.has("referent")
    return row["role"] == "decider" and bool(person.roles & AT_WORK) and ties.coordinates(who, person.network)


WRITES: Mapping[str, Tie] = {
    "absences": _answers_for,
    "account_moves": _answers_for,
    "attachments": _attachment,
    "attendances": own,
    "audit": _line,
    "broadcast_rows": _network_of_event,
    "broadcasts": coordinated,
    "call_versions": _of_call,
    "calls": coordinated,
    "departures": _of_plan,
    "events": coordinated,
    "group_asks": lambda ties, who, row: _of_plan(ties, who, ties.get("group_links", row["link_id"])),
    "group_links": _of_plan,
    "group_members": _of_plan,
    "guides": coordinated,
    "handovers": by_hand,
    "hours": own,
    "imports": own,
    "invitations": lambda _ties, who, row: row["network_id"] == who.network and bool(who.roles & AT_WORK),
    "ledger": _of_plan,
    "member_stays": lambda ties, who, row: _of_plan(ties, who, ties.get("group_members", row["member_id"])),
    "messages": _message,
    "minutes": _of_call,
    "notes": lambda _ties, who, row: row["owner_id"] == who.id,
    "organisations": coordinated,
    "outbox": _told,
    "past_figures": coordinated,
    "people": _person,
    "plans": lambda ties, who, row: _of_plan(ties, who, {"plan_id": row["id"]}),
    "quotients": by_referent,
    "reminder_stops": own,
    "reminders": lambda ties, who, row: _of_plan(ties, who, row) or own(ties, who, row),
    "report_waivers": _of_call,
    "reports": by_referent,
    "requests": lambda _ties, who, row: who.has("coordinator") and row["network_id"] in {None, who.network},
    "roles": _role,
    "sessions": own,
    "sheets": own,
    "stories": lambda ties, who, row: own(ties, who, row) or by_referent(ties, who, row),
    "threads": _thread,
    "told": by_both,
    "views": own,
}
"""Each table that a tap writes, and whose tap."""


REMOVING = "d:remove_surely"
WHOSE: Mapping[str, str] = {
    "attachments": "referent_id",
    "notes": "owner_id",
    "people": "id",
    "reminders": "person_id",
    "roles": "person_id",
    "sessions": "person_id",
    "sheets": "person_id",
}
"""What is written where a professional is taken out of a network, and the column that says whose it is."""


def _removes(ties: Ties, who: Who, change: Change) -> bool:
    """Let a coordinator take a professional of the same network out, and pass on those accompanied."""
    chain, _, found = str(change.row.get("chain", "")).partition(":")
    if chain == "plan":
        own = change.row["actor_id"] == who.id and change.row["action"] == "transfer"
        return own and coordinated(ties, who, ties.get("plans", int(found)))
    person = ties.people.get(change.row.get(WHOSE.get(change.table, ""), 0))
    return person is not None and who.has("coordinator") and person.network == who.network


def may_write(ties: Ties, who: Who, change: Change, route: str = "") -> bool:
    """Tell whether a person's tap may write a row; one route writes more than others."""
    if route == REMOVING and _removes(ties, who, change):
        return True
    if change.table in SUMS and change.columns and change.columns <= SUMS[change.table]:
        return here(ties, who, change.row)
    if change.table == "plans" and change.columns and change.columns <= RULES and coordinated(ties, who, change.row):
        return True
    return change.table in WRITES and WRITES[change.table](ties, who, change.row)
