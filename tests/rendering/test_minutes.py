"""Minutes as a file: a reader who opens it in a browser sees what was decided, and nothing typed becomes markup."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.domain.plans import Action
from bot.features.committee.views import Paper
from bot.features.reports.acts import CORRECTING
from bot.plan.transitions import HOLD_OVER
from bot.rendering.catalogues import Catalogues
from bot.rendering.renderer import Reader, Renderer
from tests.rendering.committee_faces import ENTRIES, PAPERS
from tests.rendering.every_view import made
from tests.rendering.samples import Values

ROOT = Path(__file__).parents[2]
RENDERER = Renderer(ROOT / "templates", Catalogues(ROOT / "locales"))
VOID = {"meta", "br"}


class Tags(HTMLParser):
    """Which tags are open, and which were seen."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.rows = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.rows += tag == "tr"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def paper(values: Values, language: str = "fr") -> str:
    return RENDERER.block(Paper.template, "body", Reader(language=language), made(Paper, values).values)


@pytest.mark.parametrize("language", RENDERER.catalogues.languages)
def test_minutes_are_a_whole_page_that_needs_nothing_else(language: str) -> None:
    for values in PAPERS:
        html = paper(values, language)
        tags = Tags()
        tags.feed(html)
        assert html.lstrip().startswith("<!DOCTYPE html>")
        assert tags.open == []
        assert tags.seen & {"script", "link", "img", "style", "iframe"} == set()
        assert "None" not in html


def test_each_decision_is_one_row_and_names_are_escaped() -> None:
    tags = Tags()
    html = paper(PAPERS[0])
    tags.feed(html)
    sums, heads = 5, 2
    assert tags.rows == 2 * len(ENTRIES) + sums + heads
    assert "Réseau &lt;T&gt;" in html
    assert "<T>" not in html


@pytest.mark.parametrize("language", RENDERER.catalogues.languages)
def test_whatever_moves_money_has_words_in_the_table(language: str) -> None:
    causes = [*(action.value for action in Action), CORRECTING, HOLD_OVER]
    told = {
        code: RENDERER.block("committee/_table", "cause", Reader(language=language), {"value": code}) for code in causes
    }
    assert [code for code, words in told.items() if not words.strip() or "_" in words] == []
