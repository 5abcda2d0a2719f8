"""What makes a call larger, or begins another one like it: a region, a further wave, the same call a year later."""

from bot.domain.regions import Region
from bot.features.calls import acts, routes, views
from bot.features.calls.pages import page
from bot.interaction.request import Request
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from conversations.call import REGIONS
from conversations.engine.keyboard import Button, Plain, Word, column
from conversations.engine.screens import Page


@routes.REGIONS.on
def regions(tx: Tx, request: Request, row: CallRow) -> Page:
    """Show the regions that do not take part yet, one tap each, and "all of them" in one."""
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
    """Let a region take part, and show the call; what was added just now can be taken back."""
    took_part = row.draft or code == routes.ALL_REGIONS or code in row.regions or not row.regions
    return page(tx, request, acts.add_region(tx, request, row, code), added="" if took_part else code)


@routes.TAKE_BACK_REGION.on
def take_back_region(tx: Tx, request: Request, row: CallRow, code: str) -> Page:
    """Take away a region added by mistake, and show the call."""
    return page(tx, request, acts.take_back_region(tx, request, row, code))


@routes.WAVE.on
def wave(tx: Tx, request: Request, row: CallRow) -> Page:
    """Prepare a further wave, and show it."""
    return page(tx, request, acts.add_wave(tx, request, row))


@routes.COPY.on
def copy(tx: Tx, request: Request, row: CallRow) -> Page:
    """Prepare the same call a year later, and show it."""
    return page(tx, request, acts.copy(tx, request, row))
