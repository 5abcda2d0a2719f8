"""Pages that ask before something is lost, and those on which what was said is put right; with each of their faces."""

from collections.abc import Mapping
from datetime import date

from tests.rendering.people_faces import NOTE
from tests.rendering.samples import NOW, STEPS, Values

NAME = "Awa <D.>"


def pages_asked_first() -> Mapping[str, list[Values]]:
    """Return the values of pages that ask first, by template."""
    lines = [
        ("referent", STEPS["quotient"], 61_200),
        ("referent", STEPS["support"], "=Un <rendez-vous> & plus"),
        ("referent", STEPS["proof"], None),
    ]
    prices = [("figures", STEPS["lodging_price"], 42_000), ("figures", STEPS["quote"], None)]
    paper = {"section": "figures", "step": STEPS["quote"]}
    return {
        "plan/rework": [{"whose": whose, "cents": 30_000} for whose in ("", NAME)],
        "plan/take_back": [{"referent": name} for name in ("Lina", "")],
        "plan/prices": [{"lines": prices}],
        "review/own_part": [{"name": NAME, "lines": lines}],
        "review/paper": [
            {**paper, "name": name, "reference": reference, "before": before}
            for name, reference, before in ((NAME, "V-2027-0001", False), ("", "", True))
        ],
        "review/detach": [{"name": NAME}],
        "review/detached": [{"name": NAME, "until": NOW}],
        "review/attached_again": [{"name": NAME}],
        "invitation/_again": [{"name": NAME, "until": NOW.date()}],
        "note/_forget": [
            {"note": NOTE, "author": author, "day": date(2026, 11, 23), "name": NAME} for author in ("", "Omar")
        ],
        "call/_forget": [{"name": "Été <2027>"}],
        "transfer/_kept": [{"name": NAME}],
    }
