"""What is done with guides: each act leaves a line in the trail of the guide."""

from bot.domain.ids import GuideId
from bot.interaction.request import Request
from bot.storage import audit, guides
from bot.storage.changes import GuideWords
from bot.storage.guides import Guide
from bot.storage.kernel.store import Tx


def shelve(tx: Tx, request: Request, said: GuideWords) -> GuideId:
    """Shelve a guide of the coordinator's network."""
    guide = GuideId(guides.add(tx, request.person.network_id, request.person.id, request.now, **said))
    _note(tx, request, guide, "shelve")
    return guide


def change(tx: Tx, request: Request, guide: Guide, said: GuideWords) -> None:
    """Put what was changed of a guide in its place."""
    guides.change(tx, guide.id, **said)
    _note(tx, request, guide.id, "change")


def remove(tx: Tx, request: Request, guide: Guide) -> None:
    """Take a guide off the shelf: nobody finds it any more."""
    guides.change(tx, guide.id, removed_at=request.now)
    _note(tx, request, guide.id, "remove")


def _note(tx: Tx, request: Request, guide: GuideId, what: str) -> None:
    audit.append(tx, f"guide:{guide}", request.now, request.person.id, what, None, None)
