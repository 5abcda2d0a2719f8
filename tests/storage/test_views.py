"""How each coordinator looks at the list of plans."""

from bot.storage import views
from bot.storage.views import View
from tests.support.books import Books


def test_what_was_chosen_is_kept_until_the_next_choice(books: Books) -> None:
    tx, chosen = books.tx, View(region="BRE", up_to=900, order="most", ticked={"7": 2}, batch=(7, 8))
    assert views.view_of(tx, books.claire) == View()
    views.keep(tx, books.claire, View(call=1))
    views.keep(tx, books.claire, chosen)
    assert views.view_of(tx, books.claire) == chosen
    assert views.view_of(tx, books.lina) == View()
    assert chosen.filtered
    assert not View(order="most").filtered
