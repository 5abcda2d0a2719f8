"""A family of a group that has not answered is named to the referent, and an endorsement says so first."""

from bot.domain.plans import State
from tests.dialogues.group import (
    Says,
    answers_for_all,
    comes,
    fills_part_for_group,
    founded,
    group_plan,
    invited,
    opens_group,
    taps_one,
)
from tests.dialogues.story import cast, fills_prices
from tests.support.town import Town, read


async def test_a_family_that_has_not_answered_is_named_and_the_endorsement_says_so_first(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    awa, zoe = await invited(story, "Awa"), await invited(story, "Zoé")
    await invited(story, "Bea")
    await founded(story)
    for name in ("Awa", "Zoé", "Bea"):
        await taps_one(lina, "r:group_tick:", name)
    await taps_one(lina, "r:group_ask:")
    await comes(awa, Says("1", "6, 8"))
    await comes(zoe, Says("2", "", "90"))
    await opens_group(story)
    assert "⏳ Pas encore de réponse : Bea" in read(await lina.text())
    await answers_for_all(lina)
    await lina.taps("send", "card")
    await fills_prices(lina)
    await fills_part_for_group(lina)
    assert "⏳ Pas encore de réponse : Bea" in read(await lina.text())
    await lina.taps("endorse")
    await lina.sees("review/unanswered")
    assert "Cette famille ne compte pas dans le projet." in read(await lina.text())
    assert (await group_plan(story)).state is State.TO_REVIEW
    await lina.taps("endorse_without")
    assert (await group_plan(story)).state is State.ENDORSED
