"""Home of each role, commands, languages, help, privacy: the pages around the plan."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from bot.domain.people import PRIVACY_NOTICE, Refused, Role, Writing
from bot.domain.plans import State
from bot.features.absences import absence
from bot.features.broadcasts import draft as broadcast_side
from bot.features.calls import pages as call_side
from bot.features.calls import previews
from bot.features.caseload import members
from bot.features.caseload import person as person_pages
from bot.features.committee import decisions, worklist
from bot.features.groups import member
from bot.features.handovers import pages as handovers
from bot.features.meetings import pages as meetings
from bot.features.membership import joining, telephones
from bot.features.membership import people as membership
from bot.features.messages import threads
from bot.features.my_plan import again, budget, recap
from bot.features.my_plan import pages as my_plan
from bot.features.organisations import imports
from bot.features.questions import pages as questions
from bot.features.reminders import hours, inbox, message, summary
from bot.features.reviews import review as referent_side
from bot.interaction import forms, prompting
from bot.interaction.home import HOME
from bot.interaction.plan_routes import Instead
from bot.interaction.prompting import Door
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

Opens: TypeAlias = Callable[[Tx, Request], Screen]

FOR_ALL = ("start", "questions", "language", "help", "privacy", "stop")
COMMANDS: Mapping[Role, tuple[str, ...]] = {
    Role.BENEFICIARY: ("plan", "status", "write"),
    Role.REFERENT: ("review", "people", "invite", "absence"),
    Role.LEAD: (),
    Role.COORDINATOR: ("calls", "decide", "broadcast", "events", "organisations"),
}
"""Commands by role; each is also a button somewhere."""


def commands_of(person: Person | None) -> tuple[str, ...]:
    """The commands to show somebody, in the order of use; a stranger has only the way in."""
    if person is None:
        return ("start", "help")
    own = tuple(name for role, names in COMMANDS.items() if person.has(role) for name in names)
    return (FOR_ALL[0], *own, *(("hours",) if hours.works(person) else ()), *FOR_ALL[1:])


def welcome(tx: Tx, request: Request) -> Screen:
    """The first screen after an invitation; a professional first says when she may be written to."""
    if hours.works(request.person) and not hours.chosen(tx, request.person):
        return hours.page(tx, request, joining=True)
    return home(tx, request)


def home(tx: Tx, request: Request) -> Screen:
    """The first screen of whoever this is; somebody with several roles sees the one that awaits most."""
    person = request.person
    if hours.works(person) and (asked := telephones.question(tx, person)) is not None:
        return asked
    if not person.roles:
        return Page("home/nobody", {}, column(Button(Word("help"), "g:help")))
    if _only_beneficiary(person):
        return my_plan.home(tx, request)
    if person.has(Role.COORDINATOR):
        return summary.with_news(tx, request, decisions.home(tx, request))
    if person.has(Role.REFERENT):
        return summary.with_news(tx, request, referent_side.home(tx, request))
    return summary.with_news(tx, request, handovers.home(tx, request))


def help_page(tx: Tx, request: Request) -> Page:
    """Who to talk to, what the bot is for, and the numbers to call: nobody watches at night."""
    asked = Button(Word("my_questions"), "g:questions")
    emergency, language = Button(Word("emergency"), "g:emergency"), Button(Word("language"), "g:language")
    own = Button(Word("my_hours"), "g:hours")
    rows = column(*_people_to_talk_to(tx, request), asked, own, emergency, language, HOME)
    return Page("help", {"referent": request.person.referent_name, "roles": _roles(request)}, rows)


def _people_to_talk_to(tx: Tx, request: Request) -> list[Button]:
    """Whoever accompanies her, and the guides her network has for people."""
    if not request.person.has(Role.BENEFICIARY):
        return []
    shelved = guides.count(tx, request.person.network_id, for_people=True)
    write = [Button(Word("write_to_referent"), "g:write", style="primary")] if request.person.referent_id else []
    return [*write, *([Button(Word("guides", {"count": shelved}), "b:guides")] if shelved else [])]


def _roles(request: Request) -> frozenset[str]:
    return frozenset(role.value for role in request.person.roles)


def emergency(tx: Tx, request: Request) -> Page:
    """Three numbers, on a screen that the person opens herself."""
    return Page("emergency", {}, column(HOME))


def languages(tx: Tx, request: Request) -> Page:
    """Every language by its own name."""
    renderer = request.moment.app.renderer
    names = {code: renderer.own_name(code) for code in renderer.catalogues.languages}
    rows = column(*(Button(Plain(name), f"g:language:{code}") for code, name in names.items()))
    return Page("language", {}, rows)


def privacy(tx: Tx, request: Request) -> Page:
    """Who answers for the data, what is kept, how long, and what may be asked."""
    network = networks.network(tx, request.person.network_id)
    values = {"controller": network.controller or network.name, "contact": network.data_contact}
    return Page("privacy", values, column(HOME))


def stop_page(tx: Tx, request: Request) -> Page:
    """Stopping costs nothing and cancels nothing."""
    way_on = Button(Word("continue"), "g:go") if request.person.has(Role.BENEFICIARY) else HOME
    later = my_plan.postpone_button(tx, request) if request.person.has(Role.BENEFICIARY) else []
    rows = column(Button(Word("make_a_pause"), "g:pause"), *later, Button(Word("write_no_more"), "g:write:no"), way_on)
    return Page("stop", {"referent": request.person.referent_name}, rows)


def command(tx: Tx, request: Request, command: Command) -> Screen:
    """A command, typed or chosen; refused kindly to whoever may not."""
    plain_pages: Mapping[str, Callable[[Tx, Request], Screen]] = {
        "start": home,
        "help": help_page,
        "language": languages,
        "privacy": privacy,
        "stop": stop_page,
        "hours": hours.page,
        "questions": lambda _tx, request: questions.themes(request),
    }
    if command.name in plain_pages:
        return plain_pages[command.name](tx, request)
    role = next((role for role, names in COMMANDS.items() if command.name in names), None)
    if role is None:
        raise Refused("unknown_command")
    if not request.person.has(role):
        raise Refused("not_for_you")
    return OF_ROLE[command.name](tx, request)


def _status(tx: Tx, request: Request) -> Screen:
    return my_plan.home(tx, request)


def _accept(tx: Tx, request: Request) -> Screen:
    membership.accept_notice(tx, request)
    return my_plan.go_on(tx, membership.refreshed(tx, request))


OF_ROLE: Mapping[str, Opens] = {
    "plan": my_plan.go_on,
    "status": _status,
    "write": lambda tx, request: threads.open_hers(tx, request),
    "review": lambda tx, request: referent_side.next_card(tx, request),
    "people": lambda tx, request: members.page(tx, request),
    "invite": referent_side.invite,
    "absence": lambda tx, request: absence.begin(tx, request, request.person.id),
    "calls": lambda tx, request: call_side.overview(tx, request),
    "broadcast": lambda tx, request: broadcast_side.overview(tx, request),
    "events": lambda tx, request: meetings.overview(tx, request),
    "decide": lambda tx, request: worklist.page(tx, request, "list"),
    "organisations": lambda tx, request: imports.overview(tx, request),
}


def where_she_was(tx: Tx, request: Request) -> Screen:
    """The question she was at, in the language just chosen; else home."""
    session = sessions.session_of(tx, request.person.id)
    if session is None or not session.focus:
        return home(tx, request)
    try:
        return prompting.again(tx, request, forms.load(tx, request, session.place), session)
    except Refused:
        return home(tx, request)


def _answered(tx: Tx, request: Request) -> Screen:
    """Her question is answered: on with what she was doing."""
    screen = where_she_was(tx, request)
    return replace(screen, notes=(Problem("glad_to_help"), *screen.notes))


PAGES: Mapping[str, Opens] = {
    "home": lambda tx, request: home(tx, request),
    "accept": _accept,
    "go": my_plan.go_on,
    "terms": lambda tx, request: previews.her_terms(tx, request),
    "own": lambda tx, request: _on_her_plan(tx, request, my_plan.standing),
    "recap": lambda tx, request: _on_her_plan(tx, request, recap.page),
    "change": lambda tx, request: _on_her_plan(tx, request, recap.change),
    "prices": budget.of_her_own,
    "another": again.of_her_own,
    "language": lambda tx, request: languages(tx, request),
    "privacy": lambda tx, request: privacy(tx, request),
    "help": lambda tx, request: help_page(tx, request),
    "emergency": emergency,
    "pause": lambda _tx, request: my_plan.paused(request),
    "where": where_she_was,
    "answered": _answered,
}


def _on_her_plan(tx: Tx, request: Request, page: Callable[[Tx, Request, PlanRow], Screen]) -> Screen:
    plan = my_plan.her_plan(tx, request)
    return home(tx, request) if plan is None else page(tx, request, plan)


def _hours(tx: Tx, request: Request, said: list[str]) -> Screen:
    if said == ["fine"]:
        hours.accept(tx, request)
        return home(tx, request)
    return hours.change(tx, request, said[0], said[1:]) if said else hours.page(tx, request)


def _take_role(tx: Tx, request: Request, more: list[str]) -> Screen:
    joining.take(tx, request, more[0] if more else "")
    return welcome(tx, membership.refreshed(tx, request))


OF_ROOMS: Mapping[str, Door] = {
    **inbox.DOORS, **message.DOORS, **telephones.DOORS,
    "hours": _hours, "role": _take_role,
}  # fmt: skip
"""Buttons `g:<word>[:<more>…]` that each room brings."""


def go(tx: Tx, request: Request, rest: list[str]) -> Screen:
    """A button that leads to a page, or sets one of a person's own choices."""
    name, *more = rest or ["home"]
    if name in OF_ROOMS:
        return OF_ROOMS[name](tx, request, more)
    if not more:
        if name not in PAGES:
            raise Refused("not_found")
        return PAGES[name](tx, request)
    match name, more[0]:
        case "language", code:
            membership.choose_language(tx, request, code)
            return where_she_was(tx, membership.refreshed(tx, request))
        case "write", writing if writing in set(Writing):
            membership.choose_writing(tx, request, Writing(writing))
            return my_plan.paused(request)
        case ("part" | "edit") as what, which if request.person.has(Role.BENEFICIARY):
            return _open_part(tx, request, what, which)
        case _:
            raise Refused("not_found")


WRITING = tuple(f"write:{writing.value}" for writing in Writing)
"""How somebody is written to: `g:write` alone is the thread."""


def doors() -> dict[str, Door]:
    """Return every word after `g:`, with what it opens."""

    def door(name: str) -> Door:
        return lambda tx, request, more: go(tx, request, [*name.split(":"), *more])

    return {name: door(name) for name in (*OF_ROOMS, *PAGES, "part", "edit", *WRITING)}


def _open_part(tx: Tx, request: Request, what: str, which: str) -> Screen:
    plan = my_plan.her_plan(tx, request)
    if plan is None:
        raise Refused("not_found")
    return recap.part(tx, request, plan, which) if what == "part" else recap.edit(tx, request, which)


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
