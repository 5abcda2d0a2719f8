"""Who walks: people of the recorded world, and those whom it lacks, with what else a button may name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TypeAlias

import sqlalchemy as sa

from bot.domain.handovers import Handed
from bot.domain.messages import Kind, Side
from bot.domain.people import AT_WORK, Contact, OrganisationKind, Role
from bot.domain.plans import Action
from bot.features.administration import admin
from bot.features.distress import routes as distress
from bot.features.handovers.said import answers_of
from bot.interaction.listening import MARK
from bot.plan.context import AppContext, Moment
from bot.plan.facts import STEPS
from bot.storage import (
    accompanying,
    account_moves,
    broadcasts,
    calls,
    events,
    guides,
    handovers,
    messages,
    minutes,
    networks,
    people,
    plans,
    reminders,
    reports,
    sessions,
)
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from bot.storage.sessions import Session
from conversations.accompanying import NAMING
from conversations.decision import WITHDRAWAL
from conversations.engine import flow
from conversations.engine.answers import Given
from conversations.engine.replies import FileRef
from conversations.engine.widgets import dump_file
from conversations.handover import CORRECTION
from tests.recorded.entrance import let_the_notice_be_read
from tests.recorded.seasons import AUTUMN
from tests.support import plans as made

RECORDED: Mapping[str, str] = {
    "lina": "Lina",
    "claire": "Claire",
    "dan": "Dan",
    "omar": "Omar",
    "rose": "Rose",
    "paul": "Paul",
    "lea": "Lea",
    "sent": "sent",
    "kim": "kim",
    "awa": "Awa",
    "bea": "bea",
    "shut": "shut",
}
"""People of the recorded world: what they are called here, and their names there."""
NEW_CHATS = 2_000_000
"""Numbers of chats that nobody of the recorded world has; the first of them nobody has at all."""
STRANGER = "stranger"
NEW = tuple(sorted(AT_WORK - {Role.LEAD, Role.COORDINATOR}))
"""Roles of newcomers, who are there for work and have nobody: a referent's, and each that the recording knew not."""
FAR = tuple(sorted(AT_WORK - {Role.REFERENT, Role.COORDINATOR}))
"""Roles that the team of another network lacks."""


def new(role: Role) -> str:
    """Return what a newcomer of a role is called, here and there."""
    return f"new {role}"


def far(role: Role) -> str:
    """Return what a person of another network is called by that role, here and there."""
    return f"far {role}"


ADDED = (*map(new, NEW), "luc", "gone", "far beneficiary", "far referent", *map(far, FAR), "far coordinator")
"""People whom the recorded world lacks: newcomers, a lead elsewhere, one whose role was taken away, and another
network's."""
NAMES = (*RECORDED, *ADDED)


Moments: TypeAlias = Callable[[], Moment]
"""Each later than the one before, with a code of its own."""


@dataclass(frozen=True, slots=True)
class Walker:
    """Hold whose chat it is; a stranger has no id."""

    name: str
    chat: int
    id: int | None


def settle(tx: Tx, app: AppContext, now: datetime) -> dict[str, Walker]:
    """Add the people and the rows that the recorded world lacks; return everybody who walks, by name."""
    numbers = count()

    def moment() -> Moment:
        number = next(numbers)
        return Moment(app, now - timedelta(days=1) + number * timedelta(minutes=5), f"a code of the walk {number}")

    ids = {name: everybody(tx)[called] for name, called in RECORDED.items()}
    ids |= _of_the_house(tx, moment) | _far_away(tx, moment)
    for number, name in enumerate(ADDED, start=1):
        people.change(tx, ids[name], chat_id=NEW_CHATS + number, language="fr", notice_version=9)
    _rows(tx, moment, ids)
    let_the_notice_be_read(tx)
    sessions.save_session(tx, everybody(tx)["begun"], _in_distress(now))
    chats = {name: people.by_id(tx, number).chat_id for name, number in ids.items()}
    walkers = {name: Walker(name, chat, ids[name]) for name, chat in chats.items() if chat is not None}
    return {STRANGER: Walker(STRANGER, NEW_CHATS, None), **walkers}


def _in_distress(now: datetime) -> Session:
    """Return what a chat looks at in which words of distress were typed where nothing was asked."""
    held = {"kinds": ["outside"], "reply": {"text": "Je dors dehors", "file": None}, "told": False}
    before = {"place": "", "focus": "", "via": "", "scratch": None, "misses": 0}
    scratch = {"before": before, "since": now.isoformat(), "held": held}
    return Session(place=f"{MARK}{distress.PLACE}", scratch=scratch)


