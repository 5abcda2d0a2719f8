"""The counts on a card open: which rules are kept, which are to check, and one tap to settle each of those."""

import re

from tests.dialogues.story import cast, joins, reviewed_plan
from tests.support.phones import Phone, buttons
from tests.support.town import Town, read


async def left_to_check(phone: Phone) -> int:
    """Return how many rules the card on the screen says are to check."""
    found = re.search(r"❓ (\d+) à vérifier", read(await phone.text()))
    assert found is not None, await phone.text()
    return int(found[1])


async def test_what_is_to_check_is_settled_by_a_tap_and_asked_of_whom_it_is_for(town: Town) -> None:
    story = await cast(town)
    awa, lina = await joins(story), story.lina
    await awa.taps("sea", "children", "done", "children", "never", "1")
    await awa.says("6, 8")
    await awa.taps("none")
    await awa.says("Le lac")
    await awa.taps("talk", "campsite", "train")
    await awa.says("60")
    await awa.taps("home", "done", "send")
    await lina.taps("r:next")
    at_first = await left_to_check(lina)
    await lina.taps("to_check")
    await lina.sees("review/to_check")
    page = read(await lina.text())
    assert "❓ Quotient sous 900 €" in page
    assert "❓ De 4 à 21 nuits" in page
    assert "❓ Un logement qui accepte les chèques" in page

    await lina.taps(next(data for _, data in buttons(await lina.last()) if data.endswith(":quotient:edit")))
    await lina.sees("referent/quotient")
    await lina.says("642")
    await lina.sees("review/card")
    assert await left_to_check(lina) == at_first - 1, "the referent knew that one"

    await lina.taps("to_check")
    await lina.taps(next(data for _, data in buttons(await lina.last()) if data.endswith(":vouchers:edit")))
    await lina.sees("figures/vouchers")
    await lina.taps("to_check", "card")
    assert await left_to_check(lina) == at_first - 1, "to ask is not yet to know"

    await lina.taps("to_check")
    labels = [read(label) for label, _ in buttons(await lina.last())]
    assert "🗣 Demander : Dates" in labels, "Awa alone knows when"
    await lina.taps("r:ask_for:1:dates")
    await lina.sees("changes/comment")
    await lina.says("Quand partez-vous ?")
    await lina.taps("skip")
    await town.passes(minutes=3)
    await awa.taps("g:go")
    await awa.sees("stay/dates")


async def test_the_rules_kept_can_be_read_by_the_referent_and_by_the_committee(town: Town) -> None:
    story = await cast(town)
    await reviewed_plan(story)
    lina, claire = story.lina, story.claire
    await lina.taps("rules")
    await lina.sees("review/kept")
    page = read(await lina.text())
    kept = re.search(r"^(\d+) règles respectées", page)
    assert kept is not None
    assert page.count("✓ ") == int(kept[1]) > 10
    assert "✓ Quotient sous 900 € · À confirmer." in page, "written in 2023, too long before the stays of 2027"
    assert "✓ De 4 à 21 nuits (" in page
    assert "✓ En France ou dans l’Union européenne (" in page
    assert "Unapei 30, campagne APV, 2025)" in page, "whose rule it is"
    await lina.taps("card", "endorse")
    await town.passes(minutes=3)
    await claire.taps("d:list", "decide", "rules")
    await claire.sees("review/kept")
    page = read(await claire.text())
    assert "✓ Quotient sous 900 € · À confirmer." in page
    assert "✓ De 4 à 21 nuits (" in page
    await claire.taps("decide")
    await claire.sees("committee/card")
