"""Rules about papers: those that a call asks for are there, or the referent has seen them."""

from collections.abc import Mapping

from bot.domain.figures import Document
from bot.domain.limits import PaperGiven
from conversations.engine.answers import Facts
from conversations.papers import given, shows, wanted
from conversations.rules.kind import Kind, Told


def papers(facts: Facts) -> Mapping[Document, bool]:
    """Return each paper that the plan needs, and whether it is there."""
    return {document: given(document, facts) for document in wanted(facts)}


def _settles(limit: PaperGiven) -> tuple[str, ...]:
    return shows(limit.document)


PAPER = Kind(
    limit=PaperGiven,
    feeds=(papers,),
    settled_by=tuple(dict.fromkeys(name for document in Document for name in shows(document))),
    settles=_settles,
    told=Told.WHERE_IT_CHANGES,
    never_added="each call has its list of papers",
)
