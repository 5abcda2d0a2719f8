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
from bot.interaction.forms import Sheet
from bot.interaction.prompting import stale
from bot.interaction.request import Command, Incoming, Listed, Presence, Response, Sender, Stores, Tap, Visit, reader_of
from bot.plan import access
from bot.plan.context import Scene
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

Handler: TypeAlias = Callable[[Tx, Visit, list[str]], Screen]
Look: TypeAlias = Callable[[Tx, Visit, PlanRow], Screen]


class StaleTap(Exception):  # noqa: N818 - named for what happened
    """The button is older than what it is about: it changes nothing; here is what holds now."""

    def __init__(self, screen: Screen, code: str = "old_button") -> None:
        super().__init__(code)
        self.screen = screen
        self.code = code


def respond(tx: Tx, scene: Scene, sender: Sender, incoming: Incoming) -> Response:
    """What to show for what somebody did.

    Nothing here raises for what a person can cause: a refusal is a screen with its reason and the way on.

    Raises:
        Conflict: something else was saved at the same moment; run it again.
    """
    person = people.by_chat(tx, sender.chat_id)
    if isinstance(incoming, Presence):
        return _presence(tx, scene, person, incoming)
    code = incoming.argument if isinstance(incoming, Command) and incoming.name == "start" else ""
    if code:
        return _arrive(tx, scene, sender, code, person)
    if person is None:
        here = strangers.stranger(tx, scene, sender, _stranger(scene, sender))
        return Response(here.reader, (strangers.respond(tx, here, incoming),), fresh=not isinstance(incoming, Tap))
    membership.seen(tx, scene, person)
    passed = gate.pass_through(tx, scene, person, incoming)
    session = sessions.session_of(tx, person.id) or Session()
    reader = reader_of(person, scene.house)
    if passed.page is not None:
        return Response(reader, (passed.page,), person.id, fresh=True, erase=passed.erase, card_id=session.card_id)
    visit = Visit(scene, person, reader)
    if passed.opened:
        return Response(reader, (_last_seen(tx, visit, session),), person.id, fresh=True, erase=True)
    return _turn(tx, visit, incoming, session)


def _presence(tx: Tx, scene: Scene, person: Person | None, incoming: Presence) -> Response:
    if person is not None:
        membership.blocked(tx, scene, person, now_blocked=incoming.blocked)
        return Response(reader_of(person, scene.house), person_id=person.id)
    return Response(_stranger(scene, None))


def _stranger(scene: Scene, sender: Sender | None) -> Reader:
    language = scene.house.renderer.catalogues.choose(sender.language if sender else None)
    return Reader(language=language, zone=scene.house.zone)


def _arrive(tx: Tx, scene: Scene, sender: Sender, code: str, known: Person | None) -> Response:
    if known is not None:
        membership.seen(tx, scene, known)
    thanks = links.arrived(tx, scene, sender, code, known)
    if thanks is not None:
        reader = _stranger(scene, sender) if known is None else reader_of(known, scene.house)
        return Response(reader, (thanks,), known.id if known else None, fresh=True)
    try:
        person = membership.join(tx, scene, sender, code, known)
    except Refused as refused:
        if known is None:
            here = strangers.stranger(tx, scene, sender, _stranger(scene, sender))
            return Response(here.reader, (strangers.home(here, Problem(refused.code)),), fresh=True)
        return _already_here(tx, scene, sender, known, refused)
    membership.seen(tx, scene, person)
    reader = reader_of(person, scene.house)
    passed = gate.pass_through(tx, scene, person, Command("start"))
    page = passed.page or menu.welcome(tx, Visit(scene, person, reader))
    return Response(reader, (page,), person.id, fresh=True, commands=menu.commands_of(person))


def _already_here(tx: Tx, scene: Scene, sender: Sender, known: Person, refused: Refused) -> Response:
    """A link opened twice by the same person is her way home; the gate of a discreet person stays shut."""
    response = respond(tx, scene, sender, Command("start"))
    if access.discreet(known):
        return response
    screens = tuple(_noted(screen, Problem(refused.code)) for screen in response.screens)
    return replace(response, screens=screens)


