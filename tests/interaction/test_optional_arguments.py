"""What a button need not say it does not say: new buttons look like those that hang in chats already."""

from bot.interaction.routes import NUMBER, PAGE, REFERENT, word

LIST = REFERENT.route("list_of", NUMBER, PAGE)
FORGET = REFERENT.route("forget", NUMBER, word("sure", "surely", missing=""))


def test_an_argument_that_holds_anyway_is_not_written() -> None:
    assert LIST.to(36, 0) == "r:list_of:10"
    assert LIST.to(36, 2) == "r:list_of:10:2"
    assert LIST.to(0, 0) == "r:list_of:0", "an argument that each button must say is said, whatever it is"
    assert FORGET.to(7, "") == "r:forget:7"
    assert FORGET.to(7, "surely") == "r:forget:7:surely"
