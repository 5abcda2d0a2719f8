"""What is known of a plan, for conditions, checks and rules; and the calls there are."""

from dataclasses import replace

from bot.domain import groups
from bot.domain.aid import AidForm
from bot.domain.calls import Call, Delays
from bot.domain.figures import Document
from bot.domain.money import Cents
from bot.domain.plans import (
    State,
)
from bot.domain.programmes import PaidTo
from bot.domain.regions import Region
from bot.plan.context import AppContext, Moment
from bot.plan.judging import answered_on, asked_on
from bot.storage import call_versions, calls, networks, people, reports
from bot.storage import plans as rows
from bot.storage.calls import CallRow
from bot.storage.groups import in_call, own_plans
from bot.storage.groups import of_plan as members_of
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations import OWN_PART, PLAN, group
from conversations.engine import flow
from conversations.engine.answers import Facts, Reopening
from conversations.engine.steps import Conversation
from conversations.plan_context import PlanContext
from conversations.reckoning import prices

STEPS = flow.steps_by_name((PLAN, OWN_PART))


def call_of(app: AppContext, row: CallRow) -> Call:
    """Return the stored call with its programme's rules; while nothing of it is changed, it is put together once."""
    known = app.calls.get(row)
    if known is None:
        if len(app.calls) >= CALLS_REMEMBERED:
            app.calls.clear()
        known = app.calls[row] = _put_together(app, row)
    return known


CALLS_REMEMBERED = 200


def _put_together(app: AppContext, row: CallRow) -> Call:
    return Call(
        id=row.id,
        network=row.network,
        programme=app.programmes[row.model],
        name=row.name,
        people_by=row.people_by,
        closes_at=row.closes_at,
        stay_from=row.stay_from,
        stay_until=row.stay_until,
        places=row.places,
        envelope=Cents(row.envelope),
        with_committee=row.committee,
        aid_form=AidForm(row.aid_form),
        regions=frozenset(Region(region) for region in row.regions),
        confirmed=frozenset(row.confirmed),
        overrides=dict(row.overrides),
        confirmed_on=dict(row.confirmed_on),
        lenient=frozenset(row.lenient),
        own_documents=None if row.documents is None else tuple(map(Document, row.documents)),
        minors_alone=row.minors_alone,
        neutral=row.neutral,
        committee_days=row.committee_days,
        referent_cap=None if row.referent_cap is None else Cents(row.referent_cap),
        delays=Delays(**dict(row.delays)),
        version=row.version,
        zone=app.zone,
    )


def call_under(tx: Tx, app: AppContext, plan: PlanRow) -> Call:
    """Return the plan's call with the rules it was sent under; a draft follows those that hold now."""
    row = calls.by_id(tx, plan.call_id)
    if plan.rules_version is not None and plan.state is not State.DRAFT:
        row = call_versions.as_of(tx, row, plan.rules_version)
    return call_of(app, row)


def calls_for(tx: Tx, moment: Moment, person: Person) -> list[CallRow]:
    """Return the open calls in which this person's organisation may take part, the first to close first."""
    opened = calls.open_now(tx, person.network_id, moment.now)
    if person.organisation_id is None:
        return opened
    organisation = networks.organisation(tx, person.organisation_id)
    region = Region(organisation.region) if organisation.region else None
    return [row for row in opened if call_of(moment.app, row).takes_part(region, organisation.kind)]


def any_open_call(tx: Tx, moment: Moment, person: Person) -> bool:
    """Return whether a call still takes endorsements, for this person's organisation."""
    return bool(calls_for(tx, moment, person))


def call_to_resume_in(tx: Tx, moment: Moment, plan: PlanRow) -> int | None:
    """Return the plan's own call while it is open; else the first open one in which the person has no plan; else None.

    A call in which the person goes with a group is none.
    """
    if calls.by_id(tx, plan.call_id).closes_at > moment.now:
        return plan.call_id if _alone_in(tx, plan, plan.call_id) else None
    other = rows.live_of(tx, plan.beneficiary_id)
    opened = [row.id for row in calls_for(tx, moment, people.by_id(tx, plan.beneficiary_id))]
    free = (each for each in opened if other is None or other.id == plan.id or other.call_id != each)
    return next((each for each in free if _alone_in(tx, plan, each)), None)