def _turn(tx: Tx, visit: Visit, incoming: Incoming, session: Session) -> Response:
    fresh = not isinstance(incoming, Tap)
    toast: Problem | None = None
    is_stale, before = False, session
    try:
        if isinstance(incoming, Tap) and incoming.data == INERT:
            return Response(visit.reader, (), visit.person.id, card_id=session.card_id)
        if isinstance(incoming, Command | Tap) and not listening.is_own(incoming):
            session = listening.left(tx, visit, session)
        screen = _screen(tx, visit, incoming, session)
    except Quiet as done:
        sessions.save_session(tx, visit.person.id, before)
        return Response(visit.reader, (), visit.person.id, toast=Problem(done.code), card_id=session.card_id)
    except StaleTap as old:
        screen, toast, is_stale = old.screen, Problem(old.code), True
        screen = _noted(screen, toast)
    except Refused as refused:
        problem = Problem(refused.code, dict(refused.values))
        screen, toast = _noted(_last_seen(tx, visit, session), problem), problem
        is_stale = isinstance(incoming, Tap)
    screen = menu.with_status(tx, visit, screen)
    suspended.aside(tx, visit, screen)
    # Only a page's own buttons change how somebody reads; an answer never does, and there are many more answers.
    after = membership.refreshed(tx, visit) if isinstance(incoming, Tap) and incoming.data.startswith("g:") else visit
    return Response(
        after.reader,
        (screen, screen.then) if isinstance(screen, Page) and screen.then else (screen,),
        visit.person.id,
        toast=toast,
        fresh=fresh or is_stale,
        stale=is_stale,
        card_id=session.card_id,
        commands=menu.commands_of(after.person) if after.reader.language != visit.reader.language else None,
        echoes=tuple(visit.echoes),
    )


def _noted(screen: Screen, problem: Problem) -> Screen:
    return replace(screen, notes=(problem, *screen.notes))


def _screen(tx: Tx, visit: Visit, incoming: Incoming, session: Session) -> Screen:
    match incoming:
        case Command():
            return menu.command(tx, visit, DIALOGUE, incoming)
        case Stores():
            return imports.store(tx, visit, incoming.ready)
        case Tap():
            return _tapped(tx, visit, incoming.data, session)
        case Said() | Sent():
            return _said(tx, visit, incoming, session)
        case Listed():
            return imports.received(tx, visit, incoming)
        case _:
            return menu.home(tx, visit)


def _tapped(tx: Tx, visit: Visit, data: str, session: Session) -> Screen:
    kind, *rest = data.split(":")
    handlers: Mapping[str, Handler] = {
        "q": lambda tx, visit, rest: _answer(tx, visit, rest, session),
        "n": lambda tx, visit, rest: _navigate(tx, visit, rest, session),
        "g": lambda tx, visit, rest: menu.go(tx, visit, DIALOGUE, rest),
        "r": lambda tx, visit, rest: registry.referent(tx, visit, DIALOGUE, rest),
        "d": lambda tx, visit, rest: registry.coordinator(tx, visit, DIALOGUE, rest),
        "l": lambda tx, visit, rest: registry.lead(tx, visit, DIALOGUE, rest),
        "b": lambda tx, visit, rest: registry.everybody(tx, visit, DIALOGUE, rest),
        "h": lambda tx, visit, rest: registry.here(tx, visit, session, rest),
        "p": _on_plan,
    }
    if kind not in handlers:
        raise Refused("not_found")
    if visit.person.has(Role.BENEFICIARY) and visit.person.notice_version < PRIVACY_NOTICE and kind != "g":
        return menu.home(tx, visit)
    return handlers[kind](tx, visit, rest)


def _answer(tx: Tx, visit: Visit, rest: list[str], session: Session) -> Screen:
    token, version, step_id, value = _four(rest)
    sheet = forms.load(tx, visit, token)
    if stale(version, sheet):
        raise StaleTap(DIALOGUE.again(tx, visit, sheet, session))
    if session.focus != step_id or session.place != token:
        session = Session(card_id=session.card_id)
    return DIALOGUE.reply(tx, visit, sheet, step_id, Tapped(value), session)


def _four(rest: list[str]) -> tuple[str, str, str, str]:
    if len(rest) < 4:
        raise Refused("not_found")
    return rest[0], rest[1], rest[2], ":".join(rest[3:])


def _navigate(tx: Tx, visit: Visit, rest: list[str], session: Session) -> Screen:
    token, version, step_id, where = _four(rest)
    if where == "pause":
        return my_plan.pause(tx, visit)
    if where == "stop":
        return menu.home(tx, visit)
    sheet = forms.load(tx, visit, token)
    if stale(version, sheet):
        raise StaleTap(DIALOGUE.again(tx, visit, sheet, session))
    how = {"unknown": How.UNKNOWN, "talk": How.TALK, "skip": How.LATER}.get(where)
    if how is not None:
        return DIALOGUE.put_off(tx, visit, sheet, step_id, how, session.via if session.focus == step_id else "")
    moves: Mapping[str, Callable[[], Screen]] = {
        "back": lambda: DIALOGUE.back(tx, visit, sheet, step_id),
        "edit": lambda: DIALOGUE.open(tx, visit, sheet, step_id, via="ready"),
        "agree": lambda: DIALOGUE.agree(tx, visit, sheet, step_id),
        "example": lambda: DIALOGUE.example(tx, visit, sheet, step_id, session),
    }
    if where not in moves:
        raise Refused("not_found")
    return moves[where]()


