"""People and their chats with the bot: who they are, what was written, what they see. Answers nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from bot.sandbox.archive import Archive, Records
from bot.sandbox.wire import ControlError, Json

FIRST_ID = 1_000_001
EDITABLE = ("first_name", "last_name", "username", "language_code")


@dataclass(frozen=True, slots=True)
class Person:
    """A Telegram account; its private chat has the same id."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    deleted: bool = False

    def as_user(self) -> Json:
        """Return the `User`."""
        return {"id": self.id, "is_bot": False, **self._names(), **self._given(language_code=self.language_code)}

    def as_chat(self) -> Json:
        """Return the private `Chat`."""
        return {"id": self.id, "type": "private", **self._names()}

    def _names(self) -> Json:
        return {
            "first_name": self.first_name,
            **self._given(last_name=self.last_name, username=self.username),
        }

    @staticmethod
    def _given(**fields: str | None) -> Json:
        return {name: value for name, value in fields.items() if value}


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a chat; replaced, never changed.

    Attributes:
        body: The Bot API's `Message`.
        keyboard: A markup that is no inline keyboard: the Bot API does not show it in the message.
        rewritten: The person sees that its words were edited.
    """

    body: Json
    keyboard: Json | None = None
    rewritten: bool = False


@dataclass(slots=True)
class Chat:
    """A person's chat with the bot.

    Attributes:
        started: The person has written at least once; before that the bot may not.
        read_to: The last message that was seen.
        action, action_until: What the bot is "doing" (typing…) and until when.
        pinned: Ids of pinned messages, latest last.
        menu_button: The person's own menu button, where the bot set one.
    """

    person: Person
    started: bool = False
    blocked: bool = False
    read_to: int = 0
    action: str = ""
    action_until: float = 0
    pinned: list[int] = field(default_factory=list)
    menu_button: Json | None = None
    entries: dict[int, Entry] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """The id of the chat, which is the person's."""
        return self.person.id

    def unread(self) -> int:
        """Return how many messages of the bot the person has not seen."""
        newest_first = reversed(self.entries.items())
        unseen = 0
        for number, entry in newest_first:
            if number <= self.read_to:
                break
            unseen += entry.body["from"]["is_bot"]
        return unseen

    def state(self) -> Json:
        """Return what the archive keeps of a chat besides the messages."""
        return {
            "started": self.started,
            "blocked": self.blocked,
            "read_to": self.read_to,
            "pinned": list(self.pinned),
            "menu_button": self.menu_button,
        }


class People:
    """All people and chats, with the one numbering of messages a bot has.

    Args:
        archive: Where they are remembered.
        kept: How many messages of one chat are remembered.
    """

    def __init__(self, archive: Archive, kept: int) -> None:
        self._archive = archive
        self._kept = kept
        self._chats: dict[int, Chat] = {}
        self._next_id = FIRST_ID
        self.last_message_id = 0

    def __iter__(self) -> Iterator[Chat]:
        return (chat for chat in self._chats.values() if not chat.person.deleted)

    def find(self, chat_id: int) -> Chat | None:
        """Return a chat, also that of a deleted account."""
        return self._chats.get(chat_id)

    def get(self, chat_id: int) -> Chat:
        """Return the chat of a living account.

        Raises:
            ControlError: there is none.
        """
        chat = self._chats.get(chat_id)
        if chat is None or chat.person.deleted:
            raise ControlError(404, f"nobody has the id {chat_id}")
        return chat

    def add(self, wish: Json) -> Chat:
        """Make a person's account.

        Raises:
            ControlError: no first name, an unknown field, or an id that is taken.
        """
        number = wish.get("id") or self._next_id
        if number in self._chats:
            raise ControlError(409, f"the id {number} is taken")
        chat = Chat(self._described(Person(number, ""), wish))
        self._chats[number] = chat
        self._next_id = max(self._next_id, number + 1)
        self.keep(chat)
        return chat

    def change(self, chat: Chat, wish: Json) -> None:
        """Change a person's names or language.

        Raises:
            ControlError: an empty first name or an unknown field.
        """
        chat.person = self._described(chat.person, wish)
        self.keep(chat)

    @staticmethod
    def _described(person: Person, wish: Json) -> Person:
        unknown = wish.keys() - {*EDITABLE, "id"}
        if unknown:
            raise ControlError(400, f"a person has no {', '.join(sorted(unknown))}")
        person = replace(person, **{name: wish[name] for name in EDITABLE if name in wish})
        if not person.first_name:
            raise ControlError(400, "a person needs a first_name")
        return person

    def keep(self, chat: Chat) -> None:
        """Remember the person and the state of their chat."""
        person = chat.person
        fields = {name: getattr(person, name) for name in ("id", *EDITABLE, "deleted")}
        self._archive.put("person", person.id, {"person": fields, "chat": chat.state()})

    def next_message_id(self) -> int:
        """Return a new message id: they rise over all chats of the bot."""
        self.last_message_id += 1
        return self.last_message_id

    def put(self, chat: Chat, entry: Entry) -> None:
        """Add a message, or put a new state in its place."""
        number = entry.body["message_id"]
        chat.entries[number] = entry
        record = {"body": entry.body, "keyboard": entry.keyboard, "rewritten": entry.rewritten}
        self._archive.put("message", f"{chat.id}:{number}", record)
        while len(chat.entries) > self._kept:
            self.remove(chat, next(iter(chat.entries)))

    def remove(self, chat: Chat, number: int) -> None:
        """Take a message away."""
        del chat.entries[number]
        if number in chat.pinned:
            chat.pinned.remove(number)
        self._archive.put("message", f"{chat.id}:{number}", None)

    def restore(self, records: Records) -> None:
        """Take up what the archive remembers."""
        for record in records.get("person", {}).values():
            chat = Chat(Person(**record["person"]), **record["chat"])
            self._chats[chat.id] = chat
            self._next_id = max(self._next_id, chat.id + 1)
        numbered = sorted((int(key.partition(":")[2]), key) for key in records.get("message", {}))
        for number, key in numbered:
            self._chats[int(key.partition(":")[0])].entries[number] = Entry(**records["message"][key])
            self.last_message_id = max(self.last_message_id, number)


def latest_keyboard(chat: Chat) -> Json | None:
    """Return the reply keyboard under the person's text field, if one is shown."""
    for entry in islice(reversed(chat.entries.values()), 200):
        if entry.keyboard is not None:
            return entry.keyboard if "keyboard" in entry.keyboard else None
    return None
