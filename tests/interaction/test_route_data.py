"""What a button says: as short as the buttons that are in people's chats already."""

from bot.interaction.arguments import or_none
from bot.interaction.routes import COORDINATOR, NUMBER, word


def test_an_argument_that_says_nothing_is_left_out_with_its_colon() -> None:
    route = COORDINATOR.route("forget", NUMBER, word("sure", "surely", missing=""))
    assert route.to(37, "") == "d:forget:11"
    assert route.to(37, "surely") == "d:forget:11:surely"


def test_an_argument_that_must_be_said_keeps_its_place_though_it_is_empty() -> None:
    assert COORDINATOR.route("forget", NUMBER, word("sure")).to(1, "") == "d:forget:1:"


def test_an_argument_that_need_not_be_said_is_none_or_what_it_is() -> None:
    route = COORDINATOR.route("figures", or_none(NUMBER))
    assert route.to(None) == "d:figures"
    assert route.to(0) == "d:figures:0"


def test_what_stands_before_an_argument_that_is_said_is_never_left_out() -> None:
    route = COORDINATOR.route("list", or_none(NUMBER), word("order"))
    assert route.to(None, "newest") == "d:list::newest"
