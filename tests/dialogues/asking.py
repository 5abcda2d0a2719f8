"""Parts of the story of a person whom no network knows yet, and who asks to join."""

from bot.storage import requests
from tests.support.phones import Message, Phone
from tests.support.town import Town


async def writes(phone: Phone, place: str = "35", organisation: str = "Chantier du Parc") -> None:
    """Write the answers to the five questions, up to "check, then send"."""
    await phone.taps("g:join")
    await phone.sees("join_request/asker")
    await phone.says("Inès Morvan")
    await phone.says(organisation)
    await phone.taps("more", "siae")
    await phone.sees("join_request/where")
    await phone.says(place)
    await phone.says("De la part de Sonia")
    await phone.sees("request/ready")


async def tap_beginning(phone: Phone, beginning: str) -> None:
    """Tap the button of the newest message whose data begins so."""
    rows = (await phone.last())["reply_markup"]["inline_keyboard"]
    await phone.taps(next(b["callback_data"] for row in rows for b in row if b["callback_data"].startswith(beginning)))


async def sends(phone: Phone) -> None:
    await tap_beginning(phone, "g:send_request:")


async def asks(town: Town, name: str = "Inès", **said: str) -> Phone:
    """Send a request from a person; returns the phone."""
    phone = await town.phone(name)
    await phone.starts()
    await writes(phone, **said)
    await sends(phone)
    return phone


def link_on(message: Message) -> str:
    """Return the address behind the button of a message."""
    found = [b["url"] for row in message["reply_markup"]["inline_keyboard"] for b in row if "url" in b]
    return str(found[0]).partition("start=")[2]


async def of_chat(phone: Phone) -> list[requests.JoinRequest]:
    found: list[requests.JoinRequest] = await phone.town.does(requests.of_chat, phone.account)
    return found


async def version_of(phone: Phone) -> str:
    """Return the version that the buttons of the newest message carry."""
    rows = (await phone.last())["reply_markup"]["inline_keyboard"]
    return str(rows[0][0]["callback_data"]).rpartition(":")[2]
