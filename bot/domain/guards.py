"""What stands in the way of an action on a plan: each guard looks at where the plan stands, and says why not."""

from collections.abc import Callable
from datetime import timedelta

from bot.domain.standing import Standing
from bot.domain.states import State

UNDO_WINDOW = timedelta(minutes=2)
"""How long an endorsement or a decision can be undone; its notices wait as long (docs/decisions.md, A wrong hand)."""

CLOSING_RULES = frozenset({"filing_until"})
"""Ids of the rules that say only what the call's closing says."""
RULES_OF_ASKING = CLOSING_RULES | {"lead_days"}
"""Those, and the ones that say how early to ask: a stay that was asked for in time may still become shorter."""

HELD_WORKING_DAYS = 3
"""Working days during which a cancelled plan keeps its places and money: the telephone may have been in other hands."""

OFFER_WORKING_DAYS = 10
"""Working days during which the money of an offer is held (docs/decisions.md, A wrong hand)."""

LEAST_DAYS_BEFORE_LEAVING = 15
"""Freed money is offered to the first of the waiting list who leaves in this many days or later: booking takes time."""


Guard = Callable[[Standing], str | None]
"""None when the action may go on, else the code of the refusal."""


def stopped_by_closing(standing: Standing) -> bool:
    """Return whether the call closed before the plan was endorsed: nothing that is said of it counts there any more."""
    return not (standing.call_open or standing.ranked)


def only_too_late(standing: Standing) -> str | None:
    """Refuse while the call is open, and where the plan has kept its rank."""
    return None if stopped_by_closing(standing) else "call_open"


def still_counts(standing: Standing) -> str | None:
    """Refuse what the closing of the call has stopped."""
    return "call_closed" if stopped_by_closing(standing) else None


def ready_to_send(standing: Standing) -> str | None:
    """Refuse once the call is closed, while an answer is missing, and until the beneficiary agreed, also to others'."""
    if stopped_by_closing(standing):
        return "call_closed"
    if standing.missing_to_send:
        return "not_complete"
    if not standing.consent:
        return "no_consent"
    return "not_confirmed" if standing.unconfirmed else None


def ready_to_return(standing: Standing) -> str | None:
    """Refuse once the call is closed, until each question asked again has its answer, agreed to as in sending."""
    if stopped_by_closing(standing):
        return "call_closed"
    if standing.reopened_left or standing.missing_to_send:
        return "not_complete"
    return "not_confirmed" if standing.unconfirmed else None


def ready_to_endorse(standing: Standing) -> str | None:
    """Refuse until the referent's part is done, where a confirmed rule refuses, and once endorsements count no more.

    What nobody knows of a rule that could refuse is a condition or nothing, and missing money needs a word.
    """
    if stopped_by_closing(standing):
        return "call_closed"
    if standing.missing_to_endorse:
        return "own_part_missing"
    against = set(standing.refusals) - (CLOSING_RULES if standing.ranked else set())
    if against:
        return "rule_refuses"
    if standing.unsettled:
        return "not_settled"
    return "gap_unsaid" if standing.unsaid else None


def ready_for_committee(standing: Standing) -> str | None:
    """Refuse as `ready_to_endorse` does, and in a call without a committee."""
    return ready_to_endorse(standing) if standing.committee else "no_committee"


def ready_without_committee(standing: Standing) -> str | None:
    """Refuse as `ready_to_endorse` does, where a committee decides, and once the stay has begun: this grants."""
    return "committee_decides" if standing.committee else ready_to_endorse(standing) or not_gone_yet(standing)


def soon_enough(standing: Standing) -> str | None:
    """Refuse after two minutes, and to anybody but the one who decided."""
    if standing.decided_at is None or standing.now - standing.decided_at > UNDO_WINDOW:
        return "too_late_to_undo"
    return None if standing.decided_by == standing.actor_id else "decided_by_another"


def own_endorsement(standing: Standing) -> str | None:
    """Refuse as `soon_enough` does, and what a committee granted: that is not the referent's to undo."""
    if standing.state is State.GRANTED and standing.before is not State.TO_REVIEW:
        return "committee_decides"
    return soon_enough(standing)


def own_decision(standing: Standing) -> str | None:
    """Refuse as `soon_enough` does, and what an endorsement granted: there is no committee to go back to."""
    if standing.state is State.GRANTED and standing.before is State.TO_REVIEW:
        return "no_committee"
    return soon_enough(standing)


def undo_window_over(standing: Standing) -> str | None:
    """Refuse during the two minutes in which a decision can be undone."""
    if standing.decided_at is not None and standing.now - standing.decided_at <= UNDO_WINDOW:
        return "undo_window_open"
    return None


def change_allowed(standing: Standing) -> str | None:
    """Refuse while the no can be undone, once the call is closed, and where the no said that something else is next."""
    if not standing.call_open:
        return "call_closed"
    return undo_window_over(standing) or (None if standing.lets_change else "not_now")


def not_gone_yet(standing: Standing) -> str | None:
    """Refuse once the stay has begun."""
    return "already_gone" if standing.departure and standing.departure <= standing.today else None


def endorsement_stands(standing: Standing) -> str | None:
    """Refuse to the one who accompanies the person, and while the referent can take the endorsement back.

    A committee decides on nothing that may vanish, and nobody of it about their own people.
    """
    if standing.accompanied:
        return "accompanied_by_you"
    return undo_window_over(standing) if standing.state is State.ENDORSED else None


def can_be_granted(standing: Standing) -> str | None:
    """Refuse as `endorsement_stands` does, and once the stay has begun."""
    return endorsement_stands(standing) or not_gone_yet(standing)


def not_away(standing: Standing) -> str | None:
    """Refuse during a stay with an aid; without one a plan can be given up after its day of departure too."""
    return not_gone_yet(standing) if standing.state in {State.GRANTED, State.HANDED_OVER} else None


def departure_come(standing: Standing) -> str | None:
    """Refuse before the day of departure."""
    return None if standing.departure and not_gone_yet(standing) else "not_now"


def home_again(standing: Standing) -> str | None:
    """Refuse until the day of coming home has passed."""
    return None if standing.homecoming and standing.homecoming < standing.today else "not_now"


def change_fits(standing: Standing) -> str | None:
    """Refuse once the stay has begun, while a figure lacks, and where a confirmed rule refuses the changed stay."""
    if standing.missing_to_endorse:
        return "own_part_missing"
    against = set(standing.refusals) - RULES_OF_ASKING
    return not_gone_yet(standing) or ("rule_refuses" if against else None)


def still_open(standing: Standing) -> str | None:
    """Refuse while what was decided can be undone, and once the stay has begun."""
    return undo_window_over(standing) or not_gone_yet(standing)


def can_be_put_right(standing: Standing) -> str | None:
    """Refuse to the one who accompanies the person, while the grant can be undone, and once the stay has begun."""
    return "accompanied_by_you" if standing.accompanied else still_open(standing)


def still_held(standing: Standing) -> str | None:
    """Refuse once places and money of the cancelled plan are no longer held."""
    return None if standing.held_until and standing.now <= standing.held_until else "no_longer_held"


def hold_over(standing: Standing) -> str | None:
    """Refuse before the time to answer an offer has passed."""
    return "offer_still_open" if standing.held_until and standing.now <= standing.held_until else None


def anytime(_standing: Standing) -> str | None:
    """Refuse nothing."""
    return None
