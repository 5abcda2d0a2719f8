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
