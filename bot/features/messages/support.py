"""Methodological support: a referent asks the coordinators, alone or about one plan; one of them answers."""

from collections.abc import Mapping, Sequence

from bot.domain.messages import Seat, Side
from bot.features.guides import routes as guide_routes
from bot.features.messages import participant, routes, threads
from bot.features.messages.participant import Sitting
from bot.features.messages.views import NobodyHelps, QuestionsOfReferents, Support, Waiting
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.storage import guides, messages, networks, people, plans
from bot.storage.kernel.store import Tx
from bot.storage.messages import Thread
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page

MOST_WAITING = 30
MOST_ANSWERED = 10
MOST_ASKED = 5


def page(tx: Tx, request: Request) -> Page:
    """Show what a referent finds here: guides, a question to the network, and what was asked so far."""
    asked = messages.asked_by(tx, request.person.id, MOST_ASKED)
    new = messages.unread_in(tx, [each.id for each in asked], Side.HELPING)
    shelved = guides.count(tx, request.person.network_id)
    shelf = Button(Word("guides", {"count": shelved}), guide_routes.SHELF_OF_REFERENT.to(), style="primary")
    rows = [shelf] if shelved else []
    rows.append(Button(Word("ask_network"), routes.ASK.to()))
    rows += _lines(tx, Seat.ASKER, {each: new.get(each.id, 0) for each in asked}, {})
    return Support(shelved, len(new)).page(column(*rows, HOME))


def _lines(tx: Tx, seat: Seat, found: Mapping[Thread, int], askers: Mapping[int, Person]) -> list[Button]:
    """Return threads as buttons, with how much is new in each: by who asks, where it may be told, and what about.

    The latter is the reference of the plan, never a name on a button.
    """
    references = plans.references(tx, [each.about for each in found if each.about])
    return [
        Button(
            Word(
                "support_thread",
                {
                    "name": askers[each.owner_id].name if each.owner_id in askers else "",
                    "reference": references.get(each.about, ""),
                    "one_plan": each.about in references,
                    "count": new,
                },
            ),
            routes.THREAD.to(Sitting(each, seat), None),
        )
        for each, new in found.items()
    ]


@routes.ASK.on
def ask(tx: Tx, request: Request) -> Page:
    """Open a question about no plan in particular. Where nobody coordinates, there is nobody to ask."""
    return _open(tx, request, participant.of_asker(tx, request, None))


@routes.ASK_ABOUT.on
def about_plan(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Open a question about a plan that the referent accompanies."""
    return _open(tx, request, participant.of_asker(tx, request, plan))


def _open(tx: Tx, request: Request, sitting: Sitting) -> Page:
    if not participant.helpers(tx, sitting.thread):
        return NobodyHelps().page(column(HOME))
    return threads.shown(tx, request, sitting)


@routes.QUESTIONS.on
def inbox(tx: Tx, request: Request, whole: str) -> Page:
    """Show what referents ask, the one that has waited longest first; then what was answered lately.

    The only one that waits is shown at once, unless the whole list is asked for.
    """
    waiting = messages.to_answer(tx, request.person, MOST_WAITING)
    answered = messages.answered(tx, request.person, MOST_ANSWERED)
    if len(waiting) == 1 and not whole:
        return threads.shown(tx, request, Sitting(waiting[0], Seat.COORDINATOR))
    askers = people.by_ids(tx, {each.owner_id for each in (*waiting, *answered)})
    rows = _lines(tx, Seat.COORDINATOR, {**dict.fromkeys(waiting, 1), **dict.fromkeys(answered, 0)}, askers)
    keep = Button(Word("guides_to_keep"), guide_routes.KEPT.to())
    return QuestionsOfReferents(_told(tx, waiting, askers), len(answered)).page(column(*rows, keep, HOME))


def _told(tx: Tx, waiting: Sequence[Thread], askers: Mapping[int, Person]) -> list[Waiting]:
    """Return each question of the list."""
    last = messages.last_of(tx, [each.id for each in waiting])
    places = networks.names_of(tx, {each.organisation_id for each in askers.values() if each.organisation_id})
    return [
        Waiting(
            name=askers[each.owner_id].name,
            organisation=places.get(askers[each.owner_id].organisation_id or 0, ""),
            at=each.last_at,
            text=last[each.id].text if each.id in last else "",
        )
        for each in waiting
    ]
