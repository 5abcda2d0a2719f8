"""What the pages of questions show."""

from dataclasses import dataclass

from bot.features.questions.known import Known
from bot.interaction.views import View


@dataclass(frozen=True)
class Answer(View):
    """An answer, with the figures of the reader's own plan. Each has a template of its own."""

    known: Known


@dataclass(frozen=True)
class Themes(View, template="questions/_themes"):
    """The themes that can be asked about."""


@dataclass(frozen=True)
class OneTheme(View, template="questions/_theme"):
    """The questions of one theme."""

    theme: str


@dataclass(frozen=True)
class Several(View, template="questions/_several"):
    """A few answers that fit about as well."""


@dataclass(frozen=True)
class Unknown(View, template="questions/_unknown"):
    """Words that no answer fits, and to whom they can be handed; nobody where they cannot."""

    text: str
    to: str
