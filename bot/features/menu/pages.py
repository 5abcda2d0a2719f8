"""Home of each role, commands, languages, help, privacy: the pages around the plan."""

from collections.abc import Callable
from dataclasses import replace

from bot.domain.people import PRIVACY_NOTICE, Refused, Role
from bot.domain.plans import State
from bot.features.caseload import members
from bot.features.caseload import person as person_pages
from bot.features.committee import decisions
from bot.features.groups import member
from bot.features.guides import routes as guide_routes
from bot.features.handovers import pages as handovers
from bot.features.membership import joining, telephones
from bot.features.membership import people as membership
from bot.features.menu import routes
from bot.features.messages import routes as message_routes
from bot.features.my_plan import pages as my_plan
from bot.features.my_plan import routes as plan_routes
from bot.features.questions import routes as question_routes
from bot.features.reminders import hours, summary
from bot.features.reminders import routes as hours_routes
from bot.features.reviews import review as referent_side
from bot.interaction import forms, prompting
from bot.interaction.home import HOME, HOME_ROUTE
from bot.interaction.plan_routes import Instead
from bot.interaction.request import Command, Request
from bot.plan import transitions
from bot.rendering.catalogues import FALLBACK, SOURCE
from bot.rendering.renderer import known_plain
from bot.storage import guides, networks, people, sessions
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Plain, Problem, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.widgets import plain


def welcome(tx: Tx, request: Request) -> Screen:
    """The first screen after an invitation; a professional first says when she may be written to."""
    if hours.works(request.person) and not hours.chosen(tx, request.person):
        return hours.page(tx, request, joining=True)
    return home(tx, request)


@HOME_ROUTE.on
def home(tx: Tx, request: Request) -> Screen:
    """The first screen of whoever this is; somebody with several roles sees the one that awaits most."""
    person = request.person
    if hours.works(person) and (asked := telephones.question(tx, person)) is not None:
        return asked
    if not person.roles:
        return Page("home/nobody", {}, column(Button(Word("help"), routes.HELP.to())))
    if _only_beneficiary(person):
        return my_plan.home(tx, request)
    if person.has(Role.COORDINATOR):
        return summary.with_news(tx, request, decisions.home(tx, request))
    if person.has(Role.REFERENT):
        return summary.with_news(tx, request, referent_side.home(tx, request))
    return summary.with_news(tx, request, handovers.home(tx, request))


@routes.HELP.on
def help_page(tx: Tx, request: Request) -> Page:
    """Who to talk to, what the bot is for, and the numbers to call: nobody watches at night."""
    asked = Button(Word("my_questions"), question_routes.THEMES.to(""))
    emergency, language = (
        Button(Word("emergency"), routes.EMERGENCY.to()),
        Button(Word("language"), routes.LANGUAGE.to("")),
    )
    own = Button(Word("my_hours"), hours_routes.HOURS.to())
    rows = column(*_people_to_talk_to(tx, request), asked, own, emergency, language, HOME)
    return Page("help", {"referent": request.person.referent_name, "roles": _roles(request)}, rows)


def _people_to_talk_to(tx: Tx, request: Request) -> list[Button]:
    """Whoever accompanies her, and the guides her network has for people."""
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
    """Three numbers, on a screen that the person opens herself."""
    return Page("emergency", {}, column(HOME))


@routes.LANGUAGE.on
def choose_language(tx: Tx, request: Request, code: str) -> Screen:
    """Read in another language from now on; without one, list them all."""
    if not code:
        return languages(tx, request)
    membership.choose_language(tx, request, code)
    return where_she_was(tx, membership.refreshed(tx, request))


def languages(tx: Tx, request: Request) -> Page:
    """Every language by its own name."""
    renderer = request.moment.app.renderer
    names = {code: renderer.own_name(code) for code in renderer.catalogues.languages}
    rows = column(*(Button(Plain(name), routes.LANGUAGE.to(code)) for code, name in names.items()))
    return Page("language", {}, rows)


@routes.PRIVACY.on
def privacy(tx: Tx, request: Request) -> Page:
    """Who answers for the data, what is kept, how long, and what may be asked."""
    network = networks.network(tx, request.person.network_id)
    values = {"controller": network.controller or network.name, "contact": network.data_contact}
    return Page("privacy", values, column(HOME))


