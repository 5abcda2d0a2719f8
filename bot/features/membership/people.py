"""Inviting, languages, consent to be written to: everything about who somebody is to the bot."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.people import (
    AT_WORK,
    PRIVACY_NOTICE,
    ConsentMode,
    Contact,
    OrganisationKind,
    Refused,
    Role,
    Writing,
)
from bot.domain.plans import State
from bot.domain.regions import department_number
from bot.features.caseload import routes as caseload_routes
from bot.interaction.forms import Form, finish, plan_token
from bot.interaction.home import HOME
from bot.interaction.request import Request, reader_of
from bot.plan import access, drafts
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.storage import absences, invitations, networks, people, plans, sessions
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.widgets import Message, dump_file

SEEN_EVERY = timedelta(minutes=1)
LINK_DAYS = 14
"""Days for which an invitation opens; a new one is one tap away."""


def accept_notice(tx: Tx, request: Request) -> None:
    """She has read who answers for her data and what is kept: the version and the time are stored."""
    people.change(tx, request.person.id, notice_version=PRIVACY_NOTICE, notice_at=request.now)


def choose_language(tx: Tx, request: Request, language: str) -> None:
    """Another language, from now on. Raises Refused("not_found") for one without catalogue."""
    if language not in request.moment.app.renderer.catalogues.languages:
        raise Refused("not_found")
    people.change(tx, request.person.id, language=language)


def choose_writing(tx: Tx, request: Request, writing: Writing) -> None:
    """Her answer to "may I write to you here?"."""
    people.change(tx, request.person.id, writing=writing.value)


def invite_beneficiary(tx: Tx, request: Request, form: Form) -> Screen:
    """The end of an invitation: the person exists, her draft waits, and here is how to reach her.

    A discreet invitation is a picture on the referent's own screen and nothing that could be forwarded; without a
    telephone there is no link at all, and the referent fills the plan beside her.
    """
    facts, referent = form.facts, request.person
    if facts.call is None:
        raise Refused("no_open_call")
    if referent.organisation_id is None:
        raise Refused("no_organisation")
    contact = Contact(facts.value("contact"))
    person_id = people.add(
        tx,
        request.now,
        referent.network_id,
        facts.value("nickname"),
        frozenset({Role.BENEFICIARY}),
        organisation_id=referent.organisation_id,
        contact=contact,
    )
    people.attach(tx, person_id, referent.id, request.now)
    person = people.by_id(tx, person_id)
    plan = drafts.begin(tx, request.moment, person, facts.call.id, _word(facts.value("word")), by=referent.id)
    if facts.value("helped_before") == "no":
        plans.save(tx, plan, request.now, answers={"earlier_aids": {"v": "none", "by": referent.id}})
        plan = access.need(tx, plan.id)
    if form.row is not None:
        sessions.close_form(tx, form.row.id)
    if contact is Contact.NONE:
        return beside_page(person, plan.id)
    return link_page(tx, request, person)


def _word(word: Message | None) -> dict[str, Any] | None:
    if word is None:
        return None
    return {"voice": dump_file(word.voice)} if word.voice else {"text": word.text}


def link_page(tx: Tx, request: Request, person: Person) -> Page:
    """A new single-use link for a person; those made before open nothing any more.

    Raises:
        Refused: "works_here" for a professional with an account: it never moves by such a link.
    """
    need_no_work(person)
    invitations.invite(
        tx,
        request.moment.code,
        Role.BENEFICIARY,
        person.network_id,
        request.now,
        request.now + timedelta(days=LINK_DAYS),
        organisation_id=person.organisation_id,
        person_id=person.id,
        invited_by=request.person.id,
    )
    link = request.moment.app.link(request.moment.code)
    secret = access.discreet(person)
    values = {"name": person.name, "link": "" if secret else link, "days": LINK_DAYS, "discreet": secret}
    rows = column(Button(Word("fill_with_her", {"name": person.name}), caseload_routes.BESIDE.to(person.id)), HOME)
    return Page("invitation/_link", values, rows, picture=picture_of(link))


def need_no_work(person: Person) -> None:
    """Refuse to touch the account of a professional who is accompanied too: it opens other people's plans."""
    if person.chat_id is not None and person.roles & AT_WORK:
        raise Refused("works_here")


