"""The file of a person's data as a PDF, for platforms that take no zip file: A4, one table after the other."""

from __future__ import annotations

import io
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from backend.records import replace
from backend.services.privacy.person_file import Overview
from bot.i18n import formats
from bot.pictures import certificate as picture
from bot.pictures.certificate_pdf import fonts, tint
from bot.pictures.person_file import Section, sections

MOST_ROWS = 100
"""Rows of one table: a PDF is for reading."""
MOST_SIGNS = 300
"""Characters of one cell, so that every row fits on a page."""


def pdf(found: Overview) -> bytes:
    """Draw the document. The same data gives the same bytes."""
    file = io.BytesIO()
    regular, bold = fonts()
    first: Any = regular
    page = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=14 * mm,
        rightMargin=14 * mm,
        topMargin=14 * mm,
        bottomMargin=14 * mm,
        title="Tes données",
        author="hiteuses",
        lang="fr",
        invariant=1,
        initialFontName=first,
    )
    head = ParagraphStyle("head", fontName=bold, fontSize=20, leading=26, textColor=tint(picture.NIGHT))
    part = ParagraphStyle("part", parent=head, fontSize=13, leading=18, spaceBefore=10, spaceAfter=4)
    text = ParagraphStyle("text", fontName=regular, fontSize=9, leading=12, textColor=tint(picture.INK))
    name = found.person.first_name
    said: list[Any] = [
        Paragraph(_escaped(f"Tes données, {name}" if name else "Tes données"), head),
        Paragraph(
            _escaped(
                f"Voici ce que hiteuses garde sur toi, le {formats.full_day(found.at.date())}. Le fichier donnees.txt "
                "contient tout, ligne par ligne, pour un ordinateur."
            ),
            text,
        ),
    ]
    for each in map(_shortened, sections(found)):
        said += [Paragraph(_escaped(each.title), part), _table(each, page.width, text)]
        said += [Paragraph(_escaped(each.more), text)] if each.more else []
    page.build([*said, Spacer(1, 4 * mm)])
    return file.getvalue()


def _shortened(each: Section) -> Section:
    if len(each.rows) <= MOST_ROWS:
        return each
    more = each.more or f"Les {MOST_ROWS} lignes les plus récentes. Toutes sont dans l’autre fichier."
    return replace(each, rows=each.rows[:MOST_ROWS], more=more.replace(formats.number(500), str(MOST_ROWS)))


def _table(each: Section, width: float, text: ParagraphStyle) -> Table:
    _, bold = fonts()
    heads = [Paragraph(_escaped(head), ParagraphStyle("th", parent=text, fontName=bold)) for head in each.heads]
    rows = [[Paragraph(_escaped(cell[:MOST_SIGNS]), text) for cell in row] for row in each.rows]
    table = Table([heads, *rows], colWidths=[width / len(each.heads)] * len(each.heads), repeatRows=1, hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, 0), tint(picture.CREAM)),
                ("LINEBELOW", (0, 0), (-1, -1), 0.3, tint(picture.SOFT)),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
        )
    )
    return table


def _escaped(words: str) -> str:
    """Text in letters that the font has, for a paragraph with markup."""
    shown = picture.in_letters(words)
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br/>")
