"""The aid in the beneficiary's hands: noted by its giver, confirmed by its receiver, corrected in the open."""

from bot.domain.handovers import Booklet, Holding, Receipt
from bot.domain.people import Role
from bot.domain.plans import State
from bot.storage import handovers, plans
from tests.dialogues.group import taps_one
from tests.dialogues.story import Cast, cast, endorsed_plan, granted_plan
from tests.support.phones import Phone, buttons
from tests.support.town import Town


async def granted(town: Town) -> tuple[Cast, Phone]:
    """Grant Awa 690 euros that nobody has handed over."""
    story = await cast(town)
    return story, await granted_plan(story)


async def handover(town: Town) -> Holding:
    found: Holding = await town.does(handovers.of_plan, 1)
    return found


async def not_back(claire: Phone) -> int:
    """Return what Claire reads of vouchers that are to come back, in cents."""
    await claire.starts()
    await claire.taps("d:figures")
    cents: int = (await claire.sees("committee/figures")).values["not_back"]
    return cents


async def hands(lina: Phone, amount: str = "690", day: str = "today") -> None:
    """Note from the card, as Lina, what was handed over."""
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "card", "handover", "hand")
    await lina.says(amount)
    await lina.taps("paper")
    await lina.says("15")
    await lina.taps("skip", day)
    await lina.sees("handover/_page")


async def edits(lina: Phone, question: str) -> None:
    """Tap the line of a handover that is wrong."""
    data = next(data for _, data in buttons(await lina.last()) if data.endswith(f":{question}:edit"))
    await lina.taps(data)


async def saves(phone: Phone) -> None:
    """Save a correction."""
    await taps_one(phone, "b:hand_save:")


async def test_a_referent_hands_over_and_a_tap_confirms_it(town: Town) -> None:
    story, awa = await granted(town)
    await hands(story.lina)
    await awa.taps("received")
    done = await handover(town)
    assert (done.cents, done.receipt) == (69_000, Receipt.PHONE)
    await awa.forges("p:received:1:z")
    assert (await handover(town)).receipt is Receipt.PHONE


async def test_what_is_not_right_is_told_to_the_referent_and_corrected(town: Town) -> None:
    story, awa = await granted(town)
    await hands(story.lina)
    await awa.starts()
    assert (await awa.sees("home/plan")).values["receipt"] == "", "nothing says that she has it before she does"
    await awa.taps("not_right")
    assert (await handover(town)).receipt is Receipt.REFUSED
    assert (await awa.sees("home/plan")).values["receipt"] == "refused"
    assert await story.lina.has_seen("notices/not_received")
    await story.lina.starts()
    await story.lina.taps("r:people")
    assert "n’est pas le bon compte" in await story.lina.text()
    await story.lina.taps("r:person:3")
    assert (await story.lina.sees("review/person")).values["due"] == ["disputed"]

    # What was noted stands there; only what is wrong is asked again, and what hangs on it.
    await story.lina.taps("handover", "hand_again")
    await story.lina.sees("handover/_again")
    assert "690" in await story.lina.text()
    await edits(story.lina, "handed")
    await story.lina.says("100")
    await story.lina.sees("handover/notes")
    await story.lina.says("11")
    await story.lina.sees("handover/notes", problem="not_that_many")
    await story.lina.says("5")
    await story.lina.sees("handover/_again")
    await edits(story.lina, "numbers")
    await story.lina.says("8812340 à 8812351")
    await story.lina.says("A 1234567")
    await story.lina.taps("2026")
    await story.lina.sees("handover/_again")
    assert (await handover(town)).cents == 69_000, "nothing is saved yet"
    await saves(story.lina)
    await story.lina.sees("handover/_page")
    assert "A 1234567 · 2026" in await story.lina.text()
    done = await handover(town)
    assert (done.cents, done.handed_on.isoformat(), done.receipt) == (10_000, "2026-11-23", Receipt.NONE)
    booklet = Booklet(numbers="8812340 à 8812351", issuer="A 1234567", issue_year=2026)
    assert (done.notes, done.parts[0].booklet) == (5, booklet)
    await awa.taps("received")
    assert (await handover(town)).receipt is Receipt.PHONE


