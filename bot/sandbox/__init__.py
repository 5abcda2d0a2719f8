"""A Telegram for one machine: a Bot API server as strict as the real one, and a control API for those who play people.

Imports no other part of the product and speaks HTTP only, so that any bot can be tried against it.
"""

from bot.sandbox.flood import Limits
from bot.sandbox.server import Sandbox

__all__ = ["Limits", "Sandbox"]
