"""What says nothing at the end of a button's data is left out, as in the buttons of before."""

import pytest

from bot.interaction.routes import NUMBER, ONESELF, word

ROUTE = ONESELF.route("show", NUMBER, word("sure", "surely", missing=""))


@pytest.mark.parametrize(("said", "data"), [("", "g:show:5"), ("surely", "g:show:5:surely")])
def test_a_word_that_may_be_missing_is_not_said_by_a_colon_alone(said: str, data: str) -> None:
    assert ROUTE.to(5, said) == data
