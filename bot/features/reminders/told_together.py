"""News told together, grouped by what they say, each with the names and a tap to the plan; and whom reminders mean."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.domain.accompanying import Awaits
from bot.domain.people import Role
from bot.domain.reminders import RANK
from bot.features.caseload import routes as caseload_routes
from bot.features.caseload.todo import todo
from bot.features.reminders import message
from bot.features.reminders.views import Piece
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.notices import delivery
from bot.notices.calendars import office_of
from bot.notices.kinds import KINDS, Tell, Telling
from bot.plan import access
from bot.storage import people, plans, reminders
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Row
from bot.storage.people import Person
from conversations.engine.keyboard import Button, Word
from conversations.engine.screens import Page

MOST_AT_ONCE = 20
"""News on one page, as many buttons at most."""
PRESSING = frozenset({Tell.AT_ONCE, Tell.IN_NEED})
"""What could not wait for tomorrow stands before all else."""


@dataclass(frozen=True, slots=True)
class _One:
    """One kept notice: what it says, of whom, and what the person of its plan awaits now."""

    row: Row
    page: Page
    telling: Telling
    person: Person | None
    awaits: Awaits

    @property
    def rank(self) -> tuple[bool, int, int]:
        """What presses comes first, then what the person it is about awaits most."""
        calm = KINDS[self.row.kind].tell not in PRESSING
        return calm, list(Awaits).index(self.awaits), self.row.id


@dataclass(frozen=True, slots=True)
class Together:
    """The page of news: what is said, the buttons, and which notices that were."""

    pieces: list[Piece]
    buttons: list[Button]
    seen: list[Row]


def of(tx: Tx, request: Request, rows: Iterable[Row]) -> Together:
    """Return what kept notices say together; of more than fit on a page those that press most."""
    found = sorted(_each(tx, request, rows), key=lambda one: one.rank)[:MOST_AT_ONCE]
    alike: dict[tuple[str, str], list[_One]] = {}
    for one in found:
        alike.setdefault((one.page.template, repr(sorted(one.page.values.items()))), []).append(one)
    pieces = [
        Piece(those[0].page.template, those[0].page.values, _names(those), len(those)) for those in alike.values()
    ]
    buttons = {button.data: button for those in alike.values() for one in those if (button := _button(one))}
    return Together(pieces, list(buttons.values()), [one.row for one in found])


def _each(tx: Tx, request: Request, rows: Iterable[Row]) -> Iterable[_One]:
    accompanied = {each.id: each for each in people.accompanied(tx, request.person.id)}
    awaited = {each.person.id: each.awaits for each in todo(tx, request.moment, request.person)}
    for row in rows:
        telling = delivery.telling_of(tx, request.moment, row, request.person)
        page = delivery.page_of(telling)
        if page is not None:
            about = telling.plan.beneficiary_id if telling.plan is not None else row.context.get("person")
            person = accompanied.get(about) if about is not None else None
            awaits = awaited.get(about, Awaits.NOTHING) if telling.plan is not None and about else Awaits.NOTHING
            yield _One(row, page, telling, person, awaits)


def _names(those: list[_One]) -> list[str]:
    """Return of whom these are, each once, by names as the reader knows them."""
    return list({one.person.id: one.person.name for one in those if one.person is not None}.values())


def _button(one: _One) -> Button | None:
    """Return the one tap of a piece of news: to what the notice opens, or to the plan of the person it names."""
    own = next((button for row in one.page.rows for button in row if button != HOME), None)
    if one.person is None:
        return replace(own, style="") if own is not None else None
    name = Word("one_of_mine", {"name": one.person.name, "awaits": one.awaits.value})
    plan = one.telling.plan
    if own is not None and KINDS[one.row.kind].tell in PRESSING:
        return Button(name, own.data)
    if plan is None or access.unsent(plan):
        return Button(name, caseload_routes.PERSON.to(one.person.id))
    return Button(name, caseload_routes.CARD.to(plan))


def recalled(tx: Tx, request: Request) -> dict[str, list[Person]]:
    """Return whom the reminders that are due mean, by their kind, in the order of the message of the day."""
    today = office_of(tx, request.moment.app, request.person).place.date_at(request.now)
    meant = [
        each
        for each in reminders.of_person(tx, request.person.id, today)
        if message.still_fits(tx, request.moment, each)
    ]
    accompanied = {each.id: each for each in people.accompanied(tx, request.person.id)}
    found: dict[str, list[Person]] = {kind: [] for kind in RANK}
    for each in meant:
        plan = plans.by_id(tx, each.plan_id)
        person = accompanied.get(plan.beneficiary_id) if plan is not None else None
        if person is not None and person not in found.setdefault(each.kind, []):
            found[each.kind].append(person)
    return {kind: those for kind, those in found.items() if those and request.person.has(Role.REFERENT)}
