"""The words in which offices write a list of organisations: headings, kinds, regions, departments, and what was meant.

French and English are read whatever the reader's language: files travel between offices.
"""

import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache

from bot.domain.people import OrganisationKind
from bot.domain.regions import OFFICIAL_NAMES, Region, department_number

ALIKE = 0.7
"""How much alike two spellings are before one is proposed for the other (difflib's ratio, 1 is the same)."""


class Column(StrEnum):
    """What a column of the list says."""

    ORGANISATION = "organisation"
    KIND = "kind"
    DEPARTMENT = "department"
    REGION = "region"
    REFERENT = "referent"


HEADINGS: Mapping[Column, tuple[str, ...]] = {
    Column.ORGANISATION: (
        "organisation", "organization", "structure", "nom de la structure", "nom de l organisation", "nom structure",
        "association", "organisme", "etablissement", "organisation name", "name of the organisation",
    ),
    Column.KIND: (
        "type", "genre", "kind", "categorie", "category", "type de structure", "type d organisation", "nature",
        "type of organisation", "kind of organisation",
    ),
    Column.DEPARTMENT: (
        "departement", "department", "dept", "dep", "numero de departement", "no departement", "code departement",
        "code postal", "cp", "postcode", "postal code",
    ),
    Column.REGION: ("region", "nom de la region", "code region"),
    Column.REFERENT: (
        "referent", "referente", "referent e", "nom du referent", "nom de la referente", "referent name", "contact",
        "travailleur social", "travailleuse sociale", "social worker", "prenom et nom", "nom et prenom",
    ),
}  # fmt: skip

KINDS: Mapping[OrganisationKind, tuple[str, ...]] = {
    OrganisationKind.SHELTER: ("shelter", "hebergement", "centre d hebergement", "foyer d hebergement", "hotel social"),
    OrganisationKind.CHU: ("chu", "centre d hebergement d urgence", "hebergement d urgence", "emergency shelter"),
    OrganisationKind.CHRS: (
        "chrs", "centre d hebergement et de reinsertion sociale", "centre d hebergement et de reinsertion",
    ),
    OrganisationKind.WOMEN_SHELTER: (
        "women shelter", "women s shelter", "hebergement pour femmes victimes de violences", "foyer pour femmes",
        "hebergement de femmes victimes de violences",
    ),
    OrganisationKind.DAY_CENTRE: ("day centre", "accueil de jour"),
    OrganisationKind.CADA: (
        "cada", "centre d accueil pour demandeurs d asile", "centre d accueil de demandeurs d asile",
    ),
    OrganisationKind.HUDA: ("huda", "hebergement d urgence pour demandeurs d asile"),
    OrganisationKind.CPH: ("cph", "centre provisoire d hebergement"),
    OrganisationKind.RESIDENCE: (
        "residence", "residence sociale", "social residence", "foyer", "foyer logement",
    ),
    OrganisationKind.FAMILY_PENSION: ("family pension", "pension de famille", "maison relais"),
    OrganisationKind.FJT: ("fjt", "foyer de jeunes travailleurs", "residence habitat jeunes"),
    OrganisationKind.THERAPEUTIC: ("therapeutic", "communaute therapeutique", "therapeutic community"),
    OrganisationKind.ACT: ("act", "appartement de coordination therapeutique",
        "appartements de coordination therapeutique",
    ),
    OrganisationKind.LHSS: ("lhss", "lits halte soins sante"),
    OrganisationKind.LAM: ("lam", "lits d accueil medicalises"),
    OrganisationKind.CSAPA: (
        "csapa", "centre de soins d accompagnement et de prevention en addictologie",
    ),
    OrganisationKind.CAARUD: (
        "caarud",
        "centre d accueil et d accompagnement a la reduction des risques pour usagers de drogues",
    ),
    OrganisationKind.SIAE: (
        "siae", "insertion", "insertion par l activite economique", "iae", "work integration",
        "insertion par le travail", "work integration siae",
        "structure d insertion par l activite economique", "insertion par le travail siae",
    ),
    OrganisationKind.ACI: (
        "aci", "chantier d insertion", "atelier et chantier d insertion", "ateliers et chantiers d insertion",
    ),
    OrganisationKind.AI: ("ai", "association intermediaire"),
    OrganisationKind.EI: ("ei", "entreprise d insertion"),
    OrganisationKind.ETTI: ("etti", "entreprise de travail temporaire d insertion"),
    OrganisationKind.EITI: ("eiti", "entreprise d insertion par le travail independant"),
    OrganisationKind.EA: ("ea", "entreprise adaptee"),
    OrganisationKind.ESAT: (
        "esat", "etablissement et service d accompagnement par le travail",
        "etablissement et service d aide par le travail",
    ),
    OrganisationKind.SOCIAL_CENTRE: (
        "social centre", "centre social", "social center", "espace de vie sociale", "evs", "maison de quartier",
    ),
    OrganisationKind.CCAS: ("ccas", "centre communal d action sociale"),
    OrganisationKind.OTHER: ("other", "autre", "another kind", "autre type", "un autre type", "samu social"),
}  # fmt: skip

