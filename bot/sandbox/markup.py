"""Keyboards: what Telegram refuses beyond the types of their fields. Says nothing of who sees them."""

from bot.sandbox.entities import is_blank
from bot.sandbox.wire import Json, bad_request

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
BUTTON_ACTIONS = frozenset(
    {
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    }
)
EMPTY_CELL = "\u2800"
"""The one sign without ink that Telegram takes as the text of a button: calendars have it in their empty cells."""
SCHEMES = ("http://", "https://", "tg://", "ton://", "tonsite://")


def check_inline_button(button: Json) -> None:
    """Check that a button has a text and exactly one action.

    Raises:
        ApiError: no text, no action or several, an address without a host.
    """
    if _says_nothing(button["text"]):
        raise bad_request("can't parse inline keyboard button: Text must be non-empty")
    actions = BUTTON_ACTIONS & button.keys()
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"inline keyboard button must have exactly one action, has {', '.join(sorted(actions))}")
    url = button.get("url")
    if url is not None and not _is_address(url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _says_nothing(text: str) -> bool:
    return EMPTY_CELL not in text and is_blank(text)


def _is_address(url: str) -> bool:
    """Return whether Telegram takes an address: its own schemes, and a dot in a web host; it adds a missing http://."""
    if url.startswith(("tg://", "ton://", "tonsite://")):
        return True
    host = url.partition("://")[2] if "://" in url else url
    return url.startswith(SCHEMES) == ("://" in url) and "." in host.split("/", 1)[0] and " " not in host


def _check_size(rows: list[list[Json]]) -> None:
    """Check the server's own limits of size, which the documentation does not state."""
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")


def check_keyboard(markup: Json) -> None:
    """Check that an inline keyboard has at most 100 buttons, 8 in a row.

    Raises:
        ApiError: too many.
    """
    _check_size(markup["inline_keyboard"])


def check_reply_keyboard(markup: Json) -> None:
    """Check a reply keyboard: the same limits of size, and no button without a text.

    Raises:
        ApiError: too many buttons, none at all, or one without a text.
    """
    rows = markup["keyboard"]
    _check_size(rows)
    if not any(rows):
        raise bad_request("reply keyboard is empty")
    if any(_says_nothing(button["text"]) for row in rows for button in row):
        raise bad_request("can't parse keyboard button: Text must be non-empty")
