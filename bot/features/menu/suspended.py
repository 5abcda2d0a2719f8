"""A question left open while its reader looks at something else: words typed there answer nothing until the way back.

A professional has many plans at hand. What is typed under one person's card must never become the answer to a question
about another, so the question waits as soon as its reader is shown a page, and one button leads back to it. A
beneficiary has a single plan: whatever is typed goes on answering its question, as the beneficiary was told.
"""

from dataclasses import replace

from bot.domain.people import Refused
from bot.features.menu import pages as menu
from bot.features.menu import routes
from bot.features.messages import threads
from bot.features.questions import asking, pages
from bot.features.reminders import hours
from bot.interaction import forms, listening
from bot.interaction.listening import PARKED, Listener
from bot.interaction.request import Request
from bot.storage import sessions
from bot.storage.kernel.store import Tx
from bot.storage.sessions import Session
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.replies import Reply, Said
from conversations.engine.screens import Page, Screen

BACK = column(Button(Word("back_to_my_plan"), routes.WHERE.to()))
ANY_WAY_BACK = (*BACK, (pages.BACK,))


def aside(tx: Tx, request: Request, screen: Screen) -> None:
    """Let the question of a professional wait while a page is shown instead."""
    if not (isinstance(screen, Page) and hours.works(request.person)):
        return
    session = sessions.session_of(tx, request.person.id)
    if session is not None and session.focus and not _is_own(tx, request, session):
        listening.listen(tx, request, PARKED)


def _is_own(tx: Tx, request: Request, session: Session) -> bool:
    """Return whether the question is about the reader's own stay."""
    try:
        form = forms.load(tx, request, session.place)
    except Refused:
        return False
    return form.plan is not None and form.plan.beneficiary_id == request.person.id


def unasked(tx: Tx, request: Request, reply: Reply) -> Screen:
    """Return what is shown for words where nothing was asked: an answer, a message to send on, or what there is."""
    text = reply.text if isinstance(reply, Said) else ""
    return (
        asking.instead(tx, request, text)
        or threads.propose(tx, request, reply)
        or menu.not_a_question(tx, request, text)
    )


def _heard(tx: Tx, request: Request, reply: Reply, session: Session) -> Screen:
    """Answer as any page that asks nothing does, and add the way back to the question."""
    text = reply.text if isinstance(reply, Said) else ""
    screen = asking.instead(tx, request, text) or menu.not_a_question(tx, request, text)
    return replace(screen, rows=(*BACK, *(row for row in screen.rows if row not in ANY_WAY_BACK)))


def _again(tx: Tx, request: Request, session: Session) -> Screen:
    return menu.home(tx, request)


LISTENERS = {PARKED: Listener(_heard, _again)}
