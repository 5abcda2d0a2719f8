"""The committee's lists: plans to decide, the waiting list, what was granted; filtered, sorted, paged.

What a coordinator chose is kept for her in the database, and never in button data alone: it survives a restart, a
question in between, and an old message.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.people import Refused
from bot.domain.plans import FRESH, UNDO_WINDOW, State
from bot.domain.regions import Region
from bot.features.my_plan.pages import act
from bot.features.reviews.review import summary
from bot.interaction.home import HOME
from bot.interaction.prompting import Door
from bot.interaction.request import Request
from bot.interaction.routes import decode_id, encode_id
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage import calls, networks, plans, views
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
UP_TO = (300_00, 600_00, 900_00)
"""Amounts, in cents, up to which a list may be looked at: for the end of a call, when little is left."""
MOST_CHOICES = 90
"""Organisations to choose from: a keyboard has at most 100 buttons."""

LISTS: Mapping[str, frozenset[State]] = {
    "list": FRESH,
    "waiting": frozenset({State.WAITING}),
    "granted": frozenset({State.GRANTED, State.HANDED_OVER, State.OFFERED}),
}
"""The three lists by their door, and the states of the plans they show."""
WAYS: Mapping[str, str] = {"list": "to_list", "waiting": "to_waiting", "granted": "to_granted"}
"""The word of the button to each list."""
SORTED: Mapping[str, str] = {
    "arrival": "sorted_arrival",
    "newest": "sorted_newest",
    "departure": "sorted_departure",
    "most": "sorted_most",
    "least": "sorted_least",
}
"""The word of each order."""


def wanted(tx: Tx, request: Request, name: str, view: View | None = None) -> Wanted:
    """Which plans that list shows her: of calls that she decides, and, with a view, only what it lets through."""
    hers = frozenset(call.id for call in decided_by(tx, request) if view is None or view.call in {None, call.id})
    fresh = Wanted(LISTS[name], hers, decidable_before=request.now - UNDO_WINDOW)
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
    """How much there is on one of the lists, whatever she filters."""
    return rows_of.counted(tx, request.person.network_id, wanted(tx, request, name))


def since(tx: Tx, request: Request, name: str) -> datetime | None:
    """Since when the plan that has waited longest stands on one of the lists; None where none does."""
    return rows_of.since(tx, request.person.network_id, wanted(tx, request, name))


def following(tx: Tx, request: Request) -> tuple[PlanRow | None, int]:
    """The next plan to decide in the order she chose, and how many there are; filters that let nothing through end."""
    view = views.view_of(tx, request.person.id)
    for chosen in (view, View()) if view.filtered else (view,):
        those = wanted(tx, request, "list", chosen)
        found = rows_of.listed(tx, request.person.network_id, those, limit=1)
        if found:
            return found[0], rows_of.counted(tx, request.person.network_id, those).plans
    return None, 0


# A list


def page(tx: Tx, request: Request, name: str, number: int = 0) -> Page:
    """One page of a list: a line and a button each."""
    view = views.view_of(tx, request.person.id)
    found = on_page(tx, request, name, view, number)
    rows: list[tuple[Button, ...]] = list(
        column(*(Button(label(line), act(line["plan"], "decide")) for line in found.lines))
    )
    rows += turning(name, found)
    if name == "list" and found.counted.plans > 1:
        rows.append((Button(Word("several_at_once"), "d:several"),))
    rows.append((Button(Word("filter_and_sort"), f"d:filter:{name}"),))
    rows.append(tuple(Button(Word(word), f"d:{other}") for other, word in WAYS.items() if other != name))
    rows += column(Button(Word("figures"), "d:figures"), HOME)
    values = {"name": name, "lines": found.lines, "count": found.counted.plans, "filtered": view.filtered}
    return Page("committee/list", values, tuple(rows))


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list, its number and the last one's, from 0."""

    lines: list[dict[str, Any]]
    counted: Counted
    number: int
    last: int


