"""A plan's facts, and its one way to move: guard, money, audit and notices in the same transaction."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot.domain import groups
from bot.domain.calls import Call, Delays
from bot.domain.money import Cents
from bot.domain.people import ConsentMode, Contact, Refused, Role
from bot.domain.plans import (
    LIVE,
    TAKING,
    Action,
    Standing,
    State,
    permitted,
)
from bot.domain.programmes import Document, PaidTo
from bot.domain.regions import Region
from bot.domain.rules import refusals
from bot.services.judging import answered_on, asked_on
from bot.services.scene import House, Scene
from bot.services.schooldays import off_school
from bot.storage import audit, call_versions, calls, handovers, networks, people, reports
from bot.storage import plans as rows
from bot.storage.calls import CallRow
from bot.storage.groups import in_call, live_parts_of, own_plans
from bot.storage.groups import of_plan as members_of
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from bot.storage.store import Tx
from conversations import OWN_PART, PLAN, authors, group
from conversations.change import BEFORE
from conversations.engine import flow
from conversations.engine.answers import Facts, Reopening
from conversations.engine.steps import Conversation, Need
from conversations.reckoning import COSTS, HOUSEHOLDS, REPORTS_MISSING, costed, findings
from conversations.referent import EMPLOYED, HOUSED, SAVED_SUPPORT

STEPS = flow.steps_by_name((PLAN, OWN_PART))


def call_of(house: House, row: CallRow) -> Call:
    """The stored call with its programme's rules; while nothing of it is changed, it is put together once."""
    known = house.calls.get(row)
    if known is None:
        if len(house.calls) >= CALLS_REMEMBERED:
            house.calls.clear()
        known = house.calls[row] = _put_together(house, row)
    return known


CALLS_REMEMBERED = 200


def _put_together(house: House, row: CallRow) -> Call:
    return Call(
        id=row.id,
        network=row.network,
        programme=house.programmes[row.model],
        name=row.name,
        people_by=row.people_by,
        closes_at=row.closes_at,
        stay_from=row.stay_from,
        stay_until=row.stay_until,
        places=row.places,
        envelope=Cents(row.envelope),
        with_committee=row.committee,
        regions=frozenset(Region(region) for region in row.regions),
        confirmed=frozenset(row.confirmed),
        overrides=dict(row.overrides),
        lenient=frozenset(row.lenient),
        own_documents=None if row.documents is None else tuple(map(Document, row.documents)),
        neutral=row.neutral,
        delays=Delays(**dict(row.delays)),
        version=row.version,
        zone=house.zone,
    )


def call_under(tx: Tx, house: House, plan: PlanRow) -> Call:
    """The plan's call with the rules it was sent under; a draft follows those that hold now."""
    row = calls.by_id(tx, plan.call_id)
    if plan.rules_version is not None and plan.state is not State.DRAFT:
        row = call_versions.as_of(tx, row, plan.rules_version)
    return call_of(house, row)


def calls_for(tx: Tx, scene: Scene, person: Person) -> list[CallRow]:
    """The open calls in which this person's organisation may take part, the first to close first."""
    opened = calls.open_now(tx, person.network_id, scene.now)
    if person.organisation_id is None:
        return opened
    organisation = networks.organisation(tx, person.organisation_id)
    region = Region(organisation.region) if organisation.region else None
    return [row for row in opened if call_of(scene.house, row).takes_part(region, organisation.kind)]


def call_to_resume_in(tx: Tx, scene: Scene, plan: PlanRow) -> int | None:
    """The plan's own call while it is open; else the first open one in which the person has no plan; else None.

    A call in which she goes with a group is none.
    """
    if calls.by_id(tx, plan.call_id).closes_at > scene.now:
        return plan.call_id if _alone_in(tx, plan, plan.call_id) else None
    other = rows.live_of(tx, plan.beneficiary_id)
    opened = [row.id for row in calls_for(tx, scene, people.by_id(tx, plan.beneficiary_id))]
    free = (each for each in opened if other is None or other.id == plan.id or other.call_id != each)
    return next((each for each in free if _alone_in(tx, plan, each)), None)


