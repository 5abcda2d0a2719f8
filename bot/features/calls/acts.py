"""What a coordinator does to a call: prepared, opened, changed, closed, made larger, copied; each on its trail."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Unpack

from bot.domain.calls import a_year_later, default_people_by
from bot.domain.ids import PersonId
from bot.domain.notices import MODE_CHANGED, ON_COMMITTEE
from bot.domain.people import Refused
from bot.domain.states import UNFINISHED, State
from bot.features.administration import admin
from bot.features.calls import routes
from bot.features.calls.routes import Mode
from bot.interaction.forms import Form
from bot.interaction.request import Request
from bot.plan import access, committee
from bot.plan import facts as plan_facts
from bot.storage import audit, calls, outbox, people, plans, quotas, sessions
from bot.storage.calls import CallRow
from bot.storage.changes import CallChanges
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow

CLOSING_HOUR = time(18)
"""When a call closes on its last day, where the network lives, unless its coordinator says another hour."""

"""States of a plan that a closing stops."""


def prepare(tx: Tx, request: Request, form: Form) -> CallRow:
    """Keep the six answers as a draft: nothing is open, nothing is announced, nothing is lost."""
    new = _new_call(request, form)
    programme = request.moment.app.programmes[new.model]
    values = admin.columns(request.person.network_id, new, programme, request.moment.today)
    values["draft"] = True
    row = calls.by_id(tx, calls.add(tx, values, request.now))
    audit.append(tx, f"call:{row.id}", request.now, request.person.id, "prepare", None, {"model": row.model})
    if form.row is not None:
        sessions.close_form(tx, form.row.id)
    return row


def _new_call(request: Request, form: Form) -> admin.NewCall:
    facts = form.facts
    closes_on: date = facts.value("closes_on")
    stays = facts.value("stays")
    return admin.NewCall(
        model=facts.value("model"),
        name=facts.value("call_name"),
        people_by=max(request.moment.today, default_people_by(closes_on, request.moment.app.working_days)),
        closes_at=closing(request, closes_on, CLOSING_HOUR),
        stay_from=stays.start,
        stay_until=stays.end,
        places=facts.value("places"),
        envelope=facts.value("envelope"),
        confirmed=tuple(rule for rule in facts.value("confirmed") or () if rule in form.shown["rules"]),
        regions=tuple(facts.value("regions") or ()),
    )


def closing(request: Request, day: date, at: time) -> datetime:
    """Return the moment of a closing, from the day and the hour where the network lives."""
    return datetime.combine(day, at, request.moment.app.zone).astimezone(UTC)


def open_draft(tx: Tx, request: Request, row: CallRow) -> None:
    """Open a draft: from now on referents can invite people to it. Raises Refused: "not_now", "call_invalid"."""
    need_draft(row)
    if plan_facts.call_of(request.moment.app, row).problems() or row.closes_at <= request.now:
        raise Refused("call_invalid")
    calls.change(tx, row.id, draft=False, opened_at=request.now)
    given = {"places": row.places, "cents": row.envelope}
    audit.append(tx, f"call:{row.id}", request.now, request.person.id, "open", None, given)


def need_draft(row: CallRow) -> None:
    """Refuse a call that was opened. Raises Refused("not_now")."""
    if not row.draft:
        raise Refused("not_now")


def forget_draft(tx: Tx, request: Request, row: CallRow) -> None:
    """Remove a draft that nobody wants. Raises Refused("not_now")."""
    need_draft(row)
    calls.forget_draft(tx, row.id)
    for each in row.deciders:
        committee.fit_role(tx, row.network_id, each)
    audit.append(tx, f"call:{row.id}", request.now, request.person.id, "forget_draft", None, None)


def need_open(request: Request, row: CallRow) -> None:
    """Refuse a call that takes no endorsements. Raises Refused("call_closed")."""
    if row.draft or row.closes_at <= request.now:
        raise Refused("call_closed")


def close(tx: Tx, request: Request, row: CallRow) -> CallRow:
    """Close a call now. Raises Refused("call_closed")."""
    need_open(request, row)
    return change(tx, request, row, closes_at=request.now, people_by=min(row.people_by, request.moment.today))


def change(tx: Tx, request: Request, row: CallRow, **values: Unpack[CallChanges]) -> CallRow:
    """Save values of a call, with their line in its audit trail. Raises Refused("under_taken_now")."""
    if not calls.change(tx, row.id, **values):
        raise Refused("under_taken_now")
    told = {name: str(value) for name, value in values.items()}
    before = {name: str(getattr(row, name)) for name in values}
    audit.append(tx, f"call:{row.id}", request.now, request.person.id, "change", before, told)
    return calls.by_id(tx, row.id)


def turn_decider(tx: Tx, request: Request, row: CallRow, person_id: PersonId) -> CallRow:
    """Name a coordinator for the committee of a call, or no longer; where nobody is named all coordinators decide.

    Raises Refused("too_few_decide").
    """
    kept = [each for each in row.deciders if each != person_id]
    return decide_by(tx, request, row, kept if person_id in row.deciders else [*kept, person_id])


def seat(tx: Tx, request: Request, row: CallRow, person_id: PersonId, *, on: bool) -> CallRow:
    """Let a professional decide in a call beside those who do, or no longer. Raises Refused("too_few_decide")."""
    others = [each for each in committee.deciders_of(tx, row) if each != person_id]
    if not (others or on) and people.coordinators(tx, row.network_id) == [person_id]:
        raise Refused("too_few_decide")
    return decide_by(tx, request, row, [*others, person_id] if on else others)


def decide_by(tx: Tx, request: Request, row: CallRow, deciders: Sequence[int]) -> CallRow:
    """Let these decide in a call, and nobody else; none is all coordinators. Each newcomer is told.

    Raises Refused("too_few_decide") where some plans would be left to nobody.
    """
    if deciders and not committee.is_enough(tx, deciders):
        raise Refused("too_few_decide")
    before = committee.deciders_of(tx, row)
    named = committee.name(tx, row, deciders, request.person.id, request.now)
    new = [each for each in committee.deciders_of(tx, named) if each not in {*before, request.person.id}]
    told = [
        outbox.Outgoing(
            key=f"call:{row.id}:{ON_COMMITTEE}:{request.now.isoformat()}",
            recipient_id=each,
            kind=ON_COMMITTEE,
            context={"call": row.id},
            created_at=request.now,
            due_at=request.now,
        )
        for each in new
        if not row.draft
    ]
    outbox.put(tx, told)
    return named


def need_mode(request: Request, row: CallRow, to: Mode) -> None:
    """Refuse another way to grant. Raises Refused: "call_closed", "not_now" for what holds already, "cap_first"."""
    if not row.draft:
        need_open(request, row)
    if to is Mode.of(row):
        raise Refused("not_now")
    if to is Mode.REFERENT and plan_facts.call_of(request.moment.app, replace(row, committee=False)).lacks_cap:
        raise Refused("cap_first")


def change_mode(tx: Tx, request: Request, row: CallRow, to: Mode) -> CallRow:
    """Let a committee decide, or endorsements grant. What is decided, or waits for a decision, stays as it is.

    Cards of plans that are being read change with it: what was on them is old, and their readers are told.
    Raises Refused, as `need_mode`.
    """
    need_mode(request, row, to)
    changed = change(tx, request, row, committee=to is Mode.COMMITTEE)
    reading = plans.to_decide(tx, row.network_id, READING, row.id)
    for plan in reading:
        if plan.state is State.TO_REVIEW:
            plans.save(tx, plan, request.now)
    readers = set(people.readers_for(tx, [plan.beneficiary_id for plan in reading]).values())
    told = [
        outbox.Outgoing(
            key=f"call:{row.id}:{MODE_CHANGED}:{request.now.isoformat()}",
            recipient_id=each,
            kind=MODE_CHANGED,
            context={"call": row.id, "committee": changed.committee},
            created_at=request.now,
            due_at=request.now,
        )
        for each in sorted(readers - {request.person.id})
        if not row.draft
    ]
    outbox.put(tx, told)
    return changed


READING = frozenset({State.TO_REVIEW, State.TO_COMPLETE})
"""States of a plan that is sent, and whose endorsement is still to come."""


def forget_committee_day(tx: Tx, request: Request, row: CallRow, day: date) -> CallRow:
    """Take back a day on which the committee was to meet; one that is not there is none."""
    if day not in row.committee_days:
        return row
    return change(tx, request, row, committee_days=[each for each in row.committee_days if each != day])


# Larger, or another one like it


def add_region(tx: Tx, request: Request, row: CallRow, code: str) -> CallRow:
    """Let a region take part, or all of them; in a draft a region that takes part is taken away again."""
    if code == routes.ALL_REGIONS:
        wanted: list[str] = []
    elif code in row.regions:
        wanted = [each for each in row.regions if each != code] if row.draft else list(row.regions)
    else:
        wanted = [*row.regions, code] if row.draft or row.regions else []
    return change(tx, request, row, regions=wanted)


def take_back_region(tx: Tx, request: Request, row: CallRow, code: str) -> CallRow:
    """Take away a region added by mistake.

    Raises:
        Refused: "region_takes_part" once a person there has a plan in this call.
    """
    if code not in row.regions:
        return row
    if quotas.any_plan_in(tx, row.id, code) or len(row.regions) == 1:
        raise Refused("region_takes_part")
    return change(tx, request, row, regions=[each for each in row.regions if each != code])


def add_wave(tx: Tx, request: Request, row: CallRow) -> CallRow:
    """Prepare a further wave: the same rules, with dates, places and money of its own; a draft until it is opened."""
    lasted = max(timedelta(days=1), row.closes_at - (row.opened_at or request.now))
    closes_on = (max(row.closes_at, request.now) + lasted).astimezone(request.moment.app.zone).date()
    if row.stay_until > request.moment.today:
        closes_on = min(closes_on, row.stay_until - timedelta(days=1))
    at = row.closes_at.astimezone(request.moment.app.zone).time()
    values: CallChanges = {"closes_at": closing(request, closes_on, at), "wave_of": row.wave_of or row.id}
    return _copied(tx, request, row, values)


def copy(tx: Tx, request: Request, row: CallRow) -> CallRow:
    """Prepare the same call a year later: every date one year on, the year in its name too."""
    local = row.closes_at.astimezone(request.moment.app.zone)
    values: CallChanges = {
        "name": re.sub(r"\b20\d\d\b", lambda year: str(int(year[0]) + 1), row.name),
        "closes_at": closing(request, a_year_later(local.date()), local.time()),
        "stay_from": a_year_later(row.stay_from),
        "stay_until": a_year_later(row.stay_until),
        "wave_of": None,
    }
    return _copied(tx, request, row, values)


def _copied(tx: Tx, request: Request, row: CallRow, values: CallChanges) -> CallRow:
    """Add a draft with another call's settings; nothing that it has given or promised."""
    app = request.moment.app
    closes_on = values["closes_at"].astimezone(app.zone).date()
    delays = plan_facts.call_of(app, row).delays
    usual = default_people_by(closes_on, app.working_days, days=delays.people_by)
    copied: CallChanges = {
        "network_id": row.network_id,
        "model": row.model,
        "name": row.name,
        "people_by": max(request.moment.today, usual),
        "stay_from": row.stay_from,
        "stay_until": row.stay_until,
        "places": row.places,
        "envelope": row.envelope,
        "committee": row.committee,
        "referent_cap": row.referent_cap,
        "aid_form": row.aid_form,
        "minors_alone": row.minors_alone,
        "neutral": row.neutral,
        "regions": list(row.regions),
        "confirmed": list(row.confirmed),
        "confirmed_on": row.confirmed_on,
        "lenient": list(row.lenient),
        "deciders": list(row.deciders),
        "documents": None if row.documents is None else list(row.documents),
        "overrides": row.overrides,
        "delays": row.delays,
        "quotas": row.quotas,
        "draft": True,
    }
    copied.update(values)
    call_id = calls.add(tx, copied, request.now)
    audit.append(tx, f"call:{call_id}", request.now, request.person.id, "prepare", None, {"like": row.id})
    return calls.by_id(tx, call_id)


# A plan that a closing stopped


def carry_over(tx: Tx, request: Request, plan: PlanRow) -> PlanRow:
    """Let a plan go on in the next open call, answers and all; the rules of that call hold from now on.

    Raises:
        Refused: "not_now" when its own call is still open or it was endorsed, "no_open_call".
    """
    if plan.state not in UNFINISHED or calls.by_id(tx, plan.call_id).closes_at > request.now:
        raise Refused("not_now")
    following = plan_facts.call_to_resume_in(tx, request.moment, plan)
    if following is None:
        raise Refused("no_open_call")
    row = calls.by_id(tx, following)
    plans.save(tx, plan, request.now, call_id=row.id, rules_version=row.version)
    before, after = ({"state": plan.state.value, "call": each} for each in (plan.call_id, row.id))
    audit.append(
        tx, f"plan:{plan.id}", request.now, request.person.id, "carry_over", before, after, row_key=plan.trail_key
    )
    return access.need(tx, plan.id)
