"""A professional's account goes to another telephone: the old one is asked first, and others are told.

Whoever makes the link could open it: so the account moves at once only where the old telephone says yes, or where there
is none. Where the old one says nothing for a day, it moves only while its owner cannot be reached; what was private
there stays shut then. Leads and coordinators are told of the link and of its end, and can stop it meanwhile.
"""

from datetime import timedelta
from typing import Any

from bot.domain import notices
from bot.domain.notices import TELEPHONE_KEPT, TELEPHONE_LINK, TELEPHONE_MOVED
from bot.domain.people import Refused, Role
from bot.features.administration import admin
from bot.features.membership import account_moved, routes
from bot.features.membership import people as membership
from bot.interaction import unreached
from bot.interaction.home import HOME
from bot.interaction.request import Request, Sender
from bot.notices.kinds import ToChat
from bot.plan.context import Moment
from bot.storage import account_moves, audit, invitations, networks, outbox, people
from bot.storage.account_moves import Move, Outcome
from bot.storage.invitations import Invitation
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Row
from bot.storage.people import Person
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page

WAIT = timedelta(hours=24)
"""How long the old telephone has to say that this is somebody else."""


# The link


@routes.RELINK.on
@routes.RELINK_BY_LEAD.on
def link(tx: Tx, request: Request, referent: Person) -> Page:
    """A new single-use link for a referent who cannot be reached; those made before open nothing any more.

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
    address = request.moment.app.link(code)
    values = {
        "name": referent.name,
        "link": address,
        "days": membership.LINK_DAYS,
        "asked": referent.chat_id is not None,
    }
    return Page("telephone/_link", values, column(HOME), picture=membership.picture_of(address))


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


def asked(tx: Tx, moment: Moment, sender: Sender, invitation: Invitation, person: Person) -> Page:
    """The old telephone is asked, and the new one reads that it is.

    Nothing is ever written to the old telephone of somebody who is accompanied too: it may be in dangerous hands.
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
    return Page("telephone/waiting", {"until": moment.now + WAIT})


def question(tx: Tx, person: Person) -> Page | None:
    """What the old telephone is asked, until it answers; None where nobody asks for this account."""
    move = None if person.has(Role.BENEFICIARY) else account_moves.open_of(tx, person.id)
    if move is None:
        return None
    rows = column(
        Button(Word("it_is_me"), routes.IT_IS_ME.to(move.id)),
        Button(Word("it_is_not_me"), routes.IT_IS_NOT_ME.to(move.id), style="primary"),
    )
    return Page("telephone/question", {"until": move.asked_at + WAIT}, rows)


@routes.IT_IS_ME.on
def it_is_me(tx: Tx, request: Request, move: Move) -> Page:
    """Move the account: the old telephone says that it is the same person."""
    _move(tx, request.moment, move, request.person, Outcome.YES)
    return Page("telephone/moved", {}, ())


@routes.IT_IS_NOT_ME.on
def it_is_not_me(tx: Tx, request: Request, move: Move) -> Page:
    """Keep the account where it is: the old telephone says that it is somebody else."""
    _stay(tx, request.moment, move, request.person, Outcome.NO, request.person.id)
    return Page("telephone/stays", {}, column(HOME))


# The end of it


def tick(tx: Tx, moment: Moment) -> int:
    """What was asked a day ago and has no answer: it moves while its owner cannot be reached, and else stays."""
    due = account_moves.asked_until(tx, moment.now - WAIT)
    for move in due:
        person = people.by_id(tx, move.person_id)
        seen = person.last_seen is not None and person.last_seen > move.asked_at
        if unreached.unreached(tx, moment, person) and not seen and people.by_chat(tx, move.chat_id) is None:
            account_moved.bid(tx, moment, person, move.id)
            _move(tx, moment, move, person, Outcome.SILENCE)
        else:
            _stay(tx, moment, move, person, Outcome.KEPT, None)
    return len(due)


def _move(tx: Tx, moment: Moment, move: Move, person: Person, why: Outcome) -> None:
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


def _stay(tx: Tx, moment: Moment, move: Move, person: Person, why: Outcome, actor_id: int | None) -> None:
    account_moves.end(tx, move.id, why, moment.now)
    invitations.revoke_invitations(tx, person.id, moment.now)
    audit.append(tx, f"person:{person.id}", moment.now, actor_id, "account_stays", None, {"why": why.value})
    tell(tx, moment, person, TELEPHONE_KEPT, f"move:{move.id}", but=actor_id)
    said: dict[str, Any] = {"chat": move.chat_id, "language": move.language, "card": None}
    key = f"account:{move.id}:{notices.ACCOUNT_KEPT}"
    outbox.put(
        tx, [outbox.Outgoing(key, outbox.NOBODY, notices.ACCOUNT_KEPT, said, moment.now, moment.now, priority=0)]
    )


# What leads and coordinators read


@routes.TELEPHONE.on
@routes.TELEPHONE_FOR_LEAD.on
def page(tx: Tx, request: Request, referent: Person) -> Page:
    """Whose account it is about, who made the link and what became of it; while it is open it can be stopped."""
    move, made = account_moves.newest_of(tx, referent.id), invitations.open_for(tx, referent.id, request.now)
    state, made_by = _standing(move, made)
    organisation = referent.organisation_id
    values = {
        "name": referent.name,
        "organisation": networks.organisation(tx, organisation).name if organisation is not None else "",
        "made_by": people.by_id(tx, made_by).name if made_by is not None else "",
        "state": state,
        "until": move.asked_at + WAIT if move is not None else None,
    }
    way = routes.STOP if request.person.has(Role.COORDINATOR) else routes.STOP_BY_LEAD
    stop = Button(Word("stop_this"), way.to(referent.id), style="danger")
    return Page("telephone/_about", values, column(*([stop] if state in {"link", "asked"} else []), HOME))


def _standing(move: Move | None, made: Invitation | None) -> tuple[str, int | None]:
    if move is not None and move.ended_at is None:
        return "asked", move.made_by
    if made is not None:
        return "link", made.invited_by
    if move is None:
        return "over", None
    return "moved" if move.outcome in {Outcome.YES, Outcome.SILENCE} else "stays", move.made_by


@routes.STOP.on
@routes.STOP_BY_LEAD.on
def stop(tx: Tx, request: Request, referent: Person) -> Page:
    """A lead or a coordinator says no: the link opens nothing any more, and nothing moves."""
    move = account_moves.open_of(tx, referent.id)
    invitations.revoke_invitations(tx, referent.id, request.now)
    if move is not None:
        _stay(tx, request.moment, move, referent, Outcome.NO, request.person.id)
    return page(tx, request, referent)


def said(tx: Tx, moment: Moment, row: Row) -> ToChat:
    """To the new telephone, which is nobody's: the account stays where it is."""
    left = account_moved.said(tx, moment, row)
    return ToChat(left.chat_id, Page("notices/account_kept"), left.reader)
