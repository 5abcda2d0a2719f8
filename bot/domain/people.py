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


class Trait(StrEnum):
    """What an organisation does for its people; rules and audiences ask for these, never for the name of a kind."""

    HOUSES = "houses"
    """A place must be kept during the stay."""
    EMPLOYS = "employs"
    """People work there, or by it: calls for people on the way back to work are open to it."""
    GRANTS_LEAVE = "grants_leave"
    """Leave must be granted before the stay."""
    PROTECTS = "protects"
    """It shelters people from violence: discretion is the first answer offered to those who invite there."""
    UNKNOWN = "unknown"
    """Nobody said what it does: no call is shut to it."""


class OrganisationKind(StrEnum):
    """A kind of organisation that every network starts with; a network may add kinds in its own words.

    The kinds are those of the sector: housing, care and asylum (Code de l’action sociale et des familles, L. 312-1 and
    L. 345-1; CESEDA, L. 552-1), work integration (Code du travail, L. 5132-4, and L. 5213-13 for the EA), as the
    networks Aurore and Coorace have them. Checked on 2026-12-01.
    """

    SHELTER = "shelter"
    CHU = "chu"
    CHRS = "chrs"
    WOMEN_SHELTER = "women_shelter"
    DAY_CENTRE = "day_centre"
    CADA = "cada"
    HUDA = "huda"
    CPH = "cph"
    RESIDENCE = "residence"
    FAMILY_PENSION = "family_pension"
    FJT = "fjt"
    THERAPEUTIC = "therapeutic"
    ACT = "act"
    LHSS = "lhss"
    LAM = "lam"
    CSAPA = "csapa"
    CAARUD = "caarud"
    SIAE = "siae"
    ACI = "aci"
    AI = "ai"
    EI = "ei"
    ETTI = "etti"
    EITI = "eiti"
    EA = "ea"
    ESAT = "esat"
    SOCIAL_CENTRE = "social_centre"
    CCAS = "ccas"
    OTHER = "other"

    @property
    def kind(self) -> "Kind":
        """What is asked of an organisation of this kind."""
        return Kind(self.value, TRAITS.get(self, frozenset()))


_HOUSES = frozenset({Trait.HOUSES})
_EMPLOYS = frozenset({Trait.EMPLOYS, Trait.GRANTS_LEAVE})

TRAITS = (
    dict.fromkeys(
        (
            OrganisationKind.SHELTER, OrganisationKind.CHU, OrganisationKind.CHRS, OrganisationKind.CADA,
            OrganisationKind.HUDA, OrganisationKind.CPH, OrganisationKind.RESIDENCE, OrganisationKind.FAMILY_PENSION,
            OrganisationKind.FJT, OrganisationKind.THERAPEUTIC, OrganisationKind.ACT, OrganisationKind.LHSS,
            OrganisationKind.LAM,
        ),
        _HOUSES,
    )
    | {OrganisationKind.WOMEN_SHELTER: frozenset({Trait.HOUSES, Trait.PROTECTS})}
    | dict.fromkeys(
        (
            OrganisationKind.SIAE, OrganisationKind.ACI, OrganisationKind.AI, OrganisationKind.EI,
            OrganisationKind.ETTI, OrganisationKind.EA,
        ),
        _EMPLOYS,
    )
    | {
        OrganisationKind.EITI: frozenset({Trait.EMPLOYS}),
        OrganisationKind.ESAT: frozenset({Trait.GRANTS_LEAVE}),
        OrganisationKind.OTHER: frozenset({Trait.UNKNOWN}),
    }
)  # fmt: skip
"""What organisations of each kind do; the others do none of it.

People of an EITI are independent workers (Code du travail, L. 5132-6-1): nobody grants them leave. Those of an ESAT are
no employees, but have leave (Code de l’action sociale et des familles, R. 243-11). A CSAPA seldom houses.
"""

OWN_KIND = "own-"
"""How the code of a kind begins that a network has added."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What an organisation is: a kind that every network starts with, or one of the network's own, with its words."""

    code: str
    does: frozenset[Trait]
    words: str = ""

    @property
    def told(self) -> str:
        """What templates know it by: its code, or "=" and its words where the network chose them."""
        return f"={self.words}" if self.words else self.code

    @property
    def houses(self) -> bool:
        """Whether it houses people, so that a place must be kept during the stay."""
        return Trait.HOUSES in self.does

    @property
    def employs(self) -> bool:
        """Whether people work there."""
        return Trait.EMPLOYS in self.does

    @property
    def grants_leave(self) -> bool:
        """Whether people ask for leave there."""
        return Trait.GRANTS_LEAVE in self.does

    @property
    def protects(self) -> bool:
        """Whether it shelters people from violence."""
        return Trait.PROTECTS in self.does

    @property
    def may_employ(self) -> bool:
        """Whether people work there, as far as anybody said what it does."""
        return self.employs or Trait.UNKNOWN in self.does


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
