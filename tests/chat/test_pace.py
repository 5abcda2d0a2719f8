"""The pace of sending, by a clock that the test moves: nobody waits for real."""

import asyncio
import heapq
import itertools
from collections.abc import Callable

import pytest

from bot.chat.pace import CATCH_UP, CHAT_BURST_AT_START, CHAT_BURSTS, REMEMBERED_CHATS, STRANGERS, Pace, Priority

RATE = 25


class Alarm:
    def __init__(self, callback: Callable[[], object]) -> None:
        self.callback: Callable[[], object] | None = callback

    def cancel(self) -> None:
        self.callback = None


class Time:
    """A clock with alarms that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._alarms: list[tuple[float, int, Alarm]] = []
        self._order = itertools.count()

    def time(self) -> float:
        return self.now

    def call_at(self, when: float, callback: Callable[[], object], /) -> Alarm:
        alarm = Alarm(callback)
        heapq.heappush(self._alarms, (when, next(self._order), alarm))
        return alarm

    async def pass_by(self, seconds: float) -> None:
        """Ring every alarm due in that time, letting what it wakes act before the next."""
        end = self.now + seconds
        await settle()
        while self._alarms and self._alarms[0][0] <= end:
            when, _, alarm = heapq.heappop(self._alarms)
            self.now = max(self.now, when)
            if alarm.callback is not None:
                alarm.callback()
            await settle()
        self.now = end


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


class Sending:
    """Everything that was sent, and when."""

    def __init__(self, *, rate: float = RATE, begins_now: bool = False) -> None:
        self.time = Time()
        self.pace = Pace(rate, begins=self.time.now if begins_now else None, time=self.time)
        self.sent: list[tuple[float, str]] = []
        self.tasks: list[asyncio.Task[int]] = []

    def ask(
        self, name: str, chat_id: int, priority: Priority = Priority.NOTICE, place: int | None = None
    ) -> asyncio.Task[int]:
        async def send() -> int:
            given = await self.pace.turn(chat_id, priority, place=place)
            self.sent.append((self.time.now - 1000.0, name))
            return given

        task = asyncio.create_task(send())
        self.tasks.append(task)
        return task

    @property
    def names(self) -> list[str]:
        return [name for _, name in self.sent]

    @property
    def moments(self) -> list[float]:
        return [moment for moment, _ in self.sent]


@pytest.fixture
def sending() -> Sending:
    return Sending()


class TestOverall:
    async def test_a_few_go_at_once_and_the_rest_evenly(self, sending: Sending) -> None:
        for number in range(103):
            sending.ask(str(number), chat_id=number)
        await sending.time.pass_by(10)

        assert sending.moments[:CATCH_UP] == [0] * CATCH_UP
        assert sending.moments[-1] == pytest.approx((103 - CATCH_UP) / RATE)
        for start, end in itertools.pairwise(sending.moments[CATCH_UP - 1 :]):
            assert end - start == pytest.approx(1 / RATE)

    async def test_idle_time_is_not_saved_up(self, sending: Sending) -> None:
        await sending.time.pass_by(3600)
        for number in range(10):
            sending.ask(str(number), chat_id=number)
        await settle()

        assert len(sending.sent) == CATCH_UP

    async def test_a_late_alarm_is_caught_up(self, sending: Sending) -> None:
        for number in range(10):
            sending.ask(str(number), chat_id=number)
        await settle()
        sending.time.now += 2.5 / RATE  # the machine was busy and no alarm rang
        await sending.time.pass_by(0)

        assert len(sending.sent) == CATCH_UP + 2

    async def test_nothing_is_dropped(self, sending: Sending) -> None:
        for number in range(1000):
            sending.ask(str(number), chat_id=number % 70, priority=Priority(number % len(Priority)))
        await sending.time.pass_by(100)

        assert sorted(sending.names, key=int) == [str(number) for number in range(1000)]
        assert sending.pace.waiting == 0


class TestPriority:
    async def test_an_answer_leaves_at_once_while_a_broadcast_takes_every_turn(self, sending: Sending) -> None:
        for number in range(1000):
            sending.ask("broadcast", chat_id=number, priority=Priority.BROADCAST)
        await sending.time.pass_by(10)
        before = len(sending.sent)
        for number in range(3):
            sending.ask("reply", chat_id=2000 + number, priority=Priority.REPLY)
        await settle()

        assert sending.names[before:] == ["reply"] * 3
        await sending.time.pass_by(10)
        assert len(sending.sent) == pytest.approx(20 * RATE + CATCH_UP, abs=2), "and the rate stays what it is"

    async def test_a_person_waiting_for_an_answer_goes_before_a_broadcast(self, sending: Sending) -> None:
        for number in range(100):
            sending.ask("broadcast", chat_id=number, priority=Priority.BROADCAST)
        await sending.time.pass_by(1)
        sending.ask("notice", chat_id=1001)
        sending.ask("reply", chat_id=1000, priority=Priority.REPLY)
        before = len(sending.sent)
        await sending.time.pass_by(2 / RATE)

        assert sending.names[before:] == ["reply", "notice"]

    async def test_equals_go_in_the_order_of_asking(self, sending: Sending) -> None:
        for number in range(30):
            sending.ask(str(number), chat_id=number % 11)
        await sending.time.pass_by(60)

        assert [name for name in sending.names if int(name) % 11 == 0] == ["0", "11", "22"]
        assert sending.names[:20] == [str(number) for number in range(20)]


class TestOneChat:
    async def test_news_come_in_a_short_burst_then_one_a_second(self, sending: Sending) -> None:
        burst = CHAT_BURSTS[Priority.NOTICE]
        for number in range(burst + 4):
            sending.ask(str(number), chat_id=1)
        await sending.time.pass_by(10)

        assert sending.moments[:burst] == [0] * burst
        assert sending.moments[burst:] == pytest.approx([1, 2, 3, 4])

    async def test_it_holds_nobody_else_up(self, sending: Sending) -> None:
        for _ in range(10):
            sending.ask("flooded", chat_id=1)
        sending.ask("other", chat_id=2)
        await sending.time.pass_by(1 / RATE)

        assert sending.names.count("other") == 1

    async def test_a_person_tapping_fast_does_not_wait_for_the_news(self, sending: Sending) -> None:
        for _ in range(6):
            sending.ask("news", chat_id=1)
        await sending.time.pass_by(0.5)
        for _ in range(5):
            sending.ask("reply", chat_id=1, priority=Priority.REPLY)
        await sending.time.pass_by(0.3)

        assert sending.names == ["news"] * 3 + ["reply"] * 5

    async def test_even_taps_have_an_end(self, sending: Sending) -> None:
        for number in range(100):
            sending.ask(str(number), chat_id=1, priority=Priority.REPLY)
        await sending.time.pass_by(60)

        # Telegram bears about 20 at once, then 1 a second.
        assert len(sending.sent) == 60 + CHAT_BURSTS[Priority.REPLY]
        assert sending.names == [str(number) for number in range(75)]
        await sending.time.pass_by(60)

    async def test_a_process_that_just_began_does_not_know_what_the_one_before_it_sent(self) -> None:
        sending = Sending(begins_now=True)
        for number in range(CHAT_BURST_AT_START + 3):
            sending.ask(str(number), chat_id=1, priority=Priority.REPLY)
        await sending.time.pass_by(3)

        assert sending.moments == pytest.approx([0] * CHAT_BURST_AT_START + [1, 2, 3])

    async def test_a_chat_that_was_quiet_since_the_start_has_its_whole_burst(self) -> None:
        sending = Sending(begins_now=True)
        await sending.time.pass_by(CHAT_BURSTS[Priority.REPLY])
        for number in range(2 * CHAT_BURSTS[Priority.REPLY]):
            sending.ask(str(number), chat_id=1, priority=Priority.REPLY)
        await sending.time.pass_by(0.9)

        assert len(sending.sent) == CHAT_BURSTS[Priority.REPLY]
        await sending.time.pass_by(60)

    async def test_chats_at_rest_are_forgotten(self) -> None:
        sending = Sending(rate=1000)
        for number in range(3 * REMEMBERED_CHATS):
            sending.ask(str(number), chat_id=number)
        await sending.time.pass_by(10)

        assert len(sending.sent) == 3 * REMEMBERED_CHATS
        assert len(sending.pace._chats) <= 2 * REMEMBERED_CHATS


class TestPause:
    async def test_everyone_waits(self, sending: Sending) -> None:
        sending.pace.pause(7)
        sending.ask("reply", chat_id=1, priority=Priority.REPLY)
        sending.ask("notice", chat_id=2)
        await sending.time.pass_by(6.9)
        assert sending.sent == []
        await sending.time.pass_by(0.2)

        assert sending.names == ["reply", "notice"]

    async def test_a_message_to_many_that_is_refused_keeps_no_answer_waiting(self, sending: Sending) -> None:
        sending.pace.pause(7, Priority.BROADCAST)
        sending.ask("to many", chat_id=1, priority=Priority.BROADCAST)
        sending.ask("notice", chat_id=2, priority=Priority.NOTICE)
        sending.ask("reply", chat_id=3, priority=Priority.REPLY)
        await sending.time.pass_by(6.9)
        assert sorted(sending.names) == ["notice", "reply"]
        await sending.time.pass_by(0.2)

        assert sending.names[2:] == ["to many"]

    async def test_an_answer_that_is_refused_pauses_everybody_less_urgent_too(self, sending: Sending) -> None:
        sending.pace.pause(7, Priority.BROADCAST)
        sending.pace.pause(3, Priority.REPLY)
        sending.ask("reply", chat_id=3, priority=Priority.REPLY)
        await sending.time.pass_by(2.9)
        assert sending.names == []
        await sending.time.pass_by(0.2)

        assert sending.names == ["reply"]

    async def test_a_shorter_pause_does_not_end_a_longer_one(self, sending: Sending) -> None:
        sending.pace.pause(7)
        sending.pace.pause(1)
        sending.ask("reply", chat_id=1)
        await sending.time.pass_by(6.9)

        assert sending.sent == []
        await sending.time.pass_by(1)

    async def test_the_refused_one_comes_again_before_those_who_asked_later(self, sending: Sending) -> None:
        place = await sending.pace.turn(1, Priority.NOTICE)
        sending.pace.pause(1)
        sending.ask("later", chat_id=2)
        await settle()
        sending.ask("again", chat_id=1, place=place)
        await sending.time.pass_by(2)

        assert sending.names == ["again", "later"]


async def test_a_caller_who_goes_away_takes_no_turn(sending: Sending) -> None:
    for number in range(CATCH_UP):
        sending.ask(str(number), chat_id=number)
    gone = sending.ask("gone", chat_id=50)
    sending.ask("next", chat_id=51)
    await settle()
    gone.cancel()
    await sending.time.pass_by(1 / RATE)

    assert sending.names[CATCH_UP:] == ["next"]


async def test_the_event_loop_is_the_usual_clock() -> None:
    pace = Pace(1000)

    places = await asyncio.gather(*(pace.turn(number, Priority.REPLY) for number in range(10)))

    assert places == list(range(10))


class TestStrangers:
    async def test_all_together_have_a_small_share_and_nobody_else_waits_for_them(self, sending: Sending) -> None:
        for number in range(200):
            sending.ask(f"stranger {number}", chat_id=1000 + number, priority=Priority.STRANGER)
        await sending.time.pass_by(10)
        strangers = len(sending.names)
        assert strangers <= CATCH_UP + 10 * RATE * STRANGERS
        sending.ask("answer", chat_id=1, priority=Priority.REPLY)
        await settle()
        assert sending.names[-1] == "answer"

    async def test_they_go_before_what_is_sent_to_many(self, sending: Sending) -> None:
        for number in range(200):
            sending.ask(f"broadcast {number}", chat_id=number, priority=Priority.BROADCAST)
        sending.ask("stranger", chat_id=1000, priority=Priority.STRANGER)
        await sending.time.pass_by(1)
        assert "stranger" in sending.names

    async def test_one_who_goes_away_takes_no_turn_of_theirs(self, sending: Sending) -> None:
        asked = [sending.ask(str(number), chat_id=number, priority=Priority.STRANGER) for number in range(9)]
        await settle()
        for task in asked[3:8]:
            task.cancel()
        await sending.time.pass_by(2)
        assert sending.names == ["0", "1", "2", "8"]
