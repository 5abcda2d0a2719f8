"""A beneficiary on one screen: where the plan stands, what is awaited, and what can be done now.

Of a plan that was not sent the referent sees that it exists, and the questions marked to talk about, no more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.accompanying import Awaits, all_awaited, news_of
from bot.domain.aid import AidForm
from bot.domain.ids import PersonId
from bot.domain.legible import Nameless
from bot.domain.people import Contact
from bot.domain.plans import CHANGEABLE, EDITABLE, Action
from bot.features.absences import routes as absence_routes
from bot.features.caseload import acts, routes
from bot.features.caseload.status import Known, of_person, to_talk_about
from bot.features.departure import routes as departure_routes
from bot.features.groups import card as group_card
from bot.features.handovers import routes as handover_routes
from bot.features.membership import acts as membership
from bot.features.membership.pages import link_page
from bot.features.messages import routes as message_routes
from bot.features.my_plan import next_year
from bot.features.my_plan import routes as plan_routes
from bot.features.reminders import message
from bot.features.reminders.summary import told_aloud
from bot.features.reports import routes as report_routes
from bot.features.reviews import review, summary
from bot.features.reviews import routes as review_routes
from bot.features.reviews.summary import Asked, Summary
from bot.interaction import forms, prompting
from bot.interaction.forms import plan_token
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access, reference
from bot.plan import facts as plan_facts
from bot.storage import accompanying, groups, invitations, plans
from bot.storage.accompanying import Note
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations import PLAN
from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.engine.keyboard import Button, Data, Rows, Word, column
from conversations.engine.screens import Page, Screen
from conversations.invitation import CONSENT


@dataclass(frozen=True, kw_only=True)
class OnePerson(Summary, template="review/person"):
    """A beneficiary's page. `me` is the reader; `together` says how far a plan filled in together has come.

    The lines of the plan are there once it was `sent`; before that only what the beneficiary wants to `talk` about.
    `days_left` is the last day of what is `due`, where it has one; `pressed` are those with two working days or fewer.
    """

    person: Person
    me: PersonId
    due: list[str]
    days_left: Mapping[str, date]
    pressed: frozenset[str]
    days: int | None
    urgent: bool
    unopened: bool
    known_since: date | None
    link_until: date | None
    last_here: date | None
    note: Note | None
    no_reminders: bool
    give_back: int
    in_vouchers: bool
    aid_form: AidForm
    with_group: str
    talk: list[Asked]
    sent: bool
    together: tuple[int, int] | None


@dataclass(frozen=True)
class AnotherLink(View, template="invitation/_again"):
    """The question before a link that still works is replaced."""

    name: str
    until: date


def page(tx: Tx, request: Request, person_id: PersonId) -> Page:
    """Show all about a beneficiary that helps to know what to do next; of a group, its card."""
    known = of_person(tx, request.moment, person_id)
    if known.plan is not None and known.plan.households is not None:
        return group_card.page(tx, request, known.plan)
    notes = accompanying.notes_about(tx, person_id, request.person.id)
    facts = plan_facts.facts_of(tx, request.moment, known.plan) if known.plan is not None else None
    return OnePerson(
        **_lines(tx, request, known, facts).values,
        person=known.person,
        me=request.person.id,
        due=[what.value for what in all_awaited(known.seen)],
        days_left={what.value: day for what, day in known.days_left.items()},
        pressed=frozenset(what.value for what in known.pressed),
        days=known.days,
        urgent=known.urgent,
        unopened=known.seen.unopened,
        known_since=_day(request, accompanying.known_since(tx, person_id)),
        link_until=_day(request, known.seen.link_until) if known.awaits is not Awaits.LINK else None,
        last_here=_day(request, known.person.last_seen),
        note=notes[0] if notes else None,
        no_reminders=message.stopped_since(tx, known.person),
        give_back=known.seen.give_back,
        in_vouchers=known.seen.back_in_vouchers,
        aid_form=known.aid_form,
        with_group=groups.with_whom(tx, [person_id]).get(person_id, ""),
        talk=to_talk_about(known.plan, facts) if known.plan is not None and facts is not None else [],
        sent=known.plan is not None and not access.unsent(known.plan),
        together=_together(known.plan, facts),
    ).page(_rows(tx, request, known, len(notes)))


def _day(request: Request, at: datetime | None) -> date | None:
    """Return the day it was or will be where the network lives."""
    return None if at is None else at.astimezone(request.moment.app.zone).date()


def _lines(tx: Tx, request: Request, known: Known, facts: Facts | None) -> Summary:
    """Return what may be said of the plan: its essentials once it was sent, before that no more than its state."""
    plan = known.plan
    if plan is None or facts is None or access.unsent(plan):
        return Summary(plan=plan, state=known.seen.state.value if known.seen.state else "")
    return summary.of_plan(tx, request, plan, facts)


def _together(plan: PlanRow | None, facts: Facts | None) -> tuple[int, int] | None:
    """Return how far a plan has come that is filled in together and not sent; None for any other."""
    if plan is None or facts is None or not access.unsent(plan):
        return None
    return _progress(facts) if plan.consent is not None and plan.state in EDITABLE else None


def _progress(facts: Facts) -> tuple[int, int]:
    """Return how many questions up to sending are dealt with, and how many there are as the questions count them."""
    first = replace(facts, reopened={})
    done = sum(flow.settled(placed.step, facts) for placed in flow.path(PLAN, first) if placed.step.counts)
    return done, flow.progress(PLAN, first, "")[1]


def _due(tx: Tx, known: Known) -> list[Button]:
    """Return what is awaited, one tap each, the most pressing first and marked: nothing due hides behind another."""
    plan, write = known.plan, _write(known)
    ways = {Awaits.TELL: Button(Word("tell_aloud"), telling(known)), Awaits.LINK: _new_link(known)}
    if write is not None:
        ways |= {Awaits.PROBLEM: write, Awaits.MESSAGE: write}
    if plan is not None:
        ways |= {
            Awaits.OFFER: Button(Word("open_card"), routes.CARD.to(plan)),
            Awaits.POINT: Button(Word("answer_the_network"), message_routes.ASK_ABOUT.to(plan)),
            Awaits.REVIEW: Button(Word("open_card"), routes.CARD.to(plan)),
            Awaits.DISPUTED: Button(Word("look_at_handover"), handover_routes.HANDOVER.to(plan)),
            Awaits.CHANGE: Button(Word("read_change"), departure_routes.REVIEW_CHANGE.to(plan)),
            Awaits.HAND_OVER: Button(Word("handover"), handover_routes.HANDOVER.to(plan)),
            Awaits.TAKE_BACK: Button(Word("handover"), handover_routes.HANDOVER.to(_owed_of(tx, known, plan))),
            Awaits.KEEP: Button(Word("keep_plan"), review_routes.KEEP.to(plan)),
            Awaits.REPORT: Button(Word("write_report"), report_routes.REPORT.to(plan)),
        }
    if plan is not None and plan.state in forms.OPEN_IN["e"]:
        beside = Button(Word("fill_with_her", {"name": known.person.name}), routes.BESIDE.to(known.person.id))
        ways |= {Awaits.TALK: beside, Awaits.FILL_IN: beside}
    found = _once(ways[what] for what in all_awaited(known.seen) if what in ways)
    return [replace(button, style="" if place else "primary") for place, button in enumerate(found)]


def _to_name(known: Known) -> list[Button]:
    """Return the way to a name, first of all, for a beneficiary without one: a number tells nobody apart for long."""
    if not isinstance(known.person.name, Nameless):
        return []
    return [Button(Word("give_a_name"), routes.NAME.to(known.person.id), style="primary")]


def _owed_of(tx: Tx, known: Known, plan: PlanRow) -> PlanRow:
    """Return the plan of which something is to come back first: those of a former one would be forgotten behind it."""
    return plan if known.owed_of is None else access.need(tx, known.owed_of)


def _once(buttons: Iterable[Button]) -> list[Button]:
    """Return each way once, where it stands first."""
    found: dict[str, Button] = {}
    for button in buttons:
        found.setdefault(button.data, button)
    return list(found.values())


def _write(known: Known) -> Button | None:
    """Return the way to the messages, or to write one; None for a beneficiary who can never read it here."""
    person, new = known.person, known.seen.unread
    if person.chat_id is None and person.contact is Contact.NONE:
        return None
    word = Word("read_messages", {"count": new}) if new else Word("write_to_person", {"name": person.name})
    return Button(word, message_routes.WRITE_TO.to(person.id))


def _new_link(known: Known) -> Button:
    return Button(Word("new_link"), routes.LINK.to(known.person.id, ""))


def _rows(tx: Tx, request: Request, known: Known, notes: int) -> Rows:
    """Return all buttons: what is awaited comes first, what is seldom needed stands at the end."""
    person, plan = known.person, known.plan
    rows = _to_name(known) + _due(tx, known)
    if plan is not None and not access.unsent(plan):
        rows.append(Button(Word("open_card"), routes.CARD.to(plan)))
    if plan is not None and plan.state in forms.OPEN_IN["e"]:
        rows.append(Button(Word("fill_with_her", {"name": person.name}), routes.BESIDE.to(known.person.id)))
    if plan is not None and access.unsent(plan) and reference.may_type(tx, request.moment.app, plan):
        rows.append(Button(Word("type_ancv"), review_routes.REFERENCE.to(plan)))
    write = _write(known)
    rows += [write] if write is not None else []
    rows.append(_to_notes(request, known, notes))
    if plan is not None:
        rows += [*next_year.ways_beside(tx, request, person, plan), *_not_for_now(tx, request, plan)]
    rows += group_card.of_member(tx, request, person)
    return (*column(*_once(rows + _seldom(request, known))), (routes.MY_PEOPLE,))


def _to_notes(request: Request, known: Known, notes: int) -> Button:
    """Return the way to the notes, or to write the first one; a stand-in reads first whose it will be."""
    person_id = known.person.id
    if notes:
        return Button(Word("notes", {"count": notes}), routes.NOTES.to(person_id))
    own = known.person.referent_id == request.person.id
    return Button(Word("first_note"), (routes.WRITE_NOTE if own else routes.NOTES).to(person_id))


def _seldom(request: Request, known: Known) -> list[Button]:
    buttons = [_new_link(known)]
    if known.person.referent_id == request.person.id:
        buttons.append(Button(Word("hand_on"), absence_routes.HAND_ON.to(known.person.id)))
    if known.person.chat_id is not None:
        buttons.append(Button(Word("detach_account"), routes.DETACH.to(known.person.id)))
    return buttons


def telling(known: Known) -> Data:
    """Return the way to the page that says what to tell aloud."""
    return review_routes.TELL.to(known.person.id, known.seen.news)


def _not_for_now(tx: Tx, request: Request, plan: PlanRow) -> list[Button]:
    """Return what can be done beside the beneficiary, when the plan is for later, or was.

    To put off a stay that is granted is a change of the stay, and stands with the other changes.
    """
    actions = access.offered_actions(
        tx, request.moment, plan, request.person, plan_facts.facts_of(tx, request.moment, plan)
    )
    offered = {
        Action.CHANGE_AGAIN: Button(Word("change_together"), plan_routes.CHANGE_AGAIN.to(plan), style="primary"),
        Action.RESUME: Button(Word("resume_plan"), plan_routes.RESUME.to(plan), style="primary"),
        Action.POSTPONE: Button(Word("postpone_plan"), plan_routes.POSTPONE.to(plan)),
        Action.UNDO_CANCELLATION: Button(Word("undo_cancellation"), plan_routes.UNDO_CANCELLATION.to(plan)),
    }
    if plan_facts.call_to_resume_in(tx, request.moment, plan) is None:
        del offered[Action.RESUME]
    if plan.state in CHANGEABLE:
        del offered[Action.POSTPONE]
    return [button for action, button in offered.items() if action in actions]


@routes.CARD.on
def card(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Show the card of a plan; where it was never sent, or was taken back, only the beneficiary's page."""
    if access.unsent(plan):
        return page(tx, request, plan.beneficiary_id)
    return review.card(tx, request, plan)


