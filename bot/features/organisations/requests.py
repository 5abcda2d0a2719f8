"""Requests to join, on the coordinator's side: each is accepted by one tap, or declined with a listed reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.notices import REQUEST_ACCEPTED, REQUEST_DECLINED
from bot.domain.organisation_words import department_of
from bot.domain.people import OrganisationKind, Role
from bot.features.membership.people import LINK_DAYS
from bot.features.organisations import join_requests, routes
from bot.features.organisations.join_requests import Asked
from bot.features.organisations.routes import Ground
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.storage import audit, invitations, networks, requests
from bot.storage.kernel.store import Tx
from bot.storage.requests import JoinRequest, State
from conversations.engine.answers import Facts
from conversations.engine.keyboard import Button, Plain, Problem, Word, column
from conversations.engine.screens import Page
from conversations.join_request import region_written

GROUNDS: Mapping[Ground, str] = {
    Ground.ELSEWHERE: "ground_elsewhere",
    Ground.COLLEAGUE: "ground_colleague",
    Ground.UNVERIFIED: "ground_unverified",
    Ground.LATER: "ground_later",
}
"""The word of each reason's button."""

MOST_IN_LIST = 20


@dataclass(frozen=True)
class Requests(View, template="request/list"):
    """How many requests wait for an answer."""

    count: int


@dataclass(frozen=True)
class Card(Asked, template="request/card"):
    """One request, and whether its organisation is in the network already."""

    sent_at: datetime | None
    known: bool


@dataclass(frozen=True)
class Why(View, template="request/why"):
    """The question why a request is declined."""

    workplace: str


@dataclass(frozen=True)
class Answered(View, template="request/answered"):
    """What the asker is told; `what` is "accepted" or "declined"."""

    what: str
    asker: str
    workplace: str
    days: int


@routes.REQUESTS.on
def overview(tx: Tx, request: Request) -> Page:
    """What waits for an answer; the only one is shown at once."""
    waiting = requests.awaiting(tx, request.person.network_id)
    return card(tx, request, waiting[0]) if len(waiting) == 1 else _listed(request, waiting)


def _listed(request: Request, waiting: list[JoinRequest], *notes: Problem) -> Page:
    rows = [
        Button(Plain(str(_facts(request, each).value("workplace"))), routes.REQUEST.to(each.id))
        for each in waiting[:MOST_IN_LIST]
    ]
    return Requests(len(waiting)).page(column(*rows, HOME), notes=notes)


def _facts(request: Request, joining: JoinRequest) -> Facts:
    return join_requests.facts_of(request.moment, joining)


def card(tx: Tx, request: Request, joining: JoinRequest) -> Page:
    """Who asks, for which organisation, and whether the network knows that one already."""
    facts = _facts(request, joining)
    known = networks.find_organisation(tx, request.person.network_id, facts.value("workplace")) is not None
    rows = column(
        Button(Word("accept_request"), routes.TAKE_IN.to(joining.id), style="success"),
        Button(Word("decline"), routes.TURN_DOWN.to(joining.id)),
        HOME,
    )
    return Card(**vars(join_requests.told(facts)), sent_at=joining.sent_at, known=known).page(rows)


def _gone(tx: Tx, request: Request) -> Page:
    return _listed(request, requests.awaiting(tx, request.person.network_id), Problem("request_answered"))


@routes.REQUEST.on
def look(tx: Tx, request: Request, joining: JoinRequest | None) -> Page:
    """One request."""
    return _gone(tx, request) if joining is None else card(tx, request, joining)


@routes.TAKE_IN.on
def accept(tx: Tx, request: Request, joining: JoinRequest | None) -> Page:
    """Take the organisation in, and send the asker a link that makes her its referent."""
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
    join_requests.tell(tx, request.moment, joining, REQUEST_ACCEPTED)
    return _answered(tx, request, facts, "accepted")


@routes.TURN_DOWN.on
def ask_why(tx: Tx, request: Request, joining: JoinRequest | None) -> Page:
    """The reasons to decline, one tap each."""
    if joining is None:
        return _gone(tx, request)
    rows = [Button(Word(word), routes.DECLINED.to(joining.id, ground)) for ground, word in GROUNDS.items()]
    back = Button(Word("back_to_request"), routes.REQUEST.to(joining.id))
    return Why(_facts(request, joining).value("workplace")).page(column(*rows, back))


@routes.DECLINED.on
def decline(tx: Tx, request: Request, joining: JoinRequest | None, ground: Ground) -> Page:
    """Decline, for a listed reason that the asker is told."""
    if joining is None:
        return _gone(tx, request)
    values = {"state": State.DECLINED.value, "network_id": request.person.network_id, "reason": ground.value}
    requests.save(tx, joining, **values)
    audit.append(
        tx, f"request:{joining.id}", request.now, request.person.id, "decline", None, None, reason=ground.value
    )
    join_requests.tell(tx, request.moment, joining, REQUEST_DECLINED)
    return _answered(tx, request, _facts(request, joining), "declined")


def _answered(tx: Tx, request: Request, facts: Facts, what: str) -> Page:
    left = requests.count_awaiting(tx, request.person.network_id)
    following = [Button(Word("see_requests", {"count": left}), routes.REQUESTS.to(), style="primary")] if left else []
    view = Answered(what, facts.value("asker"), facts.value("workplace"), LINK_DAYS)
    return view.page(column(*following, HOME))
