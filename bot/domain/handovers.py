"""What was handed over for a plan, in one time or several, and how far each receipt is. Pure: no row, no clock."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.ids import HandoverId
from bot.domain.plans import TAKING, State
from bot.domain.reports import GIVEN

IN_HAND = frozenset({State.HANDED_OVER, State.AWAY, State.BACK})
"""Vouchers can be noted and confirmed before the stay and afterwards: some people get them at the last minute."""

VOUCHERS = frozenset({"", "paper", "electronic"})
"""Forms of what was handed over that are vouchers: nobody noted which, at first."""
PROVIDER = "provider"
"""The form of what the provider of the stay was paid: its receipt is the provider's."""


class Receipt(StrEnum):
    """How the beneficiary confirmed what was received; nothing is confirmed by silence."""

    NONE = ""
    PHONE = "phone"
    """One tap on the beneficiary's own telephone."""
    PAPER = "paper"
    """A receipt that the beneficiary signed, noted by the professional who keeps it."""
    REFUSED = "refused"
    """The beneficiary says that it is not right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booklet:
    """What a declaration of lost or stolen vouchers asks for: organisation, year of issue, numbers.

    Nobody can stop them: declared, they are looked for until they end, then given anew
    (leguide.ancv.com, Pertes et vols; read on 2026-12-01).
    """

    numbers: str = ""
    issuer: str = ""
    """The number by which ANCV knows the organisation that gave them."""
    issue_year: int | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed over: how much, in which form, to which household of a group, on paper which notes."""

    cents: int
    on: date
    form: str = ""
    notes: int | None = None
    booklet: Booklet = Booklet()
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """One handover; `cents` is what was handed over then."""

    id: HandoverId
    plan_id: int
    cents: int
    handed_on: date
    handed_by: int
    receipt: Receipt = Receipt.NONE
    receipt_at: datetime | None = None
    form: str = ""
    notes: int | None = None
    booklet: Booklet = Booklet()
    member_id: int | None = None
    """The household of a group that got it."""
    returned_on: date | None = None
    """The day on which what was handed over for a plan that was given up came back."""

    @property
    def open(self) -> bool:
        """Whether nobody has confirmed it, or it is not right: it can still be corrected."""
        return self.receipt in {Receipt.NONE, Receipt.REFUSED}


@dataclass(frozen=True, slots=True)
class Holding:
    """All that was handed over for a plan, the first time first; never empty."""

    parts: tuple[Handover, ...]

    @property
    def cents(self) -> int:
        """How much it is altogether."""
        return sum(part.cents for part in self.parts)

    @property
    def notes(self) -> int:
        """How many notes were counted."""
        return sum(part.notes or 0 for part in self.parts)

    @property
    def handed_on(self) -> date:
        """The day of the last of them."""
        return max(part.handed_on for part in self.parts)

    @property
    def in_vouchers(self) -> bool:
        """Whether all of it is vouchers."""
        return all(part.form in VOUCHERS for part in self.parts)

    @property
    def to_provider(self) -> bool:
        """Whether none of it ever was in the beneficiary's hands."""
        return all(part.form == PROVIDER for part in self.parts)

    @property
    def electronic(self) -> bool:
        """Whether none of it is on paper: there are no notes to count."""
        return all(part.form == "electronic" for part in self.parts)

    @property
    def receipt(self) -> Receipt:
        """How far its receipts are: not right as soon as one is not, confirmed once each of them is."""
        known = [part.receipt for part in self.parts]
        return next((each for each in (Receipt.REFUSED, Receipt.NONE) if each in known), known[-1])

    @property
    def returned_on(self) -> date | None:
        """The day on which the last of it came back; None while something is out."""
        days = [part.returned_on for part in self.parts]
        return None if None in days else max(day for day in days if day is not None)

    def to_confirm(self) -> Handover | None:
        """Return the first of them that the beneficiary has neither confirmed nor said to be wrong."""
        waiting = (part for part in self.parts if part.receipt is Receipt.NONE and part.form != PROVIDER)
        return next(waiting, None)

    def over(self, granted: int | None) -> int:
        """Return how much of it goes back where so much is granted now, in cents."""
        return max(0, self.cents - (granted or 0))

    def to_give_back(self, state: State, granted: int | None) -> int:
        """Return how much of it is to be given back, in cents: all of it where the plan takes nothing any more."""
        if state in IN_HAND:
            return self.over(granted)
        return self.cents if state not in TAKING and self.returned_on is None else 0

    def theirs_to_give_back(self, state: State, granted: int | None) -> int:
        """Return the same, as far as the beneficiary holds it."""
        return 0 if self.to_provider else self.to_give_back(state, granted)


def room_for(granted: int | None, held: Holding | None, part: Handover) -> int:
    """Return how much one handover may be, the others being what they are, in cents."""
    others = (held.cents if held is not None else part.cents) - part.cents
    return max(0, (granted or 0) - others)


def to_hand(state: State, granted: int | None, held: Holding | None, *, refunded: bool) -> int:
    """Return how much is still to be handed over, in cents: once the stay is reported, of a refund alone."""
    return left(granted, held) if state in TAKING and (refunded or state not in GIVEN) else 0


def left(granted: int | None, held: Holding | None) -> int:
    """Return how much of a grant is not handed over yet, in cents."""
    return max(0, (granted or 0) - (held.cents if held is not None else 0))