BROADER: Mapping[str, OrganisationKind] = {
    kind.value: broader
    for broader, kinds in {
        OrganisationKind.SHELTER: (
            OrganisationKind.CHU, OrganisationKind.CHRS, OrganisationKind.WOMEN_SHELTER, OrganisationKind.CADA,
            OrganisationKind.HUDA, OrganisationKind.CPH,
        ),
        OrganisationKind.RESIDENCE: (OrganisationKind.FAMILY_PENSION, OrganisationKind.FJT),
        OrganisationKind.THERAPEUTIC: (
            OrganisationKind.ACT, OrganisationKind.LHSS, OrganisationKind.LAM, OrganisationKind.CSAPA,
            OrganisationKind.CAARUD,
        ),
        OrganisationKind.SIAE: (
            OrganisationKind.ACI, OrganisationKind.AI, OrganisationKind.EI, OrganisationKind.ETTI,
            OrganisationKind.EITI, OrganisationKind.EA,
        ),
        OrganisationKind.OTHER: (OrganisationKind.DAY_CENTRE, OrganisationKind.ESAT, OrganisationKind.CCAS),
    }.items()
    for kind in kinds
}  # fmt: skip
"""For an exact kind the one that says less: a list that is more exact than what is stored contradicts nothing."""


def agree(known: str, written: str) -> bool:
    """Return whether two kinds may be said of one organisation: the same, or one more exact than the other."""
    return known == written or BROADER.get(written) == known or BROADER.get(known) == written


_SHORT_REGIONS = {
    "paca": Region.PAC, "aura": Region.ARA, "centre": Region.CVL, "reunion": Region.REUNION, "paris": Region.IDF,
}  # fmt: skip


def spelling(text: str) -> str:
    """Return what spellings are compared by: no case, no accents, letters and digits only, one blank between words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in plain if unicodedata.category(c) != "Mn")
    return " ".join(kept.split())


_COLUMN_OF = {words: column for column, spellings in HEADINGS.items() for words in spellings}
_KIND_OF = {words: kind for kind, spellings in KINDS.items() for words in spellings}
_REGION_SPELLED = (
    {spelling(name): region for region, name in OFFICIAL_NAMES.items()}
    | {spelling(region.value): region for region in Region}
    | {f"fr {spelling(region.value)}": region for region in Region}
    | _SHORT_REGIONS
)


def column_of(heading: str) -> Column | None:
    """Return what the column under that heading says, or None for one of no interest."""
    return _COLUMN_OF.get(spelling(heading))


def kind_of(text: str) -> OrganisationKind | None:
    """Return the kind that was written, in one of its spellings; what stands in brackets may be left out, or be all."""
    outside, inside = re.sub(r"\(.*?\)", " ", text), " ".join(re.findall(r"\((.*?)\)", text))
    spellings = (spelling(text), spelling(outside), spelling(inside))
    return next((_KIND_OF[words] for words in spellings if words in _KIND_OF), None)


def region_of(text: str) -> Region | None:
    """Return the region that was written: its name, its code, or a usual short name."""
    return _REGION_SPELLED.get(spelling(text))


_NUMBER = re.compile(r"(?<![0-9A-Z])(\d{5}|97\d|\d{1,2}|2[AB])(?![0-9A-Z])")


def department_of(text: str) -> str | None:
    """Return the department that was written: "75", "1", "2a", "Paris (75)", or a postcode such as 75012."""
    numbers = _NUMBER.findall(text.upper().removesuffix(".0"))
    if len(numbers) != 1:
        return None
    number = numbers[0]
    if len(number) == 5:  # Corsica's postcodes begin with 20: they do not tell its two departments apart
        number = number[:3] if number.startswith("97") else number[:2]
    return department_number(number)


_KINDS_SPELLED = tuple((words, kind.value) for words, kind in _KIND_OF.items())
_REGIONS_SPELLED = tuple((words, region.value) for words, region in _REGION_SPELLED.items())


@lru_cache(1024)
def _alike(written: str, spelled: tuple[tuple[str, str], ...]) -> str:
    close = get_close_matches(written, [words for words, _ in spelled], n=1, cutoff=ALIKE)
    return dict(spelled)[close[0]] if close else ""


def kind_meant(text: str) -> str:
    """Return the kind that was perhaps meant, or nothing."""
    return _alike(spelling(text), _KINDS_SPELLED)


def region_meant(text: str) -> str:
    """Return the code of the region that was perhaps meant, or nothing."""
    return _alike(spelling(text), _REGIONS_SPELLED)
