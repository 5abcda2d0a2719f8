"""Reports that are awaited, and those that are missing: for reminders and digests, and each on a referent's own list.

The beneficiary is never chased: nothing here is told there.
"""

from collections.abc import Iterable

from bot.domain.reports import due_on
from bot.domain.rules import Finding, Level
from bot.features.reports import routes
from bot.features.reports.report import own_to_report, report_data
from bot.features.reports.views import AwaitedReports
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.storage import people, reports
from bot.storage.kernel.store import Tx
from bot.storage.reports import Awaited, Whose
from conversations.engine.keyboard import Button, Data, Plain, Word, column
from conversations.engine.screens import Page
from conversations.rules.earlier import ReportsGiven

MOST_IN_LIST = 20
"""Reports in one list, the stays that were over first."""


def awaited_reports(tx: Tx, moment: Moment, whose: Whose) -> list[Awaited]:
    """Return the stays that are over and have no report, the longest over first."""
    return reports.awaited(tx, plan_facts.asking(moment.app), whose)


def missing_reports(tx: Tx, moment: Moment, whose: Whose) -> list[Awaited]:
    """Return the overdue ones of these: they count against the organisation (domain.reports.DUE_AFTER)."""
    return reports.missing(tx, plan_facts.asking(moment.app), moment.today, whose)


def page(tx: Tx, request: Request) -> Page:
    """Show a referent's reports, one tap each, the most urgent first; those of colleagues as a count."""
    today = request.moment.today
    own = awaited_reports(tx, request.moment, own_to_report(tx, request))
    lines = [
        (people.by_id(tx, each.beneficiary_id).name, each, due_on(each.homecoming), due_on(each.homecoming) < today)
        for each in own[:MOST_IN_LIST]
    ]
    rows = [Button(Plain(name, then=each.reference or ""), report_data(tx, each)) for name, each, _, _ in lines]
    organisation = request.person.organisation_id
    view = AwaitedReports(
        lines=lines,
        count=len(own),
        colleagues=_of_colleagues(tx, request, {each.plan_id for each in own}),
        held=held_up(tx, request, organisation) if organisation is not None else [],
    )
    return view.page(column(*rows, HOME))


def ways(tx: Tx, request: Request, *, first: bool) -> list[Button]:
    """Return the way to the reports that await a referent, or hold the organisation up, for the first screen.

    Args:
        tx: the transaction.
        request: a referent's.
        first: nothing more urgent stands above it.
    """
    own = awaited_reports(tx, request.moment, own_to_report(tx, request))
    if own:
        return [Button(Word("my_reports", {"count": len(own)}), _to(tx, own), style="primary" if first else "")]
    organisation = request.person.organisation_id
    held = organisation is not None and held_up(tx, request, organisation)
    return [Button(Word("reports_owed"), routes.AWAITED.to())] if held else []


def owed(tx: Tx, request: Request, found: Iterable[Finding]) -> list[Button]:
    """Return the way to missing reports, under a card whose rule speaks of them."""
    against = any(each.kind == ReportsGiven.kind and each.level in {Level.WARN, Level.REFUSE} for each in found)
    if not against:
        return []
    own = missing_reports(tx, request.moment, own_to_report(tx, request))
    return [Button(Word("write_report" if len(own) == 1 else "reports_owed"), _to(tx, own))]


def _to(tx: Tx, own: list[Awaited]) -> Data:
    """Return the data of the button of the only report, or of the list."""
    return report_data(tx, own[0]) if len(own) == 1 else routes.AWAITED.to()


def _of_colleagues(tx: Tx, request: Request, own: set[int]) -> list[tuple[str, int]]:
    """Return the missing reports that the organisation's other referents have to write: whose, how many."""
    if request.person.organisation_id is None:
        return []
    found = missing_reports(tx, request.moment, Whose(organisation_id=request.person.organisation_id))
    counts: dict[int, int] = {}
    for each in found:
        if each.plan_id not in own and each.referent_id is not None:
            counts[each.referent_id] = counts.get(each.referent_id, 0) + 1
    return [(people.by_id(tx, referent).name, count) for referent, count in counts.items()]


def held_up(tx: Tx, request: Request, organisation_id: int) -> list[tuple[str, bool]]:
    """Return the open calls in which missing reports count against an organisation, and whether they refuse."""
    models = plan_facts.asking(request.moment.app)
    found = []
    for row in plan_facts.calls_for(tx, request.moment, request.person):
        rules = [rule for rule in plan_facts.call_of(request.moment.app, row).rules if rule.kind == ReportsGiven.kind]
        if rules and reports.held_against(tx, models, organisation_id, row.id, request.moment.today):
            found.append((row.name, any(rule.refuses for rule in rules)))
    return found
