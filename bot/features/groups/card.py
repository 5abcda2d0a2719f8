"""A group on one screen of its referent's telephone: counts, never lists; what awaits her is the first button."""

from dataclasses import replace
from typing import Any

from bot.domain.groups import COUNTED, Part, Way, lacking, way
from bot.domain.people import Refused
from bot.domain.plans import EDITABLE, Action
from bot.interaction.request import Request
from bot.interaction.routes import encode_id
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage import groups, people
from bot.storage.groups import Member
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations import PLAN, group
from conversations.engine import flow
from conversations.engine.answers import Deferred, Facts
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page
from conversations.engine.steps import Need
from conversations.reckoning import budget, costed, nights, proposal

MY_PEOPLE = Button(Word("my_people"), "r:people")


def act(plan: PlanRow, verb: str) -> str:
    """Button data of something done to the group's plan, as it was shown."""
    return f"p:{verb}:{encode_id(plan.id)}:{encode_id(plan.version)}"


def back(plan: PlanRow) -> Button:
    """The way back to the card."""
    return Button(Word("group_card"), f"r:group:{encode_id(plan.id)}")


def on_home(tx: Tx, accompanied: list[Person]) -> list[Button]:
    """On the referent's first page: the way to the first group in which somebody waits for her, if there is one."""
    waiting = groups.awaiting(tx, [each.id for each in accompanied if not each.roles])
    word = Word("group_waiting", {"count": len(waiting)})
    return [Button(word, f"r:group:{encode_id(number)}", style="primary") for number in waiting[:1]]


def on_review(tx: Tx, plan: PlanRow, rows: list[Button]) -> list[Button]:
    """The buttons of the card that is endorsed, with the way to its group: first where a household no longer comes."""
    if plan.households is None:
        return rows
    leaving = sum(each.part is Part.LEAVING for each in groups.of_plan(tx, plan.id))
    if leaving:
        word = Word("group_leaving", {"count": leaving})
        return [Button(word, f"r:group_list:{encode_id(plan.id)}", style="primary"), *rows]
    return [*rows, back(plan)]


def of_member(tx: Tx, request: Request, person: Person) -> list[Button]:
    """On the page of one of her people: the way to the group that person is in, where she accompanies it too."""
    parts = groups.live_parts_of(tx, person.id)
    found = (access.need(tx, each.plan_id) for each in parts)
    return [back(plan) for plan in found if people.is_attached(tx, plan.beneficiary_id, request.person.id)][:1]


def need_open(plan: PlanRow) -> None:
    """Members are asked while the plan is written. Raises Refused("group_not_now")."""
    if way(plan.state) is not Way.AT_ONCE:
        raise Refused("group_not_now")


