"""Home of each role, commands, languages, help, privacy: the pages around the plan."""

from collections.abc import Callable
from dataclasses import replace

from bot.domain.people import AT_WORK, DECIDING, PRIVACY_NOTICE, Refused, Role
from bot.domain.plans import State
from bot.features.caseload import members
from bot.features.caseload import person as person_pages
from bot.features.committee import decisions
from bot.features.distress import routes as distress_routes
from bot.features.groups import member
from bot.features.guides import routes as guide_routes
from bot.features.handovers import pages as handovers
from bot.features.membership import acts as membership
from bot.features.membership import joining
from bot.features.membership import privacy as privacy_notice
from bot.features.membership.pages import question
from bot.features.menu import homes, routes
from bot.features.menu.views import Emergency, Help, Languages, Nobody, Stop
from bot.features.messages import routes as message_routes
from bot.features.my_plan import pages as my_plan
from bot.features.my_plan import routes as plan_routes
from bot.features.questions import routes as question_routes
from bot.features.reminders import hours, summary
from bot.features.reminders import routes as hours_routes
from bot.interaction import forms, prompting
from bot.interaction.home import HOME, HOME_ROUTE
from bot.interaction.plan_routes import Instead
from bot.interaction.request import Command, Request, refreshed
from bot.plan import access, transitions
from bot.rendering.catalogues import FALLBACK, SOURCE
from bot.rendering.renderer import known_plain
from bot.storage import guides, people, sessions
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Plain, Problem, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.widgets import plain


def welcome(tx: Tx, request: Request) -> Screen:
    """Show the first screen after an invitation; a professional first says when the bot may write."""
    if hours.works(request.person) and not hours.chosen(tx, request.person):
        return hours.page(tx, request, joining=True)
    return home(tx, request)


@HOME_ROUTE.on
def home(tx: Tx, request: Request) -> Screen:
    """Show the reader's first screen; of several roles, the screen of the one that awaits most."""
    person = request.person
    if hours.works(person) and (asked := question(tx, person)) is not None:
        return asked
    own = homes.home_of(person)
    if own is None:
        return Nobody().page(column(Button(Word("help"), routes.HELP.to())))
    screen = own.opens(tx, request)
    if own.role not in AT_WORK:
        return screen
    return summary.with_news(tx, request, decisions.with_committee(tx, request, screen))


@routes.HELP.on
def help_page(tx: Tx, request: Request) -> Page:
    """Show who to talk to, what the bot is for, and the numbers to call: nobody watches at night."""
    asked = Button(Word("my_questions"), question_routes.THEMES.to(""))
    emergency, language = (
        Button(Word("emergency"), routes.EMERGENCY.to()),
        Button(Word("language"), routes.LANGUAGE.to("")),
    )
    own = Button(Word("my_hours"), hours_routes.HOURS.to())
    data = Button(Word("my_data"), routes.PRIVACY.to())
    rows = column(*_people_to_talk_to(tx, request), asked, own, data, emergency, language, HOME)
    return Help(request.person.referent_name, _roles(request)).page(rows)


def _people_to_talk_to(tx: Tx, request: Request) -> list[Button]:
    """Return the ways from a beneficiary to the referent, and to the guides that the network has for people."""
    if not request.person.has(Role.BENEFICIARY):
        return []
    shelved = guides.count(tx, request.person.network_id, for_people=True)
    write = (
        [Button(Word("write_to_referent"), message_routes.WRITE.to(), style="primary")]
        if request.person.referent_id
        else []
    )
    return [*write, *([Button(Word("guides", {"count": shelved}), guide_routes.SHELF.to())] if shelved else [])]


def _roles(request: Request) -> frozenset[str]:
    return frozenset(role.value for role in request.person.roles)


@routes.EMERGENCY.on
def emergency(tx: Tx, request: Request) -> Page:
    """Show the numbers to call, on a screen that nobody but the reader opens."""
    tell = [Button(Word("ask_for_help"), distress_routes.OPEN.to())] if request.person.has(Role.BENEFICIARY) else []
    return Emergency().page(column(*tell, HOME))


@routes.LANGUAGE.on
def choose_language(tx: Tx, request: Request, code: str) -> Screen:
    """Read in another language from now on; without one, list them all."""
    if not code:
        return languages(tx, request)
    membership.choose_language(tx, request, code)
    return back_to_question(tx, refreshed(tx, request))


def languages(tx: Tx, request: Request) -> Page:
    """List every language by its own name."""
    renderer = request.moment.app.renderer
    names = {code: renderer.own_name(code) for code in renderer.catalogues.languages}
    rows = column(*(Button(Plain(name), routes.LANGUAGE.to(code)) for code, name in names.items()))
    return Languages().page(rows)


@routes.PRIVACY.on
def privacy(tx: Tx, request: Request) -> Page:
    """Show the privacy notice."""
    return privacy_notice.page(tx, request, column(HOME))