def _said(tx: Tx, visit: Visit, reply: Reply, session: Session) -> Screen:
    if isinstance(reply, Said):
        escape = menu.escape(visit, reply.text)
        if escape is not None:
            return menu.command(tx, visit, DIALOGUE, escape)
    session = asking.aside(tx, visit, session)
    if listening.is_listening(session):
        return registry.heard(tx, visit, reply, session)
    text = reply.text if isinstance(reply, Said) else ""
    if not session.focus:
        return (
            asking.instead(tx, visit, text) or threads.propose(tx, visit, reply) or menu.not_a_question(tx, visit, text)
        )
    sheet = forms.load(tx, visit, session.place)
    if not _hers(visit, sheet):
        return DIALOGUE.reply(tx, visit, sheet, session.focus, reply, session)
    return asking.surely(tx, visit, text, sheet, session.focus) or _replied(tx, visit, sheet, reply, session)


def _replied(tx: Tx, visit: Visit, sheet: Sheet, reply: Reply, session: Session) -> Screen:
    """What follows her words, or the answer to them: what was not understood may be a question of her own."""
    screen = DIALOGUE.reply(tx, visit, sheet, session.focus, reply, session)
    missed = isinstance(screen, Question) and screen.problem == NOT_UNDERSTOOD
    return (asking.instead(tx, visit, reply.text) if missed and isinstance(reply, Said) else None) or screen


def _hers(visit: Visit, sheet: Sheet) -> bool:
    """Whether she writes on a plan of her own."""
    return sheet.plan is not None and sheet.plan.beneficiary_id == visit.person.id


def _on_plan(tx: Tx, visit: Visit, rest: list[str]) -> Screen:
    if len(rest) < 3 or rest[0] not in ON_PLAN:
        raise Refused("not_found")
    verb, plan_id, version = rest[:3]
    roles, handler = ON_PLAN[verb]
    plan = access.seen_by(tx, visit.person, forms.long(plan_id), *roles)
    if verb in READING and access.private_from(visit.person, plan):
        return person_pages.page(tx, visit, plan.beneficiary_id)
    if verb not in LOOKING and not _seen_as_it_is(plan, forms.long(version)):
        raise _changed(tx, visit, plan, roles)
    try:
        with tx.all_or_nothing():
            return handler(tx, visit, DIALOGUE, plan)
    except Refused as refused:
        if refused.code in {"not_found", "nothing_left", "quota_reached"}:
            raise
        raise _changed(tx, visit, access.need(tx, plan.id), roles, refused.code) from None


def _seen_as_it_is(plan: PlanRow, version: int) -> bool:
    """Whether that version is what holds now; that an endorsed plan has meanwhile reached the committee is no news."""
    submitted = plan.state is State.IN_COMMITTEE and plan.before_state is State.ENDORSED
    return version == plan.version or (submitted and version == plan.version - 1)


def _changed(tx: Tx, visit: Visit, plan: PlanRow, roles: tuple[Role, ...], code: str = "changed_since") -> StaleTap:
    """Somebody was faster, or it is too late: the fresh card, and one sentence about who and what."""
    look: Look = my_plan.standing
    if Role.COORDINATOR in roles:
        look = decisions.card
    elif Role.REFERENT in roles and visit.person.id != plan.beneficiary_id:
        look = person_pages.card
    return StaleTap(menu.with_decider(tx, visit, plan, look(tx, visit, plan)), code)


def _last_seen(tx: Tx, visit: Visit, session: Session) -> Screen:
    """The page that listens, the question she was at, or home."""
    if listening.is_listening(session):
        try:
            return registry.shown_again(tx, visit, session)
        except Refused:
            return menu.home(tx, visit)
    if session.focus:
        try:
            return DIALOGUE.again(tx, visit, forms.load(tx, visit, session.place), session)
        except Refused:
            return menu.home(tx, visit)
    return menu.home(tx, visit)


def repeat(tx: Tx, scene: Scene, sender: Sender) -> Response | None:
    """What somebody was at, shown again after a crash; None for who has nothing here or has a closed gate."""
    person = people.by_chat(tx, sender.chat_id)
    if person is None:
        return strangers.repeat(tx, scene, sender)
    visit = Visit(scene, person, reader_of(person, scene.house))
    session = sessions.session_of(tx, person.id) or Session()
    if access.discreet(person) and not (person.unlocked_until and person.unlocked_until > scene.now):
        return None
    return Response(visit.reader, (_last_seen(tx, visit, session),), person.id, fresh=True, card_id=session.card_id)


def reader_in(tx: Tx, scene: Scene, chat_id: int) -> Reader:
    """How whoever is in that chat reads."""
    person = people.by_chat(tx, chat_id)
    return _stranger(scene, None) if person is None else reader_of(person, scene.house)
