"""The audit trail of a real road: every move has its line, an edited or missing line is found, erasure stays valid."""

import sqlalchemy as sa

from bot.features.administration import doctor
from bot.storage import audit, plans
from bot.storage.kernel.store import Tx
from tests.dialogues.story import cast, endorsed_plan
from tests.support.town import Town


async def test_each_move_has_its_line(town: Town) -> None:
    story = await cast(town)
    await endorsed_plan(story)
    await story.claire.taps("d:list", "decide", "grant")
    plan = await town.does(plans.by_id, 1)
    assert plan is not None

    def trail(tx: Tx) -> list[audit.Line]:
        return audit.history(tx, "plan:1", row_key=plan.trail_key)

    lines = await town.does(trail)
    moves = [line.action for line in lines if line.action != "fill"]
    assert moves == ["begin", "send", "endorse", "submit", "grant"]
    assert len(moves) < len(lines), "what Lina filled in has its lines as well"
    assert lines[-1].after["state"] == "granted"
    money = await town.does(audit.history, "call:1")
    assert [line.action for line in money] == ["open", "asked", "asked", "taken"]
    assert sum(line.after["cents"] for line in money[1:3]) == 0


async def test_the_doctor_finds_an_edited_line_and_a_cut_end(town: Town) -> None:
    story = await cast(town)
    await endorsed_plan(story)
    promises = await town.does(doctor.findings)

    def behind_the_back(sql: str) -> object:
        def service(tx: Tx) -> None:
            if tx.dialect == "sqlite":
                tx.connection.exec_driver_sql("DROP TRIGGER IF EXISTS audit_update")
                tx.connection.exec_driver_sql("DROP TRIGGER IF EXISTS audit_delete")
            else:
                tx.connection.exec_driver_sql("DROP TRIGGER IF EXISTS audit_change ON audit")
            tx.connection.execute(sa.text(sql))

        return service

    await town.does(behind_the_back("UPDATE audit SET actor_id = 99 WHERE chain = 'plan:1' AND seq = 2"))
    assert "audit plan:1: line 2 was edited or is missing" in (await town.does(doctor.findings)).wrong
    await town.does(behind_the_back("UPDATE audit SET actor_id = 3 WHERE chain = 'plan:1' AND seq = 2"))
    assert await town.does(doctor.findings) == promises
    await town.does(behind_the_back("DELETE FROM audit WHERE chain = 'plan:1' AND seq = 4"))
    assert any("plan:1" in line for line in (await town.does(doctor.findings)).wrong)


async def test_a_person_who_is_erased_leaves_a_chain_that_is_valid(town: Town) -> None:
    story = await cast(town)
    await endorsed_plan(story)
    assert await town.does(audit.verify, "plan:1") is None
    lines = await town.does(audit.history, "plan:1")
    assert all(not line.readable for line in lines), "without the plan's key nothing can be read"
