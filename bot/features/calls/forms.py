"""Conversations about a call: opening one, changing a value, changing a rule's figure."""

from dataclasses import replace
from typing import Any

from bot.domain.rules import Rule
from bot.features.calls import changes, pages, settings
from bot.interaction import permits
from bot.interaction.forms import Form, FormKind, with_traits
from bot.interaction.request import Request
from bot.plan import facts as plan_facts
from bot.storage import calls, networks
from bot.storage.kernel.store import Tx
from conversations.call import ADJUST, CALL, MODEL, ORGANISATION, RULE, TAKEN_CENTS, TAKEN_PLACES
from conversations.call_rules import FIGURES, OF_KIND, SETTING


def _with_models(_tx: Tx, request: Request, form: Form) -> Form:
    """Add the programme models, and the figures of the chosen one, which only warn until they are confirmed."""
    programmes = request.moment.app.programmes
    chosen = programmes.get(form.facts.value("model") or "")
    rules = chosen.unconfirmed if chosen else ()
    traits = {f"{MODEL}{key}" for key in programmes} | {f"{RULE}{rule.id}" for rule in rules}
    return with_traits(form, traits, {"programmes": programmes, "rules": {rule.id: rule for rule in rules}})


def _with_taken(tx: Tx, request: Request, form: Form) -> Form:
    """Add what the call has given already; for a quota, every organisation of the network."""
    if form.row is None or form.row.subject_id is None:
        return form
    call = calls.by_id(tx, form.row.subject_id)
    traits = {f"{TAKEN_PLACES}{call.taken_places}", f"{TAKEN_CENTS}{call.taken_cents}"}
    if form.facts.value("what") != "quota":
        return with_traits(form, traits, _rules(tx, request, form.row.subject_id))
    names = {str(each.id): each.name for each in networks.all_organisations(tx, request.person.network_id)}
    traits |= {f"{ORGANISATION}{number}={name}" for number, name in names.items()}
    return with_traits(form, traits, {"organisations": names})


def _with_rules(tx: Tx, request: Request, form: Form) -> Form:
    """Add the rules of the call whose figure can be changed."""
    if form.row is None or form.row.subject_id is None:
        return form
    shown = _rules(tx, request, form.row.subject_id)
    rules: dict[str, Rule] = shown["rules"]
    traits = {f"{OF_KIND}{rule.id}={rule.kind}" for rule in rules.values() if rule.kind in FIGURES}
    return replace(with_traits(form, traits), shown=shown)


def _rules(tx: Tx, request: Request, call_id: int) -> dict[str, Any]:
    call = plan_facts.call_of(request.moment.app, calls.by_id(tx, call_id))
    return {"rules": {rule.id: rule for rule in call.rules}}


FORMS = (
    FormKind(CALL, pages.prepared, _with_models, roles=permits.COORDINATOR, may=permits.anything),
    FormKind(SETTING, settings.figure_said, _with_rules, roles=permits.COORDINATOR, may=permits.call),
    FormKind(ADJUST, changes.changed, _with_taken, roles=permits.COORDINATOR, may=permits.call),
)
