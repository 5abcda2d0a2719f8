"""What each button after a grant opens, and what the end of its conversations does."""

from bot.domain.people import Role
from bot.features.departure import away, changing, checklist, soon
from bot.interaction.prompting import Door, OnPlan

FOR_BOTH: dict[str, Door] = {
    "list": lambda tx, request, more: checklist.opened(tx, request, more[0], *more[1:2]),
    "tick": lambda tx, request, more: checklist.mark(tx, request, more[0], more[1], ready=True),
    "untick": lambda tx, request, more: checklist.mark(tx, request, more[0], more[1], ready=False),
    "change": lambda tx, request, more: changing.begin(tx, request, more[0], more[1]),
    "home_early": lambda tx, request, more: away.came_home(tx, request, more[0], more[1]),
}
"""Buttons `b:<word>:<plan>…`: for the person herself, and for her referent beside her."""

OF_REFERENT: dict[str, Door] = {
    "changes": lambda tx, request, _more: changing.next_change(tx, request),
    "leaving": lambda tx, request, _more: soon.page(tx, request),
}
"""Buttons `r:<word>`."""

_BOTH = (Role.BENEFICIARY, Role.REFERENT)
_REFERENT = (Role.REFERENT,)

ON_PLAN: dict[str, tuple[tuple[Role, ...], OnPlan]] = {
    "stay_changes": (_BOTH, lambda tx, request, plan: changing.page(tx, request, plan)),
    "change_withdraw": (_BOTH, lambda tx, request, plan: changing.withdraw(tx, request, plan)),
    "change_card": (_REFERENT, lambda tx, request, plan: changing.review(tx, request, plan)),
    "change_yes": (_REFERENT, lambda tx, request, plan: changing.agree(tx, request, plan)),
    "change_no": (_REFERENT, lambda tx, request, plan: changing.decline(tx, request, plan)),
    "home_early": (_REFERENT, lambda tx, request, plan: away.early(tx, request, plan)),
}
"""What a button `p:<word>:<plan>:<version>` does."""

LOOKING = frozenset({"stay_changes", "change_card", "home_early"})
"""Words of those that only look."""
