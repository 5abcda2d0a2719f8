"""What a notice is: to whom, while it is true, when it is told, what it says and opens. Each feature declares its own.

A kind and its template, `templates/notices/<name>.j2`, are all there is of a notice; delivery knows no feature.
"""

from collections.abc import Callable, Iterable
from dataclasses import KW_ONLY, dataclass
from enum import Enum, StrEnum
from typing import Self, TypeAlias

from bot.domain.groups import Part
from bot.domain.notices import BY_KIND, Audience
from bot.domain.plans import State
from bot.interaction.views import View
from bot.plan.context import Moment
from bot.rendering.renderer import Reader
from bot.storage.groups import Member
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Row
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Data, Rows, Word, column
from conversations.engine.screens import Page


class Beyond(StrEnum):
    """Readers who do not follow from a plan: what queues the notice names them."""

    PROFESSIONALS = "professionals"
    ANYBODY = "anybody"
    """Beneficiaries and professionals alike."""
    CHAT = "chat"
    """A chat that belongs to nobody here."""


class Tell(Enum):
    """When a notice is told."""

    IN_HOURS = "in_hours"
    """In the hours of its reader; a professional who chose so reads it with the message of the day instead."""
    AT_ONCE = "at_once"
    """To a professional: in the hours, though the message of the day was chosen. It cannot wait for tomorrow."""
    IN_NEED = "in_need"
    """To a professional: in the hours, whatever was chosen, and with nothing else: a person asks for help."""
    WHILE_HERE = "while_here"
    """To a professional who asked for it: at once while the reader is here, else as any other."""
    ON_ITS_DAY = "on_its_day"
    """In the hours alone, even while its reader is here."""
    NOW = "now"
    """Whatever the hour."""


class CountedAs(StrEnum):
    """As what a notice that was kept counts in a professional's message of the day: a field of what awaits."""

    NEWS = "news"
    ALOUD = "aloud"
    """What is to be told to a beneficiary face to face."""
    TO_READ = "to_read"
    TO_DECIDE = "to_decide"
    CHANGES = "changes"
    LETTERS = "letters"
    QUESTIONS = "questions"


READ_ONE_BY_ONE = frozenset({CountedAs.NEWS, CountedAs.ALOUD})
"""The others are counted as the plans and messages that wait, as long as they do."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A notice about to be told: all that its declaration may look at."""

    tx: Tx
    moment: Moment
    row: Row
    person: Person
    """Its reader."""
    plan: PlanRow | None

    @property
    def about(self) -> PlanRow:
        """Return its plan. Raises LookupError for a notice about none."""
        if self.plan is None:
            raise LookupError(f"{self.row.kind} is about no plan")
        return self.plan


@dataclass(frozen=True, slots=True)
class ToChat:
    """What a chat that is nobody's is told. `card_id` is the message there whose buttons go, if it is known."""

    chat_id: int
    page: Page
    reader: Reader
    card_id: int | None = None


Opens: TypeAlias = Callable[[Telling], Rows]


@dataclass(frozen=True)
class Says(View):
    """What a notice says: the words of its template, `notices/<name>`, which read nothing.

    A subclass has what its template reads.
    """

    @classmethod
    def of(cls, _telling: Telling, /) -> Self:
        """Look up what is to be read, at the moment of telling."""
        return cls()


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A notice as its feature declares it."""

    name: str
    """Its template, and what it is called in the outbox."""
    _: KW_ONLY
    to: Audience | Beyond | None = None
    """None where an event of a plan leads to it: whom it goes to and while it is true stands with the event then."""
    while_in: frozenset[State] | None = None
    """The states of its plan in which it is still true; None for a notice that hangs on none."""
    still_true: Callable[[Telling], bool] | None = None
    """Whether it is, for whatever else it hangs on."""
    tell: Tell = Tell.IN_HOURS
    opens: Opens | None = None
    """Its buttons."""
    says: type[Says] = Says
    """What its template reads."""
    page: Callable[[Telling], Page | None] | None = None
    """The whole page, where it is more than its template; None when the notice has lost its reason."""
    leaves: Callable[[Tx, Moment, Row], ToChat | None] | None = None
    """The whole of what a chat is told; None when there is nothing to say any more."""
    counted_as: CountedAs = CountedAs.NEWS
    members: frozenset[Part] = frozenset()
    """Which members of a group get it, where the plan is a group's."""
    knows: Callable[[Tx, Member, PlanRow], bool] | None = None
    """Which of these members need it not, since they are told otherwise."""
    spread: Callable[[Telling], None] | None = None
    """What else is done for the members of a group."""
    relayed_as: Callable[[Tx, Row], str] | None = None
    """As what it is told face to face, where that is not its own name."""

    @property
    def audience(self) -> Audience | Beyond:
        """Return whom it goes to."""
        return self.to if self.to is not None else BY_KIND[self.name].audience

    @property
    def states(self) -> frozenset[State] | None:
        """Return the states of its plan in which it is true; None where it hangs on none."""
        return self.while_in if self.to is not None else BY_KIND[self.name].while_in

    @property
    def to_people(self) -> bool:
        """Whether it is for those who go on holiday: in their hours, and face to face where the bot may not write."""
        return self.audience in {Audience.BENEFICIARY, Audience.MEMBERS}

    @property
    def may_be_kept(self) -> bool:
        """Whether it is for professionals and may wait for the message of the day."""
        return not self.to_people and self.tell is not Tell.NOW

    def holds(self, plan: PlanRow | None) -> bool:
        """Return whether the plan stands where the notice is true."""
        return self.states is None or (plan is not None and plan.state in self.states)


KINDS: dict[str, NoticeKind] = {}
"""Every notice by its name, as the features declare it: filled by the registry."""


def kept_kinds() -> list[str]:
    """Return the names of those that may wait for a professional's message of the day."""
    return [kind.name for kind in KINDS.values() if kind.may_be_kept]


def read_at_work() -> frozenset[str]:
    """Return the names of those that only professionals read."""
    return frozenset(k.name for k in KINDS.values() if not k.to_people and k.audience is not Beyond.ANYBODY)


def leads_to(word: str, data: Data) -> Opens:
    """Make the one button of a notice, where it leads to the same for every reader."""
    rows = column(Button(Word(word), data, style="primary"))
    return lambda _telling: rows


def named(kinds: Iterable[NoticeKind]) -> dict[str, NoticeKind]:
    """Return kinds by their names. Raises ValueError for two of a name, and where nothing or too much says to whom."""
    found: dict[str, NoticeKind] = {}
    for kind in kinds:
        if kind.name in found:
            raise ValueError(f"two notices are named {kind.name}")
        if (kind.to is None) != (kind.name in BY_KIND):
            raise ValueError(f"{kind.name}: either an event or its declaration says to whom it goes")
        found[kind.name] = kind
    return found
