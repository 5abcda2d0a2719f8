"""Strangers: told what this is; a professional among them is asked five things, so that a network decides.

No account is made and no session kept: where a stranger is stands in the request itself, which is forgotten a day
after it was begun and thirty days after it was sent.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.notices import REQUEST_ACCEPTED
from bot.domain.people import LINK_DAYS, Refused
from bot.features.organisations import join_requests, routes
from bot.features.organisations.join_requests import Asked
from bot.interaction import form_routes
from bot.interaction.forms import Form
from bot.interaction.prompting import question, stale
from bot.interaction.request import Incoming, Request, Response, Sender, Tap
from bot.interaction.routes import ANSWER, WAY_ON, Router
from bot.interaction.views import View
from bot.notices.kinds import ToChat
from bot.plan.context import Moment
from bot.rendering.renderer import Reader
from bot.storage import requests
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Row
from bot.storage.requests import JoinRequest, RequestState
from bot.storage.sessions import Session
from conversations.engine import flow
from conversations.engine.answers import Deferred, Facts, Given, How
from conversations.engine.flow import Answered, Placed
from conversations.engine.keyboard import Button, Problem, Word, column
from conversations.engine.replies import Reply, Said, Sent, Tapped
from conversations.engine.screens import Page, Screen
from conversations.join_request import JOIN_REQUEST

MOST_A_WEEK = 3
"""Requests one chat may send in seven days: enough for a mistake or two, too few to pester anybody."""
MOST_KEPT = 500
"""Requests sent and kept in all: a flood ends here, and a network answers some in a week."""
MOST_BEGUN = 500
"""Requests begun in an hour: one tap of many accounts keeps honest ones waiting for no longer than that."""

ASK_TO_JOIN = Button(Word("ask_to_join"), routes.JOIN.to())


@dataclass(frozen=True, slots=True)
class Stranger:
    """A chat that belongs to nobody here, at one moment, with the request it has begun or sent."""

    moment: Moment
    chat_id: int
    reader: Reader
    requests: tuple[JoinRequest, ...]

    @property
    def begun(self) -> JoinRequest | None:
        """Return what is being written."""
        return next((joining for joining in self.requests if joining.state is RequestState.BEGUN), None)

    @property
    def waiting(self) -> JoinRequest | None:
        """Return what the coordinators have not answered yet."""
        return next((joining for joining in self.requests if joining.state is RequestState.SENT), None)


@dataclass(frozen=True)
class Home(View, template="stranger"):
    """What this is; where the reader's latest request stands, if there is one."""

    state: str
    sent_at: datetime | None


@dataclass(frozen=True)
class Ready(Asked, template="request/ready"):
    """A request before it is sent, and for how many days it is kept."""

    days: int


@dataclass(frozen=True)
class Accepted(View, template="notices/request_accepted"):
    """The answer that lets the asker in."""

    link: str
    days: int


@dataclass(frozen=True)
class Declined(View, template="notices/request_declined"):
    """The answer that does not."""

    reason: str


def stranger(tx: Tx, moment: Moment, sender: Sender, reader: Reader) -> Stranger:
    """Return the stranger in a chat, with what was asked from there."""
    return Stranger(moment, sender.chat_id, reader, tuple(requests.of_chat(tx, sender.chat_id)))


def respond(tx: Tx, moment: Moment, sender: Sender, reader: Reader, incoming: Incoming | Problem) -> Response:
    """Answer what a stranger did, or, for a problem, say why a link opens nothing."""
    here = stranger(tx, moment, sender, reader)
    screen = home(here, incoming) if isinstance(incoming, Problem) else _screen(tx, here, incoming)
    return Response(here.reader, (screen,), fresh=not isinstance(incoming, Tap))


def _screen(tx: Tx, here: Stranger, incoming: Incoming) -> Screen:
    try:
        if isinstance(incoming, Tap):
            return _tapped(tx, here, incoming.data)
        if isinstance(incoming, Said | Sent) and here.begun is not None and here.begun.focus:
            return _replied(tx, here, here.begun, here.begun.focus, incoming)
    except Refused:
        return home(here, Problem("old_button"))
    return home(here)


def home(here: Stranger, problem: Problem | None = None) -> Page:
    """Show what this is and whom to ask; to a professional the way to ask, or where the request stands."""
    latest = here.waiting or here.begun or next(iter(here.requests), None)
    state = latest.state.value if latest else ""
    notes = (problem,) if problem else ()
    return Home(state, latest.sent_at if latest else None).page(column(*_ways(here, latest)), notes=notes)


