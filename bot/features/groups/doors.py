"""Buttons of a group's referent, `r:group…`, and what ends its conversations."""

from bot.features.groups import card, founding, links, roll
from bot.features.groups.households import of_referent
from bot.interaction.forms import long
from bot.interaction.prompting import Completion, Door
from conversations.group import GROUP, GROUP_LINK, GROUP_PERSON, HOUSEHOLD


def _page_in(more: list[str]) -> int:
    return long(more[1]) if len(more) > 1 else 0


DOORS: dict[str, Door] = {
    "group_new": lambda tx, request, dialogue, _more: founding.begin(tx, request, dialogue),
    "group": lambda tx, request, _dialogue, more: card.page(tx, request, of_referent(tx, request, more[0])),
    "group_pick": lambda tx, request, _dialogue, more: roll.picking(
        tx, request, of_referent(tx, request, more[0]), _page_in(more)
    ),
    "group_tick": lambda tx, request, _dialogue, more: roll.tick(
        tx, request, of_referent(tx, request, more[0]), long(more[1]), _page_in(more[1:])
    ),
    "group_ask": lambda tx, request, _dialogue, more: roll.ask_them(tx, request, of_referent(tx, request, more[0])),
    "group_list": lambda tx, request, _dialogue, more: roll.households(
        tx, request, of_referent(tx, request, more[0]), _page_in(more)
    ),
    "group_one": lambda tx, request, _dialogue, more: roll.one(tx, request, more[0]),
    "group_fill": lambda tx, request, dialogue, more: roll.fill(tx, request, dialogue, more[0]),
    "group_keepsake": lambda tx, request, _dialogue, more: roll.kept(tx, request, more[0]),
    "group_wish": lambda tx, request, _dialogue, more: roll.turn_wish(tx, request, more[0]),
    "group_again": lambda tx, request, _dialogue, more: roll.again(tx, request, more[0]),
    "group_yes": lambda tx, request, _dialogue, more: roll.yes(tx, request, more[0]),
    "group_out": lambda tx, request, _dialogue, more: roll.out(tx, request, more[0], *more[1:2]),
    "group_person": lambda tx, request, dialogue, more: founding.ask_name(tx, request, dialogue, more[0]),
    **links.DOORS,
}

COMPLETIONS: dict[str, Completion] = {
    GROUP.name: founding.found,
    GROUP_PERSON.name: founding.add_person,
    GROUP_LINK.name: links.opened,
    HOUSEHOLD.name: roll.said,
}
