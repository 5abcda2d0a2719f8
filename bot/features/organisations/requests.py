"""Requests to join, on the coordinator's side: each is accepted by one tap, or declined with a listed reason."""

from datetime import timedelta

from bot.domain.notices import REQUEST_ACCEPTED, REQUEST_DECLINED
from bot.domain.organisation_words import department_of
from bot.domain.people import OrganisationKind, Refused, Role
from bot.features.membership.people import LINK_DAYS
from bot.features.organisations import strangers
from bot.interaction.home import HOME
from bot.interaction.prompting import Door
from bot.interaction.request import Request
from bot.interaction.routes import decode_id, encode_id
from bot.storage import audit, invitations, networks, requests
from bot.storage.kernel.store import Tx
from bot.storage.requests import JoinRequest, State
from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.engine.keyboard import Button, Plain, Problem, Word, column
from conversations.engine.screens import Page
from conversations.join_request import region_written

GROUNDS = {
    "elsewhere": "ground_elsewhere",
    "colleague": "ground_colleague",
    "unverified": "ground_unverified",
    "later": "ground_later",
}
"""Why a request is declined, and the words of its button; the asker is told, with what to do instead."""

MOST_IN_LIST = 20


def overview(tx: Tx, request: Request, problem: Problem | None = None) -> Page:
    """What waits for an answer; the only one is shown at once."""
    waiting = requests.awaiting(tx, request.person.network_id)
    if len(waiting) == 1 and problem is None:
        return card(tx, request, waiting[0])
    rows = [
        Button(Plain(str(_facts(request, each).value("workplace"))), f"d:request:{encode_id(each.id)}")
        for each in waiting[:MOST_IN_LIST]
    ]
    notes = (problem,) if problem else ()
    return Page("request/list", {"count": len(waiting)}, column(*rows, HOME), notes=notes)


def _facts(request: Request, joining: JoinRequest) -> Facts:
    return Facts(request.moment.today, flow.load_answers(joining.answers, strangers.STEPS))


def card(tx: Tx, request: Request, joining: JoinRequest) -> Page:
    """Who asks, for which organisation, and whether the network knows that one already."""
    facts = _facts(request, joining)
    known = networks.find_organisation(tx, request.person.network_id, facts.value("workplace")) is not None
    number = encode_id(joining.id)
    rows = column(
        Button(Word("accept_request"), f"d:take_in:{number}", style="success"),
        Button(Word("decline"), f"d:turn_down:{number}"),
        HOME,
    )
    return Page("request/card", {**strangers.told(joining, facts), "known": known}, rows)


def _awaiting(tx: Tx, request: Request, number: str) -> JoinRequest | None:
    """A request that her network may answer now; None when somebody was faster, or it was taken back or forgotten."""
    wanted = decode_id(number)
    return next((each for each in requests.awaiting(tx, request.person.network_id) if each.id == wanted), None)


def _gone(tx: Tx, request: Request) -> Page:
    return overview(tx, request, Problem("request_answered"))


def look(tx: Tx, request: Request, number: str) -> Page:
    """One request."""
    joining = _awaiting(tx, request, number)
    return _gone(tx, request) if joining is None else card(tx, request, joining)


def accept(tx: Tx, request: Request, number: str) -> Page:
    """Take the organisation in, and send the asker a link that makes her its referent."""
    joining = _awaiting(tx, request, number)
    if joining is None:
        return _gone(tx, request)
    facts, person = _facts(request, joining), request.person
    organisation_id = networks.find_or_add_organisation(
        tx,
        person.network_id,
        facts.value("workplace"),
        OrganisationKind(facts.value("workplace_kind")),
        department_of(facts.value("where")) or "",
        region_written(facts.value("where")),
    )
    invitations.invite(
        tx,
        request.moment.code,
        Role.REFERENT,
        person.network_id,
        request.now,
        request.now + timedelta(days=LINK_DAYS),
        organisation_id=organisation_id,
        invited_by=person.id,
        word={"name": facts.value("asker")},
    )
    values = {"state": State.ACCEPTED.value, "network_id": person.network_id, "code": request.moment.code}
    requests.save(tx, joining, **values)
    audit.append(tx, f"request:{joining.id}", request.now, person.id, "accept", None, {"organisation": organisation_id})
    strangers.tell(tx, request.moment, joining, REQUEST_ACCEPTED)
    return _answered(tx, request, facts, "accepted")


def ask_why(tx: Tx, request: Request, number: str) -> Page:
    """The reasons to decline, one tap each."""
    joining = _awaiting(tx, request, number)
    if joining is None:
        return _gone(tx, request)
    rows = [Button(Word(word), f"d:declined:{number}:{ground}") for ground, word in GROUNDS.items()]
    back = Button(Word("back_to_request"), f"d:request:{number}")
    return Page("request/why", {"workplace": _facts(request, joining).value("workplace")}, column(*rows, back))


def decline(tx: Tx, request: Request, number: str, ground: str) -> Page:
    """Decline, for a listed reason that the asker is told."""
    if ground not in GROUNDS:
        raise Refused("not_found")
    joining = _awaiting(tx, request, number)
    if joining is None:
        return _gone(tx, request)
    values = {"state": State.DECLINED.value, "network_id": request.person.network_id, "reason": ground}
    requests.save(tx, joining, **values)
    audit.append(tx, f"request:{joining.id}", request.now, request.person.id, "decline", None, None, reason=ground)
    strangers.tell(tx, request.moment, joining, REQUEST_DECLINED)
    return _answered(tx, request, _facts(request, joining), "declined")


def _answered(tx: Tx, request: Request, facts: Facts, what: str) -> Page:
    left = requests.count_awaiting(tx, request.person.network_id)
    following = [Button(Word("see_requests", {"count": left}), "d:requests", style="primary")] if left else []
    values = {"what": what, "asker": facts.value("asker"), "workplace": facts.value("workplace"), "days": LINK_DAYS}
    return Page("request/answered", values, column(*following, HOME))


DOORS: dict[str, Door] = {
    "requests": lambda tx, request, _more: overview(tx, request),
    "request": lambda tx, request, more: look(tx, request, more[0]),
    "take_in": lambda tx, request, more: accept(tx, request, more[0]),
    "turn_down": lambda tx, request, more: ask_why(tx, request, more[0]),
    "declined": lambda tx, request, more: decline(tx, request, more[0], more[1]),
}
