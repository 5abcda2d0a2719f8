"""A group on one screen of its referent's telephone: counts, never lists; what waits is the first button."""

from dataclasses import dataclass, replace

from bot.domain.budget import Budget, Proposal
from bot.domain.groups import COUNTED, Part, Together, Way, lacking, way
from bot.domain.handovers import IN_HAND
from bot.domain.ids import PlanId
from bot.domain.limits import OwnShare
from bot.domain.money import NOTHING, Cents
from bot.domain.plans import EDITABLE, TAKING, Action, State
from bot.domain.reports import AFTER_RETURN
from bot.domain.rules import Finding, Level
from bot.features.absences import routes as absence_routes
from bot.features.caseload import routes as caseload_routes
from bot.features.caseload.routes import MY_PEOPLE
from bot.features.groups import joining, routes
from bot.features.handovers import routes as handover_routes
from bot.features.my_plan import routes as plan_routes
from bot.features.reports import routes as report_routes
from bot.features.reviews import routes as review_routes
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage import groups, people
from bot.storage.groups import Link, Member
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations import PLAN, group
from conversations.engine import flow
from conversations.engine.answers import Deferred, Facts
from conversations.engine.dates import Span
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page
from conversations.engine.steps import Need, Step
from conversations.lodging import provider
from conversations.reckoning import budget, costed, nights, proposal
from conversations.rules import at_level, findings, to_check


@dataclass(frozen=True)
class Card(View, template="group/card"):
    """A group at one glance. `place` is a section, a step and the value, as pages tell an answer."""

    name: str
    plan: PlanRow
    state: str
    known: Together
    counts: dict[str, int]
    asking: int
    worried: int
    shared_left: int
    shared_total: int
    prices_left: int
    lacking: tuple[str, ...]
    unanswered: tuple[str, ...]
    """Members who were asked and have not said whether they come."""
    link: Link | None
    dates: Span | None
    nights: int | None
    place: tuple[str, Step, str | None]
    provider: str
    below: tuple[str, ...]
    """Members whose household puts in less than a rule of the call asks."""
    least: Cents
    kept: int
    beside: int
    unknown: tuple[Finding, ...]
    budget: Budget
    proposal: Proposal
    complete: bool
    granted: int | None


@dataclass(frozen=True)
class Line:
    """A member as a list says it; `people` is unknown until the household counts."""

    member: Member
    name: str
    part: str
    people: int | None


def back(plan: PlanRow) -> Button:
    """Return the way back to the card."""
    return Button(Word("group_card"), routes.GROUP.to(plan.id))


def on_home(tx: Tx, accompanied: list[Person]) -> list[Button]:
    """Return the way to the first group in which something waits for its referent, if there is one."""
    waiting = groups.awaiting(tx, [each.id for each in accompanied if not each.roles])
    word = Word("group_waiting", {"count": len(waiting)})
    return [Button(word, routes.GROUP.to(PlanId(number)), style="primary") for number in waiting[:1]]


def on_review(tx: Tx, plan: PlanRow, rows: list[Button]) -> list[Button]:
    """Add the way to its group to the buttons of a card: first where a household no longer comes."""
    if plan.households is None:
        return rows
    leaving = sum(each.part is Part.LEAVING for each in groups.of_plan(tx, plan.id))
    if leaving:
        word = Word("group_leaving", {"count": leaving})
        return [Button(word, routes.HOUSEHOLDS.to(plan.id, 0), style="primary"), *rows]
    return [*rows, back(plan)]


def of_member(tx: Tx, request: Request, person: Person) -> list[Button]:
    """Return the way to the group of a beneficiary, where the referent who reads accompanies that group too."""
    parts = groups.live_parts_of(tx, person.id)
    found = (access.need(tx, each.plan_id) for each in parts)
    return [back(plan) for plan in found if people.is_attached(tx, plan.beneficiary_id, request.person.id)][:1]