def _alone_in(tx: Tx, plan: PlanRow, call_id: int) -> bool:
    """Whether nobody who would go by this plan goes by another one in that call: she herself, or a group's members."""
    if plan.households is None:
        return not in_call(tx, [plan.beneficiary_id], call_id, groups.COUNTED)
    coming = [each.person_id for each in members_of(tx, plan.id) if each.part in groups.COUNTED]
    elsewhere = set(in_call(tx, coming, call_id, groups.COUNTED).values()) - {plan.id}
    return not (elsewhere or own_plans(tx, coming, call_id))


def facts_of(tx: Tx, scene: Scene, plan: PlanRow, referent: Person | None = None) -> Facts:
    """All that is known of a plan, for conditions, checks and rules."""
    known = scene.house.organisations
    if plan.organisation_id not in known:
        known[plan.organisation_id] = networks.organisation(tx, plan.organisation_id)
    kind = known[plan.organisation_id].kind
    traits = {HOUSED} if kind.houses else set()
    traits |= {EMPLOYED} if kind.employs else set()
    traits |= {SAVED_SUPPORT} if referent is not None and referent.support else set()
    traits |= owed(tx, scene, plan) if referent is not None and plan.state is State.TO_REVIEW else set()
    facts = Facts(
        today=scene.today,
        answers=flow.load_answers(plan.answers, STEPS),
        call=call_under(tx, scene.house, plan),
        traits=frozenset(traits),
        reopened={name: Reopening(**raw) for name, raw in plan.reopened.items()},
        off_school=off_school(known[plan.organisation_id].region),
        asked_on=asked_on(scene, plan),
        answered_on=answered_on(scene, plan),
    )
    return facts if plan.households is None else _of_households(facts, group.loaded(plan.households))


def _of_households(facts: Facts, known: groups.Together) -> Facts:
    """The facts of a group: what its households sum up to stands where a plan has its own answers about people."""
    own = {name: answer for name, answer in facts.answers.items() if name not in group.OF_HOUSEHOLDS}
    return replace(
        facts,
        answers=own | group.summed_up(known),
        traits=facts.traits | {f"{HOUSEHOLDS}{known.households}"},
        elsewhere=group.OF_HOUSEHOLDS,
    )


def owed(tx: Tx, scene: Scene, plan: PlanRow) -> set[str]:
    """What the plan's organisation owes, as its call looks at it: told to a referent, never to the person."""
    missing = reports.held_against(tx, asking(scene.house), plan.organisation_id, plan.call_id, scene.today)
    return {f"{REPORTS_MISSING}{missing}"}


def asking(house: House) -> list[str]:
    """Keys of the programmes that ask for a report after the stay."""
    return [key for key, programme in house.programmes.items() if programme.report.required]


def facts_behind(tx: Tx, scene: Scene, plan: PlanRow, asked: Conversation, facts: Facts) -> Facts:
    """What is known where a conversation asks some of the plan's questions again: its answers, over the plan's.

    Each price is remembered as it was, to be proposed again.
    """
    known = replace(facts_of(tx, scene, plan), reopened={})
    before = {f"{BEFORE}{name}={known.value(name)}" for name in COSTS if known.value(name) is not None}
    others = {name: answer for name, answer in known.answers.items() if name not in asked.names}
    return replace(known, answers={**others, **facts.answers}, traits=known.traits | before)


def giver(scene: Scene, plan: PlanRow, facts: Facts) -> str:
    """The organisation that is paid and hands the aid on, by its name; nobody where the referent does."""
    on = facts.call is not None and facts.call.programme.paid_to is PaidTo.ORGANISATION
    return scene.house.organisations[plan.organisation_id].name if on else ""


