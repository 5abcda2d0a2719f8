"""The referent's own part of a plan, and the answers that need words: a yes with something open, changes, and no."""

from bot.features.reviews import opinion, own_part, paper_reference, rules
from bot.interaction import permits
from bot.interaction.forms import FormKind, reopenable
from conversations import OWN_PART
from conversations.referent import CHANGES, ENDORSEMENT, NOT_ENDORSE, REFERENCE
from conversations.settling import SETTLING

FORMS = (
    FormKind(OWN_PART, own_part.done, roles=permits.REFERENT, may=permits.anything),
    FormKind(
        CHANGES,
        opinion.changes_said,
        roles=permits.REFERENT,
        may=permits.plan_as(*permits.REFERENT),
        context=reopenable,
    ),
    FormKind(
        ENDORSEMENT,
        opinion.endorsement_said,
        roles=permits.REFERENT,
        may=permits.plan_as(*permits.REFERENT),
        context=opinion.what_is_open,
    ),
    FormKind(
        SETTLING,
        rules.settled,
        rules.prepared,
        roles=permits.BESIDE,
        may=permits.plan_as(*permits.BESIDE),
    ),
    FormKind(
        REFERENCE,
        paper_reference.said,
        roles=permits.HANDING,
        may=permits.plan_as(*permits.HANDING),
        context=paper_reference.known,
    ),
    FormKind(NOT_ENDORSE, opinion.no_said, roles=permits.REFERENT, may=permits.plan_as(*permits.REFERENT)),
)
