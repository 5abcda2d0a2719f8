"""The reports that an organisation owes, for its lead: who has to write them, and a tap that reminds that colleague."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain import notices
from bot.domain.ids import PersonId
from bot.domain.people import Refused, Role
from bot.domain.reports import due_on
from bot.features.reports import routes
from bot.features.reports.awaited import missing_reports
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.storage import outbox, people
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.reports import Awaited, Whose
from conversations.engine.keyboard import Button, Problem, Word, column
from conversations.engine.screens import Page


@dataclass(frozen=True, slots=True)
class Owing:
    """Who has to write reports, nobody where the name is empty; since when the first is missing, and which."""

    colleague: PersonId | None
    name: str
    since: date
    references: Sequence[str]


@dataclass(frozen=True)
class Owed(View, template="report/_owed"):
    """The missing reports, by who has to write them."""

    lines: list[Owing]


@routes.OWED.on
def page(tx: Tx, request: Request) -> Page:
    """Show which reports are missing, and the way to each who has to write them: one's own, or a reminder."""
    lines = owing(tx, request)
    rows = [_way(request, each.colleague, each.name) for each in lines if each.colleague is not None]
    return Owed(lines).page(column(*rows, HOME))


def _way(request: Request, colleague: PersonId, name: str) -> Button:
    if colleague == request.person.id and request.person.has(Role.REFERENT):
        return Button(Word("reports_awaited"), routes.AWAITED.to(), style="primary")
    return Button(Word("remind_colleague", {"name": name}), routes.REMIND.to(colleague))


def owing(tx: Tx, request: Request) -> list[Owing]:
    """Return what the lead's organisation owes, by who has to write it, the longest missing first."""
    found: dict[int | None, list[Awaited]] = {}
    for each in _missing(tx, request):
        found.setdefault(each.referent_id, []).append(each)
    return [
        Owing(
            PersonId(colleague) if colleague is not None else None,
            people.by_id(tx, colleague).name if colleague is not None else "",
            min(due_on(each.homecoming) for each in theirs),
            [each.reference or "" for each in theirs],
        )
        for colleague, theirs in found.items()
    ]


@routes.REMIND.on
def remind(tx: Tx, request: Request, colleague: Person) -> Page:
    """Remind a colleague of the missing reports, and say so. Raises Refused("not_found") where none is missing."""
    ask(tx, request, colleague)
    return replace(page(tx, request), notes=(Problem("colleague_reminded", {"name": colleague.name}),))


def ask(tx: Tx, request: Request, colleague: Person) -> None:
    """Tell a colleague, once a day, which reports the organisation waits for. Raises Refused("not_found")."""
    theirs = [each for each in _missing(tx, request) if each.referent_id == colleague.id]
    if not theirs:
        raise Refused("not_found")
    outbox.put(tx, [_reminder(request, colleague.id, each.plan_id) for each in theirs])


def _reminder(request: Request, colleague: int, plan_id: int) -> outbox.Outgoing:
    key = f"{notices.REPORT_ASKED}:{plan_id}:{colleague}:{request.moment.today.isoformat()}"
    about, kind, now = {"plan": plan_id}, notices.REPORT_ASKED, request.now
    return outbox.Outgoing(key, colleague, kind, about, now, now, plan_id=plan_id)


def _missing(tx: Tx, request: Request) -> list[Awaited]:
    """Return the missing reports of the lead's own organisation, the longest missing first."""
    organisation = request.person.organisation_id
    if organisation is None:
        return []
    return missing_reports(tx, request.moment, Whose(organisation_id=organisation))
