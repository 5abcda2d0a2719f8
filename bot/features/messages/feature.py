"""Messages through the bot: a beneficiary with the referent, a referent with the network."""

from bot.domain.people import Role
from bot.features.feature import CommandKind, Feature, routes_in
from bot.features.messages import routes, support, threads
from bot.features.messages.notices import NOTICES

routes.SUPPORT.on(support.page)

FEATURE = Feature(
    "messages",
    routes=routes_in(routes),
    listeners=threads.LISTENERS,
    commands=(CommandKind("write", 12, threads.open_own, frozenset({Role.BENEFICIARY})),),
    notices=NOTICES,
)
