"""The table of who may: which rows a button may name, whose words may be read, which rows may be written.

It says what the product promises to each role, not what the code does: beneficiaries see their own and nothing of
anybody else; a referent the people accompanied, a colleague's only while standing in; a lead what is handed over, never
wishes or worries; a coordinator counts, and of plans only those before the committee; who is named for a committee the
same plans, and nothing else of a network; another network nothing.
"""

from collections.abc import Mapping

from bot.features.registry import ROUTES
from tests.recorded.planted import Secret
from tests.recorded.rights import (
    AT_WORK,
    Row,
    Tie,
    Ties,
    Who,
    by_all,
    by_beneficiary,
    by_both,
    by_committee,
    by_coordinators,
    by_hand,
    by_readers,
    by_referent,
    coordinated,
    here,
    number,
    own,
)

ROLES = {each.realm.letter: {str(each.realm.role)} for each in ROUTES if each.realm.letter not in "bghnpq"}
ROLES |= {"r": {"referent"}, "d": {"coordinator"}, "l": {"lead"}}
"""The role that every route of a letter needs, but where several roles are sent: that of these three is said twice."""
ROLES_OF_PAGES = {
    **dict.fromkeys(("g:another", "g:feelings", "g:in_need", "g:report", "g:write"), frozenset({"beneficiary"})),
    **dict.fromkeys(("g:aloud", "g:hours:summary", "g:hours:way", "g:inbox", "g:news"), AT_WORK),
    **dict.fromkeys(
        (
            "d:by", "d:figures", "d:filter", "d:freed", "d:grant_ticked", "d:granted", "d:list", "d:offer_freed",
            "d:set", "d:several", "d:tick", "d:tick_page", "d:undo_all", "d:waiting",
        ),
        frozenset({"coordinator", "decider"}),
    ),
}  # fmt: skip
"""Roles of which a page about oneself, or a list of those who decide, needs one."""

ON_PLANS: Mapping[Tie, str] = {
    by_beneficiary: "confirm alone take_back take_back_surely received not_right",
    by_both: "next_call accept rework rework_surely let_go let_go_surely stay_changes change_withdraw send send_again"
    " cancel cancel_surely uncancel later later_surely resume change_again why prices price_list again again_yes"
    " again_who",
    by_referent: "card whole quotient ask_confirm change_card change_yes change_no home_early report correct_report"
    " keepsake go_again part own_answers endorse endorse_without on_condition changes tomorrow not_endorse undo"
    " ask keep",
    by_committee: "decide grant offer point wait decline undo_decision correct new_amount withdraw",
    by_coordinators: "ancv",
    by_readers: "copy_sheet rules to_check",
    by_hand: "reference handover hand paper hand_again hand_save vouchers_back",
}
"""What is done with a plan, word by word, and by whom."""
PLAN_WORDS = {word: tie for tie, words in ON_PLANS.items() for word in words.split()}
AN_OWN_PAGE = frozenset({"d:store", "d:links", "d:request", "d:take_in", "d:turn_down", "d:declined"})
"""Routes that answer with the reader's own list, and no word, where the row is another's or answered already."""
AWAY = frozenset({("where", "pause"), ("where", "stop")})
"""Ways on under a question that leave it, in any hand."""
STRANGERS = frozenset({"g:forget", "g:join", "g:send_request"})
"""What only a stranger does; it leads a member home."""
ELSEWHERE: Mapping[str, Tie] = {
    "b:list": by_both,
    "b:tick": by_both,
    "b:untick": by_both,
    "b:change": by_both,
    "b:home_early": by_referent,
    "b:give_paper": by_both,
    "b:paper": by_all,
    "b:copy_household": by_readers,
    "d:tick": by_committee,
    "d:offer_freed": by_committee,
    "r:go_with": by_referent,
    "r:recap_with": by_referent,
    "r:change_with": by_referent,
    "r:part_with": by_referent,
    "r:edit_with": by_referent,
    "r:ask_for": by_referent,
    "r:settle": by_referent,
}
"""The same for routes of other letters that name a plan."""


def is_admitted(who: Who, route: str) -> bool:
    """Tell whether a person has a role that a route needs, whatever row it names."""
    needed = ROLES_OF_PAGES.get(route) or ROLES.get(route.partition(":")[0])
    return needed is None or not who.roles.isdisjoint(needed)


def may_name(ties: Ties, who: Who, route: str, name: str, text: str) -> bool:
    """Tell whether a person may follow a route to the row that an argument of that name says."""
    letter, _, word = route.partition(":")
    if name == "plan":
        return (PLAN_WORDS[word] if letter == "p" else ELSEWHERE[route])(ties, who, ties.get("plans", number(text)))
    if name == "thread":
        seat, _, thread = text.partition(":")
        return ties.sits(who, ties.get("threads", number(thread)), seat)
    if name == "message of the day":
        return ties.any("reminders", message_id=number(text), person_id=who.id)
    if name in {"form", "form and a word"}:
        token = text.partition(":")[0]
        if token.startswith("p"):
            return by_both(ties, who, ties.get("plans", number(token[1:-1])))
        return own(ties, who, ties.get("sheets", number(token.removeprefix("c") if token[0] == "c" else token)))
    table, tie = NAMES.get(f"{route} {name}") or NAMES.get(f"{letter} {name}") or NAMES[name]
    return tie(ties, who, ties.get(table, number(text)))


