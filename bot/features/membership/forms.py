"""Conversations that invite a beneficiary, a referent, or a person who decides in a call."""

from bot.features.membership import pages
from bot.interaction import permits
from bot.interaction.forms import FormKind, with_open_calls
from bot.interaction.request import Request
from bot.storage import networks
from bot.storage.kernel.store import Tx
from conversations.invitation import INVITATION, INVITE_DECIDER, INVITE_REFERENT
from conversations.organisation_kinds import KindsContext


def kinds_known(tx: Tx, request: Request, _subject: int) -> KindsContext:
    """Return the kinds of the organisations that the network has, and those it has added."""
    network = request.person.network_id
    own = {each.code: each.words for each in networks.own_kinds(tx, network)}
    return KindsContext(tuple(networks.kinds_used(tx, network)), own)


FORMS = (
    FormKind(INVITATION, pages.beneficiary_invited, with_open_calls, roles=permits.REFERENT, may=permits.anything),
    FormKind(
        INVITE_REFERENT, pages.referent_invited, roles=permits.COORDINATOR, may=permits.anything, context=kinds_known
    ),
    FormKind(INVITE_DECIDER, pages.decider_invited, roles=permits.COORDINATOR, may=permits.call, context=kinds_known),
)