def page(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Households, who has confirmed, what is missing, the sums."""
    known_now = plan_facts.facts_of(tx, request.moment, plan, request.person)
    facts = replace(known_now, reopened={})
    them = groups.of_plan(tx, plan.id)
    known = group.loaded(plan.households or {})
    asking = groups.count_asking(tx, plan.id)
    now = way(plan.state)
    shared = flow.missing(PLAN, facts, Need.SEND) if now is Way.AT_ONCE else ()
    prices = flow.missing(PLAN, facts, Need.ENDORSE) if now in {Way.AT_ONCE, Way.BY_REFERENT} else ()
    link = groups.open_link_of(tx, plan.id, request.now) if now is Way.AT_ONCE else None
    values = {
        "name": people.by_id(tx, plan.beneficiary_id).name,
        "plan": plan,
        "state": plan.state.value,
        "known": known,
        "counts": counts(them),
        "asking": asking,
        "worried": sum(_to_talk_about(each) for each in them if each.part in COUNTED and now is not Way.NOT_NOW),
        "shared_left": len(shared),
        "shared_total": sum(each.step.required is Need.SEND for each in flow.path(PLAN, facts)),
        "prices_left": len(prices),
        "lacking": lacking(known) if them else (),
        "link": link,
        "dates": facts.value("dates"),
        "nights": nights(facts),
        "place": ("stay", plan_facts.STEPS["place"], facts.value("place")),
        "budget": budget(facts),
        "proposal": proposal(facts),
        "complete": costed(facts),
        "granted": plan.granted_cents,
    }
    rows = [
        *_awaiting(plan, values["counts"], asking),
        *_plan_ways(tx, request, plan, known_now, len(shared), len(prices)),
    ]
    rows += [*_people_ways(plan, facts, len(them)), *_handing_on(tx, request, plan)]
    return Page("group/card", values, column(*rows, MY_PEOPLE))


def _handing_on(tx: Tx, request: Request, plan: PlanRow) -> list[Button]:
    """The whole group to a colleague; whoever only stands in does not hand it on."""
    if people.by_id(tx, plan.beneficiary_id).referent_id != request.person.id:
        return []
    return [Button(Word("hand_on"), f"r:hand_on:{encode_id(plan.beneficiary_id)}")]


def counts(them: list[Member]) -> dict[str, int]:
    """How many members stand where: picked, asked, confirmed, leaving; those who left are not counted."""
    return {part.value: sum(each.part is part for each in them) for part in Part if part is not Part.LEFT}


def _to_talk_about(member: Member) -> bool:
    """Whether she worries about something, or put a question off."""
    answers = flow.load_answers(member.answers, group.STEPS).items()
    return any(isinstance(said, Deferred) or (name == "worries" and bool(said.value)) for name, said in answers)


def _awaiting(plan: PlanRow, known: dict[str, int], asking: int) -> list[Button]:
    """Who waits for a word from her."""
    number, rows = encode_id(plan.id), []
    if asking:
        rows.append(Button(Word("group_asking", {"count": asking}), f"r:group_asks:{number}", style="primary"))
    if known[Part.LEAVING]:
        word = Word("group_leaving", {"count": known[Part.LEAVING]})
        rows.append(Button(word, f"r:group_list:{number}", style="primary"))
    if known[Part.PICKED] and way(plan.state) is Way.AT_ONCE:
        word = Word("group_ask_them", {"count": known[Part.PICKED]})
        rows.append(Button(word, f"r:group_ask:{number}", style="primary"))
    return rows


def _plan_ways(tx: Tx, request: Request, plan: PlanRow, facts: Facts, shared: int, prices: int) -> list[Button]:
    """The shared part, the prices, sending; once it was sent, its card."""
    rows = []
    actions = access.offered_actions(tx, request.moment, plan, request.person, facts)
    sending = {Action.SEND: "send", Action.SEND_AGAIN: "send_again"}
    rows += [
        Button(Word(word), act(plan, word), style="success") for action, word in sending.items() if action in actions
    ]
    if plan.state in EDITABLE:
        word = Word("group_shared", {"count": shared})
        rows.append(Button(word, f"r:beside:{encode_id(plan.beneficiary_id)}", style="primary" if shared else ""))
    if prices:
        rows.append(Button(Word("fill_prices", {"count": prices}), act(plan, "prices")))
    if not access.unsent(plan):
        rows.append(Button(Word("open_card"), act(plan, "card")))
    return rows


def _people_ways(plan: PlanRow, facts: Facts, members: int) -> list[Button]:
    """Who is in it, and how others come into it."""
    number, rows = encode_id(plan.id), []
    if members:
        rows.append(Button(Word("group_households", {"count": members}), f"r:group_list:{number}"))
    if way(plan.state) is not Way.AT_ONCE:
        return rows
    rows += [
        Button(Word("group_add"), f"r:group_pick:{number}", style="" if members else "primary"),
    ]
    if may_have_link(facts):
        rows.append(Button(Word("group_link"), f"r:group_link:{number}"))
    return rows


def may_have_link(facts: Facts) -> bool:
    """Links for several are not for programmes in which everybody is discreet unless said otherwise."""
    return not (facts.call is not None and facts.call.programme.discreet_default)


def line(tx: Tx, member: Member) -> dict[str, Any]:
    """What a list says of a member."""
    said = group.household(member.answers)
    return {
        "member": member,
        "name": people.by_id(tx, member.person_id).name,
        "part": member.part.value,
        "people": said.people if said is not None and member.part in COUNTED else None,
    }
