"""Every conversation there is, and for each a context under which all of its questions are asked."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import conversations
from bot.domain.budget import Budget, Cost, CostKind, pay
from bot.domain.corrections import Room
from bot.domain.figures import UNKNOWN
from bot.domain.limits import TakesVouchers
from bot.domain.money import NOTHING, Cents
from bot.domain.reports import Scale
from bot.domain.rules import check
from conversations.absence import ColleaguesContext, HandOnContext
from conversations.broadcast import BroadcastContext, LanguagesContext
from conversations.call import AdjustContext, CallContext
from conversations.call_rules import FIGURES, SettingContext
from conversations.decision import CorrectionContext, OfferContext
from conversations.engine.answers import Context, Facts
from conversations.engine.steps import Conversation
from conversations.evaluation import FeelingsContext, StoryContext
from conversations.event import EventContext
from conversations.group import HouseholdContext
from conversations.handover import HandoverContext
from conversations.invitation import InvitationContext
from conversations.organisation_kinds import KindsContext
from conversations.plan_context import PlanContext
from conversations.reckoning import COSTS, EXTRAS, GUARANTEE, OTHER_AIDS
from conversations.referent import FORMALITIES, EndorsementContext, ReferenceContext, ReviewContext
from conversations.report import ReportContext
from conversations.waiver import WaiverContext
from tests.domain.figures_of_a_week import sourced

EVERY_TICK: Mapping[str, tuple[str, ...]] = {
    "other_aids": tuple(aid.value for aid in OTHER_AIDS),
    "other_costs": (*EXTRAS, GUARANTEE),
    "formalities": FORMALITIES,
}
"""Every box of the questions on which others hang."""

_ORGANISATIONS = {"7": "Tilleuls", "8": "Érables"}
_PRICES = dict.fromkeys(COSTS, Cents(42_000))

FULL: Mapping[type[Context], Context] = {
    type(each): each
    for each in (
        Context(),
        PlanContext(housed=True, employed=True, saved_support=True, reports_missing=2, before=_PRICES),
        HouseholdContext(beside=True),
        ReferenceContext(("2027-00123",)),
        ReviewContext(tuple(sorted(conversations.PLAN.names))),
        EndorsementContext(
            check([sourced(TakesVouchers())], lambda _limit: UNKNOWN),
            pay(Budget((Cost(CostKind.FOOD, Cents(9)),)), NOTHING),
        ),
        OfferContext(Cents(69_000)),
        CorrectionContext(Room(Cents(50_000), Cents(69_000), Cents(20_000))),
        InvitationContext(("1", "2")),
        CallContext(("apv", "aurore"), ("nights",)),
        AdjustContext(3, Cents(69_000), _ORGANISATIONS, {"1": "Lina", "2": "Paul"}),
        SettingContext({kind: kind for kind in FIGURES}),
        HandoverContext(Cents(69_000), households={"1": "Awa", "2": "Zoé"}, shares={"1": Cents(23_000)}, issuer="A 1"),
        EventContext(seats_taken=3),
        ColleaguesContext(("1", "2")),
        HandOnContext(("1", "2"), families=True, notes=True, notes_of_families=True),
        LanguagesContext(("fr", "ar"), "fr"),
        BroadcastContext(("fr", "ar"), "fr", calls=("1", "2"), events=("1",), kinds=("siae", "other")),
        KindsContext(("cada", "own-1"), {"own-1": "Halte"}),
        FeelingsContext(frozenset(Scale)),
        StoryContext(frozenset(Scale), "children"),
        ReportContext(
            date(2026, 7, 10),
            date(2026, 7, 17),
            4,
            _PRICES,
            30,
            Cents(69_000),
            Cents(5_000),
            aim="children",
            objective="Partir",
        ),
        WaiverContext(_ORGANISATIONS),
    )
}
"""For each kind of context one that says all."""


def _named() -> Iterator[Any]:
    """Yield all that a module of conversations names."""
    for found in pkgutil.iter_modules(conversations.__path__, "conversations."):
        yield from vars(importlib.import_module(found.name)).values()
    yield from vars(conversations).values()


def every_conversation() -> list[Conversation]:
    """Return each conversation once."""
    return list({talk.name: talk for talk in _named() if isinstance(talk, Conversation)}.values())


def kinds_of_context() -> list[type[Context]]:
    """Return the kinds of context that are declared, each once."""
    kinds = (each for each in _named() if isinstance(each, type) and issubclass(each, Context))
    return [kind for kind in dict.fromkeys(kinds) if kind is not Context]


def known_to(talk: Conversation, facts: Facts) -> Facts:
    """Return these facts as that conversation looks at them."""
    return replace(facts, context=FULL[talk.context])
