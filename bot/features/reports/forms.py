"""Conversations around a stay: faces before it, its story, the report, and organisations that owe one."""

from bot.domain.people import Role
from bot.features.reports import before, overview, report, report_context, story
from bot.interaction import permits
from bot.interaction.forms import Form, FormKind, with_context
from bot.interaction.request import Request
from bot.plan import access
from bot.storage import people
from bot.storage.kernel.store import Tx
from conversations.evaluation import FEELINGS, STORY
from conversations.report import CORRECTION, REPORT
from conversations.waiver import WAIVER


def _of_report(tx: Tx, request: Request, form: Form) -> Form:
    """Add what was planned and given, and the name of the group that it is about; none for a beneficiary's own."""
    if form.row is None or form.row.subject_id is None:
        return form
    plan = access.seen_by(tx, request.person, form.row.subject_id, Role.REFERENT, Role.LEAD)
    group = "" if plan.households is None else people.by_id(tx, plan.beneficiary_id).name
    return with_context(form, report_context.of_report(tx, request, form.row.subject_id), {"group": group})


def _own_stay(tx: Tx, request: Request, plan_id: int) -> None:
    report_context.own_plan(tx, request, plan_id)


FORMS = (
    FormKind(FEELINGS, before.kept, roles=permits.BENEFICIARY, may=_own_stay, context=report_context.before_leaving),
    FormKind(STORY, story.kept, roles=permits.BENEFICIARY, may=_own_stay, context=report_context.of_story),
    FormKind(REPORT, report.looked_over, _of_report, roles=permits.REFERENT, may=permits.plan_as(*permits.REFERENT)),
    FormKind(
        CORRECTION, report.looked_over, _of_report, roles=permits.REFERENT, may=permits.plan_as(*permits.REFERENT)
    ),
    FormKind(WAIVER, overview.passed, roles=permits.COORDINATOR, may=permits.call, context=report_context.of_waiver),
)
