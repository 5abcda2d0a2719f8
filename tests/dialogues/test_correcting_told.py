"""Who hears that a grant was put right: a lead who hands over, the referent of a discreet person, each household."""

from bot.domain.people import Role
from bot.storage import calls
from tests.dialogues.group import Says, comes, is_granted, of_a_workshop, opens_group, taps_one
from tests.dialogues.story import cast, endorsed_plan
from tests.dialogues.test_correcting import corrects, opens, surely
from tests.dialogues.test_discreet import discreet_plan
from tests.support.town import Town, read


async def test_a_lead_who_hands_over_hears_it_too(town: Town) -> None:
    story = await cast(town)
    bruno = await town.member("Bruno", Role.LEAD, story.residence)
    await endorsed_plan(story)
    await town.does(lambda tx: calls.change(tx, story.call, model="coorace-2022"))  # the organisation is paid
    await story.claire.taps("d:list", "decide", "grant")
    await town.passes(minutes=3)
    told = "La personne, sa personne référente et les responsables recevront un message."
    assert told in await opens(story.claire)
    await corrects(story.claire, "500")
    await surely(story.claire)
    assert "Le montant d’une aide a changé" in read(await bruno.text())
    await taps_one(bruno, "p:handover:")
    assert "Accordé : 500 €" in read(await bruno.text())
    await opens(story.claire)
    await story.claire.taps("withdraw", "rules")
    await surely(story.claire)
    assert "Une aide est retirée : ne remettez rien" in read(await bruno.text())
    await bruno.taps("g:home")
    assert not await bruno.offers("handover"), "it is no lead's any more"


async def test_of_a_discreet_person_the_referent_hears_what_to_say(town: Town) -> None:
    awa, lina, claire = await discreet_plan(town)
    await lina.taps("endorse")
    await town.passes(minutes=3)
    await claire.taps("d:list", "decide", "grant")
    await town.passes(minutes=3)
    await lina.taps("granted", "r:told:3")
    before = len(await awa.messages())
    await opens(claire)
    await claire.taps("withdraw", "wrong_plan")
    await surely(claire)
    assert len(await awa.messages()) == before, "nothing on a telephone that others look at"
    await lina.starts()
    await lina.taps("r:people")
    await taps_one(lina, "r:person:", "Awa")
    await taps_one(lina, "r:tell:")
    told = read(await lina.text())
    assert "L’aide est annulée : cela ne vient pas de la personne. Le projet sera examiné de nouveau." in told
    await lina.taps("r:told:3")
    await lina.taps("r:people")
    assert "r:tell" not in str(await lina.last())


async def test_of_a_group_each_household_keeps_its_part(town: Town) -> None:
    story = await cast(town)
    awa, zoe, _ = await of_a_workshop(story)
    await comes(awa, Says("1", "6"))
    await comes(zoe, Says("2"))
    plan = await is_granted(story)
    lina, claire, whole = story.lina, story.claire, plan.granted_cents or 0
    half = whole // 2 // 1_000 * 1_000
    await opens_group(story)
    await lina.taps("handover", "hand")
    await taps_one(lina, "q:", "Awa")
    await lina.taps(str(half), "electronic", "today")
    await opens(claire)
    await corrects(claire, "200", "asked_back")
    ready = read(await claire.text())
    assert f"Ménage de 2 personnes : 100 € au lieu de {half // 100} €" in ready
    assert f"· {half // 100} € déjà remis" in ready
    assert not any(name in ready for name in ("Awa", "Zoé")), "parts, no names"
    await surely(claire)
    assert "L’aide du groupe change. Cela ne vient pas de vous." in read(await awa.text())
    assert f"Rendez {half // 100 - 100} € de chèques à Lina" in read(await awa.text())
    assert "L’aide du groupe change." in read(await zoe.text())
    assert "Rendez" not in read(await zoe.text()), "what the other household holds is no business of this one"
    await opens_group(story)
    await lina.taps("handover")
    assert "👪 Leur part est maintenant de 100 €" in read(await lina.text())

    await opens(claire)
    await claire.taps("withdraw", "rules")
    await surely(claire)
    assert "L’aide du groupe est annulée." in read(await zoe.text())
    assert f"Rendez {half // 100} € de chèques à Lina" in read(await awa.text())