def _ways(here: Stranger, latest: JoinRequest | None) -> tuple[Button, ...]:
    match latest:
        case JoinRequest(state=RequestState.BEGUN):
            go_on = Button(Word("go_on_asking"), routes.JOIN.to(), style="primary")
            return go_on, Button(Word("forget_request"), routes.FORGET.to())
        case JoinRequest(state=RequestState.SENT):
            return (Button(Word("take_request_back"), routes.FORGET.to()),)
        case JoinRequest(state=RequestState.ACCEPTED, code=code):
            return Button(Word("come_in"), url=here.moment.app.link(code)), ASK_TO_JOIN
        case _:
            return (ASK_TO_JOIN,)


def repeat(tx: Tx, moment: Moment, sender: Sender) -> Response | None:
    """Show again where a stranger stands, after a crash; None for one who has asked nothing."""
    found = requests.of_chat(tx, sender.chat_id)
    if not found:
        return None
    here = Stranger(moment, sender.chat_id, _reader(moment, found[0]), tuple(found))
    return Response(here.reader, (_standing(here),), fresh=True)


def _standing(here: Stranger) -> Screen:
    joining = here.begun
    placed = flow.find(JOIN_REQUEST, _facts(here, joining), joining.focus) if joining else None
    if joining is None or placed is None:
        return home(here)
    return question(_sheet(here, joining), placed, Session())


def _reader(moment: Moment, joining: JoinRequest) -> Reader:
    return Reader(language=joining.language, zone=moment.app.zone)


# Asking


@routes.JOIN.on
@routes.FORGET.on
def of_a_stranger(_tx: Tx, _request: Request) -> Page:
    """Refuse a member's tap on a button from the time before. Raises Refused("not_found")."""
    raise Refused("not_found")


@routes.SEND_REQUEST.on
def sent_by_a_stranger(tx: Tx, request: Request, _token: str, _version: int) -> Page:
    """Refuse the same for a request to join. Raises Refused("not_found")."""
    return of_a_stranger(tx, request)


ROUTES = Router((routes.JOIN, routes.FORGET, routes.SEND_REQUEST, *form_routes.ROUTES))
"""All that a stranger's buttons lead to. There is no request to read arguments for: they name what is being written."""


def _tapped(tx: Tx, here: Stranger, data: str) -> Screen:
    try:
        found = ROUTES.find(data)
    except Refused:
        return home(here)
    match found:
        case routes.JOIN, []:
            return _begin(tx, here)
        case routes.FORGET, []:
            return _forgotten(tx, here)
        case routes.SEND_REQUEST, [token, version]:
            return _send(tx, here, _written(here, token, version))
        case route, [token, version, step, *value] if route is ANSWER:
            return _replied(tx, here, _written(here, token, version), step, Tapped(":".join(value)))
        case route, [token, version, step, where] if route is WAY_ON:
            return _moved(tx, here, _written(here, token, version), step, where)
        case _:
            return home(here)


def _written(here: Stranger, token: str, version: str) -> JoinRequest:
    """Return the request that a button belongs to. Raises Refused for one that is older than it or gone."""
    joining = here.begun
    if joining is None or token != join_requests.token(joining) or stale(version, _sheet(here, joining)):
        raise Refused("old_button")
    return joining


def _begin(tx: Tx, here: Stranger) -> Screen:
    if here.begun is not None:
        return _ask(tx, here, here.begun)
    problem = _too_many(tx, here)
    if problem is not None:
        return home(here, problem)
    return _ask(tx, here, join_requests.begin(tx, here.moment, here.chat_id, here.reader.language))


def _too_many(tx: Tx, here: Stranger) -> Problem | None:
    if here.waiting is not None:
        return Problem("request_waits")
    since = here.moment.now - timedelta(days=7)
    if sum(1 for joining in here.requests if joining.sent_at and joining.sent_at > since) >= MOST_A_WEEK:
        return Problem("requests_often", {"most": MOST_A_WEEK})
    if here.begun is None and requests.sent(tx) >= MOST_KEPT:
        return Problem("requests_full")
    if here.begun is None and requests.begun_since(tx, here.moment.now - timedelta(hours=1)) >= MOST_BEGUN:
        return Problem("requests_busy")
    return None


def _forgotten(tx: Tx, here: Stranger) -> Page:
    join_requests.forget(tx, here.begun, here.waiting)
    return home(replace(here, requests=()), Problem("request_forgotten"))


def _facts(here: Stranger, joining: JoinRequest | None) -> Facts:
    return join_requests.facts_of(here.moment, joining)


def _sheet(here: Stranger, joining: JoinRequest) -> Form:
    return Form(join_requests.token(joining), JOIN_REQUEST, _facts(here, joining), joining.version, flow.FIRST)


