"""What shuts a person out or loses something is asked first, by name, with what it does.

Old buttons in chats carry the word of the act itself: they lead to the question now.
"""

from bot.domain.people import Role, Writing
from bot.domain.plans import State
from bot.storage import audit, calls, people, plans, sessions
from bot.storage.calls import Account
from bot.storage.people import Person
from tests.dialogues.story import Cast, cast, invites, link_in, sent_plan
from tests.dialogues.test_absence import OMAR, with_omar
from tests.dialogues.test_committee_offers import offered, version
from tests.dialogues.test_discreet import discreet_person
from tests.support.phones import Phone, buttons
from tests.support.town import Town

AWA = 3


async def person(town: Town, number: int = AWA) -> Person:
    found: Person = await town.does(people.by_id, number)
    return found


async def with_awa(town: Town) -> tuple[Cast, Phone]:
    """Begin Awa's plan, with Lina looking at Awa's page."""
    story = await cast(town)
    await invites(story.lina)
    awa = await town.phone("Awa")
    await awa.starts(await link_in(story.lina))
    await awa.taps("g:accept", "sea", "done")
    await story.lina.starts()
    await story.lina.taps("r:people", f"r:person:{AWA}")
    return story, awa


async def closes(lina: Phone) -> None:
    await lina.taps(f"r:detach:{AWA}", f"r:detach_surely:{AWA}")
    await lina.sees("review/detached")


# An account


async def test_to_close_an_account_is_asked_with_the_name_and_what_it_does(town: Town) -> None:
    story, awa = await with_awa(town)
    await story.lina.taps(f"r:detach:{AWA}")
    await story.lina.sees("review/detach")
    asked = await story.lina.text()
    assert "Fermer le compte d’Awa" in asked
    assert "Ce téléphone n’ouvrira plus rien." in asked
    assert (await person(town)).chat_id == awa.account
    await story.lina.taps(f"r:person:{AWA}")
    await story.lina.sees("review/person")
    await awa.starts()
    await awa.sees("home/plan")


async def test_what_was_done_is_said_and_undone_with_one_tap(town: Town) -> None:
    story, awa = await with_awa(town)
    await closes(story.lina)
    assert "Le compte d’Awa est fermé." in await story.lina.text()
    await awa.says("bonjour")
    await awa.sees("stranger")
    await town.passes(hours=20)
    await story.lina.taps(f"r:attach_again:{AWA}")
    await story.lina.sees("review/attached_again")
    assert "Awa" in await story.lina.text()
    await awa.starts()
    await awa.sees("home/plan")
    trail = await town.does(audit.history, f"person:{AWA}")
    assert [(line.action, line.actor_id) for line in trail] == [("detach", 1), ("attach_again", 1)]


async def test_after_a_day_nothing_of_the_closed_telephone_is_kept(town: Town) -> None:
    story, _ = await with_awa(town)
    await closes(story.lina)
    assert await town.does(sessions.open_about, 1, "closed_account", AWA) is not None
    await town.passes(hours=25)
    await story.lina.taps(f"r:attach_again:{AWA}")
    await story.lina.sees("review/home", problem="too_late_to_undo")
    await town.app.sweep()
    assert await town.does(sessions.open_about, 1, "closed_account", AWA) is None
    assert (await person(town)).chat_id is None


async def test_it_is_not_undone_once_another_telephone_or_another_account_is_there(town: Town) -> None:
    story, awa = await with_awa(town)
    await closes(story.lina)
    closed = await story.lina.last()
    await story.lina.taps(f"r:link:{AWA}")
    second = await town.phone("Awa")
    await second.starts(await link_in(story.lina))
    await story.lina.taps_old(closed, f"r:attach_again:{AWA}")
    assert (await person(town)).chat_id == second.account

    await story.lina.taps_old(closed, f"r:person:{AWA}")
    await closes(story.lina)
    closed = await story.lina.last()
    await story.lina.starts()
    await invites(story.lina, "Nour")
    await second.starts(await link_in(story.lina))  # the telephone is given to another person
    await story.lina.taps_old(closed, f"r:attach_again:{AWA}")
    assert (await person(town)).chat_id is None
    await awa.says("bonjour")
    await awa.sees("stranger")


async def test_an_old_button_closes_nothing_twice_and_nobody_else_closes_or_opens(town: Town) -> None:
    story, awa = await with_awa(town)
    page = await story.lina.last()
    omar = await town.member("Omar", Role.REFERENT, story.residence)
    for data in (f"r:detach:{AWA}", f"r:detach_surely:{AWA}"):
        await omar.forges(data)
        await omar.sees("review/home", problem="not_found")
    assert (await person(town)).chat_id == awa.account
    await closes(story.lina)
    await omar.forges(f"r:attach_again:{AWA}")
    await omar.sees("review/home", problem="not_found")
    for number in range(1, 6):
        await story.lina.forges(f"q:c{number}:1:chat:1")
    assert not await story.lina.has_seen("apology")
    await story.lina.taps_old(page, f"r:detach:{AWA}")
    await story.lina.sees("review/person")


async def test_a_discreet_person_still_needs_the_code_word_after_an_undo(town: Town) -> None:
    awa, lina, _ = await discreet_person(town)
    before = await person(town)
    assert before.code_hash is not None
    await lina.starts()
    await lina.taps("r:people", f"r:person:{AWA}")
    await closes(lina)
    assert (await person(town)).code_hash is None
    await lina.taps(f"r:attach_again:{AWA}")
    after = await person(town)
    assert (after.chat_id, after.code_hash, after.unlocked_until) == (awa.account, before.code_hash, None)


