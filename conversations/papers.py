"""Papers that a call asks for: each is sent as a photo or a file, or the referent has seen it and it stays on paper."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from bot.domain.figures import Document
from conversations.engine.answers import Facts, Json
from conversations.engine.keyboard import Button, Pick, Rows, answering, column
from conversations.engine.replies import FileRef, Reply, Said, Tapped
from conversations.engine.steps import Need, Section, Step
from conversations.engine.widgets import Attachment, Ear, Read, Taken, Widget, dump_file, load_file
from conversations.lodging import hosted
from conversations.plan_context import PlanContext

SEEN = "seen"
"""In the place of a file: the referent has seen the paper, and it stays on paper."""

PROOF = "proof"
"""The question of the referent's own part that says which proof of the quotient was seen."""


@dataclass(frozen=True, kw_only=True)
class Paper(Widget[FileRef | str]):
    """A photo or a PDF, or the referent's word that the paper was seen."""

    kind: ClassVar[str] = "attachment"
    takes_files: ClassVar[bool] = True

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[FileRef | str]:
        """Read a file, and of the referent that it was seen."""
        seen = isinstance(reply, Tapped) and reply.value == SEEN
        seen = seen or (isinstance(reply, Said) and ear.choice(reply.text) == SEEN)
        if seen and _accompanies(facts):
            return Taken(SEEN)
        read = Attachment().read(reply, scratch, facts, ear)
        return Taken(read.value) if isinstance(read, Taken) else read

    def rows(self, scratch: Json, facts: Facts) -> Rows:
        """Return the tick of the referent."""
        return column(Button(Pick(SEEN), answering(SEEN))) if _accompanies(facts) else ()

    def dump(self, value: FileRef | str) -> Json:
        """Return the file's facts, or that it was seen."""
        return dump_file(value) if isinstance(value, FileRef) else {SEEN: True}

    def load(self, raw: Json) -> FileRef | str:
        """Reverse `dump`."""
        return SEEN if raw == {SEEN: True} else load_file(raw)


def _accompanies(facts: Facts) -> bool:
    return facts.about(PlanContext).accompanies


def wanted(facts: Facts) -> tuple[Document, ...]:
    """Return the papers that the plan's call asks for: nobody writes a price for a stay with family or friends."""
    if facts.call is None or not facts.call.papers_required:
        return ()
    of_minors = (Document.PARENTAL_CONSENT,) if facts.call.minors_alone and facts.value("adults") == 0 else ()
    without = {Document.PARENTAL_CONSENT, *((Document.QUOTE,) if hosted(facts) else ())}
    return (*(each for each in facts.call.documents if each not in without), *of_minors)


def shows(document: Document) -> tuple[str, ...]:
    """Return the questions of which an answer shows that paper, the first to ask first."""
    return (PROOF, document.value) if document is Document.QUOTIENT_PROOF else (document.value,)


def given(document: Document, facts: Facts) -> bool:
    """Return whether a paper is there, or was seen."""
    return any(facts.value(name) is not None for name in shows(document))


def is_wanted(document: Document) -> Callable[[Facts], bool]:
    """Return the condition of the question for a paper."""
    return lambda facts: document in wanted(facts)


PAPERS = Section(
    "papers",
    tuple(
        Step(document.value, Paper(), when=is_wanted(document))
        for document in Document
        if document is not Document.QUOTE  # it is asked among the prices
    ),
    need=Need.NOTHING,
)
"""Asked one by one: one has the paper, or has seen it."""

BY_THE_PERSON = (Document.QUOTE, Document.QUOTIENT_PROOF, Document.EMPLOYMENT_PROOF, Document.PARENTAL_CONSENT)
"""Papers that a beneficiary may have; the statement is the referent's own."""


def by_the_person(facts: Facts) -> list[tuple[Document, bool]]:
    """Return the papers that the plan needs of its beneficiary, and whether each is there."""
    return [(document, given(document, facts)) for document in wanted(facts) if document in BY_THE_PERSON]
