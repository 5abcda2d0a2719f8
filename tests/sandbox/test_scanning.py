"""A camera reads the codes that the bot draws, and nothing in any other picture."""

import io

import pytest
import segno

from bot.rendering.qr import picture_of
from bot.sandbox.scanning import scanned

LINK = "https://t.me/carnet_bot?start=AbC-dEf_123"


@pytest.mark.parametrize("letters", [1, 30, 60, 90, 140, 200, 300])
def test_a_link_of_any_length_is_read_as_it_was_drawn(letters: int) -> None:
    link = LINK + "x" * letters
    assert scanned(picture_of(link)) == link


@pytest.mark.parametrize("mask", range(8))
@pytest.mark.parametrize("error", ["l", "m", "q", "h"])
def test_whatever_the_mask_and_the_level(mask: int, error: str) -> None:
    picture = io.BytesIO()
    segno.make_qr(LINK, error=error, mask=mask).save(picture, kind="png", scale=3, border=4)
    assert scanned(picture.getvalue()) == LINK


def test_any_other_picture_says_nothing() -> None:
    blank = io.BytesIO()
    segno.make_qr(LINK).save(blank, kind="png", scale=1, dark="white", light="white")
    digits = io.BytesIO()
    segno.make_qr("0123456789").save(digits, kind="png", scale=4)
    drawn = picture_of(LINK)
    damaged = (drawn[:30], drawn.replace(b"IDAT", b"IDAX"), drawn.replace(b"IDATx", b"IDAT?"))
    for other in (b"", b"GIF89a", blank.getvalue(), digits.getvalue(), *damaged):
        assert scanned(other) == ""
