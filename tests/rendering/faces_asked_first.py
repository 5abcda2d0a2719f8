"""Pages that ask before something is lost, with each of their faces."""

from collections.abc import Mapping
from datetime import date

from tests.rendering.people_faces import NOTE
from tests.rendering.samples import NOW, Values

NAME = "Awa <D.>"


def pages_asked_first() -> Mapping[str, list[Values]]:
    """Values by template."""
    return {
        "plan/rework": [{"whose": whose, "cents": 30_000} for whose in ("", NAME)],
        "plan/take_back": [{"referent": name} for name in ("Lina", "")],
        "review/detach": [{"name": NAME}],
        "review/detached": [{"name": NAME, "until": NOW}],
        "review/attached_again": [{"name": NAME}],
        "invitation/_again": [{"name": NAME, "until": NOW.date()}],
        "note/_forget": [
            {"note": NOTE, "author": author, "day": date(2026, 11, 23), "name": NAME} for author in ("", "Omar")
        ],
        "call/_forget": [{"name": "Été <2027>"}],
        "transfer/_kept": [{"name": NAME}],
        "broadcast/_stop": [{}],
    }
