"""A plan that nobody read before its call closed: it leaves what is to do with one tap, and goes on in the next one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.plans import Action, State
from bot.plan.context import Moment
from bot.storage import plans
from bot.storage.kernel.store import Tx
from tests.dialogues.diary import Diary
from tests.dialogues.story import Cast, cast, invites, joins, sent_plan
from tests.dialogues.test_offer_ends import reads_daily, words_of
from tests.support import plans as made
from tests.support.phones import Phone, buttons
from tests.support.town import Town

CLOSED = datetime(2027, 6, 15, 17, tzinfo=UTC)


async def state_of(town: Town, number: int) -> State:
    """Return where a plan stands."""
    found = await town.does(plans.by_id, number)
    return State(found.state)


async def after_the_closing(town: Town) -> tuple[Cast, Phone, Phone, Diary]:
    """Let a call close over two plans that were sent, one of them asked to change, and one that was begun."""
    story = await cast(town)
    awa = await sent_plan(story)
    await story.lina.starts()
    moussa = await sent_plan(story, "Moussa")
    await story.lina.starts()
    await joins(story, "Zoé")
    await story.lina.starts()
    await invites(story.lina, "Monsieur K.", contact="none")
    await reads_daily(story.lina)
    town.clock.now = datetime(2027, 6, 1, 9, tzinfo=UTC)
    await town.settles()
    await story.lina.says("/people")
    diary = Diary(town, lina=story.lina, awa=awa)
    await diary.passes(days=16)
    return story, awa, moussa, diary


async def test_the_referent_keeps_what_the_closing_stopped_with_one_tap_and_it_goes_on_in_the_next_call(
    town: Town,
) -> None:
    story, awa, _, diary = await after_the_closing(town)
    lina = story.lina
    assert "notices/too_late" in diary.of("awa")[-1]
    told = [line for line in diary.of("lina") if "too_late_referent" in line]
    assert len(told) <= 1, "or with the message of the day"
    await lina.forges("g:home")
    said = await words_of(lina)
    assert "à lire" not in said
    assert "Garder pour la prochaine fois · 2" in [text.split(" ", 1)[1] for text, _ in buttons(await lina.last())]
    await lina.forges("g:inbox")
    said = await words_of(lina)
    assert "2 projets à garder pour le prochain appel" in said
    assert "à lire" not in said

    await lina.forges("p:card:1:1")
    await lina.sees("review/stopped")
    said = await words_of(lina)
    assert "L’appel est fermé depuis le mardi 15 juin 2027. Ce projet n’a pas été validé à temps." in said
    assert "Vous pouvez partir" not in said
    offered = {data.split(":")[1] for _, data in buttons(await lina.last())}
    assert offered == {"keep", "whole", "home"}, "nothing that counts no more"
    await lina.taps("keep")
    assert await state_of(town, 1) is State.POSTPONED
    assert "Gardés pour le prochain appel : Awa" in await words_of(lina)
    await awa.sees("notices/kept_for_next")
    assert "Votre projet est gardé pour la prochaine fois." in await words_of(awa)

    await lina.forges("r:keep_all")
    assert "Gardés pour le prochain appel : Moussa" in await words_of(lina)
    await lina.forges("r:people:awaiting")
    assert "Personne ici." in await words_of(lina), "drafts that nobody sent are nothing to do"
    await lina.forges("r:keep_all")
    assert "Aucun projet n’est à garder." in await words_of(lina)
    before = len(diary.of("lina"))
    await diary.days(15)
    assert not [line for line in diary.of("lina")[before:] if "to read" in line or "reviews_wait" in line]

    await town.opens_call(
        name="Automne 2027", people_by=date(2027, 9, 1), closes_at=datetime(2027, 9, 15, 16, tzinfo=UTC),
        stay_from=date(2027, 10, 16), stay_until=date(2027, 11, 30),
    )  # fmt: skip
    await lina.forges("g:inbox")
    assert "2 personnes souhaitent partir : un appel est ouvert" in await words_of(lina)
    await lina.taps("r:going_again")
    await lina.taps(next(data for text, data in buttons(await lina.last()) if text.endswith("Awa")))
    found = await town.does(plans.by_id, 1)
    assert (found.state, found.call_id) == (State.DRAFT, 2)


def _asked_before(tx: Tx, moment: Moment) -> None:
    made.does(tx, moment, 2, Action.ASK_CHANGES, 1)


async def test_after_the_closing_nothing_is_sent_and_the_page_says_so(town: Town) -> None:
    _, awa, moussa, _ = await after_the_closing(town)
    await awa.forges("g:plan")
    assert "Votre projet n’a pas été lu à temps." in await words_of(awa)
    await awa.taps("take_back", "take_back_surely")
    await awa.forges("g:recap")
    assert "On ne prend plus de projet maintenant. Vos réponses sont gardées." in await words_of(awa)
    assert not await awa.offers("send")
    version = (await town.does(plans.by_id, 1)).version
    await awa.forges(f"p:send:1:{version}")
    assert await state_of(town, 1) is State.DRAFT
    assert "On ne prend plus de projet maintenant." in await words_of(awa)
    await town.does(_asked_before, replace(town.moment, now=CLOSED - timedelta(days=9)))
    await town.passes(minutes=3)
    await moussa.forges("g:plan")
    said = await words_of(moussa)
    assert "Votre projet n’était pas prêt à temps." in said
    assert "renvoyer" not in said
    await moussa.forges("p:keep:2:1")
    assert await state_of(town, 2) is not State.POSTPONED, "it is the referent's to do"
