"""A referent's beneficiaries: what each of them awaits, and in which order the referent sees them. Pure rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.notices import GRANT_WITHDRAWN, NOTICES, Audience
from bot.domain.people import Reachability
from bot.domain.plans import CHANGEABLE, EDITABLE, SENT, UNDO_WINDOW, State
from bot.domain.states import UNFINISHED

ASLEEP_AFTER = timedelta(days=14)
"""A draft without a new answer for so long has fallen asleep (docs/decisions.md, Reminders)."""


class Awaits(StrEnum):
    """What a beneficiary awaits from the referent, the most pressing first."""

    PROBLEM = "problem"
    """The beneficiary is away, and has said that there is a problem."""
    DISPUTED = "disputed"
    """The beneficiary says that what was handed over is not right."""
    OFFER = "offer"
    """Less than asked is offered, and kept until a day: without an answer it goes to others."""
    POINT = "point"
    """The network asks something about the plan, and decides once it is answered."""
    REVIEW = "review"
    """The plan waits to be read."""
    CHANGE = "change"
    """A change of the stay is asked for, and holds only once it was read."""
    MESSAGE = "message"
    """The beneficiary has written."""
    JOIN = "join"
    """Of a group: an asker waits to be let in, or a household no longer comes."""
    TELL = "tell"
    """There is news that the bot may not, or could not, write to the beneficiary."""
    HAND_OVER = "hand_over"
    """The aid was granted and is not handed over, or not all of it."""
    TAKE_BACK = "take_back"
    """There is something to take back: the stay does not take place now, or costs less."""
    REPORT = "report"
    """The beneficiary is back, and the report of the stay is to be given."""
    KEEP = "keep"
    """The call closed before the plan was endorsed: it can wait for the next one."""
    TALK = "talk"
    """The beneficiary marked questions to talk about."""
    LINK = "link"
    """The beneficiary has not opened the bot, and the link opens nothing any more."""
    ASLEEP = "asleep"
    """The beneficiary has written nothing for a while."""
    FILL_IN = "fill_in"
    """Nobody but the referent can fill the plan in: the beneficiary has no telephone, or it is a group's."""
    NOTHING = "nothing"


class Only(StrEnum):
    """Which beneficiaries a referent looks at."""

    EVERYBODY = "all"
    AWAITING = "awaiting"
    TALK = "talk"
    UNOPENED = "unopened"


TOLD_AS: Mapping[State, str] = {
    state: notice.kind
    for row in NOTICES.values()
    for notice in row
    if notice.audience is Audience.BENEFICIARY and notice.wait
    for state in notice.while_in - {State.HANDED_OVER}
}
"""States that are news to the beneficiary, each with the notice that tells it: those of a decision, which can be undone
for a while. What is handed over is said in doing so."""


def news_of(state: State | None, *, withdrawn: bool) -> str:
    """Return the notice that tells a beneficiary what a plan has come to; "" where that is no news."""
    if state is None or state not in TOLD_AS:
        return ""
    return GRANT_WITHDRAWN if withdrawn else TOLD_AS[state]


