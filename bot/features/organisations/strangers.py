"""Somebody the bot does not know: told what this is, and, a professional, asked five things so that a network decides.

No account is made and no session kept: where a stranger is stands in the request itself, which is forgotten a day
after it was begun and thirty days after it was sent.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.notices import NEWCOMER, REQUEST_ACCEPTED
from bot.domain.people import Refused
from bot.features.membership.people import LINK_DAYS
from bot.interaction import forms
from bot.interaction.forms import Sheet
from bot.interaction.prompting import question, stale
from bot.interaction.request import Incoming, Response, Sender, Tap
from bot.plan.context import Scene
from bot.rendering.renderer import Reader
from bot.storage import networks, outbox, people, requests
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Row
from bot.storage.requests import Request, State
from bot.storage.sessions import Session
from conversations.engine import flow
from conversations.engine.answers import Deferred, Facts, Given, How
from conversations.engine.flow import Answered, Placed
from conversations.engine.keyboard import Button, Problem, Word, column
from conversations.engine.replies import Reply, Said, Sent, Tapped
from conversations.engine.screens import Page, Screen
from conversations.join_request import JOIN_REQUEST, region_written

MOST_A_WEEK = 3
"""Requests one chat may send in seven days: enough for a mistake or two, too few to pester anybody."""
MOST_KEPT = 500
"""Requests kept in all, begun ones included: a flood ends here, and a network answers some in a week."""

STEPS = flow.steps_by_name((JOIN_REQUEST,))


@dataclass(frozen=True, slots=True)
class Stranger:
    """A chat that belongs to nobody here, at one moment, with the request it has begun or sent."""

    scene: Scene
    chat_id: int
    reader: Reader
    requests: tuple[Request, ...]

    @property
    def begun(self) -> Request | None:
        """What is being written."""
        return next((request for request in self.requests if request.state is State.BEGUN), None)

    @property
    def waiting(self) -> Request | None:
        """What the coordinators have not answered yet."""
        return next((request for request in self.requests if request.state is State.SENT), None)


def stranger(tx: Tx, scene: Scene, sender: Sender, reader: Reader) -> Stranger:
    """Whoever is in that chat."""
    return Stranger(scene, sender.chat_id, reader, tuple(requests.of_chat(tx, sender.chat_id)))


def respond(tx: Tx, here: Stranger, incoming: Incoming) -> Screen:
    """What to show a stranger for what he did."""
    try:
        if isinstance(incoming, Tap):
            return _tapped(tx, here, incoming.data)
        if isinstance(incoming, Said | Sent) and here.begun is not None and here.begun.focus:
            return _replied(tx, here, here.begun, here.begun.focus, incoming)
    except Refused:
        return home(here, Problem("old_button"))
    return home(here)


def home(here: Stranger, problem: Problem | None = None) -> Page:
    """What this is and whom to ask; for a professional the way to ask, or where his request stands."""
    latest = here.waiting or here.begun or next(iter(here.requests), None)
    state = latest.state.value if latest else ""
    values = {"state": state, "sent_at": latest.sent_at if latest else None}
    notes = (problem,) if problem else ()
    return Page("stranger", values, column(*_ways(here, latest)), notes=notes)


def _ways(here: Stranger, latest: Request | None) -> tuple[Button, ...]:
    match latest:
        case Request(state=State.BEGUN):
            return Button(Word("go_on_asking"), "g:join", style="primary"), Button(Word("forget_request"), "g:forget")
        case Request(state=State.SENT):
            return (Button(Word("take_request_back"), "g:forget"),)
        case Request(state=State.ACCEPTED, code=code):
            return Button(Word("come_in"), url=here.scene.house.link(code)), Button(Word("ask_to_join"), "g:join")
        case _:
            return (Button(Word("ask_to_join"), "g:join"),)


def repeat(tx: Tx, scene: Scene, sender: Sender) -> Response | None:
    """Where a stranger stands, shown again after a crash; None for one who has asked nothing."""
    found = requests.of_chat(tx, sender.chat_id)
    if not found:
        return None
    here = Stranger(scene, sender.chat_id, _reader(scene, found[0]), tuple(found))
    return Response(here.reader, (_standing(here),), fresh=True)


def _standing(here: Stranger) -> Screen:
    request = here.begun
    placed = flow.find(JOIN_REQUEST, _facts(here, request), request.focus) if request else None
    if request is None or placed is None:
        return home(here)
    return question(_sheet(here, request), placed, Session())


def _reader(scene: Scene, request: Request) -> Reader:
    return Reader(language=request.language, zone=scene.house.zone)


# Asking


def _tapped(tx: Tx, here: Stranger, data: str) -> Screen:
    kind, *rest = data.split(":")
    match kind, rest:
        case "g", ["join"]:
            return _begin(tx, here)
        case "g", ["forget"]:
            return _forgotten(tx, here)
        case "g", ["send_request", token, version]:
            return _send(tx, here, _written(here, token, version))
        case "q", [token, version, step, *value]:
            return _replied(tx, here, _written(here, token, version), step, Tapped(":".join(value)))
        case "n", [token, version, step, where]:
            return _moved(tx, here, _written(here, token, version), step, where)
        case _:
            return home(here)


def _written(here: Stranger, token: str, version: str) -> Request:
    """The request that a button belongs to. Raises Refused for one that is older than it or gone."""
    request = here.begun
    if request is None or token != f"j{forms.short(request.id)}" or stale(version, _sheet(here, request)):
        raise Refused("old_button")
    return request


def _begin(tx: Tx, here: Stranger) -> Screen:
    if here.begun is not None:
        return _ask(tx, here, here.begun)
    problem = _too_many(tx, here)
    if problem is not None:
        return home(here, problem)
    return _ask(tx, here, requests.begin(tx, here.chat_id, here.reader.language, here.scene.now))


def _too_many(tx: Tx, here: Stranger) -> Problem | None:
    if here.waiting is not None:
        return Problem("request_waits")
    since = here.scene.now - timedelta(days=7)
    if sum(1 for request in here.requests if request.sent_at and request.sent_at > since) >= MOST_A_WEEK:
        return Problem("requests_often", {"most": MOST_A_WEEK})
    if here.begun is None and requests.kept(tx) >= MOST_KEPT:
        return Problem("requests_full")
    return None


def _forgotten(tx: Tx, here: Stranger) -> Page:
    """All that he wrote is forgotten; that he has sent something still counts this week."""
    if here.begun is not None:
        requests.drop(tx, here.begun.id)
    if here.waiting is not None:
        requests.save(tx, here.waiting, state=State.WITHDRAWN.value, answers={})
    return home(replace(here, requests=()), Problem("request_forgotten"))


def _facts(here: Stranger, request: Request | None) -> Facts:
    return Facts(here.scene.today, flow.load_answers(request.answers if request else {}, STEPS))


def _sheet(here: Stranger, request: Request) -> Sheet:
    token = f"j{forms.short(request.id)}"
    return Sheet(token, JOIN_REQUEST, _facts(here, request), request.version, flow.FIRST)


def _ask(tx: Tx, here: Stranger, request: Request, placed: Placed | None = None, problem: Problem | None = None,
         diary: tuple[Placed, object] | None = None) -> Screen:  # fmt: skip
    """That question, else the first that is not answered, else all that will be sent."""
    placed = placed or flow.current(JOIN_REQUEST, _facts(here, request))
    focus = placed.step.id if placed else ""
    kept = replace(request, version=requests.save(tx, request, focus=focus), focus=focus)
    if placed is None:
        return _ready(here, kept)
    return question(_sheet(here, kept), placed, Session(), problem, diary=diary)


def _replied(tx: Tx, here: Stranger, request: Request, step_id: str, reply: Reply) -> Screen:
    placed = flow.find(JOIN_REQUEST, _facts(here, request), step_id)
    if placed is None:
        return _ask(tx, here, request)
    facts = _facts(here, request)
    ear = here.scene.house.renderer.ear(placed.section.name, placed.step, facts, here.reader, {})
    outcome = flow.take(placed.step, facts, None, reply, ear)
    if isinstance(outcome, Answered):
        kept = _kept(tx, request, flow.with_answer(facts, placed.step, Given(outcome.value)))
        return _ask(
            tx, here, kept, flow.after(JOIN_REQUEST, _facts(here, kept), step_id), diary=(placed, outcome.value)
        )
    return _ask(tx, here, request, placed, outcome if isinstance(outcome, Problem) else None)


def _kept(tx: Tx, request: Request, facts: Facts) -> Request:
    answers = flow.dump_answers(facts.answers, STEPS)
    return replace(request, answers=answers, version=requests.save(tx, request, answers=answers))


def _moved(tx: Tx, here: Stranger, request: Request, step_id: str, where: str) -> Screen:
    facts = _facts(here, request)
    placed = flow.find(JOIN_REQUEST, facts, step_id)
    match where:
        case "stop":
            return _forgotten(tx, here)
        case "back":
            return _ask(tx, here, request, flow.before(JOIN_REQUEST, facts, step_id) or placed)
        case "edit" if placed is not None:
            return _ask(tx, here, request, placed)
        case "skip" if placed is not None and placed.step.name == "message":
            return _ask(tx, here, _kept(tx, request, flow.with_answer(facts, placed.step, Deferred(How.UNKNOWN))))
        case _:
            return _ask(tx, here, request)


def told(request: Request, facts: Facts) -> dict[str, object]:
    """What a request says, for whoever reads it."""
    return {
        "asker": facts.value("asker"),
        "workplace": facts.value("workplace"),
        "kind": (STEPS["workplace_kind"], facts.value("workplace_kind")),
        "region": region_written(facts.value("where") or ""),
        "where": facts.value("where"),
        "message": facts.value("message") or "",
        "sent_at": request.sent_at,
    }


def _ready(here: Stranger, request: Request) -> Page:
    version, token = forms.short(request.version), f"j{forms.short(request.id)}"
    rows = column(
        Button(Word("send_request"), f"g:send_request:{token}:{version}", style="primary"),
        *(Button(Word("edit_answer", {"section": "join_request", "step": step}), f"n:{token}:{version}:{step.id}:edit")
          for step in STEPS.values()),
        Button(Word("stop"), f"n:{token}:{version}::stop"),
    )  # fmt: skip
    return Page("request/ready", {**told(request, _facts(here, request)), "days": requests.KEPT.days}, rows)


# Sent


def _send(tx: Tx, here: Stranger, request: Request) -> Page:
    problem = _too_many(tx, here)
    if problem is not None:
        return home(here, problem)
    facts = _facts(here, request)
    if flow.current(JOIN_REQUEST, facts) is not None:
        raise Refused("old_button")
    network_id = _network_for(tx, region_written(facts.value("where")))
    requests.save(tx, request, state=State.SENT.value, sent_at=here.scene.now, network_id=network_id, focus="")
    _tell_coordinators(tx, here.scene, request.id, network_id)
    sent = replace(request, state=State.SENT, sent_at=here.scene.now)
    return home(replace(here, requests=(sent, *(each for each in here.requests if each.id != request.id))))


def _network_for(tx: Tx, region: str) -> int | None:
    """The only network there is, or the only one in that region; else every network is asked."""
    every = [network.id for network in networks.all_networks(tx)]
    found = every if len(every) == 1 else networks.networks_in(tx, region)
    return found[0] if len(found) == 1 else None


def _tell_coordinators(tx: Tx, scene: Scene, request_id: int, network_id: int | None) -> None:
    asked = [network_id] if network_id is not None else [network.id for network in networks.all_networks(tx)]
    notices = [
        outbox.Outgoing(
            key=f"request:{request_id}:{NEWCOMER}",
            recipient_id=recipient,
            kind=NEWCOMER,
            context={"request": request_id},
            created_at=scene.now,
            due_at=scene.now,
        )
        for network in asked
        for recipient in people.coordinators(tx, network)
    ]
    outbox.put(tx, notices)


def waits(tx: Tx, row: Row) -> bool:
    """Whether the request that a notice speaks of still waits for an answer."""
    request = requests.by_id(tx, row.context["request"])
    return request is not None and request.state is State.SENT


# Answered


def tell(tx: Tx, scene: Scene, request: Request, kind: str) -> None:
    """Queue the answer to a request, for the chat it came from."""
    notice = outbox.Outgoing(
        key=f"request:{request.id}:{kind}",
        recipient_id=outbox.NOBODY,
        kind=kind,
        context={"request": request.id},
        created_at=scene.now,
        due_at=scene.now,
    )
    outbox.put(tx, [notice])


def answer(tx: Tx, scene: Scene, row: Row) -> tuple[Request, Page, Reader] | None:
    """The answer to a request as it leaves now; None when the request is forgotten."""
    request = requests.by_id(tx, row.context["request"])
    if request is None:
        return None
    reader = _reader(scene, request)
    if row.kind == REQUEST_ACCEPTED:
        link = scene.house.link(request.code)
        rows = column(Button(Word("come_in"), url=link, style="primary"))
        return request, Page("notices/request_accepted", {"link": link, "days": LINK_DAYS}, rows), reader
    rows = column(Button(Word("ask_to_join"), "g:join"))
    return request, Page("notices/request_declined", {"reason": request.reason}, rows), reader
