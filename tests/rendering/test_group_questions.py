"""What is asked of a group's referent names the group and speaks of it, never of one person and her children."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.rendering.catalogues import Catalogues
from bot.rendering.renderer import Reader, Renderer
from conversations import OWN_PART, PLAN
from conversations.engine import flow
from conversations.engine.board import column
from conversations.engine.flow import Placed
from conversations.engine.screens import Question
from conversations.engine.steps import Need
from conversations.evaluation import REPORT
from conversations.group import OF_HOUSEHOLDS
from tests.rendering.samples import path_of

ROOT = Path(__file__).parents[2]
RENDERER = Renderer(ROOT / "templates", Catalogues(ROOT / "locales"))
NAME = "Atelier <du jeudi>"
ONE_PERSON = {
    "en": r"\b(my|this person|the person|your (stay|children|holiday|wishes)|you (leave|come home)|would you like)\b",
    "fr": r"(?i)\b(mes enfants|mes soucis|cette personne|la personne|votre (séjour|départ)|vos enfants|partez|rentrez"
    r"|aimeriez|voulez|voudriez|allez-vous|je n’|me (voir|reposer)|vos envies)\b",
}


def shared() -> list[Placed]:
    """What a group's referent answers for all."""
    plan = [each for each in path_of(PLAN, Need.SEND, Need.ENDORSE) if each.step.name not in OF_HOUSEHOLDS]
    return [*plan, *path_of(OWN_PART, Need.SEND)]


def told(placed: Placed, language: str, **values: Any) -> str:
    """The question with the words of all its choices; `help` speaks to the referent."""
    section, step = placed.section.name, placed.step.name
    reader = Reader(language=language)
    question = Question(section, placed.step, column(), 1, 9, {"group": NAME, **BARE, **values})
    asked = RENDERER.render(question, reader).text
    options = getattr(placed.step.widget, "options", ())
    choices = options if isinstance(options, tuple) else ()
    return "\n".join([asked, *(RENDERER.choice(section, step, each, reader, question.values) for each in choices)])


BARE: dict[str, Any] = {"scratch": {}, "given": None, "comment": "", "marked": False, "several": True}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("placed", shared(), ids=lambda placed: placed.step.id)
def test_it_speaks_of_the_group(placed: Placed, language: str) -> None:
    text = told(placed, language)
    assert "Atelier &lt;du jeudi&gt;" in text.splitlines()[0]
    assert re.findall(ONE_PERSON[language], text) == []


def test_the_calendar_asks_when_the_group_leaves_and_comes_home() -> None:
    dates = next(each for each in shared() if each.step.name == "dates")
    assert "the group leave" in told(dates, "en")
    assert "the group come home" in told(dates, "en", scratch={"start": "2027-07-10"})
    assert "le groupe" in told(dates, "fr")


def test_the_report_recalls_what_the_group_wanted() -> None:
    step = flow.steps_by_name((REPORT,))["objective_reached"]
    aim = ("wishes", flow.steps_by_name((PLAN,))["aim"], "children")
    question = Question("report", step, column(), 3, 6, {"group": NAME, "aim": aim, "objective": "", **BARE})
    assert "Good times with the children" in RENDERER.render(question, Reader(language="en")).text
