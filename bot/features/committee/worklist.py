"""The committee's lists: plans to decide, the waiting list, what was granted; filtered, sorted, paged.

What a reader chose is kept in the database, and never in button data alone: it survives a restart, a
question in between, and an old message.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.absence import stood_in_for
from bot.domain.people import Role
from bot.domain.plans import UNDO_WINDOW
from bot.domain.regions import Region
from bot.features.committee import acts, routes
from bot.features.committee import views as pages
from bot.features.committee.lists import LISTS, SORTED, UP_TO, Choice, Filter, Value
from bot.features.committee.views import Line
from bot.features.reviews.summary import of_plan
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.routes import Route
from bot.plan import access, committee
from bot.plan import facts as plan_facts
from bot.storage import absences, calls, networks, people, plans, views
from bot.storage import worklist as rows_of
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from bot.storage.views import View
from bot.storage.worklist import Counted, Wanted
from conversations.engine.keyboard import INERT, Button, Label, Plain, Word, column
from conversations.engine.screens import Page

ON_A_PAGE = 8
"""Plans of a list that a telephone shows without losing the buttons below."""
NEW_FOR = timedelta(days=7)
"""What arrived in the last days is called new."""
MOST_CHOICES = 90
"""Organisations to choose from: a keyboard has at most 100 buttons."""

WAYS: Mapping[str, str] = {"list": "to_list", "waiting": "to_waiting", "granted": "to_granted"}
"""The word of the button to each list."""
ROUTES: Mapping[str, Route[[int | None], [int | None]]] = {
    "list": routes.TO_DECIDE,
    "waiting": routes.WAITING,
    "granted": routes.GRANTED,
}
"""The route of each list."""
BACK = Button(Word("back_to_list"), routes.TO_DECIDE.to(None))


def wanted(tx: Tx, request: Request, name: str, view: View | None = None, *, own: bool | None = False) -> Wanted:
    """Return which plans a list shows: of calls that the reader decides; with a view, only what it lets through.

    Plans of people whom the reader accompanies are left out, as others decide about them; `own` is None to see them
    too, and True for those alone.
    """
    decided = frozenset(call.id for call in decided_by(tx, request) if view is None or view.call in {None, call.id})
    accompanies = request.person.has(Role.REFERENT)
    fresh = Wanted(
        LISTS[name],
        decided,
        decidable_before=request.now - UNDO_WINDOW,
        near=frozenset({request.person.id, *stood_in_for(request.person.id, absences.stand_ins(tx))}),
        own=own if accompanies or own else None,
    )
    if view is None:
        return fresh
    return replace(
        fresh,
        region=view.region,
        organisation_id=view.organisation,
        first_time=view.first_time,
        up_to=view.up_to,
        arrived_since=request.now - NEW_FOR if view.new else None,
        order=view.order,
    )


def count(tx: Tx, request: Request, name: str) -> Counted:
    """Count what is on one of the lists, whatever is filtered."""
    return rows_of.counted(tx, request.person.network_id, wanted(tx, request, name))


def since(tx: Tx, request: Request, name: str) -> datetime | None:
    """Return since when the plan that has waited longest stands on one of the lists; None where none does."""
    return rows_of.since(tx, request.person.network_id, wanted(tx, request, name))


def following(tx: Tx, request: Request) -> tuple[PlanRow | None, int]:
    """Return the next plan to decide in the order chosen, and how many there are; filters that let none through end."""
    view = views.view_of(tx, request.person.id)
    for chosen in (view, View()) if view.filtered else (view,):
        those = wanted(tx, request, "list", chosen)
        found = rows_of.listed(tx, request.person.network_id, those, limit=1)
        if found:
            return found[0], rows_of.counted(tx, request.person.network_id, those).plans
    return None, 0


# A list


def first_page(tx: Tx, request: Request) -> Page:
    """Show the first plans to decide."""
    return page(tx, request, "list")


@routes.TO_DECIDE.on
def to_decide(tx: Tx, request: Request, number: int | None) -> Page:
    """Show the plans to decide."""
    return page(tx, request, "list", number or 0)


@routes.WAITING.on
def waiting(tx: Tx, request: Request, number: int | None) -> Page:
    """Show the waiting list."""
    return page(tx, request, "waiting", number or 0)


@routes.GRANTED.on
def granted(tx: Tx, request: Request, number: int | None) -> Page:
    """Show what was granted or offered."""
    return page(tx, request, "granted", number or 0)


def page(tx: Tx, request: Request, name: str, number: int = 0) -> Page:
    """Show one page of a list: a line and a button each."""
    view = views.view_of(tx, request.person.id)
    found = on_page(tx, request, name, view, number, own=None)
    own = rows_of.counted(tx, request.person.network_id, wanted(tx, request, name, view, own=True)).plans
    rows: list[tuple[Button, ...]] = list(
        column(*(Button(label(line), routes.DECIDE.to(line.plan)) for line in found.lines))
    )
    rows += turning(ROUTES[name], found)
    if name == "list" and found.counted.plans - own > 1:
        rows.append((Button(Word("several_at_once"), routes.SEVERAL.to(None)),))
    rows.append((Button(Word("filter_and_sort"), routes.FILTER.to(name)),))
    rows.append(tuple(Button(Word(word), ROUTES[other].to(None)) for other, word in WAYS.items() if other != name))
    rows += column(Button(Word("figures"), routes.FIGURES.to(None)), HOME)
    count = found.counted.plans - (own if name == "list" else 0)
    others = elsewhere(tx, request, name)
    return pages.ListPage(name, found.lines, count, own, view.filtered, others).page(tuple(rows))


def elsewhere(tx: Tx, request: Request, name: str) -> list[pages.Elsewhere]:
    """Return to a coordinator in which calls plans of a list wait for others, and for whom; to nobody else."""
    if not request.person.has(Role.COORDINATOR):
        return []
    found = []
    for call in calls.of_network(tx, request.person.network_id):
        if access.decides(request.person, call):
            continue
        those = replace(wanted(tx, request, name), call_ids=frozenset({call.id}), own=None)
        if number := rows_of.counted(tx, request.person.network_id, those).plans:
            named = people.by_ids(tx, call.deciders)
            names = [each.name for each in named.values() if each.network_id == call.network_id]
            found.append(pages.Elsewhere(call.name, number, names))
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list, its number and the last one's, from 0."""

    lines: list[Line]
    counted: Counted
    number: int
    last: int


