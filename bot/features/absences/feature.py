"""Who reads when a referent does not: absences, long waits, and people who pass to a colleague."""

from bot.domain.people import Role
from bot.features.absences import absence, overdue, removing, routes  # noqa: F401 - pages bind routes
from bot.features.absences.forms import FORMS
from bot.features.absences.notices import NOTICES
from bot.features.feature import CommandKind, Every, Feature, Tick, routes_in

FEATURE = Feature(
    "absences",
    routes=routes_in(routes),
    forms=FORMS,
    commands=(CommandKind("absence", 23, absence.begin_own, frozenset({Role.REFERENT})),),
    notices=NOTICES,
    ticks=(Tick(overdue.tick, Every.MINUTE),),
)
