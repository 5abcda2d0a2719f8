"""The referent's side: what awaits the referent, one card a plan, and what is read behind it."""

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.absence import stood_in_for
from bot.domain.accompanying import Awaits, Only
from bot.domain.limits import PaperGiven
from bot.domain.messages import Kind, Side
from bot.domain.plans import CHANGEABLE, TAKING, Action, Knowing, State
from bot.domain.rules import Finding, Level
from bot.features.absences import routes as absence_routes
from bot.features.calls import routes as call_routes
from bot.features.caseload import routes as caseload_routes
from bot.features.caseload.todo import dated, otherwise, todo
from bot.features.departure import routes as departure_routes
from bot.features.groups import card as group_card
from bot.features.handovers import pages as handovers
from bot.features.menu import routes as menu_routes
from bot.features.messages import routes as message_routes
from bot.features.my_plan import next_year
from bot.features.my_plan import routes as plan_routes
from bot.features.reports import awaited
from bot.features.reviews import card_buttons, copy_sheet, files, routes, stopped
from bot.features.reviews.summary import Asked, Summary, Told, Worked, of_plan, told
from bot.interaction import forms, prompting
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access, reference
from bot.plan import facts as plan_facts
from bot.plan.points import Point, open_points
from bot.storage import absences, departures, messages, people, plans
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import OWN_PART, PLAN
from conversations.engine import flow
from conversations.engine.answers import Facts, Given
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.steps import Need, Step
from conversations.invitation import INVITATION
from conversations.reckoning import proposal
from conversations.referent import abroad_while_asking_for_asylum
from conversations.rules import at_level, findings, to_check
from conversations.settling import conditions, settled_by, still_said

ANY_WORD = "…"
"""Stands for the word about missing money that is said once the plan is endorsed: the button is there before it."""
ASKED = frozenset(State) - TAKING
"""States in which the rules of asking still say something to the reader of the card."""


@dataclass(frozen=True, kw_only=True)
class Home(View, template="review/home"):
    """What awaits a referent; away `until` a day, `stand_in` reads meanwhile."""

    name: str
    waiting: int
    else_awaits: bool
    people: int
    until: date | None
    stand_in: str
    stands_in_for: list[str]


@dataclass(frozen=True)
class NoOpenCall(View, template="review/no_open_call"):
    """That there is nothing to invite to."""


@dataclass(frozen=True)
class NothingLeft(View, template="review/nothing_left"):
    """That every plan is read."""


@dataclass(frozen=True, kw_only=True)
class Card(Summary, template="review/card"):
    """The card of a plan: what its rules say, what is lacking, what has changed.

    `kept` counts the rules kept, `beside` those that have nothing to do with the plan.
    """

    kept: int
    unknown: tuple[Finding, ...]
    beside: int
    warnings: tuple[Finding, ...]
    refusals: tuple[Finding, ...]
    talk: list[Asked]
    worries: Told
    figures_left: list[Asked]
    differences: list[tuple[str, Step, object, object]]
    point: str
    """What the committee asks the referent, as long as it waits; `about` is the question of the plan it is about."""
    about: list[Asked]
    urgent: bool
    unanswered: tuple[str, ...]
    """Members of a group who have not answered: endorsed now, it goes without them."""
    abroad_asking_for_asylum: bool


@dataclass(frozen=True, kw_only=True)
class Whole(Summary, template="review/whole"):
    """Every answer, and whether there is one; how the quotient was worked out, where it was."""

    lines: list[tuple[str, Step, object, bool]]
    worked: Worked | None


