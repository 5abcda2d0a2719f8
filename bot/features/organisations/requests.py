"""Requests to join, on the coordinator's side: each is accepted by one tap, or declined with a listed reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.people import LINK_DAYS
from bot.features.organisations import join_requests, routes
from bot.features.organisations.join_requests import Asked
from bot.features.organisations.routes import Ground
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.storage import networks, requests
from bot.storage.kernel.store import Tx
from bot.storage.requests import JoinRequest
from conversations.engine.answers import Facts
from conversations.engine.keyboard import Button, Plain, Problem, Word, column
from conversations.engine.screens import Page

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
    """Show what waits for an answer; the only one is shown at once."""
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
    """Show the asker, for which organisation, and whether the network knows that one already."""
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
    """Show one request."""
    return _gone(tx, request) if joining is None else card(tx, request, joining)


@routes.TAKE_IN.on
def accept(tx: Tx, request: Request, joining: JoinRequest | None) -> Page:
    """Accept a request, and show what the asker is told."""
    if joining is None:
        return _gone(tx, request)
    join_requests.accept(tx, request, joining)
    return _answered(tx, request, _facts(request, joining), "accepted")


@routes.TURN_DOWN.on
def ask_why(tx: Tx, request: Request, joining: JoinRequest | None) -> Page:
    """Show the reasons to decline, one tap each."""
    if joining is None:
        return _gone(tx, request)
    rows = [Button(Word(word), routes.DECLINED.to(joining.id, ground)) for ground, word in GROUNDS.items()]
    back = Button(Word("back_to_request"), routes.REQUEST.to(joining.id))
    return Why(_facts(request, joining).value("workplace")).page(column(*rows, back))


@routes.DECLINED.on
def decline(tx: Tx, request: Request, joining: JoinRequest | None, ground: Ground) -> Page:
    """Decline a request for a listed reason, and show what the asker is told."""
    if joining is None:
        return _gone(tx, request)
    join_requests.decline(tx, request, joining, ground)
    return _answered(tx, request, _facts(request, joining), "declined")


def _answered(tx: Tx, request: Request, facts: Facts, what: str) -> Page:
    left = requests.count_awaiting(tx, request.person.network_id)
    following = [Button(Word("see_requests", {"count": left}), routes.REQUESTS.to(), style="primary")] if left else []
    view = Answered(what, facts.value("asker"), facts.value("workplace"), LINK_DAYS)
    return view.page(column(*following, HOME))
