"""Conversations of the recorded world, begun by those who may and gone through question by question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.interaction import forms
from bot.interaction.request import Incoming, Response, Tap
from bot.storage import sessions
from bot.storage.people import by_chat
from conversations.engine.replies import Said
from conversations.engine.screens import Question
from tests.recorded.entrance import buttons_on, undone
from tests.recorded.walk import Walk
from tests.recorded.walkers import Walker

TYPED: Mapping[str, tuple[str, ...]] = {
    "ages": ("6, 8",),
    "date": ("30/08/2027", "19/07/2027", "01/06/2028"),
    "hour": ("14h30",),
    "money": ("30", "300", "90000"),
    "number": ("3", "12", "2026"),
    "period": ("23/10/2027 - 30/10/2027", "26/07/2027 - 31/07/2027"),
    "place": ("Le lac",),
}
"""What is typed to a kind of question."""
SENTENCES = ("Quelques mots", "35")
"""What is typed to any other; the latter where it must be known."""
DAYS = frozenset({"date", "period"})
DONE = ":done"
LONGEST = 30
"""Questions after which a conversation is left as it is."""
LAST_OF_ALL = ("back", "edit", "example", "pause", "stop", "talk")
"""Ways on that answer nothing."""


MORE: Mapping[str, str] = {
    "b:change:3:dates": "gina",
    "p:changes:1c:4": "Omar",
    **{f"p:{word}:1k:7": "Omar" for word in ("decline", "offer", "point")},
    **{f"p:{word}:1j:7": "Omar" for word in ("new_amount", "withdraw")},
    "p:hand:5:8": "Lea",
    "p:hand_again:5:8:3": "Lea",
    "p:reference:5:8": "Lea",
    "r:beside:r": "Lina",
}
"""Buttons with which others begin a conversation too, or that begin another one here, by the names of before."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """Hold who begins a conversation, by which button, and its kind."""

    owner: Walker
    data: str
    kind: str
    roles: frozenset[str]

    def __str__(self) -> str:
        return f"{self.kind} of {self.owner.name} ({self.data})"


def token_of(walk: Walk, walker: Walker, response: Response) -> str:
    """Return the form that stands before a person; "" where there is none."""
    session = sessions.session_of(walk.tx, walker.id or 0)
    if session is not None and session.focus:
        return session.place
    return next((data.split(":")[1] for data in buttons_on(response) if data.startswith(("q:", "n:"))), "")


def kind_of(walk: Walk, token: str) -> str:
    """Return the name of the kind of a form; "" where there is none any more."""
    if token.startswith("p"):
        named = {kind.phase: name for name, kind in forms.KINDS.items() if kind.phase}
        return named.get(token[-1], "own_part")
    row = sessions.form(walk.tx, int(token[1:], 36)) if token else None
    return row.conversation if row is not None else ""


def beginnings(walk: Walk) -> Iterator[Beginning]:
    """Give a beginning of every conversation, for each role in which it is begun."""
    chats = walk.ground.specimens.chats
    numbers = {*chats.values(), *(attempt.owner for attempt in walk.ground.attempts)}
    people = {chat: found.id for chat in numbers if (found := by_chat(walk.tx, chat)) is not None}
    buttons = [(attempt.data, attempt.owner) for attempt in walk.ground.attempts if attempt.owner in people]
    known = set[tuple[str, frozenset[str]]]()
    for data, chat in [*((data, chats[name]) for data, name in MORE.items()), *buttons]:
        owner = Walker(next(name for name, each in chats.items() if each == chat), chat, people[chat])
        if data[0] in "qn":
            continue

        def begun(owner: Walker = owner, data: str = data) -> str:
            return kind_of(walk, token_of(walk, owner, begins(walk, owner, data)))

        kind = undone(walk.tx, begun)
        key = (kind, walk.roles_of(owner))
        if kind and (data in MORE or key not in known):
            known.add(key)
            yield Beginning(owner, data, *key)


def begins(walk: Walk, owner: Walker, data: str) -> Response:
    """Tap a button, with nothing else before one's eyes; what it does stays done."""
    walk.forgets(owner)
    return walk.answers(owner, Tap(data, 1))


def goes_on(walk: Walk, owner: Walker, response: Response) -> Response | None:
    """Answer the question that stands before a person, somehow; None where nothing leads on."""
    before = _where(walk, owner)
    for replies in ways_on(response):
        savepoint = walk.tx.connection.begin_nested()
        answered = [walk.answers(owner, incoming) for incoming in replies][-1]
        if _where(walk, owner) != before and answered.toast is None:
            savepoint.commit()
            return answered
        savepoint.rollback()
    return None


def _where(walk: Walk, owner: Walker) -> tuple[str, str]:
    session = sessions.session_of(walk.tx, owner.id or 0)
    return ("", "") if session is None else (session.place, session.focus)


def ways_on(response: Response) -> Iterator[tuple[Incoming, ...]]:
    """Give what may answer a question: its buttons, one of many and that this is all, words, to pass over it."""
    found = [data for data in buttons_on(response) if data.startswith(("q:", "n:"))]
    answers = [Tap(data, 1) for data in found if data.startswith("q:")]
    question = response.screens[0]
    kind = question.step.widget.kind if isinstance(question, Question) else ""
    words = [(Said(text),) for text in TYPED.get(kind, SENTENCES)]
    yield from words if kind in DAYS else ()  # the first days that are offered are over, or nearly
    yield from ((answer,) for answer in answers)
    for done in (answer for answer in answers if answer.data.endswith(DONE)):
        yield answers[0], done
    yield from words
    yield from ((Tap(data, 1),) for data in found if data[0] == "n" and data.rpartition(":")[2] not in LAST_OF_ALL)
