"""A certificate as a PDF to print: one page, A4 landscape, fonts embedded."""

from __future__ import annotations

import io
from functools import cache
from importlib import resources
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from backend.domain.certificates.credentials import Credential
from bot.pictures import certificate as picture
from bot.pictures.canvas import Colour

WIDTH, HEIGHT = landscape(A4)  # points
_MIDDLE = WIDTH / 2
_QR_SIDE = 92.0
"""The side of the QR code in points: on paper a phone reads it from a hand's distance."""


@cache
def fonts() -> tuple[str, str]:
    """Source Sans; only the letters that are used are embedded."""
    folder = resources.files("font_source_sans_pro") / "files"
    for weight in ("Semibold", "Bold"):
        file = io.BytesIO((folder / f"SourceSansPro-{weight}.ttf").read_bytes())
        pdfmetrics.registerFont(TTFont(f"SourceSans-{weight}", file))
    return "SourceSans-Semibold", "SourceSans-Bold"


def pdf(credential: Credential) -> bytes:
    """Draw the certificate. The same credential gives the same bytes."""
    file = io.BytesIO()
    name = picture.in_letters(credential.name)
    subject = f"{name}, {picture.date(credential)}, {credential.address}"
    page = begin(file, f"Certificat : {credential.title}", subject)
    centred(page, 470, picture.HEAD, 44, picture.NIGHT, bold=True)
    page.setFillColor(tint(picture.SUN))
    page.rect(_MIDDLE - 36, 456, 72, 3.5, stroke=0, fill=1)
    centred(page, 420, picture.TO, 17, picture.SOFT)
    centred(page, 374, name, 38, picture.INK, bold=True)
    centred(page, 336, picture.FOR, 17, picture.SOFT)
    centred(page, 300, credential.title, 27, picture.ORANGE, bold=True)
    _draw_contents(page, credential)
    draw_foot(page, credential)
    page.showPage()
    page.save()
    return file.getvalue()


def begin(file: io.BytesIO, title: str, subject: str) -> Canvas:
    """An empty page with its frame. The same drawing gives the same bytes."""
    first: Any = fonts()[0]  # otherwise the page would name a font that it does not use; the stubs want a number
    page = Canvas(file, pagesize=(WIDTH, HEIGHT), invariant=True, lang="fr", initialFontName=first)
    page.setTitle(title)
    page.setAuthor("hiteuses")
    page.setSubject(subject)
    draw_frame(page)
    return page


def draw_frame(page: Canvas) -> None:
    """The coloured border of the page."""
    page.setFillColor(tint(picture.CREAM))
    page.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
    for inset, width, colour in ((18, 9, picture.NIGHT), (27, 2.5, picture.SUN)):
        page.setStrokeColor(tint(colour))
        page.setLineWidth(width)
        page.roundRect(inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset, 12)


def _draw_contents(page: Canvas, credential: Credential) -> None:
    regular, _ = fonts()
    shown = credential.contents[: picture.MOST_CONTENTS]
    rows = (len(shown) + 1) // 2
    for place, title in enumerate(shown):
        x, y = 120 if place < rows else _MIDDLE + 24, 258 - 22 * (place % rows)
        page.setFillColor(tint(picture.SUN))
        page.circle(x - 12, y + 4.5, 3.4, stroke=0, fill=1)
        page.setFillColor(tint(picture.INK))
        page.setFont(regular, fitting(title, regular, 15, _MIDDLE - 150))
        page.drawString(x, y, title)


def draw_foot(page: Canvas, credential: Credential, check: str = picture.CHECK, by: str = picture.BY) -> None:
    """The date, the address with its QR code, after the words `check`, and who issues it."""
    regular, bold = fonts()
    matrix = picture.qr(credential.address)
    step = _QR_SIDE / len(matrix)
    left, bottom = WIDTH - 56 - _QR_SIDE, 54.0
    page.setFillColor(tint(picture.NIGHT))
    path = page.beginPath()  # one path: separate squares would show hairlines between them
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                path.rect(left + x * step, bottom + _QR_SIDE - (y + 1) * step, step, step)
    page.drawPath(path, stroke=0, fill=1)
    page.linkURL(credential.address, (left, bottom, left + _QR_SIDE, bottom + _QR_SIDE))
    page.setFillColor(tint(picture.INK))
    page.setFont(bold, 17)
    page.drawString(60, 122, f"le {picture.date(credential)}")
    page.setFillColor(tint(picture.SOFT))
    page.setFont(regular, 12)
    page.drawString(60, 95, check)
    room = left - 80
    size = fitting(credential.address, regular, 12, room)
    page.setFillColor(tint(picture.INK))
    page.setFont(regular, size)
    page.drawString(60, 79, credential.address)
    page.linkURL(credential.address, (60, 75, 60 + pdfmetrics.stringWidth(credential.address, regular, size), 92))
    page.setFillColor(tint(picture.SOFT))
    page.setFont(regular, fitting(by, regular, 12, room))
    page.drawString(60, 55, by)


def centred(page: Canvas, y: float, text: str, size: float, colour: Colour, *, bold: bool = False) -> None:
    """Text in the middle of the line, smaller if it is too long."""
    font = fonts()[bold]
    page.setFillColor(tint(colour))
    page.setFont(font, fitting(text, font, size, WIDTH - 130))
    page.drawCentredString(_MIDDLE, y, text)


def fitting(text: str, font: str, size: float, width: float) -> float:
    """The size, or the smaller one at which the text is no wider than `width` points."""
    return min(size, size * width / max(pdfmetrics.stringWidth(text, font, size), 0.1))


def tint(of: Colour) -> Color:
    """A colour of the pictures for the page."""
    return Color(*(part / 255 for part in of))
