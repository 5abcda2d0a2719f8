"""What others read of a call: its card for referents, its terms for people, and both shown beforehand."""

from dataclasses import replace

from markupsafe import Markup

from bot.domain.calls import OF_THE_CALL
from bot.domain.people import Refused
from bot.features.calls import routes, views
from bot.features.my_plan import routes as plan_routes
from bot.features.reviews import routes as review_routes
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage import calls
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from conversations.engine.keyboard import Button, Plain, Word, column
from conversations.engine.screens import Page
from conversations.rules import Told, kind_of

EASY = ("fr@falc", "fr")
"""In which language a person is shown first: easy French where there is a catalogue of it."""


@routes.OPEN_CALL_PAGE.on
def card(tx: Tx, request: Request, row: CallRow) -> Page:
    """Show a call as a referent needs it: for whom, until when, which papers, which rules and how sure each is."""
    call = plan_facts.call_of(request.moment.app, row)
    told = views.Card(
        call=row,
        programme=call.programme.title,
        rules=[rule for rule in call.rules if not isinstance(rule.limit, OF_THE_CALL)],
        documents=[document.value for document in call.documents],
        regions=row.regions,
        paid_to=call.programme.paid_to.value,
        aid_form=call.aid_form,
        contact=call.programme.contact,
    )
    rows = column(Button(Word("invite"), review_routes.INVITE.to(), style="primary"), HOME)
    return told.page(rows)


@routes.OPEN_CALLS.on
def of_referent(tx: Tx, request: Request) -> Page:
    """Show the open calls that a referent may invite to; where there is one only, its card at once."""
    opened = plan_facts.calls_for(tx, request.moment, request.person)
    if len(opened) == 1:
        return card(tx, request, opened[0])
    rows = [Button(Plain(row.name), routes.OPEN_CALL_PAGE.to(row.id)) for row in opened]
    return views.OpenCalls(opened).page(column(*rows, HOME))


def terms(request: Request, row: CallRow) -> views.Terms:
    """Return what a beneficiary reads of a call: its neutral name, dates, and the rules that are sure."""
    call = plan_facts.call_of(request.moment.app, row)
    return views.Terms(
        told_as=call.told_as,
        people_by=call.people_by,
        stay_from=call.stay_from,
        stay_until=call.stay_until,
        points=[r for r in call.rules if r.source.certain and kind_of(r).told is Told.BEFOREHAND],
    )


@routes.TERMS.on
def own_terms(tx: Tx, request: Request) -> Page:
    """Show the terms of the call that the reader's plan is for."""
    plan = access.own_plan(tx, request.person)
    if plan is None:
        raise Refused("not_found")
    return terms(request, calls.by_id(tx, plan.call_id)).page(
        column(Button(Word("continue"), plan_routes.GO.to(), style="primary"), HOME)
    )


@routes.SEEN.on
def seen(tx: Tx, request: Request, row: CallRow, by: str) -> Page:
    """Show the words of another reader's page: a referent's, a beneficiary's in easy French or in a language."""
    app = request.moment.app
    known = list(app.renderer.catalogues.languages)
    reader, screen = request.reader, card(tx, request, row)
    if by != "referent":
        language = next((each for each in (by, *EASY) if each in known), request.reader.language)
        reader = replace(request.reader, language=language, referent=request.person.name, at_work=False)
        screen = terms(request, row).page()
    if by == "referent":
        buttons = [Button(Word("seen_by_person"), routes.SEEN.to(row.id, "person"))]
    else:
        buttons = [Button(Plain(app.renderer.own_name(code)), routes.SEEN.to(row.id, code)) for code in known]
        buttons.append(Button(Word("seen_by_referent"), routes.SEEN.to(row.id, "referent")))
    back = Button(Word("back_to_call"), routes.CALL_PAGE.to(row.id), style="primary")
    text = Markup(app.renderer.render(screen, reader).text)  # noqa: S704 - rendered and escaped already
    return views.Preview(by, text).page(column(back, *buttons))
