"""A slip of the referent in the referent's own part is put right on the card, as long as the plan is not endorsed."""

from bot.domain.plans import State
from bot.storage import plans
from conversations.engine.screens import Page
from tests.dialogues.story import Cast, cast, fills_own_part, fills_prices, reviewed_plan, sent_plan
from tests.support.phones import Phone, buttons
from tests.support.town import Town

STEPS = ("quotient", "proof", "earlier_aids", "objective", "support", "place_kept", "formalities")


async def state(story: Cast) -> State:
    plan = await story.town.does(plans.by_id, 1)
    assert plan is not None
    return State(plan.state)


async def opens_own_answers(lina: Phone) -> Page:
    await lina.taps("own_answers")
    screen = await lina.sees("review/own_part")
    assert isinstance(screen, Page)
    return screen


async def edits(lina: Phone, step: str) -> None:
    """Touch the button of one answer."""
    data = next(data for _, data in buttons(await lina.last()) if data.endswith(f":{step}:edit"))
    await lina.taps(data)


async def test_a_mistyped_quotient_is_put_right_although_the_card_shows_a_refusal(town: Town) -> None:
    story = await cast(town, confirmed=("max_quotient",))
    await sent_plan(story)
    lina = story.lina
    await lina.taps("r:next")
    await fills_prices(lina)
    await lina.taps("part")
    await lina.says("1250")
    await lina.taps("caf", "none", "own_words")
    await lina.says("Un rendez-vous chaque semaine.")
    await lina.taps("yes", "none")
    card = await lina.sees("review/card")
    assert isinstance(card, Page)
    assert card.values["refusals"]
    assert not await lina.offers("endorse")

    await opens_own_answers(lina)
    shown = await lina.text()
    assert "Awa" in shown
    assert "250" in shown
    await edits(lina, "quotient")
    await lina.sees("referent/quotient")
    await lina.says("450")
    card = await lina.sees("review/card")
    assert isinstance(card, Page)
    assert not card.values["refusals"], "the rules are judged again"
    await lina.taps("endorse")
    assert await state(story) is State.ENDORSED


async def test_each_answer_of_the_own_part_has_its_button_and_comes_back_to_the_card(town: Town) -> None:
    story = await cast(town)
    await reviewed_plan(story)
    await opens_own_answers(story.lina)
    found = [data.split(":")[3] for _, data in buttons(await story.lina.last()) if data.endswith(":edit")]
    assert found == list(STEPS)
    await edits(story.lina, "support")
    await story.lina.says("Une visite chaque lundi.")
    await story.lina.sees("review/card")
    plan = await town.does(plans.by_id, 1)
    assert plan is not None
    assert plan.answers["support"]["v"] == "=Une visite chaque lundi."
    assert plan.answers["quotient"]["v"] == 612_00, "the others stay as they were"


async def test_a_part_that_is_only_begun_shows_what_was_answered_too(town: Town) -> None:
    story = await cast(town, model="aurore")
    await sent_plan(story)
    await story.lina.taps("r:next")
    assert await story.lina.offers("own_answers"), "what she said at the invitation is an answer of her part"
    await story.lina.taps("part")
    await story.lina.says("1250")
    await story.lina.taps("stop", "r:next")
    await opens_own_answers(story.lina)
    await edits(story.lina, "quotient")
    await story.lina.says("450")
    await story.lina.sees("review/card")
    assert await story.lina.offers("part"), "what is missing is still asked for"


async def test_an_old_button_to_the_own_part_opens_it_once_it_is_complete(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await story.lina.taps("r:next")
    old = await story.lina.last()
    await fills_own_part(story.lina)
    await story.lina.taps_old(old, "part")
    await story.lina.sees("review/own_part")


async def test_it_can_be_changed_while_the_person_answers_a_change(town: Town) -> None:
    story = await cast(town)
    awa = await reviewed_plan(story)
    await story.lina.taps("changes", "lodging", "done")
    await story.lina.says("Le camping est plein.")
    await story.lina.taps("skip")
    await town.passes(minutes=3)
    assert await state(story) is State.TO_COMPLETE
    await story.lina.starts()
    await story.lina.taps("r:people", "r:person:3", "card")
    await opens_own_answers(story.lina)
    await edits(story.lina, "quotient")
    await story.lina.says("450")
    await story.lina.sees("review/card")
    await awa.taps("g:go", "gite", "send_again")
    await story.lina.taps("r:next")
    plan = await town.does(plans.by_id, 1)
    assert plan is not None
    assert plan.answers["quotient"]["v"] == 450_00
    assert await story.lina.offers("endorse")


async def test_once_it_is_endorsed_an_old_button_says_why_not(town: Town) -> None:
    story = await cast(town)
    await reviewed_plan(story)
    card = await story.lina.last()
    await opens_own_answers(story.lina)
    answers = await story.lina.last()
    await story.lina.taps_old(card, "endorse")
    for message, button in ((card, "own_answers"), (answers, "edit")):
        await story.lina.taps_old(message, button)
        assert "not_open" in {note.code for note in (await story.lina.screen()).notes}, await story.lina.text()
    assert await state(story) is State.ENDORSED