def everybody(tx: Tx) -> dict[str, int]:
    """Return the id of everybody, by name; of two with one name the first."""
    ids = tx.connection.scalars(sa.select(people.people.c.id)).all()
    return {each.name: each.id for _, each in sorted(people.by_ids(tx, ids).items(), reverse=True)}


def _of_the_house(tx: Tx, moment: Moments) -> dict[str, int]:
    """Add to the recorded network: newcomers, a lead elsewhere, one whose role was taken away."""
    known = everybody(tx)
    lina, paul = (people.by_id(tx, known[name]) for name in ("Lina", "Paul"))
    network = lina.network_id

    def joins(organisation: int | None, role: Role, name: str) -> int:
        return admin.add_member(tx, moment(), network, organisation, role, name)

    added = {new(role): joins(lina.organisation_id, role, new(role)) for role in NEW}
    networks.find_or_add_kind(tx, network, "Équipe de rue", ())
    added |= {
        "luc": joins(paul.organisation_id, Role.LEAD, "Luc"),
        "gone": joins(lina.organisation_id, Role.REFERENT, "Gone"),
    }
    assert lina.organisation_id is not None
    team = made.Team(network, lina.organisation_id, added["gone"], known["Claire"], 3)
    plan = _sent(tx, moment(), team, "Gones")
    accompanying.write_note(tx, plan.beneficiary_id, added["gone"], added["gone"], "Une note", moment().now)
    _writes(tx, moment, Kind.PERSON, plan.beneficiary_id, added["gone"], Side.HELPING)
    sessions.open_form(tx, added["gone"], NAMING.name, moment().now, plan.beneficiary_id, {})
    tx.connection.execute(people.roles.delete().where(people.roles.c.person_id == added["gone"]))
    return added


def _far_away(tx: Tx, moment: Moments) -> dict[str, int]:
    """Add another network, in which something goes on too."""
    summer = replace(
        made.next_summer(moment().now, places=40), people_by=date(2027, 9, 20),
        closes_at=datetime(2027, 9, 30, 16, tzinfo=UTC), stay_from=date(2027, 10, 10), stay_until=date(2027, 12, 31),
    )  # fmt: skip
    admin.found_network(tx, moment(), "Réseau du Large", "Le Large", "dpo@large.example")
    team = made.team(tx, moment(), summer, "Réseau du Large")
    people.change(tx, team.referent, name="Line du Large")
    people.change(tx, team.coordinator, name="Clara du Large")
    lacking = {
        far(role): admin.add_member(tx, moment(), team.network, team.organisation, role, far(role)) for role in FAR
    }
    plan = _sent(tx, moment(), team, "Faye")
    for name in ("Farid", "Fanny"):
        made.does(tx, moment(), _sent(tx, moment(), team, name).id, Action.ENDORSE, team.referent)
    fanny = plans.latest_of(tx, everybody(tx)["Fanny"])
    assert fanny is not None
    made.does(tx, moment(), fanny.id, Action.GRANT, team.coordinator, granted_cents=30_000)
    people.change(tx, plan.beneficiary_id, contact=Contact.NORMAL)
    admin.add_organisation(tx, team.network, "Chantier du Large", OrganisationKind.SIAE, "35")
    _writes(tx, moment, Kind.PERSON, plan.beneficiary_id, plan.beneficiary_id, Side.ASKING)
    return {
        "far beneficiary": plan.beneficiary_id,
        "far referent": team.referent,
        **lacking,
        "far coordinator": team.coordinator,
    }


def _sent(tx: Tx, moment: Moment, team: made.Team, name: str) -> PlanRow:
    """Return a plan for the autumn that waits for its referent."""
    admin.invite_beneficiary(tx, moment, team.network, team.organisation, team.referent, name, Contact.NONE)
    person = everybody(tx)[name]
    plan = plans.latest_of(tx, person)
    assert plan is not None
    given = {key: Given(value, person) for key, value in {**made.answers(), "dates": AUTUMN}.items()}
    consent = {"mode": "oral", "on": "2026-11-23", "by": team.referent}
    plans.save(tx, plan, moment.now, call_id=team.call, answers=flow.dump_answers(given, STEPS), consent=consent)
    return made.does(tx, moment, plan.id, Action.SEND, person)


def _writes(tx: Tx, moment: Moments, kind: Kind, owner: int, author: int, side: Side) -> None:
    thread = messages.thread_for(tx, kind, owner, people.by_id(tx, owner).network_id)
    messages.add(tx, thread, author, side, "Un message", None, None, moment().now)


