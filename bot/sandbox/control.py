"""The control API: JSON over HTTP for those who play people, watch, and make trouble. Described in control.md."""

import asyncio
import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from aiohttp import web

from bot.sandbox import playing
from bot.sandbox.delivery import shown
from bot.sandbox.people import Chat, latest_keyboard
from bot.sandbox.profile import TEXTS
from bot.sandbox.scanning import scanned
from bot.sandbox.wire import ControlError, Json, encoded
from bot.sandbox.world import World

PERSON: Final = re.compile(r"people/(-?\d+)(?:/(\w+))?")
SETTLED_SECONDS: Final = 10.0
SPELL: Final = 0.25
"""Seconds that one look counts at most."""


async def wish_of(request: web.BaseRequest) -> Json:
    """Return the JSON object of a request, {} without a body.

    Raises:
        ControlError: it is none.
    """
    raw = await request.read()
    try:
        wish = json.loads(raw) if raw else {}
        if b"\\u" in raw:
            json.dumps(wish, ensure_ascii=False).encode()  # refuses half a letter, which no message can hold
    except ValueError as error:
        raise ControlError(400, f"no JSON: {error}") from error
    if not isinstance(wish, dict):
        raise ControlError(400, "a JSON object is expected")
    return wish


class Control:
    """The control API of a world: each call by its HTTP method and path."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._plain: dict[tuple[str, str], Callable[[Json], object]] = {
            ("GET", "bot"): self.bot,
            ("PATCH", "bot"): self.change_bot,
            ("GET", "people"): lambda _: [playing.described(chat) for chat in world.people],
            ("POST", "people"): self.add_person,
            ("GET", "log"): lambda wish: world.journal.since(_number(wish, "since")),
            ("GET", "refused"): lambda _: world.journal.refusals(),
            ("GET", "scan"): self.scan,
            ("GET", "summary"): lambda _: self.summary(),
            ("POST", "faults"): self.add_fault,
            ("DELETE", "faults"): self.clear_faults,
            ("POST", "redeliver"): self.redeliver,
            ("GET", "clock"): lambda _: {"offset": world.clock.offset},
            ("POST", "clock"): self.move_clock,
            ("GET", "story"): lambda _: world.story,
            ("PUT", "story"): world.tell,
        }
        self._personal: dict[tuple[str, str], Callable[[Chat, Json], object]] = {
            ("GET", "chat"): lambda chat, _: self.chat(chat),
            ("GET", "taps"): lambda chat, _: [tap.shown() for tap in world.taps.of(chat.id)],
            ("POST", "send"): lambda chat, wish: playing.send(world, chat, wish),
            ("POST", "start"): lambda chat, wish: playing.start(world, chat, wish.get("code")),
            ("POST", "edit"): lambda chat, wish: playing.edit(world, chat, wish),
            ("POST", "clear"): lambda chat, _: playing.clear(world, chat),
            ("POST", "tap"): lambda chat, wish: playing.tap(world, chat, wish),
            ("POST", "read"): lambda chat, _: playing.read(world, chat),
            ("POST", "block"): lambda chat, _: playing.block(world, chat, blocked=True),
            ("POST", "unblock"): lambda chat, _: playing.block(world, chat, blocked=False),
            ("PATCH", ""): self.change_person,
            ("DELETE", ""): lambda chat, _: playing.leave(world, chat),
            ("GET", ""): lambda chat, _: playing.described(chat),
        }

    async def answer(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        """Answer `/sandbox/<path>`."""
        try:
            wish = {**request.rel_url.query, **await wish_of(request)}
            if path == "settled":
                result: object = await self.settled(wish)
            else:
                result = self._dispatch(request.method, path, wish)
        except ControlError as error:
            return _json({"error": str(error)}, error.status)
        except (TypeError, ValueError) as error:
            return _json({"error": f"a field has the wrong type: {error}"}, 400)
        return _json({"ok": True} if result is None else result)

    def _dispatch(self, method: str, path: str, wish: Json) -> object:
        plain = self._plain.get((method, path))
        if plain:
            return plain(wish)
        match = PERSON.fullmatch(path)
        personal = self._personal.get((method, match.group(2) or "")) if match else None
        if match is None or personal is None:
            raise ControlError(404, f"there is no {method} /sandbox/{path}")
        return personal(self._world.people.get(int(match.group(1))), wish)

    def bot(self, _wish: Json) -> Json:
        """Return the bot's profile, with all languages."""
        profile = self._world.profile
        return {
            "id": profile.id,
            "username": profile.username,
            **{kind: profile.text(kind, None) for kind in TEXTS},
            "commands": profile.commands_for(0, None),
            "languages": profile.texts,
            "all_commands": profile.commands,
            "menu": profile.menu_button,
            "revoked": self._world.revoked,
        }

    def change_bot(self, wish: Json) -> Json:
        """Revoke the bot's token, or take it back."""
        self._world.revoked = bool(wish.get("revoked"))
        return self.bot(wish)

    def add_person(self, wish: Json) -> Json:
        """Make a person's account."""
        chat = self._world.people.add(wish)
        self._world.events.emit("person", chat.id, person=playing.described(chat))
        return playing.described(chat)

    def change_person(self, chat: Chat, wish: Json) -> Json:
        """Change a person's names or language."""
        self._world.people.change(chat, wish)
        self._world.events.emit("person", chat.id, person=playing.described(chat))
        return playing.described(chat)

    def chat(self, chat: Chat) -> Json:
        """Return what a person sees of their chat."""
        world = self._world
        profile, language = world.profile, chat.person.language_code
        typing = chat.action if chat.action_until > world.clock.now() else ""
        taps = [tap for tap in world.taps.of(chat.id) if tap.answer is not None]
        return {
            "person": playing.described(chat),
            "messages": [shown(chat, entry) for entry in chat.entries.values()],
            "commands": profile.commands_for(chat.id, language),
            "menu": chat.menu_button or profile.menu_button,
            "keyboard": latest_keyboard(chat),
            "pinned": chat.pinned,
            "typing": typing,
            "unread": chat.unread(),
            "blocked": chat.blocked,
            "started": chat.started,
            "bot": {kind: profile.text(kind, language) for kind in TEXTS},
            "last_callback_answer": taps[-1].shown() if taps else None,
        }

    def scan(self, wish: Json) -> Json:
        """Return what a camera that is held before a picture reads in it: the words of a code, or none."""
        file = self._world.files.find(str(wish.get("file", "")))
        if file is None:
            raise ControlError(404, "there is no such file")
        return {"text": scanned(self._world.files.content(file))}

    def summary(self) -> Json:
        """Return exact counts since the start."""
        world = self._world
        return {
            "requests": world.journal.requests,
            "refused": world.journal.refused,
            "faults": world.journal.faults,
            "flood": world.flood.breaches,
            "unmodified": world.journal.unmodified,
            "downloads": world.journal.downloads,
            "unanswered_taps": world.taps.unanswered,
            "repeated_answers": world.taps.repeated,
            "pending_updates": len(world.updates),
            "by_method": dict(world.journal.by_method),
        }

    def add_fault(self, wish: Json) -> None:
        """Add a fault that was asked for.

        Raises:
            ControlError: an unknown kind, field or method.
        """
        if wish.get("method", "*") not in {"*", *self._world.facts.methods}:
            raise ControlError(400, f"there is no method {wish['method']}")
        self._world.faults.add(wish)

    def clear_faults(self, _wish: Json) -> None:
        """Clear all faults."""
        self._world.faults.clear()

    def redeliver(self, wish: Json) -> None:
        """Offer an update again."""
        self._world.updates.redeliver(_number(wish, "update_id"))

    def move_clock(self, wish: Json) -> Json:
        """Move the clock by `advance` seconds, or set its offset."""
        clock = self._world.clock
        offset = float(wish["offset"]) if "offset" in wish else clock.offset + float(wish.get("advance", 0))
        self._world.move_clock(offset)
        return {"offset": clock.offset}

    async def settled(self, wish: Json) -> Json:
        """Wait until every update is fetched and every tap answered, at most `seconds` (10).

        Only time in which this process ran counts: a machine that stood still for a while has not waited for the bot.
        """
        world = self._world
        left = min(float(wish.get("seconds", SETTLED_SECONDS)), SETTLED_SECONDS)
        while left > 0 and (len(world.updates) or world.taps.unanswered) and not world.updates.closed:
            spell, began = min(left, SPELL), time.monotonic()
            with suppress(TimeoutError):
                async with asyncio.timeout(spell):
                    await world.updates.change()
            left -= min(time.monotonic() - began, spell)
        return {"settled": not (len(world.updates) or world.taps.unanswered)}


def _number(wish: Json, name: str) -> int:
    return int(wish.get(name, 0))


def _json(value: object, status: int = 200) -> web.Response:
    return web.Response(status=status, body=encoded(value), content_type="application/json")
