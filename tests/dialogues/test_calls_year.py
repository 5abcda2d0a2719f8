"""A year of calls: drafts, further waves, copies to the next year, early news, and what remains afterwards."""

from datetime import UTC, date, datetime

from bot.domain.people import Role
from bot.domain.plans import State
from bot.storage import calls, plans
from bot.storage.calls import CallRow
from bot.storage.plans import PlanRow
from conversations.engine.screens import Page
from tests.dialogues.story import Cast, answers_everything, cast, invites, joins, sent_plan
from tests.dialogues.test_discreet import qr_code
from tests.support.phones import Phone
from tests.support.town import Town

SOON = {
    "people_by": date(2027, 1, 15),
    "closes_at": datetime(2027, 1, 29, 17, tzinfo=UTC),
    "stay_from": date(2027, 2, 1),
    "stay_until": date(2027, 9, 15),
}
"""A call that closes in ten weeks: early is on January 1, ten working days before January 15."""
TO_THE_CLOSING = 67
"""Days from November 23, ten in the morning, to January 29."""


async def call(story: Cast, number: int) -> CallRow:
    row: CallRow = await story.town.does(calls.by_id, number)
    return row


async def plan(town: Town, number: int = 1) -> PlanRow:
    found: PlanRow = await town.does(plans.by_id, number)
    return found


async def count(phone: Phone, words: str) -> int:
    """Count the bot's messages that say that."""
    return sum(words in str(message.get("text", "")) for message in await phone.messages())


async def test_a_draft_is_listed_and_nobody_else_knows_of_it(town: Town) -> None:
    story = await cast(town)
    await story.claire.taps("d:calls", "d:call:1", "d:copy:1")
    await story.claire.sees("call/_ready")
    draft = await call(story, 2)
    assert draft.draft
    await story.claire.taps("d:calls")
    await story.claire.sees("committee/calls")
    assert await story.claire.offers("d:call:2")
    await story.lina.taps("r:invite")
    await story.lina.says("Awa")
    await story.lina.sees("invitation/under_limit")
    await story.claire.taps("d:call:2", "d:forget:2", "d:forget_now:2")
    await story.claire.sees("committee/calls")
    assert not await story.claire.offers("d:call:2")
    await story.claire.forges("d:call:2")
    await story.claire.sees("committee/home", problem="not_found")


async def test_what_was_opened_is_never_forgotten(town: Town) -> None:
    story = await cast(town)
    await story.claire.forges("d:forget:1")
    await story.claire.sees("committee/home", problem="not_now")
    assert not (await call(story, 1)).draft


async def test_a_call_is_copied_to_the_next_year_with_the_same_settings(town: Town) -> None:
    story = await cast(town)
    await story.claire.taps("d:calls", "d:call:1", "d:settings:1", "d:confirm:1:7", "d:call:1", "d:copy:1")
    first, copied = await call(story, 1), await call(story, 2)
    assert copied.name == "Séjours d'été 2028"
    assert copied.closes_at == first.closes_at.replace(year=2028)
    assert (copied.stay_from.year, copied.stay_until.year) == (2028, 2028)
    assert copied.confirmed == ("own_share_min",)
    assert (copied.confirmed, copied.places, copied.envelope) == (first.confirmed, first.places, first.envelope)
    assert (copied.taken_places, copied.asked_cents, copied.draft) == (0, 0, True)
    await story.claire.taps("d:open:2")
    assert not (await call(story, 2)).draft


async def test_a_wave_has_the_same_rules_and_dates_places_and_money_of_its_own(town: Town) -> None:
    story = await cast(town, **SOON)
    await story.claire.taps("d:calls", "d:call:1", "d:wave:1")
    await story.claire.sees("call/_ready")
    first, second = await call(story, 1), await call(story, 2)
    assert second.wave_of == 1
    assert second.closes_at > first.closes_at
    assert second.people_by > first.closes_at.date()
    await story.claire.taps("d:open:2")
    await story.claire.sees("call/_opened")
    assert [row.id for row in await town.does(calls.open_now, town.network, town.clock())] == [1, 2]


async def test_a_region_of_the_network_is_added_in_one_tap_and_taken_back_in_one(town: Town) -> None:
    story = await cast(town, regions=("BRE",))
    await story.claire.taps("d:calls", "d:call:1", "d:region:1:IDF")
    await story.claire.sees("call/_call")
    assert "Île-de-France participe maintenant" in await story.claire.text()
    assert (await call(story, 1)).regions == ("BRE", "IDF")
    await story.claire.taps("d:no_region:1:IDF")
    assert (await call(story, 1)).regions == ("BRE",)
    await story.claire.taps("d:region:1:IDF")
    added = await story.claire.last()
    await joins(story)
    await story.claire.taps_old(added, "d:no_region:1:IDF")
    await story.claire.sees("committee/home", problem="region_takes_part")
    assert (await call(story, 1)).regions == ("BRE", "IDF")


async def test_a_call_open_everywhere_offers_no_region_and_a_closed_one_still_a_wave(town: Town) -> None:
    story = await cast(town)
    await story.claire.taps("d:calls", "d:call:1")
    assert not await story.claire.offers("d:regions:1")
    await story.claire.taps("d:edit:1", "d:close:1", "d:close_now:1")
    await story.claire.sees("call/_call")
    assert await story.claire.offers("d:wave:1"), "it begins where the first one ended"
    assert not await story.claire.offers("d:regions:1")


