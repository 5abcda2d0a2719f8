"""What each button of a page or a card opens, by its first word, and for whom. Each room brings its own table.

A door is looked up here and nowhere else: a word that no table knows is "not found", a role that may not is told so.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bot.domain.people import Refused, Role
from bot.features.absences import absence, overdue, transfer
from bot.features.broadcasts import aloud, draft, steering
from bot.features.calls import changes, clock, pages, previews, settings, versions, wider
from bot.features.caseload import account, members, notes, quotient, together
from bot.features.caseload import person as person_pages
from bot.features.committee import decisions, minutes, offers, past_figures, several, tables, waiting, worklist
from bot.features.departure import doors as departure
from bot.features.groups import doors as groups
from bot.features.guides import answers as answer_guides
from bot.features.guides import guide_editor, library
from bot.features.guides import previews as guide_previews
from bot.features.handovers import pages as handovers
from bot.features.meetings import pages as meetings
from bot.features.membership import people as membership
from bot.features.menu import suspended
from bot.features.messages import pages as thread_pages
from bot.features.messages import support, threads
from bot.features.my_plan import again, budget, cancellation
from bot.features.my_plan import pages as my_plan
from bot.features.organisations import imports, requests
from bot.features.questions import asking
from bot.features.reports import awaited, before, overview, report, story
from bot.features.reviews import example, files, opinion, own_part, review
from bot.interaction import forms
from bot.interaction.forms import Form
from bot.interaction.listening import Listener, is_listening, page_of
from bot.interaction.prompting import Completion, Dialogue, Door, OnPlan
from bot.interaction.request import Request
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from bot.storage.sessions import Session
from conversations.engine.replies import Reply
from conversations.engine.screens import Screen

OF_REFERENT: Mapping[str, Door] = {
    **review.DOORS,
    **members.DOORS,
    **person_pages.DOORS,
    **account.DOORS,
    **notes.DOORS,
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
    **departure.OF_REFERENT,
    **awaited.OF_REFERENT,
    **report.DOORS,
    **again.DOORS,
    **aloud.DOORS,
    **groups.DOORS,
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
    **departure.FOR_BOTH,
    **files.FOR_EVERYBODY,
}
"""Buttons `b:<word>[:<more>…]`: for whoever got them; the door itself looks who that is."""


def referent(tx: Tx, request: Request, dialogue: Dialogue, rest: list[str]) -> Screen:
    """Open a referent's door. Raises Refused: "not_for_you", "not_found"."""
    return _opened(OF_REFERENT, Role.REFERENT, tx, request, dialogue, rest)


def coordinator(tx: Tx, request: Request, dialogue: Dialogue, rest: list[str]) -> Screen:
    """Open a coordinator's door. Raises Refused: "not_for_you", "not_found"."""
    return _opened(OF_COORDINATOR, Role.COORDINATOR, tx, request, dialogue, rest)


def everybody(tx: Tx, request: Request, dialogue: Dialogue, rest: list[str]) -> Screen:
    """Open a door that has no role of its own; the door itself looks who it is for. Raises Refused: "not_found"."""
    return _through(OF_EVERYBODY, tx, request, dialogue, rest)


OF_LEAD: Mapping[str, Door] = {**absence.OF_OTHERS, **overdue.OF_LEAD}
"""Buttons `l:<word>[:<more>…]`: those of an organisation's lead."""


def lead(tx: Tx, request: Request, dialogue: Dialogue, rest: list[str]) -> Screen:
    """Open a lead's door. Raises Refused: "not_for_you", "not_found"."""
    return _opened(OF_LEAD, Role.LEAD, tx, request, dialogue, rest)


LISTENERS: Mapping[str, Listener] = {
    **threads.LISTENERS,
    **library.LISTENERS,
    **asking.LISTENERS,
    **suspended.LISTENERS,
}
"""Pages under which words can be typed, by the name of their place."""


def heard(tx: Tx, request: Request, reply: Reply, session: Session) -> Screen:
    """Words under a page that listens. Raises Refused when it may not be looked at any more."""
    return LISTENERS[page_of(session)[0]].heard(tx, request, reply, session)


def shown_again(tx: Tx, request: Request, session: Session) -> Screen:
    """The page that listens, once more. Raises Refused when it may not be looked at any more."""
    return LISTENERS[page_of(session)[0]].again(tx, request, session)


def here(tx: Tx, request: Request, session: Session, rest: list[str]) -> Screen:
    """A button `h:<word>` about what a listening page holds. Raises Refused: "not_found"."""
    own = HERE.get(page_of(session)[0], {}) if is_listening(session) else {}
    if rest[:1] not in ([word] for word in own):
        raise Refused("not_found")
    return own[rest[0]](tx, request, session)


