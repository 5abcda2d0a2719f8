"""A word behind the last argument of a button: only the button that means it says it, as buttons of old chats do."""

from bot.domain.ids import BroadcastId
from bot.features.broadcasts import routes


def test_most_buttons_say_no_word() -> None:
    assert routes.PAUSE.to((BroadcastId(40), "")) == "d:bc_pause:14"


def test_a_word_stands_behind_the_last_argument() -> None:
    assert routes.PAUSE.to((BroadcastId(40), routes.ON_PAGE)) == "d:bc_pause:14:page"
