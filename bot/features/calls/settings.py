"""The settings of a call: each rule with its source, papers, delays, quotas, who decides; not its six questions."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

from bot.domain.limits import FilingUntil, StayWindow
from bot.domain.people import Refused
from bot.domain.regions import Region
from bot.domain.rules import Rule
from bot.features.calls.pages import door, note, of_door, of_hers
from bot.features.calls.versions import amend
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.prompting import Door
from bot.interaction.request import Request
from bot.interaction.routes import decode_id, encode_id
from bot.plan import facts as plan_facts
from bot.plan.quotas import REGION
from bot.storage import calls, networks, people, sessions
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from conversations.call_rules import FIGURES, SETTING, limit_of
from conversations.engine.answers import Given
from conversations.engine.keyboard import Button, Pick, Plain, Word, column
from conversations.engine.screens import Page, Screen


def rules_of(request: Request, row: CallRow) -> list[Rule]:
    """The rules that a call may set, as they hold in it; its own dates are set elsewhere."""
    held = plan_facts.call_of(request.moment.app, row).rules
    return [rule for rule in held if not isinstance(rule.limit, StayWindow | FilingUntil)]


def home(tx: Tx, request: Request, row: CallRow) -> Page:
    """What the six questions do not ask; on top, the figures that nobody has confirmed, one tap each."""
    rules = rules_of(request, row)
    unconfirmed = [rule for rule in rules if not rule.source.certain]
    values = {
        "call": row,
        "unconfirmed": unconfirmed,
        "confirmed": len(rules) - len(unconfirmed),
        "rules": {rule.id: rule for rule in rules},
    }
    buttons = [Button(Pick(rule.id), door("confirm", row, _place(rules, rule))) for rule in unconfirmed]
    buttons += [
        Button(Word("all_rules"), door("rules", row), style="" if unconfirmed else "primary"),
        _others(row),
    ]
    return Page("call/_settings", values, column(*buttons, _back(row)))


def others(tx: Tx, request: Request, row: CallRow) -> Page:
    """What is no rule: papers, delays, quotas, the name for people, the hour, the days, who decides."""
    call = plan_facts.call_of(request.moment.app, row)
    values = {
        "call": row,
        "told_as": call.told_as,
        "documents": [document.value for document in call.documents],
        "quotas": len(row.quotas),
        "deciders": len(row.deciders),
        "committee": row.committee,
    }
    buttons = [
        Button(Word("call_papers"), door("change", row, "documents")),
        Button(Word("call_delays"), door("delays", row)),
        Button(Word("call_quotas"), door("quotas", row)),
        Button(Word("call_neutral"), door("change", row, "neutral")),
        Button(Word("call_hour"), door("change", row, "hour")),
        Button(Word("call_stays"), door("change", row, "stays")),
    ]
    if row.committee:
        buttons.append(Button(Word("call_deciders"), door("deciders", row)))
    return Page("call/_others", values, column(*buttons, Button(Word("call_settings"), door("settings", row))))


def _others(row: CallRow) -> Button:
    return Button(Word("other_settings"), door("others", row))


def _back(row: CallRow) -> Button:
    return Button(Word("back_to_call"), door("call", row))


def _place(rules: list[Rule], rule: Rule) -> str:
    """A rule's place in the list stands for it in button data: ids may be long."""
    return encode_id(rules.index(rule))


def all_rules(tx: Tx, request: Request, row: CallRow) -> Page:
    """Each rule with whose it is, from which year, and whether it may refuse."""
    rules = rules_of(request, row)
    buttons = [Button(Pick(rule.id), door("rule", row, _place(rules, rule))) for rule in rules]
    settings = Button(Word("call_settings"), door("settings", row))
    return Page(
        "call/_rules", {"call": row, "rules": {rule.id: rule for rule in rules}}, column(*buttons, settings, _back(row))
    )


def _rule_at(request: Request, row: CallRow, more: list[str]) -> Rule:
    place, rules = decode_id(more[1]), rules_of(request, row)
    if place >= len(rules):
        raise Refused("not_found")
    return rules[place]


def one_rule(tx: Tx, request: Request, row: CallRow, rule_id: str) -> Page:
    """One rule: what it says, who says so, and what the coordinator may make of it."""
    rules = rules_of(request, row)
    rule = next((each for each in rules if each.id == rule_id), None)
    if rule is None:
        raise Refused("not_found")
    place = _place(rules, rule)
    own = rule.id in dict(row.overrides)
    buttons = []
    if not rule.source.certain:
        buttons.append(Button(Word("confirm_rule"), door("confirm", row, place), style="primary"))
    if rule.kind in FIGURES:
        buttons.append(Button(Word("change_figure"), door("figure", row, place)))
    if rule.source.certain:
        lenient = rule.id in row.lenient
        buttons.append(Button(Word("may_refuse" if lenient else "only_warn"), door("lenient", row, place)))
    if own or rule.id in row.confirmed:
        buttons.append(Button(Word("as_the_model"), door("model", row, place)))
    values = {"call": row, "rule": rule, "own": own}
    return Page("call/_rule", values, column(*buttons, Button(Word("all_rules"), door("rules", row)), _back(row)))


def confirm(tx: Tx, request: Request, row: CallRow, rule: Rule) -> Page:
    """She answers for the figure as it is: from now on it may refuse."""
    confirmed = list(dict.fromkeys((*row.confirmed, rule.id)))
    return home(tx, request, amend(tx, request, row, confirmed=confirmed))


def turn_lenient(tx: Tx, request: Request, row: CallRow, rule: Rule) -> Page:
    """A rule that only warns in this call, or may refuse again."""
    lenient = [each for each in row.lenient if each != rule.id]
    if rule.id not in row.lenient:
        lenient.append(rule.id)
    return one_rule(tx, request, amend(tx, request, row, lenient=lenient), rule.id)


