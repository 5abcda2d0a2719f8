"""A professional's account goes to another telephone: the old one is asked first, and others are told.

Who makes the link could open it too: so the account moves at once only where the old telephone says yes, or where there
is none. Where the old one says nothing for a day, it moves only while its owner cannot be reached; what was private
there stays shut then. Leads and coordinators are told of the link and of its end, and can stop it meanwhile.
"""

from datetime import timedelta
from typing import Any

from bot.domain import notices
from bot.domain.notices import TELEPHONE_KEPT, TELEPHONE_LINK, TELEPHONE_MOVED
from bot.domain.people import Refused, Role
from bot.features.administration import admin
from bot.features.membership import account_moved
from bot.interaction import unreached
from bot.interaction.request import Request, Sender
from bot.plan.context import Moment
from bot.storage import account_moves, audit, invitations, outbox, people
from bot.storage.account_moves import Move, Outcome
from bot.storage.invitations import Invitation
from bot.storage.kernel.store import Tx
from bot.storage.people import Person

WAIT = timedelta(hours=24)
"""How long the old telephone has to say that this is another person."""


# The link


def new_link(tx: Tx, request: Request, referent: Person) -> str:
    """Make a single-use link for a referent who cannot be reached; those made before open nothing any more.

    Raises:
        Refused: "not_found", "still_reached" while that referent is there.
    """
    if referent.id == request.person.id or not unreached.unreached(tx, request.moment, referent):
        raise Refused("still_reached")
    code = admin.invite_member(
        tx, request.moment, Role.REFERENT, referent.network_id, referent.organisation_id, referent.id, request.person.id
    )
    audit.append(tx, f"person:{referent.id}", request.now, request.person.id, "new_link", None, None)
    tell(tx, request.moment, referent, TELEPHONE_LINK, f"link:{request.now.isoformat()}", but=request.person.id)
    return request.moment.app.link(code)


def tell(tx: Tx, moment: Moment, person: Person, kind: str, occasion: str, but: int | None = None) -> None:
    """Tell the leads of the organisation and the coordinators of the network, without a name."""
    leads: list[int] = []
    if person.organisation_id is not None:
        leads = [lead.id for lead in people.colleagues(tx, person.organisation_id, Role.LEAD)]
    to = dict.fromkeys([*leads, *people.coordinators(tx, person.network_id)])
    key, about = f"telephone:{person.id}:{occasion}:{kind}", {"referent": person.id}
    outbox.put(
        tx,
        [
            outbox.Outgoing(key, each, kind, about, moment.now, moment.now)
            for each in to
            if each not in {person.id, but}
        ],
    )


# Another telephone has opened it


def ask(tx: Tx, moment: Moment, sender: Sender, invitation: Invitation, person: Person) -> None:
    """Ask the old telephone whether the account may go to the sender's.

    Nothing is ever written to the old telephone of one who is a beneficiary too: it may be in dangerous hands.
    """
    if person.chat_id is None:
        raise Refused("not_found")
    language = moment.app.renderer.catalogues.choose(sender.language)
    number = account_moves.ask(
        tx, person.id, invitation.invited_by, sender.chat_id, language, person.chat_id, moment.now
    )
    if not person.has(Role.BENEFICIARY):
        key = f"account:{number}:{notices.ACCOUNT_ASKED}"
        asking = outbox.Outgoing(
            key, person.id, notices.ACCOUNT_ASKED, {"move": number}, moment.now, moment.now, priority=0
        )
        outbox.put(tx, [asking])


# The end of it


def tick(tx: Tx, moment: Moment) -> int:
    """End what was asked a day ago and has no answer: it moves while its owner cannot be reached, and else stays."""
    due = account_moves.asked_until(tx, moment.now - WAIT)
    for move in due:
        person = people.by_id(tx, move.person_id)
        seen = person.last_seen is not None and person.last_seen > move.asked_at
        if unreached.unreached(tx, moment, person) and not seen and people.by_chat(tx, move.chat_id) is None:
            account_moved.bid(tx, moment, person, move.id)
            move_account(tx, moment, move, person, Outcome.SILENCE)
        else:
            stay(tx, moment, move, person, Outcome.KEPT, None)
    return len(due)


def move_account(tx: Tx, moment: Moment, move: Move, person: Person, why: Outcome) -> None:
    """Open the account on the telephone that asked for it. Raises Refused("invitation_for_another")."""
    if people.by_chat(tx, move.chat_id) is not None:
        raise Refused("invitation_for_another")
    account_moves.end(tx, move.id, why, moment.now)
    invitations.revoke_invitations(tx, person.id, moment.now)
    people.change(tx, person.id, chat_id=move.chat_id, blocked_at=None, language=move.language)
    actor = person.id if why is Outcome.YES else None
    audit.append(tx, f"person:{person.id}", moment.now, actor, "account_moved", None, {"why": why.value})
    tell(tx, moment, person, TELEPHONE_MOVED, f"move:{move.id}")
    key = f"account:{move.id}:{notices.ACCOUNT_HERE}"
    shut = {"shut": why is Outcome.SILENCE}
    outbox.put(tx, [outbox.Outgoing(key, person.id, notices.ACCOUNT_HERE, shut, moment.now, moment.now, priority=0)])


def stay(tx: Tx, moment: Moment, move: Move, person: Person, why: Outcome, actor_id: int | None) -> None:
    """Leave the account on its telephone, and say so to the one that asked for it."""
    account_moves.end(tx, move.id, why, moment.now)
    invitations.revoke_invitations(tx, person.id, moment.now)
    audit.append(tx, f"person:{person.id}", moment.now, actor_id, "account_stays", None, {"why": why.value})
    tell(tx, moment, person, TELEPHONE_KEPT, f"move:{move.id}", but=actor_id)
    said: dict[str, Any] = {"chat": move.chat_id, "language": move.language, "card": None}
    key = f"account:{move.id}:{notices.ACCOUNT_KEPT}"
    outbox.put(
        tx, [outbox.Outgoing(key, outbox.NOBODY, notices.ACCOUNT_KEPT, said, moment.now, moment.now, priority=0)]
    )


def stop(tx: Tx, request: Request, referent: Person) -> None:
    """Say no in the name of a lead or a coordinator: the link opens nothing any more, and nothing moves."""
    move = account_moves.open_of(tx, referent.id)
    invitations.revoke_invitations(tx, referent.id, request.now)
    if move is not None:
        stay(tx, request.moment, move, referent, Outcome.NO, request.person.id)
