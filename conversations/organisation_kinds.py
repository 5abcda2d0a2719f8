"""What kind of organisation it is: a short first page, the other kinds behind it, then words of the network's own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.organisation_words import kind_of, spelling
from bot.domain.people import OrganisationKind, Trait
from conversations.engine.answers import Context, Facts, Json
from conversations.engine.choices import FREE, Choice, Many, offered
from conversations.engine.keyboard import Button, Pick, Plain, Rows, answering
from conversations.engine.replies import Reply, Said, Tapped
from conversations.engine.steps import Need, Step
from conversations.engine.widgets import Ear, Read, Taken, Text

MORE = "more"
"""The answer that shows the other kinds."""
OWN = "own"
"""The answer that asks for words of the network's own."""
LONGEST_KIND = 60
DOES = (Trait.HOUSES, Trait.EMPLOYS, Trait.PROTECTS)
"""What a coordinator says of a kind of the network's own."""

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
    own: Mapping[str, str] = field(default_factory=dict)
    """Words of the kinds that the network has added, by their codes."""


def own_kinds(facts: Facts) -> Mapping[str, str]:
    """Return the words of the kinds that the network has added, by their codes."""
    return facts.context.own if isinstance(facts.context, KindsContext) else {}


def first_page(facts: Facts) -> tuple[str, ...]:
    """Return the kinds shown at once: those the network has most of, then those that are usual."""
    used = facts.context.used if isinstance(facts.context, KindsContext) else ()
    known = [each for each in used if each != OrganisationKind.OTHER]
    return tuple(dict.fromkeys((*known, *(each.value for each in USUAL))))[: len(USUAL)]


def others(facts: Facts) -> tuple[str, ...]:
    """Return every kind that is not on the first page."""
    known = (*(each.value for each in OrganisationKind), *own_kinds(facts))
    return tuple(each for each in known if each not in first_page(facts))


def others_and_own(facts: Facts) -> tuple[str, ...]:
    """Return every kind that is not on the first page, and the way to a new one."""
    return (*others(facts), OWN)


@dataclass(frozen=True, kw_only=True)
class KindChoice(Choice):
    """A kind of organisation; one that is typed is known by any of its spellings, wherever it would be tapped."""

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[str]:
        """Read a kind, or the way to the others."""
        match reply:
            case Tapped(value) if value in set(OrganisationKind):
                return Taken(value)
            case Tapped(value) if value in own_kinds(facts):
                return Taken(FREE + own_kinds(facts)[value])
            case Said(text) if (own := _own_of(text, facts)) is not None:
                return Taken(FREE + own)
            case Said(text) if ear.choice(text) is None and (known := kind_of(text)) is not None:
                return Taken(known.value)
            case _:
                return super().read(reply, scratch, facts, ear)

    def rows(self, scratch: Json, facts: Facts) -> Rows:
        """Return acronyms side by side, and one kind a row where it has a longer name."""
        options = offered(self.options, facts)
        short = [Button(Pick(each), answering(each)) for each in options if each in ACRONYMS]
        own = own_kinds(facts)
        long = [
            Button(Plain(own[each]) if each in own else Pick(each), answering(each))
            for each in options
            if each not in ACRONYMS
        ]
        abreast = [tuple(short[at : at + ABREAST]) for at in range(0, len(short), ABREAST)]
        return (*abreast, *((button,) for button in long))


def _own_of(text: str, facts: Facts) -> str | None:
    """Return the words of the network's own kind that was typed, if it is one."""
    return next((words for words in own_kinds(facts).values() if spelling(words) == spelling(text)), None)


def _spelled_out(*options: str) -> Mapping[str, Any]:
    return {"acronyms": [each for each in options if each in ACRONYMS]}


def asked(name: str, *, own: bool = False) -> tuple[Step, ...]:
    """Return the question of that name, and those behind it: the other kinds and, with `own`, a new one in words."""
    first = Step(
        name,
        KindChoice(options=lambda facts: (*first_page(facts), MORE)),
        required=Need.SEND,
        firm=True,
        show=lambda facts: _spelled_out(*first_page(facts)),
    )
    behind = Step(
        f"other_{name}",
        KindChoice(options=others_and_own if own else others),
        when=lambda facts: bool(facts.value(name) == MORE),
        required=Need.SEND,
        firm=True,
        counts=False,
        show=lambda facts: _spelled_out(*others(facts)),
    )
    return (first, behind, *_own_words(name)) if own else (first, behind)


def _own_words(name: str) -> tuple[Step, Step]:
    """Return the two questions about a kind that is new: its words, and what it does."""

    def new(facts: Facts) -> bool:
        return bool(facts.value(name) == MORE and facts.value(f"other_{name}") == OWN)

    def unknown(facts: Facts) -> bool:
        words = facts.value(f"own_{name}") or ""
        return new(facts) and kind_of(words) is None and _own_of(words, facts) is None

    return (
        Step(f"own_{name}", Text(limit=LONGEST_KIND), when=new, required=Need.SEND, firm=True, counts=False),
        Step(
            f"{name}_does",
            Many(options=tuple(each.value for each in DOES), none=True),
            when=unknown,
            required=Need.SEND,
            firm=True,
            counts=False,
        ),
    )


def chosen(facts: Facts, name: str) -> str:
    """Return the code of the kind that was chosen, or "=" and words of the network's own; other, while none is."""
    found = facts.value(name)
    found = facts.value(f"other_{name}") if found == MORE else found
    if found == OWN:
        words = facts.value(f"own_{name}") or ""
        return kind_of(words) or FREE + words
    return str(found or OrganisationKind.OTHER)


def traits_of(facts: Facts, name: str) -> frozenset[Trait]:
    """Return what a new kind does; a kind that employs grants leave as well."""
    said = frozenset(Trait(each) for each in facts.value(f"{name}_does") or ())
    return said | {Trait.GRANTS_LEAVE} if Trait.EMPLOYS in said else said