def as_the_model(tx: Tx, request: Request, row: CallRow, rule: Rule) -> Page:
    """The model's figure again, as sure or unsure as the model has it."""
    rules: dict[str, Any] = {
        "confirmed": [each for each in row.confirmed if each != rule.id],
        "overrides": {each: limit for each, limit in row.overrides if each != rule.id},
        "lenient": [each for each in row.lenient if each != rule.id],
    }
    return one_rule(tx, request, amend(tx, request, row, **rules), rule.id)


def ask_figure(tx: Tx, request: Request, row: CallRow, rule: Rule) -> Screen:
    """Ask for a rule's figures, one by one. Raises Refused("not_found") for a rule that has none."""
    if rule.kind not in FIGURES:
        raise Refused("not_found")
    chosen = {"rule": Given(rule.id, request.person.id)}
    return prompting.resume(tx, request, forms.begin(tx, request, SETTING, row.id, chosen))


def figure_said(tx: Tx, request: Request, form: Form) -> Screen:
    """Her own figure takes the model's place, and she answers for it."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    row = of_hers(tx, request, form.row.subject_id)
    sessions.close_form(tx, form.row.id)
    rule_id = form.facts.value("rule")
    overrides = {**dict(row.overrides), rule_id: limit_of(form.facts)}
    return one_rule(tx, request, amend(tx, request, row, overrides=overrides), rule_id)


def delays(tx: Tx, request: Request, row: CallRow) -> Page:
    """The delays, in working days."""
    buttons = [Button(Word(word), door("change", row, name)) for name, word in DELAYS.items()]
    values = {"call": row, "delays": plan_facts.call_of(request.moment.app, row).delays}
    return Page("call/_delays", values, column(*buttons, _others(row), _back(row)))


DELAYS = {
    "people_by": "delay_people_by", "early": "delay_early", "remind": "delay_remind", "others": "delay_others",
    "offer": "delay_offer", "held": "delay_held",
}  # fmt: skip
"""Each delay, and the word of its button."""


def quotas(tx: Tx, request: Request, row: CallRow) -> Page:
    """Most places of a region or an organisation: checked at the moment places are taken."""
    lines = [(_whose(tx, key), places) for key, places in row.quotas]
    buttons = [Button(Word("set_quota"), door("change", row, "quota"), style="primary")]
    return Page("call/_quotas", {"call": row, "lines": lines}, column(*buttons, _others(row), _back(row)))


def _whose(tx: Tx, key: str) -> str:
    kind, _, code = key.partition(":")
    return Region(code).official_name if f"{kind}:" == REGION else networks.organisation(tx, int(code)).name


def deciders(tx: Tx, request: Request, row: CallRow) -> Page:
    """Who sits on the committee of this call: coordinators of several organisations may decide it together."""
    members = [people.by_id(tx, person_id) for person_id in people.coordinators(tx, row.network_id)]
    buttons = [
        Button(
            Plain(member.name, then=_organisation(tx, member.organisation_id)),
            door("decider", row, encode_id(member.id)),
            ticked=member.id in row.deciders,
        )
        for member in members
    ]
    values = {"call": row, "members": [member.name for member in members if member.id in row.deciders]}
    return Page("call/_deciders", values, column(*buttons, _others(row), _back(row)))


def _organisation(tx: Tx, organisation_id: int | None) -> str:
    return networks.organisation(tx, organisation_id).name if organisation_id is not None else ""


def turn_decider(tx: Tx, request: Request, row: CallRow, person_id: int) -> Page:
    """On the committee, or no longer. Raises Refused("not_found") for who is no coordinator of the network."""
    if person_id not in people.coordinators(tx, row.network_id):
        raise Refused("not_found")
    kept = [each for each in row.deciders if each != person_id]
    note(tx, request, row, deciders=kept if person_id in row.deciders else [*kept, person_id])
    return deciders(tx, request, calls.by_id(tx, row.id))


def shown(request: Request, row: CallRow, form: Form) -> Form:
    """The sheet of a rule's question, with the rules that its buttons name."""
    return replace(form, shown={"rules": {rule.id: rule for rule in rules_of(request, row)}})


OnRule: TypeAlias = Callable[[Tx, Request, CallRow, Rule], Screen]


def _on_rule(tx: Tx, request: Request, more: list[str], act: OnRule) -> Screen:
    row = of_door(tx, request, more)
    return act(tx, request, row, _rule_at(request, row, more))


DOORS: dict[str, Door] = {
    "settings": lambda tx, request, more: home(tx, request, of_door(tx, request, more)),
    "others": lambda tx, request, more: others(tx, request, of_door(tx, request, more)),
    "rules": lambda tx, request, more: all_rules(tx, request, of_door(tx, request, more)),
    "rule": lambda tx, request, more: _on_rule(tx, request, more, lambda t, v, c, r: one_rule(t, v, c, r.id)),
    "confirm": lambda tx, request, more: _on_rule(tx, request, more, confirm),
    "lenient": lambda tx, request, more: _on_rule(tx, request, more, turn_lenient),
    "model": lambda tx, request, more: _on_rule(tx, request, more, as_the_model),
    "figure": lambda tx, request, more: _on_rule(tx, request, more, lambda t, v, c, r: ask_figure(t, v, c, r)),
    "delays": lambda tx, request, more: delays(tx, request, of_door(tx, request, more)),
    "quotas": lambda tx, request, more: quotas(tx, request, of_door(tx, request, more)),
    "deciders": lambda tx, request, more: deciders(tx, request, of_door(tx, request, more)),
    "decider": lambda tx, request, more: turn_decider(tx, request, of_door(tx, request, more), decode_id(more[1])),
}
