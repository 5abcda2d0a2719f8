"""Lina says when to be away, and a colleague stands in: on their telephones, a few taps each."""

import re

from tests.demo.visitor import Hands, Visitor


async def test_lina_goes_away_in_three_taps_and_omar_stands_in(visitor: Visitor) -> None:
    _, lina, claire = await visitor.hands()
    await claire.starts()
    await lina.starts()
    await lina.reads("Bonjour Lina")
    omar = await visitor.adds("Omar")
    await becomes_a_colleague(omar, claire)

    await lina.taps("Je m’absente")
    await lina.reads("Jusqu’à quel jour")
    await visitor.keeps("until-when", lina)
    await lina.taps("Un autre premier jour")
    await lina.reads("À partir de quel jour")
    await lina.writes("du 1er au 15 août")
    await lina.reads("Qui lit pendant ce temps")
    await visitor.keeps("who-stands-in", lina)
    await lina.taps("Omar")
    await lina.reads("Absence du", "Tout commence et finit tout seul")
    await visitor.keeps("away-later", lina)
    await lina.taps("Je ne pars plus")
    await lina.taps("Accueil")
    await lina.taps("Je m’absente")
    await lina.replies("Jusqu’à quel jour", "demain")
    await lina.answers("Qui lit pendant ce temps", "Omar")
    await lina.reads("Votre absence dure jusqu’au")
    await visitor.keeps("away-now", lina)
    await omar.writes("/start")
    await omar.reads("Lina")
    await visitor.keeps("standing-in", omar)


async def becomes_a_colleague(omar: Hands, claire: Hands) -> None:
    """Invite another referent of Lina's residence as Claire, and open the link."""
    await claire.taps("Structures")
    await claire.taps("Inviter une structure")
    await claire.replies("Comment s’appelle la structure", "Résidence des Tilleuls")
    await claire.answers("Quel type de structure", "Résidence sociale")
    await claire.replies("Dans quel département", "93")
    await claire.reads("start=")
    found = re.search(r"start=([\w-]+)", await claire.last.inner_text())
    assert found is not None
    await omar.starts()
    await omar.writes(f"/start {found[1]}")
    await omar.answers("Bienvenue, Omar", "C’est bon")
