"""Messages through the bot: a beneficiary with the referent, a referent with the network."""

from bot.domain.people import Role
from bot.features.messages import routes, support, threads
from bot.interaction.feature import CommandKind, Feature, routes_in

routes.SUPPORT.on(support.page)

FEATURE = Feature(
    "messages",
    routes=routes_in(routes),
    listeners=threads.LISTENERS,
    commands=(CommandKind("write", 12, threads.open_hers, frozenset({Role.BENEFICIARY})),),
)
