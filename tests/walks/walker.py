"""One random walk through a town: anybody does anything, and after each act all must be well.

All chance comes from one seeded generator, and each choice looks only at what does not change from run to run.
"""

import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from bot.interaction.gate import is_shut
from bot.storage import audit, calls, people
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from conversations.engine.keyboard import INERT
from conversations.engine.screens import Question
from tests.support.phones import Message, Phone, buttons
from tests.support.town import Town
from tests.walks import words

WITHOUT_BUTTONS = frozenset(
    {"code/ask", "code/choose", "code/choose_again", "code/repeat", "code/different", "code/wrong",
     "code/locked", "apology"}
)  # fmt: skip
"""Pages that say in words what to do next. An apology never comes without an error in the log, which is looked for."""

LEFT_BY_THE_GATE = frozenset({"code/chosen", "code/hidden"})
"""What a shut gate may leave as the newest message: little is said on purpose; then any word asks the code."""

NEVER_OFFERED = frozenset({"not_found", "not_for_you", "unknown_command", "no_organisation"})
"""What no button of the newest message may lead to: what is offered is not refused."""

NEVER = ("refused", "unmodified", "flood", "unanswered_taps", "repeated_answers")
"""What Telegram must not count: the second are edits that would change nothing."""

GATE_IS_SHUT = timedelta(minutes=11)
"""After how long without a word the chat of a discreet person has been emptied."""

GONE = 999_999
"""The number of a message that is not there any more."""

ACTS = (
    "q:",
    "p:decide",
    "p:endorse",
    "p:grant",
    "p:offer",
    "p:wait",
    "p:decline",
    "p:point",
    "p:undo",
    "p:changes",
    "p:send",
    "p:a",
    "p:r",
    "p:later",
    "r:away",
    "r:back",
    "r:hand_on",
    "d:stand_in",
)
"""How the data of buttons begins that do something, rather than show something."""

Act = Callable[[Phone], Awaitable[None]]


