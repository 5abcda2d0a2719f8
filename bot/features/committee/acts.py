"""What the committee does to plans, within places and money, and what it writes down; and the answers to its offers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain import events
from bot.domain.corrections import Correction, Room
from bot.domain.money import Cents
from bot.domain.notices import GRANT_CORRECTED, NOTICES, Audience
from bot.domain.people import Refused, Role
from bot.domain.plans import TAKING, Action, State
from bot.features.committee.entries import entries_in
from bot.features.committee.lists import Choice, Filter
from bot.interaction import forms
from bot.interaction.forms import Form
from bot.interaction.request import Request
from bot.plan import access, corrected, reference, transitions
from bot.storage import audit, handovers, minutes, outbox, past_figures, plans, untold, views
from bot.storage.calls import CallRow
from bot.storage.changes import PlanChanges
from bot.storage.kernel.store import Conflict, Tx
from bot.storage.minutes import Minutes
from bot.storage.past_figures import PastFigure
from bot.storage.plans import PlanRow
from bot.storage.views import View
from conversations.referent import reference_typed


def grant(tx: Tx, request: Request, plan: PlanRow) -> PlanRow:
    """Grant what was asked, in full."""
    given = _given(tx, plan, plan.aid_cents)
    return transitions.perform(tx, request.moment, plan, Action.GRANT, request.person, **given)


def _given(tx: Tx, plan: PlanRow, cents: int | None) -> PlanChanges:
    """Return what a plan has once an amount is given; what came back of one withdrawn is to be handed over anew."""
    handovers.begin_again(tx, plan.id)
    return {"granted_cents": cents, "word": corrected.without_correction(plan)}


def offer(tx: Tx, request: Request, plan: PlanRow, cents: int) -> PlanRow:
    """Offer an amount; its money is held until the beneficiary answers."""
    given = _given(tx, plan, cents)
    return transitions.perform(tx, request.moment, plan, Action.OFFER, request.person, **given)


def offer_freed(tx: Tx, request: Request, plan: PlanRow, version: int, cents: int) -> PlanRow:
    """Offer what came free, as it was shown. Raises Refused: "changed_since", or as an offer is refused."""
    if plan.version != version or not 0 < cents < (plan.aid_cents or 0):
        raise Refused("changed_since")
    return offer(tx, request, plan, cents)


def put_on_waiting_list(tx: Tx, request: Request, plan: PlanRow) -> PlanRow:
    """Put a plan on the waiting list, in the order of its endorsement."""
    return transitions.perform(tx, request.moment, plan, Action.PUT_ON_WAITING_LIST, request.person)


def ask_referent(tx: Tx, request: Request, form: Form) -> PlanRow:
    """Send a plan back to its referent for one point; its rank is kept."""
    plan = forms.finish(tx, request, form, Role.DECIDER)
    asked = {"point": form.facts.value("question"), "about": form.facts.value("point")}
    word = {**(plan.word or {}), **asked}
    return transitions.perform(tx, request.moment, plan, Action.ASK_REFERENT, request.person, asked, word=word)


def decline(tx: Tx, request: Request, form: Form) -> PlanRow:
    """Decline a plan for a listed reason, with a next step: never a dead end."""
    plan = forms.finish(tx, request, form, Role.DECIDER)
    reason = {"reason": form.facts.value("ground"), "next_step": form.facts.value("instead")}
    word = {**(plan.word or {}), **reason}
    return transitions.perform(tx, request.moment, plan, Action.DECLINE, request.person, reason, word=word)


def undo(tx: Tx, request: Request, plan: PlanRow) -> PlanRow:
    """Take a decision back; nobody was told yet."""
    return transitions.perform(tx, request.moment, plan, Action.UNDO_DECISION, request.person, granted_cents=None)


# A grant that was wrong, put right after the two minutes


def room(tx: Tx, plan: PlanRow) -> Room:
    """Return how much can be granted instead of what is granted or offered now."""
    held = handovers.of_plan(tx, plan.id)
    most = (plan.aid_cents or 0) - (1 if plan.state is State.OFFERED else 0)
    return Room(Cents(plan.granted_cents or 0), Cents(max(0, most)), Cents(held.cents if held is not None else 0))


def correct_grant(tx: Tx, request: Request, plan: PlanRow, cents: int, why: str, *, asked_back: bool) -> PlanRow:
    """Grant or offer another amount than was said; all concerned are told.

    Raises:
        Refused: "changed_since" where that amount no longer fits, such as after a handover; what the table of
            transitions says; and "nothing_left" or "quota_reached" where the call has not that much.
    """
    if not room(tx, plan).fits(cents, asked_back=asked_back):
        raise Refused("changed_since")
    return _put_right(tx, request, plan, Action.CORRECT_GRANT, why, cents)


def withdraw_grant(tx: Tx, request: Request, plan: PlanRow, why: str) -> PlanRow:
    """Grant nothing any more: the plan is decided on once again, with its rank; all concerned are told."""
    return _put_right(tx, request, plan, Action.WITHDRAW_GRANT, why, None)


def _put_right(tx: Tx, request: Request, plan: PlanRow, action: Action, why: str, cents: int | None) -> PlanRow:
    correction = Correction(why, _known(tx, plan), withdrawn=cents is None)
    outbox.withdraw(tx, plan_id=plan.id, kinds=_CORRECTING)
    reason = {"reason": why.replace(";", ",")}
    changes: PlanChanges = {"granted_cents": cents, "word": corrected.with_correction(plan, correction)}
    return transitions.perform(tx, request.moment, plan, action, request.person, reason, **changes)


def _known(tx: Tx, plan: PlanRow) -> int | None:
    """Return the amount that the beneficiary knows of, in cents; None while the first word of it has not left."""
    if untold.waits(tx, plan.id, _TOLD_FIRST):
        return None
    before = corrected.correction_of(plan)
    return before.known if before is not None and untold.waits(tx, plan.id, {GRANT_CORRECTED}) else plan.granted_cents


_CORRECTING = frozenset(notice.kind for notice in NOTICES[events.GrantCorrected])
_TOLD_FIRST = frozenset(
    notice.kind
    for event in (events.PlanGranted, events.OfferMade)
    for notice in NOTICES[event]
    if notice.audience is Audience.BENEFICIARY
)


def need_taking(tx: Tx, request: Request, plan: PlanRow) -> None:
    """Refuse a plan to which nothing was given, or whose programme has no references. Raises Refused("not_now")."""
    if plan.state not in TAKING or not reference.is_used(tx, request.moment.app, plan):
        raise Refused("not_now")


def keep_reference(tx: Tx, request: Request, form: Form) -> PlanRow:
    """Keep the reference that ANCV's own tool gave; a wrong one can be typed again at any time."""
    plan = forms.finish(tx, request, form, Role.COORDINATOR)
    return reference.keep(tx, request.moment, plan, request.person, reference_typed(form.facts))


