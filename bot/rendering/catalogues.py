"""The languages: catalogues read from `locales/`, their fallbacks, and the direction of their script.

A language is a folder `locales/<language>/LC_MESSAGES/messages.po`; adding one changes no code. English is the source.
"""

import gettext
import io
from functools import cached_property, lru_cache
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = "en"
FALLBACK = "fr"
"""What a reader gets whose language has no catalogue: the language of the country."""


class Catalogues:
    """All catalogues of a folder, each read when first needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._loaded: dict[str, gettext.NullTranslations] = {SOURCE: gettext.NullTranslations()}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages on offer, in the order of their codes; the source is always one of them."""
        found = {path.parent.parent.name for path in self.folder.glob("*/LC_MESSAGES/messages.po")}
        return tuple(sorted(found | {SOURCE}))

    def choose(self, wanted: str | None) -> str:
        """Return the language to speak to a person whose telephone says `wanted`, such as `pt-BR`."""
        tag = (wanted or "").replace("-", "_")
        for candidate in (tag, tag.partition("_")[0]):
            if candidate in self.languages:
                return candidate
        same = [language for language in self.languages if language.partition("_")[0] == tag.partition("_")[0] != ""]
        return same[0] if same else FALLBACK if FALLBACK in self.languages else SOURCE

    def translations(self, language: str) -> gettext.NullTranslations:
        """Return the catalogue of a language; what it lacks comes from the language without its variant."""
        if language not in self._loaded:
            self._loaded[language] = self._read(language)
        return self._loaded[language]

    def _read(self, language: str) -> gettext.NullTranslations:
        path = self.folder / language / "LC_MESSAGES" / "messages.po"
        with path.open("rb") as file:
            catalogue = read_po(file, locale=locale_of(language).language)
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        translations = gettext.GNUTranslations(compiled)
        parent = language.partition("@")[0].partition("_")[0]
        if parent != language and parent in self.languages:
            translations.add_fallback(self.translations(parent))
        return translations


def locale_of(language: str) -> Locale:
    """Return the Babel locale of a catalogue's name; a modifier such as `@falc` changes words, not dates."""
    return Locale.parse(language.partition("@")[0])


@lru_cache(64)
def right_to_left(language: str) -> bool:
    """Return whether the language is written from right to left."""
    return bool(locale_of(language).text_direction == "rtl")
