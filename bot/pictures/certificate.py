"""A certificate as a picture, for the screen of a phone and a chat.

The file contains its signed credential, as Open Badges 3.0 wants it of a PNG, so that it can be checked without the
product. The text is French, because it is a document and not a message."""

from __future__ import annotations

import struct
import unicodedata
import zlib
from functools import lru_cache

import segno

from backend.domain.certificates.credentials import Credential
from bot.i18n import formats
from bot.pictures.canvas import Canvas, Colour, cut, drawable

WIDTH, HEIGHT = 1080, 764
MAX_BYTES = 60 * 1024
"""The most bytes of the file, credential included."""
MARGIN = 64
"""Pixels between the edge and the texts."""
CORNER_RADIUS = 20

NIGHT: Colour = (64, 22, 58)
SUN: Colour = (255, 186, 59)
CREAM: Colour = (255, 250, 243)
INK: Colour = (45, 20, 41)
SOFT: Colour = (104, 74, 96)
ORANGE: Colour = (200, 84, 30)

HEAD = "CERTIFICAT"
TO = "décerné à"
FOR = "qui a réussi"
CHECK = "Vérifier ce certificat :"
BY = "hiteuses · formation aux outils numériques et aux codes du travail"
_QR_SIDE = 200
"""The side of the QR code, in pixels."""
MOST_CONTENTS = 8
"""The most modules that are listed."""
COLUMN = WIDTH // 2 - 150


def png(credential: Credential) -> bytes:
    """Draw the certificate, at most `MAX_BYTES`. The same credential gives the same bytes."""
    canvas = Canvas(WIDTH, HEIGHT, NIGHT)
    canvas.rounded((14, 14, WIDTH - 14, HEIGHT - 14), SUN, CORNER_RADIUS)
    canvas.rounded((20, 20, WIDTH - 20, HEIGHT - 20), CREAM, CORNER_RADIUS - 6)
    middle = WIDTH // 2
    canvas.text((middle, 112), HEAD, 60, NIGHT, weight="Bold", anchor="ms")
    canvas.rectangle((middle - 60, 132, middle + 60, 137), SUN)
    canvas.text((middle, 190), TO, 30, SOFT, anchor="ms")
    canvas.text((middle, 258), in_letters(credential.name), 62, INK, weight="Bold", anchor="ms", width=WIDTH - 160)
    canvas.text((middle, 314), FOR, 30, SOFT, anchor="ms")
    canvas.text((middle, 370), credential.title, 44, ORANGE, weight="Bold", anchor="ms", width=WIDTH - 160)
    _draw_contents(canvas, credential)
    _draw_foot(canvas, credential)
    # leaves room for the credential in the file: its token and the chunk around it
    return bake(canvas.png(MAX_BYTES - len(credential.token) - 200), credential.token)


def _draw_contents(canvas: Canvas, credential: Credential) -> None:
    """The modules that were passed, in two columns."""
    shown = credential.contents[:MOST_CONTENTS]
    rows = (len(shown) + 1) // 2
    for place, title in enumerate(shown):
        x = 140 if place < rows else WIDTH // 2 + 24
        y = 424 + 36 * (place % rows)
        canvas.rounded((x - 22, y - 14, x - 10, y - 2), SUN, 6)
        canvas.text((x, y), cut(title, COLUMN, 20), 24, INK, width=COLUMN)


def _draw_foot(canvas: Canvas, credential: Credential) -> None:
    top = HEIGHT - 20 - _QR_SIDE - 14
    matrix = qr(credential.address)
    step = _QR_SIDE // (len(matrix) + 2)
    side = step * len(matrix)
    left, above = WIDTH - 48 - side, top + (_QR_SIDE - side) // 2
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                at = left + step * x, above + step * y
                canvas.rectangle((*at, at[0] + step, at[1] + step), NIGHT)
    room = left - MARGIN - 30
    canvas.text((MARGIN, HEIGHT - 158), f"le {date(credential)}", 32, INK, weight="Bold")
    canvas.text((MARGIN, HEIGHT - 112), CHECK, 24, SOFT)
    canvas.text((MARGIN, HEIGHT - 82), credential.address, 24, INK, width=room)
    canvas.text((MARGIN, HEIGHT - 46), BY, 22, SOFT, width=room)


# --- shared with the PDF ----------------------------------------------------------------------------


def date(credential: Credential) -> str:
    """The day on which the last module was passed."""
    return formats.full_day(credential.awarded.date())


@lru_cache(64)
def qr(address: str) -> tuple[tuple[bool, ...], ...]:
    """The dark modules of the QR code, row by row; a quarter of it may be unreadable."""
    return tuple(
        tuple(bool(cell) for cell in row) for row in segno.make_qr(address, error="q", boost_error=False).matrix
    )


def in_letters(name: str) -> str:
    """A name in letters that the font has: a missing letter is replaced by its lower case, or by
    the letter without accent."""
    return "".join(c if drawable(c) else _nearest(c) for c in name)


def _nearest(character: str) -> str:
    if drawable(character.lower()):
        return character.lower()
    base = unicodedata.normalize("NFKD", character)[0]
    return base if drawable(base) else ""


# --- the credential in the file ---------------------------------------------------------------------


def bake(picture: bytes, token: str) -> bytes:
    """A PNG with the signed credential in it (OB 3.0, 5.3.1.1: an uncompressed iTXt chunk with this keyword)."""
    text = b"openbadgecredential\0\0\0\0\0" + token.encode()
    chunk = struct.pack(">I", len(text)) + b"iTXt" + text + struct.pack(">I", zlib.crc32(b"iTXt" + text))
    end = picture.rindex(b"IEND") - 4  # before the length of the last chunk
    return picture[:end] + chunk + picture[end:]
