"""Parts of the story that many dialogues begin with."""

import re
from dataclasses import dataclass

from bot.domain.people import Role
from tests.support.acts import act
from tests.support.phones import Phone
from tests.support.town import Town


@dataclass
class Cast:
    """A network with an open call, a residence, and its people."""

    town: Town
    lina: Phone
    claire: Phone
    call: int
    residence: int


@act
async def cast(town: Town, **call: object) -> Cast:
    """Gather the people of every story, before anybody is invited."""
    number = await town.opens_call(**call)
    residence = await town.organisation()
    lina = await town.member("Lina", Role.REFERENT, residence)
    claire = await town.member("Claire", Role.COORDINATOR)
    return Cast(town, lina, claire, number, residence)


async def link_in(phone: Phone) -> str:
    """Return the code of the link on the newest message."""
    found = re.search(r"start=([\w-]+)", await phone.text())
    assert found is not None, await phone.text()
    return found[1]


async def invites(lina: Phone, name: str = "Awa", contact: str = "normal") -> None:
    """Invite a person as Lina, knowing nothing of their money."""
    await lina.taps("r:invite")
    await lina.says(name)
    await lina.taps("unknown", "no", "yes", contact)
    if contact == "normal":
        await lina.taps("skip")


@act
async def joins(cast: Cast, name: str = "Awa", language: str = "fr") -> Phone:
    """Join as a person whom Lina invited: open the link and read the notice."""
    await invites(cast.lina, name)
    phone = await cast.town.phone(name, language)
    await phone.starts(await link_in(cast.lina))
    await phone.taps("g:accept")
    return phone


async def answers_everything(person: Phone, dates: str = "10/07/2027 - 17/07/2027") -> None:
    """Answer the twelve questions, as Awa does, up to "check and send"."""
    await person.taps("sea", "children", "done", "children", "never", "1")
    await person.says("6, 8, 11")
    await person.taps("none")
    await person.says("Le lac, 25 km")
    await person.says(dates)
    await person.taps("campsite", "train")
    await person.says("60")
    await person.taps("home", "done")


async def fills_prices(lina: Phone, vouchers: str = "yes") -> None:
    """Fill in the prices of the story: 900 €, of which CAF pays 150 €; `vouchers`: whether the campsite takes them."""
    await lina.taps("prices")
    await lina.says("Camping du Lac")
    await lina.taps("france")
    await lina.says("420")
    await lina.taps("seen", vouchers, "option")
    await lina.says("180")
    await lina.says("200")
    await lina.says("100")
    await lina.taps("caf", "done")
    await lina.says("150")
    await lina.taps("0", "none", "card")


async def fills_own_part(lina: Phone, *formalities: str) -> None:
    """Fill in the referent's own part, as far as it is not prefilled; without formalities, none is ticked."""
    await lina.taps("part")
    await lina.says("612")
    await lina.taps("caf")
    if await lina.offers("this_year"):
        await lina.taps("none")
    if await lina.offers("0"):  # who goes along at work, where the call helps them too
        await lina.taps("0")
    await lina.taps("own_words")
    await lina.says("Un rendez-vous chaque semaine.")
    await lina.taps("yes", *(formalities or ("none",)))


@act
async def sent_plan(cast: Cast, name: str = "Awa") -> Phone:
    """Send a plan that Lina may review; returns the person's phone."""
    person = await joins(cast, name)
    await answers_everything(person)
    await person.taps("send")
    return person


@act
async def reviewed_plan(cast: Cast, name: str = "Awa") -> Phone:
    """Bring a plan to where Lina may endorse it with one tap."""
    person = await sent_plan(cast, name)
    await cast.lina.taps("r:next")
    await fills_prices(cast.lina)
    await fills_own_part(cast.lina)
    return person


@act
async def endorsed_plan(cast: Cast, name: str = "Awa") -> Phone:
    """Bring a plan to where the committee may decide on it."""
    person = await reviewed_plan(cast, name)
    await cast.lina.taps("endorse")
    await cast.town.passes(minutes=3)
    return person


@act
async def granted_plan(cast: Cast, name: str = "Awa") -> Phone:
    """Bring a plan to where its 690 euros are granted, and told."""
    person = await endorsed_plan(cast, name)
    await cast.claire.taps("d:list", "decide", "grant")
    await cast.town.passes(minutes=3)
    return person
