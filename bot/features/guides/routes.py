"""Where buttons about guides lead: the shelf, its keeping, a guide to be."""

from bot.domain.ids import GuideId
from bot.domain.people import AT_WORK, Refused
from bot.features.messages.routes import ANSWER
from bot.interaction import forms
from bot.interaction.forms import Form
from bot.interaction.prompting import stale
from bot.interaction.request import Request
from bot.interaction.routes import COORDINATOR, EVERYBODY, REFERENT, Argument, decode_id, encode_id, one_of, word
from bot.storage import guides
from bot.storage.guides import Guide
from bot.storage.kernel.store import Tx
from conversations import guide as questions
from conversations.engine import flow
from conversations.guide import Theme

CHANGES = {
    "guide_title": "change_guide_title",
    "guide_content": "change_guide_content",
    "guide_theme": "change_guide_theme",
    "guide_language": "change_guide_language",
    "guide_readers": "change_guide_readers",
}
"""What can be changed of a guide, and the word of its button."""


def _kept(tx: Tx, request: Request, text: str) -> Guide:
    guide = guides.guide(tx, request.person.network_id, decode_id(text))
    if guide is None:
        raise Refused("not_found")
    return guide


def _readable(tx: Tx, request: Request, text: str) -> Guide:
    guide = _kept(tx, request, text)
    if not guide.for_people and not request.person.roles & AT_WORK:
        raise Refused("not_found")
    return guide


KEPT_GUIDE: Argument[GuideId, Guide] = Argument("guide", encode_id, _kept)
"""A guide on the shelf of the network of the one who asks."""
READABLE_GUIDE: Argument[GuideId, Guide] = Argument("guide", encode_id, _readable)
"""The same, that the one who asks may read: not everyone reads what is for referents."""


def _write_form(form: Form) -> str:
    if form.row is None:
        raise ValueError("a guide to be is a conversation")
    return f"{encode_id(form.row.id)}:{encode_id(form.version)}"


def _to_be(tx: Tx, request: Request, text: str) -> Form:
    number, _, version = text.partition(":")
    form = forms.load(tx, request, f"c{number}")
    new = form.conversation is questions.GUIDE and form.row is not None and form.row.subject_id is None
    to_be = new or form.conversation is questions.ANSWER
    if not to_be or stale(version, form) or flow.current(form.conversation, form.facts, form.needs) is not None:
        raise Refused("not_found")
    return form


TO_BE: Argument[Form, Form] = Argument("form", _write_form, _to_be, parts=2)
"""A guide to be as its author was shown it: not any more once it was shelved, put away or changed."""

SHELF = EVERYBODY.route("guides")
SHELF_OF_REFERENT = REFERENT.route("guides")
SHELF_THEME = EVERYBODY.route("shelf", one_of(Theme))
READ = EVERYBODY.route("guide", READABLE_GUIDE)
KEPT = COORDINATOR.route("guides")
NEW = COORDINATOR.route("guide_new")
CARD = COORDINATOR.route("guide", KEPT_GUIDE)
EDIT = COORDINATOR.route("guide_edit", KEPT_GUIDE, word("answer", *CHANGES))
REMOVE = COORDINATOR.route("guide_off", KEPT_GUIDE)
SHELVE = COORDINATOR.route("shelve", ANSWER)
CONFIRM = COORDINATOR.route("guide_ok", TO_BE)
REDO = COORDINATOR.route("guide_redo", TO_BE, word("answer", *CHANGES, missing=""))
PUT_AWAY = COORDINATOR.route("guide_no", TO_BE)