def unsent(plan: PlanRow) -> bool:
    """Whether it is the person's own: never sent, or taken back. Nobody else reads what is in it."""
    return plan.state is State.DRAFT or plan.sent_at is None


def private_from(person: Person, plan: PlanRow) -> bool:
    """Whether she may not read in the plan: it is not sent, not hers, and was not to be filled in together."""
    return unsent(plan) and person.id != plan.beneficiary_id and plan.consent is None


def dump_reopened(reopened: Iterable[tuple[str, Reopening]]) -> dict[str, Any]:
    """Reopened questions as JSON."""
    return {
        name: {"comment": r.comment, "proposed": r.proposed, "done": r.done, "before": r.before} for name, r in reopened
    }


def begin(
    tx: Tx, scene: Scene, beneficiary: Person, call_id: int, word: dict[str, Any] | None = None, *, by: int
) -> PlanRow:
    """A new draft for a person in a call; her live plan of that call if there is one. `by` is who begins it.

    Raises:
        Refused: "no_organisation", "in_a_group" when she goes with a group of that call.
    """
    live = rows.live_of(tx, beneficiary.id)
    if live is not None and live.call_id == call_id:
        return live
    if beneficiary.organisation_id is None:
        raise Refused("no_organisation")
    if in_call(tx, [beneficiary.id], call_id, groups.COUNTED):
        raise Refused("in_a_group")
    values = {
        "network_id": beneficiary.network_id,
        "call_id": call_id,
        "organisation_id": beneficiary.organisation_id,
        "beneficiary_id": beneficiary.id,
        "word": word,
    }
    plan_id = rows.add(tx, values, scene.now)
    plan = need(tx, plan_id)
    begun = {"state": State.DRAFT.value}
    audit.append(tx, f"plan:{plan_id}", scene.now, by, "begin", None, begun, row_key=plan.trail_key)
    return plan


def need(tx: Tx, plan_id: int) -> PlanRow:
    """The plan of that id. Raises Refused("not_found"): a forged or foreign id gives nothing away."""
    plan = rows.by_id(tx, plan_id)
    if plan is None:
        raise Refused("not_found")
    return plan


def told_about(tx: Tx, person_id: int) -> PlanRow | None:
    """The plan that news for a person are about: her own, unless it is over and she is in a group; or None."""
    own = rows.latest_of(tx, person_id)
    parts = live_parts_of(tx, person_id) if own is None or own.state not in LIVE else []
    return rows.by_id(tx, parts[0].plan_id) if parts else own


def roles_towards(tx: Tx, person: Person, plan: PlanRow) -> frozenset[Role]:
    """What this person is to this plan: her own, her referent's, or of her network's committee.

    A plan that was never endorsed is none of the committee's: it reads no name in it (product.md, Who uses it).
    """
    found: set[Role] = set()
    if person.id == plan.beneficiary_id:
        found.add(Role.BENEFICIARY)
    if person.has(Role.REFERENT) and people.is_attached(tx, plan.beneficiary_id, person.id):
        found.add(Role.REFERENT)
    endorsed = plan.rank_at is not None and plan.state is not State.DRAFT
    if endorsed and person.has(Role.COORDINATOR) and person.network_id == plan.network_id:
        found |= {Role.COORDINATOR} if decides(person, calls.by_id(tx, plan.call_id)) else set()
    hands = plan.state in TAKING or (person.has(Role.LEAD) and handovers.to_return(tx, plan.id))
    if person.has(Role.LEAD) and person.organisation_id == plan.organisation_id and hands:
        found.add(Role.LEAD)
    return frozenset(found)


def decides(person: Person, call: CallRow) -> bool:
    """Whether this coordinator sits on the call's committee; a call that names nobody is decided by all of them."""
    return not call.deciders or person.id in call.deciders


