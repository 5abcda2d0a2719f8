"""What stands with a plan whose grant was put right: kept with its words, and read wherever the plan is shown."""

from collections.abc import Mapping
from typing import Any

from bot.domain.corrections import Correction
from bot.domain.states import PROMISED, State
from bot.storage.plans import PlanRow

_KEY = "correction"


def with_correction(plan: PlanRow, correction: Correction) -> dict[str, Any]:
    """Return the words of a plan, with what is put right."""
    said = {"why": correction.why, "known": correction.known, "withdrawn": correction.withdrawn}
    return {**(plan.word or {}), _KEY: said}


def without_correction(plan: PlanRow) -> Mapping[str, Any] | None:
    """Return the words of a plan that is decided on anew."""
    return {key: said for key, said in plan.word.items() if key != _KEY} if plan.word else plan.word


def correction_of(plan: PlanRow) -> Correction | None:
    """Return what was put right and holds now: another amount, or none at all; else None."""
    said = (plan.word or {}).get(_KEY)
    if said is None:
        return None
    correction = Correction(said["why"], said["known"], said["withdrawn"])
    decided_again = plan.state is State.IN_COMMITTEE and plan.before_state in PROMISED
    return correction if (decided_again if correction.withdrawn else plan.state in PROMISED) else None


def is_known_withdrawn(plan: PlanRow) -> bool:
    """Return whether the beneficiary knew of an amount that is not granted any more, and nothing else was decided."""
    correction = correction_of(plan)
    return correction is not None and correction.withdrawn and correction.known is not None
