"""An answer to a referent becomes a guide: its words are taken over, its title is proposed, its theme is asked."""

from bot.domain.people import Refused
from bot.features.messages.participant import Found
from bot.interaction import forms, prompting
from bot.interaction.request import Request
from bot.storage import messages
from bot.storage.kernel.store import Tx
from bot.storage.messages import Message
from conversations.engine.answers import Answer, Given
from conversations.engine.screens import Screen
from conversations.engine.widgets import load_file
from conversations.guide import ANSWER, LONGEST_TITLE, MOST_CONTENT, first_words

MOST_PARTS = 5
"""Messages in a row that are taken for one answer."""


def begin(tx: Tx, request: Request, found: Found) -> Screen:
    """Propose the first words of an answer as a title; a picture without words proposes none. Raises Refused."""
    message = found.message
    if message.file is not None and message.file["kind"] == "voice":
        raise Refused("voice_is_no_guide")
    said = message.text if message.file is not None else _whole(tx, message)
    known: dict[str, Answer] = {
        "guide_content": Given(load_file(message.file) if message.file is not None else _after_title(said)),
        "guide_language": Given(request.reader.language),
        "guide_readers": Given("referents"),
    }
    title = first_words(said)
    if title:
        known["guide_title"] = Given(title)
    return prompting.ask_step(tx, request, forms.begin(tx, request, ANSWER, message.id, known), "guide_title")


def _whole(tx: Tx, last: Message) -> str:
    """Return an answer in several messages, from its first to this one, as far as a guide has room."""
    text = last.text
    for each in messages.newest(tx, last.thread_id, MOST_PARTS, before=last.id):
        longer = f"{each.text}\n\n{text}"
        if each.author_id != last.author_id or each.file is not None or len(longer) > MOST_CONTENT:
            break
        text = longer
    return text


def _after_title(text: str) -> str:
    """Return what follows a first line that is a whole title; an answer of one line is both."""
    title, _, rest = text.partition("\n")
    return rest.strip() if rest.strip() and len(title) <= LONGEST_TITLE else text
