"""A person invited by the command line has no name: the referent sees them, tells them apart, and gives a name."""

from dataclasses import replace
from typing import Any

from bot.domain.people import Contact, Role
from bot.features.administration import admin
from bot.plan.context import Moment
from bot.storage import people
from bot.storage.kernel.store import Tx
from tests.dialogues.story import Cast, cast
from tests.support.phones import buttons
from tests.support.town import Town

FIRST, SECOND = 3, 4


def invited(tx: Tx, moment: Moment, *contacts: Contact) -> None:
    """Do what `./valise invite --role beneficiary` does, once for each of them."""
    for number, contact in enumerate(contacts):
        fresh = replace(moment, code=f"{moment.code}{number}")
        admin.invite(tx, fresh, Role.BENEFICIARY, "Résidence des Tilleuls", contact)


async def with_two_nameless(town: Town) -> Cast:
    story = await cast(town)
    await town.does(invited, town.moment, Contact.NORMAL, Contact.NORMAL)
    await town.passes(minutes=1)
    return story


async def test_the_list_tells_people_without_a_name_apart(town: Town) -> None:
    story = await with_two_nameless(town)
    await story.lina.says("/people")
    await story.lina.sees("review/people")
    labels = [label for label, data in buttons(await story.lina.last()) if data.startswith("r:person:")]
    assert sorted(labels) == ["(pas encore de nom, n°\xa03)", "(pas encore de nom, n°\xa04)"]
    assert "(pas encore de nom, n°\xa03)" in await story.lina.text()


async def test_the_page_says_who_it_is_and_takes_a_name(town: Town) -> None:
    story = await with_two_nameless(town)
    await story.lina.taps("r:people", f"r:person:{SECOND}")
    await story.lina.sees("review/person")
    text = await story.lina.text()
    assert "(pas encore de nom, n°\xa04)" in text
    assert "lundi 23 novembre 2026" in text, "the day of the invitation"
    assert buttons(await story.lina.last())[0][1] == f"r:name:{SECOND}", "the first thing to do"
    await story.lina.taps(f"r:name:{SECOND}")
    await story.lina.sees("naming/called")
    await story.lina.says("\u200f\u200b")
    await story.lina.sees("naming/called", problem="not_understood")
    await story.lina.says("Awa")
    page: Any = await story.lina.sees("review/person")
    assert page.values["person"].name == "Awa"
    assert not await story.lina.offers(f"r:name:{SECOND}")
    await story.lina.says("Awa")
    page = await story.lina.sees("review/person")
    assert page.values["person"].id == SECOND, "found by the new name"


async def test_a_person_without_a_name_comes_fills_in_and_is_written_to(town: Town) -> None:
    story = await cast(town)
    phone = await town.phone("Zahra")
    code = await town.does(admin.invite, town.moment, Role.BENEFICIARY, "Résidence des Tilleuls")
    await phone.starts(code)
    assert "pas encore de nom" not in await phone.text(), "she is not told that she has no name"
    await story.lina.taps("r:people", f"r:person:{FIRST}", f"r:beside:{FIRST}")
    await story.lina.sees("consent/consent")
    await story.lina.says("/people")
    await story.lina.taps(f"r:person:{FIRST}", f"r:write:{FIRST}")
    await story.lina.sees("messages/thread")


async def test_a_name_of_signs_that_nobody_sees_is_no_name(town: Town) -> None:
    story = await with_two_nameless(town)

    def change(tx: Tx) -> None:
        people.change(tx, FIRST, name="\u202e\u2800\u200b")
        people.change(tx, SECOND, name="\u3164")

    await town.does(change)
    await story.lina.says("/people")
    await story.lina.sees("review/people")
    labels = [label for label, data in buttons(await story.lina.last()) if data.startswith("r:person:")]
    assert sorted(labels) == ["(pas encore de nom, n°\xa03)", "(pas encore de nom, n°\xa04)"]


async def test_nobody_else_gives_a_name(town: Town) -> None:
    story = await with_two_nameless(town)
    omar = await town.member("Omar", Role.REFERENT, story.residence)
    await omar.forges(f"r:name:{SECOND}")
    await omar.sees("review/home", problem="not_found")


async def test_the_command_line_may_say_the_name(town: Town) -> None:
    story = await cast(town)
    await town.does(admin.invite, town.moment, Role.BENEFICIARY, "Résidence des Tilleuls", Contact.NORMAL, None, "Awa")
    await story.lina.says("/people")
    listed: Any = await story.lina.sees("review/people")
    assert [line.person.name for line in listed.values["lines"]] == ["Awa"]


async def test_a_plan_filled_in_beside_a_person_without_a_name_says_whose_it_is(town: Town) -> None:
    story = await with_two_nameless(town)
    await story.lina.taps("r:people", f"r:person:{FIRST}", f"r:beside:{FIRST}")
    assert "(pas encore de nom, n°\xa03)" in await story.lina.text(), "whose agreement is noted"
    await story.lina.taps("oral")
    assert "👤 (pas encore de nom, n°\xa03)" in await story.lina.text(), "whose plan it is"