def _ask(tx: Tx, here: Stranger, joining: JoinRequest, placed: Placed | None = None, problem: Problem | None = None,
         diary: tuple[Placed, object] | None = None) -> Screen:  # fmt: skip
    """Ask that question, else the first that is not answered, else show all that will be sent."""
    placed = placed or flow.current(JOIN_REQUEST, _facts(here, joining))
    kept = join_requests.look_at(tx, joining, placed.step.id if placed else "")
    if placed is None:
        return _ready(here, kept)
    return question(_sheet(here, kept), placed, Session(), problem, diary=diary)


def _replied(tx: Tx, here: Stranger, joining: JoinRequest, step_id: str, reply: Reply) -> Screen:
    placed = flow.find(JOIN_REQUEST, _facts(here, joining), step_id)
    if placed is None:
        return _ask(tx, here, joining)
    facts = _facts(here, joining)
    ear = here.moment.app.renderer.ear(placed.section.name, placed.step, facts, here.reader, {})
    outcome = flow.take(placed.step, facts, None, reply, ear)
    if isinstance(outcome, Answered):
        kept = _kept(tx, joining, flow.with_answer(facts, placed.step, Given(outcome.value)))
        return _ask(
            tx, here, kept, flow.after(JOIN_REQUEST, _facts(here, kept), step_id), diary=(placed, outcome.value)
        )
    return _ask(tx, here, joining, placed, outcome if isinstance(outcome, Problem) else None)


def _kept(tx: Tx, joining: JoinRequest, facts: Facts) -> JoinRequest:
    answers = flow.dump_answers(facts.answers, join_requests.STEPS)
    return replace(joining, answers=answers, version=requests.save(tx, joining, answers=answers))


def _moved(tx: Tx, here: Stranger, joining: JoinRequest, step_id: str, where: str) -> Screen:
    facts = _facts(here, joining)
    placed = flow.find(JOIN_REQUEST, facts, step_id)
    match where:
        case "stop":
            return _forgotten(tx, here)
        case "back":
            return _ask(tx, here, joining, flow.before(JOIN_REQUEST, facts, step_id) or placed)
        case "edit" if placed is not None:
            return _ask(tx, here, joining, placed)
        case "skip" if placed is not None and placed.step.name == "message":
            return _ask(tx, here, _kept(tx, joining, flow.with_answer(facts, placed.step, Deferred(How.UNKNOWN))))
        case _:
            return _ask(tx, here, joining)


def _ready(here: Stranger, joining: JoinRequest) -> Page:
    token, version, facts = join_requests.token(joining), joining.version, _facts(here, joining)
    asked = (step for step in join_requests.STEPS.values() if flow.find(JOIN_REQUEST, facts, step.id) is not None)
    rows = column(
        Button(Word("send_request"), routes.SEND_REQUEST.to(token, version), style="primary"),
        *(
            Button(
                Word("edit_answer", {"section": "join_request", "step": step}),
                WAY_ON.to(token, version, step.id, "edit"),
            )
            for step in asked
        ),
        Button(Word("stop"), WAY_ON.to(token, version, "", "stop")),
    )
    return Ready(**vars(join_requests.told(facts)), days=requests.KEPT.days).page(rows)


# Sent


def _send(tx: Tx, here: Stranger, joining: JoinRequest) -> Page:
    problem = _too_many(tx, here)
    if problem is not None:
        return home(here, problem)
    facts = _facts(here, joining)
    if flow.current(JOIN_REQUEST, facts) is not None:
        raise Refused("old_button")
    sent = join_requests.send(tx, here.moment, joining)
    return home(replace(here, requests=(sent, *(each for each in here.requests if each.id != joining.id))))


def waits(tx: Tx, row: Row) -> bool:
    """Return whether the request that a notice speaks of still waits for an answer."""
    joining = requests.by_id(tx, row.context["request"])
    return joining is not None and joining.state is RequestState.SENT


# Answered


def answer(tx: Tx, moment: Moment, row: Row) -> ToChat | None:
    """Return the answer to a request as it leaves now; None when the request is forgotten."""
    joining = requests.by_id(tx, row.context["request"])
    if joining is None:
        return None
    reader = _reader(moment, joining)
    if row.kind == REQUEST_ACCEPTED:
        link = moment.app.link(joining.code)
        rows = column(Button(Word("come_in"), url=link, style="primary"))
        return ToChat(joining.chat_id, Accepted(link, LINK_DAYS).page(rows), reader)
    return ToChat(joining.chat_id, Declined(joining.reason).page(column(ASK_TO_JOIN)), reader)
