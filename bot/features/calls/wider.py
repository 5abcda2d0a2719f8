"""What makes a call larger, or begins another one like it: a region, a further wave, the same call a year later."""

import re
from datetime import timedelta
from typing import Any

from bot.domain.calls import a_year_later, default_people_by
from bot.domain.people import Refused
from bot.domain.regions import Region
from bot.features.calls import routes, views
from bot.features.calls.pages import closing, note, page
from bot.interaction.request import Request
from bot.plan import facts as plan_facts
from bot.storage import audit, calls, quotas
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from conversations.call import REGIONS
from conversations.engine.keyboard import Button, Plain, Word, column
from conversations.engine.screens import Page


@routes.REGIONS.on
def regions(tx: Tx, request: Request, row: CallRow) -> Page:
    """The regions that do not take part yet, one tap each, and "all of them" in one."""
    shown = [code for code in REGIONS if row.draft or code not in row.regions]
    every = Button(Word("all_regions"), routes.ADD_REGION.to(row.id, routes.ALL_REGIONS), style="primary")
    buttons = [every] if row.regions else []
    for code in shown:
        name = Plain(Region(code).official_name)
        buttons.append(Button(name, routes.ADD_REGION.to(row.id, code), ticked=code in row.regions or None))
    buttons.append(Button(Word("back_to_call"), routes.CALL_PAGE.to(row.id)))
    return views.Regions(row, row.regions).page(column(*buttons))


@routes.ADD_REGION.on
def add_region(tx: Tx, request: Request, row: CallRow, code: str) -> Page:
    """One region more, or all; in a draft a second tap takes it away."""
    if code == routes.ALL_REGIONS:
        wanted: list[str] = []
    elif code in row.regions:
        wanted = [each for each in row.regions if each != code] if row.draft else list(row.regions)
    else:
        wanted = [*row.regions, code] if row.draft or row.regions else []
    note(tx, request, row, regions=wanted)
    took_part = row.draft or code == routes.ALL_REGIONS or code in row.regions or not row.regions
    return page(tx, request, calls.by_id(tx, row.id), added="" if took_part else code)


@routes.TAKE_BACK_REGION.on
def take_back_region(tx: Tx, request: Request, row: CallRow, code: str) -> Page:
    """A region added by mistake. Raises Refused("region_takes_part") once somebody there has a plan in this call."""
    if code in row.regions:
        if quotas.any_plan_in(tx, row.id, code) or len(row.regions) == 1:
            raise Refused("region_takes_part")
        note(tx, request, row, regions=[each for each in row.regions if each != code])
    return page(tx, request, calls.by_id(tx, row.id))


@routes.WAVE.on
def wave(tx: Tx, request: Request, row: CallRow) -> Page:
    """A further wave: the same rules, with dates, places and money of its own; a draft until she opens it."""
    lasted = max(timedelta(days=1), row.closes_at - (row.opened_at or request.now))
    closes_on = (max(row.closes_at, request.now) + lasted).astimezone(request.moment.app.zone).date()
    if row.stay_until > request.moment.today:
        closes_on = min(closes_on, row.stay_until - timedelta(days=1))
    at = row.closes_at.astimezone(request.moment.app.zone).time()
    values = {"closes_at": closing(request, closes_on, at), "wave_of": row.wave_of or row.id}
    return page(tx, request, _copied(tx, request, row, values))


@routes.COPY.on
def copy(tx: Tx, request: Request, row: CallRow) -> Page:
    """The same call a year later, as a draft: every date one year on, the year in its name too."""
    local = row.closes_at.astimezone(request.moment.app.zone)
    values = {
        "name": re.sub(r"\b20\d\d\b", lambda year: str(int(year[0]) + 1), row.name),
        "closes_at": closing(request, a_year_later(local.date()), local.time()),
        "stay_from": a_year_later(row.stay_from),
        "stay_until": a_year_later(row.stay_until),
        "wave_of": None,
    }
    return page(tx, request, _copied(tx, request, row, values))


def _copied(tx: Tx, request: Request, row: CallRow, values: dict[str, Any]) -> CallRow:
    """A draft with another call's settings; nothing that it has given or promised."""
    app = request.moment.app
    closes_on = values["closes_at"].astimezone(app.zone).date()
    delays = plan_facts.call_of(app, row).delays
    same = ("network_id", "model", "name", "stay_from", "stay_until", "places", "envelope", "committee", "neutral")
    lists = ("regions", "confirmed", "lenient", "deciders")
    copied = {name: getattr(row, name) for name in same} | {name: list(getattr(row, name)) for name in lists}
    copied |= {"overrides": row.overrides, "delays": row.delays, "quotas": row.quotas, "draft": True}
    copied["documents"] = None if row.documents is None else list(row.documents)
    usual = default_people_by(closes_on, app.working_days, days=delays.people_by)
    copied["people_by"] = max(request.moment.today, usual)
    call_id = calls.add(tx, {**copied, **values}, request.now)
    audit.append(tx, f"call:{call_id}", request.now, request.person.id, "prepare", None, {"like": row.id})
    return calls.by_id(tx, call_id)
