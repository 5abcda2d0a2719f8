"""What is typed once more into ANCV's tool stands on one sheet, in its order, each value one tap to copy."""

from bot.features.reviews import routes
from bot.storage import plans
from tests.dialogues.group import Says, comes, is_granted, of_a_workshop, opens_group, taps_one
from tests.dialogues.story import cast, endorsed_plan, granted_plan
from tests.support.phones import Phone
from tests.support.town import Town


async def copied(phone: Phone) -> list[tuple[str, str]]:
    """Return what each button of the newest message copies, after its label."""
    rows = (await phone.last())["reply_markup"]["inline_keyboard"]
    found = [(button["text"], button["copy_text"]["text"]) for row in rows for button in row if "copy_text" in button]
    assert all(0 < len(text) <= 256 for _, text in found)
    return found


async def test_the_referent_copies_an_endorsed_plan_value_by_value_in_the_order_of_the_tool(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    await story.lina.starts()
    await story.lina.taps("r:people")
    await taps_one(story.lina, "r:person:")
    await story.lina.taps("card", "copy_sheet")
    await story.lina.sees("review/copy_sheet")
    assert await copied(story.lina) == [
        ("📋 Notre référence", "V-2026-0001"), ("📋 Jour du départ", "10/07/2027"), ("📋 Jour du retour", "17/07/2027"),
        ("📋 Nuits", "7"), ("📋 Où", "Le lac, 25 km"), ("📋 Logement", "Au camping"),
        ("📋 Nom du logement de vacances", "Camping du Lac"), ("📋 Personnes qui partent", "4"), ("📋 Adultes", "1"),
        ("📋 Enfants", "3"), ("📋 Âge des enfants", "6, 8, 11"), ("📋 Quotient familial", "612,00"),
        ("📋 Dernières vacances", "Je n’en ai jamais eu"), ("📋 Aides déjà reçues", "0"),
        ("📋 Objectif", "De bons moments avec mes enfants"),
        ("📋 Logement", "420,00"), ("📋 Trajet", "180,00"), ("📋 Courses", "200,00"), ("📋 Sorties", "100,00"),
        ("📋 Coût total", "900,00"), ("📋 Part personnelle", "60,00"), ("📋 La CAF", "150,00"),
        ("📋 Aide demandée", "690,00"),
    ]  # fmt: skip
    text = await story.lina.text()
    assert "Nom, date de naissance et adresse" in text
    assert text.index("1. Le projet") < text.index("2. La demande") < text.index("3. Le budget")
    plan = await town.does(plans.by_id, 1)
    await awa.forges(routes.COPY_SHEET.to(plan))
    assert not await awa.has_seen("review/copy_sheet")


async def test_the_coordinator_opens_the_sheet_of_a_decided_plan_with_what_was_granted(town: Town) -> None:
    story = await cast(town)
    await granted_plan(story)
    plan = await town.does(plans.by_id, 1)
    await story.claire.forges(f"p:decide:1:{plan.version}")
    await story.claire.taps("copy_sheet")
    assert (await copied(story.claire))[-2:] == [("📋 Aide demandée", "690,00"), ("📋 Aide accordée", "690,00")]


async def test_of_a_group_each_household_is_copied_by_itself(town: Town) -> None:
    story = await cast(town)
    awa, zoe, _ = await of_a_workshop(story)
    await comes(awa, Says("1", "6"))
    await comes(zoe, Says("2", own="30"))
    await is_granted(story)
    await opens_group(story)
    await story.lina.taps("card", "copy_sheet")
    assert ("📋 Part personnelle", "90,00") in await copied(story.lina), "the project and its money are one"
    await taps_one(story.lina, "b:copy_household:", "Awa")
    assert await copied(story.lina) == [
        ("📋 Adultes", "1"), ("📋 Enfants", "1"), ("📋 Âge des enfants", "6"), ("📋 Part personnelle", "60,00"),
    ]  # fmt: skip
    await story.lina.taps("copy_sheet")
    await taps_one(story.lina, "b:copy_household:", "Zoé")
    assert await copied(story.lina) == [("📋 Adultes", "2"), ("📋 Part personnelle", "30,00")]
