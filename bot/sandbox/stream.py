"""Server-sent events: what happens, to the page, from where it left off."""

from aiohttp import web

from bot.sandbox.events import Events
from bot.sandbox.wire import encoded

HEARTBEAT_SECONDS = 15.0
HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}


async def stream(request: web.BaseRequest, events: Events) -> web.StreamResponse:
    """Send events until either side ends; `Last-Event-ID` says which were seen."""
    response = web.StreamResponse(headers=HEADERS)
    await response.prepare(request)
    said = request.headers.get("Last-Event-ID", "")
    seen = int(said) if said.isdecimal() else events.last
    await response.write(b"retry: 500\n\n")
    while not events.closed:
        happened = await events.next(seen, HEARTBEAT_SECONDS)
        if not happened:
            await response.write(b": still here\n\n")
            continue
        seen = happened[-1]["id"]
        await response.write(b"".join(b"id: %d\ndata: %s\n\n" % (each["id"], encoded(each)) for each in happened))
    return response
