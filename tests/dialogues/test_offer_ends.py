"""An offer has a last day: those who can answer are told of it, in time and with what remains possible then."""

from bot.domain.plans import State
from tests.dialogues.diary import Diary
from tests.dialogues.test_committee_offers import offered, state
from tests.support.phones import Phone, buttons
from tests.support.town import Town


async def words_of(phone: Phone) -> str:
    """Return the words of the newest message, spaces evened out."""
    return " ".join((await phone.text()).split())


async def reads_daily(lina: Phone) -> None:
    """Choose one message a working day, at nine."""
    for chosen in ("way:daily", "days:12345", "closes:9:18", "summary:9"):
        await lina.forges(f"g:hours:{chosen}")
    await lina.taps("g:hours:fine")


async def test_an_offer_that_nobody_answers_is_recalled_before_its_last_day_and_never_lapses_in_silence(
    town: Town,
) -> None:
    story, awa = await offered(town)
    lina = story.lina
    told = await words_of(lina)
    assert "1 offre plus petite que la demande" in told
    assert "gardé jusqu’au lundi 7 décembre" in told
    assert "Awa" not in told, "her telephone may be locked"
    assert [text for text, data in buttons(await lina.last()) if data.startswith("p:card")] == ["💶 Awa"]
    await reads_daily(lina)
    assert await lina.offers("r:people:awaiting"), "her first screen leads to whom it is about"
    await lina.taps("r:people:awaiting")
    said = await words_of(lina)
    assert "Moins est proposé : répondre au plus tard le lundi 7 décembre" in said
    assert "Rien à faire pour ces personnes maintenant" not in said
    await lina.forges("g:inbox")
    said = await words_of(lina)
    assert "1 offre attend une réponse · au plus tard le lundi 7 décembre" in said
    assert "Rien ne vous attend" not in said

    diary = Diary(town, awa=awa, lina=lina)
    await diary.days(13)
    assert diary.of("awa") == ["2026-11-30 10 reminders/offer_waits", "2026-12-04 10 reminders/offer_last_day"]
    assert [line for line in diary.of("lina") if "offer" in line] == [
        "2026-11-30 10 1 offer_to_answer",
        "2026-12-03 10 notices/offer_ends",
        "2026-12-03 10 1 offer 2026-12-07!",
        "2026-12-04 10 1 offer 2026-12-07!",
    ], "in her message of the day, and at once when two working days are left"
    said = await words_of(awa)
    assert "Bientôt trop tard : 500 €" in said
    assert "jusqu’au lundi 7 décembre 2026 à 23 h 59" in said
    assert [await awa.offers(answer) for answer in ("accept", "rework", "let_go")] == [True] * 3
    assert await state(town) is State.OFFERED

    await diary.days(3)
    assert await state(town) is State.WAITING
    assert await awa.has_seen("notices/offer_expired")
    said = await words_of(awa)
    assert "Il est trop tard pour répondre." in said
    assert "Il garde sa place sur la liste." in said
    assert await awa.offers("g:write")
