"""Pages of a referent's own people, and the values of each of their faces."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.accompanying import Awaits, Only
from bot.domain.aid import AidForm
from bot.domain.ids import NoteId, PersonId
from bot.domain.legible import Nameless
from bot.domain.money import euros
from bot.domain.people import Contact
from bot.domain.plans import State
from bot.domain.quotient import Household, quotient
from bot.domain.rules import Finding
from bot.storage.accompanying import Note
from tests.rendering.samples import AWA, NOW, PLAN_ROW, STEPS, Values, summary

NOTE = Note(NoteId(1), AWA.id, PersonId(3), PersonId(3), "Rappeler l'école <lundi> & le club", NOW, None)
HOUSEHOLD = Household(euros(18_000), euros(1_800), euros(350), 1)
WORKED: dict[str, Any] = {"quotient": quotient(HOUSEHOLD), "household": HOUSEHOLD, "by": "Lina", "at": NOW}
TALK = [("stay", STEPS["dates"]), ("transport", STEPS["transport"])]


def pages_of_people(found: tuple[Finding, ...] = ()) -> Mapping[str, list[Values]]:
    """Return the pages of a caseload: the list, a person's page, notes; and what people read of their data."""
    line: dict[str, Any] = {
        "person": AWA, "group": True, "state": "draft", "awaits": "talk", "until": None,
        "pressed": False, "days": 3, "urgent": False, "unopened": False,
        "talk": TALK, "unread": 2, "give_back": 69_000, "in_vouchers": True, "aid_form": AidForm.VOUCHERS,
    }  # fmt: skip
    lines = [
        *({**line, "state": state.value, "urgent": True, "days": 0} for state in State),
        *({**line, "awaits": awaits.value, "talk": []} for awaits in Awaits),
        *({**line, "awaits": awaits.value, "until": NOW.date(), "pressed": True, "talk": []} for awaits in Awaits),
        {**line, "awaits": "hand_over", "state": "away", "until": NOW.date(), "talk": []},
        *({**line, "awaits": "hand_over", "aid_form": form, "talk": []} for form in AidForm),
        {**line, "awaits": "take_back", "in_vouchers": False, "talk": []},
        {**line, "state": "", "days": None, "unopened": True},
        {**line, "person": replace(AWA, blocked_at=NOW), "days": 1},
        {**line, "person": replace(AWA, name=Nameless(AWA.id))},
    ]
    person: dict[str, Any] = {
        **summary(talk=TALK), "person": AWA, "me": AWA.referent_id, "due": ["review"], "days": 3,
        "days_left": {each.value: NOW.date() for each in Awaits}, "pressed": {each.value for each in Awaits},
        "urgent": True, "unopened": False, "link_until": None, "known_since": NOW.date(),
        "last_here": NOW.date(), "note": NOTE,
        "notes": 2, "sent": True, "no_reminders": True, "together": None, "with_group": "Atelier <du jeudi>",
        "give_back": 0, "in_vouchers": True, "aid_form": AidForm.VOUCHERS,
    }  # fmt: skip
    draft = {
        "person": AWA, "plan": replace(PLAN_ROW, reference=None), "state": "draft", "me": 77, "due": ["talk"],
        "days_left": {}, "pressed": frozenset(),
        "days": None, "urgent": False, "unopened": False, "link_until": None, "known_since": NOW.date(),
        "last_here": None,
        "note": None, "notes": 0, "no_reminders": False, "talk": [], "sent": False,
        "together": None, "with_group": "", "give_back": 0, "in_vouchers": True, "aid_form": AidForm.TRANSFER,
    }  # fmt: skip
    contacts: list[dict[str, Any]] = [
        {"person": replace(AWA, contact=Contact.DISCREET), "due": ["message", "tell", "hand_over"]},
        {"person": replace(AWA, contact=Contact.NONE), "due": ["hand_over"]},
        {"person": replace(AWA, blocked_at=NOW), "due": ["asleep"], "days": 1},
        {"person": replace(AWA, chat_id=None), "unopened": True, "due": ["link"], "days": 0},
        {"person": replace(AWA, chat_id=None), "unopened": True, "link_until": NOW.date()},
        {"state": "cancelled", "due": ["take_back"], "give_back": 69_000},
        {"plan": None, "state": ""},
        {"person": replace(AWA, name=Nameless(AWA.id))},
        {"sent": False, "together": (8, 11)},
    ]
    told = {"note": NOTE, "author": "", "day": date(2026, 11, 23)}
    changed = {**told, "note": replace(NOTE, changed_at=NOW), "author": "Omar"}
    lists: list[Values] = [
        {"lines": lines[:8], "me": me, "count": count, "only": only.value, "groups": {AWA.id: "Atelier <du jeudi>"}}
        for me, count in ((AWA.referent_id, 60), (77, 1))
        for only in Only
    ]
    lists += [{"lines": [each], "me": 3, "count": 1, "only": "all", "groups": {}} for each in lines]
    lists += [{"lines": [], "me": 3, "count": n, "only": "talk", "groups": {}} for n in (0, 9)]
    return {
        "privacy": [
            {"controller": "Tilleuls", "contact": contact, "changed": changed}
            for contact, changed in (("donnees@example.org", True), ("", False))
        ],
        "review/stopped": [summary(closed_at=NOW)],
        "review/kept_for_next": [{"names": ["Awa <D.>"] * count} for count in (0, 1, 10, 11)],
        "review/people": lists,
        "review/person": [person, draft, *({**base, **each} for base in (person, draft) for each in contacts)],
        "quotient/_result": [{**WORKED, "name": "Awa <D.>", "limit": found[:n]} for n in (0, 1)],
        "review/nobody_found": [{"typed": "<Zoé>"}],
        "note/_notes": [
            {"name": "Awa <D.>", "lines": notes, "count": len(notes), "stand_in": stand_in}
            for notes in ([told, changed], [])
            for stand_in in ("", "Lina")
        ],
        "note/_one": [{**each, "name": "Awa"} for each in (told, changed)],
    }
