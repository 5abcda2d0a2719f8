"""Routes of a conversation: an answer to a question, and the ways on under it; both name the form and its version.

`q:form:version:step:answer` and `n:form:version:step:where`; a button of an older version changes nothing and shows the
question that holds now.
"""

from bot.domain.people import Refused
from bot.interaction import forms, prompting
from bot.interaction.prompting import Away, Outdated
from bot.interaction.request import Request
from bot.interaction.routes import ANSWER, WAY_ON
from bot.storage.kernel.store import Tx
from bot.storage.sessions import Session
from conversations.engine.answers import How
from conversations.engine.replies import Tapped
from conversations.engine.screens import Screen

PUT_OFF = {"unknown": How.UNKNOWN, "talk": How.TALK, "skip": How.LATER}


@ANSWER.on
def answered(tx: Tx, request: Request, token: str, version: str, step: str, value: str) -> Screen:
    """Take a tapped answer. Raises Outdated for a button older than the form."""
    form = forms.load(tx, request, token)
    session = request.session
    if prompting.stale(version, form):
        raise Outdated(prompting.again(tx, request, form, session))
    if session.focus != step or session.place != token:
        session = Session(card_id=session.card_id)
    return prompting.reply(tx, request, form, step, Tapped(value), session)


@WAY_ON.on
def way_on(tx: Tx, request: Request, token: str, version: str, step: str, where: str) -> Screen:
    """Go where a button under a question says. Raises Away, and Outdated for a button older than the form."""
    if where in {"pause", "stop"}:
        raise Away(where)
    form, session = forms.load(tx, request, token), request.session
    if prompting.stale(version, form):
        raise Outdated(prompting.again(tx, request, form, session))
    if where in PUT_OFF:
        return prompting.put_off(tx, request, form, step, PUT_OFF[where], session.via if session.focus == step else "")
    match where:
        case "back":
            return prompting.back(tx, request, form, step)
        case "edit":
            return prompting.ask_step(tx, request, form, step, via="ready")
        case "agree":
            return prompting.agree(tx, request, form, step)
        case "example":
            return prompting.example(tx, request, form, step, session)
        case _:
            raise Refused("not_found")


ROUTES = (ANSWER, WAY_ON)
