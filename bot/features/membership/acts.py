"""What is done about who belongs to a network: inviting, languages, consent to be written to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain.people import LINK_DAYS, PRIVACY_NOTICE, ConsentMode, Contact, Refused, Role, Writing
from bot.domain.plans import State
from bot.domain.regions import department_number
from bot.interaction import forms
from bot.interaction.arguments import call_of
from bot.interaction.forms import Form, finish, plan_token
from bot.interaction.request import Request
from bot.plan import drafts
from bot.plan.access import need_no_work
from bot.plan.context import Moment
from bot.storage import audit, invitations, networks, people, plans
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.engine.choices import FREE
from conversations.engine.widgets import Message, dump_file
from conversations.organisation_kinds import chosen, traits_of
from conversations.rules.earlier import NOT_THIS_YEAR, counts_in_all

SEEN_EVERY = timedelta(minutes=1)


def accept_notice(tx: Tx, request: Request) -> None:
    """Store the version of the privacy notice that the caller has read, and the time; each version stays on record."""
    person_id = request.person.id
    people.change(tx, person_id, notice_version=PRIVACY_NOTICE, notice_at=request.now)
    audit.append(tx, f"consent:{person_id}", request.now, person_id, "accept_notice", None, {"version": PRIVACY_NOTICE})


def choose_language(tx: Tx, request: Request, language: str) -> None:
    """Keep another language, from now on. Raises Refused("not_found") for one without catalogue."""
    if language not in request.moment.app.renderer.catalogues.languages:
        raise Refused("not_found")
    people.change(tx, request.person.id, language=language)


def choose_writing(tx: Tx, request: Request, writing: Writing) -> None:
    """Keep the answer to "may I write to you here?"."""
    people.change(tx, request.person.id, writing=writing.value)


@dataclass(frozen=True, slots=True)
class Invited:
    """A beneficiary who exists from now on. `link` is how to reach one who has a telephone, and "" for one without."""

    person: Person
    link: str


def invite_beneficiary(tx: Tx, request: Request, form: Form) -> Invited:
    """Add a beneficiary with a draft that waits, and close the form.

    Without a telephone there is no link at all: the referent fills the plan beside the beneficiary.

    Raises:
        Refused: "no_open_call", "no_organisation".
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
    if facts.value("helped_before") == "no" and not counts_in_all(facts.call):
        plans.save(tx, plan, request.now, answers={"earlier_aids": {"v": NOT_THIS_YEAR, "by": referent.id}})
    forms.close(tx, form)
    return Invited(person, "" if contact is Contact.NONE else new_link(tx, request, person))


def _word(word: Message | None) -> dict[str, Any] | None:
    if word is None:
        return None
    return {"voice": dump_file(word.voice)} if word.voice else {"text": word.text}


def new_link(tx: Tx, request: Request, person: Person) -> str:
    """Make a single-use link for a beneficiary; those made before open nothing any more.

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
    return request.moment.app.link(request.moment.code)


def invite_referent(tx: Tx, request: Request, form: Form) -> str:
    """Add an organisation, unless it is known, and return the link for its referent."""
    link = _invite_to(tx, request, form, Role.REFERENT)
    forms.close(tx, form)
    return link


def invite_decider(tx: Tx, request: Request, form: Form) -> tuple[CallRow, str]:
    """Add an organisation, unless it is known, and return the link for one of it who shall decide in a call.

    Raises:
        Refused: as `call_of`.
    """
    call = call_of(tx, request, form)
    return call, _invite_to(tx, request, form, Role.DECIDER, {"call": call.id})


def _invite_to(tx: Tx, request: Request, form: Form, role: Role, word: Mapping[str, Any] | None = None) -> str:
    facts = form.facts
    kind = chosen(facts, "kind")
    if kind.startswith(FREE):
        words = kind.removeprefix(FREE)
        kind = networks.find_or_add_kind(tx, request.person.network_id, words, traits_of(facts, "kind"))
    organisation_id = networks.find_or_add_organisation(
        tx,
        request.person.network_id,
        facts.value("organisation"),
        kind,
        department_number(facts.value("department")) or "",
    )
    invitations.invite(
        tx,
        request.moment.code,
        role,
        request.person.network_id,
        request.now,
        request.now + timedelta(days=LINK_DAYS),
        organisation_id=organisation_id,
        invited_by=request.person.id,
        word=word,
    )
    return request.moment.app.link(request.moment.code)


def invite_colleague(tx: Tx, request: Request) -> tuple[str, str]:
    """Return the name of a lead's organisation, and a link for one more referent of it.

    Raises Refused("no_organisation") to a lead of none.
    """
    if request.person.organisation_id is None:
        raise Refused("no_organisation")
    invitations.invite(
        tx,
        request.moment.code,
        Role.REFERENT,
        request.person.network_id,
        request.now,
        request.now + timedelta(days=LINK_DAYS),
        organisation_id=request.person.organisation_id,
        invited_by=request.person.id,
    )
    return networks.organisation(tx, request.person.organisation_id).name, request.moment.app.link(request.moment.code)


def record_consent(tx: Tx, request: Request, form: Form) -> str:
    """Record how a beneficiary agreed; returns the token of the plan that may now be filled in beside."""
    plan = finish(tx, request, form, Role.REFERENT)
    plan = drafts.record_consent(tx, request.moment, plan, ConsentMode(form.facts.value("consent")), request.person)
    return plan_token(plan, "s" if plan.state in {State.DRAFT, State.TO_COMPLETE} else "e")


def blocked(tx: Tx, moment: Moment, person: Person, now_blocked: bool) -> None:
    """Note that an account closed the chat or opened it again; what waits there is not lost."""
    if now_blocked and person.blocked_at is not None:
        return  # one spell, whatever it is told by
    people.change(tx, person.id, blocked_at=moment.now if now_blocked else None)


def seen(tx: Tx, moment: Moment, person: Person) -> None:
    """Note that a person was here, once a minute: a write more at each tap would tell nobody anything more."""
    if person.last_seen is None or not timedelta() <= moment.now - person.last_seen < SEEN_EVERY:
        people.change(tx, person.id, last_seen=moment.now)
