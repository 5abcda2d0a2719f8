"""Every page and every notice, and the values of each of its faces: what services hand to templates."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

from bot.domain.aid import AidForm
from bot.domain.money import Cents
from bot.domain.notices import REMINDER
from bot.domain.organisation_list import Reason
from bot.domain.people import AT_WORK
from bot.domain.plans import State
from bot.domain.rules import Finding
from bot.features import registry  # noqa: F401  # which notices there are
from bot.features.questions.shelf import THEMES
from bot.notices.kinds import KINDS
from conversations import OWN_PART, PLAN
from conversations.engine.steps import Need
from conversations.reckoning import budget, payment, proposal
from tests.rendering.call_faces import HANDED, NOTHING_OF_CALLS, NOTICES_OF_CALLS, pages_of_calls
from tests.rendering.committee_faces import committee_pages
from tests.rendering.faces_asked_first import pages_asked_first
from tests.rendering.faces_of_broadcasts import broadcast_pages
from tests.rendering.faces_of_departures import departure_pages
from tests.rendering.faces_of_groups import IN_BARE_NOTICES, IN_NOTICES, group_pages
from tests.rendering.faces_of_messages import message_pages
from tests.rendering.faces_of_reminders import LEFT, PERSONAL, reminder_pages
from tests.rendering.people_faces import WORKED, pages_of_people
from tests.rendering.report_faces import report_pages
from tests.rendering.samples import (
    ANSWERS,
    BARE_ROW,
    FACTS,
    NOW,
    PLAN_ROW,
    STAY,
    STEPS,
    UNKNOWN,
    UNKNOWN_RULES,
    Values,
    path_of,
    summary,
)


def pages(found: tuple[Finding, ...]) -> Mapping[str, list[Values]]:
    """Return every page, with the values of each of its faces."""
    path = path_of(PLAN, Need.SEND, Need.ENDORSE)
    first = [(placed.section.name, placed.step) for placed in path[:2]]
    told = [(placed.step, FACTS.value(placed.step.id)) for placed in path if placed.section.name == "wishes"]
    changed = [("stay", STEPS["dates"], None, STAY), ("stay", STEPS["place"], "sea", None)]
    where: dict[str, Any] = {
        "name": "Awa", "plan": PLAN_ROW, "done": True, "next": first[0], "missing": first,
        "people_by": date(2027, 6, 1), "late": False, "closed": False, "changes": ["dates"], "place_kept": True,
        "answer_after": date(2027, 5, 12),
        "payment": payment(FACTS, Cents(30_000)),
        "giver": "Tremplin", "receipt": "phone", "rank": 2, "problem": False, "give_back": 0, "can_undo": False,
        "aid_form": AidForm.VOUCHERS, "waiting": None, "to_come": 0, "back_in_vouchers": True,
        "can_resume": True, "withdrawn": False, "changing": True, "until": date(2027, 8, 15), "reads": "Omar",
    }  # fmt: skip
    bare: dict[str, Any] = {**where, "plan": BARE_ROW, "name": "", "missing": [], "changes": [], "place_kept": False}
    bare |= {"people_by": None, "answer_after": None, "giver": "", "can_resume": False, "until": None}
    short = payment(FACTS, Cents(30_000))
    card = {
        "kept": 8, "beside": 1, "unknown": UNKNOWN_RULES, "warnings": found[:6], "refusals": (), "talk": first,
        "worries": ("worries", STEPS["worries"], ("home",)), "own_left": 3,
        "figures_left": first, "differences": changed, "point": "Prix pour 7 nuits ?", "urgent": True,
        "about": first[:1], "abroad_asking_for_asylum": True,
        "unanswered": ("Awa <D.>", "Bea", "Cléo", "Dina", "Ève", "Fay"),
    }  # fmt: skip
    empty = {
        **card, "kept": 0, "beside": 0, "unknown": UNKNOWN_RULES[:1],
        "warnings": (), "talk": [], "figures_left": [], "differences": [], "point": "", "about": [],
        "abroad_asking_for_asylum": False, "unanswered": (),
    }  # fmt: skip
    money = {
        "plan": PLAN_ROW, "budget": budget(FACTS), "proposal": proposal(FACTS), "payment": payment(FACTS), "why": False,
        "aid_form": AidForm.VOUCHERS, "guarantee": 30_000, "by_card": True,
        "complete": True, "refusals": found[:1], "warnings": found[1:2],
    }  # fmt: skip
    sent = {
        "plan": PLAN_ROW, "referent": "Lina", "name": "Awa", "by_referent": False, "again": False, "urgent": True,
        "may_write": True,
    }  # fmt: skip
    reviewed: Values = {"name": "Awa", "left": 2, "minutes": 2, "at": NOW, "state": "granted", "conditions": found[:2]}
    found_pages: dict[str, list[Values]] = {
        **committee_pages(found),
        "absence/_away": [
            {"own": own, "name": "Lina", "stand_in": "Omar", "last_day": date(2027, 8, 15), "first_day": first}
            for own in (True, False)
            for first in (None, date(2027, 8, 1))
        ],
        "absence/_colleague_late": [{"name": "Lina", "waiting": n} for n in (1, 7)],
        "absence/_network_late": [
            {"lines": lines, "fewest": 5, "unreached": n}
            for lines in ([("Tilleuls", 7), ("Ormes", None)], [])
            for n in (0, 1, 2)
        ],
        "absence/_nobody": [{"own": own} for own in (True, False)],
        "absence/_unreached": [
            {"name": "Lina", "organisation": "Tilleuls", "waiting": n, "how": how}
            for n, how in ((1, "blocked"), (3, "silent"), (2, "never_opened"), (0, "reachable"))
        ],
        "code/choose_again": [{"least": 4}],
        "code/chosen": [{"minutes": 10}],
        "help": [
            {"referent": "Lina", "roles": frozenset({"beneficiary"})},
            {"referent": "", "roles": frozenset({"coordinator"})},
        ],
        "home/plan": [
            {**values, "state": state.value}
            for state in State
            for values in (where, bare, {**where, "late": True}, {**where, "closed": True})
        ]
        + [{**where, "state": "granted", "aid_form": form, **more} for form in AidForm for more in ({}, {"giver": ""})]
        + [
            {**where, "state": "handed_over", "receipt": receipt, "waiting": waiting, "to_come": left, "aid_form": form}
            for receipt in ("", "refused", "phone", None)
            for waiting in (HANDED, replace(HANDED, cents=30_000), None)
            for left in (0, 36_000)
            for form in AidForm
        ]
        + [{**where, "state": "cancelled", "give_back": 69_000, "back_in_vouchers": False}]
        + [{**where, "state": "handed_over", "receipt": "phone", "give_back": 20_000}]
        + [{**where, "state": state, "give_back": 69_000, "can_undo": True} for state in ("cancelled", "postponed")]
        + [{**where, "state": "in_committee", "withdrawn": True}, {**where, "state": "away", "problem": True}],
        "invitation/_beside": [{"name": "Awa", "plan": 42}],
        "invitation/_link": [
            {"name": "Awa", "link": "https://t.me/b?start=c", "days": 14, "discreet": secret}
            for secret in (True, False)
        ],
        "invite_referent/_link": [{"organisation": "Les Tilleuls", "link": "https://t.me/b?start=c", "days": 14}],
        "join/role": [
            {"role": role.value, "organisation": where, "accompanied": accompanied}
            for role in sorted(AT_WORK)
            for where in ("Tilleuls", "")
            for accompanied in (True, False)
        ],
        "join/beneficiary": [
            {"name": name, "referent": referent, "word": word, "has_voice": voice, "reads_at": at, "written": written}
            for name, referent, word, voice, at, written in (
                ("Awa", "Lina", "J'ai pensé à vous", False, NOW, 0),
                ("", "Lina", "", True, None, 2),
                ("", "", "", True, None, 0),
            )
        ],
        "plan/budget": [
            money,
            {**money, "why": True},
            {**money, "complete": False},
            {**money, "payment": short},
            {**money, "payment": payment(FACTS, Cents(99_000))},
        ],
        "plan/cancel": [
            {"plan": PLAN_ROW, "whose": whose, "in_hand": cents, "in_vouchers": vouchers}
            for whose, cents in (("", 69_000), ("", 0), ("Awa <D.>", 69_000))
            for vouchers in (True, False)
        ],
        "plan/may_i_write": [{"referent": "Lina"}],
        "plan/part": [
            {
                "section": "wishes",
                "lines": [
                    (STEPS["wishes"], ANSWERS["wishes"], ""),
                    (STEPS["aim"], None, "talk"),
                    (STEPS["aim"], None, "unknown"),
                    (STEPS["aim"], None, ""),
                ],
            }
        ],
        "plan/paused": [{"referent": ""}],
        "plan/postpone": [
            {"taken": taken, "asked": asked, "whose": whose, "in_hand": cents, "in_vouchers": True}
            for taken, asked, whose, cents in (
                (True, False, "", 69_000),
                (True, False, "", 0),
                (True, False, "Awa <D.>", 69_000),
                (False, True, "", 0),
            )
        ],
        "plan/recap": [
            {
                "plan": PLAN_ROW,
                "lines": [("wishes", "done", told), ("stay", "talk", []), ("share", "open", [])],
                "sent": sent,
                "can_send": ready,
                "closed": closed,
                "hands": hands,
                "marked": frozenset({"wishes"} if hands else ()),
                "to_confirm": len(hands),
                "own": own,
                "name": "Awa <D.>",
            }
            for sent, ready, closed in product((True, False), repeat=3)
            for hands in ((), (("Lina", 3),), (("Lina", 1), ("Omar", 2)))
            for own in (True, False)
        ],
        "plan/sent": [sent, {**sent, "by_referent": True}, {**sent, "referent": "", "may_write": False}],
        "questions/_theme": [{"theme": theme} for theme in THEMES],
        "questions/_unknown": [{"text": "Y a-t-il un <zoo> ?", "to": to} for to in ("Lina", "")],
        "review/unanswered": [{"name": "Atelier", "members": names} for names in (("Awa <D.>",), ("Awa", "Zoé"))],
        "review/card": [summary(**card), summary(**{**empty, **UNKNOWN, "refusals": found[:6], "state": "granted"})],
        "review/decided": [{**reviewed, "what": what} for what in ("endorsed", "changes_asked", "not_endorsed")]
        + [{**reviewed, "what": "endorsed", "left": 0, "state": "endorsed"}],
        "review/example": [
            {
                name: value
                for name, value in {**summary(**card), "tried": tried}.items()
                if name not in ("plan", "state")
            }
            for tried in ("", "endorse", "changes", "tomorrow", "not_endorse")
        ],
        "review/home": [
            {
                "name": "Lina",
                "waiting": n,
                "else_awaits": more,
                "people": n,
                "until": until,
                "stand_in": "Omar",
                "stands_in_for": names,
            }
            for n, until, names in ((0, None, []), (1, date(2027, 8, 15), []), (2, None, ["Ana", "Zoé"]))
            for more in (True, False)
        ],
        "review/tell": [
            {
                "name": "Awa",
                "news": news,
                "plan": plan,
                "aid_form": AidForm.VOUCHERS,
                "referent": "Lina",
                "reads": "Omar",
                "until": until,
                "left": left,
            }
            for news in (
                *(f"notices/{kind.name}" if kind.name != REMINDER else "" for kind in KINDS.values() if kind.to_people),
                *(f"reminders/{kind}" for kind in PERSONAL),
                "",
            )
            for left in (LEFT, [])
            for until in (date(2027, 8, 15), None)
            for plan in (PLAN_ROW, BARE_ROW, None)
        ],
        "review/kept": [
            {"name": "Awa <D.>", "plan": PLAN_ROW, "kept": UNKNOWN_RULES, "beside": UNKNOWN_RULES[:2]},
            {"name": "", "plan": PLAN_ROW, "kept": UNKNOWN_RULES[:1], "beside": ()},
        ],
        "review/to_check": [
            {
                "name": name,
                "plan": PLAN_ROW,
                "decides": decides,
                "lines": [(finding, first[0] if number % 2 else None) for number, finding in enumerate(some)],
            }
            for some in (UNKNOWN_RULES, ())
            for name, decides in (("Awa <D.>", False), ("", True))
        ],
        "review/whole": [
            summary(
                worked=worked,
                lines=[
                    (p.section.name, p.step, FACTS.value(p.step.id), answered)
                    for answered in (True, False)
                    for p in (*path, *path_of(OWN_PART, Need.SEND))
                ],
            )
            for worked in (WORKED, None)
        ],
        "stop": [{"referent": name} for name in ("Lina", "")],
        "transfer/_done": [
            {"name": "Awa", "colleague": "Omar", "group": group, "along": along, "told": told}
            for group, along, told in ((False, 0, True), (False, 0, False), (True, 0, False), (True, 12, True))
        ],
        "stranger": [
            {"state": state, "sent_at": NOW} for state in ("", "begun", "sent", "accepted", "declined", "withdrawn")
        ],
        **newcomers(),
    }
    return {
        **found_pages, **report_pages(), **departure_pages(found), **message_pages(), **reminder_pages(),
        **pages_of_calls(), **pages_of_people(found), **broadcast_pages(), **group_pages(),
        **pages_asked_first(),
    }  # fmt: skip


def newcomers() -> dict[str, list[Values]]:
    """Return the pages about organisations by file, and about requests to join."""
    asked = {
        "asker": "Inès M.", "workplace": "Chantier du Parc", "kind": "aci", "region": "BRE",
        "where": "35", "message": "", "sent_at": NOW,
    }  # fmt: skip
    asks = (asked, {**asked, "where": "bretagne", "message": "De la part de Sonia"})
    reasons = [
        Reason(code, "Residense", meant, 12)
        for code, meant in (
            ("no_name", ""), ("long_name", ""), ("no_kind", ""), ("unknown_kind", "residence"), ("unknown_kind", ""),
            ("no_place", ""), ("unknown_region", "BRE"), ("unknown_region", ""), ("unknown_department", ""),
            ("place_differs", "BRE"), ("twice", ""), ("differs", ""),
        )
    ] + [Reason("known_otherwise", "siae", meant) for meant in ("BRE", "")]  # fmt: skip
    found: dict[str, Any] = {"new": 2, "organisations": 1, "known": 1, "refused": 14, "more": 9}
    lines = [("Chantier du Parc", 2, 1), ("Résidence du Lac", 0, 0)]
    return {
        "import/overview": [{"count": n, "joined": n, "awaited": n, "lines": lines[:n], "more": n} for n in (0, 1, 2)],
        "import/found": [{**found, "reasons": [(12, reason)]} for reason in reasons]
        + [{**found, "new": 0, "known": 0, "refused": 0, "more": 0, "reasons": []}],
        "import/stored": [{"links": 2, "days": 14}],
        "request/ready": [{**each, "days": 30} for each in asks],
        "request/card": [{**each, "known": known} for each in asks for known in (True, False)],
        "request/list": [{"count": n} for n in (0, 1, 2)],
        "request/why": [asked],
        "request/answered": [{**asked, "what": what, "days": 14} for what in ("accepted", "declined")],
        "notices/newcomer": [{}],
        "notices/account_moved": [{}],
        "notices/account_here": [{"shut": shut} for shut in (True, False)],
        "notices/account_kept": [{}],
        "telephone/_about": [
            {"name": "Lina", "organisation": "Tilleuls", "made_by": made_by, "state": state, "until": NOW}
            for state, made_by in (("link", "Claire"), ("asked", ""), ("moved", ""), ("stays", "Zoé"), ("over", ""))
        ],
        "telephone/_link": [
            {"name": "Lina", "link": "https://t.me/b?start=c", "days": 14, "asked": asked} for asked in (True, False)
        ],
        "telephone/question": [{"until": NOW}],
        "telephone/waiting": [{"until": NOW}],
        "notices/request_accepted": [{"link": "https://t.me/b?start=c", "days": 14}],
        "notices/request_declined": [{"reason": r} for r in ("elsewhere", "colleague", "unverified", "later")],
    }


def notice_values() -> list[Values]:
    """Return what a notice may say: with everything known, and with next to nothing."""
    full = {
        "plan": PLAN_ROW, "name": "Awa", "referent": "Lina", "granted": 50_000,
        "payment": payment(FACTS, Cents(50_000)), "on_condition": True,
        "departure": STAY.start, "place_kept": True, "changes": [("stay", STEPS["dates"], "Un devis, s'il vous plaît")],
        "reason": "rules", "next_step": "talk", "point": "", "held_until": NOW, "urgent": True,
        "closes_on": date(2027, 6, 15), "committee": True, "count": 2, "reads": "Omar", "until": date(2027, 8, 15),
        "group": False, "waits": True, "known": 69_000, "less": True, "take_back": True,
    }  # fmt: skip
    bare = {
        **full, "plan": BARE_ROW, "name": "", "referent": "", "departure": None, "place_kept": False, "changes": [],
        "on_condition": False, "reason": "", "next_step": "", "held_until": None, "urgent": False, "closes_on": None,
        "count": 1, "until": None, "group": True, "waits": False, "known": None, "less": False, "take_back": False,
    }  # fmt: skip
    return [{**full, **NOTICES_OF_CALLS, **IN_NOTICES}, {**bare, **NOTHING_OF_CALLS, **IN_BARE_NOTICES}]
