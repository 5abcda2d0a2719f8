"""The referent's own part of a plan, and the two answers that need words: asking for changes, and no."""

from bot.features.reviews import opinion, own_part
from bot.interaction import permits
from bot.interaction.forms import FormKind, reopenable
from conversations import OWN_PART
from conversations.referent import CHANGES, NOT_ENDORSE

FORMS = (
    FormKind(OWN_PART, own_part.done, roles=permits.REFERENT, may=permits.anything),
    FormKind(
        CHANGES,
        opinion.changes_said,
        roles=permits.REFERENT,
        may=permits.plan_as(*permits.REFERENT),
        context=reopenable,
    ),
    FormKind(NOT_ENDORSE, opinion.no_said, roles=permits.REFERENT, may=permits.plan_as(*permits.REFERENT)),
)
