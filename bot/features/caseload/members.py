"""The list of a referent's people, those who await most first; filters and pages once they are many; a name typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.accompanying import Awaits, Only, shown
from bot.domain.aid import AidForm
from bot.domain.ids import PersonId
from bot.domain.people import Refused
from bot.features.caseload import person as pages
from bot.features.caseload import routes
from bot.features.caseload.status import Known, known, to_talk_about
from bot.features.groups import routes as group_routes
from bot.features.messages import routes as message_routes
from bot.features.reviews import routes as review_routes
from bot.features.reviews.summary import Asked
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import facts as plan_facts
from bot.storage import groups, people
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.accompanying import FIND
from conversations.engine.keyboard import INERT, Button, Plain, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.widgets import plain

ON_A_PAGE = 8
"""People of a list that a telephone shows without losing the buttons below."""
WORDS: Mapping[Only, str] = {
    Only.EVERYBODY: "only_everybody",
    Only.AWAITING: "only_awaiting",
    Only.TALK: "only_to_talk",
    Only.UNOPENED: "only_unopened",
}
"""The word of each filter."""


@dataclass(frozen=True)
class Line:
    """A beneficiary, or a group, as the list says it; `days` is for how long the plan stands where it stands."""

    person: Person
    group: bool
    state: str
    awaits: str
    until: date | None
    """The last day of what is awaited; `pressed`, fewer than two working days before it."""
    pressed: bool
    days: int | None
    urgent: bool
    unopened: bool
    unread: int
    give_back: int
    in_vouchers: bool
    aid_form: AidForm
    talk: list[Asked]


@dataclass(frozen=True)
class People(View, template="review/people"):
    """One page of the list: `groups` are those that beneficiaries on it are in, `me` is the reader."""

    lines: list[Line]
    groups: Mapping[int, str]
    me: PersonId
    count: int
    only: str


@dataclass(frozen=True)
class NobodyFound(View, template="review/nobody_found"):
    """That no beneficiary of the reader's own has a name with these letters."""

    typed: str


def page(tx: Tx, request: Request, only: Only = Only.EVERYBODY, number: int = 0) -> Page:
    """Show one page of the list, or of the part of it that was chosen."""
    everybody = known(tx, request.moment, people.accompanied(tx, request.person.id))
    wanted = [each for each in everybody if shown(each.seen, only)]
    return _page(tx, request, everybody, wanted, only, number)


def _page(tx: Tx, request: Request, everybody: list[Known], wanted: list[Known], only: Only, number: int) -> Page:
    last = max(0, (len(wanted) - 1) // ON_A_PAGE)
    at = min(max(number, 0), last)
    on_page = wanted[at * ON_A_PAGE : (at + 1) * ON_A_PAGE]
    rows = [_buttons(each, only) for each in on_page]
    rows += _turning(only, at, last)
    if len(everybody) > ON_A_PAGE:
        rows += _filters(everybody, only)
        rows.append((Button(Word("find_a_name"), routes.FIND.to()),))
    rows += column(
        Button(Word("invite"), review_routes.INVITE.to()), Button(Word("new_group"), group_routes.NEW_GROUP.to()), HOME
    )
    return People(
        lines=[line(tx, request, each) for each in on_page],
        groups=groups.with_whom(tx, [each.person.id for each in on_page]),
        me=request.person.id,
        count=sum(bool(each.person.roles) for each in everybody),
        only=only.value,
    ).page(tuple(rows))


def line(tx: Tx, request: Request, each: Known) -> Line:
    """Return what the list says of one of them."""
    talk = []
    if each.seen.talk and each.plan is not None:
        talk = to_talk_about(each.plan, plan_facts.facts_of(tx, request.moment, each.plan))
    return Line(
        person=each.person,
        group=each.plan is not None and each.plan.households is not None,
        state=each.seen.state.value if each.seen.state else "",
        awaits=each.awaits.value,
        until=each.days_left.get(each.awaits),
        pressed=each.awaits in each.pressed,
        days=each.days,
        urgent=each.urgent,
        unopened=each.seen.unopened,
        unread=each.seen.unread,
        give_back=each.seen.give_back,
        in_vouchers=each.seen.back_in_vouchers,
        aid_form=each.aid_form,
        talk=talk,
    )


def _buttons(each: Known, only: Only) -> tuple[Button, ...]:
    """Return the name; beside it, where there is one, the tap that helps now."""
    name = Word("one_of_mine", {"name": each.person.name, "awaits": each.awaits.value})
    opens = Button(name, routes.PERSON.to(each.person.id))
    if only is Only.UNOPENED:
        return opens, Button(Word("new_link"), routes.LINK.to(each.person.id, ""))
    if each.awaits is Awaits.TELL:
        return opens, Button(Word("tell_aloud"), pages.telling(each))
    if each.awaits is Awaits.MESSAGE:
        return opens, Button(
            Word("new_messages", {"count": each.seen.unread}), message_routes.WRITE_TO.to(each.person.id)
        )
    return (opens,)


def _turning(only: Only, at: int, last: int) -> list[tuple[Button, ...]]:
    if not last:
        return []
    ways = [(at - 1, "◀"), (at + 1, "▶")]
    buttons = [Button(Plain(sign), routes.PEOPLE.to(only, to)) for to, sign in ways if 0 <= to <= last]
    buttons.insert(1 if at else 0, Button(Plain(f"{at + 1} / {last + 1}"), INERT))
    return [tuple(buttons)]


def _filters(everybody: list[Known], only: Only) -> list[tuple[Button, ...]]:
    """Return the other parts of the list; only those that are not empty."""
    counts = {each: sum(shown(one.seen, each) for one in everybody) for each in Only}
    buttons = [
        Button(Word(WORDS[each], {"count": counts[each]}), routes.PEOPLE.to(each, 0))
        for each in Only
        if counts[each] and each is not only
    ]
    return [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]


# A name typed


@routes.FIND.on
def ask_name(tx: Tx, request: Request) -> Screen:
    """Ask which name is looked for."""
    return prompting.resume(tx, request, forms.begin(tx, request, FIND))


def name_said(tx: Tx, request: Request, form: Form) -> Screen:
    """Show the people of that name, among the referent's own."""
    if form.row is None:
        raise Refused("not_found")
    forms.close(tx, form)
    typed = form.facts.value("find")
    return found(tx, request, typed) or NobodyFound(typed).page(column(routes.MY_PEOPLE, HOME))


def found(tx: Tx, request: Request, typed: str) -> Page | None:
    """Show the people whose name contains what was typed: the page of the only one, or a list; None for nobody.

    Names are sealed at rest: they are compared here, within the referent's own list, and nowhere else.
    """
    wanted = plain(typed)
    called = [each for each in people.accompanied(tx, request.person.id) if wanted and wanted in plain(each.name)]
    if not called:
        return None
    if len(called) == 1:
        return pages.page(tx, request, called[0].id)
    those = known(tx, request.moment, called)
    return _page(tx, request, those[:ON_A_PAGE], those[:ON_A_PAGE], Only.EVERYBODY, 0)
