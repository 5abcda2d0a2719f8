"""A referent's beneficiaries: who comes first, what may be known of each, and notes that nobody else reads."""

from dataclasses import replace

from bot.domain.people import Contact
from bot.features.administration import admin
from bot.plan.context import Moment
from bot.storage import accompanying, people, plans
from bot.storage.kernel.store import Tx
from tests.dialogues import after
from tests.dialogues.story import Cast, answers_everything, cast, invites, joins, sent_plan
from tests.dialogues.test_absence import OMAR, goes_away, with_omar
from tests.support.phones import Phone, buttons
from tests.support.town import Town

AWA = 4


def many(tx: Tx, moment: Moment, story: Cast, names: list[str]) -> None:
    """Add more people whom Lina accompanies, without a telephone."""
    for number, name in enumerate(names):
        moment = replace(moment, code=f"code {number}")
        admin.invite_beneficiary(tx, moment, story.town.network, story.residence, 1, name, Contact.NONE)


def labels(message: object) -> list[str]:
    assert isinstance(message, dict)
    return [label for label, _ in buttons(message)]


async def names(lina: Phone) -> list[str]:
    """Return whom Lina's list shows, from top to bottom."""
    screen = await lina.sees("review/people")
    return [line.person.name for line in screen.values["lines"]]


async def test_sixty_people_are_found_by_what_they_await_by_page_and_by_name(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story, "Awa")
    await story.lina.starts()
    bibi = await joins(story, "Bibi")
    await bibi.taps("sea", "done", "talk")
    await story.lina.starts()
    await invites(story.lina, "Chloé")
    await town.does(many, town.moment, story, [f"Zora {number}" for number in range(57)])
    await town.passes(days=15)
    await story.lina.says("/people")
    assert (await names(story.lina))[:3] == ["Awa", "Bibi", "Chloé"]
    screen = await story.lina.sees("review/people")
    first, second, third = screen.values["lines"][:3]
    assert (first.awaits, first.days) == ("review", 15)
    assert (second.awaits, [step.name for _, step in second.talk]) == ("talk", ["aim"])
    assert (third.awaits, third.unopened) == ("link", True)
    assert screen.values["count"] == 60

    await story.lina.taps("r:people:all:1", "r:people:all:2")
    assert await names(story.lina)
    await story.lina.taps("r:people:unopened")
    assert await names(story.lina) == ["Chloé"]
    await story.lina.taps("r:link:5")
    await story.lina.sees("invitation/_link")
    await story.lina.says("/people")
    await story.lina.taps("r:people:talk")
    assert await names(story.lina) == ["Bibi"]

    await story.lina.taps("r:find")
    await story.lina.sees("find/find")
    await story.lina.says("zora 5")
    assert await names(story.lina) == ["Zora 5", *(f"Zora {number}" for number in range(50, 57))]
    await story.lina.starts()
    await story.lina.says("CHLOE")
    screen = await story.lina.sees("review/person")
    assert screen.values["person"].name == "Chloé"
    await story.lina.taps("r:people", "r:find")
    await story.lina.says("Personne")
    await story.lina.sees("review/nobody_found")


