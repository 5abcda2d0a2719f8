"""The sheet from which a plan is typed once more into APV-Web, the tool of ANCV: value by value, each one tap to copy.

The order is that of the tool as far as a source tells it (docs/decisions.md, APV-Web): the project, which is a stay and
has the reference; then a request for each household; then its money. What Valise does not hold is typed there alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from bot.domain.groups import COUNTED, Household
from bot.domain.money import Cents
from bot.domain.people import Refused, Role
from bot.domain.states import LIVE, SENT
from bot.features.caseload import routes as caseload_routes
from bot.features.committee import routes as committee_routes
from bot.features.reviews import routes
from bot.features.reviews.summary import Summary, of_plan, told
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage import groups, people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import group
from conversations.engine.answers import Facts
from conversations.engine.keyboard import Button, Rows, Word, column
from conversations.engine.screens import Page
from conversations.engine.steps import Step
from conversations.reckoning import aids_ever, budget

MOST_COPIED = 256
"""Characters that a button can copy (Bot API, CopyTextButton)."""
ABREAST = 2
REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Line:
    """One value: the name of its label, a word more for it, and what is typed there."""

    label: str
    value: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the tool: what it is, its values, and whose they are. A request begins with what is not held here."""

    title: str
    lines: tuple[Line, ...]
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Copied(View, template="review/copy_sheet"):
    """The parts of the sheet, in the order of the tool."""

    plan: PlanRow
    name: str
    parts: tuple[Part, ...]


def offered(plan: PlanRow, facts: Facts) -> bool:
    """Return whether a plan is typed into APV-Web too: once it is sent, as its reference is asked for from then on."""
    kept_there = facts.call is not None and facts.call.programme.apv_web
    return kept_there and plan.state in (LIVE & SENT)


def way(plan: PlanRow, facts: Facts) -> list[Button]:
    """Return the button that opens the sheet, where there is one."""
    return [Button(Word("copy_sheet"), routes.COPY_SHEET.to(plan))] if offered(plan, facts) else []


