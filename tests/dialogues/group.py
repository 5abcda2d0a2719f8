"""Parts of the story of a group: founding it, what all share, what a household says."""

from dataclasses import dataclass

from bot.storage import people, plans
from bot.storage.plans import PlanRow
from tests.dialogues.story import Cast, invites, link_in
from tests.support.phones import Phone, buttons


async def taps_one(phone: Phone, stem: str, name: str = "") -> None:
    """Tap the newest button whose data begins so, and that has this name if one is given."""
    for message in reversed(await phone.messages()):
        for label, data in buttons(message):
            if data.startswith(stem) and name in label:
                await phone.taps(data)
                return
    raise AssertionError(f"{phone.name} has no button {stem}: {buttons(await phone.last())}")


async def invited(story: Cast, name: str) -> Phone:
    """Somebody whom Lina has invited, and who has read the notice."""
    await story.lina.starts()
    await invites(story.lina, name)
    phone = await story.town.phone(name)
    await phone.starts(await link_in(story.lina))
    await phone.taps("g:accept")
    return phone


async def founded(story: Cast, name: str = "Atelier du jeudi") -> None:
    """Lina founds a group, and looks whom she may choose."""
    await story.lina.starts()
    await story.lina.taps("r:people", "r:group_new")
    await story.lina.says(name)
    await story.lina.sees("group/pick")


@dataclass(frozen=True)
class Says:
    """What a household says: adults, ages as typed, its share."""

    adults: str
    ages: str = ""
    own: str = "60"


async def answers_for_household(phone: Phone, said: Says) -> None:
    """The questions of a household, once the first of them stands there."""
    await phone.says(said.adults)
    await (phone.says(said.ages) if said.ages else phone.taps("none"))
    await phone.taps("none")
    await phone.says(said.own)
    await phone.taps("none")


async def comes(phone: Phone, said: Says) -> None:
    """A member says who comes, and confirms it."""
    await phone.starts()
    await taps_one(phone, "g:group:say:")
    await answers_for_household(phone, said)
    await phone.sees("group_member/part")
    await taps_one(phone, "g:group:yes:")
    await phone.sees("group_member/part")


async def opens_group(story: Cast, name: str = "Atelier") -> None:
    """Lina looks at the card of a group."""
    await story.lina.starts()
    await story.lina.taps("r:people")
    await taps_one(story.lina, "r:person:", name)
    await story.lina.sees("group/card")


async def answers_for_all(lina: Phone) -> None:
    """What all share, up to the recap."""
    await taps_one(lina, "r:beside:")
    await lina.taps("sea", "done", "children", "never")
    await lina.says("Le lac, 25 km")
    await lina.says("10/07/2027 - 17/07/2027")
    await lina.taps("campsite", "train")
    await lina.sees("plan/recap")


async def group_plan(story: Cast, name: str = "Atelier du jeudi") -> PlanRow:
    """The group's plan as it is stored."""
    lina = await story.town.does(people.by_chat, story.lina.account)
    them = await story.town.does(people.attached, lina.id)
    number = next(each.id for each in them if each.name == name)
    plan: PlanRow = await story.town.does(plans.latest_of, number)
    return plan


async def fills_part_for_group(lina: Phone) -> None:
    """The referent's own part: for all households together, and nothing of it is known beforehand."""
    await lina.taps("part")
    await lina.says("612")
    await lina.taps("caf", "none", "own_words")
    await lina.says("Un atelier chaque jeudi.")
    await lina.taps("yes", "none")
