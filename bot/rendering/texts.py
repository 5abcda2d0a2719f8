"""Checks of every sentence people read: templates, catalogues, and the rules of easy language.

Read by `./valise check texts` and by the tests. It finds problems and changes nothing; no sentence lives here.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from babel.dates import get_day_names, get_month_names
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from jinja2 import Environment

from bot.rendering.catalogues import SOURCE, Catalogues, locale_of
from bot.rendering.french import avoided, uneasy
from bot.rendering.words import FOLDER

MAPPING = "babel.cfg"
"""Beside `templates/`: where sentences are looked for."""
NOTE = "Translators:"
"""What a comment begins with that goes along to the translators."""

TYPED = "typed, not read"
"""In a note: words by which people find something, in their own spelling; nobody reads them."""

TO_COORDINATORS = "said to a coordinator"
"""In a note, in a template about a rule: its other sentences are read by people, this one is not."""

BUTTONS = f"templates/{FOLDER}/"
"""Words of all roles stand there side by side."""

LONGEST_SENTENCE = 12
"""Words, in French and easy French (Inclusion Europe, Information for all, 2009)."""

TAGS = frozenset({"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"})
"""Of HTML, what Telegram takes and a translation may need (Bot API, HTML style)."""

OFFICIAL = {
    "fr": (
        "appel", "appels", "référent", "référente", "référents", "dossier", "ressources", "attribution", "enveloppe",
        "commission", "apv", "qf", "quotient", "nuitée", "nuitées", "cofinancement", "bénéficiaire", "éligible",
    ),
    "en": (
        "referent", "committee", "envelope", "award", "quotient", "eligible", "beneficiary", "apv", "qf", "co-funding",
    ),
}  # fmt: skip
"""Words of the administration, which no text for people uses (docs/decisions.md, Words)."""

FOR_PROFESSIONALS = frozenset(
    {
        "absence", "transfer", "support", "guide", "find", "naming", "note", "note_change", "quotient",
        "adjust", "broadcast", "event", "event_change", "ancv", "call", "changes", "committee", "consent", "decline",
        "import", "invitation", "invite_referent",
        "handover", "join_request", "know_how",
        "minutes", "not_endorse", "endorsement", "settling", "offer", "past", "point", "referent", "request", "review",
        "setting", "report", "waiver", "hours", "summary", "group", "regrant", "withdrawal",
    }
)  # fmt: skip
"""Folders of templates that only referents, leads and coordinators read."""

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_TAG = re.compile(r"<(/?)([a-z-]+)(?: href=\"[^\"<>]*\")?>")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d+);")
_SENTENCE_END = re.compile(r"[.!?…:;\n«»]+(?=\s|$)|\n")
_ONE_SEX = re.compile(r"\b(?:she|hers?|herself|he|him|his|himself)\b", re.IGNORECASE)
_PLAIN_BLANK = re.compile(r" [:;!?»€]|« ")


def check(templates: Path, locales: Path, at_work: Collection[str]) -> list[str]:
    """Return everything wrong with the texts, one line each; an empty list when all is well.

    Args:
        templates: the folder of templates; `babel.cfg` stands beside it.
        locales: the folder of `messages.pot` and of the languages.
        at_work: names of the notices that only professionals read.
    """
    extracted = extract(templates)
    problems = [*bare_words(templates), *notes(extracted)]
    problems += differences("messages.pot", _read(locales / "messages.pot"), extracted)
    problems += wording(SOURCE, extracted, at_work, source=True)
    for language in Catalogues(locales).languages:
        if language != SOURCE:
            catalogue = _read(locales / language / "LC_MESSAGES" / "messages.po", language)
            problems += differences(language, catalogue, extracted)
            problems += translations(language, catalogue)
            problems += wording(language, catalogue, at_work)
    return problems


def extract(templates: Path) -> Catalog:
    """Extract the sentences of the templates, as `pybabel extract -F babel.cfg -c Translators:` finds them."""
    with (templates.parent / MAPPING).open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # Babel leaves it untyped
    catalogue = Catalog()
    for name, line, ids, comments, context in extract_from_dir(templates, methods, options, comment_tags=(NOTE,)):
        catalogue.add(ids, None, [(f"{templates.name}/{name}", line)], auto_comments=comments, context=context)
    return catalogue


def _read(path: Path, language: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language and locale_of(language).language)


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _forms(text: Any) -> tuple[str, ...]:
    """Return a message's text, or all its plural forms."""
    return (text,) if isinstance(text, str) else tuple(text)


