"""A referent is away: until when, who stands in, who is told. It ends by itself, or by one tap.

Said by the referent; for one who cannot be reached, by a lead of the organisation or a coordinator.
"""

from dataclasses import dataclass
from datetime import date

from bot.domain.ids import PersonId
from bot.features.absences import acts, colleagues, routes
from bot.features.caseload import routes as caseload_routes
from bot.interaction import forms, prompting, unreached
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.storage import absences, people
from bot.storage.absences import Absence
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.absence import AWAY
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen


@dataclass(frozen=True)
class Nobody(View, template="absence/_nobody"):
    """That no colleague can be chosen; `own`: in the reader's own place."""

    own: bool


@dataclass(frozen=True, kw_only=True)
class Away(View, template="absence/_away"):
    """Until when a referent is away; `first_day` where it has not begun yet, `own` where it is the reader."""

    own: bool
    name: str
    stand_in: str
    first_day: date | None
    last_day: date


@dataclass(frozen=True)
class Back(View, template="absence/_back"):
    """That the reader reads again."""


@routes.AWAY.on
def away(tx: Tx, request: Request) -> Screen:
    """Begin an absence of the referent who asks."""
    return begin(tx, request, request.person.id)


@routes.STAND_IN.on
@routes.LEADS_STAND_IN.on
def stand_in(tx: Tx, request: Request, absent: Person) -> Screen:
    """Begin the absence of a referent who cannot be reached, for a lead or a coordinator."""
    return begin(tx, request, absent.id)


def begin_own(tx: Tx, request: Request) -> Screen:
    """Ask a referent until when the absence lasts."""
    return begin(tx, request, request.person.id)


def begin(tx: Tx, request: Request, person_id: PersonId) -> Screen:
    """Ask until when, then who stands in; where nobody can, say what to do instead."""
    absent = people.by_id(tx, person_id)
    absence = absences.absence_of(tx, absent.id)
    if absence is not None:
        return page(tx, request, absence)
    unreached.may_say_away(tx, request, absent.id)
    if not colleagues.free_for(tx, request, absent):
        return Nobody(absent.id == request.person.id).page(column(HOME))
    return prompting.resume(tx, request, forms.begin(tx, request, AWAY, absent.id))


def page(tx: Tx, request: Request, absence: Absence) -> Page:
    """Show until when a referent is away and who stands in; one tap ends it."""
    own = absence.person_id == request.person.id
    shown = Away(
        own=own,
        name=people.by_id(tx, absence.person_id).name,
        stand_in=people.by_id(tx, absence.stand_in_id).name,
        first_day=None if absence.begun else absence.since.astimezone(request.moment.app.zone).date(),
        last_day=absence.last_day,
    )
    rows = [Button(Word("i_am_back" if absence.begun else "i_stay"), routes.BACK.to())] if own else []
    return shown.page(column(HOME, *rows))


def said(tx: Tx, request: Request, form: Form) -> Screen:
    """Note the absence that was said, and show it. Raises Refused, as the act says."""
    return page(tx, request, acts.begin(tx, request, form))


@routes.BACK.on
def back(tx: Tx, request: Request) -> Page:
    """End the reader's own absence, and say so."""
    acts.come_back(tx, request)
    return Back().page(column(caseload_routes.MY_PEOPLE, HOME))