@routes.COPY_SHEET.on
def page(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Show the sheet; of a group its requests stand behind a button each.

    Raises:
        Refused: "not_now" where the plan is not kept in the tool, or is over.
    """
    facts = _facts(tx, request, plan)
    shown = of_plan(tx, request, plan, facts)
    alone = [_request(request, facts, shown)] if plan.households is None else []
    parts = (_project(request, plan, shown), *alone, _money(plan, facts))
    keys = _keys(parts)
    if plan.households is not None:
        keys += column(*_households(tx, request, plan))
    return Copied(plan=plan, name=shown.name, parts=parts).page((*keys, *column(*_back(tx, request, plan), HOME)))


@routes.COPY_HOUSEHOLD.on
def household(tx: Tx, request: Request, plan: PlanRow, member_id: int) -> Page:
    """Show what is typed for one household of a group. Raises Refused("not_now") as `page`."""
    shown = of_plan(tx, request, plan, _facts(tx, request, plan))
    found = next((each for each in _counted(tx, plan) if each[0] == member_id), None)
    if found is None:
        raise Refused("not_found")
    _, person_id, known = found
    lines = [*_people(known.adults, known.ages), *([Line("own", _euros(known.own))] if known.own else [])]
    parts = (Part(REQUEST, _known(lines), _name(tx, request, plan, person_id)),)
    back = column(Button(Word("copy_sheet"), routes.COPY_SHEET.to(plan)), HOME)
    return Copied(plan=plan, name=shown.name, parts=parts).page((*_keys(parts), *back))


def _facts(tx: Tx, request: Request, plan: PlanRow) -> Facts:
    facts = plan_facts.facts_of(tx, request.moment, plan)
    if not offered(plan, facts):
        raise Refused("not_now")
    return facts


def _counted(tx: Tx, plan: PlanRow) -> Iterator[tuple[int, int, Household]]:
    """Yield each household that goes with a group: its member's number, the person, and who comes along."""
    for each in groups.of_plan(tx, plan.id):
        known = group.household(each.answers) if each.part in COUNTED else None
        if known is not None:
            yield each.id, each.person_id, known


def _households(tx: Tx, request: Request, plan: PlanRow) -> Iterator[Button]:
    for number, (member_id, person_id, _) in enumerate(_counted(tx, plan), start=1):
        said = {"name": _name(tx, request, plan, person_id), "number": number}
        yield Button(Word("copy_household", said), routes.COPY_HOUSEHOLD.to(plan.id, member_id))


def _name(tx: Tx, request: Request, plan: PlanRow, person_id: int) -> str:
    """Return the first name of a household's member, for the referent alone."""
    accompanies = Role.REFERENT in access.roles_towards(tx, request.person, plan)
    return people.by_id(tx, person_id).name if accompanies else ""


def _back(tx: Tx, request: Request, plan: PlanRow) -> Iterator[Button]:
    roles = access.roles_towards(tx, request.person, plan)
    if Role.REFERENT in roles:
        yield Button(Word("open_card"), caseload_routes.CARD.to(plan))
    elif Role.DECIDER in roles:
        yield Button(Word("open_card"), committee_routes.DECIDE.to(plan))


def _keys(parts: tuple[Part, ...]) -> Rows:
    """Return a button for each value that one can copy."""
    buttons = [
        Button(Word("copy_value", {"line": line}), copied=line.value)
        for part in parts
        for line in part.lines
        if len(line.value) <= MOST_COPIED
    ]
    return tuple(tuple(buttons[at : at + ABREAST]) for at in range(0, len(buttons), ABREAST))


def _project(request: Request, plan: PlanRow, shown: Summary) -> Part:
    lines = [Line("ancv", plan.ancv_reference or ""), Line("reference", plan.reference or "")]
    if shown.dates is not None:
        lines += [Line("from", f"{shown.dates.start:%d/%m/%Y}"), Line("until", f"{shown.dates.end:%d/%m/%Y}")]
    lines += [Line("nights", "" if shown.nights is None else str(shown.nights))]
    lines += [Line(name, _told(request, *getattr(shown, name))) for name in ("place", "lodging")]
    lines += [Line("provider", shown.provider)]
    going = (shown.adults or 0) + shown.children
    lines += [Line("people", str(going)), Line("companions", str(shown.companions or ""))]
    return Part("project", _known(lines))


def _request(request: Request, facts: Facts, shown: Summary) -> Part:
    quotient, before = facts.value("quotient"), aids_ever(facts)
    objective = told("referent", "objective", facts.value("objective"))
    if objective[-1] == "own_words":
        objective = told("wishes", "aim", facts.value("aim"))
    lines = [
        *_people(shown.adults or 0, tuple(facts.value("children") or ())),
        Line("quotient", "" if quotient is None else _euros(quotient)),
        Line("first_time", _told(request, *told("wishes", "first_time", facts.value("first_time")))),
        Line("before", "" if before is None else str(before)),
        Line("objective", _told(request, *objective)),
    ]
    return Part(REQUEST, _known(lines), shown.name)


def _people(adults: int, ages: tuple[int, ...]) -> list[Line]:
    return [
        Line("adults", str(adults)),
        Line("children", str(len(ages)) if ages else ""),
        Line("ages", ", ".join(map(str, ages))),
    ]


def _money(plan: PlanRow, facts: Facts) -> Part:
    known = budget(facts)
    lines = [Line("cost", _euros(each.amount), each.kind.value) for each in known.costs]
    lines += [Line("total", _euros(known.cost))]
    lines += [Line("resource", _euros(each.amount), each.kind.value) for each in known.resources if each.amount]
    lines += [Line("asked", "" if plan.aid_cents is None else _euros(Cents(plan.aid_cents)))]
    lines += [Line("granted", "" if plan.granted_cents is None else _euros(Cents(plan.granted_cents)))]
    return Part("money", _known(lines))


def _known(lines: list[Line]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.value)


def _told(request: Request, section: str, step: Step, value: object) -> str:
    if value is None:
        return ""
    return unescape(request.moment.app.renderer.tell(section, step, value, request.reader))


def _euros(cents: Cents) -> str:
    """Write an amount as the tool's French pages read it: 690,00."""
    return f"{cents // 100},{cents % 100:02d}"
