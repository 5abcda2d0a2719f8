"""The pages about calls, handovers and past years, with the values of each of their faces."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from markupsafe import Markup

from bot.domain.aid import AidForm
from bot.domain.calls import CallProblem, Delays
from bot.domain.figures import Area, Document
from bot.domain.handovers import Booklet, Handover, Receipt
from bot.domain.ids import HandoverId
from bot.domain.limits import CapPerPerson, MaxShare
from bot.domain.money import Cents, Percent
from bot.domain.plans import State
from bot.domain.rules import Rule, Source, Stance, Strength
from bot.features.calls.routes import Mode
from bot.features.calls.views import Unready
from bot.features.committee.views import YearLine
from bot.features.handovers.pages import Line, Part
from bot.storage.past_figures import PastFigure
from conversations.engine import flow
from conversations.handover import HANDOVER
from conversations.rules.dates import Days, Nights, NotLeftYet
from conversations.rules.place import InAreas
from tests.rendering.samples import CALL_ROW, LIMITS, NEW_CALL, NOW, PLAN_ROW, STAY, STEPS, UNKNOWN_RULES, Values

OWN = Source("Réseau des Tilleuls", 2027, Strength.CONFIRMED)
GUESS = Source("Proposition", None, Strength.PROPOSAL)
RULES = [
    Rule("nights", Nights(4, 21), GUESS),
    Rule("max_share", MaxShare(Percent(80)), OWN),
    Rule("area", InAreas((Area.FRANCE,)), OWN, Stance.WARN),
    Rule("not_left_yet", NotLeftYet(), GUESS),
    Rule("days", Days(1, 14), replace(OWN, added_on=date(2027, 2, 3))),
    Rule("caps", CapPerPerson(Cents(1), Cents(1), Cents(1), Cents(1)), OWN),
]
POINTS = [Rule(f"{n}", limit, OWN) for n, limit in enumerate(LIMITS)]
"""Each kind of limit there is, as it is told to people."""

HANDED = Handover(HandoverId(5), 42, 50_000, date(2027, 6, 20), 3, Receipt.NONE, NOW)


BOOKLET = Booklet(numbers="8812340 à 8812351", issuer="A 1234567", issue_year=2027)
HANDING = flow.steps_by_name((HANDOVER,))


def _part(whose: str = "", **values: Any) -> Part:
    return Part(replace(HANDED, **values), "Lina", whose)


def pages_of_calls() -> Mapping[str, list[Values]]:
    """Return every page about calls, handovers and past years, with its values."""
    named = {rule.id: rule for rule in RULES}
    documents = [document.value for document in Document]
    call: dict[str, Any] = {
        "call": CALL_ROW, "programme": "APV", "told_as": "Séjour", "regions": ("BRE", "IDF"), "committee": True,
        "deciders": 2, "lacks_cap": False, "unconfirmed": 3, "problems": (), "open": True, "first": "Été 2027",
        "earlier": 2, "added": "BRE",
    }  # fmt: skip
    bare = {
        **call,
        "regions": (),
        "deciders": 0,
        "unconfirmed": 0,
        "first": "",
        "earlier": 0,
        "open": False,
        "added": "",
    }
    settings = {"call": CALL_ROW, "unconfirmed": RULES[:2], "confirmed": 3, "rules": named}
    empty = {**settings, "unconfirmed": []}
    others: dict[str, Any] = {
        "call": CALL_ROW, "told_as": "Séjour", "documents": documents, "quotas": 2, "deciders": 2, "committee": True,
        "guests": True, "minors_alone": True, "committee_days": (date(2027, 5, 12), date(2027, 6, 9)),
        "aid_form": AidForm.VOUCHERS,
    }  # fmt: skip
    lone: dict[str, Any] = {"guests": False, "minors_alone": False, "committee_days": ()}
    handover: dict[str, Any] = {
        "plan": PLAN_ROW, "name": "Awa", "parts": [], "form": AidForm.VOUCHERS, "granted": 50_000, "left": 0,
        "give_back": 0, "in_vouchers": True, "taps": True, "conditions": UNKNOWN_RULES[:2],
    }  # fmt: skip
    terms = {"told_as": "Séjour", "people_by": date(2027, 6, 1), "stay_from": STAY.start, "stay_until": STAY.end}
    years = [
        YearLine(PastFigure(2009, 38, None), "▓░", here=False),
        YearLine(PastFigure(2021, 640, 1_000_000), "▓▓", here=True),
    ]
    card = {
        "call": CALL_ROW, "programme": "APV", "rules": RULES, "documents": documents, "regions": ("BRE",),
        "paid_to": "organisation", "contact": "vacances@example.org", "aid_form": AidForm.TRANSFER,
    }  # fmt: skip
    two = [("dates", STEPS["dates"]), ("place", STEPS["place"])]
    sections = [("stay", step) for _, step in two]
    return {
        "call/_call": [call, bare, {**bare, "committee": False, "lacks_cap": True}],
        "call/_card": [card, {**card, "documents": [], "regions": (), "paid_to": "referent"}],
        "call/_change_mode": [
            {"name": "Été 2027", "to": to, "waiting": n, "reading": n} for to in Mode for n in (0, 1, 2)
        ],
        "call/_mode": [
            {"call": replace(CALL_ROW, referent_cap=cap), "mode": mode, "protects": not cap, "lacks_cap": not cap}
            for mode in Mode
            for cap in (None, 200_000)
        ],
        "call/_change": [{"call": CALL_ROW}],
        "call/_close": [{"call": CALL_ROW, "under_way": n} for n in (0, 1, 2)],
        "call/_deciders": [
            {"call": CALL_ROW, "members": [("Claire", ""), ("Omar", "Capée")], "everyone": some, "referents": not some}
            for some in (True, False)
        ],
        "invite_referent/_decider_link": [{"organisation": "T", "call": "Été", "link": "https://t.me/b", "days": 14}],
        "call/_delays": [{"call": CALL_ROW, "delays": delays} for delays in (Delays(), Delays(1, 1, 1, 1, 1, 1))],
        "call/_new_rule": [{"name": "Été 2027", "any": any_left} for any_left in (True, False)],
        "call/_open": [{"calls": calls} for calls in ([CALL_ROW], [])],
        "call/_opened": [{"call": NEW_CALL}],
        "call/_others": [others, {**others, "documents": [], "quotas": 0, "deciders": 0, **lone}]
        + [{**others, "aid_form": form} for form in AidForm],
        "call/_preview": [{"call": CALL_ROW, "by": by, "text": Markup("<b>A</b>")} for by in ("referent", "fr")],
        "call/_quotas": [{"call": CALL_ROW, "lines": lines} for lines in ([("Bretagne", 40), ("Tilleuls", 1)], [])],
        "call/_ready": [call, {**bare, "problems": tuple(CallProblem)}, {**bare, "committee": False}],
        "call/_rebase": [{"call": CALL_ROW, "count": n, "points": RULES[:n]} for n in (0, 1, 2)],
        "call/_regions": [{"call": CALL_ROW, "regions": regions} for regions in ((), ("BRE",))],
        "call/_rule": [
            {"call": CALL_ROW, "rule": rule, "own": own, "confirmed_on": day}
            for rule in RULES
            for own, day in ((True, None), (False, None), (False, date(2027, 2, 3)))
        ],
        "call/_rules": [{"call": CALL_ROW, "rules": named}],
        "call/_settings": [settings, empty],
        "committee/calls": [
            {"calls": [CALL_ROW], "open_ids": {1}, "drafts": [CALL_ROW]},
            {"calls": [CALL_ROW], "open_ids": set(), "drafts": []},
            {"calls": [], "open_ids": set(), "drafts": []},
        ],
        "handover/_page": [
            *({**handover, "form": form} for form in AidForm),
            *(
                {**handover, "parts": [_part(receipt=receipt, form=form)], "taps": taps}
                for receipt in Receipt
                for form in ("paper", "electronic", "transfer", "provider", "refund")
                for taps in (True, False)
            ),
            {**handover, "parts": [_part(notes=12, booklet=BOOKLET), _part()], "left": 36_000},
            {**handover, "parts": [_part(booklet=Booklet(issue_year=2027), returned_on=date(2027, 8, 1))]},
            *({**handover, "parts": [_part()], "give_back": 20_000, "in_vouchers": each} for each in (True, False)),
            *(
                {**handover, "plan": replace(PLAN_ROW, households={}), "parts": parts, "taps": False}
                for parts in ([], [_part()], [_part(receipt=Receipt.PAPER)], [_part("Zoé"), _part("Awa")])
            ),
            {
                **handover,
                "plan": replace(PLAN_ROW, state=State.HANDED_OVER),
                "parts": [_part()],
                "give_back": 20_000,
                "taps": False,
            },
        ],
        "handover/_again": [
            {"plan": PLAN_ROW, "name": "Awa", "lines": [("handover", step, value) for step, value in said]}
            for said in ([(HANDING["handed"], 50_000), (HANDING["numbers"], None)], [])
        ],
        "home/lead": [
            {
                "name": "Omar",
                "lines": [Line("Awa", PLAN_ROW, what, 50_000) for what in ("hand", "confirm", "look", "back")],
                "reports": 0,
            },
            *({"name": "Omar", "lines": [], "reports": count} for count in (0, 1, 3)),
        ],
        "past/_page": [
            {"lines": years, "first": years[0].figure, "last": years[1].figure},
            {"lines": years[:1], "first": None, "last": None},
            {"lines": [], "first": None, "last": None},
        ],
        "plan/terms": [{**terms, "points": points} for points in (POINTS, [])],
        "review/lacking": [
            {
                "lines": [
                    Unready("Awa", state.value, lacks, own) for lacks in (sections, [], sections * 3) for own in (0, 2)
                ],
                "people_by": date(2027, 6, 1),
                "closes_at": NOW,
            }
            for state in (State.DRAFT, State.TO_REVIEW)
        ],
    }  # fmt: skip


NOTICES_OF_CALLS = {
    "giver": "Tremplin", "points": POINTS, "next_day": date(2027, 9, 1), "handed": HANDED, "count": 2,
    "give_back": 20_000, "in_vouchers": True, "aid_form": AidForm.VOUCHERS,
    "routes": ("depart_18_25", "seniors", "vacaf", "bsv"),
}  # fmt: skip
"""What the notices about them say beside what every notice may say."""
NOTHING_OF_CALLS = {
    "giver": "",
    "points": (),
    "next_day": None,
    "handed": None,
    "count": 1,
    "routes": (),
    "give_back": 0,
    "in_vouchers": False,
    "aid_form": AidForm.TRANSFER,
}
