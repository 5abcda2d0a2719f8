"""What a call brought about, for its coordinator: on a page, and as a table in the words of the page."""

import csv
import io

from bot.domain.plans import Action
from bot.plan.context import Moment
from bot.storage.kernel.store import Tx
from tests.dialogues.docket import Committee, committee
from tests.dialogues.test_committee_minutes import file
from tests.support.plans import does, endorsed
from tests.support.town import Town

SPACE = "\N{NO-BREAK SPACE}"


def granted(tx: Tx, moment: Moment, plan_id: int, coordinator: int, cents: int) -> None:
    does(tx, moment, plan_id, Action.GRANT, coordinator, granted_cents=cents)


async def grants(room: Committee, *parties: tuple[int, tuple[int, ...]]) -> None:
    """Grant what plans ask, each of so many adults and of children of these ages."""
    town, team = room.town, room.seine
    made = [
        await town.does(endorsed, town.moment, team, f"Awa{number}", adults, ages)
        for number, (adults, ages) in enumerate(parties)
    ]
    await town.passes(minutes=3)
    for each in made:
        plan = await room.plan(each)
        await town.does(granted, town.moment, each, team.coordinator, plan.aid_cents)


async def test_a_head_of_network_reads_who_goes_and_takes_it_along_as_a_table(town: Town) -> None:
    room = await committee(town)
    await room.claire.taps("d:figures", f"d:outcomes:{room.seine.call}")
    assert "Aucune aide n’est encore accordée." in await room.claire.text()
    await grants(room, *[(1, (6, 8))] * 5, *[(2, ())] * 5)
    await room.claire.forges(f"d:outcomes:{room.seine.call}")
    name, text = await file(room.claire, "report/_counted")
    told = await room.claire.text()
    assert "10 projets aidés" in told
    assert f"Personnes{SPACE}: 25" in told
    assert "175 nuits, 200 jours" in told
    assert "1 adulte avec enfants 5 · 2 adultes 5" in told
    assert f"Jamais en vacances, ou pas depuis 4 ans{SPACE}: 10" in told
    assert "Île-de-France 10" in told
    assert "Résidence sociale 10" in told

    assert name == f"chiffres-{room.seine.call}.csv"
    rows = [tuple(row) for row in csv.reader(io.StringIO(text), delimiter=";")]
    assert rows[0] == ("Chiffre", "Détail", "Nombre")
    assert ("Âges", "Enfants", "10") in rows
    assert ("Régions", "Île-de-France", "10") in rows
    assert ("Journées de toutes les personnes", "", "200") in rows


async def test_fewer_than_five_are_not_told(town: Town) -> None:
    room = await committee(town)
    await grants(room, *[(1, (6, 8))] * 4)
    await room.claire.forges(f"d:outcomes:{room.seine.call}")
    _, text = await file(room.claire, "report/_counted")
    told = await room.claire.text()
    assert "Projet moyen" not in told
    assert "Ménages" not in told
    assert f"Jamais en vacances, ou pas depuis 4 ans{SPACE}: moins de 5" in told
    assert "Moyen" not in text
