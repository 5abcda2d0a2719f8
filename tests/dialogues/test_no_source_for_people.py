"""To a beneficiary no programme, call or source is ever named, on any page they open and by any limit they meet."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain.people import Role
from bot.features.questions.shelf import answers_for
from tests.dialogues.after import came_home
from tests.dialogues.story import (
    Cast,
    answers_everything,
    cast,
    fills_own_part,
    fills_prices,
    invites,
    link_in,
)
from tests.support import packaged
from tests.support.phones import Phone, buttons
from tests.support.town import Town, name_of

NAMES = {"elles-en-vacances": "Femmes victimes, été 2027", "apv": "Appel du Conseil régional"}
"""A protected programme and any other one, and what the network calls its call of it."""

ANSWERS_FOR_DATA = "1. Réseau des Tilleuls garde vos réponses et en est responsable."
"""The only place where a network is named: the law asks that people can read who answers for their data."""

PAGES = (
    "home", "help", "terms", "recap", "privacy", "hours", "emergency", "language", "write", "questions", "prices",
    "checklist", "calendar", "pay", "news", "inbox", "group", "feelings", "own", "go", "where",
)  # fmt: skip
"""Every page that a beneficiary may open, whether or not it is offered now."""


@dataclass
class Watched(Phone):
    """A telephone of which everything that was ever on it is kept: words, buttons, files."""

    town: Town
    account: int
    name: str
    told: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)

    async def _post(self, what: str, **body: Any) -> dict[str, Any]:
        done = await super()._post(what, **body)
        await self.keeps()
        return done

    async def keeps(self) -> None:
        """Write down what is on the telephone now."""
        for message in await self.messages():
            self.told.append(str(message.get("text") or message.get("caption") or ""))
            self.told += [label for label, _ in buttons(message)]
            self.files |= {message["document"]["file_id"]} if "document" in message else set()

    async def read(self) -> str:
        """Return all of it in one text."""
        await self.keeps()
        for file_id in sorted(self.files):
            async with self.town.http.get(f"/sandbox/files/{file_id}") as answer:
                self.told.append((await answer.read()).decode(errors="replace").replace("\r\n ", ""))
        self.files.clear()
        return "\n".join(dict.fromkeys(self.told))

    async def opens_every_page(self) -> None:
        """Open whatever a beneficiary may open, and every answer to a question."""
        for page in PAGES:
            await self.forges(f"g:{page}")
        for answer in answers_for(frozenset({Role.BENEFICIARY})):
            await self.forges(f"g:answer:{answer}")


@dataclass
class Road:
    """A story in a call whose every rule the network answers for."""

    story: Cast
    model: str

    async def begins(self) -> Watched:
        """Open the referent's link as Awa."""
        await invites(self.story.lina)
        person = await self.story.town.phone("Awa")
        awa = Watched(self.story.town, person.account, "Awa")
        await awa.starts(await link_in(self.story.lina))
        await awa.taps("g:accept")
        return awa

    def untold(self) -> set[str]:
        """Return what a beneficiary never reads."""
        model = packaged.models(None)[self.model]
        sources = {rule.source.who for rule in model.rules} | {usual.source.who for usual in model.usual}
        return {model.title, model.title.split(" (")[0], NAMES[self.model], "Réseau des Tilleuls", *sources}

    async def names_nothing_to(self, awa: Watched) -> None:
        """Check that none of it was ever on Awa's telephone."""
        lines = set((await awa.read()).splitlines()) - {ANSWERS_FOR_DATA}
        assert [line for line in sorted(lines) if any(name in line for name in self.untold())] == []


@pytest.fixture(params=sorted(NAMES))
async def road(town: Town, request: pytest.FixtureRequest) -> Road:
    model = str(request.param)
    confirmed = tuple(rule.id for rule in packaged.models(None)[model].unconfirmed(2026))
    call = {"model": model, "name": NAMES[model], "confirmed": confirmed, "stay_from": date(2026, 12, 1)}
    return Road(await cast(town, **call), model)


async def reaches_the_dates(awa: Phone) -> None:
    await awa.taps("sea", "children", "done", "children", "never", "1")
    await awa.says("6, 8, 11")
    await awa.taps("none")
    await awa.says("Le lac, 25 km")
    await awa.sees("stay/dates")