# An offer, answered


def accept(tx: Tx, request: Request, plan: PlanRow) -> PlanRow:
    """Take less than was asked: what was held is granted."""
    return transitions.perform(tx, request.moment, plan, Action.ACCEPT_OFFER, request.person)


def change_offered(tx: Tx, request: Request, plan: PlanRow) -> PlanRow:
    """Leave an offer to change the plan; its money goes back to the call."""
    return transitions.perform(tx, request.moment, plan, Action.CHANGE_OFFERED, request.person, granted_cents=None)


def let_go(tx: Tx, request: Request, plan: PlanRow) -> PlanRow:
    """Let an offer go: the plan waits for more, with its rank; the money goes to the next."""
    return transitions.perform(tx, request.moment, plan, Action.LET_GO, request.person, granted_cents=None)


# How a list is looked at


def narrow(tx: Tx, request: Request, choice: Choice) -> None:
    """Keep one choice of a coordinator; ticks end with it, as what is ticked must be seen."""
    view = replace(views.view_of(tx, request.person.id), ticked={})
    values: dict[str, Any] = {COLUMNS[choice.of]: choice.value} if choice.of is not Filter.ALL else {}
    views.keep(tx, request.person.id, replace(view, **values) if values else View())


COLUMNS: Mapping[Filter, str] = {each: each.value for each in Filter} | {Filter.AMOUNT: "up_to"}
"""Where a view keeps each filter."""