SENT, SHORT = 44, 48
"""Plans sent before anybody was asked for the country and for other costs: they can be endorsed but for those answers.

Of the latter money is missing, so that its endorsement needs a word.
"""


STOPPED = int("1a", 36)
"""A plan that nobody read before its call closed: it is moved to one that is over."""
OF_A_HOUSE = 5
"""A plan whose aid the organisation hands over: a part of it has been, by its lead."""


def _complete(tx: Tx, number: int, referent: int, **more: object) -> None:
    """Add what a recorded plan lacks to be endorsed, under the buttons that were recorded of it."""
    plan = plans.by_id(tx, number)
    assert plan is not None
    said = {"area": "france", "other_costs": [], **more}
    answers = {**plan.answers, **{name: {"v": value, "by": referent} for name, value in said.items()}}
    sealed = tx.cipher.seal_json(answers, "plans.answers")
    tx.connection.execute(plans.plans.update().where(plans.plans.c.id == number).values(answers=sealed))


def _rows(tx: Tx, moment: Moments, ids: Mapping[str, int]) -> None:
    """Add a row of each kind that the recorded world has none of, or that only its own network has."""
    lina, now = ids["lina"], moment().now
    _of_network(tx, now, ids["claire"], lina, 3)
    _of_network(tx, now, ids["far coordinator"], ids["far referent"], calls.of_network(tx, 2)[0].id)
    reports.let_pass(tx, 1, 2, "Un accident", ids["claire"], now)
    stopped = plans.plans.update().where(plans.plans.c.id == STOPPED)
    tx.connection.execute(stopped.values(call_id=1))
    _complete(tx, SENT, lina, own_share=10_000)
    _complete(tx, SHORT, everybody(tx)["Rose"], leisure_price=90_000)
    own_words = tx.cipher.seal_json({"fr": "Des mots à elle."}, "broadcasts.texts")
    written = broadcasts.broadcasts.update().where(broadcasts.broadcasts.c.id == 2)
    tx.connection.execute(written.values(texts=own_words))
    plan = plans.latest_of(tx, ids["sent"])
    assert plan is not None
    figures = {"taxable": 1_200_000, "taken_off": 0, "benefits": 0, "dependants": 1}
    accompanying.keep_figures(tx, plan.id, figures, lina, now)
    paper = dump_file(FileRef("a-file", "photo", 14))
    plans.save(tx, plan, now, answers={**plan.answers, "quote": {"v": paper, "by": plan.beneficiary_id}})
    told = reminders.of_person(tx, ids["kim"], now.date())
    reminders.settle(tx, [each.id for each in told[:1]], reminders.ReminderState.TOLD, 7)
    people.change(tx, everybody(tx)["dora"], name="")  # invited without one, to be named later
    calls.change(tx, 5, deciders=(ids["claire"], ids["omar"], ids[new(Role.DECIDER)]))
    people.give_role(tx, ids["omar"], Role.DECIDER)  # a referent who decides about people of others
    _correction(tx, now, 4, lina)
    why = flow.dump_answers({"withdrawn_why": Given("rules")}, flow.steps_by_name((WITHDRAWAL,)))
    sessions.open_form(tx, ids["claire"], WITHDRAWAL.name, now, 3, why)
    handovers.note(tx, OF_A_HOUSE, Handed(1_000, now.date(), "paper", 1), ids["lea"])


def _correction(tx: Tx, now: datetime, plan_id: int, referent: int) -> None:
    """Begin to correct what was handed over for a plan: all of it stands there, to be saved."""
    held = handovers.of_plan(tx, plan_id)
    assert held is not None
    part = held.parts[0]
    said = flow.dump_answers(answers_of(part, now.date()), flow.steps_by_name((CORRECTION,)))
    sessions.open_form(tx, referent, CORRECTION.name, now, part.id, said)


def _of_network(tx: Tx, now: datetime, coordinator: int, referent: int, call: int) -> None:
    """Add what a network keeps: a guide for its teams, a meeting, minutes, a telephone that asks for an account."""
    network = people.by_id(tx, coordinator).network_id
    guides.add(
        tx, network, coordinator, now, theme="budget", language="fr", for_people=False,
        title="Pour les équipes", content={"text": "À ne pas montrer."},
    )  # fmt: skip
    meeting = {
        "network_id": network, "author_id": coordinator, "name": "Une réunion", "place": "Au bureau",
        "starts_at": now + timedelta(days=30), "minutes": 60,
    }  # fmt: skip
    events.add(tx, meeting, now)
    minutes.add(tx, call, now - timedelta(days=9), now, now, coordinator)
    account_moves.ask(tx, referent, coordinator, NEW_CHATS + 99 + network, "fr", network, now)