async def test_every_limit_that_is_met_is_told_without_saying_whose_it_is(road: Road) -> None:
    awa = await road.begins()
    await reaches_the_dates(awa)
    await awa.taps("example")
    await awa.says("du 1er juillet au 1er août 2027")
    await awa.sees("stay/dates", problem="too_long")
    if road.model == "apv":
        await awa.says("du 1er juillet au 3 juillet 2027")
        await awa.sees("stay/dates", problem="too_short")
    await awa.says("du 2 au 9 décembre 2026")
    await awa.sees("lodging/lodging", problem="warn_lead_days")
    await awa.taps("campsite", "train")
    if road.model == "apv":
        await awa.says("5 euros")
        await awa.sees("share/own_share", problem="too_little")
    await awa.says("60")
    await awa.taps("home", "done")
    await awa.taps("send", "g:prices")
    await awa.says("Camping de l’Atlas, Marrakech")
    await awa.taps("elsewhere")
    await awa.sees("figures/lodging_price", problem="warn_area")
    await awa.says("9000")
    await awa.taps("skip", "no")
    await awa.sees("figures/booking", problem="warn_takes_vouchers")
    await awa.taps("all_paid")
    await awa.sees("figures/transport_price", problem="warn_not_paid_in_full")
    for _ in range(3):
        await awa.says("600")
    await awa.taps("none", "0", "none")
    screen = await awa.sees("plan/budget")
    assert {"area", "takes_vouchers", "not_paid_in_full"} <= {each.kind for each in screen.values["refusals"]}
    await awa.taps("why")
    await awa.opens_every_page()
    await road.names_nothing_to(awa)


async def test_a_whole_road_names_no_programme_no_call_and_no_source(road: Road) -> None:
    awa, story = await road.begins(), road.story
    await answers_everything(awa)
    await awa.opens_every_page()
    await awa.forges("g:recap")
    await awa.taps("send")
    await story.lina.taps("r:next")
    await story.lina.taps("changes", "lodging", "done")
    await story.lina.says("Un camping, c’est très bien.")
    await story.lina.taps("skip")
    await story.town.passes(minutes=3)
    await awa.taps("g:go", "campsite", "send_again")
    await story.lina.taps("r:next")
    await fills_prices(story.lina)
    await fills_own_part(story.lina)
    await story.lina.taps("endorse")
    if name_of(await story.lina.screen()).startswith("endorsement/"):  # money is missing with some models
        await story.lina.says("Le CCAS paie le reste.")
    await story.town.passes(minutes=3)
    await awa.opens_every_page()
    await story.claire.taps("d:list", "decide", "grant")
    await story.town.passes(minutes=3)
    assert await awa.has_seen("notices/granted")
    await awa.opens_every_page()
    assert any("BEGIN:VCALENDAR" in each for each in (await awa.read(), *awa.told))
    await came_home(story)
    await awa.opens_every_page()
    await road.names_nothing_to(awa)


async def test_the_closing_of_a_call_and_the_opening_of_another_name_neither(road: Road) -> None:
    awa, story = await road.begins(), road.story
    await answers_everything(awa)
    await story.town.opens_call(
        name="Seconde vague, Réseau des Tilleuls", closes_at=datetime(2027, 8, 1, 16, tzinfo=UTC),
        people_by=date(2027, 7, 15), stay_from=date(2027, 8, 2),
    )  # fmt: skip
    await story.town.passes(days=190)
    await story.town.passes(days=20)
    await awa.starts()
    await awa.opens_every_page()
    read = await awa.read()
    assert await awa.has_seen("notices/too_late")
    assert "Seconde vague" not in read
    await road.names_nothing_to(awa)


async def test_professionals_read_whose_rule_it_is_and_of_which_year(road: Road) -> None:
    awa, lina = await road.begins(), road.story.lina
    await answers_everything(awa)
    await awa.taps("send")
    await lina.taps("r:next", "prices")
    await lina.says("Camping du Lac")
    await lina.taps("france")
    await lina.says("420")
    await lina.taps("skip", "no", "option")
    for amount in ("180", "200", "100"):
        await lina.says(amount)
    await lina.taps("none", "0", "none", "card")
    await lina.sees("review/card")
    source = {"apv": "Unapei 30, campagne APV, 2025", "elles-en-vacances": "Réseau des Tilleuls, 2026"}[road.model]
    assert f"({NAMES[road.model]}, {source})" in await lina.text()
