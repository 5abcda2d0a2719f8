"""Tables of buttons of features that declare no routes yet, made into routes; each goes as its feature is converted."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bot.domain.people import Refused, Role
from bot.features.absences import absence, overdue, transfer
from bot.features.broadcasts import aloud, draft, steering
from bot.features.calls import changes, clock, pages, previews, settings, versions, wider
from bot.features.caseload import account, members, quotient, together
from bot.features.caseload import person as person_pages
from bot.features.committee import decisions, minutes, offers, past_figures, several, tables, waiting, worklist
from bot.features.guides import answers as answer_guides
from bot.features.guides import guide_editor, library
from bot.features.guides import previews as guide_previews
from bot.features.meetings import pages as meetings
from bot.features.menu import pages as menu
from bot.features.menu import suspended
from bot.features.messages import pages as thread_pages
from bot.features.messages import support, threads
from bot.features.my_plan import again, budget, cancellation
from bot.features.my_plan import pages as my_plan
from bot.features.organisations import imports, requests
from bot.features.questions import asking
from bot.features.reports import awaited, before, overview, report
from bot.features.reviews import example, files, opinion, own_part, review
from bot.interaction import routes as rt
from bot.interaction.listening import Listener, here
from bot.interaction.plan_routes import on_plan
from bot.interaction.prompting import Door, OnPlan
from bot.interaction.request import Request
from bot.interaction.routes import REST, AnyRoute, Argument, Realm
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from bot.storage.sessions import Session
from conversations.engine.screens import Screen

OF_REFERENT: Mapping[str, Door] = {
    **review.DOORS,
    **members.DOORS,
    **person_pages.DOORS,
    **account.DOORS,
    **together.DOORS,
    **clock.DOORS,
    **previews.FOR_REFERENTS,
    **example.DOORS,
    **absence.OF_REFERENT,
    **threads.OF_REFERENT,
    **support.OF_REFERENT,
    **library.OF_REFERENT,
    **transfer.DOORS,
    **overdue.OF_REFERENT,
    **awaited.OF_REFERENT,
    **report.DOORS,
    **again.DOORS,
    **aloud.DOORS,
}
"""Buttons `r:<word>[:<more>…]`: a referent's, about no plan in particular."""

OF_COORDINATOR: Mapping[str, Door] = {
    **decisions.DOORS,
    **worklist.DOORS,
    **several.DOORS,
    **waiting.DOORS,
    **minutes.DOORS,
    **tables.DOORS,
    **pages.DOORS,
    **wider.DOORS,
    **draft.DOORS,
    **steering.DOORS,
    **meetings.DOORS,
    **changes.DOORS,
    **settings.DOORS,
    **versions.DOORS,
    **previews.DOORS,
    **past_figures.DOORS,
    **imports.DOORS,
    **requests.DOORS,
    **absence.OF_OTHERS,
    **support.OF_COORDINATOR,
    **guide_editor.DOORS,
    **answer_guides.DOORS,
    **guide_previews.DOORS,
    **overdue.OF_COORDINATOR,
    **overview.OF_COORDINATOR,
}
"""Buttons `d:<word>[:<more>…]`: a coordinator's, about no plan in particular."""

OF_EVERYBODY: Mapping[str, Door] = {
    **steering.FOR_EVERYBODY,
    **meetings.FOR_EVERYBODY,
    **threads.FOR_EVERYBODY,
    **library.FOR_EVERYBODY,
    **files.FOR_EVERYBODY,
}
"""Buttons `b:<word>[:<more>…]`: for whoever got them; the door itself looks who that is."""


OF_LEAD: Mapping[str, Door] = {**absence.OF_OTHERS, **overdue.OF_LEAD}
"""Buttons `l:<word>[:<more>…]`: those of an organisation's lead."""


LISTENERS: Mapping[str, Listener] = {
    **threads.LISTENERS,
    **library.LISTENERS,
    **asking.LISTENERS,
    **suspended.LISTENERS,
}
"""Pages under which words can be typed, by the name of their place."""


PERSON = (Role.BENEFICIARY,)
BESIDE = (Role.BENEFICIARY, Role.REFERENT)
REFERENT = (Role.REFERENT,)
COMMITTEE = (Role.COORDINATOR,)

Simple: TypeAlias = Callable[[Tx, Request, PlanRow], Screen]


def _at_once(act: Simple) -> OnPlan:
    """An act that asks nothing more."""
    return lambda tx, request, plan: act(tx, request, plan)


