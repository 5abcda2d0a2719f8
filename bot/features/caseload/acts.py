"""What a referent does for a beneficiary: close an account and open it again, note news as told, keep a quotient."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from bot.domain.accompanying import TOLD_AS
from bot.domain.ids import PersonId
from bot.domain.legible import Nameless
from bot.domain.people import Refused
from bot.domain.quotient import Household, quotient
from bot.features.caseload.status import of_person
from bot.interaction import forms
from bot.interaction.request import Request
from bot.plan import access
from bot.plan.access import need_no_work
from bot.storage import accompanying, audit, people, plans, sessions
from bot.storage.accompanying import Note
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow

CLOSED = "closed_account"
"""The name under which a closed chat is kept, beside short conversations."""
UNDO_WITHIN = timedelta(days=1)

QUOTIENT_OPEN_IN = forms.OPEN_IN["e"]
"""Until the plan is endorsed the quotient may be worked out, and worked out again."""


def close_account(tx: Tx, request: Request, person: Person) -> None:
    """Close an account that is open: its telephone opens nothing from now on; the chat is kept, sealed, to undo it.

    Raises:
        Refused: what `need_no_work` says of a person who has work here.
    """
    need_no_work(person)
    kept: dict[str, Any] = {
        "chat": person.chat_id,
        "code": person.code_hash.hex() if person.code_hash else None,
        "at": request.now.isoformat(),
    }
    sessions.open_form(tx, request.person.id, CLOSED, request.now, person.id, kept)
    people.change(tx, person.id, chat_id=None, unlocked_until=None, code_hash=None, code_failures=0)
    audit.append(tx, f"person:{person.id}", request.now, request.person.id, "detach", None, None)


def open_again(tx: Tx, request: Request, person: Person) -> None:
    """Open a closed account again to the same telephone, with the code word of before.

    Raises:
        Refused: "too_late_to_undo" after a day, once another telephone has the account, or the telephone another
            account.
    """
    row = sessions.open_about(tx, request.person.id, CLOSED, person.id)
    if row is None or person.chat_id is not None:
        raise Refused("too_late_to_undo")
    kept = row.answers
    late = request.now - datetime.fromisoformat(kept["at"]) > UNDO_WITHIN
    if late or people.by_chat(tx, kept["chat"]) is not None:
        raise Refused("too_late_to_undo")
    code = bytes.fromhex(kept["code"]) if kept["code"] else None
    people.change(tx, person.id, chat_id=kept["chat"], code_hash=code)
    sessions.close_form(tx, row.id)
    audit.append(tx, f"person:{person.id}", request.now, request.person.id, "attach_again", None, None)


def note_new_link(tx: Tx, request: Request, person: Person) -> None:
    """Note in the trail that a new link is given away."""
    audit.append(tx, f"person:{person.id}", request.now, request.person.id, "new_link", None, None)


def note_told(tx: Tx, request: Request, person_id: PersonId) -> None:
    """Note that the news of a beneficiary's plan was told face to face; nothing where there is no news."""
    known = of_person(tx, request.moment, person_id)
    if known.plan is not None and known.seen.state in TOLD_AS:
        accompanying.note_told(tx, person_id, known.plan.id, known.plan.state, request.person.id, request.now)


def give_name(tx: Tx, request: Request, person_id: PersonId, name: str) -> None:
    """Name a beneficiary who was invited without a name; nothing where a colleague was quicker."""
    if isinstance(people.by_id(tx, person_id).name, Nameless):
        people.change(tx, person_id, name=name)
        audit.append(tx, f"person:{person_id}", request.now, request.person.id, "name", None, None)


def write_note(tx: Tx, request: Request, person_id: PersonId, text: str) -> None:
    """Keep a new note for the beneficiary's own referent: a stand-in leaves it to that colleague."""
    owner = people.by_id(tx, person_id).referent_id or request.person.id
    accompanying.write_note(tx, person_id, owner, request.person.id, text, request.now)


def change_note(tx: Tx, request: Request, note: Note, text: str) -> None:
    """Put new words in the place of those of a note."""
    accompanying.change_note(tx, note.id, text, request.now)


def forget_note(tx: Tx, note: Note) -> None:
    """Remove a note for good."""
    accompanying.forget_note(tx, note.id)


def keep_quotient(tx: Tx, request: Request, plan: PlanRow, household: Household) -> PlanRow:
    """Write the quotient into the referent's part of a plan, and keep how it was found; return the plan.

    Raises Refused("not_now") once the plan is endorsed.
    """
    if plan.state not in QUOTIENT_OPEN_IN:
        raise Refused("not_now")
    found = quotient(household)
    own = {name: {"v": value, "by": request.person.id} for name, value in (("quotient", found), ("proof", "referent"))}
    plans.save(tx, plan, request.now, answers={**plan.answers, **own})
    accompanying.keep_figures(tx, plan.id, asdict(household), request.person.id, request.now)
    trail, proof = f"plan:{plan.id}", {"proof": "referent"}
    audit.append(tx, trail, request.now, request.person.id, "quotient", None, proof, row_key=plan.trail_key)
    return access.need(tx, plan.id)
