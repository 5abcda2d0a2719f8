"""What is noted after a grant: a line of the list that is ready, how the stay goes, a return before its day."""

from datetime import date

from bot.domain import events
from bot.domain.notices import PROBLEM_TOLD
from bot.domain.people import Refused
from bot.domain.plans import Action, State
from bot.features.groups import member
from bot.features.groups.seats import Seat
from bot.interaction.request import Request
from bot.plan import access, transitions
from bot.plan.leaving import LEAVING, leaving_facts
from bot.storage import audit, departures, member_stays, outbox, people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.leaving import applying


def need_leaving(plan: PlanRow) -> None:
    """Refuse what is for the time between a grant and the stay. Raises Refused("not_now")."""
    if plan.state not in LEAVING:
        raise Refused("not_now")


def mark(tx: Tx, request: Request, plan: PlanRow, name: str, *, ready: bool) -> None:
    """Tick a line of the list, or take the tick away; a second time changes nothing.

    Raises:
        Refused: "not_now", "not_found" for a line that is not on this reader's list.
    """
    need_leaving(plan)
    beside = request.person.id != plan.beneficiary_id
    if name not in {item.name for item in applying(leaving_facts(tx, request.moment, plan), beside=beside)}:
        raise Refused("not_found")
    known = departures.of_plan(tx, plan.id)
    if (name in known.ticks) == ready:
        return
    ticks = {each: by for each, by in known.ticks.items() if each != name}
    departures.save(tx, known, ticks={**ticks, name: request.person.id} if ready else ticks)
    after = {"state": plan.state.value, "line": name, "ready": ready}
    audit.append(tx, f"plan:{plan.id}", request.now, request.person.id, "tick", None, after, row_key=plan.trail_key)


def note_well(tx: Tx, request: Request, *, well: bool) -> bool:
    """Note whether all is well, and return whether there is a stay to say it of; of a problem the referent is told.

    Each member of a group answers for the member's own household.
    """
    plan, seat = access.own_plan(tx, request.person), member.away(tx, request.person)
    if plan is not None and plan.state is State.AWAY:
        _of_own_stay(tx, request, plan, well=well)
    elif seat is not None:
        _of_group_stay(tx, request, seat, well=well)
    else:
        return False
    return True


def _of_own_stay(tx: Tx, request: Request, plan: PlanRow, *, well: bool) -> None:
    known = departures.of_plan(tx, plan.id)
    departures.save(tx, known, all_well=well, all_well_at=request.now)
    _audit(tx, request, plan, well=well)
    if not well and known.all_well is not False:
        event = events.ProblemTold(plan.id, known.version + 1)
        transitions.put_notices(tx, request.moment, plan, event, request.person.id)


def _of_group_stay(tx: Tx, request: Request, seat: Seat, *, well: bool) -> None:
    """Tell the member's own referent, or the one who stands in: the group's referent may be another."""
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


def come_home(tx: Tx, request: Request, plan: PlanRow, day: date) -> None:
    """End a stay before its day; its money is settled with the report.

    Raises:
        Refused: "not_now" for a day outside of the stay so far, and what the table of transitions says.
    """
    if plan.departure is None or not plan.departure <= day <= request.moment.today:
        raise Refused("not_now")
    reason = {"homecoming": day.isoformat()}
    transitions.perform(tx, request.moment, plan, Action.COME_BACK_EARLY, request.person, reason, homecoming=day)
