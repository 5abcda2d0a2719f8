"""The code of a discreet person: without it nothing opens, and nothing is said of what is behind it.

Decided by beneficiary and referent face to face (docs/decisions.md, Discretion). The code itself is never
stored, nor shown.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.distress import lines_for
from bot.domain.people import CODE_ATTEMPTS, CODE_MINUTES, Refused
from bot.interaction import typed
from bot.interaction.gate_views import (
    Ask,
    Choose,
    ChooseAgain,
    Chosen,
    Different,
    Hidden,
    InNeed,
    Locked,
    Repeat,
    Wrong,
)
from bot.interaction.home import HOME
from bot.interaction.request import Command, Edited, Incoming, Request, Response
from bot.interaction.routes import BEFOREHAND
from bot.plan.access import discreet
from bot.plan.context import Moment
from bot.storage import people, sessions
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.sessions import Session
from conversations.engine.keyboard import Button, Plain, column
from conversations.engine.replies import Said, Sent
from conversations.engine.screens import Page, Screen

CHOOSING, REPEATING = "code", "code_again"
SHORTEST, LONGEST = 4, 32


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands in the way: a page to show, whether the typed word must be deleted; `opened` by this very word."""

    page: Page | None = None
    erase: bool = False
    opened: bool = False


OPEN = Gate()


def instead(response: Response, passed: Gate) -> Response:
    """Return a response with the page of the gate as that is told; one that tells of an open gate goes as it shuts."""
    return replace(response, fresh=True, erase=passed.erase, hides=passed.opened)


def pass_through(tx: Tx, moment: Moment, person: Person, incoming: Incoming) -> Gate:
    """Return what a discreet person meets before anything else; each pass keeps the gate open for ten minutes more."""
    if not discreet(person):
        return OPEN
    if person.code_hash is None:
        return _choose(tx, moment, person, incoming)
    if not is_shut(moment, person):
        _unlock(tx, moment, person)
        return OPEN
    return _ask(tx, moment, person, incoming)


def is_shut(moment: Moment, person: Person) -> bool:
    """Return whether a code stands between this chat and what is behind it."""
    return discreet(person) and not (person.unlocked_until and person.unlocked_until > moment.now)


HIDE = BEFOREHAND.route("hide")
CLOUD = "🌦"
"""What is typed, or tapped, to hide all at once: a sign that says nothing."""


@HIDE.on
def hide(tx: Tx, request: Request) -> Page:
    """Shut the gate of a discreet person at once; what stands in the chat goes."""
    if not discreet(request.person):
        raise Refused("not_for_you")
    people.change(tx, request.person.id, unlocked_until=None)
    return Hidden().page(status="")


def asks_to_hide(request: Request, incoming: Incoming) -> bool:
    """Tell whether a discreet person types the sign that hides all."""
    return discreet(request.person) and isinstance(incoming, Said) and incoming.text.strip().rstrip("\ufe0f") == CLOUD


def is_hidden(screen: Screen) -> bool:
    """Tell whether it is the page that stays when all is hidden."""
    return isinstance(screen, Page) and screen.template == Hidden.template


def with_way_out(request: Request, screen: Screen) -> Screen:
    """Add the way to hide all at once to what a discreet person looks at."""
    if not discreet(request.person) or is_hidden(screen):
        return screen
    if isinstance(screen, Page) and screen.then is not None:
        return replace(screen, then=replace(screen.then, rows=(*screen.then.rows, _WAY_OUT)))
    return replace(screen, rows=(*screen.rows, _WAY_OUT))


def until_shut(response: Response) -> Response:
    """Return a response that goes when the gate of a discreet person shuts; the page that hides all stays."""
    if not response.reader.discreet:
        return response
    stays = any(is_hidden(screen) for screen in response.screens)
    return replace(response, hides=True, stays=stays, fresh=response.fresh or stays)


_WAY_OUT = (Button(Plain(CLOUD), HIDE.to()),)


def _ask(tx: Tx, moment: Moment, person: Person, incoming: Incoming) -> Gate:
    locked = person.code_failures >= CODE_ATTEMPTS
    needs = _in_need(moment, incoming)
    if not isinstance(incoming, Said):
        return Gate(needs or (Locked() if locked else Ask()).page(), erase=_is_written(incoming))
    if locked:
        return Gate(needs or Locked().page(), erase=True)
    if person.code_hash in tx.cipher.blinds(_word(person, incoming.text), "people.code"):
        _unlock(tx, moment, person)
        return Gate(erase=True, opened=True)
    if needs is not None:
        return Gate(needs, erase=True)
    people.change(tx, person.id, code_failures=person.code_failures + 1)
    last = person.code_failures + 1 >= CODE_ATTEMPTS
    return Gate((Locked() if last else Wrong()).page(), erase=True)


def _is_written(incoming: Incoming) -> bool:
    """Tell whether something was typed or sent, and would stay in the chat."""
    return isinstance(incoming, Said | Sent | Command | Edited)


def _choose(tx: Tx, moment: Moment, person: Person, incoming: Incoming) -> Gate:
    known = sessions.session_of(tx, person.id) or Session()

    def remember(place: str, scratch: str | None) -> None:
        sessions.save_session(tx, person.id, replace(known, place=place, scratch=scratch))

    needs = _in_need(moment, incoming)
    if not isinstance(incoming, Said) or known.place not in {CHOOSING, REPEATING}:
        remember(CHOOSING, None)
        return Gate(needs or Choose().page(), erase=_is_written(incoming))
    if needs is not None:
        return Gate(needs, erase=True)
    word = incoming.text.strip()
    if known.place == CHOOSING:
        if not SHORTEST <= len(word) <= LONGEST:
            return Gate(ChooseAgain(SHORTEST).page(), erase=True)
        remember(REPEATING, _sealed(tx, person, word).hex())
        return Gate(Repeat().page(), erase=True)
    if known.scratch != _sealed(tx, person, word).hex():
        remember(CHOOSING, None)
        return Gate(Different().page(), erase=True)
    remember("", None)
    people.change(tx, person.id, code_hash=_sealed(tx, person, word))
    _unlock(tx, moment, person)
    return Gate(Chosen(CODE_MINUTES).page(column(HOME)), erase=True, opened=True)


def _in_need(moment: Moment, incoming: Incoming) -> Page | None:
    """Return numbers to call for words of distress, which are no code: a reader of that page learns nothing else."""
    kinds = typed.distress_in(moment, incoming)
    return InNeed(lines_for(kinds)).page() if kinds else None


def _unlock(tx: Tx, moment: Moment, person: Person) -> None:
    people.change(tx, person.id, unlocked_until=moment.now + timedelta(minutes=CODE_MINUTES), code_failures=0)


def _sealed(tx: Tx, person: Person, word: str) -> bytes:
    return tx.cipher.blind(_word(person, word), "people.code")


def _word(person: Person, typed: str) -> str:
    """Return what is hashed: the same word of two people gives two hashes; case and spaces do not count."""
    return f"{person.id}:{' '.join(typed.casefold().split())}"
