"""What the questions around a stay start from: who is asked, which scales, what was planned and given. No question."""

from bot.domain.aid import AidForm
from bot.domain.groups import COUNTED
from bot.domain.handovers import left
from bot.domain.money import NOTHING, Cents
from bot.domain.people import Refused, Role
from bot.domain.plans import State
from bot.domain.reports import AFTER_RETURN, Scale, in_hand, scales
from bot.features.reports import routes
from bot.features.reports.views import Keepsake, Offer, Told
from bot.interaction.home import HOME_ROUTE
from bot.interaction.request import Request
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage import calls, groups, handovers, networks, reports, stories
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations.engine import flow
from conversations.engine.answers import Facts, Given
from conversations.engine.choices import FREE
from conversations.engine.keyboard import Button, Rows, Word, column
from conversations.engine.replies import FileRef
from conversations.engine.screens import Page
from conversations.engine.widgets import Message
from conversations.evaluation import FEELINGS, STORY, FeelingsContext, StoryContext
from conversations.reckoning import aid_form, prices
from conversations.report import ReportContext
from conversations.waiver import WaiverContext


def before_leaving(tx: Tx, request: Request, plan_id: int) -> FeelingsContext:
    """Return the scales of the plan's programme: none on the family where it is for victims of violence.

    Raises Refused("not_now") once the stay has begun: what was left open then is not asked any more.
    """
    plan = own_plan(tx, request, plan_id)
    may_begin(tx, plan, request.person.id)
    programme = plan_facts.call_of(request.moment.app, calls.by_id(tx, plan.call_id)).programme
    return FeelingsContext(frozenset(scales(family=programme.report.family_scale)))


def of_story(tx: Tx, request: Request, plan_id: int) -> StoryContext:
    """Return what mattered most, and the scales that were answered before: no before, no comparison.

    What a group's referent chose for all is nothing that a member said.
    """
    plan = own_plan(tx, request, plan_id)
    before = stories.of_person(tx, plan_id, request.person.id).before
    alone = plan.households is None
    return StoryContext(
        scales=frozenset(scale for scale in Scale if scale in before),
        aim=_aim(plan_facts.facts_of(tx, request.moment, plan)) if alone else "",
    )


def of_report(tx: Tx, request: Request, plan_id: int) -> ReportContext:
    """Return what was planned, what the beneficiary left with, and what for."""
    plan = access.seen_by(tx, request.person, plan_id, Role.REFERENT)
    facts = plan_facts.facts_of(tx, request.moment, plan)
    handed = handovers.of_plan(tx, plan_id)
    form, granted_at = aid_form(facts), plan.decided_at
    in_cents, refunded = handed.cents if handed is not None else 0, form is AidForm.REFUND
    objective = facts.value("objective") or ""
    return ReportContext(
        departure=plan.departure,
        homecoming=plan.homecoming,
        people=plan.people or 0,
        prices={price: facts.value(price) for price in prices(facts) if facts.value(price) is not None},
        vouchers=handed.notes if handed is not None else 0,
        granted=Cents(in_hand(plan.granted_cents or 0, in_cents, refunded=refunded)),
        to_hand=NOTHING if refunded else Cents(left(plan.granted_cents, handed)),
        granted_on=granted_at.astimezone(request.moment.app.zone).date() if granted_at is not None else None,
        electronic=handed is not None and handed.electronic,
        form=form,
        aim=_aim(facts),
        objective=objective.removeprefix(FREE) if objective.startswith(FREE) else "",
    )


def _aim(facts: Facts) -> str:
    return facts.value("aim") or ""


def owing(tx: Tx, request: Request, call_id: int) -> dict[int, int]:
    """Return how many reports each organisation owes, as a call of this network looks at it."""
    models = plan_facts.asking(request.moment.app)
    return reports.owing(tx, models, request.person.network_id, call_id, request.moment.today)


def of_waiver(tx: Tx, request: Request, call_id: int) -> WaiverContext:
    """Return the organisations against which something is held, by their names."""
    names = networks.names_of(tx, owing(tx, request, call_id))
    return WaiverContext({str(number): name for number, name in names.items()})


def own_plan(tx: Tx, request: Request, plan_id: int) -> PlanRow:
    """Return a plan with which the beneficiary goes, alone or in a group. Raises Refused("not_found")."""
    if groups.part_of(tx, plan_id, request.person.id) in COUNTED:
        return access.need(tx, plan_id)
    return access.seen_by(tx, request.person, plan_id, Role.BENEFICIARY)


def told(tx: Tx, plan: PlanRow, person_id: int) -> bool:
    """Return whether a beneficiary told of a stay already."""
    return stories.of_person(tx, plan.id, person_id).told_at is not None


def story_of(tx: Tx, plan: PlanRow, person_id: int) -> list[Told]:
    """Return what a beneficiary told of a stay, for the referent: section, question, answer."""
    steps = flow.steps_by_name((STORY,))
    answers = flow.load_answers(stories.of_person(tx, plan.id, person_id).answers, steps)
    names = {step.name for step in flow.steps_by_name((FEELINGS,)).values()} | {"may_quote"}
    return [
        ("story", steps[name], answer.value)
        for name, answer in answers.items()
        if isinstance(answer, Given) and name not in names
    ]


def keepsake_of(tx: Tx, plan: PlanRow, person_id: int) -> FileRef | None:
    """Return the photo or the voice note that tells what was new, if there is one."""
    for _, _, value in story_of(tx, plan, person_id):
        if isinstance(value, FileRef):
            return value
        if isinstance(value, Message) and value.voice is not None:
            return value.voice
    return None


def keepsake(tx: Tx, plan: PlanRow, person: Person, rows: Rows) -> Page:
    """Show a beneficiary's photo or voice to the referent alone. Raises Refused("not_found")."""
    file = keepsake_of(tx, plan, person.id)
    if file is None:
        raise Refused("not_found")
    photo, voice = (file.file_id, None) if file.kind == "photo" else (None, file.file_id)
    return Keepsake(person.name).page(rows, picture=photo, voice=voice)


def may_tell(tx: Tx, plan: PlanRow, person_id: int) -> bool:
    """Return whether the stay is over and was not told of: the only time at which it is asked."""
    return plan.state in AFTER_RETURN and not told(tx, plan, person_id)


def before_the_stay(plan: PlanRow) -> bool:
    """Return whether a plan is sent, and nobody has left yet."""
    return plan.state not in {*AFTER_RETURN, State.AWAY, State.DRAFT}


def offer(tx: Tx, request: Request, plan: PlanRow) -> Page | None:
    """Offer the faces of before, where they never were and the stay is to come: only this once."""
    if not before_the_stay(plan) or not _first_offer(tx, request, plan):
        return None
    touch = Button(Word("touch_faces"), routes.FEELINGS.to(), style="primary")
    return Offer().page(column(touch, Button(Word("no_thanks"), HOME_ROUTE.to())), status="")


def _first_offer(tx: Tx, request: Request, plan: PlanRow) -> bool:
    """Note that the faces of before are offered; False where they were."""
    return stories.offer(tx, plan.id, request.person.id, request.now)


def may_begin(tx: Tx, plan: PlanRow, person_id: int) -> None:
    """Refuse faces of before once the stay has begun. Raises Refused("not_now")."""
    if not may_touch(tx, plan, person_id):
        raise Refused("not_now")


def may_touch(tx: Tx, plan: PlanRow, person_id: int) -> bool:
    """Return whether the faces of before are still to be touched."""
    return before_the_stay(plan) and not stories.of_person(tx, plan.id, person_id).before
