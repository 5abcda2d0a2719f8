"""Conversations of a group: founding it, adding a person, a link for a workshop, a household's own part."""

from bot.domain.groups import Part
from bot.domain.people import Refused, Role
from bot.features.groups import founding, links, roll
from bot.interaction import permits
from bot.interaction.forms import Form, FormKind, with_context, with_open_calls
from bot.interaction.request import Request
from bot.plan import access
from bot.storage import groups, people
from bot.storage.kernel.store import Tx
from conversations.group import GROUP, GROUP_LINK, GROUP_PERSON, HOUSEHOLD, HouseholdContext


def _beside(tx: Tx, request: Request, form: Form) -> Form:
    """Add whose household it is, where the referent writes beside its person."""
    if form.row is None or form.row.subject_id is None:
        return form
    member = groups.member(tx, form.row.subject_id)
    if member is None or member.person_id == request.person.id:
        return with_context(form, HouseholdContext(beside=False), {"whose": ""})
    return with_context(form, HouseholdContext(beside=True), {"whose": people.by_id(tx, member.person_id).name})


def _household(tx: Tx, request: Request, member_id: int) -> None:
    """Refuse all households but the caller's own, and those of a group that the caller accompanies."""
    member = groups.member(tx, member_id)
    if member is None or member.part is Part.LEFT:
        raise Refused("not_found")
    if member.person_id != request.person.id or not request.person.has(Role.BENEFICIARY):
        access.seen_by(tx, request.person, member.plan_id, Role.REFERENT)


FORMS = (
    FormKind(GROUP, founding.found, with_open_calls, roles=permits.REFERENT, may=permits.anything),
    FormKind(GROUP_PERSON, founding.add_person, roles=permits.REFERENT, may=permits.plan_as(*permits.REFERENT)),
    FormKind(GROUP_LINK, links.opened, roles=permits.REFERENT, may=permits.plan_as(*permits.REFERENT)),
    FormKind(HOUSEHOLD, roll.said, _beside, roles=permits.BESIDE, may=_household),
)
