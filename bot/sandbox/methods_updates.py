"""Methods by which updates reach the bot: long polling and webhook."""

from bot.sandbox.updates import MOST_AT_ONCE
from bot.sandbox.wire import ApiError, Json
from bot.sandbox.world import World

LONGEST_POLL = 50


async def get_updates(world: World, p: Json) -> list[Json]:
    """Return the updates that wait, or wait for one.

    Raises:
        ApiError: 409 while a webhook is set, or when another poll begins.
    """
    if world.webhook.url:
        raise ApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active;"
            " use deleteWebhook to delete the webhook first",
        )
    world.updates.allow(p.get("allowed_updates"))
    seconds = min(max(p.get("timeout", 0), 0), LONGEST_POLL)
    return await world.updates.poll(p.get("offset", 0), p.get("limit", MOST_AT_ONCE), seconds)


def set_webhook(world: World, p: Json) -> bool:
    """Post updates to an address from now on."""
    world.webhook.set(p.get("url", ""), p.get("secret_token", ""), p.get("max_connections", 40))
    world.updates.allow(p.get("allowed_updates"))
    if p.get("drop_pending_updates"):
        world.updates.drop_all()
    return True


def delete_webhook(world: World, p: Json) -> bool:
    """Go back to polling."""
    world.webhook.set("", "", 40)
    if p.get("drop_pending_updates"):
        world.updates.drop_all()
    return True


def get_webhook_info(world: World, _p: Json) -> Json:
    """Return the state of the webhook."""
    info = world.webhook.info()
    if world.updates.chosen is not None:
        info["allowed_updates"] = world.updates.chosen
    return info


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
