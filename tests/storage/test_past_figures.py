"""Figures of the years before the bot."""

from bot.storage import past_figures
from bot.storage.past_figures import PastFigure
from tests.support.books import Books


def test_a_year_is_corrected_and_taken_away_in_its_network_only(books: Books) -> None:
    tx = books.tx
    past_figures.enter(tx, books.network, PastFigure(2025, 10, None))
    past_figures.enter(tx, books.network, PastFigure(2024, 9, 900))
    past_figures.enter(tx, books.elsewhere, PastFigure(2025, 99, 9))
    past_figures.enter(tx, books.network, PastFigure(2025, 11, 1100))
    assert past_figures.of_network(tx, books.network) == [PastFigure(2024, 9, 900), PastFigure(2025, 11, 1100)]
    past_figures.forget(tx, books.network, 2025)
    assert past_figures.of_network(tx, books.network) == [PastFigure(2024, 9, 900)]
    assert past_figures.of_network(tx, books.elsewhere) == [PastFigure(2025, 99, 9)]
