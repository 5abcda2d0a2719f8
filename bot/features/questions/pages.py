"""The screens of questions: themes, the questions of one, an answer, and what to do when there is none."""

from collections.abc import Mapping
from typing import Any

from bot.domain.people import Refused, Role
from bot.features.guides import library
from bot.features.questions.finding import title
from bot.features.questions.known import of_her_plan
from bot.features.questions.shelf import answers_for, template_of, theme_of, themes_for
from bot.interaction.prompting import Door
from bot.interaction.request import Request
from bot.storage.guides import Guide
from bot.storage.kernel.store import Tx
from conversations.engine.keyboard import Button, Plain, Problem, Rows, Word, column
from conversations.engine.screens import Page

BACK = Button(Word("back_to_my_plan"), "g:where", style="primary")
"""To the question she was at, or to where her plan stands."""
OTHERS = Button(Word("other_questions"), "g:questions")
ASK = "h:ask"
"""Data of the button that hands the words which the page keeps to whoever helps."""


def themes(request: Request) -> Page:
    """What one may ask about."""
    rows = (
        Button(Word("theme", {"topic": theme}), f"g:questions:{theme}") for theme in themes_for(request.person.roles)
    )
    return Page("questions/_themes", {}, column(*rows, BACK))


def theme(request: Request, name: str) -> Page:
    """The questions of one theme. Raises Refused("not_found")."""
    known = themes_for(request.person.roles)
    if name not in known:
        raise Refused("not_found")
    return Page("questions/_theme", {"theme": name}, (*_titles(request, known[name]), (OTHERS,), (BACK,)))


def _titles(request: Request, names: tuple[str, ...]) -> Rows:
    renderer = request.moment.app.renderer
    return column(*(Button(Plain(title(renderer, request.reader, name)), f"g:answer:{name}") for name in names))


def answer(tx: Tx, request: Request, name: str, *more: Button, asks: str = "g:write") -> Page:
    """One answer, with the figures of her own plan. Raises Refused("not_found").

    Args:
        tx: the transaction.
        request: whoever reads.
        name: one of those she may read.
        more: other buttons, before the last one.
        asks: data of the button for an answer that does not help.
    """
    if name not in answers_for(request.person.roles):
        raise Refused("not_found")
    yes = Button(Word("yes_thank_you"), "g:answered")
    others = Button(Word("other_questions"), f"g:questions:{theme_of(name)}")
    rows = column(BACK, yes, *helper(request, "no_ask", asks), *more, others)
    return Page(template_of(name), {"known": of_her_plan(tx, request)}, rows, notes=(Problem("does_this_answer"),))


def helper(request: Request, word: str, data: str) -> list[Button]:
    """The way to whoever helps: her referent; for a referent, her network; nobody for anyone else."""
    if request.person.has(Role.BENEFICIARY):
        return [Button(Word(word), data)] if request.person.referent_name else []
    return [Button(Word("ask_network"), "r:ask")] if request.person.has(Role.REFERENT) else []


def several(request: Request, names: tuple[str, ...], guides: list[Guide]) -> Page:
    """A few answers that fit about as well, and the guides that do: she says which."""
    rows = (*_titles(request, names), *library.titles(request, guides))
    return Page("questions/_several", {}, (*rows, *column(*helper(request, "none_ask", ASK), OTHERS, BACK)))


def unknown(request: Request, text: str, asks: str) -> Page:
    """No answer fits: shall it be handed on?"""
    values: dict[str, Any] = {"text": text, "to": request.person.referent_name if asks else ""}
    yes = helper(request, "yes_ask", asks) if asks or not request.person.has(Role.BENEFICIARY) else []
    return Page("questions/_unknown", values, column(*yes, BACK, OTHERS), status="")


def _questions(_tx: Tx, request: Request, more: list[str]) -> Page:
    return theme(request, more[0]) if more else themes(request)


def _answer(tx: Tx, request: Request, more: list[str]) -> Page:
    return answer(tx, request, more[0] if more else "")


DOORS: Mapping[str, Door] = {"questions": _questions, "answer": _answer}
"""Buttons `g:<word>[:<more>…]` of whoever asks something."""
