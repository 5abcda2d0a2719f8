"""A person with a telephone: what is tapped, typed and sent, and what is then seen."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from conversations.engine.screens import Question, Screen

if TYPE_CHECKING:
    from tests.support.town import Town

Message = dict[str, Any]


class Phone:
    """One account. Every act waits until the bot has answered."""

    def __init__(self, town: Town, account: int, name: str) -> None:
        self.town = town
        self.account = account
        self.name = name

    async def _post(self, what: str, **body: Any) -> dict[str, Any]:
        done: dict[str, Any] = await self.town.posts(f"/sandbox/people/{self.account}/{what}", **body)
        await self.town.settles()
        return done

    # What the person does

    async def starts(self, code: str = "") -> None:
        """Open the bot, by an invitation or without."""
        await self._post("start", **({"code": code} if code else {}))

    async def says(self, text: str) -> None:
        """Type words and send them."""
        await self._post("send", text=text)

    async def corrects(self, text: str) -> None:
        """Put other words in the place of the newest that this person typed."""
        typed = [message for message in (await self.chat())["messages"] if message["outgoing"] and "text" in message]
        await self._post("edit", message_id=typed[-1]["message_id"], text=text)

    async def sends(self, kind: str, content: bytes = b"%PDF-1.4 quote", **more: Any) -> None:
        """Send a photo, a document, a voice note."""
        await self._post("send", kind=kind, content_base64=base64.b64encode(content).decode(), **more)

    async def taps(self, *values: str) -> None:
        """Tap buttons one after the other, each by the last part of its data, on the newest message that has it."""
        for value in values:
            message, data = await self._button(value)
            await self._post("tap", message_id=message["message_id"], data=data)

    async def taps_old(self, message: Message, value: str) -> None:
        """Tap a button as it was on a message seen before."""
        data = next(data for _, data in buttons(message) if matches(data, value))
        await self._post("tap", message_id=message["message_id"], data=data, forged=True)

    async def forges(self, data: str) -> None:
        """Send callback data that no button ever had."""
        message = (await self.messages())[-1]
        await self._post("tap", message_id=message["message_id"], data=data, forged=True)

    async def blocks(self) -> None:
        """Block the bot."""
        await self._post("block")

    async def unblocks(self) -> None:
        """Open the chat again."""
        await self._post("unblock")

    # What the person sees

    async def chat(self) -> dict[str, Any]:
        """Return the person's chat as Telegram has it."""
        found: dict[str, Any] = await self.town.gets(f"/sandbox/people/{self.account}/chat")
        return found

    async def messages(self) -> list[Message]:
        """Return what the bot wrote, the newest last."""
        return [message for message in (await self.chat())["messages"] if not message["outgoing"]]

    async def last(self) -> Message:
        """Return the newest message of the bot."""
        return (await self.messages())[-1]

    async def text(self) -> str:
        """Return the words of the newest message."""
        message = await self.last()
        return str(message.get("text") or message.get("caption") or "")

    async def screen(self) -> Screen:
        """Return the screen behind the newest message."""
        found = self.town.screen_of(await self.text())
        assert found is not None, f"no template wrote: {await self.text()}"
        return found

    async def screens(self) -> list[Screen]:
        """Return the screens behind all of the bot's messages, the newest last."""
        texts = [str(message.get("text") or message.get("caption") or "") for message in await self.messages()]
        return [screen for text in texts if (screen := self.town.screen_of(text))]

    async def sees(self, template: str, problem: str | None = None) -> Screen:
        """Check that the newest message is that template's, with that problem if one is named."""
        from tests.support.town import name_of  # noqa: PLC0415

        screen = await self.screen()
        assert name_of(screen) == template, f"{self.name} sees {name_of(screen)}: {await self.text()}"
        found = {note.code for note in screen.notes}
        if isinstance(screen, Question) and screen.problem is not None:
            found.add(screen.problem.code)
        if problem is not None:
            assert problem in found, f"{self.name} sees {sorted(found)}: {await self.text()}"
        return screen

    async def has_seen(self, template: str) -> bool:
        """Return whether one of the bot's messages is that template's."""
        from tests.support.town import name_of  # noqa: PLC0415

        return template in {name_of(screen) for screen in await self.screens()}

    async def offers(self, value: str) -> bool:
        """Return whether the newest message with buttons has that one."""
        return any(matches(data, value) for _, data in buttons(await self.last()))

    async def _button(self, value: str) -> tuple[Message, str]:
        for message in reversed(await self.messages()):
            for _, data in buttons(message):
                if matches(data, value):
                    return message, data
        raise AssertionError(f"{self.name} has no button {value}: {buttons(await self.last())}")


def buttons(message: Message) -> list[tuple[str, str]]:
    """Return labels and data of a message's buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [(button["text"], button.get("callback_data", "")) for row in rows for button in row]


def matches(data: str, value: str) -> bool:
    """Return whether a button is meant by `value`: its whole data, but for a version; its last part; its verb."""
    parts = data.split(":")
    whole = data == value or (parts[-1].isdigit() and value == "g:accept" == ":".join(parts[:-1]))
    return whole or parts[-1] == value or (parts[0] == "p" and parts[1] == value)