# Several at once


@dataclass(frozen=True, slots=True)
class Granted:
    """What was granted together, and why each of the other plans was not."""

    granted: list[PlanRow]
    others: list[tuple[PlanRow, str]]


def ticked(tx: Tx, request: Request) -> list[PlanRow]:
    """Return the plans that the coordinator has ticked."""
    found = (plans.by_id(tx, int(each)) for each in views.view_of(tx, request.person.id).ticked)
    return [plan for plan in found if plan is not None]


def tick(tx: Tx, request: Request, plan: PlanRow, version: int, *, on: bool) -> None:
    """Tick a plan as it was seen, or take the tick away; done twice it stays as it is."""
    view = views.view_of(tx, request.person.id)
    others = {each: seen for each, seen in view.ticked.items() if each != str(plan.id)}
    after = {**others, str(plan.id): version} if on else others
    views.keep(tx, request.person.id, replace(view, ticked=after))


def tick_all(tx: Tx, request: Request, more: Iterable[PlanRow]) -> None:
    """Tick some plans as they are now."""
    view = views.view_of(tx, request.person.id)
    seen = {str(plan.id): plan.version for plan in more}
    views.keep(tx, request.person.id, replace(view, ticked={**view.ticked, **seen}))


def grant_ticked(tx: Tx, request: Request) -> Granted:
    """Grant each ticked plan that can be granted, in the order of arrival."""
    view = views.view_of(tx, request.person.id)
    found = Granted([], [])
    for plan in sorted(ticked(tx, request), key=lambda each: (each.rank_at or request.now, each.id)):
        try:
            with tx.all_or_nothing():
                found.granted.append(_grant_as_seen(tx, request, plan, view.ticked[str(plan.id)]))
        except Refused as refused:
            found.others.append((plan, refused.code))
        except Conflict:
            found.others.append((plan, "changed_since"))
    batch = tuple(plan.id for plan in found.granted)
    views.keep(tx, request.person.id, replace(view, ticked={}, batch=batch))
    return found


def _grant_as_seen(tx: Tx, request: Request, plan: PlanRow, seen: int) -> PlanRow:
    """Grant a plan in full, if it still is what was ticked; that the clock has passed it on meanwhile is no news."""
    passed_on = plan.state is State.IN_COMMITTEE and plan.before_state is State.ENDORSED and seen == plan.version - 1
    access.seen_by(tx, request.person, plan.id, Role.DECIDER)
    if seen != plan.version and not passed_on:
        raise Refused("changed_since")
    return grant(tx, request, plan)


def undo_all(tx: Tx, request: Request) -> list[str]:
    """Take back what was granted together, as far as it still can be; returns why some was not."""
    view = views.view_of(tx, request.person.id)
    kept: dict[str, None] = {}
    for each in view.batch:
        plan = access.need(tx, each)
        try:
            with tx.all_or_nothing():
                undo(tx, request, plan)
        except Refused as refused:
            kept[refused.code] = None
    views.keep(tx, request.person.id, replace(view, batch=()))
    return list(kept)


# What is left on paper


def make_minutes(tx: Tx, request: Request, call: CallRow, since: datetime, until: datetime) -> Minutes | None:
    """Make numbered minutes of that time; None, and no number, where nothing was decided in it."""
    if not entries_in(tx, request.moment, call.id, since, until):
        return None
    made = minutes.add(tx, call.id, since, until, request.now, request.person.id)
    span = {"number": made.number, "since": since.isoformat(), "until": until.isoformat()}
    audit.append(tx, f"call:{call.id}", request.now, request.person.id, "minutes", None, span)
    return made


def enter_year(tx: Tx, request: Request, figure: PastFigure) -> None:
    """Note a year's figures; a year with no people is taken away."""
    network_id = request.person.network_id
    if figure.people:
        past_figures.enter(tx, network_id, figure)
    else:
        past_figures.forget(tx, network_id, figure.year)
    told = {"year": figure.year, "people": figure.people, "cents": figure.cents}
    audit.append(tx, f"network:{network_id}", request.now, request.person.id, "past_figure", None, told)