async def test_incomplete_is_said_early_to_the_referent_with_what_is_missing(town: Town) -> None:
    story = await cast(town, **SOON)
    await sent_plan(story)
    await story.lina.starts()
    await joins(story, "Léo")
    await town.passes(days=30)
    assert not await story.lina.has_seen("notices/lacking")
    await town.passes(days=10)
    assert await story.lina.has_seen("notices/lacking")
    await town.passes(days=1)
    assert await count(story.lina, "2 projets ne sont pas prêts") == 1
    await story.lina.taps("r:lacking:1")
    await story.lina.sees("review/lacking")
    read = await story.lina.text()
    assert "Awa" in read
    assert "Léo" in read
    assert "réponses manquent" in read


async def test_of_a_draft_the_referent_sees_only_that_it_is_one(town: Town) -> None:
    story = await cast(town, **SOON)
    awa = await joins(story)
    await awa.taps("sea", "done")
    await awa.taps("talk")
    await town.passes(days=40)
    await story.lina.taps("r:lacking:1")
    read = await story.lina.text()
    assert "mer" not in read
    assert "Le plus important" in read, "she wants to talk about it"


async def test_after_the_closing_everyone_is_told_once_what_remains_and_goes_on_in_the_next_call(town: Town) -> None:
    story = await cast(town, **SOON)
    awa = await sent_plan(story)
    await town.passes(days=TO_THE_CLOSING)
    assert not await awa.has_seen("notices/too_late")
    await town.opens_call(name="Automne 2027")
    await town.passes(hours=8)
    await awa.sees("notices/too_late")
    assert "CAF" in await awa.text()
    assert await story.lina.has_seen("notices/too_late_referent")
    await town.passes(days=1)
    assert await count(awa, "Départ 18:25") == 1
    await awa.taps("g:home", "next_call")
    assert (await plan(town)).call_id == 2
    await awa.sees("home/plan")
    assert (await plan(town)).state is State.TO_REVIEW


async def test_a_person_who_must_not_be_written_to_is_told_by_the_referent(town: Town) -> None:
    story = await cast(town, **SOON)
    await invites(story.lina, contact="discreet")
    awa = await town.phone("Awa")
    await awa.starts(await qr_code(town))
    written = len(await awa.messages())
    await town.passes(days=TO_THE_CLOSING + 1)
    assert len(await awa.messages()) == written
    assert await story.lina.has_seen("notices/tell_aloud")


async def test_a_call_that_is_extended_in_time_tells_nobody_that_it_is_too_late(town: Town) -> None:
    story = await cast(town, **SOON)
    awa = await sent_plan(story)
    await town.passes(days=TO_THE_CLOSING - 1)
    await story.claire.starts()
    await story.claire.taps("d:calls", "d:call:1", "d:edit:1", "closing")
    await story.claire.says("12 février 2027")
    await story.claire.sees("call/_call")
    await town.passes(days=2)
    assert not await awa.has_seen("notices/too_late")


async def test_nobody_goes_on_elsewhere_while_their_own_call_is_open(town: Town) -> None:
    story = await cast(town, **SOON)
    await town.opens_call(name="Automne 2027")
    await story.lina.taps("r:invite")
    await story.lina.says("Awa")
    await story.lina.taps("1", "unknown", "no", "yes", "normal", "skip")
    lead = await town.member("Bruno", Role.LEAD, story.residence)
    await lead.sees("home/lead")
    awa = await town.phone("Awa")
    found = (await story.lina.text()).split("start=")[1].split()[0]
    await awa.starts(found)
    await awa.taps("g:accept")
    await answers_everything(awa)
    await awa.forges("p:next_call:1:z")
    assert (await plan(town)).call_id == 1


async def test_places_are_raised_after_the_closing_and_the_closing_is_not_moved(town: Town) -> None:
    story = await cast(town, **SOON)
    await town.passes(days=TO_THE_CLOSING + 1)
    await story.claire.starts()
    await story.claire.taps("d:calls", "d:call:1", "d:edit:1", "places")
    await story.claire.says("60")
    await story.claire.sees("call/_call")
    assert (await call(story, 1)).places == 60
    await story.claire.forges("d:change:1:closing")
    await story.claire.sees("committee/home", problem="call_closed")


async def test_a_call_closed_by_hand_promises_people_no_later_day(town: Town) -> None:
    story = await cast(town, **SOON)
    await story.claire.taps("d:calls", "d:call:1", "d:edit:1", "d:close:1", "d:close_now:1")
    await story.claire.sees("call/_call")
    row = await call(story, 1)
    assert row.people_by <= row.closes_at.date()


async def test_a_wave_closes_before_the_stays_are_over_and_opens_as_it_is(town: Town) -> None:
    story = await cast(town)
    await story.claire.taps("d:calls", "d:call:1", "d:wave:1")
    screen = await story.claire.sees("call/_ready")
    assert isinstance(screen, Page)
    assert screen.values["problems"] == ()
    await story.claire.taps("d:open:2")
    await story.claire.sees("call/_opened")


async def test_the_wave_of_a_short_call_gives_people_no_day_that_is_over(town: Town) -> None:
    story = await cast(town, people_by=date(2026, 11, 23), closes_at=datetime(2026, 11, 25, 17, tzinfo=UTC))
    await story.claire.taps("d:calls", "d:call:1", "d:wave:1")
    assert (await call(story, 2)).people_by == date(2026, 11, 23)