def home(tx: Tx, request: Request) -> Page:
    """Show what awaits the referent, in one line, and one tap to the first."""
    accompanied = people.accompanied(tx, request.person.id)
    left = waiting(tx, request)
    away = absences.away_now(tx, request.person.id)
    rows = []
    if left:
        rows.append(Button(Word("first_to_review"), routes.NEXT.to(), style="primary"))
    changing = departures.with_change(tx, [each.id for each in accompanied], CHANGEABLE)
    if changing:
        rows.append(
            Button(Word("read_changes", {"count": len(changing)}), departure_routes.NEXT_CHANGE.to(), style="primary")
        )
    rows += [*group_card.on_home(tx, accompanied), *awaited.ways(tx, request, first=not left)]
    new = sum(messages.unread(tx, Kind.PERSON, Side.ASKING, [each.id for each in accompanied]).values())
    if new:
        rows.append(
            Button(Word("read_messages", {"count": new}), message_routes.LETTERS.to(), style="" if left else "primary")
        )
    them = todo(tx, request.moment, request.person)
    kept = sum(each.count for each in dated(them) if each.what == Awaits.KEEP)
    if kept:
        rows.append(Button(Word("keep_plans", {"count": kept}), routes.KEEP_ALL.to()))
    if otherwise(them) or dated(them) or (them and not rows):
        rows.append(Button(Word("only_awaiting", {"count": len(them)}), caseload_routes.PEOPLE.to(Only.AWAITING, 0)))
    else_awaits = bool(rows)
    again = next_year.may_go_again(tx, request.moment, request.person, accompanied)
    if again:
        rows.append(Button(Word("want_to_go_again", {"count": len(again)}), plan_routes.GOING_AGAIN.to()))
    rows += [Button(Word("invite"), routes.INVITE.to()), caseload_routes.MY_PEOPLE]
    if not accompanied and plan_facts.any_open_call(tx, request.moment, request.person):
        rows.append(Button(Word("try_example"), routes.EXAMPLE.to("")))
    rows.append(Button(Word("my_calls"), call_routes.OPEN_CALLS.to()))
    rows.append(Button(Word("guides_and_questions"), message_routes.SUPPORT.to()))
    to_absence = absence_routes.BACK if away else absence_routes.AWAY
    rows.append(Button(Word("i_am_back" if away else "i_am_away"), to_absence.to()))
    rows.append(Button(Word("help"), menu_routes.HELP.to()))
    return Home(
        name=request.person.name,
        waiting=len(left),
        else_awaits=else_awaits,
        people=sum(bool(each.roles) for each in accompanied),
        until=away.last_day if away else None,
        stand_in=people.by_id(tx, away.stand_in_id).name if away else "",
        stands_in_for=[people.by_id(tx, each).name for each in _away(tx, request)],
    ).page(column(*rows))


def _away(tx: Tx, request: Request) -> list[int]:
    """Return the colleagues for whom the reader stands in now."""
    return stood_in_for(request.person.id, absences.stand_ins(tx))


def waiting(tx: Tx, request: Request) -> list[PlanRow]:
    """Return the plans that await the reader, the one that has waited longest first."""
    return plans.to_review(tx, [person.id for person in people.accompanied(tx, request.person.id)], request.now)


@routes.INVITE.on
def invite(tx: Tx, request: Request) -> Screen:
    """Begin an invitation; without an open call there is nothing to invite to."""
    if not plan_facts.any_open_call(tx, request.moment, request.person):
        return NoOpenCall().page(column(HOME))
    return prompting.resume(tx, request, forms.begin(tx, request, INVITATION))


@routes.NEXT.on
def next_card(tx: Tx, request: Request) -> Page:
    """Show the plan that has waited longest, or the news that nothing is left."""
    left = waiting(tx, request)
    if not left:
        return NothingLeft().page(column(caseload_routes.MY_PEOPLE, HOME))
    return card(tx, request, left[0])


