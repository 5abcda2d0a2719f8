"""What has happened, in the past tense: small facts that notices are made from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a plan. `plan_id` and `version` make the keys of its notices."""

    plan_id: int
    version: int


class PlanSent(Event):
    """The beneficiary sent the plan to the referent for the first time."""


class PlanReturned(Event):
    """The person sent it again, after changes were asked."""


class PlanTakenBack(Event):
    """The person took it back before it was reviewed."""


class ChangesAsked(Event):
    """The referent opened one or more questions again."""


class PlanEndorsed(Event):
    """The referent endorsed it and the committee will decide."""


class PlanSubmitted(Event):
    """The two minutes after the endorsement have passed: the committee has it."""


class PlanNotEndorsed(Event):
    """The referent gave no favourable opinion."""


class PlanOpenAgain(Event):
    """After a no the plan is changed, to be asked for once more."""


class DecisionUndone(Event):
    """A decision was taken back within two minutes: its notices must not leave."""


class ReferentAsked(Event):
    """The coordinator asks the referent about one point; the rank is kept."""


class PlanGranted(Event):
    """The aid is granted in full, or what was offered was accepted."""


class OfferMade(Event):
    """Less than asked was offered; its money is held."""


class OfferLeft(Event):
    """The person wants to change the plan instead of taking the offer, or its time ran out."""


class OfferLetGo(Event):
    """The beneficiary, or the referent beside them, let the offer go: the plan waits for more."""


class GrantCorrected(Event):
    """Another amount is granted or offered than was said: the first one was wrong."""


class GrantWithdrawn(Event):
    """What was granted or offered is not any more: the committee decides once again."""


class PutOnWaitingList(Event):
    """No place or money now; the plan keeps its rank."""


class PlanDeclined(Event):
    """The committee declined."""


class PlanCancelled(Event):
    """The beneficiary or the referent gave up this plan; places and money stay held for three working days."""


class CancellationUndone(Event):
    """The plan stands again as it stood before it was cancelled."""


class PlanPostponed(Event):
    """Other dates are looked for."""


class PlanKept(Event):
    """The call closed before the plan was endorsed; it waits for the next one."""


class PlanResumed(Event):
    """A postponed plan is written on again."""


class StayChanged(Event):
    """Other people, dates or costs hold now, which the referent has read; what is needed no more went back."""


class ChangeAsked(Event):
    """The beneficiary asked to change a stay that was endorsed: the referent has to read it."""


class ChangeKept(Event):
    """The referent did not agree to the change: the stay remains as it was."""


class ProblemTold(Event):
    """Asked during the stay whether all is well, the beneficiary said that it is not."""


class AidHandedOver(Event):
    """The vouchers or the aid were handed over."""


class StayBegun(Event):
    """The first day of the stay has come."""


class StayEnded(Event):
    """The day of coming home has passed."""


class ReportGiven(Event):
    """The report is complete."""


class PlanClosed(Event):
    """The coordinator closed the plan."""
