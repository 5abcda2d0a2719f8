"""The privacy notice: what a beneficiary must have read before anything is asked, and again whenever it has changed."""

from bot.domain.people import PRIVACY_NOTICE, Role
from bot.features.membership.views import Privacy
from bot.features.menu import routes as menu_routes
from bot.interaction.request import Request
from bot.storage import networks
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.engine.keyboard import Button, Rows, Word, column
from conversations.engine.screens import Page


def is_unread(person: Person) -> bool:
    """Tell whether a beneficiary has not read the notice as it is now."""
    return person.has(Role.BENEFICIARY) and person.notice_version < PRIVACY_NOTICE


def page(tx: Tx, request: Request, rows: Rows) -> Page:
    """Show who answers for the data, what is kept where, who reads it, how long, and what may be asked."""
    network = networks.network(tx, request.person.network_id)
    changed = is_unread(request.person) and request.person.notice_version > 0
    return Privacy(network.controller or network.name, network.data_contact, changed).page(rows)


def to_be_accepted(tx: Tx, request: Request) -> Page:
    """Show the notice with the one button that leads on, and those that ask nothing."""
    return page(
        tx,
        request,
        column(
            Button(Word("lets_go"), menu_routes.ACCEPT.to(PRIVACY_NOTICE), style="primary"),
            Button(Word("language"), menu_routes.LANGUAGE.to("")),
            Button(Word("emergency"), menu_routes.EMERGENCY.to()),
        ),
    )