def stop_page(tx: Tx, request: Request) -> Page:
    """Stopping costs nothing and cancels nothing."""
    way_on = Button(Word("continue"), plan_routes.GO.to()) if request.person.has(Role.BENEFICIARY) else HOME
    later = my_plan.postpone_button(tx, request) if request.person.has(Role.BENEFICIARY) else []
    rows = column(
        Button(Word("make_a_pause"), plan_routes.PAUSE.to()),
        *later,
        Button(Word("write_no_more"), plan_routes.WRITE_NO.to()),
        way_on,
    )
    return Page("stop", {"referent": request.person.referent_name}, rows)


@routes.ACCEPT.on
def _accept(tx: Tx, request: Request) -> Screen:
    membership.accept_notice(tx, request)
    return my_plan.go_on(tx, membership.refreshed(tx, request))


@routes.WHERE.on
def where_she_was(tx: Tx, request: Request) -> Screen:
    """The question she was at, in the language just chosen; else home."""
    session = sessions.session_of(tx, request.person.id)
    if session is None or not session.focus:
        return home(tx, request)
    try:
        return prompting.again(tx, request, forms.load(tx, request, session.place), session)
    except Refused:
        return home(tx, request)


@routes.ANSWERED.on
def _answered(tx: Tx, request: Request) -> Screen:
    """Her question is answered: on with what she was doing."""
    screen = where_she_was(tx, request)
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
    return welcome(tx, membership.refreshed(tx, request))


def instead(tx: Tx, request: Request, found: Instead) -> Screen:
    """Return what holds now, where a plan has moved on (and who was faster, at what) or is its person's own."""
    plan, roles = found.plan, found.roles
    if not found.code:
        return person_pages.page(tx, request, plan.beneficiary_id)
    look: Callable[[Tx, Request, PlanRow], Screen] = my_plan.standing
    if Role.COORDINATOR in roles:
        look = decisions.card
    elif Role.REFERENT in roles and request.person.id != plan.beneficiary_id:
        look = person_pages.card
    elif Role.LEAD in roles:  # who hands the aid over reads nothing of what it is for
        look = handovers.page
    return with_decider(tx, request, plan, look(tx, request, plan))


def with_decider(tx: Tx, request: Request, plan: PlanRow, screen: Screen) -> Screen:
    """The fresh card, and who decided what, when somebody else was faster: what was done since is not laid to her."""
    if plan.decided_by is None or plan.decided_by == request.person.id or plan.decided_at is None:
        return screen
    if plan.state not in transitions.AS_DECIDED:
        return screen
    who = people.by_id(tx, plan.decided_by).name
    values = {"who": who, "at": plan.decided_at, "state": plan.state.value}
    return replace(screen, notes=(*screen.notes, Problem("decided_by", values)))


def with_status(tx: Tx, request: Request, screen: Screen) -> Screen:
    """Every page that she sees while her plan is a draft says so; questions, and pages about the plan, do already.

    Whose home is a group's has that plan: a draft of her own that stands aside is not what she awaits.
    """
    if not isinstance(screen, Page) or screen.status is not None or not _only_beneficiary(request.person):
        return screen
    plan = my_plan.her_plan(tx, request) if request.person.notice_version >= PRIVACY_NOTICE else None
    draft = plan is not None and plan.state is State.DRAFT and member.part_of(tx, request, plan) is None
    return replace(screen, status="draft" if draft else "")


def _only_beneficiary(person: Person) -> bool:
    return person.has(Role.BENEFICIARY) and not (person.has(Role.REFERENT) or person.has(Role.COORDINATOR))


WORDS = ("help", "stop", "language", "talk")
"""Words that work everywhere, whatever is asked; each language's spellings are the block `escape_<word>`."""


def escape(request: Request, text: str) -> Command | None:
    """The command that free words ask for: help, stop, language, talk to someone; None for anything else.

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
    """To talk to somebody is to write to whoever accompanies her; for anybody else, to see who helps."""
    return "write" if request.person.has(Role.BENEFICIARY) else "help"


def not_a_question(tx: Tx, request: Request, text: str = "") -> Screen:
    """Words where nothing was asked: a name of her own people, for a referent; never silence, and what there is."""
    if request.person.has(Role.REFERENT) and (found := members.found(tx, request, text)) is not None:
        return found
    return replace(home(tx, request), notes=(Problem("nothing_asked"),))
