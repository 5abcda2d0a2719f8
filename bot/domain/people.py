"""Who people are to the product: roles, ways to reach them, what they agreed to. No account, no chat."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may be in a network. One person may be several of these."""

    BENEFICIARY = "beneficiary"
    REFERENT = "referent"
    LEAD = "lead"
    DECIDER = "decider"
    """Sits on the committee of a call that names them, whatever else they are."""
    COORDINATOR = "coordinator"
    SYSTEM = "system"
    """Nobody: the clock. Holds no account and is never given to a person."""


AT_WORK = frozenset(Role) - {Role.BENEFICIARY, Role.SYSTEM}
"""Who is here for work."""

DECIDING = frozenset({Role.COORDINATOR, Role.DECIDER})
"""Who may sit on the committee of a call."""

INVITED = (*(role for role in Role if role in AT_WORK), Role.BENEFICIARY)
"""What an invitation may make of a person, those at work first."""


LINK_DAYS = 14
"""Days for which an invitation opens; a new one is one tap away."""


class Contact(StrEnum):
    """How a beneficiary may be reached, decided by the referent face to face."""

    NORMAL = "normal"
    DISCREET = "discreet"
    """The bot never writes first and shows nothing before the code."""
    NONE = "none"
    """No telephone of their own: the referent fills the plan beside the beneficiary and tells them the news."""


class Writing(StrEnum):
    """What a beneficiary answered to "may I write to you here?"."""

    YES = "yes"
    NO_DETAIL = "no_detail"
    NO = "no"


class OrganisationKind(StrEnum):
    """What an organisation of the network is; decides which questions its referents are asked."""

    SHELTER = "shelter"
    RESIDENCE = "residence"
    THERAPEUTIC = "therapeutic"
    SIAE = "siae"
    SOCIAL_CENTRE = "social_centre"
    OTHER = "other"

    @property
    def houses(self) -> bool:
        """Whether it houses people, so that a place must be kept during the stay."""
        return self in {OrganisationKind.SHELTER, OrganisationKind.RESIDENCE, OrganisationKind.THERAPEUTIC}

    @property
    def employs(self) -> bool:
        """Whether it employs them, so that leave must be granted."""
        return self is OrganisationKind.SIAE


class ConsentMode(StrEnum):
    """How a beneficiary without an account agreed that the referent fills the plan."""

    PAPER = "paper"
    ORAL = "oral"
    READ_ALOUD = "read_aloud"
    TRANSLATED = "translated"


PRIVACY_NOTICE = 2
"""Version of the privacy notice in the catalogues; a new one asks everybody again."""

CODE_MINUTES = 10
"""Minutes after which a discreet person is asked for the code again (docs/decisions.md, Discretion)."""

CODE_ATTEMPTS = 5
"""Wrong codes in a row before the referent must make a new link."""


class RefusedError(Exception):
    """Something a person may not do, or not now: a code that names a sentence, and what fills it."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


Refused = RefusedError


@dataclass(frozen=True, slots=True)
class Reachability:
    """What decides whether the bot may write first to a person."""

    contact: Contact
    writing: Writing | None
    has_account: bool
    blocked: bool

    @property
    def may_write_first(self) -> bool:
        """Never to a discreet person, to one who said no, to one who has no account or closed it."""
        if not self.has_account or self.blocked:
            return False
        return self.contact is Contact.NORMAL and self.writing is not Writing.NO
