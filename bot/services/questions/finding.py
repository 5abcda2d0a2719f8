"""From typed words to answers: in the reader's language, and in those that people are taught first.

The words are those of the templates themselves (blocks `title` and `words`), so that a translation is searched too.
"""

from dataclasses import dataclass
from functools import cache
from html import unescape

from bot.rendering.catalogues import FALLBACK, SOURCE
from bot.rendering.renderer import Reader, Renderer
from bot.services.questions.shelf import ANSWERS
from bot.services.search import Found, Index, words_of

CERTAIN = 0.7
"""The score from which a text is taken for that very question."""
LIKELY = 0.4
"""The score from which an answer is worth showing to somebody who asked something."""
CLOSE = 0.8
"""The second answer is offered too when its score is at least this share of the first one's."""
MOST = 3
MARKS = ("?", "؟", "？")
"""Signs that end a question, in the scripts of the catalogues."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a text may ask: the answers that fit, the best first, and whether it looks like a question at all."""

    found: tuple[Found, ...]
    marked: bool
    """It ends as questions do."""
    asking: bool
    """It ends or begins as questions do."""

    @property
    def certain(self) -> bool:
        """Whether it is one of our questions, nearly word for word."""
        return bool(self.found) and self.found[0].score >= CERTAIN

    @property
    def likely(self) -> tuple[str, ...]:
        """The answers worth showing: one, or a few that fit about as well."""
        first = next(iter(self.found), None)
        if first is None or first.score < LIKELY:
            return ()
        return tuple(found.key for found in self.found[:MOST] if found.score >= first.score * CLOSE)


def hear(renderer: Renderer, reader: Reader, text: str) -> Heard:
    """What a text asks. Where several languages know its words, the best score counts."""
    best: dict[str, float] = {}
    for language in dict.fromkeys((reader.language, FALLBACK, SOURCE)):
        for found in _index(renderer, language).find(text):
            best[found.key] = max(found.score, best.get(found.key, 0.0))
    ranked = sorted(best.items(), key=lambda item: (-item[1], ANSWERS.index(item[0])))
    marked = is_marked(text)
    words = words_of(text)
    asking = marked or bool(words and words[0] in _starts(renderer, reader.language))
    return Heard(tuple(Found(key, score) for key, score in ranked), marked, asking)


def is_marked(text: str) -> bool:
    """Whether a text ends as questions do."""
    return text.rstrip().endswith(MARKS)


def title(renderer: Renderer, reader: Reader, name: str) -> str:
    """The question that an answer answers, as plain words."""
    return unescape(renderer.block(f"questions/{name}", "title", reader, {}))


@cache
def _index(renderer: Renderer, language: str) -> Index:
    """The words of every answer in one language, read once."""
    reader = Reader(language=language)
    phrases = {
        name: (title(renderer, reader, name), *_spelled(renderer, reader, f"questions/{name}", "words"))
        for name in ANSWERS
    }
    return Index(phrases, _spelled(renderer, reader, "questions/_themes", "fillers"))


@cache
def _starts(renderer: Renderer, language: str) -> frozenset[str]:
    """The words that questions begin with."""
    readers = (Reader(language=each) for each in dict.fromkeys((language, FALLBACK, SOURCE)))
    return frozenset(word for reader in readers for word in _spelled(renderer, reader, "questions/_themes", "starts"))


def _spelled(renderer: Renderer, reader: Reader, template: str, block: str) -> tuple[str, ...]:
    """The phrases of a block, parted by a vertical bar."""
    said = unescape(renderer.block(template, block, reader, {}))
    return tuple(phrase for each in said.split("|") if (phrase := " ".join(words_of(each))))
