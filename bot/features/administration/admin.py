"""What an administrator does from the command line: a network, invitations, calls. No content of any plan."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.calls import Call, CallProblem
from bot.domain.money import Cents
from bot.domain.people import LINK_DAYS, Contact, Refused, Role
from bot.domain.programmes import Programme
from bot.domain.regions import Region
from bot.plan import drafts
from bot.plan.context import AppContext, Moment
from bot.storage import audit, calls, invitations, networks, people, teams
from bot.storage.changes import CallChanges
from bot.storage.kernel.store import Tx


@dataclass(frozen=True, slots=True)
class NewCall:
    """What opens a call. Money in cents, `closes_at` aware."""

    model: str
    name: str
    people_by: date
    closes_at: datetime
    stay_from: date
    stay_until: date
    places: int
    envelope: int
    confirmed: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    """Codes of the regions that take part; none is everywhere."""


class CallInvalid(Exception):  # noqa: N818 - named for what is wrong
    """The call cannot be opened: the codes of its problems."""

    def __init__(self, problems: tuple[CallProblem, ...]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


def found_network(tx: Tx, moment: Moment, name: str, controller: str, data_contact: str) -> str | None:
    """Found a network; returns the code that makes its first coordinator.

    Of a network that exists, who answers for data is noted, and None returned.

    Raises:
        Refused: "network_exists", and there is nothing to note.
    """
    known = next((network for network in networks.all_networks(tx) if network.name == name), None)
    if known is None:
        network_id = networks.add_network(tx, name, controller, data_contact)
        return invite_member(tx, moment, Role.COORDINATOR, network_id, None)
    if not controller and not data_contact:
        raise Refused("network_exists")
    networks.answer_for_data(tx, known.id, controller or known.controller, data_contact or known.data_contact)
    return None


def networks_beside(tx: Tx, _scene: Moment, name: str) -> list[str]:
    """Return the names of the other networks, where there is none of that name."""
    names = [network.name for network in networks.all_networks(tx)]
    return [] if name in names else names


def only_network(tx: Tx, name: str | None = None) -> int:
    """Return the id of the network of that name, or of the only one. Raises Refused: "no_network", "which_network"."""
    found = [network for network in networks.all_networks(tx) if name is None or network.name == name]
    if not found:
        raise Refused("no_network")
    if len(found) > 1:
        raise Refused("which_network")
    return found[0].id


def only_or_new(tx: Tx, name: str) -> int:
    """Return the id of the network of that name, made if there is none yet."""
    found = next((known.id for known in networks.all_networks(tx) if known.name == name), None)
    return networks.add_network(tx, name, name) if found is None else found


def invite_member(
    tx: Tx, moment: Moment, role: Role, network_id: int, organisation_id: int | None, person_id: int | None = None,
    invited_by: int | None = None,
) -> str:  # fmt: skip
    """Make a single-use code for a member of a team, `person_id` where the person is known already; returns it."""
    invitations.invite(
        tx,
        moment.code,
        role,
        network_id,
        moment.now,
        moment.now + timedelta(days=LINK_DAYS),
        organisation_id=organisation_id,
        person_id=person_id,
        invited_by=invited_by,
    )
    return moment.code


def invite(
    tx: Tx,
    moment: Moment,
    role: Role,
    organisation: str,
    contact: Contact = Contact.NORMAL,
    referent: int | None = None,
    name: str = "",
    *,
    network: str | None = None,
) -> str:
    """Invite as `./valise invite` does: the organisation is made if it is new; returns the code.

    `name` is what a beneficiary is called; without one the referent gives it.

    Raises:
        Refused: "no_network", "which_network", "no_referent", "unknown_referent", "no_open_call".
    """
    network_id = only_network(tx, network)
    organisation_id = networks.find_or_add_organisation(tx, network_id, organisation)
    if role is not Role.BENEFICIARY:
        return invite_member(tx, moment, role, network_id, organisation_id)
    if referent is not None and not teams.is_referent(tx, network_id, referent):
        raise Refused("unknown_referent")
    referent_id = referent or teams.first_referent(tx, organisation_id)
    if referent_id is None:
        raise Refused("no_referent")
    return invite_beneficiary(tx, moment, network_id, organisation_id, referent_id, name, contact)


def invite_beneficiary(
    tx: Tx,
    moment: Moment,
    network_id: int,
    organisation_id: int,
    referent_id: int,
    name: str,
    contact: Contact = Contact.NORMAL,
    word: str = "",
) -> str:
    """Add a beneficiary and a draft in the first open call; returns the code, of no use without a telephone."""
    opened = calls.open_now(tx, network_id, moment.now)
    if not opened:
        raise Refused("no_open_call")
    person_id = people.add(
        tx,
        moment.now,
        network_id,
        name,
        frozenset({Role.BENEFICIARY}),
        organisation_id=organisation_id,
        contact=contact,
    )
    people.attach(tx, person_id, referent_id, moment.now)
    given = {"text": word} if word else None
    drafts.begin(tx, moment, people.by_id(tx, person_id), opened[0].id, given, by=referent_id)
    return invite_member(tx, moment, Role.BENEFICIARY, network_id, organisation_id, person_id)


def open_call(tx: Tx, moment: Moment, network_id: int, new: NewCall, actor_id: int | None = None) -> int:
    """Open a call; returns its id.

    Raises:
        Refused: "unknown_model".
        CallInvalid: its dates, places or money make no sense, or it confirms rules that the model lacks.
    """
    app = moment.app
    if new.model not in app.programmes:
        raise Refused("unknown_model")
    call = _call(app, networks.network(tx, network_id).name, new)
    problems = call.problems()
    if problems:
        raise CallInvalid(problems)
    values = columns(network_id, new, call.programme, moment.today)
    call_id = calls.add(tx, values, moment.now)
    given = {"places": new.places, "cents": new.envelope}
    audit.append(tx, f"call:{call_id}", moment.now, actor_id, "open", None, given)
    return call_id


def columns(network_id: int, new: NewCall, programme: Programme, today: date) -> CallChanges:
    """Return the columns of a new call; what is not asked is the programme's."""
    return {
        "network_id": network_id,
        "model": new.model,
        "name": new.name,
        "people_by": new.people_by,
        "closes_at": new.closes_at,
        "stay_from": new.stay_from,
        "stay_until": new.stay_until,
        "places": new.places,
        "envelope": new.envelope,
        "committee": programme.committee,
        "aid_form": programme.aid_form.value,
        "regions": list(new.regions),
        "confirmed": list(new.confirmed),
        "confirmed_on": dict.fromkeys(new.confirmed, today),
    }


def _call(app: AppContext, network: str, new: NewCall) -> Call:
    programme = app.programmes[new.model]
    return Call(
        id=0,
        network=network,
        programme=programme,
        name=new.name,
        people_by=new.people_by,
        closes_at=new.closes_at,
        stay_from=new.stay_from,
        stay_until=new.stay_until,
        places=new.places,
        envelope=Cents(new.envelope),
        with_committee=programme.committee,
        aid_form=programme.aid_form,
        confirmed=frozenset(new.confirmed),
        regions=frozenset(Region(region) for region in new.regions),
        zone=app.zone,
    )


def add_organisation(tx: Tx, network_id: int, name: str, kind: str, department: str) -> int:
    """Return the id of the organisation of that name, added where there is none."""
    return networks.find_or_add_organisation(tx, network_id, name, kind, department)


def add_member(tx: Tx, moment: Moment, network_id: int, organisation_id: int | None, role: Role, name: str) -> int:
    """Add a member of a team who has no account yet; returns the id."""
    return people.add(tx, moment.now, network_id, name, frozenset({role}), organisation_id=organisation_id)
