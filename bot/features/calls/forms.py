"""Conversations about a call: opening one, changing a value, changing a rule's figure."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.money import Cents
from bot.domain.rules import Rule
from bot.features.calls import changes, pages, settings
from bot.features.calls.call_rules import addable
from bot.interaction import permits
from bot.interaction.forms import Form, FormKind, with_context
from bot.interaction.request import Request
from bot.plan import committee
from bot.plan import facts as plan_facts
from bot.storage import calls, networks, teams
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from conversations.call import ADJUST, CALL, AdjustContext, CallContext
from conversations.call_rules import FIGURES, SETTING, SettingContext


def _with_models(_tx: Tx, request: Request, form: Form) -> Form:
    """Add the programme models, and the figures of the chosen one, which only warn until they are confirmed."""
    programmes = request.moment.app.programmes
    chosen = programmes.get(form.facts.value("model") or "")
    stays = form.facts.value("stays")
    year = stays.start.year if stays else request.moment.today.year
    rules = {rule.id: rule for rule in chosen.unconfirmed(year)} if chosen else {}
    context = CallContext(models=tuple(programmes), unconfirmed=tuple(rules))
    return with_context(form, context, {"programmes": programmes, "rules": rules})


def _with_taken(tx: Tx, request: Request, form: Form) -> Form:
    """Add what the call has given already; for a quota, every organisation of the network."""
    if form.row is None or form.row.subject_id is None:
        return form
    call = calls.by_id(tx, form.row.subject_id)
    places, cents = call.taken_places, Cents(call.taken_cents)
    what = form.facts.value("what")
    if what == "decider":
        others = _could_decide(tx, request, call)
        return with_context(form, AdjustContext(places, cents, professionals=others), {"professionals": others})
    if what == "cap":
        needed = plan_facts.call_of(request.moment.app, replace(call, referent_cap=None)).lacks_cap
        return with_context(form, AdjustContext(places, cents, cap_needed=needed), form.shown)
    if what != "quota":
        return with_context(form, AdjustContext(places, cents), {"rules": _rules(tx, request, call.id)})
    names = {str(each.id): each.name for each in networks.all_organisations(tx, request.person.network_id)}
    return with_context(form, AdjustContext(places, cents, names), {"organisations": names})


def _could_decide(tx: Tx, request: Request, call: CallRow) -> Mapping[str, str]:
    """Return the professionals with an account who do not decide in a call yet, by id: name and organisation."""
    sitting = committee.deciders_of(tx, call)
    known = {each.id: each.name for each in networks.all_organisations(tx, request.person.network_id)}
    return {
        str(each.id): f"{each.name} · {known[each.organisation_id]}" if each.organisation_id in known else each.name
        for each in teams.with_account(tx, request.person.network_id)
        if each.id not in sitting
    }


def _with_rules(tx: Tx, request: Request, form: Form) -> Form:
    """Add the rules of the call whose figure can be changed, and the kinds of rule that can be added to it."""
    if form.row is None or form.row.subject_id is None:
        return form
    rules = _rules(tx, request, form.row.subject_id)
    new = {kind: kind for kind in addable(request, calls.by_id(tx, form.row.subject_id))}
    kinds = {name: kind for name, kind in (new | _kinds(rules)).items() if kind in FIGURES}
    return with_context(form, SettingContext(kinds), {"rules": rules})


def _kinds(rules: Mapping[str, Rule]) -> dict[str, str]:
    return {rule.id: rule.kind for rule in rules.values()}


def _rules(tx: Tx, request: Request, call_id: int) -> Mapping[str, Rule]:
    call = plan_facts.call_of(request.moment.app, calls.by_id(tx, call_id))
    return {rule.id: rule for rule in call.rules}


FORMS = (
    FormKind(CALL, pages.prepared, _with_models, roles=permits.COORDINATOR, may=permits.anything),
    FormKind(SETTING, settings.figure_said, _with_rules, roles=permits.COORDINATOR, may=permits.call),
    FormKind(ADJUST, changes.changed, _with_taken, roles=permits.COORDINATOR, may=permits.call),
)
