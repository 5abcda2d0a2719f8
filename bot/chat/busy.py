"""What a queue knows of a chat while it has something to do."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from bot.chat.inbox import Arrived


@dataclass(slots=True, eq=False)
class Chat:
    """A chat with something to do."""

    id: int
    fresh: Arrived | None = None  # not kept yet; it comes before what is waiting
    waiting: deque[Arrived] = field(default_factory=deque)
    whole: bool = True  # `waiting` holds all its rows; otherwise they are read from the database
    done: int = 0  # the last row settled, as what is read twice is handled once
    unanswered: list[int] = field(default_factory=list)
    pause: float = 0.0  # seconds before these are shown again
    to_show: list[int] = field(default_factory=list)  # rows applied whose reply waits
    showing: asyncio.Task[None] | None = None
    released: bool = False  # taps a process before this one applied are answered
    stirred: bool = False  # what it has open was changed from another chat
    news: asyncio.Event = field(default_factory=asyncio.Event)
