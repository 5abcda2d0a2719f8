"""During the stay: the answer to "is all well?", hers or of a group's member; and coming home earlier than planned."""

from datetime import date, timedelta

from bot.domain import events
from bot.domain.notices import PROBLEM_TOLD
from bot.domain.people import Refused, Role
from bot.domain.plans import Action, State
from bot.features.groups import member
from bot.features.groups.households import Seat
from bot.features.my_plan import pages as my_plan
from bot.features.my_plan.pages import act
from bot.features.reviews import review
from bot.interaction.home import HOME
from bot.interaction.prompting import Door
from bot.interaction.request import Request
from bot.interaction.routes import decode_id, encode_id
from bot.plan import access, transitions
from bot.storage import audit, departures, member_stays, outbox, people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen


def answered(tx: Tx, request: Request, said: list[str]) -> Screen:
    """She answers that all is well, or that there is a problem: her referent is told of the problem alone.

    Each member of a group answers for those who came with her.
    """
    plan, well = my_plan.her_plan(tx, request), said == ["yes"]
    seat = member.away(tx, request.person)
    if plan is not None and plan.state is State.AWAY:
        _of_her_own(tx, request, plan, well=well)
    elif seat is not None:
        _with_her_group(tx, request, seat, well=well)
    else:
        return my_plan.home(tx, request)
    if well:
        return Page("departure/well", {}, column(HOME), status="")
    rows = (
        Button(Word("write_to_referent"), "g:write", style="primary"),
        Button(Word("emergency"), "g:emergency"),
        HOME,
    )
    return Page("departure/problem", {"reads_at": my_plan.reads_at(tx, request)}, column(*rows), status="")


def _of_her_own(tx: Tx, request: Request, plan: PlanRow, *, well: bool) -> None:
    known = departures.of_plan(tx, plan.id)
    departures.save(tx, known, all_well=well, all_well_at=request.now)
    _audit(tx, request, plan, well=well)
    if not well and known.all_well is not False:
        transitions.put_notices(
            tx, request.moment, plan, events.ProblemTold(plan.id, known.version + 1), request.person.id
        )


def _with_her_group(tx: Tx, request: Request, seat: Seat, *, well: bool) -> None:
    """Her own referent is told, or who stands in: whoever accompanies the group may be somebody else."""
    known = member_stays.of_member(tx, seat.member.id)
    member_stays.note(tx, seat.member.id, all_well=well, all_well_at=request.now)
    _audit(tx, request, seat.plan, well=well, member=seat.member.id)
    reader_id = people.reader_for(tx, seat.person.id)
    if well or known.all_well is False or reader_id is None:
        return
    notice = outbox.Outgoing(
        key=f"group:{seat.plan.id}:{PROBLEM_TOLD}:{seat.member.id}:{request.now.isoformat()}",
        recipient_id=reader_id,
        kind=PROBLEM_TOLD,
        context={"plan": seat.plan.id, "person": seat.person.id},
        created_at=request.now,
        due_at=request.now,
        plan_id=seat.plan.id,
    )
    outbox.put(tx, [notice])


def _audit(tx: Tx, request: Request, plan: PlanRow, **told: object) -> None:
    after = {"state": plan.state.value, **told}
    audit.append(tx, f"plan:{plan.id}", request.now, request.person.id, "all_well", None, after, row_key=plan.trail_key)


def early(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Ask the referent on which day she came home."""
    if plan.state is not State.AWAY:
        raise Refused("not_now")
    today = request.moment.today
    days = {"home_today": today, "home_yesterday": today - timedelta(days=1)}
    rows = [
        Button(Word(word), f"b:home_early:{encode_id(plan.id)}:{encode_id(day.toordinal())}")
        for word, day in days.items()
        if plan.departure and day >= plan.departure
    ]
    values = {
        "name": people.by_id(tx, plan.beneficiary_id).name,
        "homecoming": plan.homecoming,
        "group": plan.households is not None,
    }
    return Page("departure/early", values, column(*rows, Button(Word("open_card"), act(plan, "card"))), status="")


def came_home(tx: Tx, request: Request, number: str, ordinal: str) -> Screen:
    """She is home before her day: the stay is over, its money is settled with the report. Raises Refused.

    The button names the day itself: "today" is another one once midnight has passed.
    """
    plan = access.seen_by(tx, request.person, decode_id(number), Role.REFERENT)
    named, today = decode_id(ordinal), request.moment.today
    if plan.departure is None or not plan.departure.toordinal() <= named <= today.toordinal():
        raise Refused("not_now")
    day = date.fromordinal(named)
    reason = {"homecoming": day.isoformat()}
    transitions.perform(tx, request.moment, plan, Action.COME_BACK_EARLY, request.person, reason, homecoming=day)
    return review.card(tx, request, access.need(tx, plan.id))


DOORS: dict[str, Door] = {"well": answered}
"""Buttons `g:well:yes` and `g:well:no`: her answer, once she was asked or by herself."""
