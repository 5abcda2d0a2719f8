"""The pace of sending: who may send next, and when, so that Telegram never has to say "too many requests".

One dispatcher for everything that counts against Telegram's limits (messages and edits). It knows no method,
sends nothing, and drops nothing: all who ask for a turn get one.
"""

import asyncio
import heapq
import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, Protocol

CATCH_UP: Final = 3
"""Turns that may follow each other at once after an idle moment: 1 loses 5 % of the rate to timers that ring
late, and a burst as big as Telegram's own provokes refusals (measured)."""
CHAT_RATE: Final = 1.0
"""Messages a second in one chat, sustained (Telegram's FAQ, "My bot is hitting limits")."""
REMEMBERED_CHATS: Final = 1000
"""Chats kept before those at rest are forgotten."""


class Priority(IntEnum):
    """Who goes first: a known person who waits for an answer, then news, then strangers, then what is sent to many."""

    REPLY = 0
    NOTICE = 1
    STRANGER = 2
    BROADCAST = 3


STRANGERS: Final = 1 / 8
"""The share of the rate that all strangers together may take: anybody can have a thousand accounts write at once."""
BURSTS: Final = dict.fromkeys(Priority, CATCH_UP) | {Priority.REPLY: CATCH_UP + 3}
"""Turns that may follow each other at once overall. Some are kept for replies: while a broadcast takes every turn, an
answer leaves at once instead of at the next turn, and the broadcast makes up for it. Six are far from Telegram's
thirty."""
CHAT_BURSTS: Final = dict.fromkeys(Priority, 3) | {Priority.REPLY: 15}
"""Turns one chat may take at once. A person tapping fast must not wait; Telegram bears short bursts (about 20)."""
CHAT_BURST_AT_START: Final = 2
"""Turns a chat may take at once when the process has just begun: the one before it may have spent that chat's burst
a second ago, and Telegram remembers what we do not. Two, as an answer to words is an edit and a message."""


class Handle(Protocol):
    """A callback that can be called off."""

    def cancel(self) -> None:
        """Call the callback off."""


class Time(Protocol):
    """A monotonic clock with an alarm; an event loop is one."""

    def time(self) -> float:
        """Return the present, in seconds."""

    def call_at(self, when: float, callback: Callable[[], object], /) -> Handle:
        """Call back at that moment."""


@dataclass(order=True, slots=True)
class _Ticket:
    priority: Priority
    place: int
    chat_id: int = field(compare=False)
    called: asyncio.Future[None] = field(compare=False)


@dataclass(slots=True)
class _Cell:
    """A rate with a tolerance (generic cell rate algorithm): one number remembers all of the past."""

    interval: float
    due: float = 0.0  # when the next turn would be due if turns came evenly

    def opens(self, burst: int) -> float:
        """Return from when on a turn can be taken, where `burst` of them may come at once."""
        return self.due - (burst - 1) * self.interval

    def take(self, now: float) -> None:
        self.due = max(self.due, now) + self.interval


