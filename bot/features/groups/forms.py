"""Conversations of a group: founding it, adding a person, a link for a workshop, a household's own part."""

from bot.features.groups import founding, links, roll
from bot.interaction.forms import Form, FormKind, with_open_calls, with_traits
from bot.interaction.request import Request
from bot.storage import groups, people
from bot.storage.kernel.store import Tx
from conversations.group import BESIDE, GROUP, GROUP_LINK, GROUP_PERSON, HOUSEHOLD


def _beside(tx: Tx, request: Request, form: Form) -> Form:
    """Add whose household it is, where the referent writes beside its person."""
    if form.row is None or form.row.subject_id is None:
        return form
    member = groups.member(tx, form.row.subject_id)
    if member is None or member.person_id == request.person.id:
        return with_traits(form, (), {"whose": ""})
    return with_traits(form, {BESIDE}, {"whose": people.by_id(tx, member.person_id).name})


FORMS = (
    FormKind(GROUP, founding.found, with_open_calls),
    FormKind(GROUP_PERSON, founding.add_person),
    FormKind(GROUP_LINK, links.opened),
    FormKind(HOUSEHOLD, roll.said, _beside),
)