@routes.GROUP.on
def page(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Show households, how many have confirmed, what is missing, the sums."""
    known_now = plan_facts.facts_of(tx, request.moment, plan, request.person)
    facts = replace(known_now, reopened={})
    them, now, least = groups.of_plan(tx, plan.id), way(plan.state), _least(facts)
    known = group.loaded(plan.households or {})
    shared = flow.missing(PLAN, facts, Need.SEND) if now is Way.AT_ONCE else ()
    prices = flow.missing(PLAN, facts, Need.ENDORSE) if now in {Way.AT_ONCE, Way.BY_REFERENT} else ()
    found = findings(facts) if plan.sent_at is not None and plan.state not in TAKING else ()
    card = Card(
        name=people.by_id(tx, plan.beneficiary_id).name,
        plan=plan,
        state=plan.state.value,
        known=known,
        counts=counts(them),
        asking=groups.count_asking(tx, plan.id),
        worried=sum(_to_talk_about(each) for each in them if each.part in COUNTED and now is not Way.NOT_NOW),
        shared_left=len(shared),
        shared_total=sum(each.step.required is Need.SEND for each in flow.path(PLAN, facts)),
        prices_left=len(prices),
        lacking=lacking(known) if them else (),
        unanswered=unanswered(tx, plan),
        link=groups.open_link_of(tx, plan.id, request.now) if now is Way.AT_ONCE else None,
        dates=facts.value("dates"),
        nights=nights(facts),
        place=("stay", plan_facts.STEPS["place"], facts.value("place")),
        below=_below(tx, them, least),
        least=least,
        kept=len(at_level(Level.OK, found)),
        beside=len(at_level(Level.NOT_APPLICABLE, found)),
        unknown=to_check(found),
        provider=provider(facts),
        budget=budget(facts),
        proposal=proposal(facts),
        complete=costed(facts),
        granted=plan.granted_cents,
    )
    rows = [*_awaiting(card), *_plan_ways(tx, request, card, known_now)]
    rows += [*_people_ways(plan, facts, len(them)), *_handing_on(tx, request, plan)]
    return card.page((*column(*rows), *review_routes.to_rules(plan, found), *column(MY_PEOPLE)))


def _handing_on(tx: Tx, request: Request, plan: PlanRow) -> list[Button]:
    """Offer to hand the whole group on to a colleague, to its own referent alone: a stand-in does not hand it on."""
    if people.by_id(tx, plan.beneficiary_id).referent_id != request.person.id:
        return []
    return [Button(Word("hand_on"), absence_routes.HAND_ON.to(plan.beneficiary_id))]


def _least(facts: Facts) -> Cents:
    """Return what each household puts in at least, by the rules of the call."""
    limits = (rule.limit for rule in facts.call.rules) if facts.call is not None else ()
    return max((limit.least for limit in limits if isinstance(limit, OwnShare)), default=NOTHING)


def _below(tx: Tx, them: list[Member], least: Cents) -> tuple[str, ...]:
    """Return the names of those whose household puts in less; of one that has not said so nothing is known."""
    said = {each.person_id: group.household(each.answers) for each in them if each.part in COUNTED}
    poorer = [who for who, known in said.items() if known is not None and known.own is not None and known.own < least]
    return tuple(sorted(person.name for person in people.by_ids(tx, poorer).values()))


def unanswered(tx: Tx, plan: PlanRow) -> tuple[str, ...]:
    """Return the names of the members of a group who were asked and have not answered; none of any other plan."""
    if plan.households is None:
        return ()
    asked = [each.person_id for each in groups.of_plan(tx, plan.id) if each.part is Part.ASKED]
    return tuple(sorted(person.name for person in people.by_ids(tx, asked).values()))


def counts(them: list[Member]) -> dict[str, int]:
    """Count the members at each stage: picked, asked, confirmed, leaving; those who left are not counted."""
    return {part.value: sum(each.part is part for each in them) for part in Part if part is not Part.LEFT}


def _to_talk_about(member: Member) -> bool:
    """Return whether a member worries about something, or put a question off."""
    answers = flow.load_answers(member.answers, group.STEPS).items()
    return any(isinstance(said, Deferred) or (name == "worries" and bool(said.value)) for name, said in answers)


def _awaiting(card: Card) -> list[Button]:
    """Return the ways to those who wait for the referent's word."""
    number, rows = card.plan.id, []
    if card.asking:
        word = Word("group_asking", {"count": card.asking})
        rows.append(Button(word, routes.ASKING.to(number, 0), style="primary"))
    if card.counts[Part.LEAVING]:
        word = Word("group_leaving", {"count": card.counts[Part.LEAVING]})
        rows.append(Button(word, routes.HOUSEHOLDS.to(number, 0), style="primary"))
    if card.counts[Part.PICKED] and way(card.plan.state) is Way.AT_ONCE:
        word = Word("group_ask_them", {"count": card.counts[Part.PICKED]})
        rows.append(Button(word, routes.ASK_PICKED.to(number), style="primary"))
    return rows


def _plan_ways(tx: Tx, request: Request, card: Card, facts: Facts) -> list[Button]:
    """Return the ways to the shared part, the prices, sending; once it was sent, to the plan's card."""
    plan, rows = card.plan, []
    actions = access.offered_actions(tx, request.moment, plan, request.person, facts)
    sending = {Action.SEND: ("send", report_routes.SEND), Action.SEND_AGAIN: ("send_again", plan_routes.SEND_AGAIN)}
    rows += [
        Button(Word(word), route.to(plan), style="success")
        for action, (word, route) in sending.items()
        if action in actions
    ]
    if plan.state in EDITABLE:
        word, style = Word("group_shared", {"count": card.shared_left}), "primary" if card.shared_left else ""
        rows.append(Button(word, caseload_routes.BESIDE.to(plan.beneficiary_id), style=style))
    if card.prices_left:
        rows.append(Button(Word("fill_prices", {"count": card.prices_left}), plan_routes.FILL_PRICES.to(plan)))
    if plan.state in IN_HAND or Action.HAND_OVER in actions:
        rows.append(Button(Word("handover"), handover_routes.HANDOVER.to(plan), style="primary"))
    if plan.state in AFTER_RETURN:
        report = "write_report" if plan.state is State.BACK else "see_report"
        rows.append(Button(Word(report), report_routes.REPORT.to(plan), style="primary"))
    if Action.KEEP in actions and not access.unsent(plan):
        rows.append(Button(Word("keep_plan"), review_routes.KEEP.to(plan), style="primary"))
    if not access.unsent(plan):
        rows.append(Button(Word("open_card"), caseload_routes.CARD.to(plan)))
    return rows


def _people_ways(plan: PlanRow, facts: Facts, members: int) -> list[Button]:
    """Return the ways to the households, and those by which others come in."""
    rows = []
    if members:
        rows.append(Button(Word("group_households", {"count": members}), routes.HOUSEHOLDS.to(plan.id, 0)))
    if way(plan.state) is not Way.AT_ONCE:
        return rows
    rows.append(Button(Word("group_add"), routes.PICK.to(plan.id, 0), style="" if members else "primary"))
    if joining.may_have_link(facts):
        rows.append(Button(Word("group_link"), routes.LINK.to(plan.id)))
    return rows


def line(tx: Tx, member: Member) -> Line:
    """Return what a list says of a member."""
    said = group.household(member.answers)
    shown = said.people if said is not None and member.part in COUNTED else None
    return Line(member, people.by_id(tx, member.person_id).name, member.part.value, shown)
