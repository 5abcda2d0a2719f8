"""Whose hours count where: the calendars of people and of professionals."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from bot.domain.calls import WorkingDays
from bot.domain.hours import PEOPLE, Calendar, Place, place_of
from bot.plan.context import AppContext
from bot.storage import hours, networks
from bot.storage.hours import Preference
from bot.storage.kernel.store import Tx
from bot.storage.people import Person

ONE_DAY = timedelta(days=1)


def works(add_working_days: WorkingDays, day: date, region: str) -> bool:
    """Return whether people work that day, in that region or department."""
    return add_working_days(day - ONE_DAY, 1, region or None) == day


def calendar_in(app: AppContext, place: Place, preference: Preference | None = None) -> Calendar:
    """Return the hours of a person of that place; of a professional, where a preference is given."""
    chosen = PEOPLE if preference is None else preference.hours
    return Calendar(chosen, place, partial(works, app.working_days))


def place_in(app: AppContext, region: str, department: str) -> Place:
    """Return the place of an organisation, by its official codes."""
    return place_of(region, department, app.zone)


def place_for(tx: Tx, app: AppContext, person: Person) -> Place:
    """Return where a person is: where their organisation is, else where the bot is run."""
    if person.organisation_id is None:
        return Place(app.zone)
    known = app.organisations
    if person.organisation_id not in known:
        known[person.organisation_id] = networks.organisation(tx, person.organisation_id)
    organisation = known[person.organisation_id]
    return place_in(app, organisation.region, organisation.department)


def calendar_for(tx: Tx, app: AppContext, person: Person) -> Calendar:
    """Return the hours in which a person may be written to first: those they chose, else those of everybody."""
    return calendar_in(app, place_for(tx, app, person), hours.chosen(tx, person.id))


def office_of(tx: Tx, app: AppContext, person: Person) -> Calendar:
    """Return the hours of a professional, as they chose them."""
    return calendar_in(app, place_for(tx, app, person), hours.one(tx, person.id))


def preferences(tx: Tx, person_ids: Iterable[int | None]) -> dict[int, Preference]:
    """Return what each of these professionals chose."""
    return hours.of(tx, {each for each in person_ids if each is not None})