def _opened(
    doors: Mapping[str, Door], role: Role, tx: Tx, request: Request, dialogue: Dialogue, rest: list[str]
) -> Screen:
    if not request.person.has(role):
        raise Refused("not_for_you")
    return _through(doors, tx, request, dialogue, rest)


def _through(doors: Mapping[str, Door], tx: Tx, request: Request, dialogue: Dialogue, rest: list[str]) -> Screen:
    word, *more = rest or [""]
    if word not in doors:
        raise Refused("not_found")
    try:
        return doors[word](tx, request, dialogue, more)
    except IndexError:  # a button of ours always says enough: this one was made by somebody else
        raise Refused("not_found") from None


PERSON = (Role.BENEFICIARY,)
BESIDE = (Role.BENEFICIARY, Role.REFERENT)
REFERENT = (Role.REFERENT,)
COMMITTEE = (Role.COORDINATOR,)

Simple: TypeAlias = Callable[[Tx, Request, PlanRow], Screen]


def _at_once(act: Simple) -> OnPlan:
    """An act that asks nothing more."""
    return lambda tx, request, _dialogue, plan: act(tx, request, plan)


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
    "received": (PERSON, _at_once(handovers.received)),
    "not_right": (PERSON, _at_once(handovers.not_right)),
    **departure.ON_PLAN,
    "hand": (handovers.HANDING, handovers.begin),
    "paper": (handovers.HANDING, _at_once(handovers.paper)),
    "handover": (handovers.HANDING, _at_once(handovers.page)),
    "vouchers_back": (handovers.HANDING, _at_once(handovers.came_back)),
    "card": (REFERENT, _at_once(person_pages.card)),
    "prices": (BESIDE, budget.prices),
    "price_list": (BESIDE, _at_once(budget.price_list)),
    "report": (REFERENT, report.begin),
    "again": (BESIDE, _at_once(again.page)),
    "again_yes": (
        BESIDE,
        lambda tx, request, dialogue, plan: again.take(tx, request, dialogue, plan, same_people=True),
    ),
    "again_who": (
        BESIDE,
        lambda tx, request, dialogue, plan: again.take(tx, request, dialogue, plan, same_people=False),
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
        "handover", "card", "whole", "why", "decide", "prices", "price_list", "part", "own_answers", "ask", "report",
        "keepsake", "again", "ask_confirm",
        *departure.LOOKING,
    }
)  # fmt: skip
"""Words that change no answer: an old button still opens what holds now."""


READING = frozenset({"card", "whole", "why", "prices", "price_list", "send", "send_again"})
"""Words that show what is in a plan: one that was not sent is its person's own."""


def _filled_beside(tx: Tx, request: Request, dialogue: Dialogue, form: Form) -> Screen:
    token = membership.record_consent(tx, request, form)
    return dialogue.resume(tx, request, forms.load(tx, request, token))


def completions() -> dict[str, Completion]:
    """What happens at the end of each conversation."""
    return {
        **budget.COMPLETIONS,
        **absence.COMPLETIONS,
        **transfer.COMPLETIONS,
        **members.COMPLETIONS,
        **notes.COMPLETIONS,
        **quotient.COMPLETIONS,
        **together.COMPLETIONS,
        **own_part.COMPLETIONS,
        **opinion.COMPLETIONS,
        **decisions.COMPLETIONS,
        **minutes.COMPLETIONS,
        **pages.COMPLETIONS,
        **draft.COMPLETIONS,
        **meetings.COMPLETIONS,
        **changes.COMPLETIONS,
        **settings.COMPLETIONS,
        **past_figures.COMPLETIONS,
        **handovers.COMPLETIONS,
        **guide_previews.COMPLETIONS,
        **before.COMPLETIONS,
        **story.COMPLETIONS,
        **overview.COMPLETIONS,
        **departure.COMPLETIONS,
        **groups.COMPLETIONS,
    }


DIALOGUE: Dialogue = Dialogue(
    {
        **completions(),
        "consent": lambda tx, request, form: _filled_beside(tx, request, DIALOGUE, form),
        **{each: lambda tx, request, form: report.looked_over(tx, request, DIALOGUE, form) for each in report.ENDING},
    },
    together.written,
)
"""The one engine, with the end of every conversation."""

HERE: Mapping[str, Mapping[str, Callable[[Tx, Request, Session], Screen]]] = {
    thread_pages.PLACE: threads.HERE,
    asking.PLACE: {
        "ask": asking.ask,
        "mine": lambda tx, request, session: asking.mine(tx, request, session, DIALOGUE),
    },
}
"""Buttons `h:<word>`: about what a page that listens holds, by the name of its place."""
