"""Tables of buttons of features that declare no routes yet, made into routes; each goes as its feature is converted."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bot.domain.people import Refused, Role
from bot.features.membership import telephones
from bot.features.menu import pages as menu
from bot.features.my_plan import again, budget, cancellation
from bot.features.my_plan import pages as my_plan
from bot.interaction import routes as rt
from bot.interaction.listening import Listener
from bot.interaction.plan_routes import on_plan
from bot.interaction.prompting import Door, OnPlan
from bot.interaction.request import Request
from bot.interaction.routes import REST, AnyRoute, Argument, Realm
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.screens import Screen

OF_REFERENT: Mapping[str, Door] = {
    **again.DOORS,
}
"""Buttons `r:<word>[:<more>…]`: a referent's, about no plan in particular."""

OF_COORDINATOR: Mapping[str, Door] = {
    **telephones.OF_OTHERS,
}
"""Buttons `d:<word>[:<more>…]`: a coordinator's, about no plan in particular."""

OF_EVERYBODY: Mapping[str, Door] = {}
"""Buttons `b:<word>[:<more>…]`: for whoever got them; the door itself looks who that is."""


OF_LEAD: Mapping[str, Door] = {**telephones.OF_OTHERS}
"""Buttons `l:<word>[:<more>…]`: those of an organisation's lead."""


LISTENERS: Mapping[str, Listener] = {}
"""Pages under which words can be typed, by the name of their place."""


PERSON = (Role.BENEFICIARY,)
BESIDE = (Role.BENEFICIARY, Role.REFERENT)
REFERENT = (Role.REFERENT,)

Simple: TypeAlias = Callable[[Tx, Request, PlanRow], Screen]


def _at_once(act: Simple) -> OnPlan:
    """An act that asks nothing more."""
    return lambda tx, request, plan: act(tx, request, plan)


ON_PLAN: Mapping[str, tuple[tuple[Role, ...], OnPlan]] = {
    "send_again": (BESIDE, _at_once(my_plan.send)),
    "take_back": (PERSON, _at_once(my_plan.take_back)),
    "take_back_surely": (PERSON, _at_once(my_plan.take_back_surely)),
    "cancel": (BESIDE, _at_once(cancellation.cancel)),
    "cancel_surely": (BESIDE, _at_once(cancellation.cancel_surely)),
    "uncancel": (BESIDE, _at_once(cancellation.undo_cancellation)),
    "later": (BESIDE, _at_once(cancellation.postpone)),
    "later_surely": (BESIDE, _at_once(cancellation.postpone_surely)),
    "resume": (BESIDE, _at_once(cancellation.resume)),
    "why": (BESIDE, _at_once(lambda tx, request, plan: budget.budget_page(tx, request, plan, why=True))),
    "prices": (BESIDE, budget.prices),
    "price_list": (BESIDE, _at_once(budget.price_list)),
    "again": (BESIDE, _at_once(again.page)),
    "again_yes": (
        BESIDE,
        lambda tx, request, plan: again.take(tx, request, plan, same_people=True),
    ),
    "again_who": (
        BESIDE,
        lambda tx, request, plan: again.take(tx, request, plan, same_people=False),
    ),
}
"""What a button `p:<word>:<plan>:<version>` does to a plan, and who may; the table of transitions has the last word."""

LOOKING = frozenset(
    {
        "handover", "card", "whole", "why", "prices", "price_list", "part", "own_answers", "ask", "report",
        "keepsake", "again", "ask_confirm",
    }
)  # fmt: skip
"""Words that change no answer: an old button still opens what holds now."""


READING = frozenset({"why", "prices", "price_list", "send", "send_again"})
"""Words that show what is in a plan: one that was not sent is its person's own."""


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
    )


def routes_but(declared: tuple[AnyRoute, ...]) -> tuple[AnyRoute, ...]:
    """Return the routes of the tables that no feature declares."""
    known = {(route.realm.letter, route.word) for route in declared}
    return tuple(route for route in routes() if (route.realm.letter, route.word) not in known)
