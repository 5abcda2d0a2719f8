"""Conversations of a guide to be: typed by hand, or begun with an answer."""

from bot.domain.messages import Kind
from bot.domain.people import Refused
from bot.features.guides import previews
from bot.interaction import permits
from bot.interaction.forms import Form, FormKind, with_context
from bot.interaction.request import Request
from bot.storage import guides, messages
from bot.storage.kernel.store import Tx
from conversations.broadcast import LanguagesContext
from conversations.guide import ANSWER, GUIDE


def _with_languages(_tx: Tx, request: Request, form: Form) -> Form:
    """Add the languages to choose from."""
    names = request.moment.app.language_names
    return with_context(form, LanguagesContext(tuple(names), request.reader.language), {"language_names": names})


def _guide(tx: Tx, request: Request, guide_id: int) -> None:
    """Refuse a guide of another network; a new one has no id yet."""
    if guide_id and guides.guide(tx, request.person.network_id, guide_id) is None:
        raise Refused("not_found")


def _message(tx: Tx, request: Request, message_id: int) -> None:
    """Refuse a message of a thread in which not the coordinators of the caller's network answer."""
    message = messages.message(tx, message_id)
    thread = messages.thread(tx, message.thread_id) if message is not None else None
    if thread is None or thread.kind is not Kind.SUPPORT:
        raise Refused("not_found")
    permits.same_network(request, thread.network_id)


FORMS = (
    FormKind(GUIDE, previews.typed, _with_languages, roles=permits.COORDINATOR, may=_guide),
    FormKind(ANSWER, previews.preview, _with_languages, roles=permits.COORDINATOR, may=_message),
)