def on_page(tx: Tx, request: Request, name: str, view: View, number: int, *, own: bool | None = False) -> Found:
    """Return the plans of one page; a number that is too high means the last page."""
    those = wanted(tx, request, name, view, own=own)
    counted = rows_of.counted(tx, request.person.network_id, those)
    last = max(0, (counted.plans - 1) // ON_A_PAGE)
    shown = min(max(number, 0), last)
    found = rows_of.listed(tx, request.person.network_id, those, ON_A_PAGE, shown * ON_A_PAGE)
    return Found([_line(tx, request, plan) for plan in found], counted, shown, last)


def _line(tx: Tx, request: Request, plan: PlanRow) -> Line:
    told = of_plan(tx, request, plan, plan_facts.facts_of(tx, request.moment, plan))
    own = request.person.has(Role.REFERENT) and request.person.id in committee.who_accompany(tx, plan)
    return Line(plan, told.name, told.dates, plans.rank_of(tx, plan), bool(told.conditions), own)


def label(line: Line) -> Plain:
    """Return what a plan's button says: its reference, and the name where the committee may read it."""
    return Plain(line.plan.reference or "", then=line.name)


def turning(route: Route[[int | None], [int | None]], found: Found) -> list[tuple[Button, ...]]:
    """Return the row that turns pages, where there are several."""
    if not found.last:
        return []
    ways = [(found.number - 1, "◀"), (found.number + 1, "▶")]
    buttons = [Button(Plain(sign), route.to(to)) for to, sign in ways if 0 <= to <= found.last]
    buttons.insert(1 if found.number else 0, Button(Plain(f"{found.number + 1} / {found.last + 1}"), INERT))
    return [tuple(buttons)]


# Filters and order


@routes.FILTER.on
def choose(tx: Tx, request: Request, name: str) -> Page:
    """Show what the list leaves out and how it is sorted, each changed by a tap."""
    view = views.view_of(tx, request.person.id)
    counted = rows_of.counted(tx, request.person.network_id, wanted(tx, request, name, view))
    chosen = {
        Filter.CALL: Word("by_call", {"chosen": _call_name(tx, view)}),
        Filter.REGION: Word("by_region", {"chosen": _region_name(view.region)}),
        Filter.ORGANISATION: Word("by_organisation", {"chosen": _organisation_name(tx, view)}),
        Filter.AMOUNT: Word("by_amount", {"cents": view.up_to or 0}),
    }
    first_time = routes.SET.to(name, Choice(Filter.FIRST_TIME, not view.first_time))
    new = routes.SET.to(name, Choice(Filter.NEW, not view.new))
    rows = [
        Button(Word("show_list", {"count": counted.plans}), ROUTES[name].to(None), style="primary"),
        *(Button(word, routes.BY.to(name, of)) for of, word in chosen.items()),
        Button(Word("only_first_time"), first_time, ticked=view.first_time),
        Button(Word("only_new"), new, ticked=view.new),
        Button(Word(SORTED[view.order]), routes.BY.to(name, Filter.ORDER)),
    ]
    if view != View():
        rows.append(Button(Word("show_everything"), routes.SET.to(name, Choice(Filter.ALL))))
    everything = count(tx, request, name).plans
    return pages.Filters(counted.plans, everything, NEW_FOR.days).page(column(*rows))


def _call_name(tx: Tx, view: View) -> str:
    return "" if view.call is None else calls.by_id(tx, view.call).name


def _region_name(region: str | None) -> str:
    return Region(region).official_name if region else "" if region is None else "—"


def _organisation_name(tx: Tx, view: View) -> str:
    return "" if view.organisation is None else networks.organisation(tx, view.organisation).name


@routes.BY.on
def options(tx: Tx, request: Request, name: str, what: str) -> Page:
    """Show the values to choose from: only those that some plan of the list has."""
    of = Filter(what)
    found = _values(tx, request, name, of)[:MOST_CHOICES]
    rows = [Button(label, routes.SET.to(name, Choice(of, value))) for value, label in found]
    if of is not Filter.ORDER:
        rows.insert(0, Button(Word("any_of_them"), routes.SET.to(name, Choice(of))))
    rows.append(Button(Word("back_to_list"), ROUTES[name].to(None)))
    return pages.FilterValues(what).page(column(*rows))


def _values(tx: Tx, request: Request, name: str, of: Filter) -> list[tuple[Value, Label]]:
    match of:
        case Filter.CALL:
            return [(call.id, Plain(call.name)) for call in decided_by(tx, request)]
        case Filter.REGION:
            return _regions(tx, request, name)
        case Filter.ORGANISATION:
            return _organisations(tx, request, name)
        case Filter.AMOUNT:
            return [(cents, Word("by_amount", {"cents": cents})) for cents in UP_TO]
        case _:
            return [(order, Word(word)) for order, word in SORTED.items()]


def decided_by(tx: Tx, request: Request) -> list[calls.CallRow]:
    """Return the calls that the one who asks decides, the latest first."""
    return [c for c in calls.of_network(tx, request.person.network_id) if access.decides(request.person, c)]


def _regions(tx: Tx, request: Request, name: str) -> list[tuple[Value, Label]]:
    known = rows_of.organisations_of(tx, request.person.network_id, wanted(tx, request, name))
    regions = sorted({region for _, region, _ in known})
    return [(region, Plain(_region_name(region))) for region in regions]


def _organisations(tx: Tx, request: Request, name: str) -> list[tuple[Value, Label]]:
    known = rows_of.organisations_of(tx, request.person.network_id, wanted(tx, request, name))
    named = sorted((networks.organisation(tx, each).name, each, number) for each, _, number in known)
    return [(each, Plain(f"{title[:50]} · {number}")) for title, each, number in named]


@routes.SET.on
def set_filter(tx: Tx, request: Request, name: str, choice: Choice) -> Page:
    """Keep one choice, and show the filters again or the list that it lets through."""
    acts.narrow(tx, request, choice)
    turned = choice.of in {Filter.FIRST_TIME, Filter.NEW, Filter.ALL}
    return choose(tx, request, name) if turned else page(tx, request, name)
