"""During the stay: the answer to "is all well?", and coming home earlier than planned."""

from datetime import date, timedelta

from bot.domain import events
from bot.domain.people import Refused, Role
from bot.domain.plans import Action, State
from bot.services import journey, moves, sheets
from bot.services import people as membership
from bot.services import plans as planning
from bot.services.dialogue import Dialogue, Door
from bot.services.journey import act
from bot.services.reviews import review
from bot.services.scene import Visit
from bot.storage import audit, departures, people
from bot.storage.plans import PlanRow
from bot.storage.store import Tx
from conversations.engine.board import Button, Word, column
from conversations.engine.screens import Page, Screen


def answered(tx: Tx, visit: Visit, _dialogue: Dialogue, said: list[str]) -> Screen:
    """She answers that all is well, or that there is a problem: her referent is told of the problem alone."""
    plan = journey.her_plan(tx, visit)
    if plan is None or plan.state is not State.AWAY:
        return journey.home(tx, visit)
    well, known = said == ["yes"], departures.of_plan(tx, plan.id)
    departures.save(tx, known, all_well=well, all_well_at=visit.now)
    after = {"state": plan.state.value, "well": well}
    audit.append(tx, f"plan:{plan.id}", visit.now, visit.person.id, "all_well", None, after, row_key=plan.trail_key)
    if well:
        return Page("departure/well", {}, column(membership.HOME), status="")
    if known.all_well is not False:
        moves.put_notices(tx, visit.scene, plan, events.ProblemTold(plan.id, known.version + 1), visit.person.id)
    rows = (
        Button(Word("write_to_referent"), "g:write", style="primary"),
        Button(Word("emergency"), "g:emergency"),
        membership.HOME,
    )
    return Page("departure/problem", {"reads_at": journey.reads_at(tx, visit)}, column(*rows), status="")


def early(tx: Tx, visit: Visit, plan: PlanRow) -> Page:
    """Ask the referent on which day she came home."""
    if plan.state is not State.AWAY:
        raise Refused("not_now")
    today = visit.scene.today
    days = {"home_today": today, "home_yesterday": today - timedelta(days=1)}
    rows = [
        Button(Word(word), f"b:home_early:{sheets.short(plan.id)}:{sheets.short(day.toordinal())}")
        for word, day in days.items()
        if plan.departure and day >= plan.departure
    ]
    values = {"name": people.by_id(tx, plan.beneficiary_id).name, "homecoming": plan.homecoming}
    return Page("departure/early", values, column(*rows, Button(Word("open_card"), act(plan, "card"))), status="")


def came_home(tx: Tx, visit: Visit, number: str, ordinal: str) -> Screen:
    """She is home before her day: the stay is over, its money is settled with the report. Raises Refused.

    The button names the day itself: "today" is another one once midnight has passed.
    """
    plan = planning.seen_by(tx, visit.person, sheets.long(number), Role.REFERENT)
    named, today = sheets.long(ordinal), visit.scene.today
    if plan.departure is None or not plan.departure.toordinal() <= named <= today.toordinal():
        raise Refused("not_now")
    day = date.fromordinal(named)
    reason = {"homecoming": day.isoformat()}
    moves.perform(tx, visit.scene, plan, Action.COME_BACK_EARLY, visit.person, reason, homecoming=day)
    return review.card(tx, visit, planning.need(tx, plan.id))


DOORS: dict[str, Door] = {"well": answered}
"""Buttons `g:well:yes` and `g:well:no`: her answer, once she was asked or by herself."""
