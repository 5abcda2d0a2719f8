"""Every noun's tables, imported in one place: the whole metadata, to be compared or migrated."""

from bot.storage import audit, calls, inbox, invitations, networks, outbox, people, plans, sessions
from bot.storage.schema import metadata

__all__ = ["audit", "calls", "inbox", "invitations", "metadata", "networks", "outbox", "people", "plans", "sessions"]