@routes.LINK.on
def new_link(tx: Tx, request: Request, person: Person, sure: str) -> Page:
    """Make another single-use link; asked first while one still works, which would open nothing more."""
    until = invitations.open_until(tx, [person.id]).get(person.id)
    if not sure and until is not None and until > request.now:
        rows = column(
            Button(Word("new_link_surely"), routes.LINK.to(person.id, "surely")),
            Button(Word("keep_link"), routes.PERSON.to(person.id), style="primary"),
        )
        return AnotherLink(person.name, until.astimezone(request.moment.app.zone).date()).page(rows)
    acts.note_new_link(tx, request, person)
    return link_page(person, membership.new_link(tx, request, person))


@routes.TOLD.on
def told(tx: Tx, request: Request, person_id: PersonId) -> Page:
    """Note that the news was told face to face: it awaits nobody any more."""
    seen = of_person(tx, request.moment, person_id).seen
    told_aloud(tx, request, person_id, news_of(seen.state, withdrawn=seen.withdrawn))
    acts.note_told(tx, request, person_id)
    return page(tx, request, person_id)


@routes.BESIDE.on
def beside(tx: Tx, request: Request, person_id: PersonId) -> Screen:
    """Fill the plan in beside the beneficiary, once it is recorded how the beneficiary agreed."""
    plan = plans.live_of(tx, person_id)
    if plan is None or plan.state not in forms.OPEN_IN["e"]:
        return page(tx, request, person_id)
    if plan.consent is None:
        return prompting.resume(tx, request, forms.begin(tx, request, CONSENT, plan.id))
    letter = "s" if plan.state in forms.OPEN_IN["s"] else "e"
    return prompting.resume(tx, request, forms.load(tx, request, plan_token(plan, letter)))