def stop_page(tx: Tx, request: Request) -> Page:
    """Show the ways to stop: stopping costs nothing and cancels nothing."""
    way_on = Button(Word("continue"), plan_routes.GO.to()) if request.person.has(Role.BENEFICIARY) else HOME
    later = my_plan.postpone_button(tx, request) if request.person.has(Role.BENEFICIARY) else []
    rows = column(
        Button(Word("make_a_pause"), plan_routes.PAUSE.to()),
        *later,
        Button(Word("write_no_more"), plan_routes.WRITE_NO.to()),
        way_on,
    )
    return Stop(request.person.referent_name).page(rows)


@routes.ACCEPT.on
def _accept(tx: Tx, request: Request, version: int) -> Screen:
    """Accept the notice that was read, and go on; one that has changed meanwhile is shown."""
    if version < PRIVACY_NOTICE:
        return privacy_notice.to_be_accepted(tx, request)
    membership.accept_notice(tx, request)
    return my_plan.go_on(tx, refreshed(tx, request))


@routes.WHERE.on
def back_to_question(tx: Tx, request: Request) -> Screen:
    """Ask the question that waits for the reader again, in the language just chosen; without one, show the home."""
    session = sessions.session_of(tx, request.person.id)
    if session is None or not session.focus:
        return home(tx, request)
    try:
        return prompting.again(tx, request, forms.load(tx, request, session.place), session)
    except Refused:
        return home(tx, request)


@routes.ANSWERED.on
def _answered(tx: Tx, request: Request) -> Screen:
    """Take the reader's question to the bot as answered, and go on with what it interrupted."""
    screen = back_to_question(tx, request)
    return replace(screen, notes=(Problem("glad_to_help"), *screen.notes))


@hours_routes.FINE.on
def hours_are_fine(tx: Tx, request: Request) -> Screen:
    """Accept the hours that were shown."""
    hours.accept(tx, request)
    return home(tx, request)


@routes.TAKE_ROLE.on
def take_role(tx: Tx, request: Request, code: str) -> Screen:
    """Take a role, knowing what it does. Raises Refused, as joining does."""
    joining.take(tx, request, code)
    return welcome(tx, refreshed(tx, request))


def instead(tx: Tx, request: Request, found: Instead) -> Screen:
    """Return what holds now, where a plan has moved on (and who was faster, at what) or is its person's own."""
    plan, roles = found.plan, found.roles
    if not found.code:
        return person_pages.page(tx, request, plan.beneficiary_id)
    look: Callable[[Tx, Request, PlanRow], Screen] = my_plan.standing
    if roles & DECIDING:
        look = decisions.card
    elif Role.REFERENT in roles and request.person.id != plan.beneficiary_id:
        look = person_pages.card
    elif Role.LEAD in roles:  # who hands the aid over reads nothing of what it is for
        look = handovers.page
    return with_decider(tx, request, plan, look(tx, request, plan))


def with_decider(tx: Tx, request: Request, plan: PlanRow, screen: Screen) -> Screen:
    """Add to the fresh card who decided what, where another was faster: later changes are not laid to the decider."""
    if plan.decided_by is None or plan.decided_by == request.person.id or plan.decided_at is None:
        return screen
    if plan.state not in transitions.AS_DECIDED:
        return screen
    who = people.by_id(tx, plan.decided_by).name
    values = {"who": who, "at": plan.decided_at, "state": plan.state.value}
    return replace(screen, notes=(*screen.notes, Problem("decided_by", values)))


def with_status(tx: Tx, request: Request, screen: Screen) -> Screen:
    """Say on each page that a beneficiary's plan is a draft, if it is; questions, and pages about the plan, do already.

    A beneficiary whose home is a group's has that group's plan: a draft that stands aside is not what is awaited.
    """
    if not isinstance(screen, Page) or screen.status is not None or not homes.is_beneficiarys(request.person):
        return screen
    plan = access.own_plan(tx, request.person) if not privacy_notice.is_unread(request.person) else None
    draft = plan is not None and plan.state is State.DRAFT and member.part_of(tx, request, plan) is None
    return replace(screen, status="draft" if draft else "")


WORDS = ("help", "stop", "language", "talk")
"""Words that work everywhere, whatever is asked; each language's spellings are the block `escape_<word>`."""


def escape(request: Request, text: str) -> Command | None:
    """Return the command that free words ask for: help, stop, language, talk to a person; None for anything else.

    French and English words work on every telephone: they are those that people are taught first.
    """
    said = plain(text)
    renderer = request.moment.app.renderer
    readers = {code: replace(request.reader, language=code) for code in (request.reader.language, FALLBACK, SOURCE)}
    for word in WORDS:
        for reader in readers.values():
            spellings = renderer.word(f"escape_{word}", reader).split("|")
            if text.strip() in spellings or (said and said in map(known_plain, spellings)):
                return Command(_talk(request) if word == "talk" else word)
    return None


def _talk(request: Request) -> str:
    """Return the command to talk to a person: a beneficiary writes to the referent, any other reader sees who helps."""
    return "write" if request.person.has(Role.BENEFICIARY) else "help"


def not_a_question(tx: Tx, request: Request, text: str = "") -> Screen:
    """Answer words where nothing was asked: to a referent the person of that name, else the home; never by silence."""
    if request.person.has(Role.REFERENT) and (found := members.found(tx, request, text)) is not None:
        return found
    return replace(home(tx, request), notes=(Problem("nothing_asked"),))
