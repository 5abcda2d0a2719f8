"""Another year: a new plan in another call, and last year's as its start. Each section is confirmed as usual."""

from bot.domain.ids import CallId, PersonId
from bot.domain.people import Refused
from bot.features.caseload import routes as caseload_routes
from bot.features.caseload.routes import MY_PEOPLE
from bot.features.membership.pages import beside_page
from bot.features.my_plan import acts, next_year, recap, routes
from bot.features.my_plan import pages as my_plan
from bot.features.my_plan.views import Again, Another, AnotherBegun, GoingAgain
from bot.interaction import forms, prompting
from bot.interaction.forms import plan_token
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.plan import access, drafts
from bot.plan import facts as plan_facts
from bot.storage import people
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations.again import carried, grown
from conversations.engine import flow
from conversations.engine.answers import Given
from conversations.engine.keyboard import Button, Data, Plain, Word, column
from conversations.engine.screens import Page, Screen


@routes.ANOTHER.on
def begin_own(tx: Tx, request: Request) -> Screen:
    """Begin another plan as its beneficiary; without a call that is surely right, show the home."""
    row = next_year.call_to_begin_in(tx, request.moment, request.person)
    plan = access.own_plan(tx, request.person)
    if row is None or plan is None or plan.state not in next_year.OVER:
        return my_plan.home(tx, request)
    return my_plan.standing(tx, request, drafts.begin(tx, request.moment, request.person, row.id, by=request.person.id))


@routes.ANOTHER_FOR.on
def begin_for(tx: Tx, request: Request, person: Person, call_id: CallId | None) -> Page:
    """Begin another plan for a beneficiary; of several calls the referent chooses. Raises Refused("no_open_call")."""
    found = next_year.calls_for_another(tx, request.moment, person)
    chosen = next((row for row in found if row.id == call_id), found[0] if len(found) == 1 else None)
    if not found or not next_year.may_begin(tx, person.id):
        raise Refused("no_open_call")
    if chosen is None:
        rows = [Button(Plain(row.name), routes.ANOTHER_FOR.to(person.id, row.id)) for row in found]
        return Another(person.name).page(column(*rows, HOME))
    drafts.begin(tx, request.moment, person, chosen.id, by=request.person.id)
    return beside_page(person) if person.chat_id is None else _begun(person.name, person.id)


def _begun(name: str, person_id: PersonId) -> Page:
    rows = column(
        Button(Word("fill_with_her", {"name": name}), caseload_routes.BESIDE.to(person_id), style="primary"),
        Button(Word("see_person", {"name": name}), caseload_routes.PERSON.to(person_id)),
        HOME,
    )
    return AnotherBegun(name).page(rows)


@routes.AGAIN.on
def page(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Show what would be kept of the earlier plan, the children a year older. Raises Refused("not_now")."""
    former, years = next_year.earlier(tx, request, plan)
    answers = flow.load_answers(former.answers, plan_facts.STEPS)
    ages = grown(answers, years)
    kept = carried(answers, years, request.person.id, went=False, same_people=True)
    told = [
        (plan_facts.section_of(name), plan_facts.STEPS[name], answer.value)
        for name in ("wishes", "place", "lodging", "transport", "adults", "children")
        if isinstance(answer := kept.get(name), Given)
    ]
    rows = [Button(Word("start_like_that"), routes.AGAIN_ALIKE.to(plan), style="primary")]
    if ages is not None:
        rows.append(Button(Word("others_go"), routes.AGAIN_WITH_OTHERS.to(plan)))
    view = Again(told, older=bool(ages) and years > 0, who=ages is not None)
    return view.page(column(*rows, Button(Word("start_anew"), recap.go_on_with(request, plan))))


@routes.AGAIN_ALIKE.on
def take_alike(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Start like last year, with the same people."""
    return take(tx, request, plan, same_people=True)


@routes.AGAIN_WITH_OTHERS.on
def take_with_others(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Start like last year, but for who goes."""
    return take(tx, request, plan, same_people=False)


def take(tx: Tx, request: Request, plan: PlanRow, *, same_people: bool) -> Screen:
    """Start like last year: nothing is sent, and what is of one year only is the next question."""
    acts.start_again(tx, request, plan, same_people=same_people)
    return prompting.resume(tx, request, forms.load(tx, request, plan_token(plan, "s")))


@routes.GOING_AGAIN.on
def going_again(tx: Tx, request: Request) -> Page:
    """List who of the referent's people wants to go again, and may begin now: one tap each."""
    found = next_year.may_go_again(tx, request.moment, request.person, people.accompanied(tx, request.person.id))
    rows = [Button(Plain(each.person.name, "🌱"), _opens(each)) for each in found[:MOST_LISTED]]
    return GoingAgain([each.person.name for each in found]).page(column(*rows, MY_PEOPLE, HOME))


def _opens(again: next_year.Again) -> Data:
    """Return the way to a new plan, or to the one that waited while its beneficiary went with a group."""
    if again.waiting is not None:
        return routes.RESUME.to(again.waiting)
    return routes.ANOTHER_FOR.to(again.person.id, None)


MOST_LISTED = 30
"""Names, and as many buttons, in one list."""
