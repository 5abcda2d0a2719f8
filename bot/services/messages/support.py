"""Methodological support: a referent asks her coordinators, alone or about one plan; one of them answers."""

from typing import Any

from bot.domain.messages import Seat, Side
from bot.services import people as membership
from bot.services.dialogue import Door
from bot.services.messages import pages, seats
from bot.services.messages.seats import Sitting
from bot.services.scene import Visit
from bot.services.sheets import short
from bot.storage import guides, messages, networks, people, plans
from bot.storage.messages import Thread
from bot.storage.plans import PlanRow
from bot.storage.store import Tx
from conversations.engine.board import Button, Word, column
from conversations.engine.screens import Page

MOST_WAITING = 30
MOST_ANSWERED = 10
MOST_ASKED = 5


def page(tx: Tx, visit: Visit) -> Page:
    """What a referent finds here: guides, a question to her network, and what she asked so far."""
    asked = messages.asked_by(tx, visit.person.id, MOST_ASKED)
    new = messages.unread_in(tx, [each.id for each in asked], Side.HELPING)
    shelved = guides.count(tx, visit.person.network_id)
    rows = [Button(Word("guides", {"count": shelved}), "r:guides", style="primary")] if shelved else []
    rows.append(Button(Word("ask_network"), "r:ask"))
    rows += [_line(tx, visit, Sitting(each, Seat.ASKER), new.get(each.id, 0)) for each in asked]
    return Page("support/home", {"guides": shelved, "new": len(new)}, column(*rows, membership.HOME))


def _line(tx: Tx, visit: Visit, sitting: Sitting, new: int) -> Button:
    """A thread by who asks, or what about: the reference of the plan, never a name on a button."""
    thread, seat = sitting.thread, sitting.seat
    plan = plans.by_id(tx, thread.about) if thread.about else None
    values: dict[str, Any] = {
        "name": people.by_id(tx, thread.owner_id).name if seat is Seat.COORDINATOR else "",
        "reference": (plan.reference or "") if plan is not None else "",
        "one_plan": plan is not None,
        "count": new,
    }
    return Button(Word("support_thread", values), f"b:thread:{seat.value}:{short(thread.id)}")


def ask(tx: Tx, visit: Visit) -> Page:
    """A question about no plan in particular. Where nobody coordinates, there is nobody to ask."""
    return _open(tx, visit, seats.of_asker(tx, visit, None))


def about_plan(tx: Tx, visit: Visit, plan: PlanRow) -> Page:
    """A question about one plan of hers."""
    return _open(tx, visit, seats.of_asker(tx, visit, plan))


def _open(tx: Tx, visit: Visit, sitting: Sitting) -> Page:
    if not seats.helpers(tx, sitting.thread):
        return Page("support/nobody", {}, column(membership.HOME))
    return pages.thread(tx, visit, sitting)


def inbox(tx: Tx, visit: Visit, *, whole: bool = False) -> Page:
    """What referents ask, the one that has waited longest first; then what was answered lately.

    The only one that waits is shown at once, unless the whole list is asked for.
    """
    waiting = messages.to_answer(tx, visit.person, MOST_WAITING)
    answered = messages.answered(tx, visit.person, MOST_ANSWERED)
    if len(waiting) == 1 and not whole:
        return pages.thread(tx, visit, Sitting(waiting[0], Seat.COORDINATOR))
    rows = [_line(tx, visit, Sitting(each, Seat.COORDINATOR), 1) for each in waiting]
    rows += [_line(tx, visit, Sitting(each, Seat.COORDINATOR), 0) for each in answered]
    values = {"lines": [_told(tx, each) for each in waiting], "answered": len(answered)}
    return Page("support/list", values, column(*rows, Button(Word("guides_to_keep"), "d:guides"), membership.HOME))


def _told(tx: Tx, thread: Thread) -> dict[str, Any]:
    """One question in the list: who asks, from where, since when, and how it begins."""
    asker = people.by_id(tx, thread.owner_id)
    last = messages.newest(tx, thread.id, 1)
    return {
        "name": asker.name,
        "organisation": networks.organisation(tx, asker.organisation_id).name if asker.organisation_id else "",
        "at": thread.last_at,
        "text": last[0].text if last else "",
    }


OF_REFERENT: dict[str, Door] = {
    "support": lambda tx, visit, _dialogue, _more: page(tx, visit),
    "ask": lambda tx, visit, _dialogue, _more: ask(tx, visit),
}

OF_COORDINATOR: dict[str, Door] = {
    "support": lambda tx, visit, _dialogue, more: inbox(tx, visit, whole=bool(more)),
}
