"""The screens of questions: themes, the questions of one, an answer, and what to do when there is none."""

from collections.abc import Mapping

from bot.domain.people import Refused
from bot.services.dialogue import Dialogue, Door
from bot.services.questions.finding import Heard, hear, is_marked, title
from bot.services.questions.known import of_her_plan
from bot.services.questions.shelf import ANSWERS, THEMES, theme_of
from bot.services.scene import Visit
from bot.storage.store import Tx
from conversations.engine.board import Button, Plain, Problem, Rows, Word, column
from conversations.engine.screens import Page

BACK = Button(Word("back_to_my_plan"), "g:where", style="primary")
"""To the question she was at, or to where her plan stands."""


def themes(visit: Visit) -> Page:
    """What one may ask about."""
    rows = (Button(Word("theme", {"theme": theme}), f"g:questions:{theme}") for theme in THEMES)
    return Page("questions/_themes", {}, column(*rows, BACK))


def theme(visit: Visit, name: str) -> Page:
    """The questions of one theme. Raises Refused("not_found")."""
    if name not in THEMES:
        raise Refused("not_found")
    other = Button(Word("other_questions"), "g:questions")
    return Page("questions/_theme", {"theme": name}, (*_titles(visit, THEMES[name]), (other,), (BACK,)))


def _titles(visit: Visit, names: tuple[str, ...]) -> Rows:
    renderer = visit.scene.house.renderer
    return column(*(Button(Plain(title(renderer, visit.reader, name)), f"g:answer:{name}") for name in names))


def answer(tx: Tx, visit: Visit, name: str) -> Page:
    """One answer, with the figures of her own plan. Raises Refused("not_found")."""
    if name not in ANSWERS:
        raise Refused("not_found")
    yes = Button(Word("yes_thank_you"), "g:answered")
    more = Button(Word("other_questions"), f"g:questions:{theme_of(name)}")
    values = {"known": of_her_plan(tx, visit)}
    return Page(f"questions/{name}", values, ((BACK,), (yes,), (more,)), notes=(Problem("does_this_answer"),))


def several(visit: Visit, names: tuple[str, ...]) -> Page:
    """A few answers that fit about as well: she says which."""
    other = Button(Word("other_questions"), "g:questions")
    return Page("questions/_several", {}, (*_titles(visit, names), (other,), (BACK,)))


def unknown(tx: Tx, visit: Visit) -> Page:
    """No answer fits."""
    return Page("questions/_unknown", {}, column(BACK, Button(Word("other_questions"), "g:questions")))


def heard(visit: Visit, text: str) -> Heard:
    """What a text asks."""
    return hear(visit.scene.house.renderer, visit.reader, text)


def surely(tx: Tx, visit: Visit, text: str) -> Page | None:
    """The answer to one of our own questions, asked with its question mark; None for anything else.

    So sure that it may be taken for a question where free words are awaited.
    """
    if not is_marked(text):
        return None
    said = heard(visit, text)
    return answer(tx, visit, said.found[0].key) if said.certain else None


def instead(tx: Tx, visit: Visit, text: str) -> Page | None:
    """What to show for words that answer nothing: an answer, a choice of some, or that there is none.

    None for words that ask nothing that we know of.
    """
    said = heard(visit, text)
    if not (said.asking or said.certain):
        return None
    if len(said.likely) == 1:
        return answer(tx, visit, said.likely[0])
    if said.likely:
        return several(visit, said.likely)
    return unknown(tx, visit) if said.marked else None


def _questions(_tx: Tx, visit: Visit, _dialogue: Dialogue, more: list[str]) -> Page:
    return theme(visit, more[0]) if more else themes(visit)


def _answer(tx: Tx, visit: Visit, _dialogue: Dialogue, more: list[str]) -> Page:
    return answer(tx, visit, more[0])


DOORS: Mapping[str, Door] = {"questions": _questions, "answer": _answer}
"""Buttons `g:<word>[:<more>…]` of whoever asks something."""
