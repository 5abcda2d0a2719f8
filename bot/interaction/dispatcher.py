"""One turn of a talk: a person does something, the bot answers. It knows no feature.

Every tap and every word ends here in a screen: what is not understood, not allowed or too old as well. What features
bring is handed in: their routes, their pages that listen, and the few pages that stand around all others.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.people import PRIVACY_NOTICE, Refused
from bot.interaction import forms, gate, listening, prompting, typed
from bot.interaction.forms import Form
from bot.interaction.listening import Behind, Listener
from bot.interaction.plan_routes import Instead
from bot.interaction.request import (
    Command,
    Edited,
    Incoming,
    Listed,
    Presence,
    Request,
    Response,
    Sender,
    Stores,
    Tap,
    reader_of,
    reads,
    refreshed,
)
from bot.interaction.routes import Router
from bot.interaction.surroundings import Surroundings
from bot.plan import access
from bot.plan.context import Moment
from bot.rendering.renderer import Reader
from bot.storage import people, sessions
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.sessions import Session
from conversations.engine.keyboard import INERT, Problem
from conversations.engine.replies import Reply, Said, Sent
from conversations.engine.screens import Page, Question, Screen
from conversations.engine.widgets import NOT_UNDERSTOOD


class StaleTap(Exception):  # noqa: N818 - named for what happened
    """The button is older than what it is about: it changes nothing; here is what holds now."""

    def __init__(self, screen: Screen, code: str = "old_button") -> None:
        super().__init__(code)
        self.screen = screen
        self.code = code


class Quiet(Exception):  # noqa: N818 - named for what is shown
    """Done, and what is before the reader shows it by itself: only a word under the tapped button."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Dispatcher:
    """Answers one update after the other. Its methods are run in a transaction and may run twice."""

    def __init__(self, router: Router, listeners: Mapping[str, Listener], around: Surroundings) -> None:
        self.router = router
        self.listeners = listeners
        self.around = around

    def respond(self, tx: Tx, moment: Moment, sender: Sender, incoming: Incoming) -> Response:
        """Return what to show for what a person did.

        Nothing here raises for what a person can cause: a refusal is a screen with its reason and the way on.

        Raises:
            Conflict: something else was saved at the same moment; run it again.
        """
        person = people.by_chat(tx, sender.chat_id)
        if isinstance(incoming, Presence):
            return self._presence(tx, moment, person, incoming)
        if isinstance(incoming, Edited) and not typed.distress_in(moment, incoming):
            return Response(reads(moment, sender, person), person_id=person.id if person else None)
        code = incoming.argument if isinstance(incoming, Command) and incoming.name == "start" else ""
        if code and not typed.distress_in(moment, incoming):
            return self._arrive(tx, moment, sender, code, person)
        if person is None:
            reader = reads(moment, sender, None)
            needs = self.around.stranger_in_distress(tx, moment, sender, reader, incoming)
            return needs or self.around.stranger(tx, moment, sender, reader, incoming)
        self.around.seen(tx, moment, person)
        passed = gate.pass_through(tx, moment, person, incoming)
        session = sessions.session_of(tx, person.id) or Session()
        reader = reader_of(person, moment.app)
        if passed.page is not None:
            return gate.instead(Response(reader, (passed.page,), person.id, card_id=session.card_id), passed)
        request = Request(moment, person, reader)
        if passed.opened:
            seen = self._last_seen(tx, request, session)
            return Response(
                reader, _shown(gate.with_way_out(request, seen)), person.id, fresh=True, erase=True, hides=True
            )
        return gate.until_shut(self._turn(tx, request, incoming, session))

    def repeat(self, tx: Tx, moment: Moment, sender: Sender) -> Response | None:
        """Return what a person was at, shown again after a crash; None without anything here, or with a closed gate."""
        person = people.by_chat(tx, sender.chat_id)
        if person is None:
            return self.around.stranger_again(tx, moment, sender)
        request = Request(moment, person, reader_of(person, moment.app))
        session = sessions.session_of(tx, person.id) or Session()
        if gate.is_shut(moment, person):
            return None
        seen = self._last_seen(tx, request, session)
        return gate.until_shut(Response(request.reader, _shown(seen), person.id, fresh=True, card_id=session.card_id))

    def _presence(self, tx: Tx, moment: Moment, person: Person | None, incoming: Presence) -> Response:
        if person is not None:
            self.around.blocked(tx, moment, person, incoming.blocked)
            return Response(reader_of(person, moment.app), person_id=person.id)
        return Response(reads(moment, None, None))

    def _arrive(self, tx: Tx, moment: Moment, sender: Sender, code: str, known: Person | None) -> Response:
        if known is not None:
            self.around.seen(tx, moment, known)
        shut = known is not None and gate.is_shut(moment, known)
        thanks = None if shut else self.around.thanked(tx, moment, sender, code, known)
        if thanks is not None:
            return Response(reads(moment, sender, known), (thanks,), known.id if known else None, fresh=True)
        try:
            joined = self.around.join(tx, moment, sender, code, known)
        except Refused as refused:
            if known is None:
                return self.around.stranger(tx, moment, sender, reads(moment, sender, None), Problem(refused.code))
            return self._already_here(tx, moment, sender, known, refused)
        if isinstance(joined, Page):
            return Response(reads(moment, sender, known), (joined,), known.id if known else None, fresh=True)
        return self._welcomed(tx, moment, joined)

    def _welcomed(self, tx: Tx, moment: Moment, person: Person) -> Response:
        self.around.seen(tx, moment, person)
        reader = reader_of(person, moment.app)
        passed = gate.pass_through(tx, moment, person, Command("start"))
        page = passed.page or self.around.welcome(tx, Request(moment, person, reader))
        commands = self.around.commands_of(person)
        welcome = Response(reader, _shown(page), person.id, fresh=True, commands=commands)
        return welcome if passed.page is not None else gate.until_shut(welcome)

    def _already_here(self, tx: Tx, moment: Moment, sender: Sender, known: Person, refused: Refused) -> Response:
        """Show the way home where the same person opens a link twice; the gate of a discreet person stays shut."""
        response = self.respond(tx, moment, sender, Command("start"))
        if access.discreet(known):
            return response
        screens = tuple(_noted(screen, Problem(refused.code)) for screen in response.screens)
        return replace(response, screens=screens)

    def _turn(self, tx: Tx, request: Request, incoming: Incoming, session: Session) -> Response:
        fresh = not isinstance(incoming, Tap)
        toast: Problem | None = None
        before = session
        try:
            if isinstance(incoming, Tap) and incoming.data == INERT:
                return Response(request.reader, (), request.person.id, card_id=session.card_id)
            if isinstance(incoming, Command | Tap) and not listening.is_own(incoming):
                session = listening.left(tx, request, session)
            screen = self._screen(tx, replace(request, session=session), incoming)
        except Quiet as done:
            sessions.save_session(tx, request.person.id, before)
            return Response(request.reader, (), request.person.id, toast=Problem(done.code), card_id=session.card_id)
        except StaleTap as old:
            screen, toast, fresh = old.screen, Problem(old.code), True
            screen = _noted(screen, toast)
        except Refused as refused:
            problem = Problem(refused.code, dict(refused.values))
            screen, toast = _noted(self._last_seen(tx, request, session), problem), problem
            fresh = True
        screen = self.around.with_status(tx, request, screen)
        self.around.set_aside(tx, request, screen)
        screen = gate.with_way_out(request, screen)
        # Only a page's own buttons change how a person reads; an answer never does, and there are many more answers.
        after = refreshed(tx, request) if isinstance(incoming, Tap) and incoming.data.startswith("g:") else request
        changed = after.reader.language != request.reader.language or after.person.roles != request.person.roles
        return Response(
            after.reader,
            _shown(screen),
            request.person.id if after.person.chat_id == request.person.chat_id else None,
            toast=toast,
            fresh=fresh,
            card_id=session.card_id,
            commands=self.around.commands_of(after.person) if changed else None,
            echoes=tuple(request.echoes),
        )

    def _screen(self, tx: Tx, request: Request, incoming: Incoming) -> Screen:
        if gate.asks_to_hide(request, incoming):
            return gate.hide(tx, request)
        unread = None if self._is_beforehand(request, incoming) else self._read_first(tx, request, incoming)
        if unread is not None:
            return unread
        match incoming:
            case Command() | Edited():
                return self._besides(tx, request, incoming)
            case Stores():
                return self.around.stores(tx, request, incoming)
            case Tap():
                return self._tapped(tx, request, incoming.data)
            case Said() | Sent():
                return self._said(tx, request, incoming)
            case Listed():
                return self.around.listed(tx, request, incoming)
            case _:
                return self.around.home(tx, request)

    def _read_first(self, tx: Tx, request: Request, incoming: Incoming) -> Screen | None:
        """Show a privacy notice that is not accepted, but never before who helps a person in distress; else None."""
        unread = self.around.unread(tx, request)
        if unread is None:
            return None
        return self.around.in_distress(tx, request, incoming) or unread

    def _is_beforehand(self, request: Request, incoming: Incoming) -> bool:
        """Tell whether something may be done before the privacy notice is read; Refused for a button of no route."""
        if request.person.notice_version >= PRIVACY_NOTICE:
            return True
        match incoming:
            case Command(name):
                return self.around.beforehand(name)
            case Tap(data):
                return self.router.find(data)[0].realm.beforehand
            case Said(text):
                escape = self.around.escape(request, text)
                return escape is not None and self.around.beforehand(escape.name)
            case _:
                return False

    def _tapped(self, tx: Tx, request: Request, data: str) -> Screen:
        route, pieces = self.router.find(data)
        try:
            return route.follow(tx, request, pieces)
        except prompting.Away as away:
            return self.around.home(tx, request) if away.where == "stop" else self.around.paused(tx, request)
        except prompting.Outdated as old:
            raise StaleTap(old.screen) from None
        except Behind as behind:
            waiting = replace(request, session=listening.behind(tx, request, request.session))
            if behind.reply is None:
                return self._last_seen(tx, waiting, waiting.session)
            return self._meant(tx, waiting, behind.reply)
        except Instead as instead:
            screen = self.around.instead(tx, request, instead)
            if not instead.code:
                return screen
            raise StaleTap(screen, instead.code) from None

    def _said(self, tx: Tx, request: Request, reply: Reply) -> Screen:
        if isinstance(reply, Said):
            escape = self.around.escape(request, reply.text)
            if escape is not None:
                return self.around.command(tx, request, escape)
        return self.around.in_distress(tx, request, reply) or self._meant(tx, request, reply)

    def _besides(self, tx: Tx, request: Request, incoming: Command | Edited) -> Screen:
        """Show who helps for words that answer nothing; else what a command shows, and nothing new for edited words."""
        helps = self.around.in_distress(tx, request, incoming)
        if helps is not None:
            return helps
        if isinstance(incoming, Edited):
            raise Quiet("")
        return self.around.command(tx, request, incoming)

    def _meant(self, tx: Tx, request: Request, reply: Reply) -> Screen:
        """Take a reply for what waits for one."""
        session = self.around.awaits(tx, request, request.session)
        if listening.is_listening(session):
            return self.listeners[listening.page_of(session)[0]].heard(tx, request, reply, session)
        if not session.focus:
            return self.around.unasked(tx, request, reply)
        form = forms.load(tx, request, session.place)
        if form.plan is None or form.plan.beneficiary_id != request.person.id:
            return prompting.reply(tx, request, form, session.focus, reply, session)
        text = reply.text if isinstance(reply, Said) else ""
        return self.around.surely_asked(tx, request, text, form, session.focus) or self._replied(
            tx, request, form, reply, session
        )

    def _replied(self, tx: Tx, request: Request, form: Form, reply: Reply, session: Session) -> Screen:
        """Show what follows an answer in words; what was not understood may be a question of the person's own."""
        screen = prompting.reply(tx, request, form, session.focus, reply, session)
        missed = isinstance(screen, Question) and screen.problem == NOT_UNDERSTOOD
        asked = self.around.asked_instead(tx, request, reply.text) if missed and isinstance(reply, Said) else None
        return asked or screen

    def _last_seen(self, tx: Tx, request: Request, session: Session) -> Screen:
        """Show the page that listens, the question that was asked last, or home."""
        try:
            if listening.is_listening(session):
                return self.listeners[listening.page_of(session)[0]].again(tx, request, session)
            if session.focus:
                return prompting.again(tx, request, forms.load(tx, request, session.place), session)
        except Refused:
            pass
        return self.around.home(tx, request)


def _shown(screen: Screen) -> tuple[Screen, ...]:
    """Return a screen, and the one that stands below it."""
    return (screen, screen.then) if isinstance(screen, Page) and screen.then else (screen,)


def _noted(screen: Screen, problem: Problem) -> Screen:
    return replace(screen, notes=(problem, *screen.notes))


def reader_in(tx: Tx, moment: Moment, chat_id: int) -> Reader:
    """Return how the person in that chat reads."""
    return reads(moment, None, people.by_chat(tx, chat_id))
