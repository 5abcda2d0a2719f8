"""The link of a workshop: several people open it and read one sentence, until the referent accepts each by name."""

from datetime import UTC, datetime, time, timedelta

from bot.domain.groups import Part, Way, way
from bot.domain.people import Contact, Refused, Role
from bot.features.groups import card, member, roll
from bot.features.groups.households import of_referent
from bot.features.membership.people import picture_of
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.prompting import Door
from bot.interaction.request import Request, Sender
from bot.interaction.routes import decode_id, encode_id
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.storage import groups, people, sessions
from bot.storage.groups import Answer, Ask
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.group import GROUP_LINK, LINK_DAYS

LONGEST_NAME = 40


# The referent's side


def begin(tx: Tx, request: Request, number: str) -> Screen:
    """The link there is; else for how many people, and until when. Raises Refused: "group_not_now", "no_group_link"."""
    plan = of_referent(tx, request, number)
    _may_have_one(tx, request, plan)
    link = groups.open_link_of(tx, plan.id, request.now)
    if link is None:
        return prompting.resume(tx, request, forms.begin(tx, request, GROUP_LINK, plan.id))
    values = {
        "name": people.by_id(tx, plan.beneficiary_id).name,
        "link": "",
        "most": link.most,
        "until": link.expires_at,
    }
    rows = column(
        Button(Word("group_link_new"), f"r:group_link_new:{number}"),
        Button(Word("group_link_end"), f"r:group_link_end:{number}"),
        card.back(plan),
    )
    return Page("group/link", values, rows)


def _may_have_one(tx: Tx, request: Request, plan: PlanRow) -> None:
    card.need_open(plan)
    if not card.may_have_link(plan_facts.facts_of(tx, request.moment, plan)):
        raise Refused("no_group_link")


def renew(tx: Tx, request: Request, number: str) -> Screen:
    """Another link instead: the one of before opens nothing any more."""
    plan = of_referent(tx, request, number)
    _may_have_one(tx, request, plan)
    return prompting.resume(tx, request, forms.begin(tx, request, GROUP_LINK, plan.id))


def opened(tx: Tx, request: Request, form: Form) -> Screen:
    """The end of the two questions: the link, as a picture for the wall of the workshop."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    plan = of_referent(tx, request, encode_id(form.row.subject_id))
    _may_have_one(tx, request, plan)
    sessions.close_form(tx, form.row.id)
    most, days = form.facts.value("link_people"), LINK_DAYS[form.facts.value("link_day")]
    until = evening(request.moment, days)
    groups.open_link(tx, plan.id, request.moment.code, most, request.now, until)
    link = request.moment.app.link(request.moment.code)
    values = {"name": people.by_id(tx, plan.beneficiary_id).name, "link": link, "most": most, "until": until}
    rows = column(Button(Word("group_link_end"), f"r:group_link_end:{encode_id(plan.id)}"), card.back(plan))
    return Page("group/link", values, rows, picture=picture_of(link))


def evening(moment: Moment, days: int) -> datetime:
    """The end of a day where the network lives, so many days from today."""
    last = datetime.combine(moment.today + timedelta(days=days), time(23, 59), moment.app.zone)
    return last.astimezone(UTC)


def close(tx: Tx, request: Request, number: str) -> Page:
    """The link opens nothing any more."""
    plan = of_referent(tx, request, number)
    groups.close_links(tx, plan.id, request.now)
    return card.page(tx, request, plan)


def asking(tx: Tx, request: Request, plan: PlanRow, at: int) -> Page:
    """Who waits, by the first name that Telegram gives: yes or no to each."""
    them = groups.asking(tx, plan.id)
    at = roll.within(at, len(them))
    on_page = them[at * roll.ON_A_PAGE : (at + 1) * roll.ON_A_PAGE]
    rows = tuple(
        (
            Button(Word("group_accept", {"name": each.name}), f"r:group_accept:{encode_id(each.id)}", style="success"),
            Button(Word("group_decline"), f"r:group_decline:{encode_id(each.id)}"),
        )
        for each in on_page
    )
    turned = roll.turning(f"r:group_asks:{encode_id(plan.id)}", at, len(them))
    values = {"name": people.by_id(tx, plan.beneficiary_id).name, "count": len(them)}
    return Page("group/asking", values, (*rows, *turned, *column(card.back(plan))))


def _waiting(tx: Tx, request: Request, number: str) -> tuple[Ask, PlanRow]:
    """Somebody who waits to join a group of this referent. Raises Refused("not_found")."""
    ask = groups.ask_of(tx, decode_id(number))
    if ask is None:
        raise Refused("not_found")
    return ask, of_referent(tx, request, encode_id(ask.plan_id))


def accept(tx: Tx, request: Request, number: str) -> Page:
    """She is one of the referent's people now and is asked; what she reads first is the notice, as everybody does."""
    ask, plan = _waiting(tx, request, number)
    card.need_open(plan)
    known = people.by_chat(tx, ask.chat_id)
    if known is not None and not _may_ask(tx, known, plan):  # meanwhile she is discreet, or there already
        groups.answer(tx, ask.id, Answer.DECLINED)
        return _next(tx, request, plan)
    person_id = known.id if known is not None else _newcomer(tx, request, ask, plan)
    groups.answer(tx, ask.id, Answer.ACCEPTED)
    groups.add(tx, plan.id, person_id, Part.ASKED, request.now)
    roll.tell_asked(tx, request, plan, person_id)
    return _next(tx, request, plan)


