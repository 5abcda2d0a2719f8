"""A year of calls and plans: what was granted for the summer, what came of it, what is asked for the autumn."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from bot.domain.people import Contact, OrganisationKind, Role
from bot.domain.plans import Action
from bot.features.administration import admin
from bot.interaction.routes import encode_id
from bot.storage import calls
from conversations.engine.dates import Span
from tests.dialogues.after import gives_report
from tests.dialogues.group import Says, comes, is_granted, of_a_workshop
from tests.recorded.inhabitants import ENDORSE, SEND, SUBMIT, Step, World, grants
from tests.support.phones import Phone, buttons
from tests.support.town import Town

JUNE = Span(date(2027, 6, 24), date(2027, 7, 1))
AUTUMN = Span(date(2027, 10, 23), date(2027, 10, 30))
HANDED_ON = "20 juin 2027"
"""The day on which the aid of the summer was handed over, as its reports say."""


async def team(town: Town) -> tuple[Phone, Phone]:
    await town.does(admin.found_network, town.moment, "Réseau des Tilleuls", "Les Tilleuls", "dpo@tilleuls.example")
    residence = await town.organisation()
    return await town.member("Lina", Role.REFERENT, residence), await town.member("Claire", Role.COORDINATOR)


async def professionals(world: World) -> None:
    town, story = world.town, world.story
    await world.knows("lina", story.lina)
    await world.knows("claire", story.claire)
    workshop = await town.organisation("Tremplin du Val", OrganisationKind.SIAE, "69")
    for name, role, place in (
        ("omar", Role.REFERENT, story.residence),
        ("rose", Role.REFERENT, story.residence),
        ("uma", Role.REFERENT, story.residence),
        ("lea", Role.LEAD, story.residence),
        ("paul", Role.REFERENT, workshop),
        ("dan", Role.COORDINATOR, None),
    ):
        await world.knows(name, await town.member(name.capitalize(), role, place))
    for name in ("omar", "dan"):
        await world.phones[name].forges("g:hours:way:daily")


def _july(first: int, last: int) -> Span:
    return Span(date(2027, 7, first), date(2027, 7, last))


async def the_summer(world: World, summer: int) -> None:
    """Ask for stays of this summer and grant them, for single people and for a group."""
    story = world.story
    awa, zoe, _sam = await of_a_workshop(story)
    await comes(awa, Says("1", "6, 8"))
    await comes(zoe, Says("2", "", "90"))
    await is_granted(story)
    await world.knows("awa", awa)
    await world.knows("zoe", zoe)
    to_grant = (SEND, ENDORSE, SUBMIT, grants())
    for name, stay in (
        ("gina", _july(25, 31)), ("hawa", _july(24, 30)), ("iris", _july(12, 24)), ("ivo", _july(12, 24)),
        ("jade", _july(3, 10)), ("june", _july(3, 10)), ("kim", JUNE), ("lou", JUNE),
        ("maria", _july(25, 31)), ("mona", _july(26, 31)),
    ):  # fmt: skip
        await world.plan(name, summer, stay, *to_grant)
    await world.plan("ned", summer, _july(25, 31), *to_grant, contact=Contact.NONE)
    await world.plan("nina", summer, _july(25, 31), *to_grant, contact=Contact.DISCREET)
    spring = await world.town.opens_call(
        name="Printemps 2027", people_by=date(2027, 3, 1), closes_at=datetime(2027, 3, 15, 17, tzinfo=UTC),
        stay_from=date(2027, 4, 10), stay_until=date(2027, 6, 10),
    )  # fmt: skip
    await world.plan("pia", spring, Span(date(2027, 4, 24), date(2027, 5, 1)), *to_grant)
    await world.plan("olga", summer, _july(25, 31), SEND, ENDORSE, SUBMIT, (Action.POSTPONE, "", {}))
    await world.plan("old", summer, _july(25, 31), lacking=("dates",))  # a draft whose call closes


async def passes_until(town: Town, then: datetime) -> None:
    """Let weeks go by."""
    while (left := then - town.clock.now) > timedelta():
        await town.passes(seconds=min(left, timedelta(days=21)).total_seconds())


async def this_years_calls(world: World) -> tuple[int, int]:
    """Open the call of the autumn, one of the protected programme, a small one, a draft; figures of a former year."""
    town, claire = world.town, world.phones["claire"]
    soon: dict[str, Any] = {
        "people_by": date(2027, 9, 20), "closes_at": datetime(2027, 9, 30, 16, tzinfo=UTC),
        "stay_from": date(2027, 10, 10), "stay_until": date(2027, 12, 31),
    }  # fmt: skip
    autumn = await town.opens_call(name="Séjours d'automne 2027", **soon)
    await town.opens_call(name="Répit d'automne", model="elles-en-vacances", committee=False, **soon)
    small = await town.opens_call(name="Petites vacances", confirmed=("reports_given",), envelope=100_000, **soon)
    await town.opens_call(name="Automne en Bretagne", model="coorace-2022", regions=("BRE",), places=2, **soon)
    await claire.forges(f"d:copy:{encode_id(autumn)}")
    await claire.forges("d:past_year")
    for words in ("2025", "120", "40000"):
        await claire.says(words)
    await claire.forges(f"d:change:{encode_id(autumn)}:quota")
    return autumn, small


async def after_the_stays(world: World, autumn: int) -> None:
    """Hand over vouchers of the summer, and let people who are home tell of it."""
    town, lina = world.town, world.phones["lina"]
    for name in ("hawa", "mona"):
        await world.acts("lina", name, "hand")
        await lina.says("300")
        await lina.taps("paper")
        await lina.says("15")
        await lina.taps("skip", "today")
    await world.acts("mona", "mona", "received")
    await world.acts("maria", "maria", "stay_changes")
    await world.phones["maria"].taps("dates")
    await world.phones["maria"].says("26/07/2027 - 31/07/2027")
    await tells(world.phones["kim"])
    for name in ("kim", "lou"):
        await lina.forges(await world.button(name, "card"))
        await gives_report(lina, handed_on=HANDED_ON)
    await world.phones["june"].forges("g:report")
    await world.acts("lina", "lou", "go_again")
    await lina.forges(f"r:another:{encode_id(world.ids['kim'])}:{encode_id(autumn)}")
    await town.settles()


async def tells(phone: Phone) -> None:
    """Tell of a stay as little as may be told, and send a photo."""
    await phone.forges("g:report")
    for _ in range(12):
        if any(data.startswith("n:") and ":first_done:" in data for _, data in buttons(await phone.last())):
            break
        await phone.taps("skip")
    await phone.sends("photo")
    await phone.starts()


async def the_autumn(world: World, autumn: int) -> None:
    """Bring a plan into each state before a decision, and some after it."""
    to_decide = (SEND, ENDORSE, SUBMIT)
    await world.joins("begun", autumn)
    await world.phones["begun"].taps("sea", "done", "children")
    await world.plan("ready", autumn, AUTUMN)
    await world.plan("unpriced", autumn, AUTUMN, SEND, lacking=("lodging_price", "quote", "quotient", "objective"))
    await world.plan("half", autumn, AUTUMN, SEND, lacking=("proof", "objective"))
    for name in ("sent", "sent2"):
        await world.plan(name, autumn, AUTUMN, SEND)
    await world.plan("asked", autumn, AUTUMN, SEND)
    await world.plan("answered", autumn, AUTUMN, SEND)
    for name in ("asked", "answered"):
        await world.acts("lina", name, "changes")
        await world.phones["lina"].taps("lodging", "dates", "done")
        for words in ("Un camping plus près ?", "Tente", "Une semaine plus tard ?", "30/10/2027 - 06/11/2027"):
            await world.phones["lina"].says(words)
    await world.town.passes(minutes=3)
    await world.phones["answered"].forges("g:go")
    await world.phones["answered"].taps("agree", "gite")
    await world.plan("refused", autumn, AUTUMN, SEND)
    await world.acts("lina", "refused", "not_endorse")
    await world.phones["lina"].taps("not_ready", "talk")
    for number in range(10):
        contact = Contact.NONE if number else Contact.NORMAL
        await world.plan(f"listed{number}", autumn, AUTUMN, *to_decide, contact=contact)
    for name, step in (
        ("waiting", (Action.PUT_ON_WAITING_LIST, "claire", {})),
        ("waiting2", (Action.PUT_ON_WAITING_LIST, "claire", {})),
        ("declined", (Action.DECLINE, "claire", {})),
        ("granted", grants()),
        ("given_up", (Action.CANCEL, "", {})),
    ):
        await world.plan(name, autumn, AUTUMN, *to_decide, step)
    await world.plan("umas", autumn, AUTUMN, SEND, referent="uma")
    await world.phones["uma"].blocks()
    await world.plan("beside", autumn, AUTUMN, contact=Contact.NONE)
    await world.plan("beside_sent", autumn, AUTUMN, SEND, contact=Contact.NONE)
    await world.joins("silent", autumn, contact=Contact.DISCREET)
    await world.plan("shut", autumn, AUTUMN, SEND, contact=Contact.DISCREET)
    await world.plan("no_detail", autumn, AUTUMN, SEND)
    await world.phones["no_detail"].forges("g:write:no_detail")
    await world.plan("roses", autumn, AUTUMN, SEND, referent="rose")
    await world.plan("together", autumn, AUTUMN, lacking=("worries", "own_share"))
    await world.phones["lina"].forges(f"r:beside:{encode_id(world.ids['together'])}")
    await world.phones["lina"].taps("6000", "home", "done")


async def lately(world: World, autumn: int, small: int) -> None:
    """Make offers and grants that are told at once, and a call whose money is nearly gone."""
    to_decide = (SEND, ENDORSE, SUBMIT)
    for name, contact in (("offered", Contact.NORMAL), ("beside_offered", Contact.NONE)):
        offers: Step = (Action.OFFER, "claire", {"granted_cents": 9_000})
        await world.plan(name, autumn, AUTUMN, *to_decide, offers, contact=contact)
    await world.plan("omars", autumn, AUTUMN, *to_decide, grants(), contact=Contact.NONE, referent="omar")
    await world.plan("omars2", autumn, AUTUMN, *to_decide, grants(), referent="omar")
    await world.phones["claire"].forges(f"d:lenient:{encode_id(autumn)}:0")
    await world.plan("first", small, AUTUMN, *to_decide, grants(), referent="paul")
    await world.plan("second", small, AUTUMN, *to_decide, (Action.PUT_ON_WAITING_LIST, "claire", {}), referent="paul")
    await world.plan("third", small, AUTUMN, SEND, referent="paul")
    await world.town.does(partial(calls.change, envelope=40_000), small)
