"""Methods about the bot itself and about chats: profile, commands, menu, answers to taps, typing."""

from collections.abc import Callable

from bot.sandbox import delivery
from bot.sandbox.profile import check_language, scope_key
from bot.sandbox.wire import Json
from bot.sandbox.world import World

ACTION_SECONDS = 5


def get_me(world: World, _p: Json) -> Json:
    """Return the bot."""
    return {
        **world.profile.as_user(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def answer_callback_query(world: World, p: Json) -> bool:
    """End the waiting of a button, perhaps with a word."""
    tap = world.taps.answer(p["callback_query_id"], p)
    world.updates.touch()
    world.events.emit(
        "callback_answer",
        tap.chat_id,
        callback_query_id=tap.id,
        text=p.get("text", ""),
        show_alert=p.get("show_alert", False),
    )
    return True


def send_chat_action(world: World, p: Json) -> bool:
    """Show for five seconds that the bot is at work."""
    chat = delivery.writable_chat(world, p["chat_id"])
    chat.action, chat.action_until = p["action"], world.clock.now() + ACTION_SECONDS
    world.events.emit("typing", chat.id, action=p["action"], seconds=ACTION_SECONDS)
    return True


def get_chat(world: World, p: Json) -> Json:
    """Return the `ChatFullInfo` of a private chat."""
    chat = delivery.known_chat(world, p["chat_id"])
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    info: Json = {
        **chat.person.as_chat(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, True),
    }
    if chat.pinned:
        info["pinned_message"] = chat.entries[chat.pinned[-1]].body
    return info


def set_my_commands(world: World, p: Json) -> bool:
    """Set the commands of a scope and language."""
    _check_scope(world, p)
    world.profile.set_commands(p.get("scope"), p.get("language_code", ""), p["commands"])
    world.events.emit("commands")
    return True


def delete_my_commands(world: World, p: Json) -> bool:
    """Take the commands of a scope and language away."""
    _check_scope(world, p)
    world.profile.set_commands(p.get("scope"), p.get("language_code", ""), [])
    world.events.emit("commands")
    return True


def get_my_commands(world: World, p: Json) -> list[Json]:
    """Return the commands of exactly this scope and language."""
    _check_scope(world, p)
    check_language(p.get("language_code", ""))
    return world.profile.commands.get(scope_key(p.get("scope"), p.get("language_code", "")), [])


def _check_scope(world: World, p: Json) -> None:
    """Check that a scope of one chat names a chat there is."""
    scope = p.get("scope") or {}
    if "chat_id" in scope:
        delivery.known_chat(world, scope["chat_id"])


def _setter(kind: str) -> Callable[[World, Json], bool]:
    def method(world: World, p: Json) -> bool:
        world.profile.set_text(kind, p.get("language_code", ""), p.get(kind, ""))
        world.events.emit("bot")
        return True

    return method


def _getter(kind: str) -> Callable[[World, Json], Json]:
    def method(world: World, p: Json) -> Json:
        language = p.get("language_code", "")
        check_language(language)
        return {kind: world.profile.text(kind, language)}

    return method


def set_chat_menu_button(world: World, p: Json) -> bool:
    """Set the menu button of one chat or of all."""
    button = p.get("menu_button", {"type": "default"})
    if "chat_id" in p:
        chat = delivery.known_chat(world, p["chat_id"])
        chat.menu_button = button
        world.people.keep(chat)
    else:
        world.profile.menu_button = button
        world.profile.keep()
    world.events.emit("bot", p.get("chat_id"))
    return True


def get_chat_menu_button(world: World, p: Json) -> Json:
    """Return the menu button of one chat or of all."""
    chat = delivery.known_chat(world, p["chat_id"]) if "chat_id" in p else None
    return (chat and chat.menu_button) or world.profile.menu_button


def acknowledge(_world: World, _p: Json) -> bool:
    """Say yes: a local Telegram has no group to leave, and nothing to log out of or to close."""
    return True


METHODS: dict[str, Callable[[World, Json], object]] = {
    "getMe": get_me,
    "answerCallbackQuery": answer_callback_query,
    "sendChatAction": send_chat_action,
    "getChat": get_chat,
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getMyCommands": get_my_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "leaveChat": acknowledge,
    "logOut": acknowledge,
    "close": acknowledge,
}
