"""A question that a professional has left: what is typed under another page is not taken as its answer."""

from bot.domain.people import Role
from bot.storage import plans
from tests.dialogues.story import cast, sent_plan
from tests.support.phones import buttons
from tests.support.town import Town


async def test_words_under_another_card_do_not_answer_the_question_left_open(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    await sent_plan(story)
    await lina.starts()
    await sent_plan(story, "Moussa")
    await lina.says("/people")
    await lina.taps("r:person:3", "card", "prices")
    await lina.sees("figures/provider")
    await lina.says("/people")
    await lina.taps("r:person:4", "card")
    await lina.sees("review/card")
    await lina.says("Le Grand Hôtel")
    await lina.sees("review/home", problem="nothing_asked")
    await lina.says("Le Grand Hôtel")
    assert "provider" not in (await town.does(plans.by_id, 1)).answers
    await lina.taps("g:where")
    await lina.sees("figures/provider")
    await lina.says("Camping du Lac")
    assert (await town.does(plans.by_id, 1)).answers["provider"]["v"] == "Camping du Lac"


async def test_a_name_or_a_question_typed_meanwhile_is_answered_and_the_way_back_stays(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    await sent_plan(story)
    await lina.taps("r:next", "prices")
    await lina.says("/help")
    await lina.says("Awa")
    await lina.sees("review/person")
    assert await lina.offers("g:where")
    await lina.says("Comment inviter une personne ?")
    assert [data for _, data in buttons(await lina.last())].count("g:where") == 1
    await lina.says("Et encore ?")
    assert "provider" not in (await town.does(plans.by_id, 1)).answers
    ines = await town.member("Inès", Role.REFERENT, story.residence)
    await ines.starts()
    assert not await ines.offers("g:where")
