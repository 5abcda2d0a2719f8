"""The picture of the house: which part imports which, drawn from the imports themselves.

`python -m tests.docs.architecture` draws it anew into docs/architecture.svg.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias
from xml.etree import ElementTree as ET

import grimp

PICTURE = Path(__file__).parents[2] / "docs" / "architecture.svg"
ROOTS = ("bot", "conversations")
FEATURES = "bot.features"

WIDTH, MARGIN, GAP = 960, 24, 44
BOX_HEIGHT, LETTER, PADDING = 30, 7.6, 14
CHIP_HEIGHT, CHIPS_IN_ROW = 24, 7
INK, PAPER, LINE, WARM, COOL = "#1f2933", "#ffffff", "#9aa5b1", "#fff3d6", "#e6f0fa"

Imports: TypeAlias = Mapping[str, frozenset[str]]
"""Each part, and the parts that it imports."""


def part_of(module: str) -> str:
    """Return the part of the house that a module belongs to: a package or file of bot, or the conversations."""
    root, *below = module.split(".")
    return ".".join([root, *below[:1]]) if root == "bot" else root


def imports() -> tuple[Imports, tuple[str, ...]]:
    """Return what each part imports, and the names of the features."""
    graph = grimp.build_graph(*ROOTS)
    parts = {part_of(module) for module in graph.modules} - {"bot"}
    found: dict[str, set[str]] = {part: set() for part in parts}
    for module in graph.modules - {"bot"}:
        imported = {part_of(each) for each in graph.find_modules_directly_imported_by(module)}
        found[part_of(module)] |= imported & parts - {part_of(module)}
    declared = graph.find_modules_directly_imported_by(f"{FEATURES}.registry") - {f"{FEATURES}.feature"}
    features = sorted(each for each in graph.find_children(FEATURES) if graph.find_children(each) or each in declared)
    names = tuple(each.removeprefix(f"{FEATURES}.") for each in features)
    return {part: frozenset(needs) for part, needs in sorted(found.items())}, names


def floors(needs: Imports) -> list[list[str]]:
    """Return the parts floor by floor, the highest first: each stands right under the lowest that imports it.

    The features have a floor of their own.

    Raises:
        RecursionError: parts import each other in a circle.
    """

    def depth(part: str) -> int:
        return 1 + max((depth(each) for each, others in needs.items() if part in others), default=-1)

    depths = {part: depth(part) for part in needs}
    alone = depths[FEATURES]
    depths |= {part: alone + 1 for part in needs if depths[part] == alone and part != FEATURES}
    return [sorted(part for part in needs if depths[part] == each) for each in range(max(depths.values()) + 1)]


def direct(needs: Imports) -> list[tuple[str, str]]:
    """Return the arrows to draw: imports that do not follow from others, by way of a part between."""

    def reached(part: str) -> set[str]:
        return set(needs[part]).union(*(reached(each) for each in needs[part]))

    return [
        (part, other)
        for part, others in needs.items()
        for other in sorted(others)
        if not any(other in reached(each) for each in others)
    ]


class _Drawing:
    """An SVG being drawn, and where each box of it stands."""

    def __init__(self) -> None:
        self.root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "font-family": "sans-serif"})
        self.boxes: dict[str, tuple[float, float, float, float]] = {}

    def add(self, tag: str, text: str = "", **attributes: object) -> None:
        made = ET.SubElement(self.root, tag)
        for name, value in attributes.items():
            made.set(name.replace("_", "-"), f"{value:g}" if isinstance(value, float) else str(value))
        made.text = text or None

    def box(self, name: str, left: float, top: float, width: float, height: float, fill: str) -> None:
        self.boxes[name] = (left, top, width, height)
        self.add("rect", x=left, y=top, width=width, height=height, rx=6, fill=fill, stroke=LINE)

    def word(self, text: str, middle: float, base: float, size: int = 13) -> None:
        self.add("text", text, x=middle, y=base, font_size=size, fill=INK, text_anchor="middle")

    def arrow(self, part: str, other: str) -> None:
        left, top, width, height = self.boxes[part]
        to_left, to_top, to_width, _ = self.boxes[other]
        passing = to_width > WIDTH / 2 and to_top > top + 2 * (height + GAP)  # beside what stands between
        target = to_left + to_width * (0.72 if passing else 0.5)
        self.add(
            "line", x1=left + width / 2, y1=top + height, x2=target, y2=to_top - 5.0,
            stroke=LINE, marker_end="url(#tip)",
        )  # fmt: skip


def _name(part: str) -> str:
    return part.removeprefix("bot.") + ("" if part != FEATURES else "  (registry.py names them all)")


def _width(part: str) -> float:
    return len(_name(part)) * LETTER + 2 * PADDING


def draw(needs: Imports, features: Iterable[str]) -> str:
    """Return the picture as SVG, the same for the same imports."""
    drawing, chips, top = _Drawing(), list(features), float(MARGIN)
    ET.SubElement(drawing.root, "title").text = "What imports what"
    tip = ET.SubElement(
        ET.SubElement(drawing.root, "defs"), "marker",
        {"id": "tip", "markerWidth": "7", "markerHeight": "7", "refX": "3", "refY": "3", "orient": "auto"},
    )  # fmt: skip
    ET.SubElement(tip, "path", {"d": "M0,0 L6,3 L0,6 z", "fill": LINE})
    drawing.add("rect", width="100%", height="100%", fill=PAPER)
    for floor in floors(needs):
        if FEATURES in floor:
            top += _features(drawing, chips, top) + GAP
            continue
        left = (WIDTH - sum(map(_width, floor)) - MARGIN * (len(floor) - 1)) / 2
        for part in floor:
            drawing.box(part, left, top, _width(part), BOX_HEIGHT, COOL)
            drawing.word(_name(part), left + _width(part) / 2, top + BOX_HEIGHT / 2 + 5)
            left += _width(part) + MARGIN
        top += BOX_HEIGHT + GAP
    for part, other in direct(needs):
        drawing.arrow(part, other)
    drawing.root.set("viewBox", f"0 0 {WIDTH} {top - GAP + MARGIN:g}")
    ET.indent(drawing.root)
    return ET.tostring(drawing.root, encoding="unicode") + "\n"


def _features(drawing: _Drawing, chips: list[str], top: float) -> float:
    """Draw the box of features with all of them in it, and return its height."""
    rows = [chips[start : start + CHIPS_IN_ROW] for start in range(0, len(chips), CHIPS_IN_ROW)]
    height = BOX_HEIGHT + len(rows) * (CHIP_HEIGHT + 6) + 6.0
    drawing.box(FEATURES, MARGIN, top, WIDTH - 2 * MARGIN, height, WARM)
    drawing.word(_name(FEATURES), WIDTH / 2, top + 20)
    width = (WIDTH - 4 * MARGIN) / CHIPS_IN_ROW
    for number, row in enumerate(rows):
        chip_top = top + BOX_HEIGHT + number * (CHIP_HEIGHT + 6)
        start = (WIDTH - width * len(row)) / 2
        for place, chip in enumerate(row):
            drawing.add(
                "rect", x=start + place * width + 4, y=chip_top, width=width - 8, height=CHIP_HEIGHT, rx=5,
                fill=PAPER, stroke=LINE,
            )  # fmt: skip
            drawing.word(chip, start + place * width + width / 2, chip_top + 16, 12)
    return height


if __name__ == "__main__":
    PICTURE.write_text(draw(*imports()), "utf-8")
