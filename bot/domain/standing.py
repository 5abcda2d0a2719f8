"""What a guard of the table of transitions may look at: where a plan stands, and what is said with an act."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from bot.domain.states import State


@dataclass(frozen=True, slots=True)
class Knowing:
    """What a referent says while endorsing: what nobody knows yet is a condition; a word about missing money."""

    on_condition: bool = False
    word: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """All that a guard may look at: where the plan stands, what is missing, what the call allows."""

    state: State
    now: datetime
    committee: bool = True
    before: State | None = None
    """Where it stood before."""
    missing_to_send: tuple[str, ...] = ()
    missing_to_endorse: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    reopened_left: int = 0
    call_open: bool = True
    departure: date | None = None
    homecoming: date | None = None
    decided_at: datetime | None = None
    decided_by: int | None = None
    held_until: datetime | None = None
    actor_id: int | None = None
    consent: bool = True
    unsettled: tuple[str, ...] = ()
    """Hard rules of which nobody knows whether they are kept, and that are not taken as conditions."""
    unsaid: bool = False
    """Money is missing, and the one who endorses has not said a word about it."""
    unconfirmed: tuple[str, ...] = ()
    """Answers that another person wrote, and that the beneficiary can still confirm in their own chat."""
    accompanied: bool = False
    """The one who acts accompanies a person who goes by this plan: others decide about it."""
    lets_change: bool = True
    """After a no: the one who asks may change the plan, and it is the latest of its beneficiary."""
    ranked: bool = False
    """It was endorsed before and has kept its rank: the call's closing no longer counts against it."""
    zone: tzinfo = UTC
    """Where the network lives: a stay begins at its midnight."""

    @property
    def today(self) -> date:
        """The day it is where the network lives."""
        return self.now.astimezone(self.zone).date()