@dataclass(frozen=True, slots=True)
class Seen:
    """All that a referent may know of a beneficiary at one moment, without a word of a plan that was not sent.

    `since` is when the plan came to its state. `talk`: questions are marked to talk about. `link_until` is how long a
    link that nobody opened still opens, `told` the news that was told face to face already, `unread` how many of the
    beneficiary's messages nobody has read. `withdrawn`: the aid was granted, and is not any more. `problem`: during
    the stay, the beneficiary has said that there is one. `problem_together`: so it is with a stay in a group, whatever
    becomes of an own plan. `give_back`: what is to come back, in cents; `back_in_vouchers` says that all of it is
    vouchers. `to_hand`: how much is to be handed over now, in cents. `disputed`: the beneficiary says that a handover
    is not right. `change`: a change of the stay is asked for; `joining`: of a group, an asker waits for the referent's
    word. `call_open`: what is sent still counts; so does a plan that is `ranked`, as it was endorsed once.
    `point`: the network asks something about it.
    """

    now: datetime
    reach: Reachability
    telephone: bool = True
    state: State | None = None
    since: datetime | None = None
    last_written: datetime | None = None
    last_here: datetime | None = None
    talk: bool = False
    snoozed: bool = False
    link_until: datetime | None = None
    told: State | None = None
    withdrawn: bool = False
    unread: int = 0
    problem: bool = False
    problem_together: bool = False
    give_back: int = 0
    back_in_vouchers: bool = True
    to_hand: int = 0
    disputed: bool = False
    change: bool = False
    joining: bool = False
    call_open: bool = True
    ranked: bool = False
    point: bool = False

    @property
    def unopened(self) -> bool:
        """The beneficiary was given a link, or is to get one, and has never been here."""
        return self.telephone and not self.reach.has_account and self.last_here is None

    @property
    def to_tell(self) -> bool:
        """There is news that only the referent can bring, and the beneficiary cannot have read it here since."""
        if self.state not in TOLD_AS or self.since is None or self.told is self.state or self.reach.may_write_first:
            return False
        read_here = self.last_here is not None and self.last_here >= self.since and self.reach.has_account
        return not read_here and self.now - self.since > UNDO_WINDOW

    @property
    def news(self) -> str:
        """The notice that would have told it; "" where there is nothing to tell."""
        return news_of(self.state, withdrawn=self.withdrawn) if self.to_tell else ""

    @property
    def stopped(self) -> bool:
        """The call closed before the plan was endorsed: nothing that is done about it counts there any more."""
        return self.state in UNFINISHED and not (self.call_open or self.ranked)

    @property
    def asleep(self) -> bool:
        """The draft has had no new answer for a while."""
        drafted = self.state is State.DRAFT and self.last_written is not None
        return drafted and self.last_written is not None and self.now - self.last_written >= ASLEEP_AFTER


_RULES: tuple[tuple[Awaits, Callable[[Seen], bool]], ...] = (
    (Awaits.PROBLEM, lambda seen: seen.problem_together or (seen.problem and seen.state is State.AWAY)),
    (Awaits.DISPUTED, lambda seen: seen.disputed),
    (Awaits.OFFER, lambda seen: seen.state is State.OFFERED),
    (Awaits.POINT, lambda seen: seen.point),
    (Awaits.REVIEW, lambda seen: seen.state is State.TO_REVIEW and not (seen.snoozed or seen.stopped)),
    (Awaits.CHANGE, lambda seen: seen.change and seen.state in CHANGEABLE),
    (Awaits.MESSAGE, lambda seen: bool(seen.unread)),
    (Awaits.JOIN, lambda seen: seen.joining),
    (Awaits.TELL, lambda seen: seen.to_tell),
    (Awaits.HAND_OVER, lambda seen: bool(seen.to_hand)),
    (Awaits.TAKE_BACK, lambda seen: bool(seen.give_back)),
    (Awaits.REPORT, lambda seen: seen.state is State.BACK),
    (Awaits.KEEP, lambda seen: seen.stopped and seen.state in SENT),
    (Awaits.TALK, lambda seen: seen.talk and seen.state in EDITABLE and not seen.stopped),
    (Awaits.LINK, lambda seen: seen.unopened and (seen.link_until is None or seen.link_until <= seen.now)),
    (Awaits.ASLEEP, lambda seen: seen.asleep and not seen.stopped),
    (Awaits.FILL_IN, lambda seen: not seen.telephone and seen.state in EDITABLE and not seen.stopped),
)


def all_awaited(seen: Seen) -> tuple[Awaits, ...]:
    """Return everything a beneficiary awaits, the most pressing first: what is due stays in sight behind the urgent."""
    return tuple(what for what, holds in _RULES if holds(seen))


def awaits(seen: Seen) -> Awaits:
    """Return what a beneficiary awaits first."""
    return next(iter(all_awaited(seen)), Awaits.NOTHING)


MONEY = frozenset({Awaits.DISPUTED, Awaits.OFFER, Awaits.HAND_OVER, Awaits.TAKE_BACK})
"""What is about money that is there: each has a line of its own wherever a referent reads what awaits."""


def pressing(seen: Seen, *, urgent: bool = False) -> tuple[int, bool, datetime]:
    """Return the place of a beneficiary in the referent's list: what presses first, then urgency, then the wait."""
    return list(Awaits).index(awaits(seen)), not urgent, seen.since or seen.now


def shown(seen: Seen, only: Only) -> bool:
    """Return whether that part of the list shows this beneficiary."""
    match only:
        case Only.AWAITING:
            return awaits(seen) is not Awaits.NOTHING
        case Only.TALK:
            return seen.talk
        case Only.UNOPENED:
            return seen.unopened
        case _:
            return True