@dataclass
class Walker:
    """A person with a seed. `cast` are the accounts; `seen` is every button each of them ever saw."""

    town: Town
    random: Random
    log: list[logging.LogRecord]
    cast: list[Phone] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    seen: dict[int, dict[tuple[int, str], None]] = field(default_factory=dict)
    updates: list[int] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)
    unknown: Counter[tuple[int, int]] = field(default_factory=Counter)
    """How often the bot was started since a message came: each new process learns once how it looks."""

    async def walks(self, steps: int) -> None:
        """Do so many acts of anybody, each followed by a look at everything."""
        for _ in range(steps):
            await self.one_step()

    async def one_step(self) -> None:
        """Do one act of anybody."""
        busy = [3 if phone.name in words.BUSY else 1 for phone in self.cast]
        actor = self.random.choices(self.cast, weights=busy)[0]
        chat = await actor.chat()
        if chat["blocked"]:
            act: Act = self.random.choice([self.unblocks, self.opens_a_link])
        else:
            act = self.random.choices(list(self.acts), weights=list(self.acts.values()))[0]
        await act(actor)
        await self.all_is_well(actor)

    @property
    def acts(self) -> dict[Act, int]:
        """What people do, and how often."""
        return {
            self.goes_on: 75,
            self.taps_anything: 9,
            self.forges: 6,
            self.types_nonsense: 8,
            self.sends_a_file: 4,
            self.types_a_command: 5,
            self.opens_a_link: 2,
            self.blocks: 1,
            self.redelivers: 2,
            self.rushes: 4,
            self.waits: 5,
            self.restarts: 1,
        }

    # What people do

    async def goes_on(self, actor: Phone) -> None:
        """Do what the newest screen asks for."""
        messages = await actor.messages()
        if not messages:
            await self._does(actor, "start")
            return
        screen = self.town.screen_of(str(messages[-1].get("text") or messages[-1].get("caption") or ""))
        template = getattr(screen, "template", "")
        offered = [(messages[-1]["message_id"], data) for _, data in buttons(messages[-1]) if data and data != INERT]
        if template.startswith("code/"):
            await self._does(actor, "send", text=words.CODE)
        elif actor.name in words.WORK and self.random.random() < (0.15 if isinstance(screen, Question) else 0.4):
            await self._does(actor, "send", text=words.WORK[actor.name])
        elif isinstance(screen, Question) and (not offered or self.random.random() < 0.4):
            await self._answers_in_words(actor, screen)
        elif offered:
            await self._taps_one(actor, offered)
        else:
            await self._does(actor, "start")

    async def _answers_in_words(self, actor: Phone, screen: Question) -> None:
        kind = screen.step.widget.kind
        if kind == "attachment":
            await self._does(actor, "send", **words.FILES[2])
            return
        fitting = words.BY_STEP.get(screen.step.name) or words.FITTING.get(kind, words.NONSENSE)
        await self._does(actor, "send", text=self.random.choice(fitting))

    async def _taps_one(self, actor: Phone, offered: list[tuple[int, str]]) -> None:
        acts = [each for each in offered if each[1].startswith(ACTS)]
        message_id, data = self.random.choice(acts if acts and self.random.random() < 0.8 else offered)
        await self._does(actor, "tap", message_id=message_id, data=data)
        screen = self.town.screen_of(await actor.text())
        codes = {note.code for note in screen.notes} if screen else set()
        assert not codes & NEVER_OFFERED, self._told(f"{data} was offered and led to {codes}: {await actor.text()}")

    async def taps_anything(self, actor: Phone) -> None:
        """Tap any button the actor ever saw, whatever has become of its message."""
        known = list(self.seen.get(actor.account, {}))
        if not known:
            await self._does(actor, "start")
            return
        message_id, data = self.random.choice(known)
        await self._does(actor, "tap", message_id=message_id, data=data, forged=True)

    async def forges(self, actor: Phone) -> None:
        """Send data that no button of the actor ever had, or that of another person's button."""
        others = [data for known in self.seen.values() for _, data in known]
        data = self.random.choice(others) if others and self.random.random() < 0.5 else self.random.choice(words.FORGED)
        number = self.random.choice([*[each["message_id"] for each in await actor.messages()], GONE])
        await self._does(actor, "tap", message_id=number, data=data or "0", forged=True)

    async def types_nonsense(self, actor: Phone) -> None:
        """Type words that answer nothing, or too much."""
        await self._does(actor, "send", text=self.random.choice(words.NONSENSE))

    async def sends_a_file(self, actor: Phone) -> None:
        """Send a file of any kind."""
        await self._does(actor, "send", **self.random.choice(words.FILES))

    async def types_a_command(self, actor: Phone) -> None:
        """Type a command, of the actor's own or another role."""
        await self._does(actor, "send", text=self.random.choice(words.COMMANDS))

    async def opens_a_link(self, actor: Phone) -> None:
        """Open a code that is used, unknown or expired; the blocked chat opens by it."""
        await self._does(actor, "start", code=self.random.choice(self.codes))

    async def blocks(self, actor: Phone) -> None:
        """Close the chat."""
        await self._does(actor, "block")

    async def unblocks(self, actor: Phone) -> None:
        """Open it again, without a word."""
        await self._does(actor, "unblock")

    async def redelivers(self, actor: Phone) -> None:
        """Redeliver an old update once more, as Telegram may."""
        if self.updates:
            number = self.random.choice(self.updates)
            self._note(actor, "redeliver", {"update": self.updates.index(number)})
            async with self.town.http.post("/sandbox/redeliver", json={"update_id": number}) as answer:
                assert answer.status in {200, 404, 409}, await answer.text()
            await self.town.settles()

    async def rushes(self, actor: Phone) -> None:
        """Let several people act in the same moment, one of them twice; maybe the bot is stopped meanwhile."""
        for each in (actor, *self.random.sample(self.cast, 3), actor):
            known = list(self.seen.get(each.account, {}))[-6:]
            if (await each.chat())["blocked"] or not known:
                continue
            message_id, data = self.random.choice(known)
            await self._posts(each, "tap", message_id=message_id, data=data, forged=True)
        if self.random.random() < 0.3:
            await self.restarts(actor)
        await self.town.settles()

    async def waits(self, actor: Phone) -> None:
        """Let time go by. The bot is awake: a chat empties when its gate shuts, while Telegram still deletes."""
        time = self.random.choice(
            [{"minutes": 1}, {"minutes": 3}, {"minutes": 11}, {"hours": 5}, {"days": 1}, {"days": 15}]
        )
        self._note(actor, "wait", time)
        whole = timedelta(**time)
        soon = min(whole, GATE_IS_SHUT)
        await self.town.passes(seconds=soon.total_seconds())
        if whole > soon:
            await self.town.passes(seconds=(whole - soon).total_seconds())

    async def restarts(self, actor: Phone) -> None:
        """Stop the bot and start it."""
        self._note(actor, "restart", {})
        await self.town.restart()
        for phone in self.cast:
            self.unknown.update((phone.account, each["message_id"]) for each in await phone.messages())

    async def _does(self, actor: Phone, what: str, **body: Any) -> None:
        before = await _newest(actor)
        answered = await self._posts(actor, what, **body)
        await self.town.settles()
        if what in {"send", "start"} and answered:
            assert await _newest(actor) > before, self._told(f"{actor.name} got no answer to {what} {body}"[:300])

    async def _posts(self, actor: Phone, what: str, **body: Any) -> bool:
        self._note(actor, what, body)
        async with self.town.http.post(f"/sandbox/people/{actor.account}/{what}", json=body) as answer:
            assert answer.status == 200, self._told(await answer.text())
            done = await answer.json()
        if isinstance(done, dict) and "update_id" in done:
            self.updates.append(done["update_id"])
        return True

    # What must be well

    async def all_is_well(self, actor: Phone) -> None:
        """Check that Telegram refused nothing, nothing failed, everything adds up, and the actor can go on."""
        counted = await self.town.summary()
        if counted["unmodified"]:
            counted["unmodified"] -= await self._learnt()
        if counted["refused"]:
            counted["refused"] -= await self._too_old()
        wrong = {name: counted[name] for name in NEVER if counted[name]}
        assert not wrong, self._told(f"{wrong}, {await self._refused()}")
        failures = [record for record in self.log if record.levelno >= logging.ERROR]
        assert not failures, self._told(failures[0].getMessage())
        await self.adds_up()
        await self.has_a_way_on(actor)

    async def adds_up(self) -> None:
        """Check that counters are the sum of the ledger and never more than the call has; no audit line was lost."""
        unbalanced, broken, rows = await self.town.app.store.read(books, self.town.network)
        assert unbalanced == [], self._told(f"calls {unbalanced} do not add up")
        assert broken == [], self._told(f"audit chains {broken}")
        for call in rows:
            assert call.taken_places <= call.places, self._told("too many places")
            assert call.taken_cents <= call.envelope, self._told("too much money")

    async def has_a_way_on(self, actor: Phone) -> None:
        """Check that the newest screen asks a question, has a button, or says in words what to do."""
        chat = await actor.chat()
        messages: list[Message] = [each for each in chat["messages"] if not each["outgoing"]]
        known = self.seen.setdefault(actor.account, {})
        for message in messages[-6:]:
            known |= {(message["message_id"], data): None for _, data in buttons(message) if data}
        if not messages or chat["blocked"]:
            return
        text = str(messages[-1].get("text") or messages[-1].get("caption") or "")
        screen = self.town.screen_of(text)
        template = getattr(screen, "template", "")
        on = isinstance(screen, Question) or template in WITHOUT_BUTTONS or buttons(messages[-1])
        waits = template in LEFT_BY_THE_GATE and await self._gate_is_shut(actor)
        assert on or waits, self._told(f"{actor.name} has no way on: {text}")

    async def _learnt(self) -> int:
        """Count the edits that changed nothing of what a process before had shown, at most once a process."""
        unmodified = Counter(
            (params["chat_id"], params["message_id"])
            for _, refusal, params in await self._refused()
            if "not modified" in refusal
        )
        return (unmodified & self.unknown).total()

    async def _too_old(self) -> int:
        """Count the messages that Telegram deletes no more after two days: nobody knows how old they are, and asks."""
        return sum("can't be deleted for everyone" in refusal for _, refusal, _ in await self._refused())

    async def _gate_is_shut(self, actor: Phone) -> bool:
        person = await self.town.does(people.by_chat, actor.account)
        return person is not None and is_shut(self.town.moment, person)

    async def _refused(self) -> list[tuple[str, str, dict[str, Any]]]:
        async with self.town.http.get("/sandbox/log") as answer:
            entries = [entry for entry in await answer.json() if "description" in entry]
        return [(each["method"], each["description"], each["params"]) for each in entries]

    def _note(self, actor: Phone, what: str, body: dict[str, Any]) -> None:
        self.trace.append(f"{len(self.trace):4} {actor.name}: {what} {body}"[:160])

    def _told(self, what: str) -> str:
        return "\n".join(["", *self.trace[-12:], what])


async def _newest(actor: Phone) -> int:
    """Return the number of the newest message of the bot; 0 for none."""
    messages = await actor.messages()
    return int(messages[-1]["message_id"]) if messages else 0


def books(tx: Tx, network: int) -> tuple[list[int], list[tuple[str, int]], list[CallRow]]:
    return calls.unbalanced(tx), audit.verify_all(tx), calls.of_network(tx, network)
