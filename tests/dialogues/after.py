"""Parts of the stories told after a stay: a plan is granted, its people leave and come home, it is reported."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.handovers import Handed, Receipt
from bot.domain.plans import Action, State
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.storage import handovers, people, plans
from bot.storage.kernel.store import Tx
from conversations.engine import flow
from conversations.engine.answers import Given
from tests.dialogues.story import Cast, joins
from tests.support import plans as made
from tests.support.phones import Phone, buttons
from tests.support.town import Town

LINA, CLAIRE, AWA = 1, 2, 3
"""The first two members of every story, and the first person whom Lina invites."""
GRANTED = 800_00
"""Cents: 80 euros out of 100 of the 1,000 € that the stay of four costs."""


async def answered_plan(cast: Cast, name: str = "Awa") -> Phone:
    """Answer a plan for one adult and three children, the referent's part too; it waits to be sent."""
    person = await joins(cast, name)
    await cast.town.does(_answered, cast.town.moment)
    return person


def _answered(tx: Tx, moment: Moment) -> None:
    found = plans.latest_of(tx, people.attached(tx, LINA)[-1].id)
    assert found is not None
    given = {key: Given(value, found.beneficiary_id) for key, value in made.answers(1, (6, 8, 11)).items()}
    plans.save(tx, found, moment.now, answers=flow.dump_answers(given, plan_facts.STEPS))


async def granted_plan(cast: Cast, name: str = "Awa") -> Phone:
    """Have that plan sent, endorsed and granted in full; the way there is told elsewhere."""
    person = await answered_plan(cast, name)
    await is_granted(cast)
    return person


async def is_granted(cast: Cast) -> None:
    """Grant the person's latest plan in full, sent if it was not, and endorsed."""
    await cast.town.does(_granted, cast.town.moment)
    await cast.town.settles()


def _granted(tx: Tx, moment: Moment) -> None:
    found = plans.latest_of(tx, people.attached(tx, LINA)[-1].id)
    assert found is not None
    if found.state is State.DRAFT:
        made.does(tx, moment, found.id, Action.SEND, found.beneficiary_id)
    made.does(tx, moment, found.id, Action.ENDORSE, LINA)
    later = replace(moment, now=moment.now + timedelta(minutes=3))
    made.does(tx, later, found.id, Action.GRANT, CLAIRE, granted_cents=GRANTED)


async def came_home(cast: Cast, plan: int = 1, *, handed: bool = True) -> None:
    """Let the day of departure come, and the day after the return: time alone moves the plan.

    The aid was handed over before, and its receipt is signed, unless said otherwise.
    """
    if handed:
        await cast.town.does(_handed_over, cast.town.moment, plan)
    await cast.town.passes(days=(date(2027, 7, 18) - cast.town.clock.now.date()).days)
    assert await state_of(cast.town, plan) is State.BACK


def _handed_over(tx: Tx, moment: Moment, plan: int) -> None:
    found = access.need(tx, plan)
    number = handovers.note(tx, plan, Handed(found.granted_cents or 0, moment.now.date()), LINA)
    handovers.confirm(tx, number, Receipt.PAPER, moment.now)


async def state_of(town: Town, plan: int) -> State:
    """Return where a plan stands."""
    found = await town.does(access.need, plan)
    return State(found.state)


async def gives_report(lina: Phone, *, handed_on: str = "") -> None:
    """Give the shortest report: all went as planned, everything was used. It is looked at once, and given.

    Where nobody noted that the aid was handed over, it was on a day that is told first.
    """
    await lina.taps("report")
    if handed_on:
        await lina.taps("handed")
        await lina.says(handed_on)
    await lina.taps("as_planned", "nothing", "skip", "3")
    await lina.says("Elle a préparé le trajet seule.")
    await lina.taps("none", "skip")
    await lina.sees("report/_ready")
    await gives(lina)
    await lina.sees("report/_given")


async def gives(lina: Phone) -> None:
    """Tap "give the report"."""
    shown = buttons(await lina.last())
    await lina.taps(next(data for _, data in shown if data.startswith("r:give_report")))
