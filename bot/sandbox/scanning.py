"""What a telephone's camera reads in a picture: the words of a square code (ISO/IEC 18004), or nothing.

Only pictures as this bot draws them are read: black and white squares in a PNG, upright and without a scratch.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import Any, TypeAlias

SIGNATURE = b"\x89PNG\r\n\x1a\n"
UP = 2
"""Before a line of a PNG: only what changes from the line above is told."""
MOST_PIXELS = 1_000_000
FINDER = 7
"""Modules from side to side of the squares in three corners."""
SMALLEST, LARGEST = 21, 177
FORMAT_MASK = 0b10101
"""What the first five bits of the format are hidden with."""
BYTES = 4
"""The mode in which a link is written."""

Dots: TypeAlias = list[list[bool]]


def scanned(content: bytes) -> str:
    """Return the words of the code in a picture; "" for any other picture."""
    modules = _modules(_dots(content))
    return _words(modules) if modules else ""


def _dots(content: bytes) -> Dots:
    """Return which pixels of a black and white PNG are dark; none for another picture."""
    if not content.startswith(SIGNATURE) or len(content) < 29:
        return []
    width, height, *kind = struct.unpack(">IIBBBBB", content[16:29])
    if kind != [1, 0, 0, 0, 0] or width * height > MOST_PIXELS:
        return []
    row = 1 + (width + 7) // 8
    try:
        raw = zlib.decompressobj().decompress(b"".join(_pixels(content)), row * height)
    except zlib.error:
        return []
    lines = _unfiltered([raw[at : at + row] for at in range(0, len(raw), row)])
    if len(raw) != row * height:
        return []
    return [[not line[x // 8] >> (7 - x % 8) & 1 for x in range(width)] for line in lines]


def _unfiltered(lines: list[bytes]) -> list[bytes]:
    """Return the lines of a picture, of which each is told as it is, or by what changes from the one above it."""
    found: list[bytes] = []
    for line in lines:
        above = found[-1] if found and line[0] == UP else bytes(len(line) - 1)
        found.append(bytes((now + before) % 256 for now, before in zip(line[1:], above, strict=True)))
    return found


def _pixels(content: bytes) -> Iterator[bytes]:
    """Yield the packed data of each IDAT chunk."""
    at = len(SIGNATURE)
    while at + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        if kind == b"IDAT":
            yield content[at + 8 : at + 8 + length]
        at += 12 + length


def _modules(dots: Dots) -> Dots:
    """Return the squares of the code without the margin; none where the corners are not those of a code."""
    top = next((y for y, line in enumerate(dots) if any(line)), None)
    if top is None:
        return []
    line = dots[top]
    left, right = line.index(True), len(line) - line[::-1].index(True)
    run = next((x for x in range(left, right) if not line[x]), right) - left
    scale = run // FINDER
    size = (right - left) // scale if scale else 0
    if not SMALLEST <= size <= LARGEST or size % 4 != 1 or top + size * scale > len(dots):
        return []
    middle = [scale * place + scale // 2 for place in range(size)]
    return [[dots[top + y][left + x] for x in middle] for y in middle]


def _words(modules: Dots) -> str:
    consts, encoder = _standard()
    size = len(modules)
    version = (size - 17) // 4
    told = FORMAT_MASK ^ int("".join(str(int(dark)) for dark in modules[8][:5]), 2)
    hides = encoder.get_data_mask_functions(is_micro=False)[told & 0b111]
    bits = "".join(str(int(modules[y][x] ^ hides(y, x))) for y, x in _places(size))
    codewords = iter([int(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8)])
    lengths = [part.num_data for part in consts.ECC[version][told >> 3] for _ in range(part.num_blocks)]
    blocks = [bytearray() for _ in lengths]
    for place in range(max(lengths)):
        for block, length in zip(blocks, lengths, strict=True):
            if place < length:
                block.append(next(codewords))
    return _in_bytes(b"".join(blocks), 8 if version < 10 else 16)


def _standard() -> tuple[Any, Any]:
    """Return tables and patterns of the standard, from the library that draws the codes."""
    from segno import consts, encoder  # noqa: PLC0415 - only where a picture is read

    return consts, encoder


def _places(size: int) -> Iterator[tuple[int, int]]:
    """Yield row and column of each bit, in the order in which they were written: two columns at a time, up and down."""
    _, encoder = _standard()
    drawn = encoder.make_matrix(size, size)
    encoder.add_finder_patterns(drawn, size, size)
    encoder.add_alignment_patterns(drawn, size, size)
    columns = [*range(size - 1, 6, -2), *range(5, 0, -2)]
    for turn, right in enumerate(columns):
        rows = range(size) if turn % 2 else range(size - 1, -1, -1)
        for y in rows:
            yield from ((y, x) for x in (right, right - 1) if drawn[y][x] not in {0, 1})


def _in_bytes(data: bytes, counter: int) -> str:
    """Return the words of the first segment, where it is written in bytes."""
    bits = "".join(f"{byte:08b}" for byte in data)
    if int(bits[:4], 2) != BYTES:
        return ""
    start = 4 + counter
    count = int(bits[4:start], 2)
    found = bytes(int(bits[at : at + 8], 2) for at in range(start, start + 8 * count, 8))
    return found.decode(errors="replace")
