"""Where buttons about a referent's people lead."""

from bot.domain.accompanying import Only
from bot.domain.ids import NoteId, PersonId, PlanId
from bot.domain.people import Refused, Role
from bot.interaction.arguments import ATTACHED
from bot.interaction.plan_routes import BENEFICIARY, on_plan
from bot.interaction.plan_routes import REFERENT as THE_REFERENT
from bot.interaction.request import Request
from bot.interaction.routes import REFERENT, STEP, Argument, decode_id, encode_id, one_of, word
from bot.plan import access
from bot.storage import accompanying, people
from bot.storage.accompanying import Note
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Word


def _note(tx: Tx, request: Request, text: str) -> Note:
    note = accompanying.note_of(tx, decode_id(text), request.person.id)
    if note is None or not people.is_attached(tx, note.person_id, request.person.id):
        raise Refused("not_found")
    return note


NOTE: Argument[NoteId, Note] = Argument("note", encode_id, _note)
"""A private note that the caller may read: a referent's own, about a beneficiary whom this referent accompanies."""


def _invitee(tx: Tx, request: Request, text: str) -> Person:
    person = people.by_id(tx, ATTACHED.read(tx, request, text))
    if not person.has(Role.BENEFICIARY):
        raise Refused("not_found")
    return person


INVITEE: Argument[PersonId, Person] = Argument("invitee", encode_id, _invitee)
"""A beneficiary whom the caller accompanies, and who may have an account: a group has none."""


def _filled_in(tx: Tx, request: Request, text: str) -> PlanRow:
    plan = access.seen_by(tx, request.person, decode_id(text), Role.BENEFICIARY, Role.REFERENT)
    if access.private_from(request.person, plan):
        raise Refused("no_consent")
    return plan


FILLED_IN: Argument[PlanId, PlanRow] = Argument("plan", encode_id, _filled_in)
"""A plan that the caller may write on now; Refused("no_consent") for one that is its beneficiary's own."""


def _page(_tx: Tx, _request: Request, text: str) -> int:
    if not text.isdecimal():
        raise Refused("not_found")
    return int(text)


AT: Argument[int, int] = Argument("page", str, _page, missing=0)
"""Which page of the list, from 0, in decimal: as buttons have always said it."""

PEOPLE = REFERENT.route("people", one_of(Only, missing=Only.EVERYBODY), AT)
MY_PEOPLE = Button(Word("my_people"), PEOPLE.to(Only.EVERYBODY, 0))
"""The way to the whole list, which hangs under many pages."""
FIND = REFERENT.route("find")
PERSON = REFERENT.route("person", ATTACHED)
NAME = REFERENT.route("name", ATTACHED)
"""A name for a beneficiary who was invited without one."""
LINK = REFERENT.route("link", INVITEE, word("sure", "surely", missing=""))
TOLD = REFERENT.route("told", ATTACHED)
BESIDE = REFERENT.route("beside", ATTACHED)

NOTES = REFERENT.route("notes", ATTACHED)
WRITE_NOTE = REFERENT.route("note", ATTACHED)
OPEN_NOTE = REFERENT.route("open_note", NOTE)
EDIT_NOTE = REFERENT.route("edit_note", NOTE)
FORGET_NOTE = REFERENT.route("forget_note", NOTE, word("sure", "surely", missing=""))

DETACH = REFERENT.route("detach", ATTACHED)
DETACH_SURELY = REFERENT.route("detach_surely", ATTACHED)
ATTACH_AGAIN = REFERENT.route("attach_again", ATTACHED)

GO_WITH = REFERENT.route("go_with", FILLED_IN)
RECAP_WITH = REFERENT.route("recap_with", FILLED_IN)
CHANGE_WITH = REFERENT.route("change_with", FILLED_IN)
PART_WITH = REFERENT.route("part_with", FILLED_IN, word("section"))
EDIT_WITH = REFERENT.route("edit_with", FILLED_IN, STEP)

CARD = on_plan("card", *THE_REFERENT, looks=True, reads=True)
WHOLE = on_plan("whole", *THE_REFERENT, looks=True, reads=True)
QUOTIENT = on_plan("quotient", *THE_REFERENT)
ASK_CONFIRM = on_plan("ask_confirm", *THE_REFERENT, looks=True)
CONFIRM = on_plan("confirm", *BENEFICIARY)
ALONE = on_plan("alone", *BENEFICIARY)
