"""Conversations that invite somebody."""

from bot.features.membership import people as membership
from bot.interaction import permits
from bot.interaction.forms import FormKind, with_open_calls
from conversations.invitation import INVITATION, INVITE_REFERENT

FORMS = (
    FormKind(INVITATION, membership.invite_beneficiary, with_open_calls, roles=permits.REFERENT, may=permits.anything),
    FormKind(INVITE_REFERENT, membership.invite_referent, roles=permits.COORDINATOR, may=permits.anything),
)
