"""What a handover is asked from, and what its answers say."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.domain.aid import AidForm
from bot.domain.groups import COUNTED
from bot.domain.handovers import Booklet, Handed, Handover, Holding, left, room_for
from bot.domain.ids import MemberId
from bot.domain.money import Cents
from bot.features.handovers import acts
from bot.interaction.request import Request
from bot.plan.shares import share_of
from bot.storage import groups, handovers, people
from bot.storage.groups import Member
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.answers import Answer, Deferred, Facts, Given, How
from conversations.engine.choices import FREE
from conversations.handover import HandoverContext, known, numbered, on_paper


def context_of(tx: Tx, request: Request, plan: PlanRow, part: Handover | None = None) -> HandoverContext:
    """Return what the questions look at; where one handover is corrected, its own amount is free again."""
    held = handovers.of_plan(tx, plan.id)
    awaiting = _households(tx, plan, held) if part is None else {}
    granted, granted_at = plan.granted_cents, plan.decided_at
    return HandoverContext(
        left=Cents(left(granted, held) if part is None else room_for(granted, held, part)),
        form=acts.form_of(tx, plan),
        granted_on=granted_at.astimezone(request.moment.app.zone).date() if granted_at is not None else None,
        households={str(member.id): people.by_id(tx, member.person_id).name for member in awaiting.values()},
        shares={str(member.id): share_of(plan, member, granted) for member in awaiting.values()},
        issuer=handovers.last_issuer(tx, plan.organisation_id),
    )


def _households(tx: Tx, plan: PlanRow, held: Holding | None) -> Mapping[MemberId, Member]:
    """Return the households of a group that have had nothing yet; all of them once each has had something."""
    if plan.households is None:
        return {}
    them = {each.id: each for each in groups.of_plan(tx, plan.id) if each.part in COUNTED}
    had = {part.member_id for part in held.parts} if held is not None else set()
    return {number: each for number, each in them.items() if number not in had} or them


def handed(facts: Facts, part: Handover | None = None) -> Handed:
    """Return what was said to be handed over; of a correction, to the same household."""
    context = known(facts)
    to = int(facts.value("household")) if facts.value("household") else part.member_id if part is not None else None
    return Handed(
        cents=context.left if context.form is AidForm.PAID_TO_PROVIDER else facts.value("handed"),
        on=handed_on(facts),
        form=acts.NOTED_AS.get(context.form) or facts.value("form"),
        notes=facts.value("notes") if on_paper(facts) else None,
        booklet=_booklet(facts),
        member_id=to,
    )


def _booklet(facts: Facts) -> Booklet:
    if not numbered(facts):
        return Booklet()
    year = facts.value("issue_year")
    return Booklet(
        numbers=facts.value("numbers"),
        issuer=(facts.value("issuer") or "").removeprefix(FREE),
        issue_year=int(year) if year else None,
    )


def receipt_seen(facts: Facts) -> bool:
    """Return whether the provider has given its receipt."""
    return bool(facts.value("provider_receipt") == "yes")


def handed_on(facts: Facts) -> date:
    """Return the day it was handed over: today, yesterday, or the one that was asked."""
    days_ago = {"today": 0, "yesterday": 1}.get(facts.value("handed_on"))
    if days_ago is None:
        asked: date = facts.value("handed_day")
        return asked
    return facts.today - timedelta(days=days_ago)


def answers_of(part: Handover, today: date) -> dict[str, Answer]:
    """Return the answers that would say what is noted: what nobody noted counts as left out."""
    ago = {0: "today", 1: "yesterday"}.get((today - part.handed_on).days, "earlier")
    booklet = part.booklet
    noted = {
        "receipts": "yes", "handed": part.cents, "form": part.form or None, "notes": part.notes,
        "numbers": booklet.numbers, "issuer": FREE + booklet.issuer if booklet.issuer else "",
        "issue_year": str(booklet.issue_year or ""), "handed_on": ago,
        "handed_day": part.handed_on if ago == "earlier" else None,
        "provider_receipt": "not_yet" if part.open else "yes",
    }  # fmt: skip
    optional = ("numbers", "issuer", "issue_year") if booklet.numbers else ("numbers",)
    left_out = dict.fromkeys(optional, Deferred(How.LATER))
    return {**left_out, **{name: Given(value) for name, value in noted.items() if value}}
