"""Conversations that invite a beneficiary or a referent."""

from bot.features.membership import pages
from bot.interaction import permits
from bot.interaction.forms import FormKind, with_open_calls
from conversations.invitation import INVITATION, INVITE_REFERENT

FORMS = (
    FormKind(INVITATION, pages.beneficiary_invited, with_open_calls, roles=permits.REFERENT, may=permits.anything),
    FormKind(INVITE_REFERENT, pages.referent_invited, roles=permits.COORDINATOR, may=permits.anything),
)
