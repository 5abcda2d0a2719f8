"""From typed words to answers: in the reader's language, and in those that people are taught first.

The words are those of the templates themselves (blocks `title` and `words`), so that a translation is searched too.
"""

from dataclasses import dataclass
from functools import cache
from html import unescape

from bot.features.questions.shelf import ANSWERS, URGENT, template_of
from bot.interaction.search import Found, Index, words_of
from bot.rendering.catalogues import FALLBACK, SOURCE
from bot.rendering.renderer import Reader, Renderer

CERTAIN = 0.8
"""The score from which a text is taken for that very question where any words would be an answer."""
PLAIN = 0.6
"""The same where only a number, a day or a choice is one: "a" in a question is read as 1."""
LIKELY = 0.45
"""The score from which an answer is worth showing where something was asked."""
SAID = 0.85
"""The score from which words that do not even look like a question are taken for one."""
ANOTHER_LANGUAGE = 0.8
"""What a find in another language than the reader's is worth: words of one resemble words of the other by chance."""
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
    worded: bool
    """It has a word that questions are made with."""

    @property
    def asking(self) -> bool:
        """Whether it looks like a question at all."""
        return self.marked or self.worded

    def certain(self, *, among_words: bool) -> bool:
        """Return whether it is one of our questions, asked as such: "Spain?" may be a hesitant answer, and is none.

        `among_words`: any words would be an answer there.
        """
        enough = CERTAIN if among_words else PLAIN
        return self.marked and self.worded and bool(self.found) and self.found[0].score >= enough

    @property
    def shown(self) -> tuple[str, ...]:
        """The answers to show where words answered nothing: to what was asked, or said so plainly that it is meant."""
        best = max((found.score for found in self.found), default=0.0)
        enough = max(LIKELY, best * CLOSE)
        urgent = tuple(found.key for found in self.found if found.key in URGENT and found.score >= enough)
        plainly = best >= SAID
        others = self.likely if self.asking or plainly else ()
        return (*urgent, *(key for key in others if key not in urgent))

    @property
    def likely(self) -> tuple[str, ...]:
        """The answers worth showing: one, or a few that fit about as well."""
        first = next(iter(self.found), None)
        if first is None or first.score < LIKELY:
            return ()
        return tuple(found.key for found in self.found[:MOST] if found.score >= first.score * CLOSE)


def hear(renderer: Renderer, reader: Reader, text: str, among: tuple[str, ...] = ANSWERS) -> Heard:
    """Return what a text asks `among` these answers. Where several languages know its words, the best score counts."""
    best: dict[str, float] = {}
    for language in dict.fromkeys((reader.language, FALLBACK, SOURCE)):
        trust = 1.0 if language == reader.language else ANOTHER_LANGUAGE
        for found in _index(renderer, language, among).find(text):
            best[found.key] = max(found.score * trust, best.get(found.key, 0.0))
    ranked = sorted(best.items(), key=lambda item: (-item[1], among.index(item[0])))
    worded = not _question_words(renderer, reader.language).isdisjoint(words_of(text))
    return Heard(tuple(Found(key, score) for key, score in ranked), is_marked(text), worded)


def read_ahead(renderer: Renderer) -> None:
    """Read the words of people's answers in every language, so that the first who asks does not wait for it."""
    for language in dict.fromkeys((*renderer.catalogues.languages, FALLBACK, SOURCE)):
        _index(renderer, language, ANSWERS)
        _question_words(renderer, language)


def is_marked(text: str) -> bool:
    """Return whether a text ends as questions do."""
    return text.rstrip().endswith(MARKS)


def title(renderer: Renderer, reader: Reader, name: str) -> str:
    """Return the question that an answer answers, as plain words."""
    return unescape(renderer.block(template_of(name), "title", reader, {}))


@cache
def _index(renderer: Renderer, language: str, among: tuple[str, ...]) -> Index:
    """Return the words of these answers in one language, read once."""
    reader = Reader(language=language)
    phrases = {
        name: (title(renderer, reader, name), *_spelled(renderer, reader, template_of(name), "words")) for name in among
    }
    fillers, asking = (_spelled(renderer, reader, "questions/_themes", block) for block in ("fillers", "asking"))
    return Index(phrases, fillers, weak=asking)


@cache
def _question_words(renderer: Renderer, language: str) -> frozenset[str]:
    """Return the words that questions are made with, in a language and in those that are taught first."""
    readers = [Reader(language=each) for each in dict.fromkeys((language, FALLBACK, SOURCE))]
    spelled = (_spelled(renderer, reader, "questions/_themes", "asking") for reader in readers)
    return frozenset(word for phrases in spelled for word in phrases)


def _spelled(renderer: Renderer, reader: Reader, template: str, block: str) -> tuple[str, ...]:
    """Return the phrases of a block, parted by a vertical bar."""
    said = unescape(renderer.block(template, block, reader, {}))
    return tuple(phrase for each in said.split("|") if (phrase := " ".join(words_of(each))))
