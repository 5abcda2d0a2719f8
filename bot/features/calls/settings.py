"""The settings of a call: each rule with its source, papers, delays, quotas, who decides; not its six questions."""

from datetime import date
from typing import Any

from bot.domain.ids import CallId
from bot.domain.limits import PaidLodging
from bot.domain.people import Refused
from bot.domain.regions import Region
from bot.domain.rules import Rule
from bot.features.calls import acts, routes, versions, views
from bot.features.calls.call_rules import RuleOfCall, addable, rule_named, rules_of
from bot.features.calls.pages import page
from bot.features.calls.routes import Setting
from bot.interaction import forms, prompting
from bot.interaction.arguments import call_of
from bot.interaction.forms import Form
from bot.interaction.request import Request
from bot.plan import facts as plan_facts
from bot.plan.quotas import REGION
from bot.storage import call_versions, networks, plans
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from conversations.call_rules import FIGURES, SETTING, limit_of
from conversations.engine.answers import Given
from conversations.engine.keyboard import Button, Pick, Word, Written, column
from conversations.engine.screens import Page, Screen
from conversations.lodging import takes_no_guests
from conversations.rules import KINDS


@routes.SETTINGS.on
def home(tx: Tx, request: Request, row: CallRow) -> Page:
    """Show what the six questions do not ask; on top, the figures that nobody has confirmed, one tap each."""
    rules = rules_of(request, row)
    unconfirmed = [each for each in rules if not each.rule.source.certain]
    buttons = [Button(Pick(each.rule.id), routes.CONFIRM.to(_known(each))) for each in unconfirmed]
    buttons += [
        Button(Word("all_rules"), routes.RULES.to(row.id), style="" if unconfirmed else "primary"),
        _others(row),
    ]
    told = views.Settings(row, [each.rule for each in unconfirmed], len(rules) - len(unconfirmed), _by_id(rules))
    return told.page(column(*buttons, _back(row)))


@routes.OTHERS.on
def others(tx: Tx, request: Request, row: CallRow) -> Page:
    """Show what is no rule: papers, delays, quotas, the name for people, the hour, the days, who decides."""
    call = plan_facts.call_of(request.moment.app, row)
    told = views.OtherSettings(
        call=row,
        told_as=call.told_as,
        documents=[document.value for document in call.documents],
        quotas=len(row.quotas),
        deciders=len(row.deciders),
        committee=row.committee,
        aid_form=call.aid_form,
        guests=not takes_no_guests(call),
        minors_alone=call.minors_alone,
        committee_days=row.committee_days,
    )
    buttons = [
        Button(Word("call_papers"), routes.CHANGE.to(row.id, Setting.DOCUMENTS)),
        Button(Word("call_delays"), routes.DELAYS.to(row.id)),
        Button(Word("call_quotas"), routes.QUOTAS.to(row.id)),
        Button(Word("call_neutral"), routes.CHANGE.to(row.id, Setting.NEUTRAL)),
        Button(Word("call_hour"), routes.CHANGE.to(row.id, Setting.HOUR)),
        Button(Word("call_stays"), routes.CHANGE.to(row.id, Setting.STAYS)),
    ]
    buttons.append(_guests(request, row))
    minors = Word("no_minors_alone" if row.minors_alone else "minors_alone")
    buttons.append(Button(minors, routes.MINORS.to(row.id)))
    if row.draft:
        buttons.append(Button(Word("call_aid_form"), routes.CHANGE.to(row.id, Setting.AID_FORM)))
    buttons.append(Button(Word("call_mode"), routes.MODE.to(row.id)))
    if row.committee:
        buttons.append(Button(Word("call_committee_days"), routes.COMMITTEE_DAYS.to(row.id)))
        buttons.append(Button(Word("call_deciders"), routes.DECIDERS.to(row.id)))
    return told.page(column(*buttons, Button(Word("call_settings"), routes.SETTINGS.to(row.id))))


@routes.MINORS.on
def minors(tx: Tx, request: Request, row: CallRow) -> Page:
    """Let young people of 16 or 17 go without an adult in this call, or no longer, and show the settings."""
    return others(tx, request, acts.change(tx, request, row, minors_alone=not row.minors_alone))


def _guests(request: Request, row: CallRow) -> Button:
    """Return the button that lets stays with family or friends in, or shuts them out."""
    rule = next((each for each in rules_of(request, row) if isinstance(each.rule.limit, PaidLodging)), None)
    if rule is None:
        return Button(Word("shut_guests_out"), routes.ADD_RULE.to(row.id, PaidLodging.kind))
    if rule.rule.id in row.lenient:
        return Button(Word("shut_guests_out"), routes.TURN_LENIENT.to(_known(rule)))
    way = routes.AS_THE_MODEL if rule.added else routes.TURN_LENIENT
    return Button(Word("let_guests_in"), way.to(_known(rule)))


