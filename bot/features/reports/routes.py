"""Where buttons around a stay lead: faces before it, its story, its report, and what is told of many."""

from bot.domain.ids import OrganisationId
from bot.domain.people import Refused
from bot.domain.plans import State
from bot.features.absences.routes import COLLEAGUE
from bot.interaction import forms
from bot.interaction.arguments import CALL, DECIDED_CALL
from bot.interaction.forms import Form
from bot.interaction.plan_routes import BESIDE, on_plan
from bot.interaction.plan_routes import REFERENT as BY_REFERENT
from bot.interaction.request import Request
from bot.interaction.routes import COORDINATOR, LEAD, NUMBER, OWN, REFERENT, Argument, decode_id, encode_id
from bot.storage import networks
from bot.storage.kernel.store import Tx
from conversations.report import CORRECTION
from conversations.report import REPORT as QUESTIONS

ENDING = {QUESTIONS.name: State.BACK, CORRECTION.name: State.REPORTED}
"""The conversations that end in a report, and where the plan stands meanwhile."""


def _report_form(tx: Tx, request: Request, text: str) -> Form:
    form = forms.load(tx, request, text)
    if form.conversation.name not in ENDING:
        raise Refused("not_found")
    return form


def _organisation(tx: Tx, request: Request, text: str) -> OrganisationId:
    number = OrganisationId(decode_id(text))
    try:
        found = networks.organisation(tx, number)
    except LookupError:
        raise Refused("not_found") from None
    if found.network_id != request.person.network_id:
        raise Refused("not_found")
    return number


REPORT_FORM: Argument[Form, Form] = Argument("form", lambda form: form.token, _report_form)
"""A report that the one who asks is writing."""
ORGANISATION: Argument[OrganisationId, OrganisationId] = Argument("organisation", encode_id, _organisation)
"""An organisation of the network of the one who asks."""

FEELINGS = OWN.route("feelings")
STORY = OWN.route("report")
SEND = on_plan("send", *BESIDE, reads=True)
REPORT = on_plan("report", *BY_REFERENT, looks=True)
CORRECT = on_plan("correct_report", *BY_REFERENT)
KEEPSAKE = on_plan("keepsake", *BY_REFERENT, looks=True)
GO_AGAIN = on_plan("go_again", *BY_REFERENT)
GIVE = REFERENT.route("give_report", REPORT_FORM, NUMBER)
AWAITED = REFERENT.route("reports")
OWED = LEAD.route("reports")
REMIND = LEAD.route("remind", COLLEAGUE)
OVERVIEW = COORDINATOR.route("reports", CALL)
OUTCOMES = COORDINATOR.route("outcomes", CALL)
CLOSE_PLANS = COORDINATOR.route("close_plans", DECIDED_CALL)
HELD_UP = COORDINATOR.route("held_up", CALL)
LET_PASS = COORDINATOR.route("let_pass", CALL, ORGANISATION)
