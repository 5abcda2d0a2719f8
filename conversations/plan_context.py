"""What is known of a plan besides its answers and its call: its organisation, its referent, its group."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.money import Cents
from conversations.engine.answers import Context


@dataclass(frozen=True, slots=True)
class PlanContext(Context):
    """What the questions of a plan, its rules and its list for leaving look at."""

    housed: bool = False
    """The organisation houses the beneficiary."""
    employed: bool = False
    """The organisation employs the beneficiary."""
    saved_support: bool = False
    """The referent who looks has saved a sentence about the support before."""
    accompanies: bool = False
    """A referent looks, who may say of a paper that it was seen."""
    protected: bool = False
    """The beneficiary is in discreet contact."""
    households: int = 1
    """How many households go together, one helped person each."""
    shares: tuple[Cents, ...] = ()
    """What each household of a group puts in, the lowest first; empty for any plan but a group's."""
    reports_missing: int | None = None
    """How many reports of earlier stays the organisation owes; None where no referent looks."""
    granted: Cents | None = None
    """The aid that was granted, or is offered; None where nothing was."""
    before: Mapping[str, Cents] = field(default_factory=dict)
    """Each price as it was when the plan was endorsed, where the stay changes."""
