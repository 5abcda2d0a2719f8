"""What is asked of a group's referent names the group and speaks of it, never of one person and that one's children."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.aid import AidForm
from bot.domain.handovers import Receipt
from bot.features.handovers.pages import Part
from bot.rendering.catalogues import Catalogues
from bot.rendering.renderer import Reader, Renderer
from conversations import OWN_PART, PLAN
from conversations.engine import flow
from conversations.engine.flow import Placed
from conversations.engine.keyboard import Button, Data, Word, column
from conversations.engine.screens import Question
from conversations.engine.steps import Need, Step
from conversations.group import OF_HOUSEHOLDS
from conversations.handover import HANDOVER
from conversations.report import REPORT
from tests.rendering.call_faces import HANDED
from tests.rendering.every_view import page_of
from tests.rendering.samples import NOW, PLAN_ROW, path_of

ROOT = Path(__file__).parents[2]
RENDERER = Renderer(ROOT / "templates", Catalogues(ROOT / "locales"))
NAME = "Atelier <du jeudi>"
ONE_PERSON = {
    "en": r"\b(my|this person|the person|your (stay|children|holiday|wishes)|you (leave|come home)|would you like)\b",
    "fr": r"(?i)\b(mes enfants|mes soucis|cette personne|la personne|votre (séjour|départ)|vos enfants|partez|rentrez"
    r"|aimeriez|voulez|voudriez|allez-vous|je n’|me (voir|reposer)|vos envies)\b",
}
ALONE = {"en": r"(?i)\b(she|her|the person)\b", "fr": r"(?i)\b(la personne|l’aide en main propre)\b"}
"""What is said of one person who receives the aid."""


def shared() -> list[Placed]:
    """Return what a group's referent answers for all."""
    plan = [each for each in path_of(PLAN, Need.SEND, Need.ENDORSE) if each.step.name not in OF_HOUSEHOLDS]
    return [*plan, *path_of(OWN_PART, Need.SEND)]


def handing() -> list[Placed]:
    """Return what is asked of the referent or lead who hands the aid of a group over."""
    return [Placed(section, step) for section in HANDOVER.sections for step in section.steps if isinstance(step, Step)]


def told(placed: Placed, language: str, **values: Any) -> str:
    """Return the question with the words of all its choices; `help` speaks to the referent."""
    section = placed.section.name
    reader = Reader(language=language)
    question = Question(section, placed.step, column(), 1, 9, {"group": NAME, **BARE, **values})
    asked = RENDERER.render(question, reader).text
    options = getattr(placed.step.widget, "options", ())
    choices = options if isinstance(options, tuple) else ()
    template = placed.step.template(section)
    return "\n".join([asked, *(RENDERER.choice(template, each, reader, question.values) for each in choices)])


BARE: dict[str, Any] = {"scratch": {}, "given": None, "comment": "", "marked": False, "several": True}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("placed", [*shared(), *handing()], ids=lambda placed: placed.step.id)
def test_it_speaks_of_the_group(placed: Placed, language: str) -> None:
    text = told(placed, language)
    assert "Atelier &lt;du jeudi&gt;" in text.splitlines()[0]
    assert re.findall(ONE_PERSON[language], text) == []


def test_the_calendar_asks_when_the_group_leaves_and_comes_home() -> None:
    dates = next(each for each in shared() if each.step.name == "dates")
    assert "the group leave" in told(dates, "en")
    assert "the group come home" in told(dates, "en", scratch={"start": "2027-07-10"})
    assert "du groupe" in told(dates, "fr")


def test_the_report_recalls_what_the_group_wanted() -> None:
    step = flow.steps_by_name((REPORT,))["objective_reached"]
    aim = ("wishes", flow.steps_by_name((PLAN,))["aim"], "children")
    question = Question("report", step, column(), 3, 6, {"group": NAME, "aim": aim, "objective": "", **BARE})
    assert "Good times with the children" in RENDERER.render(question, Reader(language="en")).text


GROUPS = replace(PLAN_ROW, households={})
AID: dict[str, Any] = {
    "plan": GROUPS, "name": NAME, "form": AidForm.VOUCHERS, "granted": 69_000, "left": 0, "give_back": 0,
    "in_vouchers": True, "taps": False, "conditions": (),
}  # fmt: skip
SIGNED = replace(HANDED, receipt=Receipt.PAPER, receipt_at=NOW)
TO_SIGN = Button(Word("paper_receipt", {"group": True, "cents": 0, "form": "paper"}), Data("p:paper:1:1"))
PAGES = {
    "to_sign": page_of("handover/_page", {**AID, "parts": [Part(HANDED, "Lina", "")]}, column(TO_SIGN)),
    "signed": page_of("handover/_page", {**AID, "parts": [Part(SIGNED, "Lina", "")]}),
    "early": page_of("departure/early", {"name": NAME, "homecoming": None, "group": True}),
    "settled": page_of("departure/settled", {"what": "kept", "name": NAME, "group": True}),
}
"""What follows a grant, where the plan is a group's."""
OF_SEVERAL = {"en": r"(?i)\b(group|household)", "fr": r"(?i)\b(groupe|participant)"}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("page", PAGES)
def test_what_follows_a_grant_speaks_of_the_group_or_of_each_household(page: str, language: str) -> None:
    rendered = RENDERER.render(PAGES[page], Reader(language=language))
    said = "\n".join([rendered.text, *(key.label for row in rendered.keyboard for key in row)])
    assert re.search(OF_SEVERAL[language], said)
    assert re.findall(ALONE[language], said) == []


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("placed", handing(), ids=lambda placed: placed.step.id)
def test_what_is_asked_when_the_aid_is_handed_over_speaks_of_nobody_alone(placed: Placed, language: str) -> None:
    question = Question(placed.section.name, placed.step, column(), 1, 6, {"group": NAME, **BARE})
    for shown in (question, replace(question, example=True)):
        assert re.findall(ALONE[language], RENDERER.render(shown, Reader(language=language)).text) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_group_comes_home_early_and_nobody_alone(language: str) -> None:
    label = RENDERER.word("came_home_early", Reader(language=language), {"group": True})
    assert label != ""
    assert re.findall(ALONE[language], label) == []
