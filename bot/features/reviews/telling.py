"""What a referent tells a beneficiary aloud: news that the bot may not, or could not, write."""

from dataclasses import dataclass
from datetime import date

from bot.domain.accompanying import news_of
from bot.domain.aid import AidForm
from bot.domain.ids import PersonId
from bot.domain.notices import MESSAGE, REMINDER
from bot.domain.plans import State
from bot.features.broadcasts import aloud
from bot.features.caseload import routes as caseload_routes
from bot.features.messages import routes as message_routes
from bot.features.reminders.summary import told_aloud
from bot.features.reminders.views import BY_KIND as REMINDERS
from bot.features.reviews import routes
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.notices.kinds import KINDS
from bot.plan import access, corrected
from bot.plan import facts as plan_facts
from bot.plan.leaving import Line, lines, still_to_do
from bot.plan.reading import who_reads
from bot.storage import people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page
from conversations.reckoning import aid_form


@dataclass(frozen=True, kw_only=True)
class Tell(View, template="review/tell"):
    """One news, by its template, which says what is told aloud; "" for one that is not known any more.

    `reads` reads the plan now, until a day where that is a stand-in of the `referent`.
    """

    name: str
    news: str
    plan: PlanRow | None
    aid_form: AidForm
    left: list[Line]
    referent: str
    reads: str
    until: date | None


@dataclass(frozen=True)
class Said(View, template="review/said"):
    """That something was told aloud."""

    name: str


@routes.TELL.on
def tell(tx: Tx, request: Request, person_id: PersonId, kind: str) -> Page:
    """Show what to tell a beneficiary aloud, because the bot may not, or could not, write there."""
    person = people.by_id(tx, person_id)
    if kind.startswith("b"):
        return aloud.telling(tx, request, person, kind.removeprefix("b"))
    plan = access.told_about(tx, person_id)
    if plan is not None and kind in KINDS and not KINDS[kind].holds(plan):
        told_aloud(tx, request, person_id, kind)
        kind = _newest(plan)  # an older button: only the newest state of a plan is told
    rows = [caseload_routes.MY_PEOPLE, HOME]
    if plan is not None and plan.state is not State.DRAFT:
        rows.insert(0, Button(Word("open_card"), caseload_routes.CARD.to(plan)))
    if plan is not None and plan.households is None and kind and _newest(plan) == kind:
        rows.insert(0, Button(Word("was_told"), caseload_routes.TOLD.to(person.id), style="primary"))
    elif kind:
        rows.insert(0, Button(Word("was_told"), routes.SAID.to(person.id, kind), style="primary"))
    if kind == MESSAGE:
        rows.insert(0, Button(Word("see_messages"), message_routes.WRITE_TO.to(person.id), style="primary"))
    return Tell(
        **vars(who_reads(tx, person)),
        name=person.name,
        news=_news(kind),
        plan=plan,
        aid_form=aid_form(plan_facts.facts_of(tx, request.moment, plan)) if plan is not None else AidForm.VOUCHERS,
        left=lines(still_to_do(tx, request.moment, plan, beside=True)) if plan is not None else [],
    ).page(column(*rows))


@routes.SAID.on
def said(tx: Tx, request: Request, person_id: PersonId, kind: str) -> Page:
    """Note that something was told aloud, which was only looked at before, and show that it is done."""
    told_aloud(tx, request, person_id, kind)
    return Said(people.by_id(tx, person_id).name).page(column(caseload_routes.MY_PEOPLE, HOME))


def _newest(plan: PlanRow) -> str:
    return news_of(plan.state, withdrawn=corrected.is_known_withdrawn(plan))


def _news(kind: str) -> str:
    """Return the template of a notice or a reminder to people; the message of the day has none of its own."""
    if kind in REMINDERS:
        return f"reminders/{kind}"
    return f"notices/{kind}" if kind in KINDS and KINDS[kind].to_people and kind != REMINDER else ""
