"""The bot's own face: names, descriptions and commands by language and scope, menu buttons."""

from bot.sandbox.archive import Archive, Records
from bot.sandbox.wire import Json, bad_request

TEXTS = ("name", "description", "short_description")


class Profile:
    """What people see of the bot before they write.

    Args:
        archive: Where it is remembered.
        bot_id: The bot's id.
        username: Its username, without @.
    """

    def __init__(self, archive: Archive, bot_id: int, username: str) -> None:
        self._archive = archive
        self.id = bot_id
        self.username = username
        self.texts: dict[str, dict[str, str]] = {text: {} for text in TEXTS}
        self.commands: dict[str, list[Json]] = {}
        self.menu_button: Json = {"type": "commands"}

    def text(self, kind: str, language: str | None) -> str:
        """Return a text as a person with this language sees it."""
        by_language = self.texts[kind]
        fallback = self.username if kind == "name" else ""
        return by_language.get(language or "") or by_language.get("") or fallback

    def set_text(self, kind: str, language: str, text: str) -> None:
        """Set a text for a language ("" for all others); an empty one is taken away.

        Raises:
            ApiError: no language code.
        """
        check_language(language)
        if text:
            self.texts[kind][language] = text
        else:
            self.texts[kind].pop(language, None)
        self.keep()

    def set_commands(self, scope: Json | None, language: str, commands: list[Json]) -> None:
        """Set the commands of a scope and language; an empty list takes them away."""
        check_language(language)
        key = scope_key(scope, language)
        if commands:
            self.commands[key] = commands
        else:
            self.commands.pop(key, None)
        self.keep()

    def commands_for(self, chat_id: int, language: str | None) -> list[Json]:
        """Return the commands a person is shown, by Telegram's order of scopes."""
        scopes: tuple[Json, ...] = ({"type": "chat", "chat_id": chat_id}, {"type": "all_private_chats"}, {})
        for scope in scopes:
            for tongue in (language or "", ""):
                commands = self.commands.get(scope_key(scope, tongue))
                if commands:
                    return commands
        return []

    def as_user(self) -> Json:
        """Return the bot's `User`."""
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.text("name", None),
            "username": self.username,
        }

    def keep(self) -> None:
        """Remember the whole profile."""
        state = {
            "texts": {kind: dict(texts) for kind, texts in self.texts.items()},
            "commands": dict(self.commands),
            "menu_button": self.menu_button,
        }
        self._archive.put("bot", "profile", state)

    def restore(self, records: Records) -> None:
        """Take up what the archive remembers."""
        state = records.get("bot", {}).get("profile")
        if state:
            self.texts, self.commands, self.menu_button = state["texts"], state["commands"], state["menu_button"]


def scope_key(scope: Json | None, language: str) -> str:
    """Return the name of a scope and language."""
    scope = scope or {}
    parts = (scope.get("type", "default"), scope.get("chat_id", ""), scope.get("user_id", ""), language)
    return "/".join(map(str, parts))


def check_language(code: str) -> None:
    """Refuse what is no two-letter language code (or none).

    Raises:
        ApiError: it is neither.
    """
    if code and not (len(code) == 2 and code.isascii() and code.isalpha() and code.islower()):
        raise bad_request("invalid language code specified")