def _others(row: CallRow) -> Button:
    return Button(Word("other_settings"), routes.OTHERS.to(row.id))


def _back(row: CallRow) -> Button:
    return Button(Word("back_to_call"), routes.CALL_PAGE.to(row.id))


def _known(of: RuleOfCall) -> tuple[CallId, int]:
    return of.call.id, of.place


def _by_id(rules: list[RuleOfCall]) -> dict[str, Rule]:
    return {each.rule.id: each.rule for each in rules}


@routes.RULES.on
def all_rules(tx: Tx, request: Request, row: CallRow) -> Page:
    """Show each rule with whose it is, from which year, and whether it may refuse."""
    rules = rules_of(request, row)
    buttons = [Button(Pick(each.rule.id), routes.RULE_PAGE.to(_known(each))) for each in rules]
    if addable(request, row):
        buttons.append(Button(Word("add_rule"), routes.NEW_RULE.to(row.id)))
    settings = Button(Word("call_settings"), routes.SETTINGS.to(row.id))
    return views.Rules(row, _by_id(rules)).page(column(*buttons, settings, _back(row)))


@routes.RULE_PAGE.on
def one_rule(tx: Tx, request: Request, of: RuleOfCall) -> Page:
    """Show one rule: what it says, who says so, and what the coordinator may make of it."""
    row, rule, known = of.call, of.rule, _known(of)
    own = rule.id in dict(row.overrides)
    buttons = []
    if not rule.source.certain:
        buttons.append(Button(Word("confirm_rule"), routes.CONFIRM.to(known), style="primary"))
    if rule.kind in FIGURES:
        buttons.append(Button(Word("change_figure"), routes.FIGURE.to(known)))
    if rule.source.certain:
        lenient = rule.id in row.lenient
        buttons.append(Button(Word("may_refuse" if lenient else "only_warn"), routes.TURN_LENIENT.to(known)))
    if of.added:
        buttons.append(Button(Word("remove_rule"), routes.AS_THE_MODEL.to(known)))
    elif own or rule.id in row.confirmed:
        buttons.append(Button(Word("as_the_model"), routes.AS_THE_MODEL.to(known)))
    buttons.append(Button(Word("all_rules"), routes.RULES.to(row.id)))
    return views.OneRule(rule, own, dict(row.confirmed_on).get(rule.id) if rule.id in row.confirmed else None).page(
        column(*buttons, _back(row))
    )


@routes.CONFIRM.on
def confirm(tx: Tx, request: Request, of: RuleOfCall) -> Page:
    """Confirm a figure, and show what is left to confirm."""
    return home(tx, request, versions.confirm(tx, request, of))


@routes.TURN_LENIENT.on
def turn_lenient(tx: Tx, request: Request, of: RuleOfCall) -> Page:
    """Let a rule only warn, or refuse again, and show it."""
    return _after(tx, request, versions.turn_lenient(tx, request, of), of.rule.id)


@routes.AS_THE_MODEL.on
def as_the_model(tx: Tx, request: Request, of: RuleOfCall) -> Page:
    """Take the model's figure again, and show the rule; one that the coordinator added is gone."""
    row = versions.follow_model(tx, request, of)
    return all_rules(tx, request, row) if of.added else _after(tx, request, row, of.rule.id)


def _after(tx: Tx, request: Request, row: CallRow, rule_id: str) -> Page:
    return one_rule(tx, request, rule_named(request, row, rule_id))


@routes.NEW_RULE.on
def new_rule(_tx: Tx, request: Request, row: CallRow) -> Page:
    """Show each kind of rule that the call has not, in plain words; a tap asks its figures, or adds it at once."""
    kinds = addable(request, row)
    buttons = [Button(Pick(kind), routes.ADD_RULE.to(row.id, kind)) for kind in kinds]
    return views.NewRule(row.name, bool(kinds)).page(
        column(*buttons, Button(Word("all_rules"), routes.RULES.to(row.id)), _back(row))
    )


@routes.ADD_RULE.on
def add(tx: Tx, request: Request, row: CallRow, kind: str) -> Screen:
    """Add a rule to those of the model, its figures asked first. Raises Refused("not_found") where it may not be."""
    if kind not in addable(request, row):
        raise Refused("not_found")
    if kind in FIGURES:
        return _ask(tx, request, row, kind)
    limit: Any = KINDS[kind].limit
    return _after(tx, request, versions.add(tx, request, row, kind, limit()), kind)


