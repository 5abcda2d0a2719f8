"""A stay that changes after it was endorsed: what changes is asked, read by her referent, and only then it holds.

The plan stands meanwhile as it was granted. A change never asks for more than was granted; what is needed no more goes
back to the call the moment the referent agrees.
"""

from dataclasses import replace
from typing import Any

from bot.domain import events
from bot.domain.people import Refused, Role
from bot.domain.plans import CHANGEABLE, RULES_OF_ASKING, Action, refusal
from bot.domain.rules import Level
from bot.features.my_plan import pages as my_plan
from bot.features.my_plan.pages import act
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.routes import decode_id, encode_id
from bot.plan import access, transitions
from bot.plan import facts as plan_facts
from bot.storage import audit, departures, handovers, outbox, people, plans, sessions
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from bot.storage.sessions import Session
from conversations.change import CHANGE, CHANGING
from conversations.engine import flow
from conversations.engine.answers import Facts, Given
from conversations.engine.calendar import turned_to
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.steps import Step
from conversations.reckoning import COSTS, at_level, findings, proposal

BESIDE = (Role.BENEFICIARY, Role.REFERENT)
WORDS = {"dates": "stay_dates", "people": "stay_people", "prices": "stay_prices"}
"""The word of each button for what changes."""
ASKED_NOTICE = "stay_change"
"""The kind of the notice to the referent, which is withdrawn with the change."""


