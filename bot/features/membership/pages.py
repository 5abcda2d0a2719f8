"""What is shown about who belongs to a network: links, roles to take, an account that goes to another telephone."""

from bot.domain.people import LINK_DAYS, Role
from bot.features.calls import routes as call_routes
from bot.features.caseload import routes as caseload_routes
from bot.features.membership import acts, joining, routes, telephones
from bot.features.membership.telephones import WAIT
from bot.features.membership.views import (
    About,
    Beside,
    DeciderLink,
    Link,
    Moved,
    Question,
    ReferentLink,
    RoleOffered,
    Stays,
    TelephoneLink,
    Waiting,
)
from bot.features.menu import routes as menu_routes
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request, Sender
from bot.plan import access
from bot.plan.context import Moment
from bot.rendering.qr import picture_of
from bot.storage import account_moves, committees, invitations, networks, people
from bot.storage.account_moves import Move, Outcome
from bot.storage.invitations import Invitation
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.engine.keyboard import Button, Rows, Word, column
from conversations.engine.screens import Page

# Invitations


def beneficiary_invited(tx: Tx, request: Request, form: Form) -> Page:
    """End an invitation: here is how to reach the beneficiary."""
    invited = acts.invite_beneficiary(tx, request, form)
    return link_page(invited.person, invited.link) if invited.link else beside_page(invited.person)


def link_page(person: Person, link: str) -> Page:
    """Show a beneficiary's link; a discreet one is a picture, and nothing that could be forwarded."""
    secret = access.discreet(person)
    view = Link(person.name, "" if secret else link, LINK_DAYS, secret)
    return view.page(_to_fill_in(person), picture=picture_of(link))


def beside_page(person: Person) -> Page:
    """Show the way to fill a plan in beside its beneficiary: nobody installs anything for this."""
    return Beside(person.name).page(_to_fill_in(person))


def _to_fill_in(person: Person) -> Rows:
    return column(Button(Word("fill_with_her", {"name": person.name}), caseload_routes.BESIDE.to(person.id)), HOME)


def referent_invited(tx: Tx, request: Request, form: Form) -> Page:
    """End the coordinator's invitation: the link for the referent of an organisation."""
    link = acts.invite_referent(tx, request, form)
    return ReferentLink(form.facts.value("organisation"), link, LINK_DAYS).page(column(HOME), picture=picture_of(link))


@routes.INVITE_COLLEAGUE.on
def colleague_invited(tx: Tx, request: Request) -> Page:
    """Show a lead the link for one more referent of the own organisation. Raises Refused("no_organisation")."""
    organisation, link = acts.invite_colleague(tx, request)
    return ReferentLink(organisation, link, LINK_DAYS).page(column(HOME), picture=picture_of(link))


def decider_invited(tx: Tx, request: Request, form: Form) -> Page:
    """End the coordinator's invitation: the link for a person who decides in a call once it is opened."""
    call, link = acts.invite_decider(tx, request, form)
    back = Button(Word("call_deciders"), call_routes.DECIDERS.to(call.id))
    view = DeciderLink(form.facts.value("organisation"), call.name, link, LINK_DAYS)
    return view.page(column(back, HOME), picture=picture_of(link))


# Joining


def join(tx: Tx, moment: Moment, sender: Sender, code: str, known: Person | None) -> Person | Page:
    """Make the sender a member by an invitation; returns who that is now, or what stands between: a page.

    Raises:
        Refused: as `joining.opened`, `joining.need_free` and `joining.admit`.
    """
    invitation = joining.opened(tx, moment, code)
    if known is not None and invitation.person_id is None:
        joining.need_free(moment, invitation, known, committees.naming(tx, known.network_id, known.id))
        return _offered(tx, invitation, known, code)
    member = joining.admit(tx, moment, sender, invitation, known)
    return member if member is not None else Waiting(moment.now + WAIT).page()


def _offered(tx: Tx, invitation: Invitation, known: Person, code: str) -> Page:
    """Show what a role does, and two buttons; nothing is taken yet."""
    organisation = ""
    if invitation.organisation_id is not None:
        organisation = networks.organisation(tx, invitation.organisation_id).name
    view = RoleOffered(invitation.role.value, organisation, accompanied=known.has(Role.BENEFICIARY))
    return view.page(column(Button(Word("take_role"), menu_routes.TAKE_ROLE.to(code), style="primary"), HOME))


# An account that goes to another telephone


@routes.RELINK.on
@routes.RELINK_BY_LEAD.on
def telephone_link(tx: Tx, request: Request, referent: Person) -> Page:
    """Show a new link for a referent who cannot be reached. Raises Refused, as `telephones.new_link`."""
    link = telephones.new_link(tx, request, referent)
    view = TelephoneLink(referent.name, link, LINK_DAYS, asked=referent.chat_id is not None)
    return view.page(column(HOME), picture=picture_of(link))


def question(tx: Tx, person: Person) -> Page | None:
    """Ask the old telephone, until it answers; None where nobody asks for this account."""
    move = None if person.has(Role.BENEFICIARY) else account_moves.open_of(tx, person.id)
    if move is None:
        return None
    rows = column(
        Button(Word("it_is_me"), routes.IT_IS_ME.to(move.id)),
        Button(Word("it_is_not_me"), routes.IT_IS_NOT_ME.to(move.id), style="primary"),
    )
    return Question(move.asked_at + WAIT).page(rows)


@routes.IT_IS_ME.on
def it_is_me(tx: Tx, request: Request, move: Move) -> Page:
    """Move the account: the old telephone says that it is the same person."""
    telephones.move_account(tx, request.moment, move, request.person, Outcome.YES)
    return Moved().page()


@routes.IT_IS_NOT_ME.on
def it_is_not_me(tx: Tx, request: Request, move: Move) -> Page:
    """Keep the account where it is: the old telephone says that it is another person."""
    telephones.stay(tx, request.moment, move, request.person, Outcome.NO, request.person.id)
    return Stays().page(column(HOME))


@routes.TELEPHONE.on
@routes.TELEPHONE_FOR_LEAD.on
def telephone(tx: Tx, request: Request, referent: Person) -> Page:
    """Show whose account it is about, who made the link and what became of it; while it is open it can be stopped."""
    move, made = account_moves.newest_of(tx, referent.id), invitations.open_for(tx, referent.id, request.now)
    state, made_by = _standing(move, made)
    organisation = referent.organisation_id
    view = About(
        name=referent.name,
        organisation=networks.organisation(tx, organisation).name if organisation is not None else "",
        made_by=people.by_id(tx, made_by).name if made_by is not None else "",
        state=state,
        until=move.asked_at + WAIT if move is not None else None,
    )
    way = routes.STOP if request.person.has(Role.COORDINATOR) else routes.STOP_BY_LEAD
    stop = Button(Word("stop_this"), way.to(referent.id), style="danger")
    return view.page(column(*([stop] if state in {"link", "asked"} else []), HOME))


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
    """Stop a move in the name of a lead or a coordinator, and show what became of it."""
    telephones.stop(tx, request, referent)
    return telephone(tx, request, referent)
