"""Links as pictures to scan."""


def picture_of(link: str) -> bytes:
    """Draw the link as a picture to scan (PNG)."""
    import io  # noqa: PLC0415 - only where a picture is made

    import segno  # noqa: PLC0415 - only where a picture is made

    buffer = io.BytesIO()
    segno.make_qr(link, error="m").save(buffer, kind="png", scale=8, border=3)
    return buffer.getvalue()
