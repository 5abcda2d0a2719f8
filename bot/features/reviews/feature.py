"""The review of a plan by its referent."""

from bot.domain.people import Role
from bot.features.feature import CommandKind, Feature, HomeKind, routes_in
from bot.features.reviews import copy_sheet, example, papers, review, routes, rules, telling  # noqa: F401 - they bind their routes
from bot.features.reviews.forms import FORMS
from bot.features.reviews.notices import NOTICES

FEATURE = Feature(
    "reviews",
    routes=routes_in(routes),
    forms=FORMS,
    commands=(
        CommandKind("review", 20, review.next_card, frozenset({Role.REFERENT})),
        CommandKind("invite", 22, review.invite, frozenset({Role.REFERENT})),
    ),
    notices=NOTICES,
    homes=(HomeKind(Role.REFERENT, 20, review.home),),
)