# An offer


async def test_to_change_the_plan_instead_of_an_offer_is_asked_with_the_amount(town: Town) -> None:
    _, awa = await offered(town)
    await awa.taps("rework")
    await awa.sees("plan/rework")
    asked = (await awa.text()).replace("\u202f", " ").replace("\xa0", " ")
    assert "les 500 € ne sont plus gardés" in asked
    assert (await town.does(plans.by_id, 1)).state is State.OFFERED
    assert await town.does(calls.posted, 1, Account.TAKEN) == (4, 50_000)
    labels = [label.replace("\xa0", " ") for label, _ in buttons(await awa.last())]
    assert any("Garder les 500 €" in label for label in labels), labels
    await awa.taps("g:home")
    assert await awa.offers("accept"), "the offer still stands"
    await awa.taps("rework", "rework_surely")
    assert (await town.does(plans.by_id, 1)).state is State.TO_COMPLETE
    await awa.sees("plan/change", problem="offer_not_kept")
    assert "ne sont plus gardés" in await awa.text()


async def test_the_referent_is_asked_too_with_the_name(town: Town) -> None:
    story, _ = await offered(town)
    await story.lina.forges(f"p:card:1:{await version(town)}")
    await story.lina.taps("rework")
    await story.lina.sees("plan/rework")
    asked = (await story.lina.text()).replace("\xa0", " ")
    assert "Awa" in asked
    assert "500 €" in asked
    await story.lina.taps("card")
    await story.lina.sees("review/card")
    assert (await town.does(plans.by_id, 1)).state is State.OFFERED
    await story.lina.taps("rework", "rework_surely")
    await story.lina.sees("review/card", problem="offer_not_kept_beside")
    assert (await town.does(plans.by_id, 1)).state is State.TO_COMPLETE


async def test_a_question_from_before_the_offer_lapsed_changes_nothing(town: Town) -> None:
    _, awa = await offered(town)
    await awa.taps("rework")
    asked = await awa.last()
    await town.passes(days=16)
    assert (await town.does(plans.by_id, 1)).state is State.WAITING
    await awa.taps_old(asked, "rework_surely")
    assert (await town.does(plans.by_id, 1)).state is State.WAITING


# Sisters


async def test_to_take_a_plan_back_is_asked_with_who_then_reads_it_no_more(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    await awa.starts()
    await awa.taps("take_back")
    await awa.sees("plan/take_back")
    assert "Lina ne le verra plus" in await awa.text()
    assert (await town.does(plans.by_id, 1)).state is State.TO_REVIEW
    await awa.taps("g:home")
    await awa.taps("take_back", "take_back_surely")
    assert (await town.does(plans.by_id, 1)).state is State.DRAFT


async def test_to_hand_a_person_on_is_asked_with_both_names(town: Town) -> None:
    story, _ = await with_omar(town)
    await sent_plan(story)
    await story.lina.starts()
    await story.lina.taps("r:people", "r:person:4", "r:hand_on:4", str(OMAR))
    await story.lina.sees("transfer/hand_on_sure")
    assert "Confier Awa à Omar" in await story.lina.text()
    assert (await person(town, 4)).referent_id != OMAR
    await story.lina.taps("keep")
    await story.lina.sees("transfer/_kept")
    assert (await person(town, 4)).referent_id != OMAR
    await story.lina.taps("r:person:4", "r:hand_on:4", str(OMAR), "hand_on_now")
    assert (await person(town, 4)).referent_id == OMAR


async def test_who_gets_no_message_is_to_be_told_by_the_one_who_hands_them_on(town: Town) -> None:
    story, _ = await with_omar(town)
    awa = await sent_plan(story)
    await town.does(lambda tx: people.change(tx, 4, writing=Writing.NO.value))
    await story.lina.starts()
    await story.lina.taps("r:people", "r:person:4", "r:hand_on:4", str(OMAR), "hand_on_now")
    assert "Awa n’en reçoit pas" in await story.lina.text()
    await town.passes(hours=1)
    assert not await awa.has_seen("notices/new_referent")


async def test_a_link_that_still_works_is_not_made_useless_by_one_tap(town: Town) -> None:
    story = await cast(town)
    await invites(story.lina)
    code = await link_in(story.lina)
    await story.lina.starts()
    await story.lina.taps("r:people", f"r:person:{AWA}", f"r:link:{AWA}")
    await story.lina.sees("invitation/_again")
    await story.lina.taps(f"r:person:{AWA}")
    awa = await town.phone("Awa")
    await awa.starts(code)
    await awa.sees("privacy")
    await story.lina.taps(f"r:link:{AWA}")
    await story.lina.sees("invitation/_link")
    await story.lina.starts()
    await story.lina.taps("r:people", f"r:person:{AWA}", f"r:link:{AWA}", f"r:link:{AWA}:surely")
    await story.lina.sees("invitation/_link")


async def test_a_note_is_removed_after_a_question(town: Town) -> None:
    story, _ = await with_awa(town)
    await story.lina.taps(f"r:note:{AWA}")
    await story.lina.says("Appeler le camping.")
    await story.lina.taps("r:open_note:1", "r:forget_note:1")
    await story.lina.sees("note/_forget")
    await story.lina.taps("r:open_note:1")
    await story.lina.sees("note/_one")
    await story.lina.taps("r:forget_note:1", "r:forget_note:1:surely")
    assert not await story.lina.offers("r:open_note:1")
