"""From the answers of a broadcast's questions to the circle that is meant, and what its labels are made from."""

from bot.domain.audience import Audience, Seen, To
from bot.interaction.forms import Form, with_context
from bot.interaction.request import Request
from bot.storage import calls, events, networks
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from conversations.broadcast import NO_CALL, OF_WRITING, BroadcastContext
from conversations.engine.answers import Facts

MOST_CALLS = 8
"""Calls to choose from, the latest; what is older has nothing to announce."""


def calls_of(tx: Tx, request: Request) -> list[CallRow]:
    """Return the calls a message may be about: those that were opened, the latest first."""
    return [row for row in calls.of_network(tx, request.person.network_id) if not row.draft][:MOST_CALLS]


def with_choices(tx: Tx, request: Request, form: Form) -> Form:
    """Return a form at whose end many will read, with the calls, meetings and languages to choose from."""
    found = calls_of(tx, request)
    meetings = {str(event.id): event.name for event in events.to_come(tx, request.person.network_id, request.now)}
    languages = request.moment.app.language_names
    context = BroadcastContext(
        languages=tuple(languages),
        own_language=request.reader.language,
        calls=tuple(str(row.id) for row in found),
        direct=frozenset(str(row.id) for row in found if row.people_directly),
        events=tuple(meetings),
        kinds=tuple(networks.kinds_used(tx, request.person.network_id)),
    )
    own = {each.code: each.words for each in networks.own_kinds(tx, request.person.network_id)}
    names = {str(row.id): row.name for row in found}
    shown = {"call_names": names, "event_names": meetings, "language_names": languages, "kind_words": own}
    return with_context(form, context, shown)


def call_meant(tx: Tx, request: Request, facts: Facts) -> CallRow | None:
    """Return the call that was named, if it is there still."""
    wanted = facts.value("call")
    return next((row for row in calls_of(tx, request) if wanted not in {None, NO_CALL} and row.id == int(wanted)), None)


def audience_of(tx: Tx, request: Request, facts: Facts) -> Audience:
    """Return the circle that is meant. A call of some regions reaches organisations of these regions alone."""
    to, call, narrow = To(facts.value("to")), call_meant(tx, request, facts), facts.value("narrow") or ()

    def narrowed(name: str) -> tuple[str, ...]:
        return tuple(facts.value(name) or ()) if name in narrow else ()

    regions = narrowed("regions")
    if call is not None and call.regions and to is not To.COORDINATORS:
        regions = tuple(region for region in call.regions if not regions or region in regions) or call.regions
    return Audience(
        to=to,
        call_id=call.id if call is not None else None,
        regions=regions,
        kinds=narrowed("kinds"),
        states=narrowed("states"),
        languages=narrowed("languages"),
        seen=Seen(facts.value("seen")) if "seen" in narrow and facts.value("seen") else None,
        with_sent=facts.value("sent") == "in",
        with_groups=facts.value("message") not in OF_WRITING,
    )
