"""One value of a call, asked and saved: its dates, its places, its money, its names, papers, delays and quotas."""

from collections.abc import Callable, Mapping
from datetime import time
from typing import Any, TypeAlias

from bot.domain.calls import default_people_by
from bot.domain.ids import PersonId
from bot.domain.people import Refused
from bot.features.calls import acts, deciding, mode, routes, settings
from bot.features.calls.acts import closing
from bot.features.calls.pages import page
from bot.features.calls.routes import Setting
from bot.features.calls.versions import amend
from bot.interaction import forms, prompting
from bot.interaction.arguments import call_of
from bot.interaction.forms import Form
from bot.interaction.request import Request
from bot.plan import facts as plan_facts
from bot.plan.quotas import ORGANISATION, REGION
from bot.storage.calls import CallRow
from bot.storage.changes import CallChanges
from bot.storage.kernel.store import Tx
from conversations.call import ADJUST
from conversations.engine.answers import Facts, Given
from conversations.engine.screens import Page, Screen

Read: TypeAlias = Callable[[Request, CallRow, Facts], CallChanges]


@routes.CHANGE.on
def begin(tx: Tx, request: Request, row: CallRow, what: Setting) -> Screen:
    """Ask for one value.

    Raises:
        Refused: "call_closed" for what no longer means anything then; the committee's own figures can still change.
            "not_now" for the form of the aid once the call is open: people were told of it.
    """
    if not row.draft and row.closes_at <= request.now and what not in OF_THE_COMMITTEE:
        raise Refused("call_closed")
    if what is Setting.AID_FORM:
        acts.need_draft(row)
    chosen = {"what": Given(what.value, request.person.id)}
    return prompting.resume(tx, request, forms.begin(tx, request, ADJUST, row.id, chosen))


def changed(tx: Tx, request: Request, form: Form) -> Screen:
    """Save the value that was said, and show where the change was begun."""
    what = Setting(form.facts.value("what"))
    row = save(tx, request, call_of(tx, request, form), what, form.facts)
    after: Callable[[Tx, Request, CallRow], Page] = AFTER.get(what, page)
    return after(tx, request, row)


def save(tx: Tx, request: Request, row: CallRow, what: Setting, facts: Facts) -> CallRow:
    """Save one value of a call; a rule makes a version. Raises Refused: "under_taken_now", "not_now"."""
    if what is Setting.AID_FORM:
        acts.need_draft(row)
    if what is Setting.DECIDER:
        return acts.seat(tx, request, row, PersonId(int(facts.value("new_decider"))), on=True)
    if what in RULES:
        return amend(tx, request, row, **RULES[what](request, row, facts))
    return acts.change(tx, request, row, **VALUES[what](request, row, facts))


def _closing(request: Request, row: CallRow, facts: Facts) -> CallChanges:
    at = row.closes_at.astimezone(request.moment.app.zone).time()
    return {"closes_at": closing(request, facts.value("new_closing"), at)} | _people_by(
        request, row, facts.value("new_closing")
    )


def _people_by(request: Request, row: CallRow, closes_on: Any, days: int | None = None) -> CallChanges:
    app = request.moment.app
    lead = plan_facts.call_of(app, row).delays.people_by if days is None else days
    return {"people_by": max(request.moment.today, default_people_by(closes_on, app.working_days, days=lead))}


def _hour(request: Request, row: CallRow, facts: Facts) -> CallChanges:
    closes_on = row.closes_at.astimezone(request.moment.app.zone).date()
    return {"closes_at": closing(request, closes_on, time(facts.value("new_hour")))}


def _people_days(request: Request, row: CallRow, facts: Facts) -> CallChanges:
    closes_on = row.closes_at.astimezone(request.moment.app.zone).date()
    days = facts.value("people_days")
    return _delay("people_by", "people_days")(request, row, facts) | _people_by(request, row, closes_on, days)


def _delay(name: str, step: str) -> Read:
    return lambda _request, row, facts: {"delays": {**dict(row.delays), name: facts.value(step)}}


def _quota(_request: Request, row: CallRow, facts: Facts) -> CallChanges:
    """Return the quotas with the one that was said; one of 0 places is none at all."""
    region = facts.value("quota_for") == "region"
    key = f"{REGION}{facts.value('quota_region')}" if region else f"{ORGANISATION}{facts.value('quota_organisation')}"
    quotas = {**dict(row.quotas), key: facts.value("quota_places")}
    return {"quotas": {name: places for name, places in quotas.items() if places}}


VALUES: Mapping[Setting, Read] = {
    Setting.NAME: lambda _request, _row, facts: {"name": facts.value("new_name")},
    Setting.NEUTRAL: lambda _request, _row, facts: {"neutral": facts.value("new_neutral")},
    Setting.CLOSING: _closing,
    Setting.HOUR: _hour,
    Setting.PLACES: lambda _request, _row, facts: {"places": facts.value("new_places")},
    Setting.MONEY: lambda _request, _row, facts: {"envelope": facts.value("new_envelope")},
    Setting.PEOPLE_BY: _people_days,
    Setting.EARLY: _delay("early", "early_days"),
    Setting.OFFER: _delay("offer", "offer_days"),
    Setting.HELD: _delay("held", "held_days"),
    Setting.REMIND: _delay("remind", "remind_days"),
    Setting.OTHERS: _delay("others", "others_days"),
    Setting.QUOTA: _quota,
    Setting.COMMITTEE_DAY: lambda _request, row, facts: {
        "committee_days": [*row.committee_days, facts.value("new_committee_day")]
    },
    Setting.CAP: lambda _request, _row, facts: {"referent_cap": facts.value("new_cap") or None},
    Setting.AID_FORM: lambda _request, _row, facts: {"aid_form": facts.value("new_aid_form")},
}
"""What each change writes."""

RULES: Mapping[Setting, Read] = {
    Setting.STAYS: lambda _request, _row, facts: {
        "stay_from": facts.value("new_stays").start,
        "stay_until": facts.value("new_stays").end,
    },
    Setting.DOCUMENTS: lambda _request, _row, facts: {"documents": list(facts.value("new_documents"))},
}
"""Changes that make a version of the rules."""

OF_THE_COMMITTEE = frozenset(
    {
        Setting.NAME, Setting.NEUTRAL, Setting.PLACES, Setting.MONEY, Setting.OFFER, Setting.HELD, Setting.REMIND,
        Setting.OTHERS, Setting.QUOTA, Setting.COMMITTEE_DAY, Setting.DECIDER,
    }
)  # fmt: skip
"""What may change after the closing: decisions go on."""

AFTER: Mapping[Setting, Callable[[Tx, Request, CallRow], Page]] = {
    Setting.DOCUMENTS: settings.others,
    Setting.NEUTRAL: settings.others,
    Setting.PEOPLE_BY: settings.delays,
    Setting.EARLY: settings.delays,
    Setting.OFFER: settings.delays,
    Setting.HELD: settings.delays,
    Setting.REMIND: settings.delays,
    Setting.OTHERS: settings.delays,
    Setting.QUOTA: settings.quotas,
    Setting.COMMITTEE_DAY: settings.committee_days,
    Setting.DECIDER: deciding.deciders,
    Setting.CAP: mode.page,
    Setting.AID_FORM: settings.others,
}
"""Where each change was begun; the call itself for the others."""
