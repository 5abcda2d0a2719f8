"""Parts of the stories that are told after a stay: a plan is granted, its people leave and come home."""

from datetime import date

from bot.domain.plans import State
from bot.storage import plans
from bot.storage.plans import PlanRow
from tests.dialogues.story import Cast, endorsed_plan
from tests.support.phones import Phone, buttons


async def granted_plan(cast: Cast, name: str = "Awa") -> Phone:
    """A plan that the committee granted in full."""
    person = await endorsed_plan(cast, name)
    await cast.claire.starts()
    await cast.claire.taps("d:list", "decide", "grant")
    await cast.town.passes(minutes=3)
    return person


async def came_home(cast: Cast, plan: int = 1) -> PlanRow:
    """The day of departure comes, and the day after the return: time alone moves the plan."""
    await cast.town.passes(days=(date(2027, 7, 18) - cast.town.clock.now.date()).days)
    found: PlanRow = await cast.town.does(plans.by_id, plan)
    assert found.state is State.BACK
    return found


async def gives_report(lina: Phone) -> None:
    """The shortest report: all went as planned, everything was used. She looks at it once, and gives it."""
    await lina.taps("report", "as_planned", "nothing", "skip", "3")
    await lina.says("Elle a préparé le trajet seule.")
    await lina.taps("none", "skip")
    await lina.sees("report/_ready")
    await gives(lina)
    await lina.sees("report/_given")


async def gives(lina: Phone) -> None:
    """Tap "give the report"."""
    shown = buttons(await lina.last())
    await lina.taps(next(data for _, data in shown if data.startswith("r:give_report")))
