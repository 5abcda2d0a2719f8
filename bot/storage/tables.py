"""Every noun's tables, imported in one place: the whole metadata, to be compared or migrated."""

from bot.storage import (
    absences,
    accompanying,
    attendances,
    audit,
    broadcasts,
    call_versions,
    calls,
    departures,
    events,
    guides,
    handovers,
    imports,
    inbox,
    invitations,
    messages,
    minutes,
    networks,
    outbox,
    past_figures,
    people,
    plans,
    requests,
    sessions,
    views,
)
from bot.storage.schema import metadata

__all__ = [
    "guides", "messages",
    "absences", "accompanying",
    "attendances", "audit", "broadcasts", "call_versions", "calls",
    "departures", "events", "handovers", "imports", "inbox",
    "invitations", "metadata", "minutes", "networks", "outbox", "past_figures", "people", "plans", "requests",
    "sessions", "views",
]  # fmt: skip
