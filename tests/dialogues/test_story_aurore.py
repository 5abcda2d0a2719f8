"""The Aurore story: shelters, residences and therapeutic communities; several calls a year, one of them thematic.

Thirty-eight people left in 2009, 640 in 2021: the years before are noted, and the new ones are counted beside them.
"""

from datetime import UTC, date, datetime

from bot.domain.people import OrganisationKind, Role
from bot.domain.plans import State
from bot.features.administration import admin
from bot.storage import calls, past_figures, plans
from bot.storage.plans import PlanRow
from tests.dialogues.story import answers_everything, fills_own_part, fills_prices, invites, link_in
from tests.support.phones import Phone
from tests.support.town import Town

HOUSES = (
    ("Hôtel du cœur", OrganisationKind.SHELTER),
    ("Résidence des Tilleuls", OrganisationKind.RESIDENCE),
    ("Communauté de la Vallée", OrganisationKind.THERAPEUTIC),
)


async def opens(claire: Phone, model: str, name: str, closes: str, stays: str, places: str = "640") -> None:
    """Open a call of the year, from the six questions on."""
    await claire.starts()
    await claire.taps("d:calls", "d:new_call", model)
    for said in (name, closes, stays, places, "100 000 €"):
        await claire.says(said)
    await claire.taps("none", "none")
    await claire.sees("call/_ready")
    await claire.taps(await draft_of(claire))
    await claire.sees("call/_opened")


async def draft_of(claire: Phone) -> str:
    """Return the button that opens the draft that is looked at."""
    shown = await claire.last()
    rows = shown["reply_markup"]["inline_keyboard"]
    return next(str(b["callback_data"]) for row in rows for b in row if b["callback_data"].startswith("d:open:"))


async def leaves(town: Town, lina: Phone, name: str, call: str, dates: str) -> None:
    """Invite a person to one of the calls, who writes a plan, which Lina endorses."""
    await lina.starts()
    await lina.taps("r:invite")
    await lina.says(name)
    await lina.taps(call, "unknown", "no", "yes", "normal", "skip")
    person = await town.phone(name)
    await person.starts(await link_in(lina))
    await person.taps("g:accept")
    await answers_everything(person, dates)
    await person.taps("send")
    await lina.taps("r:next")
    await fills_prices(lina)
    await fills_own_part(lina)
    await lina.taps("support_statement", "seen", "endorse")
    await town.passes(minutes=3)


async def test_several_calls_a_year_one_of_them_thematic_for_many_kinds_of_organisation(town: Town) -> None:
    claire = await town.member("Claire", Role.COORDINATOR)
    await opens(claire, "aurore", "Printemps 2027", "1er mars 2027", "du 1er avril au 31 mai 2027")
    await opens(claire, "aurore", "Été 2027", "1er juin 2027", "du 1er juillet au 15 septembre 2027")
    await opens(claire, "elles-en-vacances", "Elles 2027", "1er juin 2027", "du 1er juillet au 15 septembre 2027")
    rows = await town.does(calls.of_network, town.network)
    assert {row.model for row in rows} == {"aurore", "elles-en-vacances"}
    asked: dict[OrganisationKind, PlanRow] = {}
    for name, kind in HOUSES:
        house = await town.does(admin.add_organisation, town.network, name, kind, "75")
        lina = await town.member(f"Lina {name}", Role.REFERENT, house)
        await leaves(town, lina, f"Awa {name}", "2", "10/07/2027 - 17/07/2027")
        asked[kind] = await town.does(plans.by_id, len(asked) + 1)
    assert {plan.call_id for plan in asked.values()} == {2}
    assert len({plan.organisation_id for plan in asked.values()}) == 3
    for _ in HOUSES:
        await claire.starts()
        await claire.taps("d:list", "decide", "grant")
    assert (await town.does(calls.by_id, 2)).taken_places == 12


async def test_in_the_thematic_call_people_read_a_neutral_name_and_the_committee_decides(town: Town) -> None:
    claire = await town.member("Claire", Role.COORDINATOR)
    await opens(claire, "elles-en-vacances", "Elles 2027", "1er juin 2027", "du 1er juillet au 15 septembre 2027")
    await claire.taps("d:calls", "d:call:1", "d:seen:1:person")
    await claire.sees("call/_preview")
    read = await claire.text()
    assert "Elles" not in read
    assert "violence" not in read.casefold()
    house = await town.does(admin.add_organisation, town.network, *HOUSES[0], "75")
    lina = await town.member("Lina", Role.REFERENT, house)
    await lina.taps("r:invite")
    await lina.sees("invitation/nickname")
    await lina.says("Awa")
    await lina.taps("unknown", "no", "yes")
    await lina.sees("invitation/contact")
    await lina.taps("none", "r:beside:3")
    await lina.sees("consent/consent")
    await lina.taps("oral")
    await answers_everything(lina)
    await lina.taps("send", "card")
    await fills_prices(lina)
    await fills_own_part(lina)
    await lina.taps("endorse")
    await lina.says("Le reste est demandé à la ville.")
    plan = await town.does(plans.by_id, 1)
    assert plan.state is State.ENDORSED, "her referent's word alone grants nothing"
    await town.passes(minutes=3)
    await claire.starts()
    await claire.taps("d:list", "decide", "grant")
    assert (await town.does(calls.by_id, 1)).taken_places == 4


async def test_the_years_before_are_entered_and_compared(town: Town) -> None:
    claire = await town.member("Claire", Role.COORDINATOR)
    await claire.taps("d:calls", "d:past")
    for year, people in (("2009", "38"), ("2012", "223"), ("2021", "64")):
        await claire.taps("d:past_year")
        await claire.says(year)
        await claire.says(people)
        await claire.taps("skip")
        await claire.sees("past/_page")
    await claire.taps("d:past_year:2021")
    await claire.sees("past/past_people")
    await claire.says("640")
    await claire.says("192 000")
    noted = await town.does(past_figures.of_network, town.network)
    assert [(figure.year, figure.people, figure.cents) for figure in noted] == [
        (2009, 38, None), (2012, 223, None), (2021, 640, 19_200_000),
    ]  # fmt: skip
    read = await claire.text()
    assert "▓▓▓▓▓▓▓▓▓▓▓▓" in read
    assert "38" in read
    assert "640" in read
    await claire.taps("d:past_year:2012")
    await claire.says("0")
    assert [figure.year for figure in await town.does(past_figures.of_network, town.network)] == [2009, 2021]


async def test_what_was_granted_here_stands_beside_the_years_before(town: Town) -> None:
    claire = await town.member("Claire", Role.COORDINATOR)
    await claire.taps("d:calls", "d:past", "d:past_year")
    await claire.says("2021")
    await claire.says("640")
    await claire.taps("skip")
    await town.opens_call(model="aurore", closes_at=datetime(2027, 6, 1, 16, tzinfo=UTC), stay_until=date(2027, 9, 1))
    house = await town.does(admin.add_organisation, town.network, *HOUSES[1], "75")
    lina = await town.member("Lina", Role.REFERENT, house)
    await invites(lina)
    awa = await town.phone("Awa")
    await awa.starts(await link_in(lina))
    await awa.taps("g:accept")
    await answers_everything(awa)
    await awa.taps("send")
    await lina.taps("r:next")
    await fills_prices(lina)
    await fills_own_part(lina)
    await lina.taps("support_statement", "seen", "endorse")
    await town.passes(minutes=3)
    await claire.taps("d:list", "decide", "grant")
    await claire.starts()
    await claire.taps("d:calls", "d:past")
    read = await claire.text()
    assert "2027" in read
    assert "640" in read
