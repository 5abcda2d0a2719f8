"""What the bot shows of itself in Telegram: name, descriptions, commands, by language and by role."""

import asyncio
import logging
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.chat.request import call
from bot.rendering.renderer import Reader, Renderer

log = logging.getLogger(__name__)


class Profile:
    """Sets what Telegram shows; failing to is logged and harms nobody: commands are checked again when used."""

    def __init__(self, bot: Bot, renderer: Renderer, name: str) -> None:
        self._bot = bot
        self._renderer = renderer
        self._name = name

    async def introduce(self, commands: tuple[str, ...]) -> None:
        """Set name, description and a stranger's commands in every language; neutral, a lock screen shows them."""
        await self._try("setMyName", name=self._name)
        languages = {code.partition("@")[0].partition("_")[0] for code in self._renderer.catalogues.languages}
        await asyncio.gather(*(self._in_language(language, commands) for language in sorted(languages)))

    async def _in_language(self, language: str, commands: tuple[str, ...]) -> None:
        reader = Reader(language=self._renderer.catalogues.choose(language))
        for method, block in (("setMyDescription", "description"), ("setMyShortDescription", "short_description")):
            words = self._renderer.block("commands/about", block, reader, {})
            await self._try(method, **{block: words, "language_code": language})
            if language == "fr":
                await self._try(method, **{block: words})
        listed = self._listed(commands, reader)
        await self._try("setMyCommands", commands=listed, language_code=language)
        if language == "fr":
            await self._try("setMyCommands", commands=listed)

    async def show_commands(self, chat_id: int, language: str, commands: tuple[str, ...]) -> None:
        """Show a person the commands of their role, in their language."""
        listed = self._listed(commands, Reader(language=language))
        await self._try("setMyCommands", commands=listed, scope={"type": "chat", "chat_id": chat_id})

    def _listed(self, commands: tuple[str, ...], reader: Reader) -> list[dict[str, str]]:
        return [
            {
                "command": self._renderer.slash(name, reader),
                "description": self._renderer.word(f"command_{name}", reader),
            }
            for name in commands
        ]

    async def _try(self, method: str, **parameters: Any) -> None:
        try:
            await call(self._bot, method, parameters)
        except TelegramError as error:
            log.warning("%s: %s", method, type(error).__name__)
