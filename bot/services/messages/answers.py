"""An answer to a referent becomes a guide: a title, a theme, a look at it as others will read it, then the shelf."""

from dataclasses import replace

from bot.domain.messages import Seat
from bot.domain.people import Refused
from bot.services import sheets
from bot.services.dialogue import Dialogue, Door, stale
from bot.services.messages import pages, seats, shelf, shelving
from bot.services.scene import Visit
from bot.services.sheets import Sheet, long
from bot.storage import messages, people, sessions
from bot.storage.guides import Guide
from bot.storage.messages import Message
from bot.storage.store import Tx
from conversations.engine.answers import Answer, Given
from conversations.engine.board import Button, Problem, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.widgets import load_file
from conversations.guide import ANSWER, LONGEST_TITLE, MOST_CONTENT, first_words, named_in

MOST_PARTS = 5
"""Messages in a row that are taken for one answer."""


def begin(tx: Tx, visit: Visit, dialogue: Dialogue, number: str) -> Screen:
    """Its first words are proposed as a title; a picture without words proposes none. Raises Refused."""
    sitting, message = seats.of_message(tx, visit, long(number))
    if sitting.seat is not Seat.COORDINATOR or message.side is not Seat.COORDINATOR.side:
        raise Refused("not_found")
    if message.file is not None and message.file["kind"] == "voice":
        raise Refused("voice_is_no_guide")
    said = message.text if message.file is not None else _whole(tx, message)
    known: dict[str, Answer] = {
        "guide_content": Given(load_file(message.file) if message.file is not None else _after_title(said)),
        "guide_language": Given(visit.reader.language),
        "guide_readers": Given("referents"),
    }
    title = first_words(said)
    if title:
        known["guide_title"] = Given(title)
    return dialogue.open(tx, visit, sheets.begin(tx, visit, ANSWER, message.id, known), "guide_title")


def _whole(tx: Tx, last: Message) -> str:
    """An answer in several messages, from its first to this one, as far as a guide has room."""
    text = last.text
    for each in messages.newest(tx, last.thread_id, MOST_PARTS, before=last.id):
        longer = f"{each.text}\n\n{text}"
        if each.author_id != last.author_id or each.file is not None or len(longer) > MOST_CONTENT:
            break
        text = longer
    return text


def _after_title(text: str) -> str:
    """What follows a first line that is a whole title; an answer of one line is both."""
    title, _, rest = text.partition("\n")
    return rest.strip() if rest.strip() and len(title) <= LONGEST_TITLE else text


def preview(tx: Tx, visit: Visit, sheet: Sheet) -> Page:
    """As referents will read it, with every name that stands in it; nobody else sees it yet."""
    if sheet.row is None or sheet.row.subject_id is None:
        raise Refused("not_found")
    values = shelving.said_in(sheet.facts)
    guide = Guide(id=0, network_id=visit.person.network_id, created_at=visit.now, **values)
    shown = f"{sheets.short(sheet.row.id)}:{sheets.short(sheet.version)}"
    said = f"{guide.title}\n{guide.content.get('text', '')}"
    names = named_in(said, _names(tx, visit, sheet.row.subject_id))
    keep = Button(Word("shelve_guide"), f"d:guide_ok:{shown}", style="" if names else "primary")
    change = Button(Word("change_something"), f"d:guide_redo:{shown}", style="primary" if names else "")
    ways = (change, keep) if names else (keep, change)
    page = shelf.shown(guide, column(*ways, Button(Word("do_not_shelve"), f"d:guide_no:{shown}")))
    return replace(page, template="guide/_preview", values={**page.values, "names": names})


def _names(tx: Tx, visit: Visit, message_id: int) -> set[str]:
    """Whom the answer may speak of: who asked, and the people she accompanies."""
    sitting, _ = seats.of_message(tx, visit, message_id)
    asker = people.by_id(tx, sitting.thread.owner_id)
    return {asker.name, *(person.name for person in people.accompanied(tx, asker.id))}


def _sheet(tx: Tx, visit: Visit, number: str, version: str) -> Sheet:
    """What she was shown. Raises Refused("not_found") once it was shelved, put away, or changed."""
    sheet = sheets.load(tx, visit, f"c{number}")
    if sheet.conversation is not ANSWER or stale(version, sheet):
        raise Refused("not_found")
    return sheet


def shelve(tx: Tx, visit: Visit, dialogue: Dialogue, number: str, version: str) -> Screen:
    """On the shelf, once all is said."""
    sheet = _sheet(tx, visit, number, version)
    if sheet.row is None or not sheet.facts.value("guide_theme"):
        return dialogue.resume(tx, visit, sheet)
    sessions.close_sheet(tx, sheet.row.id)
    return shelving.shelved(tx, visit, shelving.said_in(sheet.facts))


def redo(tx: Tx, visit: Visit, dialogue: Dialogue, number: str, version: str, step: str = "") -> Screen:
    """Which of its answers to change, or that one again."""
    sheet = _sheet(tx, visit, number, version)
    if step in shelving.CHANGES:
        return dialogue.open(tx, visit, sheet, step, via="guide")
    rows = [Button(Word(word), f"d:guide_redo:{number}:{version}:{name}") for name, word in shelving.CHANGES.items()]
    return replace(preview(tx, visit, sheet), rows=column(*rows))


def put_away(tx: Tx, visit: Visit, number: str, version: str) -> Page:
    """No guide after all: back to the answer it came from."""
    sheet = _sheet(tx, visit, number, version)
    if sheet.row is None or sheet.row.subject_id is None:
        raise Refused("not_found")
    sitting, _ = seats.of_message(tx, visit, sheet.row.subject_id)
    sessions.close_sheet(tx, sheet.row.id)
    return replace(pages.thread(tx, visit, sitting), notes=(Problem("guide_not_shelved"),))


COMPLETIONS = {ANSWER.name: preview}

DOORS: dict[str, Door] = {
    "shelve": lambda tx, visit, dialogue, more: begin(tx, visit, dialogue, more[0]),
    "guide_ok": lambda tx, visit, dialogue, more: shelve(tx, visit, dialogue, more[0], more[1]),
    "guide_redo": lambda tx, visit, dialogue, more: redo(tx, visit, dialogue, more[0], more[1], *more[2:3]),
    "guide_no": lambda tx, visit, _dialogue, more: put_away(tx, visit, more[0], more[1]),
}