def seen_by(tx: Tx, person: Person, plan_id: int, *roles: Role) -> PlanRow:
    """The plan, if this person is one of `roles` to it. Raises Refused("not_found") otherwise."""
    plan = need(tx, plan_id)
    if not roles_towards(tx, person, plan) & frozenset(roles):
        raise Refused("not_found")
    return plan


def standing_of(tx: Tx, scene: Scene, plan: PlanRow, facts: Facts, actor_id: int | None) -> Standing:
    """What guards look at."""
    call = facts.call
    beneficiary = people.by_id(tx, plan.beneficiary_id)
    lacking = [*flow.missing(PLAN, facts, Need.ENDORSE), *flow.missing(OWN_PART, facts, Need.ENDORSE)]
    if plan.state is State.TO_REVIEW and not any(trait.startswith(REPORTS_MISSING) for trait in facts.traits):
        facts = replace(facts, traits=facts.traits | owed(tx, scene, plan))
    known = None if plan.households is None else group.loaded(plan.households)
    return Standing(
        state=plan.state,
        now=scene.now,
        committee=call.with_committee if call else True,
        missing_to_send=(
            *(placed.step.id for placed in flow.missing(PLAN, facts, Need.SEND)),
            *(groups.lacking(known) if known is not None else ()),
        ),
        missing_to_endorse=(
            *(placed.step.id for placed in lacking),
            *(groups.too_many(known) if known is not None else ()),
        ),
        refusals=refusals(findings(facts)) if costed(facts) else (),
        reopened_left=len(flow.still_reopened(PLAN, facts)),
        ranked=plan.rank_at is not None,
        call_open=call.is_open(scene.now) if call else True,
        departure=plan.departure,
        homecoming=plan.homecoming,
        decided_at=plan.decided_at,
        decided_by=plan.decided_by,
        held_until=plan.held_until,
        actor_id=actor_id,
        zone=scene.house.zone,
        consent=actor_id == plan.beneficiary_id or plan.consent is not None,
        unconfirmed=unconfirmed(facts, beneficiary),
    )


def unconfirmed(facts: Facts, beneficiary: Person) -> tuple[str, ...]:
    """What was written for her and she has not confirmed; without a chat of hers the recorded consent stands for it."""
    if beneficiary.chat_id is None or beneficiary.blocked_at is not None:
        return ()
    return tuple(placed.step.id for placed in authors.to_confirm(facts, beneficiary.id))


def offered_actions(tx: Tx, scene: Scene, plan: PlanRow, person: Person, facts: Facts) -> frozenset[Action]:
    """The actions to offer this person as buttons: exactly those that would not be refused."""
    return permitted(standing_of(tx, scene, plan, facts, person.id), roles_towards(tx, person, plan))


def reopen(tx: Tx, scene: Scene, plan: PlanRow, asked: dict[str, Reopening]) -> PlanRow:
    """Open questions again, each with a comment; keeps the answer of before, to show what changed."""
    reopened = dump_reopened(asked.items())
    version = rows.save(tx, plan, scene.now, reopened=reopened)
    return replace(plan, reopened=reopened, version=version)


def record_consent(tx: Tx, scene: Scene, plan: PlanRow, mode: ConsentMode, referent: Person) -> PlanRow:
    """The person agreed that her referent fills the plan: how, when, and before whom (peers' statement R12)."""
    consent = {"mode": mode.value, "on": scene.today.isoformat(), "by": referent.id}
    rows.save(tx, plan, scene.now, consent=consent)
    said = {"mode": mode.value}
    audit.append(tx, f"plan:{plan.id}", scene.now, referent.id, "consent", None, said, row_key=plan.trail_key)
    return need(tx, plan.id)


def section_of(step_id: str) -> str:
    """The section, which is the templates' folder, of a question of the plan."""
    return PLAN.section_of(step_id.partition(".")[0]).name


def discreet(person: Person) -> bool:
    """Whether nothing may be shown before her code."""
    return person.contact is Contact.DISCREET
