"""What the referent ticks may mark a person: on that person's screens it has words that tell nothing to others."""

from datetime import UTC, datetime

from tests.dialogues.diary import Diary
from tests.dialogues.story import Cast, cast, fills_own_part, fills_prices, sent_plan
from tests.dialogues.test_departure import opens_the_list, ticks
from tests.dialogues.test_reminders import until
from tests.support.phones import Phone
from tests.support.town import Town

MARKING = ("juge", "SPIP", "ASE", "OFII", "tutelle", "curatelle", "asile", "traitement", "placé")


def marks(told: str) -> list[str]:
    """Return the words in it that tell of a situation."""
    return [word for word in MARKING if word in told]


async def granted_with_formalities(story: Cast) -> Phone:
    """Bring Awa's plan to a grant; Lina ticked what needs a yes, and wrote one thing more."""
    awa = await sent_plan(story)
    await story.lina.taps("r:next")
    await fills_prices(story.lina)
    await fills_own_part(story.lina, "judge", "child_in_care", "asylum_office", "treatment", "other", "done")
    await story.lina.sees("referent/other_formality")
    await story.lina.says("Le carnet du chien")
    await story.lina.taps("endorse")
    await story.town.passes(minutes=3)
    await story.claire.taps("d:list", "decide")
    assert not marks(await story.claire.text()), "the committee need not know"
    await story.claire.taps("grant")
    await story.town.passes(minutes=3)
    return awa


async def test_the_person_reads_plain_words_and_the_referent_what_they_mean(town: Town) -> None:
    story = await cast(town)
    awa = await granted_with_formalities(story)
    await awa.taps("g:checklist")
    told = await awa.text()
    assert "L’accord pour mon absence" in told
    assert "Voyez cela avec Lina." in told
    assert "restez en France" in told
    assert "Le carnet du chien" in told
    assert not marks(told)
    await awa.taps("judge", "other")

    await opens_the_list(story.lina)
    told = await story.lina.text()
    assert "ASE" in told
    assert "OFII" in told
    assert "SPIP" not in told, "that is ready"
    assert await ticks(town) == {"judge", "other"}


async def test_a_reminder_on_a_locked_screen_says_no_more(town: Town) -> None:
    story = await cast(town)
    awa = await granted_with_formalities(story)
    await until(town, datetime(2027, 6, 24, 9, tzinfo=UTC))
    await town.passes(minutes=1)
    await Diary(town, awa=awa).days(1)
    await awa.sees("reminders/leaving_soon")
    told = await awa.text()
    assert "L’accord pour l’enfant" in told
    assert not marks(told)
