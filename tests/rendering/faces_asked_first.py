"""Pages that ask before something is lost, and those on which what was said is put right; with each of their faces."""

from collections.abc import Mapping
from datetime import date

from bot.domain.budget import CostKind, ResourceKind
from bot.features.reviews.copy_sheet import Line, Part
from tests.rendering.people_faces import NOTE
from tests.rendering.samples import NOW, PLAN_ROW, STEPS, Values

NAME = "Awa <D.>"
EVERY_PART = (
    Part("project", tuple(Line(label, "1 <&>") for label in (
        "ancv", "reference", "from", "until", "nights", "place", "lodging", "provider", "people", "companions",
    ))),
    Part("request", tuple(Line(label, "1") for label in (
        "adults", "children", "ages", "quotient", "first_time", "before", "objective", "own",
    )), NAME),
    Part("request", ()),
    Part("money", (
        *(Line("cost", "1,00", kind.value) for kind in CostKind),
        Line("total", "9,00"),
        *(Line("resource", "1,00", kind.value) for kind in ResourceKind),
        Line("asked", "1,00"), Line("granted", "1,00"),
    )),
)  # fmt: skip
"""A sheet to be typed into ANCV's tool, with every label."""


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
        "review/copy_sheet": [{"plan": PLAN_ROW, "name": name, "parts": EVERY_PART} for name in (NAME, "")],
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
