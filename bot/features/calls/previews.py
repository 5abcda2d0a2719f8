"""What others read of a call: its card for referents, its terms for people, and both shown beforehand."""

from dataclasses import replace
from typing import Any

from markupsafe import Markup

from bot.domain.people import Refused
from bot.features.calls.pages import door, of_door
from bot.features.my_plan import pages as my_plan
from bot.interaction.home import HOME
from bot.interaction.prompting import Door
from bot.interaction.request import Request
from bot.interaction.routes import decode_id, encode_id
from bot.plan import facts as plan_facts
from bot.storage import calls
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from conversations.engine.keyboard import Button, Plain, Word, column
from conversations.engine.screens import Page

EASY = ("fr@falc", "fr")
"""In which language a person is shown first: easy French where there is a catalogue of it."""


def card(tx: Tx, request: Request, row: CallRow) -> Page:
    """A call as a referent needs it: for whom, until when, which papers, which rules and how sure each is."""
    call = plan_facts.call_of(request.moment.app, row)
    values = {
        "call": row,
        "title": call.programme.title,
        "rules": [rule for rule in call.rules if rule.kind not in {"stay_window", "filing_until"}],
        "documents": [document.value for document in call.documents],
        "regions": row.regions,
        "paid_to": call.programme.paid_to.value,
        "contact": call.programme.contact,
    }
    rows = column(Button(Word("invite"), "r:invite", style="primary"), HOME)
    return Page("call/_card", values, rows)


def card_by_id(tx: Tx, request: Request, call_id: int) -> Page:
    """The card of a call that this referent's organisation may take part in. Raises Refused("not_found")."""
    found = next((row for row in plan_facts.calls_for(tx, request.moment, request.person) if row.id == call_id), None)
    if found is None:
        raise Refused("not_found")
    return card(tx, request, found)


def of_referent(tx: Tx, request: Request) -> Page:
    """The open calls that a referent may invite to; where there is one only, its card at once."""
    opened = plan_facts.calls_for(tx, request.moment, request.person)
    if len(opened) == 1:
        return card(tx, request, opened[0])
    rows = [Button(Plain(row.name), f"r:call:{encode_id(row.id)}") for row in opened]
    return Page("call/_open", {"calls": opened}, column(*rows, HOME))


def terms(request: Request, row: CallRow) -> dict[str, Any]:
    """What a person reads of a call: its neutral name, her date, the days of stays, and the rules that are sure."""
    call = plan_facts.call_of(request.moment.app, row)
    untold = {"stay_window", "filing_until", "max_quotient"}
    return {
        "told_as": call.told_as,
        "people_by": call.people_by,
        "stay_from": call.stay_from,
        "stay_until": call.stay_until,
        "points": [r for r in call.rules if r.source.certain and r.about_person and r.kind not in untold],
    }


def her_terms(tx: Tx, request: Request) -> Page:
    """The terms of the call that her plan is for."""
    plan = my_plan.her_plan(tx, request)
    if plan is None:
        raise Refused("not_found")
    values = terms(request, calls.by_id(tx, plan.call_id))
    return Page("plan/terms", values, column(Button(Word("continue"), "g:go", style="primary"), HOME))


def seen(tx: Tx, request: Request, row: CallRow, by: str) -> Page:
    """The words of somebody else's screen: a referent's, a person's in easy French, or a person's in a language."""
    app = request.moment.app
    known = list(app.renderer.catalogues.languages)
    reader, screen = request.reader, card(tx, request, row)
    if by != "referent":
        language = next((each for each in (by, *EASY) if each in known), request.reader.language)
        reader = replace(request.reader, language=language, referent=request.person.name, at_work=False)
        screen = Page("plan/terms", terms(request, row))
    values = {"call": row, "by": by, "text": Markup(app.renderer.render(screen, reader).text)}  # noqa: S704 - rendered and escaped already
    names = {code: app.renderer.own_name(code) for code in known}
    buttons = [Button(Plain(name), door("seen", row, code)) for code, name in names.items()] if by != "referent" else []
    if by == "referent":
        buttons.append(Button(Word("seen_by_person"), door("seen", row, "person")))
    else:
        buttons.append(Button(Word("seen_by_referent"), door("seen", row, "referent")))
    back = Button(Word("back_to_call"), door("call", row), style="primary")
    return Page("call/_preview", values, column(back, *buttons))


DOORS: dict[str, Door] = {
    "seen": lambda tx, request, more: seen(tx, request, of_door(tx, request, more), more[1]),
}
FOR_REFERENTS: dict[str, Door] = {
    "calls": lambda tx, request, _more: of_referent(tx, request),
    "call": lambda tx, request, more: card_by_id(tx, request, decode_id(more[0])),
}