def card(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Show a plan on one screen of a telephone: everything a decision needs, in one glance."""
    facts = plan_facts.facts_of(tx, request.moment, plan, request.person)
    every = replace(facts, reopened={})
    with_a_word = Knowing(on_condition=True, word=ANY_WORD)
    actions = access.offered_actions(tx, request.moment, plan, request.person, facts, with_a_word)
    if Action.KEEP in actions:
        return stopped.page(tx, request, plan, every)
    own = [placed for placed in flow.path(OWN_PART, every) if not flow.settled(placed.step, every)]
    figures_missing = flow.missing(PLAN, every, Need.ENDORSE)
    found = findings(every) if plan.state in ASKED else still_said(findings(every))
    open_rules = conditions(every)
    asked = open_points(tx, [plan]).get(plan.id)
    shown = Card(
        **of_plan(tx, request, plan, every).values,
        kept=len(at_level(Level.OK, found)),
        unknown=to_check(found),
        beside=len(at_level(Level.NOT_APPLICABLE, found)),
        warnings=at_level(Level.WARN, found),
        refusals=at_level(Level.REFUSE, found),
        talk=[(p.section.name, p.step) for p in flow.to_talk_about(PLAN, every)],
        worries=told("worries", "worries", facts.value("worries")),
        figures_left=[(p.section.name, p.step) for p in figures_missing],
        differences=_differences(plan, facts),
        point=asked.text if asked is not None else "",
        about=_about(asked) if asked is not None else [],
        unanswered=group_card.unanswered(tx, plan) if plan.state is State.TO_REVIEW else (),
        abroad_asking_for_asylum=abroad_while_asking_for_asylum(every),
        urgent=plan.state is State.TO_REVIEW and bool(facts.call and facts.call.is_late(request.now)),
    )
    in_hand = handovers.in_hand(tx, plan)
    rows = card_buttons.of_decisions(
        plan, actions, own, figures_missing, aid=proposal(every).aid, on_condition=bool(open_rules), in_hand=in_hand
    )
    if plan.state in CHANGEABLE or (plan.state is State.TO_REVIEW and not figures_missing):
        papers_alone = plan.state is State.TO_REVIEW
        asked_now = (each for each in open_rules if not papers_alone or isinstance(each.limit, PaperGiven))
        rows += card_buttons.of_settling(plan, [settled_by(each, every) for each in asked_now])
    rows += [Button(Word("answer_the_network"), message_routes.ASK_ABOUT.to(plan))] if asked is not None else []
    rows += [*card_buttons.of_changes(plan, every, figures_missing), *files.ways(tx, request, plan, facts)]
    rows += copy_sheet.way(plan, every) if plan.state is not State.TO_REVIEW else []
    rows += [Button(Word("read_all"), caseload_routes.WHOLE.to(plan))]
    if Action.UNDO_ENDORSEMENT in actions:
        rows.append(Button(Word("undo"), routes.UNDO.to(plan)))
    if plan.state in CHANGEABLE and departures.of_plan(tx, plan.id).change:
        rows.insert(0, Button(Word("read_change"), departure_routes.REVIEW_CHANGE.to(plan), style="primary"))
    rows += awaited.owed(tx, request, found)
    last = column(*group_card.on_review(tx, plan, rows), HOME)
    return shown.page((*last[:-1], *routes.to_rules(plan, found), last[-1]))


def _about(point: Point) -> list[Asked]:
    """Return the question that the committee asks about; none where an older word does not name it."""
    return [(section.name, step) for section, step in _QUESTIONS if step.name == point.about.partition(".")[0]]


_QUESTIONS = [
    (section, step)
    for section in (*PLAN.sections, *OWN_PART.sections)
    for step in section.steps
    if isinstance(step, Step)
]


def _differences(plan: PlanRow, facts: Facts) -> list[tuple[str, Step, object, object]]:
    """Return what changed since it was asked for: section, step, the value of before, the value of now."""
    found = []
    for name, reopening in facts.reopened.items():
        step = plan_facts.STEPS[name.partition(".")[0]]
        before = flow.load_answers({name: reopening.before}, plan_facts.STEPS).get(name) if reopening.before else None
        now = facts.answers.get(name)
        old = before.value if isinstance(before, Given) else None
        new = now.value if isinstance(now, Given) else None
        found.append((PLAN.section_of(step.name).name, step, old, new))
    return found if plan.state is State.TO_REVIEW else []


def whole(tx: Tx, request: Request, plan: PlanRow, worked: Worked | None) -> Page:
    """Show all there is to read, and how the quotient was found; no favourable opinion stands behind it."""
    facts = replace(plan_facts.facts_of(tx, request.moment, plan, request.person), reopened={})
    actions = access.offered_actions(tx, request.moment, plan, request.person, facts)
    answers = [
        (placed.section.name, placed.step, facts.answers.get(placed.step.id))
        for conversation in (PLAN, OWN_PART)
        for placed in flow.path(conversation, facts, {Need.SEND, Need.ENDORSE})
    ]
    rows = [Button(Word("open_card"), caseload_routes.CARD.to(plan)), *files.ways(tx, request, plan, facts)]
    rows.append(Button(Word("ask_about_plan"), message_routes.ASK_ABOUT.to(plan)))
    rows += copy_sheet.way(plan, facts)
    if reference.may_type(tx, request.moment.app, plan):
        rows.append(Button(Word("change_ancv" if plan.ancv_reference else "type_ancv"), routes.REFERENCE.to(plan)))
    if Action.NOT_ENDORSE in actions:
        rows.append(Button(Word("not_endorse"), routes.NOT_ENDORSE.to(plan)))
    lines = [(section, step, a.value if isinstance(a, Given) else None, a is not None) for section, step, a in answers]
    return Whole(**of_plan(tx, request, plan, facts).values, lines=lines, worked=worked).page(column(*rows))
