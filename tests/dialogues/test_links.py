"""Links: a newer one shuts the older, using one shuts the others, and none gives a role that nobody has taken.

The link of a group is shut by a newer one in test_groups.py.
"""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.people import AT_WORK, Role
from bot.features.administration import admin
from bot.storage import invitations, people
from tests.dialogues.story import Cast, cast, granted_plan, invites, link_in
from tests.dialogues.test_discreet import discreet_person
from tests.support.phones import Phone
from tests.support.town import Town

LINA, CLAIRE, AWA = 1, 2, 3


async def shut(town: Town, link: str) -> None:
    """Check that to a new telephone that link opens nothing."""
    other = await town.phone("Tom")
    await other.starts(link)
    await other.sees("stranger", problem="invitation")


async def role_link(town: Town, role: Role, organisation: int | None, person: int | None = None) -> str:
    code: str = await town.does(admin.invite_member, town.moment, role, town.network, organisation, person)
    return code


async def roles_of(phone: Phone) -> frozenset[Role]:
    person: people.Person = await phone.town.does(people.by_chat, phone.account)
    return person.roles


# A newer link for the same person and purpose


async def test_a_newer_link_for_a_person_accompanied_shuts_the_older(town: Town) -> None:
    story = await cast(town)
    await invites(story.lina)
    older = await link_in(story.lina)
    await story.lina.starts()
    await story.lina.taps("r:people", f"r:person:{AWA}", f"r:link:{AWA}", f"r:link:{AWA}:surely")
    newer = await link_in(story.lina)
    await shut(town, older)
    awa = await town.phone("Awa")
    await awa.starts(newer)
    await awa.sees("privacy")


async def test_nor_does_one_that_the_office_made_stay_open_beside_another(town: Town) -> None:
    story = await cast(town)
    await invites(story.lina)
    older = await link_in(story.lina)
    await role_link(town, Role.BENEFICIARY, story.residence, AWA)
    await shut(town, older)


async def test_a_newer_link_for_a_members_telephone_shuts_the_older(town: Town) -> None:
    story = await cast(town)
    omar = await town.does(admin.add_member, town.moment, town.network, story.residence, Role.REFERENT, "Omar")
    older = await role_link(town, Role.REFERENT, story.residence, omar)
    newer = await role_link(town, Role.REFERENT, story.residence, omar)
    await shut(town, older)
    phone = await town.phone("Omar")
    await phone.starts(newer)
    await phone.sees("hours/page")


async def test_a_newer_link_for_a_name_shuts_the_older_of_that_name_alone(town: Town) -> None:
    story = await cast(town)

    async def link_for(name: str) -> str:
        moment, word = town.moment, {"name": name}
        until: Any = moment.now + timedelta(days=14)
        await town.does(
            lambda tx: invitations.invite(
                tx, moment.code, Role.REFERENT, 1, moment.now, until, organisation_id=story.residence, word=word
            )
        )
        return moment.code

    older, beas, newer = await link_for("Ana"), await link_for("Bea"), await link_for("Ana")
    await shut(town, older)
    for name, link in (("Bea", beas), ("Ana", newer)):
        phone = await town.phone("?")
        await phone.starts(link)
        assert (await town.does(people.by_chat, phone.account)).name == name


async def test_using_one_link_shuts_every_other_of_that_person(town: Town) -> None:
    story = await cast(town)
    await invites(story.lina)
    own = await link_in(story.lina)
    another = await role_link(town, Role.REFERENT, story.residence, AWA)
    awa = await town.phone("Awa")
    await awa.starts(own)
    await awa.sees("privacy")
    await shut(town, another)


# A role for a known person


async def test_a_role_link_of_another_organisation_gives_nothing_and_is_not_used_up(town: Town) -> None:
    story = await cast(town)
    await granted_plan(story)
    elsewhere = await town.organisation("Foyer des Ormes")
    for role in (Role.LEAD, Role.REFERENT):
        await invites(await begun(story), "Eve")
        eve = await town.phone("Eve")
        await eve.starts(await link_in(story.lina))
        await eve.taps("g:accept")
        link = await role_link(town, role, elsewhere)
        await eve.starts(link)
        await eve.sees("home/plan", problem="invitation_elsewhere")
        await eve.forges(f"g:role:{link}")
        await eve.sees("wishes/wishes", problem="invitation_elsewhere")
        assert await roles_of(eve) == {Role.BENEFICIARY}
        await eve.forges("p:handover:1:1")
        assert "Awa" not in await eve.text()
        meant = await town.phone("Ana")
        await meant.starts(link)
        await meant.sees("hours/page")


async def begun(story: Cast) -> Phone:
    """Show Lina's home."""
    await story.lina.starts()
    return story.lina


@pytest.mark.parametrize("role", sorted(AT_WORK))
async def test_in_the_same_house_nobody_takes_a_role_without_reading_what_it_does(town: Town, role: Role) -> None:
    story = await cast(town)
    await invites(story.lina)
    awa = await town.phone("Awa")
    await awa.starts(await link_in(story.lina))
    await awa.taps("g:accept")
    link = await role_link(town, role, None if role is Role.COORDINATOR else story.residence)
    await awa.starts(link)
    screen = await awa.sees("join/role")
    assert (screen.values["role"], screen.values["accompanied"]) == (role.value, True)
    assert await roles_of(awa) == {Role.BENEFICIARY}
    await awa.taps("g:home")
    assert await roles_of(awa) == {Role.BENEFICIARY}

    await awa.starts(link)
    await awa.taps(f"g:role:{link}")
    assert await roles_of(awa) == {Role.BENEFICIARY, role}
    await shut(town, link)


async def test_a_link_for_what_one_is_already_stays_good_for_a_colleague(town: Town) -> None:
    story = await cast(town)
    link = await role_link(town, Role.REFERENT, story.residence)
    await story.lina.starts(link)
    await story.lina.sees("review/home", problem="role_already")
    ana = await town.phone("Ana")
    await ana.starts(link)
    await ana.sees("hours/page")


async def test_on_a_shut_discreet_chat_the_gate_comes_before_any_role(town: Town) -> None:
    awa, _, _ = await discreet_person(town)
    await town.passes(hours=5)
    link = await role_link(town, Role.LEAD, 1)
    await awa.starts(link)
    await awa.sees("code/ask")
    assert await roles_of(awa) == {Role.BENEFICIARY}
    await awa.forges(f"g:role:{link}")
    await awa.sees("code/ask")
    assert await roles_of(awa) == {Role.BENEFICIARY}
    await awa.says("soleil")
    await awa.starts(link)
    await awa.sees("join/role")


# A professional who is accompanied too


async def test_who_accompanies_a_professional_moves_no_account_of_theirs(town: Town) -> None:
    story = await cast(town)
    await invites(story.lina)
    awa = await town.phone("Awa")
    older = await link_in(story.lina)
    await awa.starts(older)
    await awa.taps("g:accept")
    person = (await town.does(people.by_chat, awa.account)).id
    await town.does(people.give_role, person, Role.REFERENT)
    await begun(story)
    for data in (f"r:link:{AWA}", f"r:detach:{AWA}"):
        await story.lina.forges(data)
        await story.lina.sees("review/home", problem="works_here")
    link = await role_link(town, Role.BENEFICIARY, story.residence, AWA)
    thief = await town.phone("Tom")
    await thief.starts(link)
    await thief.sees("telephone/waiting")
    await town.passes(days=2)
    assert (await town.does(people.by_id, AWA)).chat_id == awa.account
