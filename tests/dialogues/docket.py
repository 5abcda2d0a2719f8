"""A committee with a pile of plans: written by the services, decided on a telephone."""

from dataclasses import dataclass
from typing import Any

from bot.domain.people import OrganisationKind, Role
from bot.features.administration import admin
from bot.interaction.routes import encode_id
from bot.storage import people, plans
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.screens import Page
from tests.support.phones import Phone
from tests.support.plans import Team, endorsed
from tests.support.town import Town

AID = 190_00
"""What each plan of one person asks: 250 € of costs less 60 € of own share."""


@dataclass
class Committee:
    """Claire on a telephone, two residences of two regions, and their referents."""

    town: Town
    claire: Phone
    seine: Team
    rhone: Team

    async def writes(self, *names: str, team: Team | None = None, **changes: Any) -> list[int]:
        """Write plans of one person each, endorsed one minute after the other; returns their ids."""
        found = []
        for name in names:
            made: int = await self.town.does(endorsed, self.town.moment, team or self.seine, name)
            if changes:
                await self.rewrites(made, **changes)
            found.append(made)
            await self.town.passes(minutes=1)
        await self.town.passes(minutes=3)
        return found

    async def rewrites(self, number: int, **changes: Any) -> None:
        """Rewrite the figures of one plan, as if it had been written so."""
        await self.town.does(_changed, number, changes)

    async def plan(self, number: int) -> PlanRow:
        """Return a plan as it stands."""
        found: PlanRow | None = await self.town.does(plans.by_id, number)
        assert found is not None
        return found

    async def opens(self, number: int) -> None:
        """Open the card of one plan as Claire, from any page."""
        await self.claire.forges(f"p:decide:{encode_id(number)}:{encode_id((await self.plan(number)).version)}")
        await self.claire.sees("committee/card")

    async def shown(self) -> list[int]:
        """Return the ids of the plans on the list that Claire looks at."""
        screen = await self.claire.screen()
        assert isinstance(screen, Page)
        return [line.plan.id for line in screen.values["lines"]]


def _changed(tx: Tx, plan_id: int, changes: dict[str, Any]) -> None:
    row = plans.by_id(tx, plan_id)
    assert row is not None
    plans.save(tx, row, row.updated_at, **changes)


async def committee(town: Town, **call: Any) -> Committee:
    """Open a call with two organisations and a coordinator."""
    number = await town.opens_call(**call)
    claire = await town.member("Claire", Role.COORDINATOR)
    coordinator = (await town.does(people.by_chat, claire.account)).id
    teams = []
    for name, department, referent in (("Les Tilleuls", "93", "Lina"), ("Le Rhône", "69", "Paul")):
        place = await town.does(admin.add_organisation, town.network, name, OrganisationKind.RESIDENCE, department)
        who = await town.does(admin.add_member, town.moment, town.network, place, Role.REFERENT, referent)
        teams.append(Team(town.network, place, who, coordinator, number))
    return Committee(town, claire, *teams)
