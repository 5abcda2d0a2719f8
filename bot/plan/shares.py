"""What of a group's grant is each household's: by its people, in tens of euros."""

from bot.domain.money import Cents, floor10
from bot.storage.groups import Member
from bot.storage.plans import PlanRow
from conversations import group


def share_of(plan: PlanRow, member: Member, granted: int | None) -> Cents:
    """Return a household's part of what is granted."""
    said, everybody = group.household(member.answers), group.loaded(plan.households or {}).people
    if said is None or not everybody:
        return Cents(0)
    return floor10(Cents((granted or 0) * said.people // everybody))
