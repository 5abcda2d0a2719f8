"""The screens of questions: themes, the questions of one, an answer, and what to do when there is none."""

from bot.domain.people import Role
from bot.features.distress import routes as distress_routes
from bot.features.guides import library
from bot.features.menu import routes as menu_routes
from bot.features.messages import routes as message_routes
from bot.features.questions import routes
from bot.features.questions.finding import title
from bot.features.questions.known import of_own_plan, own_aid_form
from bot.features.questions.shelf import URGENT, fitting, template_of, theme_of, themes_for
from bot.features.questions.views import Answer, OneTheme, Several, Themes, Unknown
from bot.interaction.request import Request
from bot.storage.guides import Guide
from bot.storage.kernel.store import Tx
from conversations.engine.keyboard import Button, Data, Plain, Problem, Rows, Word, column
from conversations.engine.screens import Page

BACK = Button(Word("back_to_my_plan"), menu_routes.WHERE.to(), style="primary")
"""To the question that waits, or to where the plan stands."""
OTHERS = Button(Word("other_questions"), routes.THEMES.to(""))
WRITE = message_routes.WRITE.to()


def all_themes(_tx: Tx, request: Request) -> Page:
    """Show what one may ask about."""
    return themes(request)


def themes(request: Request) -> Page:
    """Show what can be asked about."""
    rows = (
        Button(Word("theme", {"topic": theme}), routes.THEMES.to(theme)) for theme in themes_for(request.person.roles)
    )
    return Themes().page(column(*rows, BACK))


def theme(tx: Tx, request: Request, name: str) -> Page:
    """Show the questions of one theme that the reader may open, and that mean something to the reader."""
    names = fitting(themes_for(request.person.roles)[name], own_aid_form(tx, request))
    return OneTheme(name).page((*_titles(request, names), (OTHERS,), (BACK,)))


def _titles(request: Request, names: tuple[str, ...]) -> Rows:
    renderer = request.moment.app.renderer
    return column(*(Button(Plain(title(renderer, request.reader, name)), routes.SHOW.to(name)) for name in names))


def answer(tx: Tx, request: Request, name: str, *more: Button, asks: Data = WRITE) -> Page:
    """Show one answer, with the figures of the reader's own plan.

    Args:
        tx: the transaction.
        request: the reader's.
        name: one of those that the reader may read.
        more: other buttons, before the last one.
        asks: data of the button for an answer that does not help.
    """
    known = of_own_plan(tx, request)
    if name in URGENT:  # a reader in need is not asked to be content
        tell = [Button(Word("ask_for_help"), distress_routes.OPEN.to())] if request.person.has(Role.BENEFICIARY) else []
        numbers = Button(Word("emergency"), menu_routes.EMERGENCY.to())
        return Answer(known).page(column(*tell, numbers, BACK, *more, OTHERS), template=template_of(name))
    yes = Button(Word("yes_thank_you"), menu_routes.ANSWERED.to())
    others = Button(Word("other_questions"), routes.THEMES.to(theme_of(name)))
    rows = column(BACK, yes, *helper(request, "no_ask", asks), *more, others)
    return Answer(known).page(rows, template=template_of(name), notes=(Problem("does_this_answer"),))


def helper(request: Request, word: str, data: Data) -> list[Button]:
    """Return the way to who helps: the referent; for a referent, the network; none for anybody else."""
    if request.person.has(Role.BENEFICIARY):
        return [Button(Word(word), data)] if request.person.referent_name else []
    return [Button(Word("ask_network"), message_routes.ASK.to())] if request.person.has(Role.REFERENT) else []


def several(request: Request, names: tuple[str, ...], guides: list[Guide]) -> Page:
    """Show a few answers that fit about as well, and the guides that do, to choose from."""
    rows = (*_titles(request, names), *library.titles(request, guides))
    return Several().page((*rows, *column(*helper(request, "none_ask", routes.ASK.to()), OTHERS, BACK)))


def unknown(request: Request, text: str, asks: Data) -> Page:
    """Show that no answer fits: shall it be handed on?"""
    yes = helper(request, "yes_ask", asks) if asks or not request.person.has(Role.BENEFICIARY) else []
    to = request.person.referent_name if asks else ""
    return Unknown(text, to).page(column(*yes, BACK, OTHERS), status="")


def opened(tx: Tx, request: Request, name: str) -> Page:
    """Show the questions of one theme, or the themes."""
    return theme(tx, request, name) if name else themes(request)