def page(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """What changes? Dates, people, prices; or not this year, or not at all. What is asked for already stands there."""
    beside = plan.beneficiary_id != request.person.id
    known = departures.of_plan(tx, plan.id)
    number = encode_id(plan.id)
    rows = [Button(Word("keep_as_before"), act(plan, "change_withdraw"))] if known.change else []
    actions = access.offered_actions(
        tx, request.moment, plan, request.person, plan_facts.facts_of(tx, request.moment, plan)
    )
    if plan.state in CHANGEABLE and not _gone(request, plan):
        rows += [Button(Word(WORDS[what]), f"b:change:{number}:{what}") for what in _may_change(plan)]
    if Action.POSTPONE in actions:
        rows.append(Button(Word("postpone_plan"), act(plan, "later")))
    if Action.CANCEL in actions:
        rows.append(Button(Word("cancel_plan"), act(plan, "cancel")))
    rows.append(Button(Word("open_card"), act(plan, "card")) if beside else HOME)
    values = {"lines": _differences(plan, known.change), "beside": beside}
    return Page("departure/changes", values, column(*rows), status="")


def _may_change(plan: PlanRow) -> tuple[str, ...]:
    """What changes by this road; who comes with a group is each household's own."""
    return tuple(what for what in CHANGING if what != "people" or plan.households is None)


def _gone(request: Request, plan: PlanRow) -> bool:
    return plan.departure is not None and plan.departure <= request.moment.today


def begin(tx: Tx, request: Request, number: str, what: str) -> Screen:
    """Ask what it becomes. Raises Refused: "not_found", "not_now"."""
    plan = access.seen_by(tx, request.person, decode_id(number), *BESIDE)
    if what not in _may_change(plan):
        raise Refused("not_found")
    if plan.state not in CHANGEABLE or _gone(request, plan):
        raise Refused("not_now")
    form = forms.begin(tx, request, CHANGE, plan.id, {"what": Given(what, request.person.id)})
    placed = flow.current(CHANGE, form.facts)
    if placed is None or what != "dates" or plan.departure is None:
        return prompting.resume(tx, request, form)
    return prompting.ask(tx, request, form, placed, Session(scratch=turned_to(plan.departure)))


def said(tx: Tx, request: Request, form: Form) -> Screen:
    """It waits for the referent; what she asks herself, beside the person, she sees at once. Raises Refused."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    plan = access.seen_by(tx, request.person, form.row.subject_id, *BESIDE)
    sessions.close_form(tx, form.row.id)
    if plan.state not in CHANGEABLE or _gone(request, plan):
        raise Refused("not_now")
    known = departures.of_plan(tx, plan.id)
    asked = {name: form.row.answers[name] for name in CHANGING[form.facts.value("what")]}
    change = {name: raw for name, raw in {**known.change, **asked}.items() if _new(plan, name, raw)}
    plan = _keep(tx, request, plan, change, "ask_change" if change else "withdraw_change")
    if plan.beneficiary_id != request.person.id:
        return review(tx, request, plan)
    if not change:
        return my_plan.standing(tx, request, plan)
    event = events.ChangeAsked(plan.id, plan.version)
    transitions.put_notices(tx, request.moment, plan, event, request.person.id)
    values = {"lines": _differences(plan, change)}
    return Page("departure/asked", values, column(HOME, _withdraw(plan)), status="")


def _withdraw(plan: PlanRow) -> Button:
    return Button(Word("keep_as_before"), act(plan, "change_withdraw"))


def _new(plan: PlanRow, name: str, raw: dict[str, Any]) -> bool:
    """Whether it says something else than the plan."""
    return bool(raw.get("v") != plan.answers.get(name, {}).get("v"))


def _keep(tx: Tx, request: Request, plan: PlanRow, change: dict[str, Any], action: str) -> PlanRow:
    """Store what is asked for, or that nothing is; a button shown with something else is old from now on."""
    known = departures.of_plan(tx, plan.id)
    asked = {"change_asked_at": request.now, "change_asked_by": request.person.id}
    departures.save(tx, known, change=change, **(asked if change else dict.fromkeys(asked)))
    after = {"state": plan.state.value, "changes": sorted(change)}
    audit.append(tx, f"plan:{plan.id}", request.now, request.person.id, action, None, after, row_key=plan.trail_key)
    outbox.withdraw(tx, plan_id=plan.id, kinds=frozenset({ASKED_NOTICE}))
    return replace(plan, version=plans.save(tx, plan, request.now))


def _with(plan: PlanRow, change: dict[str, Any]) -> PlanRow:
    return replace(plan, answers={**plan.answers, **change})


def _differences(plan: PlanRow, change: Any) -> list[tuple[str, Step, Any, Any]]:
    """Section, step, the value of before, the value of then."""
    before, then = (flow.load_answers(raw, plan_facts.STEPS) for raw in (plan.answers, change))
    return [
        (plan_facts.section_of(name), plan_facts.STEPS[name], _value(before.get(name)), _value(answer))
        for name, answer in then.items()
    ]


def _value(answer: Any) -> Any:
    return answer.value if isinstance(answer, Given) else None


def _held_against(facts: Facts) -> tuple[Any, ...]:
    """The rules that refuse what the stay becomes; how early to ask is no matter any more."""
    return tuple(found for found in at_level(Level.REFUSE, findings(facts)) if found.rule not in RULES_OF_ASKING)


def _granted(plan: PlanRow, facts: Facts) -> int | None:
    """What stays granted: what the new figures give, and no more than was granted."""
    return None if plan.granted_cents is None else min(plan.granted_cents, proposal(facts).aid)


def review(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Only what changes, and what it does to the money: one tap to agree. Without a change, that there is none."""
    change = dict(departures.of_plan(tx, plan.id).change)
    facts = plan_facts.facts_of(tx, request.moment, _with(plan, change))
    standing = access.standing_of(tx, request.moment, plan, facts, request.person.id)
    roles = access.roles_towards(tx, request.person, plan)
    handed = handovers.of_plan(tx, plan.id)
    before = plan.aid_cents if plan.granted_cents is None else plan.granted_cents
    after = proposal(facts).aid if plan.granted_cents is None else _granted(plan, facts)
    values = {
        "name": people.by_id(tx, plan.beneficiary_id).name,
        "plan": plan,
        "lines": _differences(plan, change),
        "before": before or 0,
        "after": after or 0,
        "granted": plan.granted_cents is not None,
        "give_back": handed.over(after) if handed else 0,
        "refusals": _held_against(facts),
        "same_prices": bool(change) and not set(change) & set(COSTS),
    }
    rows = [Button(Word("open_card"), act(plan, "card")), HOME]
    if change:
        prices = Button(Word("change_prices_too"), f"b:change:{encode_id(plan.id)}:prices")
        rows = [prices, Button(Word("keep_as_before"), act(plan, "change_no")), *rows]
        if refusal(Action.CHANGE_STAY, standing, roles) is None:
            rows.insert(0, Button(Word("agree_to_change"), act(plan, "change_yes"), style="success"))
    return Page("departure/review", values, column(*rows), status="")


def agree(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """The change holds: figures are worked out again, and what is needed no more goes back. Raises Refused."""
    change = dict(departures.of_plan(tx, plan.id).change)
    if not change:
        raise Refused("not_now")
    changed = _with(plan, change)
    granted = _granted(plan, plan_facts.facts_of(tx, request.moment, changed))
    values = {"answers": changed.answers, "granted_cents": granted}
    reason = {"changes": ",".join(sorted(change))}
    done = transitions.perform(tx, request.moment, plan, Action.CHANGE_STAY, request.person, reason, **values)
    return _settled(tx, request, done, "agreed")


def decline(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """The stay remains as it was; the person is told, and with whom to talk."""
    if not departures.of_plan(tx, plan.id).change:
        raise Refused("not_now")
    transitions.put_notices(tx, request.moment, plan, events.ChangeKept(plan.id, plan.version), request.person.id)
    return _settled(tx, request, plan, "kept")


def _settled(tx: Tx, request: Request, plan: PlanRow, what: str) -> Page:
    plan = _keep(tx, request, plan, {}, f"change_{what}")
    values = {
        "what": what,
        "name": people.by_id(tx, plan.beneficiary_id).name,
        "plan": plan,
        "group": plan.households is not None,
    }
    rows = column(Button(Word("open_card"), act(plan, "card")), HOME)
    return Page("departure/settled", values, rows, status="")


def withdraw(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """She keeps her stay as it was. Raises Refused("not_now") when nothing is asked for."""
    if not departures.of_plan(tx, plan.id).change:
        raise Refused("not_now")
    plan = _keep(tx, request, plan, {}, "withdraw_change")
    return page(tx, request, plan) if plan.beneficiary_id != request.person.id else my_plan.standing(tx, request, plan)


def waiting(tx: Tx, person_id: int) -> list[PlanRow]:
    """The plans of this referent's people whose change she has to read, the oldest first."""
    accompanied = [person.id for person in people.accompanied(tx, person_id)]
    found = (plans.by_id(tx, plan_id) for plan_id in departures.with_change(tx, accompanied, CHANGEABLE))
    return [plan for plan in found if plan is not None]


def next_change(tx: Tx, request: Request) -> Page:
    """The change that has waited longest; when there is none, the news that nothing is left."""
    left = waiting(tx, request.person.id)
    if not left:
        return Page("review/nothing_left", {}, column(Button(Word("my_people"), "r:people"), HOME))
    return review(tx, request, left[0])