def _accompanied(ties: Ties, who: Who, row: Row) -> bool:
    return ties.accompanies(who, row.get("id"))


def _own_person(ties: Ties, who: Who, row: Row) -> bool:
    return who.has("referent") and ties.referents.get(row.get("id", 0)) == who.id


def _referent_here(ties: Ties, who: Who, row: Row) -> bool:
    return row.get("network_id") == who.network and "referent" in _roles(ties, row)


def _colleague(ties: Ties, who: Who, row: Row) -> bool:
    return row.get("organisation_id") == who.organisation and "referent" in _roles(ties, row)


def _roles(ties: Ties, row: Row) -> frozenset[str]:
    person = ties.people.get(row.get("id", 0))
    return person.roles if person is not None else frozenset()


def _at_work_here(ties: Ties, who: Who, row: Row) -> bool:
    return row.get("network_id") == who.network and not _roles(ties, row).isdisjoint(AT_WORK)


def _opened(_ties: Ties, who: Who, row: Row) -> bool:
    return row.get("network_id") == who.network and not row["draft"]


def _decided(ties: Ties, who: Who, row: Row) -> bool:
    return row.get("network_id") == who.network and ties.sits_in(who, row)


def _counted(ties: Ties, who: Who, row: Row) -> bool:
    return coordinated(ties, who, row) or _decided(ties, who, row)


def _of_group(ties: Ties, who: Who, row: Row) -> bool:
    link = ties.get("group_links", row.get("link_id"))
    return by_referent(ties, who, {"plan_id": row.get("plan_id") or link.get("plan_id")})


def _own_note(ties: Ties, who: Who, row: Row) -> bool:
    return row.get("owner_id") == who.id and ties.accompanies(who, row.get("person_id"))


def _message(ties: Ties, who: Who, row: Row) -> bool:
    return ties.sits(who, ties.get("threads", row.get("thread_id")))


def _guide(ties: Ties, who: Who, row: Row) -> bool:
    return here(ties, who, row) and (row["for_people"] or bool(who.roles & AT_WORK))


def _received(ties: Ties, who: Who, row: Row) -> bool:
    return ties.any("broadcast_rows", broadcast_id=row.get("id"), recipient_id=who.id)


def _left_to_tell(ties: Ties, who: Who, row: Row) -> bool:
    return any(
        each["broadcast_id"] == row.get("id") and ties.accompanies(who, each["recipient_id"])
        for each in ties.rows["broadcast_rows"]
    )


def _asked(ties: Ties, who: Who, row: Row) -> bool:
    return any(_received(ties, who, each) for each in ties.rows["broadcasts"] if each["event_id"] == row.get("id"))


def _minutes(ties: Ties, who: Who, row: Row) -> bool:
    return coordinated(ties, who, ties.get("calls", row.get("call_id")))


NAMES: Mapping[str, tuple[str, Tie]] = {
    "account move": ("account_moves", own),
    "ask": ("group_asks", _of_group),
    "b event": ("events", _asked),
    "b guide": ("guides", _guide),
    "b:read broadcast": ("broadcasts", _received),
    "b:unsay message": (
        "messages",
        lambda ties, who, row: _message(ties, who, row) and row["author_id"] == who.id,
    ),
    "broadcast": ("broadcasts", coordinated),
    "broadcast and a word": ("broadcasts", coordinated),
    "call": ("calls", coordinated),
    "chosen call": ("calls", lambda _ties, _who, _row: True),
    "colleague": ("people", _colleague),
    "coordinator": (
        "people",
        lambda ties, who, row: row.get("network_id") == who.network and "coordinator" in _roles(ties, row),
    ),
    "counted call": ("calls", _counted),
    "d message": (
        "messages",
        lambda ties, who, row: ties.sits(who, ties.get("threads", row.get("thread_id")), "d"),
    ),
    "d referent": ("people", _referent_here),
    "decided call": ("calls", _decided),
    "event": ("events", coordinated),
    "group": ("plans", by_referent),
    "guide": ("guides", coordinated),
    "invitee": ("people", _accompanied),
    "join request": ("requests", lambda _ties, who, row: row.get("network_id") in {None, who.network}),
    "kept notice": ("outbox", lambda _ties, _who, _row: True),
    "l referent": ("people", _colleague),
    "member": ("group_members", _of_group),
    "message": ("messages", _message),
    "minutes": ("minutes", _minutes),
    "note": ("notes", _own_note),
    "open call": ("calls", _opened),
    "opened call": ("calls", _opened),
    "organisation": ("organisations", coordinated),
    "own part": ("group_members", lambda ties, who, row: who.has("beneficiary") and own(ties, who, row)),
    "own person": ("people", _own_person),
    "person": ("people", _accompanied),
    "professional": ("people", _at_work_here),
    "r:to_reach broadcast": ("broadcasts", _left_to_tell),
    "rule": ("calls", coordinated),
    "sent list": ("imports", own),
    "successor": ("people", _at_work_here),
}
"""Each argument, where need be of one letter or one route: the table of the row, and to whom that row may be named."""


