"""An aid handed over in several times: what is left, each receipt by itself, and never before the grant."""

from bot.domain.handovers import Receipt
from tests.dialogues.test_handovers import granted, handover, hands
from tests.support.town import Town


async def test_an_aid_is_handed_over_in_two_times_and_each_is_confirmed_by_itself(town: Town) -> None:
    story, awa = await granted(town)
    lina = story.lina
    await hands(lina, "300")
    assert (await lina.sees("handover/_page")).values["left"] == 39_000
    assert "Reste à remettre" in await lina.text()
    await awa.sees("notices/handed_over")
    first = await awa.last()
    await awa.starts()
    screen = await awa.sees("home/plan")
    assert (screen.values["to_come"], screen.values["waiting"].cents) == (39_000, 30_000)
    await lina.starts()
    await lina.taps("r:people", "r:person:3")
    assert (await lina.sees("review/person")).values["due"] == ["hand_over"], "half of it is not all of it"
    await lina.taps("handover", "hand")
    await lina.says("400")
    await lina.sees("handover/handed", problem="not_granted")
    await lina.taps("39000", "electronic", "today")
    await lina.sees("handover/_page")
    assert not await lina.offers("hand"), "nothing is left"

    # Each notice is about its own part, whichever is answered first.
    await awa.sees("notices/handed_over")
    assert "390" in await awa.text()
    await awa.taps("not_right")
    await awa.taps_old(first, "received")
    parts = (await handover(town)).parts
    assert [(part.cents, part.receipt) for part in parts] == [(30_000, Receipt.PHONE), (39_000, Receipt.REFUSED)]
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "handover", "hand_again")
    assert "390" in await lina.text(), "the part that is not right, and no other"


async def test_nothing_is_handed_over_before_the_day_of_the_grant(town: Town) -> None:
    story, _ = await granted(town)
    lina = story.lina
    await town.passes(days=8)  # Tuesday, December 1: granted on November 23
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "card", "handover", "hand", "69000", "electronic", "earlier")
    await lina.sees("handover/handed_day")
    assert "décembre 2026" in str((await lina.last())["reply_markup"]), "the calendar opens on this month"
    await lina.says("5 octobre 2026")
    await lina.sees("handover/handed_day", problem="outside_window")
    assert "L’aide est accordée depuis le" in await lina.text()
    await lina.says("23 novembre 2026")
    assert (await handover(town)).handed_on.isoformat() == "2026-11-23"