ON_PLAN: Mapping[str, tuple[tuple[Role, ...], OnPlan]] = {
    "send": (BESIDE, _at_once(before.sent)),
    "send_again": (BESIDE, _at_once(my_plan.send)),
    "confirm": (PERSON, _at_once(together.confirm)),
    "alone": (PERSON, _at_once(together.alone)),
    "ask_confirm": (REFERENT, _at_once(together.ask)),
    "take_back": (PERSON, _at_once(my_plan.take_back)),
    "take_back_surely": (PERSON, _at_once(my_plan.take_back_surely)),
    "cancel": (BESIDE, _at_once(cancellation.cancel)),
    "cancel_surely": (BESIDE, _at_once(cancellation.cancel_surely)),
    "uncancel": (BESIDE, _at_once(cancellation.undo_cancellation)),
    "later": (BESIDE, _at_once(cancellation.postpone)),
    "later_surely": (BESIDE, _at_once(cancellation.postpone_surely)),
    "resume": (BESIDE, _at_once(cancellation.resume)),
    "accept": (BESIDE, _at_once(offers.accept)),
    "rework": (BESIDE, _at_once(offers.rework)),
    "rework_surely": (BESIDE, _at_once(offers.rework_surely)),
    "let_go": (BESIDE, _at_once(offers.let_go)),
    "let_go_surely": (BESIDE, _at_once(offers.let_go_surely)),
    "why": (BESIDE, _at_once(lambda tx, request, plan: budget.budget_page(tx, request, plan, why=True))),
    "next_call": (BESIDE, _at_once(clock.carry_over)),
    "card": (REFERENT, _at_once(person_pages.card)),
    "prices": (BESIDE, budget.prices),
    "price_list": (BESIDE, _at_once(budget.price_list)),
    "report": (REFERENT, report.begin),
    "again": (BESIDE, _at_once(again.page)),
    "again_yes": (
        BESIDE,
        lambda tx, request, plan: again.take(tx, request, plan, same_people=True),
    ),
    "again_who": (
        BESIDE,
        lambda tx, request, plan: again.take(tx, request, plan, same_people=False),
    ),
    "correct_report": (REFERENT, report.correct),
    "keepsake": (REFERENT, _at_once(report.keepsake)),
    "go_again": (REFERENT, _at_once(report.go_again)),
    "part": (REFERENT, own_part.begin),
    "own_answers": (REFERENT, _at_once(own_part.answers)),
    "endorse": (REFERENT, _at_once(opinion.endorse)),
    "changes": (REFERENT, opinion.ask_changes),
    "tomorrow": (REFERENT, _at_once(opinion.tomorrow)),
    "ask": (REFERENT, _at_once(support.about_plan)),
    "whole": (REFERENT, _at_once(quotient.whole)),
    "quotient": (REFERENT, quotient.begin),
    "not_endorse": (REFERENT, opinion.not_endorse),
    "undo": (REFERENT, _at_once(opinion.undo)),
    "decide": (COMMITTEE, _at_once(decisions.card)),
    "grant": (COMMITTEE, _at_once(decisions.grant)),
    "offer": (COMMITTEE, decisions.offer),
    "point": (COMMITTEE, decisions.point),
    "wait": (COMMITTEE, _at_once(decisions.wait)),
    "decline": (COMMITTEE, decisions.decline),
    "ancv": (COMMITTEE, decisions.ancv),
    "undo_decision": (COMMITTEE, _at_once(decisions.undo)),
}
"""What a button `p:<word>:<plan>:<version>` does to a plan, and who may; the table of transitions has the last word."""

LOOKING = frozenset(
    {
        "card", "whole", "why", "decide", "prices", "price_list", "part", "own_answers", "ask", "report",
        "keepsake", "again", "ask_confirm",
    }
)  # fmt: skip
"""Words that change no answer: an old button still opens what holds now."""


READING = frozenset({"card", "whole", "why", "prices", "price_list", "send", "send_again"})
"""Words that show what is in a plan: one that was not sent is its person's own."""


HERE: Mapping[str, Mapping[str, Callable[[Tx, Request, Session], Screen]]] = {
    thread_pages.PLACE: threads.HERE,
    asking.PLACE: {
        "ask": asking.ask,
        "mine": asking.mine,
    },
}
"""Buttons `h:<word>`: about what a page that listens holds, by the name of its place."""


def _pieces(_tx: Tx, _request: Request, text: str) -> list[str]:
    return text.split(":")


PIECES: Argument[list[str], list[str]] = Argument("pieces", ":".join, _pieces, REST, missing=[])


def _route(realm: Realm, word: str, door: Door) -> AnyRoute:
    def opened(tx: Tx, request: Request, more: list[str]) -> Screen:
        try:
            return door(tx, request, more)
        except IndexError:  # a button of ours always says enough: this one was made by somebody else
            raise Refused("not_found") from None

    route = realm.route(word, PIECES)
    route.on(opened)
    return route


def _plan_route(word: str, roles: tuple[Role, ...], act: OnPlan) -> AnyRoute:
    route = on_plan(word, *roles, looks=word in LOOKING, reads=word in READING)
    route.on(act)
    return route


def _here(place: str, word: str, act: Callable[[Tx, Request, Session], Screen]) -> AnyRoute:
    route = here(word, place)
    route.on(act)
    return route


def routes() -> tuple[AnyRoute, ...]:
    """Return what the tables say, as routes."""
    tables = (
        (rt.REFERENT, OF_REFERENT),
        (rt.COORDINATOR, OF_COORDINATOR),
        (rt.LEAD, OF_LEAD),
        (rt.EVERYBODY, OF_EVERYBODY),
    )
    return (
        *(_route(realm, word, door) for realm, table in tables for word, door in table.items()),
        *(_route(rt.ONESELF, word, door) for word, door in menu.doors().items()),
        *(_plan_route(word, roles, act) for word, (roles, act) in ON_PLAN.items()),
        *(_here(place, word, act) for place, own in HERE.items() for word, act in own.items()),
    )


def routes_but(declared: tuple[AnyRoute, ...]) -> tuple[AnyRoute, ...]:
    """Return the routes of the tables that no feature declares."""
    known = {(route.realm.letter, route.word) for route in declared}
    return tuple(route for route in routes() if (route.realm.letter, route.word) not in known)