# What stands in the templates


def bare_words(templates: Path) -> Iterator[str]:
    """Yield words outside `trans`, which nobody could translate."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for path in sorted(templates.rglob("*.j2")):
        for line, words in _outside(environment, path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(templates.parent)}:{line}: cannot be translated: {words}"


def _outside(environment: Environment, source: str) -> Iterator[tuple[int, str]]:
    depth, opened = 0, False
    for line, kind, value in environment.lex(source):
        if kind == "block_begin":
            opened = True
        elif opened and kind == "name":
            depth += {"trans": 1, "endtrans": -1}.get(value, 0)
            opened = False
        elif kind == "data" and not depth:
            words = re.sub(r"<[^>]*>|&\w+;", " ", value)
            if re.search(r"[^\W\d_]{2}", words):
                yield line, " ".join(words.split())


def notes(extracted: Catalog) -> Iterator[str]:
    """Yield sentences with something to fill in and no word to translators about it."""
    for message in _messages(extracted):
        if _PLACEHOLDER.search("".join(_forms(message.id))) and not message.auto_comments:
            yield f"{_place(message)}: no note for translators: {_forms(message.id)[0]}"


def _place(message: Message) -> str:
    return str(message.locations[0][0]) if message.locations else "?"


# What stands in the catalogues


def differences(name: str, catalogue: Catalog, extracted: Catalog) -> Iterator[str]:
    """Yield sentences that a catalogue lacks, or that no template says any more."""
    have = {_forms(message.id) for message in _messages(catalogue)}
    want = {_forms(message.id) for message in _messages(extracted)}
    for form, *_ in sorted(want - have):
        yield f"{name}: not in the catalogue: {form}"
    for form, *_ in sorted(have - want):
        yield f"{name}: no template says this any more: {form}"


def translations(language: str, catalogue: Catalog) -> Iterator[str]:
    """Yield translations that are missing, unsure, or that do not fill in what the sentence fills in."""
    for message in _messages(catalogue):
        where = f"{language}: {_forms(message.id)[0]}"
        forms = _forms(message.string)
        if message.fuzzy:
            yield f"{where}: unsure (fuzzy)"
        if not all(forms):
            yield f"{where}: not translated"
        elif len(forms) != (catalogue.num_plurals if message.pluralizable else 1):
            yield f"{where}: {len(forms)} plural forms instead of {catalogue.num_plurals}"
        else:
            yield from (f"{where}: {problem}" for problem in _filled(message, forms))


def _filled(message: Message, forms: tuple[str, ...]) -> Iterator[str]:
    wanted = set(_PLACEHOLDER.findall("".join(_forms(message.id))))
    spared = {"count"} if message.pluralizable else set()  # some languages have a word for exactly one, or two
    for form in forms:
        has = set(_PLACEHOLDER.findall(form))
        if not wanted - spared <= has <= wanted:
            yield f"fills in {sorted(has)} instead of {sorted(wanted)}"
        if "%" in _PLACEHOLDER.sub("", form).replace("%%", ""):
            yield "a % that is not doubled"


# What the sentences say


def wording(language: str, catalogue: Catalog, at_work: Collection[str], *, source: bool = False) -> Iterator[str]:
    """Yield markup that Telegram refuses, wrong weekdays, and what easy language does without."""
    for message in _messages(catalogue):
        for form in _forms(message.id if source else message.string):
            for problem in chain(markup(form), weekdays(form, language), _easy(form, language, message, at_work)):
                yield f"{language}: {form}: {problem}"


def _easy(text: str, language: str, message: Message, at_work: Collection[str]) -> Iterator[str]:
    if any(TYPED in comment for comment in message.auto_comments):
        return
    root = language.partition("@")[0].partition("_")[0]
    if root == "fr":
        yield from long_sentences(text)
        if _PLAIN_BLANK.search(text):
            yield "a blank that may break the line before : ; ! ? € or inside « »"
    paths = [path for path, _ in message.locations]
    if any(TO_COORDINATORS in comment for comment in message.auto_comments):
        paths = [path for path in paths if not path.startswith("templates/rules/")]
    if root == "en" and (found := _ONE_SEX.search(text)):
        yield f"of one person English says “they”: {found.group()}"
    if for_people(paths, at_work):
        yield from official_words(text, root)
        if root == "fr":
            yield from uneasy(text)
            apart = [path for path in paths if not path.startswith(BUTTONS)]
            yield from avoided(text) if for_people(apart, at_work) else ()


def markup(text: str) -> Iterator[str]:
    """Yield tags that Telegram does not know, that are not closed, or signs that are no tag at all."""
    opened: list[str] = []
    for closing, tag in _TAG.findall(text):
        if tag not in TAGS:
            yield f"<{tag}> is not for Telegram"
        if not closing:
            opened.append(tag)
        elif not opened or opened.pop() != tag:
            yield f"</{tag}> closes nothing"
    if opened:
        yield f"<{opened[-1]}> is not closed"
    if re.search(r"[<>&]", _ENTITY.sub("", _TAG.sub("", text))):
        yield "a sign that HTML writes otherwise: < > &"


def long_sentences(text: str) -> Iterator[str]:
    """Yield sentences of more than twelve words; what is filled in counts as one."""
    for sentence in _SENTENCE_END.split(_TAG.sub(" ", text)):
        words = [word for word in _PLACEHOLDER.sub("x", sentence).split() if any(c.isalnum() for c in word)]
        if len(words) > LONGEST_SENTENCE:
            yield f"{len(words)} words in one sentence"


def official_words(text: str, language: str) -> Iterator[str]:
    """Yield words of the administration, and shares in hundredths."""
    words = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", _PLACEHOLDER.sub(" ", text).casefold()))
    for word in OFFICIAL.get(language, ()):
        if word in words:
            yield f"a word of the administration: {word}"
    if "%%" in text:
        yield "a share in hundredths: say “80 euros out of 100”"


def for_people(paths: Iterable[str], at_work: Collection[str]) -> bool:
    """Return whether one of these templates is read by the people who go on holiday."""
    return any(not _professional(path, at_work) for path in paths)


def _professional(path: str, at_work: Collection[str]) -> bool:
    folder, _, file = path.removeprefix("templates/").rpartition("/")
    if folder == "notices":
        return file.removesuffix(".j2") in at_work
    return folder.partition("/")[0] in FOR_PROFESSIONALS


def weekdays(text: str, language: str) -> Iterator[str]:
    """Yield sample dates whose weekday is not the calendar's, such as a Sunday that is a Saturday."""
    locale = locale_of(language)
    days = {name.casefold(): n for n, name in get_day_names("wide", locale=locale).items()}
    months = {name.casefold(): n for n, name in get_month_names("wide", locale=locale).items()}
    any_day, any_month = "|".join(map(re.escape, days)), "|".join(map(re.escape, months))
    shape = rf"({any_day})\W+(?:(\d{{1,2}})\w*\W+({any_month})|({any_month})\W+(\d{{1,2}}))\W+(\d{{4}})"
    for name, day, month, month_first, day_after, year in re.findall(shape, text.casefold()):
        told = date(int(year), months[month or month_first], int(day or day_after))
        if told.weekday() != days[name]:
            yield f"{told.isoformat()} is not a {name}"