def _alone_in(tx: Tx, plan: PlanRow, call_id: int) -> bool:
    """Return whether nobody who would go by this plan, its beneficiary or a group's members, goes by another there."""
    if plan.households is None:
        return not in_call(tx, [plan.beneficiary_id], call_id, groups.COUNTED)
    coming = [each.person_id for each in members_of(tx, plan.id) if each.part in groups.COUNTED]
    elsewhere = set(in_call(tx, coming, call_id, groups.COUNTED).values()) - {plan.id}
    return not (elsewhere or own_plans(tx, coming, call_id))


def facts_of(tx: Tx, moment: Moment, plan: PlanRow, referent: Person | None = None) -> Facts:
    """Return all that is known of a plan, for conditions, checks and rules."""
    known = moment.app.organisations
    if plan.organisation_id not in known:
        known[plan.organisation_id] = networks.organisation(tx, plan.organisation_id)
    organisation = known[plan.organisation_id]
    reviewed = referent is not None and plan.state is State.TO_REVIEW
    context = PlanContext(
        housed=organisation.kind.houses,
        employed=organisation.kind.grants_leave,
        saved_support=referent is not None and bool(referent.support),
        accompanies=referent is not None and referent.id != plan.beneficiary_id,
        reports_missing=owed(tx, moment, plan) if reviewed else None,
        granted=None if plan.granted_cents is None else Cents(plan.granted_cents),
    )
    asked, call = asked_on(moment, plan), call_under(tx, moment.app, plan)
    facts = Facts(
        today=moment.today,
        answers=flow.load_answers(plan.answers, STEPS),
        call=call if asked is None or plan.papers_asked else replace(call, papers_required=False),
        context=context,
        reopened={name: Reopening(**raw) for name, raw in plan.reopened.items()},
        asked_on=asked,
        answered_on=answered_on(moment, plan),
        off_school=moment.app.schools.off_school(organisation.region, organisation.department),
    )
    return facts if plan.households is None else _of_households(facts, group.loaded(plan.households))


def _of_households(facts: Facts, known: groups.Together) -> Facts:
    """Return the facts of a group: what its households sum up to stands in place of a plan's answers about people."""
    own = {name: answer for name, answer in facts.answers.items() if name not in group.OF_HOUSEHOLDS}
    return replace(
        facts,
        answers=own | group.summed_up(known),
        context=replace(facts.about(PlanContext), households=known.households, shares=known.shares),
        elsewhere=group.OF_HOUSEHOLDS,
    )


def owed(tx: Tx, moment: Moment, plan: PlanRow) -> int:
    """Count the reports the plan's organisation owes, as its call looks at it: told to a referent alone."""
    return reports.held_against(tx, asking(moment.app), plan.organisation_id, plan.call_id, moment.today)


def asking(app: AppContext) -> list[str]:
    """Return the keys of the programmes that ask for a report after the stay."""
    return [key for key, programme in app.programmes.items() if programme.report.required]


def facts_behind(
    tx: Tx, moment: Moment, plan: PlanRow, asked: Conversation, facts: Facts, reader: Person | None = None
) -> Facts:
    """Return what is known where a conversation asks some of the plan's questions again: its answers over the plan's.

    Each price is remembered as it was, to be proposed again.
    """
    known = replace(facts_of(tx, moment, plan, reader), reopened={})
    before = {name: known.value(name) for name in prices(known) if known.value(name) is not None}
    others = {name: answer for name, answer in known.answers.items() if name not in asked.names}
    context = replace(known.about(PlanContext), before=before)
    return replace(known, answers={**others, **facts.answers}, context=context)


def giver(moment: Moment, plan: PlanRow, facts: Facts) -> str:
    """Return the name of the organisation that is paid and hands the aid on; empty where the referent does."""
    on = facts.call is not None and facts.call.programme.paid_to is PaidTo.ORGANISATION
    return moment.app.organisations[plan.organisation_id].name if on else ""


def section_of(step_id: str) -> str:
    """Return the section, which is the templates' folder, of a question of the plan."""
    return PLAN.section_of(step_id.partition(".")[0]).name