# Whose words may be read


def named(ties: Ties, who: Who, row: Row) -> bool:
    """Let names be read: of colleagues in the network and of one's referent; of a beneficiary as the roles say."""
    person = ties.people.get(row["id"])
    if person is None or person.network != who.network:
        return False
    if who.id == person.id or person.roles & AT_WORK:
        return True
    plans = [each for each in ties.rows["plans"] if each["beneficiary_id"] == person.id]
    shared = any(ties.shares(who, each) for each in plans)
    before = any(ties.decides(who, each) and each["call_id"] not in ties.protected for each in plans)
    goes_with = {each["plan_id"] for each in ties.rows["group_members"] if each["person_id"] == person.id}
    plans += [each for each in ties.rows["plans"] if each["id"] in goes_with and ties.hands(who, each)]
    return shared or ties.accompanies(who, person.id) or before or any(ties.hands(who, each) for each in plans)


def answered(ties: Ties, who: Who, row: Row) -> bool:
    """Let a plan be read by its beneficiary, the referent once it was sent or filled in together, the committee."""
    plan = _plan(ties, row)
    private = (plan["state"] == "draft" or plan["sent_at"] is None) and plan["id"] not in ties.filled_in_together
    if ties.is_own(who, plan) or ties.shares(who, plan):
        return True
    return (ties.helps(who, plan) and not private) or ties.decides(who, plan)


def _plan(ties: Ties, row: Row) -> Row:
    return ties.get("plans", row.get("plan_id") or row.get("id"))


def _name_of_call(ties: Ties, who: Who, row: Row) -> bool:
    """Let people at work in a network read the name of its calls, and coordinators that of a draft; no beneficiary."""
    return here(ties, who, row) and (who.has("coordinator") or (not row["draft"] and bool(who.roles & AT_WORK)))


def _name_of_organisation(ties: Ties, who: Who, row: Row) -> bool:
    """Let people at work in its network, and its own, read the name of an organisation."""
    return here(ties, who, row) and (bool(who.roles & AT_WORK) or row["id"] == who.organisation)


def _quoted(ties: Ties, who: Who, row: Row) -> bool:
    """Let coordinators read the one sentence that its author lets others read, without a name."""
    return own(ties, who, row) or by_referent(ties, who, row) or coordinated(ties, who, _plan(ties, row))


def _reference(ties: Ties, who: Who, row: Row) -> bool:
    """Let those who read a plan, and the lead of its organisation, read the reference that several plans share."""
    led = who.has("lead") and row["organisation_id"] == who.organisation
    return led or coordinated(ties, who, row) or by_readers(ties, who, row)


def of_network(_ties: Ties, who: Who, row: Row) -> bool:
    """Let a network's people read what it says of itself."""
    return bool(row["id"] == who.network)


READS: Mapping[str, Tie] = {
    "broadcasts.texts": lambda ties, who, row: coordinated(ties, who, row) or _received(ties, who, row),
    "calls.name": _name_of_call,
    "calls.neutral": lambda ties, who, row: here(ties, who, row) and (who.has("coordinator") or not row["draft"]),
    "events.name": lambda ties, who, row: coordinated(ties, who, row) or _asked(ties, who, row),
    "events.place": lambda ties, who, row: coordinated(ties, who, row) or _asked(ties, who, row),
    "group_asks.name": _of_group,
    "group_members.answers": lambda ties, who, row: own(ties, who, row) or by_referent(ties, who, row),
    "guides.content": _guide,
    "guides.title": _guide,
    "handovers.numbers": by_hand,
    "handovers.issuer": by_hand,
    "imports.entries": own,
    "invitations.word": coordinated,
    "messages.body": _message,
    "networks.controller": of_network,
    "networks.data_contact": of_network,
    "networks.name": of_network,
    "notes.text": _own_note,
    "organisation_kinds.words": lambda ties, who, row: here(ties, who, row) and bool(who.roles & AT_WORK),
    "organisations.name": _name_of_organisation,
    "people.name": named,
    "people.support": lambda _ties, who, row: row["id"] == who.id,
    "plans.ancv_reference": _reference,
    "plans.answers": answered,
    "plans.reopened": answered,
    "plans.word": by_both,
    "report_waivers.reason": _minutes,
    "reports.words": by_both,
    "requests.answers": lambda _ties, who, row: who.has("coordinator") and row["network_id"] in {None, who.network},
    "sessions.scratch": own,
    "sheets.answers": own,
    "stories.answers": lambda ties, who, row: own(ties, who, row) or by_referent(ties, who, row),
    "stories.quote": _quoted,
}
"""Each column of what people wrote, and who may read it."""


def may_read(ties: Ties, who: Who, secret: Secret) -> bool:
    """Tell whether a person may read those words."""
    return READS[secret.column](ties, who, secret.row)
