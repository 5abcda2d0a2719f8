"""What is read of reminders, of the message of the day and of the hours in which a person may be written to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.features.caseload.todo import Dated
from bot.features.groups.member import Shared
from bot.interaction.views import View
from bot.plan.leaving import Line
from conversations.engine.steps import Step

# Reminders: each has a template of its kind, `reminders/<kind>`


@dataclass(frozen=True, kw_only=True)
class Reminder(View):
    """A reminder that says the same to everybody, and the kinds of others that came with it."""

    also: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Unsent(Reminder):
    """Not sent yet: what is missing, as a section and a question, and until when it is taken."""

    missing: Sequence[tuple[str, Step]]
    people_by: date | None


@dataclass(frozen=True, kw_only=True)
class OfferWaits(Reminder):
    """Less than asked is offered, in cents, and kept for an answer until then."""

    granted: int
    held_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class LeavingTomorrow(Reminder):
    """The day of leaving is there, and what is left to do."""

    departure: date | None
    left: Sequence[Line]


@dataclass(frozen=True, kw_only=True)
class Leaving(LeavingTomorrow):
    """The same some days before."""

    days: int


@dataclass(frozen=True, kw_only=True)
class GroupLeaves(Shared, Reminder, template="reminders/group_leaving"):
    """To a member of a group that leaves: what all share, and no list of one's own."""

    departure: date | None
    days: int


BY_KIND: dict[str, type[Reminder]] = {
    "offer_waits": OfferWaits,
    "offer_last_day": OfferWaits,
    "unsent_before": Unsent,
    "unsent_quiet": Reminder,
    "leaving_soon": Leaving,
    "leaving_week": Leaving,
    "leaving_tomorrow": LeavingTomorrow,
    "ask_if_well": Reminder,
    "tell_the_stay": Reminder,
    "welcome_back": Reminder,
}
"""What the template of each reminder to people reads."""


@dataclass(frozen=True)
class NotToday(View, template="reminders/_not_today"):
    """Put off until that day; None where nothing of it is left."""

    day: date | None


@dataclass(frozen=True)
class Stopped(View, template="reminders/_stopped"):
    """No more reminders about a plan."""

    referent: str


@dataclass(frozen=True)
class Never(View, template="reminders/_never"):
    """No more reminders at all."""

    referent: str


@dataclass(frozen=True)
class Resumed(View, template="reminders/_again"):
    """Reminders come again."""


# The message of the day


@dataclass(frozen=True, slots=True)
class Awaiting:
    """What awaits a professional now, in numbers."""

    to_read: int = 0
    urgent: int = 0
    to_decide: int = 0
    aloud: int = 0
    news: int = 0
    recalled: tuple[tuple[str, int], ...] = ()
    """Reminders that are due: kind and number of plans, the most urgent first."""
    letters: int = 0
    """Messages of the referent's people that nobody has read."""
    questions: int = 0
    """Questions of referents that nobody has answered."""
    again: int = 0
    """People who want to go again, for whom a call was opened lately."""
    dated: tuple[Dated, ...] = ()
    """What is about money, and groups that wait, of a referent's people: each with its last day, if it has one."""
    otherwise: int = 0
    """People who await something else from their referent: read where they ask what awaits, and no reason to write."""
    changes: int = 0
    """Changes of stays that the referent's people ask for, and that hold once they are agreed to."""
    reports: int = 0
    """Reports to give, where all that awaits is read; else their reminders are counted."""

    @property
    def others(self) -> int:
        """All but what has a line of its own: plans to read or to decide, stays that change, and what has a date."""
        told = self.letters + self.questions + self.aloud + self.news + self.again + self.reports
        return told + sum(count for _, count in self.recalled)

    @property
    def anything(self) -> bool:
        """Whether there is something to say."""
        return bool(self.to_read or self.changes or self.to_decide or self.dated or self.others)


@dataclass(frozen=True, slots=True)
class Week:
    """A coordinator's week, in numbers of the network."""

    open_calls: int
    closing: int
    """Calls that close within seven days."""
    waiting: int
    """Plans on waiting lists."""
    away: int
    """Plans whose people are on holiday now."""
    back: int
    """Plans whose people are back, and whose report is not there."""
    unspent: int
    """Cents that nobody was given, of calls that take no more plans while their stays go on, or ended lately."""


@dataclass(frozen=True, kw_only=True)
class Read(View):
    """What awaits a professional, in numbers, and the titles of new guides."""

    awaiting: Awaiting
    week: Week | None
    """For a coordinator, where the week begins."""
    guides: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class OfDay(Read, template="summary/day"):
    """The message of the day."""


@dataclass(frozen=True, kw_only=True)
class Inbox(Read, template="summary/inbox"):
    """The same at any moment."""


@dataclass(frozen=True, slots=True)
class Piece:
    """News that read the same: the template of the notice and what it says, and of whom, where the reader may know."""

    template: str
    said: Mapping[str, object]
    names: Sequence[str]
    count: int


@dataclass(frozen=True)
class News(View, template="summary/news"):
    """What was kept, by kind, what presses first; how much `more` there is behind it."""

    pieces: Sequence[Piece]
    more: int


@dataclass(frozen=True)
class Concerned(View, template="summary/concerned"):
    """Of whom each line of the message of the day is, by the kind of its reminder."""

    lines: Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True)
class NoNews(View, template="summary/no_news"):
    """Nothing was kept."""


# Hours


@dataclass(frozen=True, kw_only=True)
class Hours(View, template="hours/page"):
    """What holds for the reader now; `way` is "" for one who is not here for work."""

    name: str
    joining: bool
    way: str
    always: bool
    opens: int
    closes: int
    days: str
    summary_at: int


@dataclass(frozen=True)
class Days(View, template="hours/days"):
    """The question of which days."""


@dataclass(frozen=True)
class Opens(View, template="hours/opens"):
    """The question from when on."""


@dataclass(frozen=True)
class Closes(View, template="hours/closes"):
    """The question until when."""


@dataclass(frozen=True)
class SummaryAt(View, template="hours/summary"):
    """The question at which hour the message of the day comes."""
