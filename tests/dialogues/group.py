"""Parts of the story of a group: founding it, what all share, what a household says."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.groups import Part
from bot.domain.people import Role
from bot.features.groups.households import counted
from bot.interaction.routes import encode_id
from bot.storage import groups, people, plans
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import group
from tests.dialogues.story import Cast, fills_prices, invites, link_in
from tests.support.phones import Phone, buttons

MOST_OF_A_CARD, MOST_ROWS = 600, 12
"""Characters and rows of buttons that a telephone shows without losing the first line."""


async def taps_one(phone: Phone, stem: str, name: str = "") -> None:
    """Tap the newest button whose data begins so, and that has this name if one is given."""
    for message in reversed(await phone.messages()):
        for label, data in buttons(message):
            if data.startswith(stem) and name in label:
                await phone.taps(data)
                return
    raise AssertionError(f"{phone.name} has no button {stem}: {buttons(await phone.last())}")


async def invited(story: Cast, name: str) -> Phone:
    """Invite a person as Lina, up to the notice that the person reads."""
    await story.lina.starts()
    await invites(story.lina, name)
    phone = await story.town.phone(name)
    await phone.starts(await link_in(story.lina))
    await phone.taps("g:accept")
    return phone


async def founded(story: Cast, name: str = "Atelier du jeudi") -> None:
    """Found a group as Lina, and look who may be chosen."""
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
    """Answer the questions of a household, once the first of them stands there."""
    await phone.says(said.adults)
    await (phone.says(said.ages) if said.ages else phone.taps("none"))
    await phone.taps("none")
    await phone.says(said.own)
    await phone.taps("none")


async def comes(phone: Phone, said: Says) -> None:
    """Say as a member who comes, and confirm it."""
    await phone.starts()
    await taps_one(phone, "g:group:say:")
    await answers_for_household(phone, said)
    await phone.sees("group_member/part")
    await taps_one(phone, "g:group:yes:")
    await phone.sees("group_member/part")


async def opens_group(story: Cast, name: str = "Atelier") -> None:
    """Open the card of a group as Lina."""
    await story.lina.starts()
    await story.lina.taps("r:people")
    await taps_one(story.lina, "r:person:", name)
    await story.lina.sees("group/card")


async def answers_for_all(lina: Phone) -> None:
    """Answer what all share, up to the recap."""
    await taps_one(lina, "r:beside:")
    await lina.taps("sea", "done", "children", "never")
    await lina.says("Le lac, 25 km")
    await lina.says("10/07/2027 - 17/07/2027")
    await lina.taps("campsite", "train")
    await lina.sees("plan/recap")
    text = await lina.text()
    assert "Atelier" in text
    assert "a écrit" not in text, "nobody wrote for somebody else"


async def group_plan(story: Cast, name: str = "Atelier du jeudi") -> PlanRow:
    """Return the group's plan as it is stored."""
    lina = await story.town.does(people.by_chat, story.lina.account)
    them = await story.town.does(people.attached, lina.id)
    number = next(each.id for each in them if each.name == name)
    plan: PlanRow = await story.town.does(plans.latest_of, number)
    return plan


async def fills_part_for_group(lina: Phone, companions: str = "0") -> None:
    """Fill in the referent's own part: for all households together, and nothing of it is known beforehand."""
    await lina.taps("part")
    await lina.says("612")
    await lina.taps("caf", "none")
    await lina.sees("referent/companions")
    await lina.says(companions)
    await lina.taps("own_words")
    await lina.says("Un atelier chaque jeudi.")
    await lina.taps("yes", "none")


async def of_a_workshop(story: Cast) -> tuple[Phone, Phone, Phone]:
    """Form a group of Awa, whom Lina chose, and of Zoé, who came by a workshop's link; Sam was not accepted."""
    lina = story.lina
    awa = await invited(story, "Awa")
    await founded(story)
    await taps_one(lina, "r:group_tick:", "Awa")
    await taps_one(lina, "r:group_ask:")
    await lina.sees("group/card")
    await awa.sees("notices/group_asked")
    await taps_one(lina, "r:group_link:")
    await lina.taps("5", "today")
    code = await link_in(lina)
    zoe, sam = await story.town.phone("Zoé"), await story.town.phone("Sam")
    for stranger in (zoe, sam):  # they read one sentence, and nothing about anything
        await stranger.starts(code)
        await stranger.sees("group_member/thanks")
        assert buttons(await stranger.last()) == []
    await lina.sees("notices/group_waits")
    await taps_one(lina, "r:group:")
    await taps_one(lina, "r:group_asks:")
    await taps_one(lina, "r:group_accept:", "Zoé")
    await taps_one(lina, "r:group_decline:")
    await lina.sees("group/card")
    await sam.starts()
    await sam.sees("stranger")
    await zoe.starts()
    await zoe.sees("privacy")
    await zoe.taps("g:accept")
    await zoe.sees("group_member/part")
    return awa, zoe, sam


async def parts(story: Cast) -> dict[str, Part]:
    """Return how far each member of the group is, by the number that their buttons have."""
    plan = await group_plan(story)
    return {encode_id(each.id): each.part for each in await story.town.does(groups.of_plan, plan.id)}


async def read_by(phone: Phone) -> str:
    """Return all that a person has read."""
    return " ".join(str(each.get("text") or each.get("caption") or "") for each in await phone.messages())


def thirty_households(tx: Tx, now: datetime, plan_id: int) -> None:
    """Let thirty households of two join at once."""
    plan = plans.by_id(tx, plan_id)
    assert plan is not None
    for number in range(30):
        person = people.add(tx, now, plan.network_id, f"Personne {number}", frozenset({Role.BENEFICIARY}))
        groups.add(tx, plan_id, person, Part.ASKED, now)
        said = {"adults": {"v": 1}, "children": {"v": [8]}, "own_share": {"v": 6_000}}
        known = groups.of_plan(tx, plan_id)[-1]
        groups.change(tx, known, now, part=Part.CONFIRMED, confirmed_at=now, answers=said)
    plans.save(tx, plan, now, households=group.dumped(counted(tx, plan_id)))


async def fits(phone: Phone) -> None:
    """Check that the newest message and its buttons fit into a telephone's screen and a half, and into Telegram."""
    rows = (await phone.last())["reply_markup"]["inline_keyboard"]
    assert len(await phone.text()) <= MOST_OF_A_CARD
    assert len(rows) <= MOST_ROWS
    assert all(len(data.encode()) <= 64 for _, data in buttons(await phone.last()))


async def is_granted(story: Cast) -> PlanRow:
    """Say as Lina what all share; then one sending, one endorsement, one decision."""
    lina = story.lina
    await opens_group(story)
    await answers_for_all(lina)
    await lina.taps("send")
    await lina.sees("plan/sent")
    await lina.taps("card")
    await fills_prices(lina)
    await fills_part_for_group(lina)
    await lina.taps("endorse")
    await story.town.passes(minutes=3)
    await story.claire.taps("d:list", "decide", "grant")
    await story.town.passes(minutes=3)
    return await group_plan(story)