async def test_what_is_not_sent_stays_the_persons_whatever_button_is_made_up(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await awa.taps("sea", "done", "talk", "unknown")
    await story.lina.says("/people")
    await story.lina.taps("r:person:3")
    screen = await story.lina.sees("review/person")
    assert [step.name for _, step in screen.values["talk"]] == ["aim"], "what she does not know she has not marked"
    assert not screen.values["sent"]
    for verb in ("card", "whole", "why", "prices", "send"):
        await story.lina.forges(f"p:{verb}:1:1")
        await story.lina.sees("review/person")
    await story.lina.forges("q:p1e:1:provider:x")
    await story.lina.sees("review/home", problem="no_consent")
    assert "mer" not in await story.lina.text()
    await awa.taps("2")
    await awa.sees("travellers/children")


async def test_news_that_the_bot_may_not_write_is_told_aloud_once(town: Town) -> None:
    story = await cast(town)
    await invites(story.lina, "Monsieur K.", contact="none")
    await story.lina.taps("r:beside:3", "oral")
    await answers_everything(story.lina)
    await story.lina.taps("send", "card", "whole", "not_endorse", "not_ready", "talk")
    await town.passes(hours=1)
    await story.lina.says("/people")
    assert "r:tell:3:not_endorsed" in [data for _, data in buttons(await story.lina.last())]
    await story.lina.taps("r:person:3", "r:tell:3:not_endorsed", "r:told:3")
    screen = await story.lina.sees("review/person")
    assert screen.values["due"] == []


async def test_the_report_that_is_due_stays_in_sight_behind_a_message(town: Town) -> None:
    story = await cast(town)
    awa = await after.granted_plan(story)
    await after.came_home(story, handed=False)
    await awa.forges("g:write")
    await awa.says("Nous sommes rentrés.")
    await story.lina.starts()
    await story.lina.taps("r:people", "r:person:3")
    screen = await story.lina.sees("review/person")
    assert screen.values["due"] == ["message", "hand_over", "report"], "nobody has handed the aid over"
    assert "Le séjour a commencé, et l’aide n’est pas remise." in await story.lina.text()
    rows = [row[0] for row in screen.rows]
    assert [(rows[0].data, rows[0].style), (rows[1].data[:8], rows[1].style)] == [
        ("r:write:3", "primary"),
        ("p:handov", ""),
    ]
    assert len({button.data for button in rows}) == len(rows), "each way stands there once"


async def test_notes_are_for_the_referent_alone_and_for_the_one_they_are_handed_to(town: Town) -> None:
    story, omar = await with_omar(town)
    awa = await sent_plan(story)
    lina = story.lina
    await lina.says("/people")
    await lina.taps(f"r:person:{AWA}", f"r:note:{AWA}")
    await lina.says("Rappeler l'école lundi")
    await lina.taps(f"r:note:{AWA}")
    await lina.says("A peur de l'eau")
    screen = await lina.sees("note/_notes")
    assert [line.note.text for line in screen.values["lines"]] == ["A peur de l'eau", "Rappeler l'école lundi"]
    await lina.taps("r:open_note:1", "r:edit_note:1")
    await lina.says("L'école est prévenue")
    await lina.taps("r:open_note:2", "r:forget_note:2", "r:forget_note:2:surely")
    screen = await lina.sees("note/_notes")
    assert [line.note.text for line in screen.values["lines"]] == ["L'école est prévenue"]
    await lina.taps(f"r:person:{AWA}")
    assert "L'école est prévenue" in await lina.text()

    for stranger in (omar, story.claire, awa):
        for data in (f"r:notes:{AWA}", "r:open_note:1", "r:forget_note:1", "r:edit_note:1", f"r:note:{AWA}"):
            await stranger.forges(data)
            assert "école" not in await stranger.text()
    assert len(await town.does(accompanying.notes_about, AWA, 1)) == 1

    await goes_away(lina)
    await omar.forges("r:open_note:1")
    assert "école" not in await omar.text()
    await omar.forges(f"r:note:{AWA}")
    await omar.says("A appelé pendant votre absence")
    screen = await omar.sees("note/_notes")
    assert (screen.values["stand_in"], len(screen.values["lines"])) == ("Lina", 1)
    await lina.starts()
    await lina.taps("r:back", "r:people", f"r:person:{AWA}", f"r:notes:{AWA}")
    screen = await lina.sees("note/_notes")
    assert [line.author for line in screen.values["lines"]] == ["Omar", ""]

    await lina.taps(f"r:person:{AWA}", f"r:hand_on:{AWA}", str(OMAR), "pass_on", "hand_on_now")
    await lina.sees("transfer/_done")
    await omar.forges(f"r:notes:{AWA}")
    assert len((await omar.sees("note/_notes")).values["lines"]) == 2
    await lina.forges("r:open_note:1")
    await lina.sees("review/home", problem="not_found")


async def test_notes_that_are_not_handed_on_are_gone(town: Town) -> None:
    story, omar = await with_omar(town)
    await sent_plan(story)
    await story.lina.says("/people")
    await story.lina.taps(f"r:person:{AWA}", f"r:note:{AWA}")
    await story.lina.says("Pour moi seule")
    await story.lina.taps(f"r:person:{AWA}", f"r:hand_on:{AWA}", str(OMAR), "forget", "hand_on_now")
    await omar.forges(f"r:notes:{AWA}")
    assert (await omar.sees("note/_notes")).values["lines"] == []
    assert await town.does(accompanying.notes_about, AWA, 1) == []
    assert (await town.does(people.by_id, AWA)).referent_id == OMAR


async def test_a_quotient_is_worked_out_where_there_is_no_paper_and_can_be_done_again(town: Town) -> None:
    story, omar = await with_omar(town)
    await sent_plan(story)
    lina = story.lina
    await lina.taps("r:next", "part")
    await lina.sees("referent/quotient")
    await lina.taps("quotient")
    await lina.sees("quotient/taxable")
    await lina.says("18 000")
    await lina.taps("180000")
    await lina.says("350")
    await lina.taps("1")
    await lina.says("2")
    await lina.sees("quotient/disabled")  # more than there are children
    await lina.taps("1")
    screen = await lina.sees("quotient/_result")
    assert screen.values["quotient"] == 566_00, "1,700 euros for 3 parts: the child is disabled"
    await lina.taps("quotient")
    await lina.says("18 000")
    await lina.taps("180000")
    await lina.says("350")
    await lina.taps("1", "0")
    screen = await lina.sees("quotient/_result")
    assert screen.values["quotient"] == 680_00
    await lina.taps("quotient")
    await lina.says("30 000")
    await lina.taps("300000", "0", "0")
    screen = await lina.sees("quotient/_result")
    assert (screen.values["quotient"], [finding.kind for finding in screen.values["limit"]]) == (
        1_125_00,
        ["max_quotient"],
    )
    await lina.taps("part")
    await lina.sees("referent/earlier_aids")
    plan = await town.does(plans.by_id, 1)
    assert plan.answers["quotient"] == {"v": 1_125_00, "by": 1}
    assert plan.answers["proof"] == {"v": "referent", "by": 1}
    await lina.forges("p:whole:1:1")
    assert (await lina.sees("review/whole")).values["worked"].household.taxable == 30_000_00
    for stranger in (omar, story.claire):
        await stranger.forges(f"p:quotient:1:{plan.version}")
        assert not await stranger.has_seen("quotient/taxable")