def on_page(tx: Tx, request: Request, name: str, view: View, number: int) -> Found:
    """The plans of one page; a number that is too high means the last page."""
    those = wanted(tx, request, name, view)
    counted = rows_of.counted(tx, request.person.network_id, those)
    last = max(0, (counted.plans - 1) // ON_A_PAGE)
    shown = min(max(number, 0), last)
    found = rows_of.listed(tx, request.person.network_id, those, ON_A_PAGE, shown * ON_A_PAGE)
    return Found([_line(tx, request, plan) for plan in found], counted, shown, last)


def _line(tx: Tx, request: Request, plan: PlanRow) -> dict[str, Any]:
    told = summary(tx, request, plan, plan_facts.facts_of(tx, request.moment, plan))
    return {**told, "rank": plans.rank_of(tx, plan)}


def label(line: Mapping[str, Any]) -> Plain:
    """What a plan's button says: its reference, and the name where the committee may read it."""
    return Plain(line["plan"].reference or "", then=line["name"])


def turning(name: str, found: Found) -> list[tuple[Button, ...]]:
    """The row that turns pages, where there are several."""
    if not found.last:
        return []
    ways = [(found.number - 1, "◀"), (found.number + 1, "▶")]
    buttons = [Button(Plain(sign), f"d:{name}:{to}") for to, sign in ways if 0 <= to <= found.last]
    buttons.insert(1 if found.number else 0, Button(Plain(f"{found.number + 1} / {found.last + 1}"), INERT))
    return [tuple(buttons)]


# Filters and order


def choose(tx: Tx, request: Request, name: str) -> Page:
    """What the list leaves out and how it is sorted, each changed by a tap."""
    _need_list(name)
    view = views.view_of(tx, request.person.id)
    counted = rows_of.counted(tx, request.person.network_id, wanted(tx, request, name, view))
    rows = [
        Button(Word("show_list", {"count": counted.plans}), f"d:{name}", style="primary"),
        Button(Word("by_call", {"chosen": _call_name(tx, view)}), f"d:by:{name}:call"),
        Button(Word("by_region", {"chosen": _region_name(view.region)}), f"d:by:{name}:region"),
        Button(Word("by_organisation", {"chosen": _organisation_name(tx, view)}), f"d:by:{name}:organisation"),
        Button(Word("by_amount", {"cents": view.up_to or 0}), f"d:by:{name}:amount"),
        Button(Word("only_first_time"), _setting(name, "first_time", not view.first_time), ticked=view.first_time),
        Button(Word("only_new"), _setting(name, "new", not view.new), ticked=view.new),
        Button(Word(SORTED[view.order]), f"d:by:{name}:order"),
    ]
    if view != View():
        rows.append(Button(Word("show_everything"), f"d:set:{name}:all:-"))
    values = {"count": counted.plans, "all": count(tx, request, name).plans, "days": NEW_FOR.days}
    return Page("committee/filter", values, column(*rows))


def _setting(name: str, what: str, value: bool) -> str:
    return f"d:set:{name}:{what}:{int(value)}"


def _call_name(tx: Tx, view: View) -> str:
    return "" if view.call is None else calls.by_id(tx, view.call).name


def _region_name(region: str | None) -> str:
    return Region(region).official_name if region else "" if region is None else "—"


def _organisation_name(tx: Tx, view: View) -> str:
    return "" if view.organisation is None else networks.organisation(tx, view.organisation).name


def options(tx: Tx, request: Request, name: str, what: str) -> Page:
    """The values to choose from: only those that some plan of the list has."""
    _need_list(name)
    found: dict[str, list[tuple[str, Label]]] = {
        "call": [(encode_id(call.id), Plain(call.name)) for call in decided_by(tx, request)],
        "region": _regions(tx, request, name),
        "organisation": _organisations(tx, request, name),
        "amount": [(str(cents), Word("by_amount", {"cents": cents})) for cents in UP_TO],
        "order": [(order, Word(word)) for order, word in SORTED.items()],
    }
    if what not in found:
        raise Refused("not_found")
    rows = [Button(label, f"d:set:{name}:{what}:{value}") for value, label in found[what][:MOST_CHOICES]]
    if what != "order":
        rows.insert(0, Button(Word("any_of_them"), f"d:set:{name}:{what}:-"))
    return Page("committee/choose", {"what": what}, column(*rows, Button(Word("back_to_list"), f"d:{name}")))


def decided_by(tx: Tx, request: Request) -> list[calls.CallRow]:
    """The calls of her network that she decides, the latest first."""
    return [c for c in calls.of_network(tx, request.person.network_id) if access.decides(request.person, c)]


def _regions(tx: Tx, request: Request, name: str) -> list[tuple[str, Label]]:
    known = rows_of.organisations_of(tx, request.person.network_id, wanted(tx, request, name))
    regions = sorted({region for _, region, _ in known})
    return [(region or "none", Plain(_region_name(region))) for region in regions]


def _organisations(tx: Tx, request: Request, name: str) -> list[tuple[str, Label]]:
    known = rows_of.organisations_of(tx, request.person.network_id, wanted(tx, request, name))
    named = sorted((networks.organisation(tx, each).name, each, number) for each, _, number in known)
    return [(encode_id(each), Plain(f"{title[:50]} · {number}")) for title, each, number in named]


def set_filter(tx: Tx, request: Request, name: str, what: str, value: str) -> Page:
    """Keep one choice; ticks end with it, as what is ticked must be seen."""
    _need_list(name)
    view = replace(views.view_of(tx, request.person.id), ticked={})
    views.keep(tx, request.person.id, _changed(tx, request, view, what, value))
    return choose(tx, request, name) if what in {"first_time", "new", "all"} else page(tx, request, name)


def _need_list(name: str) -> None:
    """Raises Refused("not_found") for what is none of the lists."""
    if name not in LISTS:
        raise Refused("not_found")


def _changed(tx: Tx, request: Request, view: View, what: str, value: str) -> View:
    match what:
        case "all":
            return View()
        case "call":
            return replace(view, call=_call_id(tx, request, value))
        case "organisation":
            return replace(view, organisation=_organisation_id(tx, request, value))
        case "region" if value in {"-", "none", *Region}:
            return replace(view, region={"-": None, "none": ""}.get(value, value))
        case "amount" if value == "-" or value in map(str, UP_TO):
            return replace(view, up_to=None if value == "-" else int(value))
        case "first_time" | "new":
            return _only(view, what, on=value == "1")
        case "order" if value in SORTED:
            return replace(view, order=value)
        case _:
            raise Refused("not_found")


def _only(view: View, what: str, *, on: bool) -> View:
    return replace(view, first_time=on) if what == "first_time" else replace(view, new=on)


def _call_id(tx: Tx, request: Request, value: str) -> int | None:
    number = None if value == "-" else decode_id(value)
    if number not in {None, *(call.id for call in decided_by(tx, request))}:
        raise Refused("not_found")
    return number


def _organisation_id(tx: Tx, request: Request, value: str) -> int | None:
    if value == "-":
        return None
    try:
        found = networks.organisation(tx, decode_id(value))
    except LookupError:
        raise Refused("not_found") from None
    if found.network_id != request.person.network_id:
        raise Refused("not_found")
    return found.id


DOORS: dict[str, Door] = {
    "list": lambda tx, request, more: page(tx, request, "list", number_in(more)),
    "waiting": lambda tx, request, more: page(tx, request, "waiting", number_in(more)),
    "granted": lambda tx, request, more: page(tx, request, "granted", number_in(more)),
    "filter": lambda tx, request, more: choose(tx, request, more[0]),
    "by": lambda tx, request, more: options(tx, request, more[0], more[1]),
    "set": lambda tx, request, more: set_filter(tx, request, more[0], more[1], more[2]),
}


def number_in(more: list[str]) -> int:
    """The number of a page in button data; the first one where there is none."""
    return int(more[0]) if more and more[0].isdecimal() else 0
