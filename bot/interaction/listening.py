"""Pages that listen: words typed under one are meant for it, until the person goes elsewhere.

A question listens by its session's focus. A page has none: its place begins with a sign and says what it takes words
for. What was looked at before waits meanwhile, ticks included, and comes back when the page is left.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.people import Refused
from bot.interaction.request import Command, Request, Tap
from bot.interaction.routes import Argument, Realm, Route
from bot.storage import sessions
from bot.storage.kernel.store import Tx
from bot.storage.sessions import Session
from conversations.engine.replies import Reply
from conversations.engine.screens import Screen

MARK = "@"
PARKED = "parked"
"""Not one page but any: a question waits behind whatever stands before a professional."""


@dataclass(frozen=True, slots=True)
class Listener:
    """A page that listens: what it does with a reply, and how it is shown once more."""

    heard: Callable[[Tx, Request, Reply, Session], Screen]
    again: Callable[[Tx, Request, Session], Screen]


class Behind(Exception):  # noqa: N818 - named for where it leads
    """Raised by a listening page's own button that leaves it: what waits behind is shown, or takes the reply."""

    def __init__(self, reply: Reply | None = None) -> None:
        super().__init__()
        self.reply = reply


def listen(tx: Tx, request: Request, page: str, *rest: str, held: Any = None, over: bool = False) -> None:
    """Make typed words this page's from now on; `held` is what it keeps, as JSON, until it is left.

    `over`: a page that listened until now waits behind it, and is not replaced.
    """
    known = sessions.session_of(tx, request.person.id) or Session()
    replaced = is_listening(known) and not _is_parked(known) and not (over and page_of(known)[0] != page)
    before = known.scratch["before"] if replaced else _plain(known)
    scratch = {"before": before, "since": request.now.isoformat(), "held": held}
    session = Session(place=MARK + ":".join((page, *rest)), scratch=scratch)
    sessions.save_session(tx, request.person.id, session)


def stand_at(tx: Tx, request: Request, place: str) -> None:
    """Note what a chat looks at where nothing is asked: what comes is understood by it."""
    sessions.save_session(tx, request.person.id, Session(place=place))


def is_listening(session: Session) -> bool:
    """Return whether a page takes what is typed."""
    return session.place.startswith(MARK) and not session.focus


def page_of(session: Session) -> tuple[str, list[str]]:
    """Return which page listens, and what it is about."""
    page, *rest = session.place.removeprefix(MARK).split(":")
    return page, rest


def is_own(incoming: Command | Tap) -> bool:
    """Return whether a tap is one of the listening page's own: `h:<word>`, about what the page holds."""
    return isinstance(incoming, Tap) and incoming.data.startswith("h:")


def since(session: Session) -> datetime:
    """Return when the page was shown last."""
    return datetime.fromisoformat(session.scratch["since"])


def held(session: Session) -> Any:
    """Return what the page keeps."""
    return session.scratch["held"]


def left(tx: Tx, request: Request, session: Session) -> Session:
    """Leave each page that listens, for what was there before; a page that is shown again listens again by itself."""
    while is_listening(session):
        session = behind(tx, request, session)
    return session


def behind(tx: Tx, request: Request, session: Session) -> Session:
    """Leave the page that listens, for what waits right behind it: a question, or that it is left for now."""
    back = replace(Session(**session.scratch["before"]), card_id=session.card_id)
    sessions.save_session(tx, request.person.id, back)
    return back


def _is_parked(session: Session) -> bool:
    return page_of(session)[0] == PARKED


def _plain(session: Session) -> dict[str, Any]:
    values = asdict(session)
    del values["card_id"]
    return values


def here(word: str, place: str, *, beforehand: bool = False) -> Route[[], [Session]]:
    """Declare a route `h:word` about what the page that listens at that place holds.

    `beforehand`: it is open before the privacy notice is read.
    """

    def read(_tx: Tx, request: Request, _text: str) -> Session:
        if not is_listening(request.session) or page_of(request.session)[0] != place:
            raise Refused("not_found")
        return request.session

    return Route(HERE_BEFOREHAND if beforehand else HERE, word, (Argument("held", str, read, parts=0),))


HERE, HERE_BEFOREHAND = Realm("h"), Realm("h", beforehand=True)
