"""Somebody the bot does not know: told what this is, and, a professional, asked five things so that a network decides.

No account is made and no session kept: where a stranger is stands in the request itself, which is forgotten a day
after it was begun and thirty days after it was sent.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.notices import NEWCOMER, REQUEST_ACCEPTED
from bot.domain.people import Refused
from bot.features.membership.people import LINK_DAYS
from bot.interaction.forms import Form
from bot.interaction.prompting import question, stale
from bot.interaction.request import Incoming, Response, Sender, Tap
from bot.interaction.routes import encode_id
from bot.notices.kinds import ToChat
from bot.plan.context import Moment
from bot.rendering.renderer import Reader
from bot.storage import networks, outbox, people, requests
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Row
from bot.storage.requests import JoinRequest, State
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

    moment: Moment
    chat_id: int
    reader: Reader
    requests: tuple[JoinRequest, ...]

    @property
    def begun(self) -> JoinRequest | None:
        """What is being written."""
        return next((joining for joining in self.requests if joining.state is State.BEGUN), None)

    @property
    def waiting(self) -> JoinRequest | None:
        """What the coordinators have not answered yet."""
        return next((joining for joining in self.requests if joining.state is State.SENT), None)


def stranger(tx: Tx, moment: Moment, sender: Sender, reader: Reader) -> Stranger:
    """Whoever is in that chat."""
    return Stranger(moment, sender.chat_id, reader, tuple(requests.of_chat(tx, sender.chat_id)))


def respond(tx: Tx, moment: Moment, sender: Sender, reader: Reader, incoming: Incoming | Problem) -> Response:
    """What to show a stranger for what he did, or, for a problem, why a link opens nothing."""
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
    """What this is and whom to ask; for a professional the way to ask, or where his request stands."""
    latest = here.waiting or here.begun or next(iter(here.requests), None)
    state = latest.state.value if latest else ""
    values = {"state": state, "sent_at": latest.sent_at if latest else None}
    notes = (problem,) if problem else ()
    return Page("stranger", values, column(*_ways(here, latest)), notes=notes)


def _ways(here: Stranger, latest: JoinRequest | None) -> tuple[Button, ...]:
    match latest:
        case JoinRequest(state=State.BEGUN):
            return Button(Word("go_on_asking"), "g:join", style="primary"), Button(Word("forget_request"), "g:forget")
        case JoinRequest(state=State.SENT):
            return (Button(Word("take_request_back"), "g:forget"),)
        case JoinRequest(state=State.ACCEPTED, code=code):
            return Button(Word("come_in"), url=here.moment.app.link(code)), Button(Word("ask_to_join"), "g:join")
        case _:
            return (Button(Word("ask_to_join"), "g:join"),)


def repeat(tx: Tx, moment: Moment, sender: Sender) -> Response | None:
    """Where a stranger stands, shown again after a crash; None for one who has asked nothing."""
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


def _written(here: Stranger, token: str, version: str) -> JoinRequest:
    """The request that a button belongs to. Raises Refused for one that is older than it or gone."""
    joining = here.begun
    if joining is None or token != f"j{encode_id(joining.id)}" or stale(version, _sheet(here, joining)):
        raise Refused("old_button")
    return joining


def _begin(tx: Tx, here: Stranger) -> Screen:
    if here.begun is not None:
        return _ask(tx, here, here.begun)
    problem = _too_many(tx, here)
    if problem is not None:
        return home(here, problem)
    return _ask(tx, here, requests.begin(tx, here.chat_id, here.reader.language, here.moment.now))


def _too_many(tx: Tx, here: Stranger) -> Problem | None:
    if here.waiting is not None:
        return Problem("request_waits")
    since = here.moment.now - timedelta(days=7)
    if sum(1 for joining in here.requests if joining.sent_at and joining.sent_at > since) >= MOST_A_WEEK:
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


def _facts(here: Stranger, joining: JoinRequest | None) -> Facts:
    return Facts(here.moment.today, flow.load_answers(joining.answers if joining else {}, STEPS))


def _sheet(here: Stranger, joining: JoinRequest) -> Form:
    token = f"j{encode_id(joining.id)}"
    return Form(token, JOIN_REQUEST, _facts(here, joining), joining.version, flow.FIRST)


def _ask(tx: Tx, here: Stranger, joining: JoinRequest, placed: Placed | None = None, problem: Problem | None = None,
         diary: tuple[Placed, object] | None = None) -> Screen:  # fmt: skip
    """That question, else the first that is not answered, else all that will be sent."""
    placed = placed or flow.current(JOIN_REQUEST, _facts(here, joining))
    focus = placed.step.id if placed else ""
    kept = replace(joining, version=requests.save(tx, joining, focus=focus), focus=focus)
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
    answers = flow.dump_answers(facts.answers, STEPS)
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


def told(joining: JoinRequest, facts: Facts) -> dict[str, object]:
    """What a request says, for whoever reads it."""
    return {
        "asker": facts.value("asker"),
        "workplace": facts.value("workplace"),
        "kind": (STEPS["workplace_kind"], facts.value("workplace_kind")),
        "region": region_written(facts.value("where") or ""),
        "where": facts.value("where"),
        "message": facts.value("message") or "",
        "sent_at": joining.sent_at,
    }


def _ready(here: Stranger, joining: JoinRequest) -> Page:
    version, token = encode_id(joining.version), f"j{encode_id(joining.id)}"
    rows = column(
        Button(Word("send_request"), f"g:send_request:{token}:{version}", style="primary"),
        *(Button(Word("edit_answer", {"section": "join_request", "step": step}), f"n:{token}:{version}:{step.id}:edit")
          for step in STEPS.values()),
        Button(Word("stop"), f"n:{token}:{version}::stop"),
    )  # fmt: skip
    return Page("request/ready", {**told(joining, _facts(here, joining)), "days": requests.KEPT.days}, rows)


# Sent


def _send(tx: Tx, here: Stranger, joining: JoinRequest) -> Page:
    problem = _too_many(tx, here)
    if problem is not None:
        return home(here, problem)
    facts = _facts(here, joining)
    if flow.current(JOIN_REQUEST, facts) is not None:
        raise Refused("old_button")
    network_id = _network_for(tx, region_written(facts.value("where")))
    requests.save(tx, joining, state=State.SENT.value, sent_at=here.moment.now, network_id=network_id, focus="")
    _tell_coordinators(tx, here.moment, joining.id, network_id)
    sent = replace(joining, state=State.SENT, sent_at=here.moment.now)
    return home(replace(here, requests=(sent, *(each for each in here.requests if each.id != joining.id))))


def _network_for(tx: Tx, region: str) -> int | None:
    """The only network there is, or the only one in that region; else every network is asked."""
    every = [network.id for network in networks.all_networks(tx)]
    found = every if len(every) == 1 else networks.networks_in(tx, region)
    return found[0] if len(found) == 1 else None


def _tell_coordinators(tx: Tx, moment: Moment, request_id: int, network_id: int | None) -> None:
    asked = [network_id] if network_id is not None else [network.id for network in networks.all_networks(tx)]
    notices = [
        outbox.Outgoing(
            key=f"request:{request_id}:{NEWCOMER}",
            recipient_id=recipient,
            kind=NEWCOMER,
            context={"request": request_id},
            created_at=moment.now,
            due_at=moment.now,
        )
        for network in asked
        for recipient in people.coordinators(tx, network)
    ]
    outbox.put(tx, notices)


def waits(tx: Tx, row: Row) -> bool:
    """Whether the request that a notice speaks of still waits for an answer."""
    joining = requests.by_id(tx, row.context["request"])
    return joining is not None and joining.state is State.SENT


# Answered


def tell(tx: Tx, moment: Moment, joining: JoinRequest, kind: str) -> None:
    """Queue the answer to a request, for the chat it came from."""
    notice = outbox.Outgoing(
        key=f"request:{joining.id}:{kind}",
        recipient_id=outbox.NOBODY,
        kind=kind,
        context={"request": joining.id},
        created_at=moment.now,
        due_at=moment.now,
    )
    outbox.put(tx, [notice])


def answer(tx: Tx, moment: Moment, row: Row) -> ToChat | None:
    """The answer to a request as it leaves now; None when the request is forgotten."""
    joining = requests.by_id(tx, row.context["request"])
    if joining is None:
        return None
    reader = _reader(moment, joining)
    if row.kind == REQUEST_ACCEPTED:
        link = moment.app.link(joining.code)
        rows = column(Button(Word("come_in"), url=link, style="primary"))
        page = Page("notices/request_accepted", {"link": link, "days": LINK_DAYS}, rows)
        return ToChat(joining.chat_id, page, reader)
    rows = column(Button(Word("ask_to_join"), "g:join"))
    return ToChat(joining.chat_id, Page("notices/request_declined", {"reason": joining.reason}, rows), reader)
