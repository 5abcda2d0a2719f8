"""Buttons of a group's referent, `r:group…`, and what ends its conversations."""

from bot.features.groups import card, founding, links, roll
from bot.features.groups.households import of_referent
from bot.interaction.forms import long
from bot.interaction.prompting import Completion, Door
from conversations.group import GROUP, GROUP_LINK, GROUP_PERSON, HOUSEHOLD


def _page_in(more: list[str]) -> int:
    return long(more[1]) if len(more) > 1 else 0


DOORS: dict[str, Door] = {
    "group_new": lambda tx, visit, dialogue, _more: founding.begin(tx, visit, dialogue),
    "group": lambda tx, visit, _dialogue, more: card.page(tx, visit, of_referent(tx, visit, more[0])),
    "group_pick": lambda tx, visit, _dialogue, more: roll.picking(
        tx, visit, of_referent(tx, visit, more[0]), _page_in(more)
    ),
    "group_tick": lambda tx, visit, _dialogue, more: roll.tick(
        tx, visit, of_referent(tx, visit, more[0]), long(more[1]), _page_in(more[1:])
    ),
    "group_ask": lambda tx, visit, _dialogue, more: roll.ask_them(tx, visit, of_referent(tx, visit, more[0])),
    "group_list": lambda tx, visit, _dialogue, more: roll.households(
        tx, visit, of_referent(tx, visit, more[0]), _page_in(more)
    ),
    "group_one": lambda tx, visit, _dialogue, more: roll.one(tx, visit, more[0]),
    "group_fill": lambda tx, visit, dialogue, more: roll.fill(tx, visit, dialogue, more[0]),
    "group_keepsake": lambda tx, visit, _dialogue, more: roll.kept(tx, visit, more[0]),
    "group_wish": lambda tx, visit, _dialogue, more: roll.turn_wish(tx, visit, more[0]),
    "group_again": lambda tx, visit, _dialogue, more: roll.again(tx, visit, more[0]),
    "group_yes": lambda tx, visit, _dialogue, more: roll.yes(tx, visit, more[0]),
    "group_out": lambda tx, visit, _dialogue, more: roll.out(tx, visit, more[0], *more[1:2]),
    "group_person": lambda tx, visit, dialogue, more: founding.ask_name(tx, visit, dialogue, more[0]),
    **links.DOORS,
}

COMPLETIONS: dict[str, Completion] = {
    GROUP.name: founding.found,
    GROUP_PERSON.name: founding.add_person,
    GROUP_LINK.name: links.opened,
    HOUSEHOLD.name: roll.said,
}
