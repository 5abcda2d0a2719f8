"""The shelf of guides: by theme, by words, the newest; for referents, and those for people for people as well."""

from collections.abc import Sequence
from typing import Any

from bot.domain.people import AT_WORK, Role
from bot.features.guides import routes
from bot.features.guides.views import AsRead, FoundGuides, OfTheme, OneGuide, Shelf
from bot.features.messages import routes as message_routes
from bot.interaction import listening
from bot.interaction.home import HOME
from bot.interaction.listening import Listener
from bot.interaction.request import Request
from bot.interaction.search import Index
from bot.storage import guides
from bot.storage.guides import Guide
from bot.storage.kernel.store import Tx
from bot.storage.sessions import Session
from conversations.engine.keyboard import Button, Plain, Rows, Word, column
from conversations.engine.replies import Reply, Said
from conversations.engine.screens import Page
from conversations.guide import Theme, link_in

PLACE = "guides"
"""The page that listens: what is typed under it is looked for."""
MOST_FOUND = 6
MOST_IN_THEME = 20
MOST_NEWEST = 5
ENOUGH = 0.25
"""How well a guide must fit what was typed, of 1, to be shown."""


def readable(tx: Tx, request: Request) -> list[Guide]:
    """Return the guides that the reader may read, those in the reader's language first, the newest of each."""
    for_people = not request.person.roles & AT_WORK
    found = guides.shelf(tx, request.person.network_id, for_people=for_people)
    return sorted(found, key=lambda each: not _in_own_language(request, each))


def _in_own_language(request: Request, guide: Guide) -> bool:
    """Return whether a guide is in the reader's language, easy or not."""
    return _spoken(guide.language) == _spoken(request.reader.language)


def _spoken(language: str) -> str:
    return language.partition("@")[0]


@routes.SHELF.on
@routes.SHELF_OF_REFERENT.on
def overview(tx: Tx, request: Request) -> Page:
    """Show the themes that have something, and the newest; words can be typed to look for one."""
    found = readable(tx, request)
    listening.listen(tx, request, PLACE)
    counts = {theme: sum(each.theme == theme for each in found) for theme in Theme}
    themes = [
        Button(Word("guide_theme", {"theme": t, "count": n}), routes.SHELF_THEME.to(t)) for t, n in counts.items() if n
    ]
    newest = sorted(found, key=lambda each: each.id, reverse=True)[:MOST_NEWEST]
    return Shelf([each.title for each in newest]).page(column(*themes, *_ways(request)))


def _ways(request: Request) -> list[Button]:
    back = (
        [Button(Word("guides_and_questions"), message_routes.SUPPORT.to())] if request.person.has(Role.REFERENT) else []
    )
    return [*back, HOME]


@routes.SHELF_THEME.on
def theme(tx: Tx, request: Request, theme: Theme) -> Page:
    """Show the guides of one theme."""
    found = [each for each in readable(tx, request) if each.theme == theme]
    listening.listen(tx, request, PLACE)
    rows = (*titles(request, found[:MOST_IN_THEME]), *column(_all(), HOME))
    return OfTheme(theme, len(found)).page(rows)


def _all() -> Button:
    return Button(Word("all_guides"), routes.SHELF.to())


def titles(request: Request, found: Sequence[Guide]) -> Rows:
    """Return guides as buttons; one in another language than the reader's says which."""
    return column(*(Button(Plain(_title(request, each)), routes.READ.to(each.id)) for each in found))


def _title(request: Request, guide: Guide) -> str:
    told = f"{_sign(guide)} {guide.title}"
    if _in_own_language(request, guide):
        return told
    return f"{told} · {request.moment.app.renderer.own_name(guide.language)}"


def _sign(guide: Guide) -> str:
    if "file" in guide.content:
        return "📄"
    return "🔗" if link_in(guide.content["text"]) else "📘"


@routes.READ.on
def one(tx: Tx, request: Request, guide: Guide) -> Page:
    """Show one guide: its words, its address behind a button, or its file."""
    listening.listen(tx, request, PLACE)
    return shown(guide, column(_all(), HOME))


def shown(guide: Guide, rows: Rows) -> Page:
    """Show a guide with these buttons under it."""
    view = OneGuide(guide.title, text_of(guide), guide.theme, guide.created_at, guide.for_people)
    return with_content(guide, view, rows)


def text_of(guide: Guide) -> str:
    """Return the words of a guide; none where they are a link, which a button opens."""
    text: str = guide.content.get("text", "")
    return "" if link_in(text) else text


def with_content(guide: Guide, view: AsRead, rows: Rows) -> Page:
    """Return a view of a guide as a page, with its file or the button of its link above these."""
    file: dict[str, Any] = guide.content.get("file") or {}
    link = link_in(guide.content.get("text", ""))
    opens = column(Button(Word("open_link"), url=link, style="primary")) if link else ()
    return view.page(
        (*opens, *rows),
        picture=file["id"] if file.get("kind") == "photo" else None,
        document=file["id"] if file.get("kind") == "document" else None,
    )


def find(found: Sequence[Guide], text: str) -> list[Guide]:
    """Return the guides whose title or words fit what was typed, the best first."""
    by_key = {str(each.id): each for each in found}
    phrases = {key: (each.title, *each.content.get("text", "").splitlines()) for key, each in by_key.items()}
    return [by_key[hit.key] for hit in Index(phrases).find(text, MOST_FOUND) if hit.score >= ENOUGH]


def heard(tx: Tx, request: Request, reply: Reply, session: Session) -> Page:
    """Show the guides that fit words typed under the shelf; a guide that is not there can be asked for."""
    text = reply.text if isinstance(reply, Said) else ""
    found = find(readable(tx, request), text)
    listening.listen(tx, request, PLACE)
    asks = (
        [Button(Word("ask_network"), message_routes.ASK.to())]
        if request.person.has(Role.REFERENT) and not found
        else []
    )
    return FoundGuides(len(found)).page((*titles(request, found), *column(*asks, _all(), HOME)))


LISTENERS = {PLACE: Listener(heard, lambda tx, request, _session: overview(tx, request))}
