"""A professional who leaves for good: the account opens nothing any more, and those accompanied pass to a colleague.

Where no colleague is named they are left to the lead: the account stays as an empty chair, whom nobody reaches, so that
what waits there is told to the lead, who chooses a stand-in (docs/decisions.md, Absence). Private notes were for the
eyes of the one who leaves, and go too.
"""

from bot.domain.people import Refused, Role
from bot.features.absences import handing_on
from bot.interaction import unreached
from bot.plan import committee
from bot.plan.context import Moment
from bot.storage import absences, account_moves, audit, calls, committees, invitations, people, sessions
from bot.storage.account_moves import Outcome
from bot.storage.kernel.store import Tx
from bot.storage.people import Person


def successors(tx: Tx, leaving: Person) -> list[Person]:
    """Return the colleagues to whom those accompanied can pass."""
    return people.free_colleagues(tx, leaving) if leaving.has(Role.REFERENT) else []


def remove(tx: Tx, moment: Moment, person_id: int, successor_id: int | None = None, by: int | None = None) -> int:
    """Take every role of a professional away, and close the account; return how many people were accompanied.

    Raises:
        Refused: "not_found" for no professional, "not_yourself", "last_coordinator" where nobody else could let
            anybody in, "stand_in_away" for a successor who is no free colleague, "successor_needed" where the account
            stays open, as its owner goes on holiday too.
    """
    leaving = unreached.professional(tx, person_id)
    _may_leave(tx, leaving, by)
    accompanied = people.attached(tx, leaving.id)
    if successor_id is not None and successor_id not in {each.id for each in successors(tx, leaving)}:
        raise Refused("stand_in_away")
    if accompanied and successor_id is None and leaving.has(Role.BENEFICIARY):
        raise Refused("successor_needed")
    if successor_id is not None:
        for each in accompanied:
            handing_on.pass_on(tx, moment, leaving.id, by, each, successor_id)
        handing_on.tell_all(tx, moment, leaving.id, accompanied, successor_id)
    _close(tx, moment, leaving, by)
    stays = {Role.BENEFICIARY} | ({Role.REFERENT} if accompanied and successor_id is None else set())
    for role in leaving.roles - stays:
        people.take_role(tx, leaving.id, role)
    gone = {"roles": sorted(leaving.roles)}
    audit.append(tx, f"person:{leaving.id}", moment.now, by, "remove", gone, {"successor": successor_id})
    return len(accompanied)


def _may_leave(tx: Tx, leaving: Person, by: int | None) -> None:
    if leaving.id == by:
        raise Refused("not_yourself")
    coordinates = leaving.has(Role.COORDINATOR) and leaving.chat_id is not None
    if coordinates and people.coordinators(tx, leaving.network_id) == [leaving.id]:
        raise Refused("last_coordinator")


def _close(tx: Tx, moment: Moment, leaving: Person, by: int | None) -> None:
    """Shut the telephone out, forget what was begun on it, and let no link, absence or committee bring it back."""
    move = account_moves.open_of(tx, leaving.id)
    if move is not None:
        account_moves.end(tx, move.id, Outcome.NO, moment.now)
    invitations.revoke_invitations(tx, leaving.id, moment.now)
    invitations.revoke_made_by(tx, leaving.id, moment.now)
    sessions.forget(tx, leaving.id)
    absences.end(tx, leaving.id, moment.now)
    for absent, stand_in in absences.stand_ins(tx).items():
        if stand_in == leaving.id:
            absences.end(tx, absent, moment.now)
    for call_id in committees.naming(tx, leaving.network_id, leaving.id):
        committee.leave(tx, calls.by_id(tx, call_id), leaving.id, by, moment.now)
    if not leaving.has(Role.BENEFICIARY):
        people.change(tx, leaving.id, chat_id=None, blocked_at=None)
