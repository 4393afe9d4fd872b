"""A client's monthly statement as a PDF: A4 landscape, one table, as many pages as it needs.

The text is French, because it is a document and not a message."""

from __future__ import annotations

import io
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from backend.domain.money import Money
from backend.services.clients.statements import Statement
from bot.i18n import formats
from bot.pictures import certificate as picture
from bot.pictures.certificate_pdf import fonts, tint

HEADS = {
    "opening": "Solde au début",
    "promised": "Promis",
    "worked": "Travail rendu",
    "refunded": "Remboursé",
    "fees": "Frais",
    "closing": "Solde à la fin",
    "accepted": "Travail accepté",
}
"""The columns after the project's, by their amount."""
RARE = {"given_back": "Rendu au client", "other": "Autre"}
"""Columns that are shown only when one of their amounts is not zero."""
NOTES = (
    "Promis : l’argent mis de côté pour le projet. Travail rendu : crédité aux hiteuses dès leur réponse. Remboursé : "
    "revenu au projet après un refus. Travail accepté : devenu définitif ce mois, réponses données plus tôt comprises. "
    "Solde : ce qui reste au projet. Les mois sont comptés en temps universel.",
    "Ce relevé n’est pas une facture.",
)


def pdf(said: Statement) -> bytes:
    """Draw the statement. The same statement gives the same bytes."""
    file = io.BytesIO()
    month = formats.month(said.month)
    regular, bold = fonts()
    first: Any = regular
    page = SimpleDocTemplate(
        file,
        pagesize=landscape(A4),
        leftMargin=16 * mm,
        rightMargin=16 * mm,
        topMargin=16 * mm,
        bottomMargin=14 * mm,
        title=f"Relevé de {month} : {said.client}",
        author="hiteuses",
        lang="fr",
        invariant=1,
        initialFontName=first,
    )
    head = ParagraphStyle("head", fontName=bold, fontSize=22, leading=28, textColor=tint(picture.NIGHT))
    text = ParagraphStyle("text", fontName=regular, fontSize=11, leading=15, textColor=tint(picture.INK))
    note = ParagraphStyle("note", parent=text, fontSize=9, leading=12, textColor=tint(picture.SOFT))
    state = "mois clos" if said.closed else f"état au {formats.full_day(said.until)}, le mois n’est pas clos"
    parts: list[Any] = [
        Paragraph("Relevé mensuel", head),
        Paragraph(f"{_escaped(said.client)} · {month} · {state}", text),
        Spacer(1, 6 * mm),
        _table(said) if said.projects else Paragraph("Aucun mouvement ce mois.", text),
        Spacer(1, 6 * mm),
        *(Paragraph(each, note) for each in NOTES),
        Paragraph("hiteuses · établi d’après le grand livre", note),
    ]
    page.build(parts)
    return file.getvalue()


def _table(said: Statement) -> Table:
    regular, bold = fonts()
    cell = ParagraphStyle("cell", fontName=regular, fontSize=9.5, leading=12, textColor=tint(picture.INK))
    rare = [what for what in RARE if any(getattr(each, what) for each in said.projects)]
    heads = {**HEADS, **{what: RARE[what] for what in rare}}
    rows: list[list[Any]] = [["Projet", *heads.values(), "Réponses\nacceptées"]]
    for each in said.projects:
        amounts = [formats.money(Money(getattr(each, what), each.currency)) for what in heads]
        rows.append([Paragraph(_escaped(each.title), cell), *amounts, formats.number(each.answers)])
    for currency in said.currencies:
        answers = sum(each.answers for each in said.projects if each.currency == currency)
        sums = [formats.money(said.total(what, currency)) for what in heads]
        rows.append([f"Total {'€' if currency == 'EUR' else currency}", *sums, formats.number(answers)])
    totals = len(said.currencies)
    table = Table(rows, colWidths=[60 * mm, *[None] * (len(heads) + 1)], repeatRows=1, hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), regular, 9.5),
                ("FONT", (0, 0), (-1, 0), bold, 9.5),
                ("FONT", (0, -totals), (-1, -1), bold, 9.5),
                ("TEXTCOLOR", (0, 0), (-1, -1), tint(picture.INK)),
                ("BACKGROUND", (0, 0), (-1, 0), tint(picture.CREAM)),
                ("LINEBELOW", (0, 0), (-1, 0), 1, tint(picture.NIGHT)),
                ("LINEABOVE", (0, -totals), (-1, -totals), 1, tint(picture.NIGHT)),
                ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("ROWBACKGROUNDS", (0, 1), (-1, -totals - 1), [None, tint(picture.CREAM)]),
            ]
        )
    )
    return table


def _escaped(words: str) -> str:
    """Text in letters that the font has, for a paragraph with markup."""
    shown = picture.in_letters(words)
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
