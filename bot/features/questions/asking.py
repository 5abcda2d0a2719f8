"""Words that may be a question: answered, or handed to the one who helps. They are kept until it is known which.

The page that answers keeps the words (`listening`), but takes none: what is typed under it goes on to what waits.
"""

from bot.domain.people import Refused
from bot.features.guides import library
from bot.features.messages import routes as message_routes
from bot.features.messages import threads
from bot.features.questions import pages, routes
from bot.features.questions.finding import Heard, hear, is_marked
from bot.features.questions.known import own_aid_form
from bot.features.questions.shelf import answers_for
from bot.interaction import forms, listening, prompting
from bot.interaction.forms import Form
from bot.interaction.listening import Listener
from bot.interaction.request import Request
from bot.storage.kernel.store import Tx
from bot.storage.sessions import Session
from conversations.engine import flow
from conversations.engine.choices import Choice, Many
from conversations.engine.keyboard import NOWHERE, Button, Word
from conversations.engine.replies import Reply, Said
from conversations.engine.screens import Page, Screen
from conversations.engine.widgets import Text, TextOrVoice

MOST_GUIDES = 2


def surely(tx: Tx, request: Request, text: str, form: Form, focus: str) -> Page | None:
    """Return the answer to one of our own questions, asked as such while another one is open; None for all else.

    It may be wrong all the same: one button says that the words were an answer.
    """
    if not is_marked(text):
        return None
    said = _heard(tx, request, text)
    if not said.certain(among_words=_takes_words(form, focus)):
        return None
    return _answered(tx, request, said.found[0].key, text, Button(Word("my_answer"), routes.MINE.to()))


def _takes_words(form: Form, focus: str) -> bool:
    """Return whether any words are an answer there."""
    placed = flow.find(form.conversation, form.facts, focus)
    match placed.step.widget if placed is not None else None:
        case Choice(other=free) | Many(other=free):
            return free
        case Text() | TextOrVoice():
            return True
        case _:
            return False


def instead(tx: Tx, request: Request, text: str) -> Page | None:
    """Return what to show for words that answer nothing: an answer, a choice of some, or that there is none.

    None for words that ask nothing that we know of.
    """
    said = _heard(tx, request, text)
    names = said.shown
    guides = library.find(library.readable(tx, request), text)[:MOST_GUIDES] if said.asking else []
    if len(names) == 1 and not guides:
        return _answered(tx, request, names[0], text)
    if names or guides:
        listening.listen(tx, request, routes.PLACE, held=text)
        return pages.several(request, names, guides)
    return _unknown(tx, request, text) if said.marked else None


def _heard(tx: Tx, request: Request, text: str) -> Heard:
    among = answers_for(request.person.roles, own_aid_form(tx, request))
    return hear(request.moment.app.renderer, request.reader, text, among)


def _answered(tx: Tx, request: Request, name: str, text: str, *more: Button) -> Page:
    listening.listen(tx, request, routes.PLACE, name, held=text)
    return pages.answer(tx, request, name, *more, asks=routes.ASK.to())


def _unknown(tx: Tx, request: Request, text: str) -> Page:
    """Keep the words for the thread with the referent, where one tap sends them."""
    kept = threads.propose(tx, request, Said(text))
    return pages.unknown(request, text, message_routes.SAY.to() if kept is not None else NOWHERE)


@routes.ASK.on
def ask(tx: Tx, request: Request, session: Session) -> Screen:
    """Hand the kept words on to the referent; they are shown once more before they are sent."""
    listening.left(tx, request, session)
    return threads.propose(tx, request, Said(listening.held(session))) or threads.open_own(tx, request)


@routes.MINE.on
def mine(tx: Tx, request: Request, session: Session) -> Screen:
    """Take the kept words for an answer. Raises Refused("not_found") where nothing waits any more."""
    waiting = listening.left(tx, request, session)
    if not waiting.focus:
        raise Refused("not_found")
    form = forms.load(tx, request, waiting.place)
    return prompting.reply(tx, request, form, waiting.focus, Said(listening.held(session)), waiting)


def aside(tx: Tx, request: Request, session: Session) -> Session:
    """Return what waits behind a page that only keeps words: what is typed now is meant for that."""
    keeps = listening.is_listening(session) and listening.page_of(session)[0] == routes.PLACE
    return listening.behind(tx, request, session) if keeps else session


def _again(tx: Tx, request: Request, session: Session) -> Screen:
    _, names = listening.page_of(session)
    text = listening.held(session)
    if names:
        return _answered(tx, request, routes.ANSWER.of(tx, request, names[0]), text)
    return instead(tx, request, text) or pages.themes(request)


def _never(tx: Tx, request: Request, reply: Reply, session: Session) -> Screen:
    raise Refused("not_found")


LISTENERS = {routes.PLACE: Listener(_never, _again)}