async def test_without_a_telephone_a_paper_receipt_is_noted(town: Town) -> None:
    story, _ = await granted(town)
    await town.passes(days=1)
    await story.lina.starts()
    await story.lina.taps("r:people", "r:person:3", "r:detach:3", "r:detach_surely:3")
    await story.lina.starts()
    await story.lina.taps("r:people", "r:person:3", "card", "handover", "hand", "69000", "electronic", "yesterday")
    assert await story.lina.has_seen("notices/tell_aloud"), "nobody can write to Awa"
    await story.lina.taps("paper")
    done = await handover(town)
    assert (done.receipt, done.handed_on.isoformat()) == (Receipt.PAPER, "2026-11-23")


async def test_nothing_is_handed_over_before_it_is_granted_or_twice(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    await story.lina.forges("p:hand:1:z")
    assert await handover(town) is None
    await story.claire.taps("d:list", "decide", "grant")
    await town.passes(minutes=3)
    await hands(story.lina)
    await awa.taps("received")
    await story.lina.starts()
    await story.lina.taps("r:people", "r:person:3", "card", "handover")
    await story.lina.sees("handover/_page")
    assert not await story.lina.offers("hand")


async def test_a_lead_sees_what_is_to_be_handed_over_in_the_own_organisation_only(town: Town) -> None:
    story, _ = await granted(town)
    bruno = await town.member("Bruno", Role.LEAD, story.residence)
    elsewhere = await town.member("Omar", Role.LEAD, await town.organisation("Ailleurs"))
    await elsewhere.starts()
    assert not await elsewhere.offers("handover")
    await elsewhere.forges("p:handover:1:z")
    await elsewhere.sees("home/lead", problem="not_found")
    await bruno.starts()
    assert "690" in await bruno.text()
    await bruno.taps("handover", "hand", "69000", "electronic", "today")
    plan = await town.does(plans.by_id, 1)
    assert plan.state is State.HANDED_OVER
    await bruno.forges("p:card:1:z")
    await bruno.sees("home/lead", problem="not_found")


async def test_a_lead_who_comes_too_late_reads_of_the_aid_and_nothing_of_the_plan(town: Town) -> None:
    story, _ = await granted(town)
    bruno = await town.member("Bruno", Role.LEAD, story.residence)
    await bruno.starts()
    await bruno.taps("handover")
    for outdated in ("p:hand:1:1", "p:paper:1:z", "p:vouchers_back:1:1"):
        await bruno.forges(outdated)
        await bruno.sees("handover/_page")
        assert "690" in await bruno.text()
    await story.lina.forges("p:hand:1:1")
    await story.lina.sees("review/card")


async def test_what_was_handed_over_at_the_last_minute_is_noted_and_confirmed_afterwards(town: Town) -> None:
    story, awa = await granted(town)
    await town.passes(days=231)  # Monday, July 12, 2027
    plan = await town.does(plans.by_id, 1)
    assert plan.state is State.AWAY
    await hands(story.lina, day="yesterday")
    await awa.sees("notices/handed_over")
    await awa.taps("received")
    assert (await handover(town)).receipt is Receipt.PHONE
    assert (await town.does(plans.by_id, 1)).state is State.AWAY


async def test_vouchers_of_a_plan_that_is_given_up_come_back(town: Town) -> None:
    story, awa = await granted(town)
    await hands(story.lina)
    await awa.taps("received")
    await awa.taps("stay_changes", "later", "later_surely")
    assert await story.lina.has_seen("notices/postponed")
    bruno = await town.member("Bruno", Role.LEAD, story.residence)
    await bruno.starts()
    assert "690" in await bruno.text(), "what is to come back"
    assert (await bruno.screen()).values["lines"][0].what == "back"
    await bruno.taps("handover", "vouchers_back")
    assert (await handover(town)).returned_on == town.moment.today
    assert not await bruno.offers("vouchers_back")
    await bruno.starts()
    assert not await bruno.offers("handover")


async def test_who_stops_with_vouchers_in_hand_and_the_referent_read_how_much_until_it_is_back(town: Town) -> None:
    story, awa = await granted(town)
    lina = story.lina
    await hands(lina)
    await awa.taps("received")
    await awa.taps("stay_changes", "cancel")
    assert (await awa.sees("plan/cancel")).values["in_hand"] == 69_000
    await awa.taps("cancel_surely")
    assert (await awa.sees("home/plan")).values["give_back"] == 69_000
    assert "690" in await awa.text()

    assert await not_back(story.claire) == 69_000, "no grant stands for it, and it is still in somebody's hands"
    await lina.starts()
    await lina.taps("r:people")
    assert [line.give_back for line in (await lina.screen()).values["lines"]] == [69_000]
    await lina.taps("r:person:3")
    screen = await lina.sees("review/person")
    assert (screen.values["due"], screen.values["give_back"]) == (["take_back"], 69_000)
    await lina.taps("handover", "vouchers_back")
    await lina.starts()
    await lina.taps("r:people", "r:person:3")
    assert (await lina.screen()).values["due"] == []
    await awa.starts()
    assert (await awa.screen()).values["give_back"] == 0
    assert await not_back(story.claire) == 0


async def test_vouchers_of_a_former_plan_are_not_hidden_by_a_new_one(town: Town) -> None:
    story, awa = await granted(town)
    lina = story.lina
    await hands(lina)
    await awa.taps("received", "stay_changes", "cancel", "cancel_surely")
    await town.opens_call(name="Séjours d'automne 2027")
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "r:another:3")
    await awa.starts()
    screen = await awa.sees("home/plan")
    assert (screen.values["state"], screen.values["give_back"]) == ("draft", 69_000)
    assert "690" in await awa.text()

    await lina.starts()
    await lina.taps("r:people", "r:person:3")
    assert (await lina.screen()).values["give_back"] == 69_000
    await lina.taps("handover", "vouchers_back")
    await lina.starts()
    await lina.taps("r:people", "r:person:3")
    assert (await lina.screen()).values["give_back"] == 0
    await awa.starts()
    assert (await awa.screen()).values["give_back"] == 0