@routes.FIGURE.on
def ask_figure(tx: Tx, request: Request, of: RuleOfCall) -> Screen:
    """Ask for a rule's figures, one by one. Raises Refused("not_found") for a rule that has none."""
    if of.rule.kind not in FIGURES:
        raise Refused("not_found")
    return _ask(tx, request, of.call, of.rule.id)


def _ask(tx: Tx, request: Request, row: CallRow, rule_id: str) -> Screen:
    chosen = {"rule": Given(rule_id, request.person.id)}
    return prompting.resume(tx, request, forms.begin(tx, request, SETTING, row.id, chosen))


def figure_said(tx: Tx, request: Request, form: Form) -> Screen:
    """Keep the figure that was said, and show the rule."""
    rule_id, row = form.facts.value("rule"), call_of(tx, request, form)
    put = versions.add if rule_id in addable(request, row) else versions.override
    return _after(tx, request, put(tx, request, row, rule_id, limit_of(form.facts)), rule_id)


@routes.MOVE.on
def moving(tx: Tx, request: Request, row: CallRow) -> Page:
    """Show what would change for plans sent under earlier rules; those endorsed already keep theirs in any case."""
    found = [plan for plan_id in call_versions.movable(tx, row) if (plan := plans.by_id(tx, plan_id))]
    points: dict[str, Rule] = {}
    for plan in found:
        points |= {rule.id: rule for rule in versions.changed_for(tx, request.moment, row, plan)}
    rows = column(
        Button(Word("apply_rules_now"), routes.MOVE_SURELY.to(row.id), style="primary"),
        Button(Word("back_to_call"), routes.CALL_PAGE.to(row.id)),
    )
    return views.NewRules(row, len(found), list(points.values())).page(rows)


@routes.MOVE_SURELY.on
def move(tx: Tx, request: Request, row: CallRow) -> Page:
    """Move plans to the newest rules, and show the call."""
    versions.move(tx, request, row)
    return page(tx, request, row)


@routes.DELAYS.on
def delays(tx: Tx, request: Request, row: CallRow) -> Page:
    """Show the delays, in working days."""
    buttons = [Button(Word(word), routes.CHANGE.to(row.id, setting)) for setting, word in DELAYS.items()]
    told = views.DelaysOfCall(row, plan_facts.call_of(request.moment.app, row).delays)
    return told.page(column(*buttons, _others(row), _back(row)))


DELAYS = {
    Setting.PEOPLE_BY: "delay_people_by", Setting.EARLY: "delay_early", Setting.REMIND: "delay_remind",
    Setting.OTHERS: "delay_others", Setting.OFFER: "delay_offer", Setting.HELD: "delay_held",
}  # fmt: skip
"""Each delay, and the word of its button."""


@routes.QUOTAS.on
def quotas(tx: Tx, request: Request, row: CallRow) -> Page:
    """Show most places of a region or an organisation: checked at the moment places are taken."""
    lines = [(_whose(tx, key), places) for key, places in row.quotas]
    buttons = [Button(Word("set_quota"), routes.CHANGE.to(row.id, Setting.QUOTA), style="primary")]
    return views.Quotas(row, lines).page(column(*buttons, _others(row), _back(row)))


def _whose(tx: Tx, key: str) -> str:
    kind, _, code = key.partition(":")
    return Region(code).official_name if f"{kind}:" == REGION else networks.organisation(tx, int(code)).name


@routes.COMMITTEE_DAYS.on
def committee_days(tx: Tx, request: Request, row: CallRow) -> Page:
    """Show when the committee meets; a tap on a day takes it back."""
    buttons = [
        Button(Written(day, "date"), routes.FORGET_COMMITTEE_DAY.to(row.id, day), ticked=True)
        for day in row.committee_days
        if day >= request.moment.today
    ]
    add = Button(Word("add_committee_day"), routes.CHANGE.to(row.id, Setting.COMMITTEE_DAY), style="primary")
    return views.CommitteeDays(row.name, row.committee_days).page(column(*buttons, add, _others(row), _back(row)))


@routes.FORGET_COMMITTEE_DAY.on
def forget_committee_day(tx: Tx, request: Request, row: CallRow, day: date) -> Page:
    """Take back a day of the committee, and show those that are left."""
    return committee_days(tx, request, acts.forget_committee_day(tx, request, row, day))
