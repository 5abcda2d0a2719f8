"""Buttons of a group's referent, `r:group…`, and what ends its conversations."""

from bot.features.groups import card, founding, links, roll
from bot.features.groups.households import of_referent
from bot.interaction.prompting import Door
from bot.interaction.routes import decode_id


def _page_in(more: list[str]) -> int:
    return decode_id(more[1]) if len(more) > 1 else 0


DOORS: dict[str, Door] = {
    "group_new": lambda tx, request, _more: founding.begin(tx, request),
    "group": lambda tx, request, more: card.page(tx, request, of_referent(tx, request, more[0])),
    "group_pick": lambda tx, request, more: roll.picking(
        tx, request, of_referent(tx, request, more[0]), _page_in(more)
    ),
    "group_tick": lambda tx, request, more: roll.tick(
        tx, request, of_referent(tx, request, more[0]), decode_id(more[1]), _page_in(more[1:])
    ),
    "group_ask": lambda tx, request, more: roll.ask_them(tx, request, of_referent(tx, request, more[0])),
    "group_list": lambda tx, request, more: roll.households(
        tx, request, of_referent(tx, request, more[0]), _page_in(more)
    ),
    "group_one": lambda tx, request, more: roll.one(tx, request, more[0]),
    "group_fill": lambda tx, request, more: roll.fill(tx, request, more[0]),
    "group_keepsake": lambda tx, request, more: roll.kept(tx, request, more[0]),
    "group_wish": lambda tx, request, more: roll.turn_wish(tx, request, more[0]),
    "group_again": lambda tx, request, more: roll.again(tx, request, more[0]),
    "group_yes": lambda tx, request, more: roll.yes(tx, request, more[0]),
    "group_out": lambda tx, request, more: roll.out(tx, request, more[0], *more[1:2]),
    "group_person": lambda tx, request, more: founding.ask_name(tx, request, more[0]),
    **links.DOORS,
}
