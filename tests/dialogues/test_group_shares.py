"""The least that everybody puts in is asked of each household of a group, not of all of them together."""

from tests.dialogues.group import Says, comes, founded, invited, opens_group, taps_one
from tests.dialogues.story import cast
from tests.support.town import Town


async def test_a_household_below_the_least_is_named_to_the_referent_alone(town: Town) -> None:
    story = await cast(town)
    awa, zoe = await invited(story, "Awa"), await invited(story, "Zoé")
    await founded(story)
    for name in ("Awa", "Zoé"):
        await taps_one(story.lina, "r:group_tick:", name)
    await taps_one(story.lina, "r:group_ask:")
    await comes(awa, Says("1", "6", own="60"))
    await comes(zoe, Says("2", own="3"))
    await opens_group(story)
    assert "Moins de 30\N{NO-BREAK SPACE}€ de leur poche\N{NO-BREAK SPACE}: Zoé" in await story.lina.text()
    assert "Zoé" not in await awa.text()
