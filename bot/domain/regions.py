"""The regions of France a network may open a call in. Official names are proper nouns: not translated."""

from enum import StrEnum


class Region(StrEnum):
    """A region by its ISO 3166-2 code, without the leading FR."""

    ARA = "ARA"
    BFC = "BFC"
    BRE = "BRE"
    CVL = "CVL"
    COR = "COR"
    GES = "GES"
    HDF = "HDF"
    IDF = "IDF"
    NOR = "NOR"
    NAQ = "NAQ"
    OCC = "OCC"
    PDL = "PDL"
    PAC = "PAC"
    GUADELOUPE = "GP"
    MARTINIQUE = "MQ"
    GUYANE = "GF"
    REUNION = "RE"
    MAYOTTE = "YT"

    @property
    def official_name(self) -> str:
        """The name on official papers."""
        return OFFICIAL_NAMES[self]


OFFICIAL_NAMES = {
    Region.ARA: "Auvergne-Rhône-Alpes",
    Region.BFC: "Bourgogne-Franche-Comté",
    Region.BRE: "Bretagne",
    Region.CVL: "Centre-Val de Loire",
    Region.COR: "Corse",
    Region.GES: "Grand Est",
    Region.HDF: "Hauts-de-France",
    Region.IDF: "Île-de-France",
    Region.NOR: "Normandie",
    Region.NAQ: "Nouvelle-Aquitaine",
    Region.OCC: "Occitanie",
    Region.PDL: "Pays de la Loire",
    Region.PAC: "Provence-Alpes-Côte d'Azur",
    Region.GUADELOUPE: "Guadeloupe",
    Region.MARTINIQUE: "Martinique",
    Region.GUYANE: "Guyane",
    Region.REUNION: "La Réunion",
    Region.MAYOTTE: "Mayotte",
}

_DEPARTMENTS = {
    Region.ARA: "01 03 07 15 26 38 42 43 63 69 73 74",
    Region.BFC: "21 25 39 58 70 71 89 90",
    Region.BRE: "22 29 35 56",
    Region.CVL: "18 28 36 37 41 45",
    Region.COR: "2A 2B",
    Region.GES: "08 10 51 52 54 55 57 67 68 88",
    Region.HDF: "02 59 60 62 80",
    Region.IDF: "75 77 78 91 92 93 94 95",
    Region.NOR: "14 27 50 61 76",
    Region.NAQ: "16 17 19 23 24 33 40 47 64 79 86 87",
    Region.OCC: "09 11 12 30 31 32 34 46 48 65 66 81 82",
    Region.PDL: "44 49 53 72 85",
    Region.PAC: "04 05 06 13 83 84",
    Region.GUADELOUPE: "971",
    Region.MARTINIQUE: "972",
    Region.GUYANE: "973",
    Region.REUNION: "974",
    Region.MAYOTTE: "976",
}

REGION_OF = {number: region for region, numbers in _DEPARTMENTS.items() for number in numbers.split()}
"""The region of each department, by its official number (COG, INSEE 2024)."""


def department_number(text: str) -> str | None:
    """Return the official number that was typed ("75", "1", "2a"), or None when there is no such department."""
    typed = text.strip().upper()
    number = typed.zfill(2) if typed.isdecimal() else typed
    return number if number in REGION_OF else None