async def test_a_referent_who_stops_a_stay_reads_whose_it_is_and_what_to_take_back(town: Town) -> None:
    story, awa = await granted(town)
    lina = story.lina
    await hands(lina)
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "card", "stay_changes", "cancel")
    screen = await lina.sees("plan/cancel")
    assert (screen.values["whose"], screen.values["in_hand"]) == ("Awa", 69_000)
    assert "Awa" in await lina.text()
    await lina.taps("cancel_surely")
    await awa.sees("notices/cancelled_for_her")
    assert "690" in await awa.text(), "she reads what to give back without being asked to look"


async def test_a_plan_can_be_taken_up_again_only_as_long_as_its_page_says(town: Town) -> None:
    _, awa = await granted(town)
    await awa.starts()
    await awa.taps("stay_changes", "cancel", "cancel_surely")
    assert (await awa.sees("home/plan")).values["can_undo"]
    await town.passes(days=7)
    await awa.starts()
    assert not (await awa.sees("home/plan")).values["can_undo"]
    assert not await awa.offers("uncancel")


async def test_a_referent_too_late_for_a_handover_reads_no_name_of_one_who_did_something_else(
    town: Town,
) -> None:
    story, awa = await granted(town)
    lina = story.lina
    await hands(lina)
    await awa.taps("received")
    await lina.taps("paper")
    await lina.sees("review/card", problem="not_now")
    assert story.claire.name not in await lina.text(), "she granted it days ago; nobody was faster"


async def test_vouchers_that_are_still_out_come_back_although_the_plan_is_begun_again(town: Town) -> None:
    story, awa = await granted(town)
    await hands(story.lina)
    await awa.taps("received")
    await awa.taps("stay_changes", "later", "later_surely", "resume")
    bruno = await town.member("Bruno", Role.LEAD, story.residence)
    await bruno.starts()
    assert (await bruno.screen()).values["lines"][0].what == "back"
    await bruno.taps("handover", "vouchers_back")
    assert (await handover(town)).returned_on == town.moment.today
    await bruno.starts()
    assert not await bruno.offers("handover")


async def test_what_came_back_is_handed_over_once_more_when_the_plan_stands_again(town: Town) -> None:
    story, awa = await granted(town)
    await hands(story.lina)
    await awa.taps("received")
    await awa.taps("stay_changes", "cancel", "cancel_surely")
    await story.lina.starts()
    await story.lina.taps("r:people", "r:person:3", "card", "handover", "vouchers_back")
    await awa.starts()
    await awa.taps("uncancel")
    assert await handover(town) is None, "she holds nothing"
    assert "Vous avez vos chèques" not in await awa.text()
    assert "690" in await awa.text(), "it is granted, and not in her hands"
    await story.lina.starts()
    await story.lina.taps("r:people", "r:person:3")
    assert (await story.lina.screen()).values["due"] == ["hand_over"]
    await story.lina.taps("card", "handover", "hand", "69000", "electronic", "today")
    assert (await handover(town)).receipt is Receipt.NONE
    assert (await town.does(plans.by_id, 1)).state is State.HANDED_OVER
