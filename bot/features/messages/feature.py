"""Messages through the bot: a beneficiary with the referent, a referent with the network."""

from bot.features.messages import routes, support, threads
from bot.interaction.feature import Feature, routes_in

routes.SUPPORT.on(support.page)

FEATURE = Feature("messages", routes=routes_in(routes), listeners=threads.LISTENERS)