def _newcomer(tx: Tx, request: Request, ask: Ask, plan: PlanRow) -> int:
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
    return person_id


def decline(tx: Tx, request: Request, number: str) -> Page:
    """Not her: nothing of her is kept but that she asked."""
    ask, plan = _waiting(tx, request, number)
    groups.answer(tx, ask.id, Answer.DECLINED)
    return _next(tx, request, plan)


def _next(tx: Tx, request: Request, plan: PlanRow) -> Page:
    return asking(tx, request, plan, 0) if groups.count_asking(tx, plan.id) else card.page(tx, request, plan)


# Whoever opens it


def arrived(tx: Tx, moment: Moment, sender: Sender, code: str, known: Person | None) -> Page | None:
    """One sentence for whoever opens the link of a group, the same for all; None where the code is no such link.

    A discreet person, a professional, and whoever belongs elsewhere read it too, and nothing is noted of them.
    """
    link = groups.link_of(tx, code, moment.now)
    if link is None:
        return None
    plan = access.need(tx, link.plan_id)
    if way(plan.state) is Way.AT_ONCE and (known is None or _may_ask(tx, known, plan)):
        name = (sender.first_name or "?")[:LONGEST_NAME]
        language = moment.app.renderer.catalogues.choose(sender.language)
        asked = groups.ask(tx, link, sender.chat_id, name, language, moment.now)
        if asked is not None:
            member.tell_referent(tx, moment.now, plan, f"ask:{asked}")
    return Page("group_member/thanks", {}, ())


def _may_ask(tx: Tx, known: Person, plan: PlanRow) -> bool:
    """A person of the same network whom the bot may show something, and who is not in the group already."""
    there = {each.person_id for each in groups.of_plan(tx, plan.id) if each.part is not Part.LEFT}
    beneficiary = known.has(Role.BENEFICIARY) and known.network_id == plan.network_id
    return beneficiary and known.contact is Contact.NORMAL and known.id not in there


DOORS: dict[str, Door] = {
    "group_link": lambda tx, request, more: begin(tx, request, more[0]),
    "group_link_new": lambda tx, request, more: renew(tx, request, more[0]),
    "group_link_end": lambda tx, request, more: close(tx, request, more[0]),
    "group_asks": lambda tx, request, more: asking(
        tx, request, of_referent(tx, request, more[0]), decode_id(more[1]) if len(more) > 1 else 0
    ),
    "group_accept": lambda tx, request, more: accept(tx, request, more[0]),
    "group_decline": lambda tx, request, more: decline(tx, request, more[0]),
}
"""Buttons of the referent about the link, and about who asks by it."""
