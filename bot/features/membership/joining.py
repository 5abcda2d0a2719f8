"""What an invitation makes of the account that opens it: a new member, a person's own telephone, one more role.

A person known here already is told what a role does before taking it, and an account that another telephone has moves
only as `telephones` says.
"""

from collections.abc import Collection

from bot.domain.notices import JOINED, TELEPHONE_MOVED
from bot.domain.people import AT_WORK, Contact, Refused, Role
from bot.features.membership import telephones
from bot.interaction import gate
from bot.interaction.request import Request, Sender
from bot.plan import committee
from bot.plan.context import Moment
from bot.storage import audit, committees, invitations, outbox, people
from bot.storage.changes import PersonChanges
from bot.storage.invitations import Invitation
from bot.storage.kernel.store import Tx
from bot.storage.people import Person


def opened(tx: Tx, moment: Moment, code: str) -> Invitation:
    """Return the invitation of a code.

    Raises:
        Refused: "invitation" for a code that is unknown, used or expired: all three read the same, so that it gives
            nothing away.
    """
    invitation = invitations.invitation_of(tx, code)
    if invitation is None or invitation.used_at is not None or invitation.expires_at <= moment.now:
        raise Refused("invitation")
    return invitation


def admit(tx: Tx, moment: Moment, sender: Sender, invitation: Invitation, known: Person | None) -> Person | None:
    """Make the sender a member by an invitation; returns who that is now, and None while an old telephone is asked.

    Raises:
        Refused: "invitation_for_another" when the account is already another person here.
    """
    if invitation.person_id is None:
        if invitation.role is Role.BENEFICIARY:
            raise Refused("invitation_for_another")
        invitations.use(tx, invitation.id, moment.now)
        member = _new_member(tx, moment, sender, invitation)
        _seat(tx, moment, invitation, member)
        return people.by_id(tx, member)
    if known is not None and known.id != invitation.person_id:
        raise Refused("invitation_for_another")
    invitations.use(tx, invitation.id, moment.now)
    invitations.revoke_invitations(tx, invitation.person_id, moment.now)
    return _to_telephone(tx, moment, sender, invitation, people.by_id(tx, invitation.person_id))


# An account, and the telephone that shall open it


def _to_telephone(tx: Tx, moment: Moment, sender: Sender, invitation: Invitation, person: Person) -> Person | None:
    """Open the person's account on this telephone; a professional's old one is asked before."""
    moves = person.chat_id is not None and person.chat_id != sender.chat_id
    if moves and person.roles & AT_WORK:
        telephones.ask(tx, moment, sender, invitation, person)
        return None
    language = moment.app.renderer.catalogues.choose(sender.language)
    people.change(tx, person.id, chat_id=sender.chat_id, blocked_at=None, language=language)
    if invitation.role is Role.BENEFICIARY:
        _begins_anew(tx, moment, person, invitation)
    elif person.chat_id is None and invitation.invited_by is not None:
        telephones.tell(tx, moment, person, TELEPHONE_MOVED, f"invitation:{invitation.id}")
    return people.by_id(tx, person.id)


def _begins_anew(tx: Tx, moment: Moment, person: Person, invitation: Invitation) -> None:
    """Clear the code on another telephone: a discreet beneficiary chooses anew. The referent or a stand-in is told."""
    values: PersonChanges = {"code_hash": None, "code_failures": 0, "unlocked_until": None}
    if person.contact is Contact.NONE:
        values["contact"] = Contact.NORMAL.value
    people.change(tx, person.id, **values)
    reader_id = people.reader_for(tx, person.id)
    if reader_id is not None:
        key = f"invitation:{invitation.id}:{JOINED}"
        outbox.put(tx, [outbox.Outgoing(key, reader_id, JOINED, {"person": person.id}, moment.now, moment.now)])


def _new_member(tx: Tx, moment: Moment, sender: Sender, invitation: Invitation) -> int:
    return people.add(
        tx,
        moment.now,
        invitation.network_id,
        (invitation.word or {}).get("name") or sender.first_name,
        frozenset({invitation.role}),
        organisation_id=invitation.organisation_id,
        chat_id=sender.chat_id,
        language=moment.app.renderer.catalogues.choose(sender.language),
    )


def _seat(tx: Tx, moment: Moment, invitation: Invitation, person_id: int) -> None:
    """Let a person decide in the call that the invitation is for; one that is forgotten meanwhile leaves the role."""
    call_id = _call_of(invitation)
    if call_id is not None:
        committee.join(tx, invitation.network_id, call_id, person_id, moment.now)


def _call_of(invitation: Invitation) -> int | None:
    return (invitation.word or {}).get("call") if invitation.role is Role.DECIDER else None


# One role more, for a person known here


def need_free(moment: Moment, invitation: Invitation, known: Person, named: Collection[int]) -> None:
    """Refuse a role that a known person cannot take by this link, which then stays as it is.

    `named` are the calls in which that person is named to decide already: a link may name another one.

    Raises:
        Refused: "not_now" while the gate of a discreet person is shut, "invitation_for_another" for another network,
            "invitation_elsewhere" for another organisation, "role_already".
    """
    if gate.is_shut(moment, known):
        raise Refused("not_now")
    if invitation.role is Role.BENEFICIARY or known.network_id != invitation.network_id:
        raise Refused("invitation_for_another")
    if known.organisation_id not in {None, invitation.organisation_id} and invitation.organisation_id is not None:
        raise Refused("invitation_elsewhere")
    elsewhere = invitation.role is Role.DECIDER and _call_of(invitation) not in {None, *named}
    if known.has(invitation.role) and not elsewhere:
        raise Refused("role_already")


def take(tx: Tx, request: Request, code: str) -> None:
    """Take a role, knowing what it does. Raises Refused, as `opened` and `need_free`."""
    invitation, known = opened(tx, request.moment, code), request.person
    if invitation.person_id is not None:
        raise Refused("invitation")
    need_free(request.moment, invitation, known, committees.naming(tx, known.network_id, known.id))
    invitations.use(tx, invitation.id, request.now)
    invitations.revoke_invitations(tx, known.id, request.now)
    people.give_role(tx, known.id, invitation.role)
    _seat(tx, request.moment, invitation, known.id)
    if known.organisation_id is None and invitation.organisation_id is not None:
        people.change(tx, known.id, organisation_id=invitation.organisation_id)
    given = {"role": invitation.role.value}
    audit.append(tx, f"person:{known.id}", request.now, known.id, "take_role", None, given)
