"""The rules behind the counts of a card: which are kept, which nobody knows yet, and a tap to settle each of those."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.people import Refused, Role
from bot.domain.plans import Action
from bot.domain.rules import Finding, Level
from bot.features.caseload import routes as caseload_routes
from bot.features.committee import routes as committee_routes
from bot.features.reviews import acts, card_buttons, papers, routes
from bot.features.reviews.review import card
from bot.features.reviews.summary import Asked, of_plan
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.answers import Facts, Given
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.referent import CHANGES
from conversations.rules import at_level, findings, to_check
from conversations.settling import SETTLING, settled_by


@dataclass(frozen=True, kw_only=True)
class Kept(View, template="review/kept"):
    """Each rule that the plan keeps to, and those that have nothing to do with it."""

    name: str
    plan: PlanRow
    kept: Sequence[Finding]
    beside: Sequence[Finding]


@dataclass(frozen=True, kw_only=True)
class ToCheck(View, template="review/to_check"):
    """Each rule that nobody knows yet to be kept, with the question that settles it; None where no answer does.

    `decides`: the reader is of the committee, and answers nothing.
    """

    name: str
    plan: PlanRow
    lines: Sequence[tuple[Finding, Asked | None]]
    decides: bool


@routes.KEPT.on
def kept(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Show which rules are kept."""
    facts = _facts(tx, request, plan)
    found = findings(facts)
    named = of_plan(tx, request, plan, facts).name
    shown = Kept(name=named, plan=plan, kept=at_level(Level.OK, found), beside=at_level(Level.NOT_APPLICABLE, found))
    return shown.page(column(_back(tx, request, plan)))


@routes.TO_CHECK.on
def unknown(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Show which rules nobody knows yet to be kept; to the referent, the question of each, one tap away."""
    facts = _facts(tx, request, plan)
    open_rules = [(finding, settled_by(finding, facts)) for finding in to_check(findings(facts))]
    decides = Role.REFERENT not in access.roles_towards(tx, request.person, plan)
    rows = (
        _to_committee(tx, request, plan, facts)
        if decides
        else card_buttons.of_settling(plan, [asked for _, asked in open_rules])
    )
    lines = [(finding, (asked.section.name, asked.step) if asked else None) for finding, asked in open_rules]
    shown = ToCheck(name=of_plan(tx, request, plan, facts).name, plan=plan, lines=lines, decides=decides)
    return shown.page(column(*rows, _back(tx, request, plan)))


def _facts(tx: Tx, request: Request, plan: PlanRow) -> Facts:
    """Return what the reader's card is made from."""
    referent = Role.REFERENT in access.roles_towards(tx, request.person, plan)
    return replace(plan_facts.facts_of(tx, request.moment, plan, request.person if referent else None), reopened={})


def _back(tx: Tx, request: Request, plan: PlanRow) -> Button:
    referent = Role.REFERENT in access.roles_towards(tx, request.person, plan)
    opens = caseload_routes.CARD.to(plan) if referent else committee_routes.DECIDE.to(plan)
    return Button(Word("open_card"), opens)


def _to_committee(tx: Tx, request: Request, plan: PlanRow, facts: Facts) -> list[Button]:
    actions = access.offered_actions(tx, request.moment, plan, request.person, facts)
    if Action.ASK_REFERENT not in actions:
        return []
    return [Button(Word("ask_referent"), committee_routes.POINT.to(plan), style="primary")]


@routes.ASK_FOR.on
def ask_for(tx: Tx, request: Request, plan: PlanRow, name: str) -> Screen:
    """Begin to ask the person for one answer; where no change can be asked for now, show the card."""
    facts = plan_facts.facts_of(tx, request.moment, plan, request.person)
    if Action.ASK_CHANGES not in access.offered_actions(tx, request.moment, plan, request.person, facts):
        return card(tx, request, plan)
    if name not in forms.reopenable(tx, request, plan.id).points:
        raise Refused("not_found")
    ticked = {"points": Given((name,), request.person.id)}
    return prompting.resume(tx, request, forms.begin(tx, request, CHANGES, plan.id, ticked))


@routes.SETTLE.on
def settle(tx: Tx, request: Request, plan: PlanRow, name: str) -> Screen:
    """Ask what is known now of a plan that is endorsed already. Raises Refused("not_now")."""
    return _asked(tx, request, plan, name)


@routes.GIVE_PAPER.on
def give_paper(tx: Tx, request: Request, plan: PlanRow, name: str) -> Screen:
    """Ask for one paper: a photo or a file, or of the referent that it was seen. Raises Refused("not_now")."""
    return _asked(tx, request, plan, name)


def _asked(tx: Tx, request: Request, plan: PlanRow, name: str) -> Screen:
    acts.need_settling(tx, request, plan, name)
    known = {"settled": Given(name, request.person.id)}
    return prompting.resume(tx, request, forms.begin(tx, request, SETTLING, plan.id, known))


def prepared(tx: Tx, request: Request, form: Form) -> Form:
    """Add what is known of the plan of which something is settled."""
    if form.row is None or form.row.subject_id is None:
        return form
    plan = access.seen_by(tx, request.person, form.row.subject_id, Role.REFERENT, Role.BENEFICIARY)
    known = plan_facts.facts_behind(tx, request.moment, plan, SETTLING, form.facts, request.person)
    return replace(form, facts=known)


def settled(tx: Tx, request: Request, form: Form) -> Page:
    """Keep what is known now, and show the card, or the person the papers that lack. Raises Refused("not_now")."""
    plan = acts.settle(tx, request, form)
    referent = Role.REFERENT in access.roles_towards(tx, request.person, plan)
    return card(tx, request, plan) if referent else papers.page(tx, request, plan)