def beside_page(person: Person, plan_id: int) -> Page:
    """Nobody installs anything for this: the referent fills the plan beside her."""
    rows = column(Button(Word("fill_with_her", {"name": person.name}), caseload_routes.BESIDE.to(person.id)), HOME)
    return Page("invitation/_beside", {"name": person.name, "plan": plan_id}, rows)


def picture_of(link: str) -> bytes:
    """The link as a picture to scan (PNG)."""
    import io  # noqa: PLC0415 - only where a picture is made

    import segno  # noqa: PLC0415 - only where a picture is made

    buffer = io.BytesIO()
    segno.make_qr(link, error="m").save(buffer, kind="png", scale=8, border=3)
    return buffer.getvalue()


def invite_referent(tx: Tx, request: Request, form: Form) -> Screen:
    """The end of the coordinator's invitation: an organisation and the link for its referent."""
    facts = form.facts
    organisation_id = networks.find_or_add_organisation(
        tx,
        request.person.network_id,
        facts.value("organisation"),
        OrganisationKind(facts.value("kind")),
        department_number(facts.value("department")) or "",
    )
    invitations.invite(
        tx,
        request.moment.code,
        Role.REFERENT,
        request.person.network_id,
        request.now,
        request.now + timedelta(days=LINK_DAYS),
        organisation_id=organisation_id,
        invited_by=request.person.id,
    )
    if form.row is not None:
        sessions.close_form(tx, form.row.id)
    link = request.moment.app.link(request.moment.code)
    values = {"organisation": facts.value("organisation"), "link": link, "days": LINK_DAYS}
    return Page("invite_referent/_link", values, column(HOME), picture=picture_of(link))


def record_consent(tx: Tx, request: Request, form: Form) -> str:
    """The end of the consent questions: the token of the plan that may now be filled beside her."""
    plan = finish(tx, request, form, Role.REFERENT)
    plan = drafts.record_consent(tx, request.moment, plan, ConsentMode(form.facts.value("consent")), request.person)
    return plan_token(plan, "s" if plan.state in {State.DRAFT, State.TO_COMPLETE} else "e")


def open_calls(tx: Tx, request: Request) -> bool:
    """Whether there is a call that still takes endorsements, for this person's organisation."""
    return bool(plan_facts.calls_for(tx, request.moment, request.person))


def blocked(tx: Tx, moment: Moment, person: Person, now_blocked: bool) -> None:
    """The account closed the chat or opened it again; what waits for her is not lost."""
    if now_blocked and person.blocked_at is not None:
        return  # one spell, whatever it is told by
    people.change(tx, person.id, blocked_at=moment.now if now_blocked else None)


def who_reads(tx: Tx, person: Person) -> dict[str, Any]:
    """Who reads for a person now: the name, the name of her referent, and until when somebody else does."""
    away = absences.absence_of(tx, person.referent_id) if person.referent_id is not None else None
    reader_id = people.reader_for(tx, person.id)
    return {
        "referent": person.referent_name,
        "reads": people.by_id(tx, reader_id).name if reader_id is not None else "",
        "until": away.last_day if away is not None and reader_id != person.referent_id else None,
    }


def seen(tx: Tx, moment: Moment, person: Person) -> None:
    """Note that she was here, once a minute: a write more at each tap would tell nobody anything more."""
    if person.last_seen is None or not timedelta() <= moment.now - person.last_seen < SEEN_EVERY:
        people.change(tx, person.id, last_seen=moment.now)


def refreshed(tx: Tx, request: Request) -> Request:
    """The same visit, after the person's own row changed."""
    person = people.by_id(tx, request.person.id)
    return replace(request, person=person, reader=reader_of(person, request.moment.app))
