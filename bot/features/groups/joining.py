"""What is done with the link of a workshop: opened, ended, used by strangers, each of them accepted or not."""

from datetime import UTC, datetime, time, timedelta

from bot.domain.groups import Part, Way, way
from bot.domain.ids import PersonId
from bot.domain.people import Contact, Refused, Role
from bot.features.groups import acts
from bot.features.groups.seats import Waiting
from bot.interaction.request import Request, Sender
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.storage import groups, people
from bot.storage.groups import Answer, Ask, Link
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations.engine.answers import Facts

LONGEST_NAME = 40


def may_have_link(facts: Facts) -> bool:
    """Return whether a link for several may be: not in programmes where all are discreet unless said otherwise."""
    return not (facts.call is not None and facts.call.programme.discreet_default)


def need_link_allowed(tx: Tx, request: Request, plan: PlanRow) -> None:
    """Refuse a link where none may be. Raises Refused: "group_not_now", "no_group_link"."""
    acts.need_open(plan)
    if not may_have_link(plan_facts.facts_of(tx, request.moment, plan)):
        raise Refused("no_group_link")


def open_link(tx: Tx, request: Request, plan: PlanRow, most: int, until: datetime) -> str:
    """Open a link for so many people, and return it: it is not kept. One of before opens nothing any more."""
    need_link_allowed(tx, request, plan)
    groups.open_link(tx, plan.id, request.moment.code, most, request.now, until)
    return request.moment.app.link(request.moment.code)


def close_links(tx: Tx, request: Request, plan: PlanRow) -> None:
    """End the group's link: it opens nothing any more."""
    groups.close_links(tx, plan.id, request.now)


def evening(moment: Moment, days: int) -> datetime:
    """Return the end of a day where the network lives, so many days from today."""
    last = datetime.combine(moment.today + timedelta(days=days), time(23, 59), moment.app.zone)
    return last.astimezone(UTC)


def accept(tx: Tx, request: Request, waiting: Waiting) -> None:
    """Take a stranger in as a beneficiary of the referent, and ask. Raises Refused("group_not_now").

    A chat that has meanwhile become discreet, or is in the group already, is declined without a word.
    """
    ask, plan = waiting.ask, waiting.plan
    acts.need_open(plan)
    known = people.by_chat(tx, ask.chat_id)
    if known is not None and not _may_ask(tx, known, plan):
        groups.answer(tx, ask.id, Answer.DECLINED)
        return
    person_id = known.id if known is not None else _newcomer(tx, request, ask, plan)
    groups.answer(tx, ask.id, Answer.ACCEPTED)
    groups.add(tx, plan.id, person_id, Part.ASKED, request.now)
    acts.tell_asked(tx, request, plan, person_id)


def _newcomer(tx: Tx, request: Request, ask: Ask, plan: PlanRow) -> PersonId:
    person_id = people.add(
        tx,
        request.now,
        request.person.network_id,
        ask.name,
        frozenset({Role.BENEFICIARY}),
        organisation_id=plan.organisation_id,
        chat_id=ask.chat_id,
        language=ask.language,
    )
    people.change(tx, person_id, last_seen=ask.asked_at)
    people.attach(tx, person_id, request.person.id, request.now)
    return PersonId(person_id)


def decline(tx: Tx, waiting: Waiting) -> None:
    """Decline a stranger: nothing is kept but that the chat has asked."""
    groups.answer(tx, waiting.ask.id, Answer.DECLINED)


def note_ask(tx: Tx, moment: Moment, sender: Sender, link: Link, known: Person | None) -> None:
    """Note that a chat wants to join by a link, and tell the referent.

    Of a discreet beneficiary, a professional, and a member of another network nothing is noted.
    """
    plan = access.need(tx, link.plan_id)
    if way(plan.state) is not Way.AT_ONCE or not (known is None or _may_ask(tx, known, plan)):
        return
    name = (sender.first_name or "?")[:LONGEST_NAME]
    language = moment.app.renderer.catalogues.choose(sender.language)
    asked = groups.ask(tx, link, sender.chat_id, name, language, moment.now)
    if asked is not None:
        acts.tell_referent(tx, moment.now, plan, f"ask:{asked}")


def _may_ask(tx: Tx, known: Person, plan: PlanRow) -> bool:
    """Return whether the bot may show something to a beneficiary of this network who is not in the group already."""
    there = {each.person_id for each in groups.of_plan(tx, plan.id) if each.part is not Part.LEFT}
    beneficiary = known.has(Role.BENEFICIARY) and known.network_id == plan.network_id
    return beneficiary and known.contact is Contact.NORMAL and known.id not in there
