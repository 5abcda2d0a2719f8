"""What kind of organisation it is: a short first page, the other kinds behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.organisation_words import kind_of
from bot.domain.people import OrganisationKind
from conversations.engine.answers import Context, Facts, Json
from conversations.engine.choices import Choice, offered
from conversations.engine.keyboard import Button, Pick, Rows, answering
from conversations.engine.replies import Reply, Said, Tapped
from conversations.engine.steps import Need, Step
from conversations.engine.widgets import Ear, Read, Taken

MORE = "more"
"""The answer that shows the other kinds."""

USUAL = (
    OrganisationKind.CHRS, OrganisationKind.CHU, OrganisationKind.RESIDENCE, OrganisationKind.FAMILY_PENSION,
    OrganisationKind.ACI, OrganisationKind.SOCIAL_CENTRE,
)  # fmt: skip
"""Kinds shown at once where a network has no others yet."""

ACRONYMS = frozenset(OrganisationKind) - {
    OrganisationKind.SHELTER, OrganisationKind.WOMEN_SHELTER, OrganisationKind.DAY_CENTRE, OrganisationKind.RESIDENCE,
    OrganisationKind.FAMILY_PENSION, OrganisationKind.THERAPEUTIC, OrganisationKind.SOCIAL_CENTRE,
    OrganisationKind.OTHER,
}  # fmt: skip
"""Kinds that everybody calls by letters: spelled out on the page where they are chosen."""
ABREAST = 3


@dataclass(frozen=True, slots=True)
class KindsContext(Context):
    """What is looked at where a kind of organisation is chosen."""

    used: tuple[str, ...] = ()
    """Kinds of the organisations that the network has, the most frequent first."""


def first_page(facts: Facts) -> tuple[str, ...]:
    """Return the kinds shown at once: those the network has most of, then those that are usual."""
    used = facts.context.used if isinstance(facts.context, KindsContext) else ()
    known = [each for each in used if each != OrganisationKind.OTHER]
    return tuple(dict.fromkeys((*known, *(each.value for each in USUAL))))[: len(USUAL)]


def others(facts: Facts) -> tuple[str, ...]:
    """Return every kind that is not on the first page."""
    return tuple(each.value for each in OrganisationKind if each.value not in first_page(facts))


@dataclass(frozen=True, kw_only=True)
class KindChoice(Choice):
    """A kind of organisation; one that is typed is known by any of its spellings, wherever it would be tapped."""

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[str]:
        """Read a kind, or the way to the others."""
        match reply:
            case Tapped(value) if value in set(OrganisationKind):
                return Taken(value)
            case Said(text) if ear.choice(text) is None and (known := kind_of(text)) is not None:
                return Taken(known.value)
            case _:
                return super().read(reply, scratch, facts, ear)

    def rows(self, scratch: Json, facts: Facts) -> Rows:
        """Return acronyms side by side, and one kind a row where it has a longer name."""
        options = offered(self.options, facts)
        short = [Button(Pick(each), answering(each)) for each in options if each in ACRONYMS]
        long = [Button(Pick(each), answering(each)) for each in options if each not in ACRONYMS]
        abreast = [tuple(short[at : at + ABREAST]) for at in range(0, len(short), ABREAST)]
        return (*abreast, *((button,) for button in long))


def _spelled_out(*options: str) -> Mapping[str, Any]:
    return {"acronyms": [each for each in options if each in ACRONYMS]}


def asked(name: str) -> tuple[Step, ...]:
    """Return the question of that name, and the one behind it that shows the other kinds."""
    first = Step(
        name,
        KindChoice(options=lambda facts: (*first_page(facts), MORE)),
        required=Need.SEND,
        firm=True,
        show=lambda facts: _spelled_out(*first_page(facts)),
    )
    behind = Step(
        f"other_{name}",
        KindChoice(options=others),
        when=lambda facts: bool(facts.value(name) == MORE),
        required=Need.SEND,
        firm=True,
        counts=False,
        show=lambda facts: _spelled_out(*others(facts)),
    )
    return first, behind


def chosen(facts: Facts, name: str) -> str:
    """Return the code of the kind that was chosen; of none where the question is not answered yet."""
    found = facts.value(name)
    return str((facts.value(f"other_{name}") if found == MORE else found) or OrganisationKind.OTHER)
