"""Which replies give way to the next one, and what is left to do of those that did."""

import pytest

from bot.chat.due import MOST_LINES, Due
from bot.chat.pace import Priority
from bot.chat.updates import Understood
from bot.interaction.request import Incoming, Response, Sender, Tap
from bot.rendering.renderer import Reader
from conversations import PLAN
from conversations.engine import flow
from conversations.engine.replies import Said
from conversations.engine.screens import Page, Question, Screen

QUESTION = Question("wishes", flow.steps_by_name((PLAN,))["wishes"], (), 1, 9)
WORDS = Said("a")
HOME, HELP = Page("home/plan"), Page("help")
LINK = Page("invitation/link", {"link": "https://t.me/valise?start=abc"})


def due(
    *screens: Screen,
    incoming: Incoming = WORDS,
    person: int | None = 1,
    number: int = 3,
    fresh: bool = False,
    erase: bool = False,
) -> Due:
    response = Response(Reader(language="fr"), screens, person, fresh=fresh, erase=erase)
    return Due.of(Understood(Sender(7, "fr"), incoming, message_id=number), response)


@pytest.mark.parametrize("screen", [QUESTION, HOME, Page("code/wrong"), Page("invitation/link", {"link": ""})])
def test_a_question_or_a_page_gives_way(screen: Screen) -> None:
    assert due(screen).gives_way(due(HELP))


@pytest.mark.parametrize(
    "screens",
    [
        (Page("import/example", document=("a.csv", b"a")),),
        (Page("invitation/qr", picture=b"png"),),
        (Page("messages/file", voice="id"),),
        (LINK,),
        (Page("code/chosen"),),
        (HOME, HELP),
        (Page("group/member", {}, then=HOME),),
    ],
)
def test_what_nothing_shows_a_second_time_stays(screens: tuple[Screen, ...]) -> None:
    assert not due(*screens).gives_way(due(HELP))
    assert due(*screens).gives_way(due(*screens)), "but not twice the same"


def test_a_reply_below_what_was_typed_stays_below_it() -> None:
    later = due(HELP, incoming=Tap("g:help", 5))
    later.follow(due(HOME, fresh=True), "")
    assert later.fresh
    assert later.count == 2


def test_every_secret_word_is_taken_away_and_every_answer_told() -> None:
    later = due(HELP, number=9, erase=True)
    later.follow(due(HOME, number=8, erase=True), "✓ Dates")
    again = due(HELP, number=10)
    again.follow(later, "✓ Place")
    assert (again.erase, again.lines, again.count) == ([8, 9], ["✓ Dates", "✓ Place"], 3)


def test_what_is_remembered_of_thousands_is_bounded() -> None:
    last = due(HOME)
    for number in range(2000):
        later = due(HOME, incoming=Tap("g:home", number))
        later.tapped[number] = {"message_id": number}
        later.follow(last, f"✓ {number}")
        last = later
    assert last.count == 2001
    assert (len(last.lines), len(last.tapped)) == (MOST_LINES, MOST_LINES)


def test_strangers_come_after_those_we_know() -> None:
    assert due(HOME).priority is Priority.REPLY
    assert due(HOME, person=None).priority is Priority.STRANGER