class Pace:
    """Gives turns: at most `rate` a second overall, and in each chat a burst, then `chat_rate` a second."""

    def __init__(
        self, rate: float, *, chat_rate: float = CHAT_RATE, begins: float | None = None, time: Time | None = None
    ) -> None:
        """Begin with nobody waiting.

        Args:
            rate: turns a second overall.
            chat_rate: turns a second in one chat, sustained.
            begins: when the process began, on that clock; by default so long ago that every chat is at rest.
            time: the clock and alarm; by default the running event loop.
        """
        self._overall = _Cell(1 / rate)
        self._strangers = _Cell(1 / (rate * STRANGERS))
        self._outside: deque[_Ticket] = deque()  # strangers who have not had a turn of those that are theirs
        self._chat_interval = 1 / chat_rate
        self._at_rest = 0.0  # from when on a chat that we do not remember is known to have its whole burst
        if begins is not None:
            self._at_rest = begins + (CHAT_BURSTS[Priority.REPLY] - CHAT_BURST_AT_START) * self._chat_interval
        self._chats: dict[int, _Cell] = {}
        self._forget_from = REMEMBERED_CHATS
        self._paused_until = dict.fromkeys(Priority, 0.0)
        self._places = itertools.count()
        self._ready: list[_Ticket] = []
        self._parked: list[tuple[float, _Ticket]] = []  # their chat has had its share until then
        self._given_time = time
        self._alarm: Handle | None = None

    @property
    def waiting(self) -> int:
        """How many have asked for a turn and not got it."""
        return len(self._ready) + len(self._parked) + len(self._outside)

    async def turn(self, chat_id: int, priority: Priority, *, place: int | None = None) -> int:
        """Wait for a turn to send to a chat.

        Args:
            chat_id: to whom.
            priority: before whom.
            place: of the turn that was refused by Telegram, to come again before those who asked later.

        Returns:
            The place in the order of asking.
        """
        if place is None:
            place = next(self._places)
        ticket = _Ticket(priority, place, chat_id, asyncio.get_running_loop().create_future())
        if priority is Priority.STRANGER:
            self._outside.append(ticket)
        else:
            heapq.heappush(self._ready, ticket)
        self._serve()
        await ticket.called
        return place

    def pause(self, seconds: float, refused: Priority = Priority.REPLY) -> None:
        """Let nobody send for so long: Telegram asked for it.

        What is more urgent than the refused one goes on: a message to many that was too many is no reason to
        leave a person without an answer. If that answer is refused too, everybody waits.
        """
        until = self._time.time() + seconds
        for priority in Priority:
            if priority >= refused:
                self._paused_until[priority] = max(self._paused_until[priority], until)
        self._serve()

    @property
    def _time(self) -> Time:
        return self._given_time or asyncio.get_running_loop()

    def _serve(self) -> None:
        """Give every turn that is due, and set the alarm for the next one."""
        now = self._time.time()
        while self._parked and self._parked[0][0] <= now:
            heapq.heappush(self._ready, heapq.heappop(self._parked)[1])
        self._let_in(now)
        opens = self._opens()
        while self._ready and opens <= now:
            self._call(heapq.heappop(self._ready), now)
            opens = self._opens()
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if self.waiting:
            self._alarm = self._time.call_at(self._next(opens), self._serve)

    def _let_in(self, now: float) -> None:
        """Let strangers wait among the others, as many as have a turn of their own."""
        while self._outside and self._strangers.opens(CATCH_UP) <= now:
            ticket = self._outside.popleft()
            if not ticket.called.done():
                self._strangers.take(now)
                heapq.heappush(self._ready, ticket)

    def _next(self, opens: float) -> float:
        """Return when to look again; `opens` is from when on the most urgent of those inside may have a turn."""
        moments = [self._strangers.opens(CATCH_UP)] if self._outside else []
        if self._ready:
            moments.append(opens)
        elif self._parked:
            moments.append(max(opens, self._parked[0][0]))
        return min(moments)

    def _opens(self) -> float:
        """Return from when on the most urgent of those who wait may have a turn."""
        first = self._ready[0] if self._ready else self._parked[0][1] if self._parked else None
        priority = first.priority if first is not None else Priority.NOTICE
        return max(self._paused_until[priority], self._overall.opens(BURSTS[priority]))

    def _call(self, ticket: _Ticket, now: float) -> None:
        """Give the ticket its turn, or park it until its chat may have one again."""
        if ticket.called.done():  # the caller has gone away
            return
        chat = self._chats.get(ticket.chat_id) or self._remember(ticket.chat_id, now)
        opens = chat.opens(CHAT_BURSTS[ticket.priority])
        if opens > now:
            heapq.heappush(self._parked, (opens, ticket))
            return
        self._overall.take(now)
        chat.take(now)
        ticket.called.set_result(None)

    def _remember(self, chat_id: int, now: float) -> _Cell:
        if len(self._chats) >= self._forget_from:
            self._chats = {known: cell for known, cell in self._chats.items() if cell.due > now}
            self._forget_from = max(REMEMBERED_CHATS, 2 * len(self._chats))
        cell = self._chats[chat_id] = _Cell(self._chat_interval, self._at_rest)
        return cell
