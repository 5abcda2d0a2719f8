"""What the pages of joining and inviting are made from."""

from dataclasses import dataclass
from datetime import datetime

from bot.interaction.views import View


@dataclass(frozen=True)
class Link(View, template="invitation/_link"):
    """A link for a beneficiary. A discreet one is a picture alone, on the referent's own screen: `link` is empty."""

    name: str
    link: str
    days: int
    discreet: bool


@dataclass(frozen=True)
class Beside(View, template="invitation/_beside"):
    """A beneficiary without a telephone: the plan is filled in beside."""

    name: str


@dataclass(frozen=True)
class ReferentLink(View, template="invite_referent/_link"):
    """The link for the referent of an organisation."""

    organisation: str
    link: str
    days: int


@dataclass(frozen=True)
class DeciderLink(View, template="invite_referent/_decider_link"):
    """The link for a person of an organisation who shall decide in a call of that name."""

    organisation: str
    call: str
    link: str
    days: int


@dataclass(frozen=True)
class RoleOffered(View, template="join/role"):
    """What a role does, before a person known here takes it."""

    role: str
    organisation: str
    accompanied: bool
    """Whether the reader goes on holiday too."""


# An account that goes to another telephone


@dataclass(frozen=True)
class TelephoneLink(View, template="telephone/_link"):
    """A new link for a referent; where the account has a telephone, that one is `asked` first."""

    name: str
    link: str
    days: int
    asked: bool


@dataclass(frozen=True)
class Waiting(View, template="telephone/waiting"):
    """To the new telephone: the old one is asked, until then."""

    until: datetime


@dataclass(frozen=True)
class Question(View, template="telephone/question"):
    """To the old telephone: is it the same person?"""

    until: datetime


@dataclass(frozen=True)
class Moved(View, template="telephone/moved"):
    """The account has gone to the new telephone."""


@dataclass(frozen=True)
class Stays(View, template="telephone/stays"):
    """The account stays on the old telephone."""


@dataclass(frozen=True)
class About(View, template="telephone/_about"):
    """To leads and coordinators: whose account it is about, who made the link, and what became of it."""

    name: str
    organisation: str
    made_by: str
    state: str
    until: datetime | None


# What is kept of whom


@dataclass(frozen=True)
class Privacy(View, template="privacy"):
    """Who answers for the data, and how to reach them; whether it has changed since the reader accepted it."""

    controller: str
    contact: str
    changed: bool
