"""A request to join a network: what it says, sent to the coordinators who may answer it, and its answer queued."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.notices import NEWCOMER, REQUEST_ACCEPTED, REQUEST_DECLINED
from bot.domain.organisation_words import department_of
from bot.domain.people import LINK_DAYS, Role
from bot.features.organisations.routes import Ground
from bot.interaction.request import Request
from bot.interaction.routes import encode_id
from bot.interaction.views import View
from bot.plan.context import Moment
from bot.storage import audit, invitations, networks, outbox, people, requests
from bot.storage.kernel.store import Tx
from bot.storage.requests import JoinRequest, RequestState
from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.join_request import JOIN_REQUEST, region_written
from conversations.organisation_kinds import chosen

STEPS = flow.steps_by_name((JOIN_REQUEST,))


def facts_of(moment: Moment, joining: JoinRequest | None) -> Facts:
    """Return the answers of a request; none without one."""
    return Facts(moment.today, flow.load_answers(joining.answers if joining else {}, STEPS))


def token(joining: JoinRequest) -> str:
    """Return what buttons call the request while it is written."""
    return f"j{encode_id(joining.id)}"


@dataclass(frozen=True)
class Asked(View):
    """What a request says, on the pages of the asker and of coordinators."""

    asker: str
    workplace: str
    kind: str
    region: str
    where: str
    message: str


def told(facts: Facts) -> Asked:
    """Return what the answers of a request say."""
    return Asked(
        asker=facts.value("asker"),
        workplace=facts.value("workplace"),
        kind=chosen(facts, "workplace_kind"),
        region=region_written(facts.value("where") or ""),
        where=facts.value("where"),
        message=facts.value("message") or "",
    )


def begin(tx: Tx, moment: Moment, chat_id: int, language: str) -> JoinRequest:
    """Begin a request in a stranger's chat."""
    return requests.begin(tx, chat_id, language, moment.now)


def look_at(tx: Tx, joining: JoinRequest, step_id: str) -> JoinRequest:
    """Note which of its questions stands before the stranger: "" for none."""
    return replace(joining, version=requests.save(tx, joining, focus=step_id), focus=step_id)


def send(tx: Tx, moment: Moment, joining: JoinRequest) -> JoinRequest:
    """Send a request to the coordinators of the network it concerns."""
    network_id = _network_for(tx, region_written(facts_of(moment, joining).value("where")))
    requests.save(tx, joining, state=RequestState.SENT.value, sent_at=moment.now, network_id=network_id, focus="")
    _tell_coordinators(tx, moment, joining.id, network_id)
    return replace(joining, state=RequestState.SENT, sent_at=moment.now)


def _network_for(tx: Tx, region: str) -> int | None:
    """Return the only network there is, or the only one in that region; None where every network is asked."""
    every = [network.id for network in networks.all_networks(tx)]
    found = every if len(every) == 1 else networks.networks_in(tx, region)
    return found[0] if len(found) == 1 else None


def _tell_coordinators(tx: Tx, moment: Moment, request_id: int, network_id: int | None) -> None:
    asked = [network_id] if network_id is not None else [network.id for network in networks.all_networks(tx)]
    notices = [
        outbox.Outgoing(
            key=f"request:{request_id}:{NEWCOMER}",
            recipient_id=recipient,
            kind=NEWCOMER,
            context={"request": request_id},
            created_at=moment.now,
            due_at=moment.now,
        )
        for network in asked
        for recipient in people.coordinators(tx, network)
    ]
    outbox.put(tx, notices)


def accept(tx: Tx, request: Request, joining: JoinRequest) -> None:
    """Take the organisation in, and send the asker a link that makes a referent of it."""
    facts, person = facts_of(request.moment, joining), request.person
    organisation_id = networks.find_or_add_organisation(
        tx,
        person.network_id,
        facts.value("workplace"),
        chosen(facts, "workplace_kind"),
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
    requests.save(
        tx, joining, state=RequestState.ACCEPTED.value, network_id=person.network_id, code=request.moment.code
    )
    audit.append(tx, f"request:{joining.id}", request.now, person.id, "accept", None, {"organisation": organisation_id})
    tell(tx, request.moment, joining, REQUEST_ACCEPTED)


def decline(tx: Tx, request: Request, joining: JoinRequest, ground: Ground) -> None:
    """Decline for a reason that the asker is told."""
    requests.save(
        tx, joining, state=RequestState.DECLINED.value, network_id=request.person.network_id, reason=ground.value
    )
    audit.append(
        tx, f"request:{joining.id}", request.now, request.person.id, "decline", None, None, reason=ground.value
    )
    tell(tx, request.moment, joining, REQUEST_DECLINED)


def forget(tx: Tx, begun: JoinRequest | None, waiting: JoinRequest | None) -> None:
    """Forget all that was written; that something was sent still counts this week."""
    if begun is not None:
        requests.drop(tx, begun.id)
    if waiting is not None:
        requests.save(tx, waiting, state=RequestState.WITHDRAWN.value, answers={})


def tell(tx: Tx, moment: Moment, joining: JoinRequest, kind: str) -> None:
    """Queue the answer to a request, for the chat it came from."""
    notice = outbox.Outgoing(
        key=f"request:{joining.id}:{kind}",
        recipient_id=outbox.NOBODY,
        kind=kind,
        context={"request": joining.id},
        created_at=moment.now,
        due_at=moment.now,
    )
    outbox.put(tx, [notice])
