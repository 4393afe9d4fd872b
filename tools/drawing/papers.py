"""Receipts as pictures."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from tools.drawing import bills, tickets
from tools.drawing.paper import HIGH, LOW, WIDE
from tools.drawing.receipts import Receipt

_LAYOUTS: dict[str, Callable[[Image.Image, ImageDraw.ImageDraw, Receipt], int]] = {
    "ticket": tickets.ticket,
    "book": tickets.book,
    "invoice": bills.invoice,
    "energy": bills.energy,
}
"""Each fills the sheet and returns how far down it came, in pixels."""


def draw(receipt: Receipt, file: Path, most: int = 56_000) -> None:
    """Write the receipt's picture as a PNG of at most `most` bytes."""
    sheet = Image.new("RGB", (WIDE, HIGH), "#ffffff")
    end = _LAYOUTS[receipt.layout](sheet, ImageDraw.Draw(sheet), receipt)
    assert end <= HIGH, f"{receipt.id} does not fit: {end}"
    picture = sheet.crop((0, 0, WIDE, max(LOW, end)))
    for colours in (48, 32, 16):
        buffer = BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
        if buffer.tell() <= most:
            break
    file.write_bytes(buffer.getvalue())
