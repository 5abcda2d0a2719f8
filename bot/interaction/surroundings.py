"""The pages around all others, which features bring and the dispatcher is handed."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.interaction.forms import Form
from bot.interaction.plan_routes import Instead
from bot.interaction.request import Command, Incoming, Listed, Request, Response, Sender, Stores
from bot.plan.context import Moment
from bot.rendering.renderer import Reader
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.sessions import Session
from conversations.engine.keyboard import Problem
from conversations.engine.replies import Reply
from conversations.engine.screens import Page, Screen

Shows = Callable[[Tx, Request], Screen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The pages around all others, and who is let in: what a feature brings that is no route."""

    home: Shows
    paused: Shows
    unread: Callable[[Tx, Request], Screen | None]
    """What a beneficiary reads before anything is asked: a privacy notice that is not accepted; else None."""
    beforehand: Callable[[str], bool]
    """Whether a command is open before that."""
    welcome: Shows
    """The first screen after an invitation."""
    command: Callable[[Tx, Request, Command], Screen]
    commands_of: Callable[[Person], tuple[str, ...]]
    seen: Callable[[Tx, Moment, Person], None]
    """Notes that a person was here."""
    blocked: Callable[[Tx, Moment, Person, bool], None]
    join: Callable[[Tx, Moment, Sender, str, Person | None], Person | Page]
    """Makes a person a member by an invitation's code, or asks first. Raises Refused."""
    thanked: Callable[[Tx, Moment, Sender, str, Person | None], Screen | None]
    """What a person who opens the link of a workshop reads; None for any other code."""
    stranger: Callable[[Tx, Moment, Sender, Reader, Incoming | Problem], Response]
    stranger_again: Callable[[Tx, Moment, Sender], Response | None]
    listed: Callable[[Tx, Request, Listed], Screen]
    stores: Callable[[Tx, Request, Stores], Screen]
    escape: Callable[[Request, str], Command | None]
    """The command that free words ask for."""
    in_distress: Callable[[Tx, Request, Incoming], Screen | None]
    """What is shown for words that say that a person is in distress, wherever they are typed."""
    stranger_in_distress: Callable[[Tx, Moment, Sender, Reader, Incoming], Response | None]
    """The same for a chat that belongs to nobody here."""
    awaits: Callable[[Tx, Request, Session], Session]
    """What typed words are meant for: behind a page that only keeps words, what waits there."""
    asked_instead: Callable[[Tx, Request, str], Screen | None]
    """What is shown for words that ask something of their own."""
    surely_asked: Callable[[Tx, Request, str, Form, str], Screen | None]
    """The same for words under a question of one's own plan, where it is certain that they answer nothing."""
    unasked: Callable[[Tx, Request, Reply], Screen]
    """What is shown for words where nothing was asked."""
    instead: Callable[[Tx, Request, Instead], Screen]
    """What holds now, where a plan has moved on or is private."""
    with_status: Callable[[Tx, Request, Screen], Screen]
    set_aside: Callable[[Tx, Request, Screen], None]
    """Lets a question wait while its reader looks at something else."""
