"""A beneficiary's own plan: where it stands, checking, sending, giving up, beginning another."""

from bot.domain.people import Role
from bot.features.feature import CommandKind, Feature, HomeKind, routes_in
from bot.features.my_plan import again, budget, cancellation, pages, recap, routes  # noqa: F401 - bind its routes
from bot.features.my_plan.forms import FORMS
from bot.features.my_plan.notices import NOTICES

FEATURE = Feature(
    "my_plan",
    routes=routes_in(routes),
    forms=FORMS,
    commands=(
        CommandKind("plan", 10, pages.go_on, frozenset({Role.BENEFICIARY})),
        CommandKind("status", 11, pages.home, frozenset({Role.BENEFICIARY})),
    ),
    notices=NOTICES,
    homes=(HomeKind(Role.BENEFICIARY, 30, pages.home),),
)
