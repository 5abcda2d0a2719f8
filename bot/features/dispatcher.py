"""One turn of a talk: somebody does something, the bot answers. The only door from the chat to the services.

Every tap and every word ends here in a screen: what is not understood, not allowed or too old as well.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from bot.domain.people import PRIVACY_NOTICE, Refused, Role
from bot.domain.plans import State
from bot.features import registry
from bot.features.broadcasts.steering import Quiet
from bot.features.caseload import person as person_pages
from bot.features.committee import decisions
from bot.features.groups import links
from bot.features.membership import people as membership
from bot.features.menu import pages as menu
from bot.features.menu import suspended
from bot.features.messages import threads
from bot.features.my_plan import pages as my_plan
from bot.features.organisations import imports, strangers
from bot.features.questions import asking
from bot.features.registry import DIALOGUE, LOOKING, ON_PLAN, READING
from bot.interaction import forms, gate, listening
from bot.interaction.forms import Form
from bot.interaction.prompting import stale
from bot.interaction.request import (
    Command,
    Incoming,
    Listed,
    Presence,
    Request,
    Response,
    Sender,
    Stores,
    Tap,
    reader_of,
)
from bot.plan import access
from bot.plan.context import Moment
from bot.rendering.renderer import Reader
from bot.storage import people, sessions
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from bot.storage.sessions import Session
from conversations.engine.answers import How
from conversations.engine.keyboard import INERT, Problem
from conversations.engine.replies import Reply, Said, Sent, Tapped
from conversations.engine.screens import Page, Question, Screen
from conversations.engine.widgets import NOT_UNDERSTOOD

Handler: TypeAlias = Callable[[Tx, Request, list[str]], Screen]
Look: TypeAlias = Callable[[Tx, Request, PlanRow], Screen]


class StaleTap(Exception):  # noqa: N818 - named for what happened
    """The button is older than what it is about: it changes nothing; here is what holds now."""

    def __init__(self, screen: Screen, code: str = "old_button") -> None:
        super().__init__(code)
        self.screen = screen
        self.code = code


def respond(tx: Tx, moment: Moment, sender: Sender, incoming: Incoming) -> Response:
    """What to show for what somebody did.

    Nothing here raises for what a person can cause: a refusal is a screen with its reason and the way on.

    Raises:
        Conflict: something else was saved at the same moment; run it again.
    """
    person = people.by_chat(tx, sender.chat_id)
    if isinstance(incoming, Presence):
        return _presence(tx, moment, person, incoming)
    code = incoming.argument if isinstance(incoming, Command) and incoming.name == "start" else ""
    if code:
        return _arrive(tx, moment, sender, code, person)
    if person is None:
        here = strangers.stranger(tx, moment, sender, _stranger(moment, sender))
        return Response(here.reader, (strangers.respond(tx, here, incoming),), fresh=not isinstance(incoming, Tap))
    membership.seen(tx, moment, person)
    passed = gate.pass_through(tx, moment, person, incoming)
    session = sessions.session_of(tx, person.id) or Session()
    reader = reader_of(person, moment.app)
    if passed.page is not None:
        return Response(reader, (passed.page,), person.id, fresh=True, erase=passed.erase, card_id=session.card_id)
    request = Request(moment, person, reader)
    if passed.opened:
        return Response(reader, (_last_seen(tx, request, session),), person.id, fresh=True, erase=True)
    return _turn(tx, request, incoming, session)


def _presence(tx: Tx, moment: Moment, person: Person | None, incoming: Presence) -> Response:
    if person is not None:
        membership.blocked(tx, moment, person, now_blocked=incoming.blocked)
        return Response(reader_of(person, moment.app), person_id=person.id)
    return Response(_stranger(moment, None))


def _stranger(moment: Moment, sender: Sender | None) -> Reader:
    language = moment.app.renderer.catalogues.choose(sender.language if sender else None)
    return Reader(language=language, zone=moment.app.zone)


def _arrive(tx: Tx, moment: Moment, sender: Sender, code: str, known: Person | None) -> Response:
    if known is not None:
        membership.seen(tx, moment, known)
    thanks = links.arrived(tx, moment, sender, code, known)
    if thanks is not None:
        reader = _stranger(moment, sender) if known is None else reader_of(known, moment.app)
        return Response(reader, (thanks,), known.id if known else None, fresh=True)
    try:
        person = membership.join(tx, moment, sender, code, known)
    except Refused as refused:
        if known is None:
            here = strangers.stranger(tx, moment, sender, _stranger(moment, sender))
            return Response(here.reader, (strangers.home(here, Problem(refused.code)),), fresh=True)
        return _already_here(tx, moment, sender, known, refused)
    membership.seen(tx, moment, person)
    reader = reader_of(person, moment.app)
    passed = gate.pass_through(tx, moment, person, Command("start"))
    page = passed.page or menu.welcome(tx, Request(moment, person, reader))
    return Response(reader, (page,), person.id, fresh=True, commands=menu.commands_of(person))


def _already_here(tx: Tx, moment: Moment, sender: Sender, known: Person, refused: Refused) -> Response:
    """A link opened twice by the same person is her way home; the gate of a discreet person stays shut."""
    response = respond(tx, moment, sender, Command("start"))
    if access.discreet(known):
        return response
    screens = tuple(_noted(screen, Problem(refused.code)) for screen in response.screens)
    return replace(response, screens=screens)


def _turn(tx: Tx, request: Request, incoming: Incoming, session: Session) -> Response:
    fresh = not isinstance(incoming, Tap)
    toast: Problem | None = None
    is_stale, before = False, session
    try:
        if isinstance(incoming, Tap) and incoming.data == INERT:
            return Response(request.reader, (), request.person.id, card_id=session.card_id)
        if isinstance(incoming, Command | Tap) and not listening.is_own(incoming):
            session = listening.left(tx, request, session)
        screen = _screen(tx, request, incoming, session)
    except Quiet as done:
        sessions.save_session(tx, request.person.id, before)
        return Response(request.reader, (), request.person.id, toast=Problem(done.code), card_id=session.card_id)
    except StaleTap as old:
        screen, toast, is_stale = old.screen, Problem(old.code), True
        screen = _noted(screen, toast)
    except Refused as refused:
        problem = Problem(refused.code, dict(refused.values))
        screen, toast = _noted(_last_seen(tx, request, session), problem), problem
        is_stale = isinstance(incoming, Tap)
    screen = menu.with_status(tx, request, screen)
    suspended.aside(tx, request, screen)
    # Only a page's own buttons change how somebody reads; an answer never does, and there are many more answers.
    after = (
        membership.refreshed(tx, request) if isinstance(incoming, Tap) and incoming.data.startswith("g:") else request
    )
    return Response(
        after.reader,
        (screen, screen.then) if isinstance(screen, Page) and screen.then else (screen,),
        request.person.id,
        toast=toast,
        fresh=fresh or is_stale,
        stale=is_stale,
        card_id=session.card_id,
        commands=menu.commands_of(after.person) if after.reader.language != request.reader.language else None,
        echoes=tuple(request.echoes),
    )


def _noted(screen: Screen, problem: Problem) -> Screen:
    return replace(screen, notes=(problem, *screen.notes))


def _screen(tx: Tx, request: Request, incoming: Incoming, session: Session) -> Screen:
    match incoming:
        case Command():
            return menu.command(tx, request, DIALOGUE, incoming)
        case Stores():
            return imports.store(tx, request, incoming.ready)
        case Tap():
            return _tapped(tx, request, incoming.data, session)
        case Said() | Sent():
            return _said(tx, request, incoming, session)
        case Listed():
            return imports.received(tx, request, incoming)
        case _:
            return menu.home(tx, request)


def _tapped(tx: Tx, request: Request, data: str, session: Session) -> Screen:
    kind, *rest = data.split(":")
    handlers: Mapping[str, Handler] = {
        "q": lambda tx, request, rest: _answer(tx, request, rest, session),
        "n": lambda tx, request, rest: _navigate(tx, request, rest, session),
        "g": lambda tx, request, rest: menu.go(tx, request, DIALOGUE, rest),
        "r": lambda tx, request, rest: registry.referent(tx, request, DIALOGUE, rest),
        "d": lambda tx, request, rest: registry.coordinator(tx, request, DIALOGUE, rest),
        "l": lambda tx, request, rest: registry.lead(tx, request, DIALOGUE, rest),
        "b": lambda tx, request, rest: registry.everybody(tx, request, DIALOGUE, rest),
        "h": lambda tx, request, rest: registry.here(tx, request, session, rest),
        "p": _on_plan,
    }
    if kind not in handlers:
        raise Refused("not_found")
    if request.person.has(Role.BENEFICIARY) and request.person.notice_version < PRIVACY_NOTICE and kind != "g":
        return menu.home(tx, request)
    return handlers[kind](tx, request, rest)


def _answer(tx: Tx, request: Request, rest: list[str], session: Session) -> Screen:
    token, version, step_id, value = _four(rest)
    form = forms.load(tx, request, token)
    if stale(version, form):
        raise StaleTap(DIALOGUE.again(tx, request, form, session))
    if session.focus != step_id or session.place != token:
        session = Session(card_id=session.card_id)
    return DIALOGUE.reply(tx, request, form, step_id, Tapped(value), session)


def _four(rest: list[str]) -> tuple[str, str, str, str]:
    if len(rest) < 4:
        raise Refused("not_found")
    return rest[0], rest[1], rest[2], ":".join(rest[3:])


def _navigate(tx: Tx, request: Request, rest: list[str], session: Session) -> Screen:
    token, version, step_id, where = _four(rest)
    if where == "pause":
        return my_plan.pause(tx, request)
    if where == "stop":
        return menu.home(tx, request)
    form = forms.load(tx, request, token)
    if stale(version, form):
        raise StaleTap(DIALOGUE.again(tx, request, form, session))
    how = {"unknown": How.UNKNOWN, "talk": How.TALK, "skip": How.LATER}.get(where)
    if how is not None:
        return DIALOGUE.put_off(tx, request, form, step_id, how, session.via if session.focus == step_id else "")
    moves: Mapping[str, Callable[[], Screen]] = {
        "back": lambda: DIALOGUE.back(tx, request, form, step_id),
        "edit": lambda: DIALOGUE.open(tx, request, form, step_id, via="ready"),
        "agree": lambda: DIALOGUE.agree(tx, request, form, step_id),
        "example": lambda: DIALOGUE.example(tx, request, form, step_id, session),
    }
    if where not in moves:
        raise Refused("not_found")
    return moves[where]()


def _said(tx: Tx, request: Request, reply: Reply, session: Session) -> Screen:
    if isinstance(reply, Said):
        escape = menu.escape(request, reply.text)
        if escape is not None:
            return menu.command(tx, request, DIALOGUE, escape)
    session = asking.aside(tx, request, session)
    if listening.is_listening(session):
        return registry.heard(tx, request, reply, session)
    text = reply.text if isinstance(reply, Said) else ""
    if not session.focus:
        return (
            asking.instead(tx, request, text)
            or threads.propose(tx, request, reply)
            or menu.not_a_question(tx, request, text)
        )
    form = forms.load(tx, request, session.place)
    if not _hers(request, form):
        return DIALOGUE.reply(tx, request, form, session.focus, reply, session)
    return asking.surely(tx, request, text, form, session.focus) or _replied(tx, request, form, reply, session)


def _replied(tx: Tx, request: Request, form: Form, reply: Reply, session: Session) -> Screen:
    """What follows her words, or the answer to them: what was not understood may be a question of her own."""
    screen = DIALOGUE.reply(tx, request, form, session.focus, reply, session)
    missed = isinstance(screen, Question) and screen.problem == NOT_UNDERSTOOD
    return (asking.instead(tx, request, reply.text) if missed and isinstance(reply, Said) else None) or screen


def _hers(request: Request, form: Form) -> bool:
    """Whether she writes on a plan of her own."""
    return form.plan is not None and form.plan.beneficiary_id == request.person.id


def _on_plan(tx: Tx, request: Request, rest: list[str]) -> Screen:
    if len(rest) < 3 or rest[0] not in ON_PLAN:
        raise Refused("not_found")
    verb, plan_id, version = rest[:3]
    roles, handler = ON_PLAN[verb]
    plan = access.seen_by(tx, request.person, forms.long(plan_id), *roles)
    if verb in READING and access.private_from(request.person, plan):
        return person_pages.page(tx, request, plan.beneficiary_id)
    if verb not in LOOKING and not _seen_as_it_is(plan, forms.long(version)):
        raise _changed(tx, request, plan, roles)
    try:
        with tx.all_or_nothing():
            return handler(tx, request, DIALOGUE, plan)
    except Refused as refused:
        if refused.code in {"not_found", "nothing_left", "quota_reached"}:
            raise
        raise _changed(tx, request, access.need(tx, plan.id), roles, refused.code) from None


def _seen_as_it_is(plan: PlanRow, version: int) -> bool:
    """Whether that version is what holds now; that an endorsed plan has meanwhile reached the committee is no news."""
    submitted = plan.state is State.IN_COMMITTEE and plan.before_state is State.ENDORSED
    return version == plan.version or (submitted and version == plan.version - 1)


def _changed(tx: Tx, request: Request, plan: PlanRow, roles: tuple[Role, ...], code: str = "changed_since") -> StaleTap:
    """Somebody was faster, or it is too late: the fresh card, and one sentence about who and what."""
    look: Look = my_plan.standing
    if Role.COORDINATOR in roles:
        look = decisions.card
    elif Role.REFERENT in roles and request.person.id != plan.beneficiary_id:
        look = person_pages.card
    return StaleTap(menu.with_decider(tx, request, plan, look(tx, request, plan)), code)


def _last_seen(tx: Tx, request: Request, session: Session) -> Screen:
    """The page that listens, the question she was at, or home."""
    if listening.is_listening(session):
        try:
            return registry.shown_again(tx, request, session)
        except Refused:
            return menu.home(tx, request)
    if session.focus:
        try:
            return DIALOGUE.again(tx, request, forms.load(tx, request, session.place), session)
        except Refused:
            return menu.home(tx, request)
    return menu.home(tx, request)


def repeat(tx: Tx, moment: Moment, sender: Sender) -> Response | None:
    """What somebody was at, shown again after a crash; None for who has nothing here or has a closed gate."""
    person = people.by_chat(tx, sender.chat_id)
    if person is None:
        return strangers.repeat(tx, moment, sender)
    request = Request(moment, person, reader_of(person, moment.app))
    session = sessions.session_of(tx, person.id) or Session()
    if access.discreet(person) and not (person.unlocked_until and person.unlocked_until > moment.now):
        return None
    return Response(request.reader, (_last_seen(tx, request, session),), person.id, fresh=True, card_id=session.card_id)


def reader_in(tx: Tx, moment: Moment, chat_id: int) -> Reader:
    """How whoever is in that chat reads."""
    person = people.by_chat(tx, chat_id)
    return _stranger(moment, None) if person is None else reader_of(person, moment.app)
