"""Small papers: a till's ticket and a page of a receipt book."""

from __future__ import annotations

from PIL import Image, ImageDraw

from tools.drawing.canvas import Point, smooth
from tools.drawing.paper import HIGH, INK, WIDE, amount, darker, day, dice, fitting
from tools.drawing.receipts import Receipt
from tools.drawing.text import Style, width, write


def ticket(sheet: Image.Image, pen: ImageDraw.ImageDraw, r: Receipt) -> int:
    """Thermal paper on a table, torn off below."""
    table, paper = r.tint, "#fbfaf5"
    pen.rectangle((0, 0, WIDE, HIGH), table)
    left, right, middle = 58, WIDE - 58, WIDE / 2
    pen.rectangle((40, 0, WIDE - 26, HIGH), darker(table))
    pen.rectangle((32, 0, WIDE - 32, HIGH), paper)
    plain, small, bold = (
        Style(22, INK, narrow=0.9),
        Style(18, "#4a4a50", narrow=0.92),
        Style(22, INK, True, 0.9),
    )
    write(sheet, (middle, 46), r.supplier, fitting(r.supplier, 33, 420, INK), "m")
    y = 84
    for line in (r.address, f"Tél. {r.phone}" if r.phone else ""):
        if line:
            write(sheet, (middle, y), line, small, "m")
            y += 25
    y = _dashes(pen, left, right, y + 6)
    write(sheet, (left, y), f"Ticket N° {r.number}", plain)
    write(sheet, (right, y), day(r.dated, r.date_form), plain, "r")
    y += 28
    write(sheet, (left, y), f"Caisse {1 + len(r.id) % 4} - {r.clerk}", small)
    write(sheet, (right, y), r.time, small, "r")
    y = _dashes(pen, left, right, y + 24)
    for item in r.items:
        write(sheet, (left, y), item.label, plain)
        if item.quantity > 1:
            y += 25
            write(sheet, (left + 24, y), f"{item.quantity} x {amount(item.price)}", small)
        write(sheet, (right, y), amount(item.cost), plain, "r")
        y += 30
    y = _dashes(pen, left, right, y + 2)
    write(sheet, (left, y + 4), "TOTAL", Style(30, INK, True))
    write(sheet, (right, y + 4), f"{amount(r.total)} F CFA", Style(30, INK, True), "r")
    y += 44
    if r.paid:
        for label, value in (("Espèces", r.paid), ("Monnaie rendue", r.paid - r.total)):
            write(sheet, (left, y), label, small)
            write(sheet, (right, y), amount(value), small, "r")
            y += 25
    else:
        write(sheet, (left, y), r.note, small)
        y += 25
    write(sheet, (middle, y + 16), "Merci et à bientôt !", bold, "m")
    y += 44
    chance, x = dice(r), 150.0
    while x < WIDE - 150:
        bar = chance.choice((2, 2, 3, 5))
        pen.rectangle((x, y, x + bar - 1, y + 44), INK)
        x += bar + chance.choice((2, 3, 4))
    y += 64
    teeth = [(32 + i * 16, y + (0 if i % 2 else 12)) for i in range(32)]
    pen.polygon([(0, HIGH), (32, y + 12), *teeth, (WIDE - 32, y + 12), (WIDE, HIGH)], table)
    pen.rectangle((0, y + 12, WIDE, HIGH), table)
    return y + 36


def _dashes(pen: ImageDraw.ImageDraw, left: int, right: int, y: int) -> int:
    for x in range(left, right, 14):
        pen.rectangle((x, y, x + 8, y + 1), "#77777d")
    return y + 24


def book(sheet: Image.Image, pen: ImageDraw.ImageDraw, r: Receipt) -> int:
    """A page of a receipt book, filled in with a blue pen."""
    paper, print_ = "#fdf6d8", r.tint
    pen.rectangle((0, 0, WIDE, HIGH), paper)
    for y in range(26, HIGH, 44):
        pen.ellipse((14, y, 30, y + 16), "#d8d2bb")
    left, right = 58, WIDE - 30
    ink = Style(26, "#1d3f9e", slant=0.2)
    label = Style(20, print_, narrow=0.95)
    write(sheet, ((left + right) / 2, 44), r.supplier, fitting(r.supplier, 30, 440, print_), "m")
    y = 80
    for line in (r.address, f"Tél. {r.phone}" if r.phone else ""):
        if line:
            write(sheet, ((left + right) / 2, y), line, Style(18, print_), "m")
            y += 25
    pen.line((left, y, right, y), print_, 3)
    y += 34
    write(sheet, (left, y), "REÇU N°", Style(26, print_, True))
    write(sheet, (left + 124, y), r.number, Style(28, "#c0302b", True))
    y += 48
    _dotted(pen, left + 102, right, y + 12, print_)
    write(sheet, (left, y), "Reçu de M.", label)
    write(sheet, (left + 112, y - 2), r.client, ink)
    y += 38
    top = y
    pen.rectangle((left, y, right, y + 36), print_)
    for x, words, anchor in (
        (left + 10, "Objet", "l"),
        (right - 124, "Qté", "r"),
        (right - 10, "Montant", "r"),
    ):
        write(sheet, (x, y + 18), words, Style(19, paper, True), anchor)
    y += 36
    chance = dice(r)
    for item in r.items:
        # A hand does not write on a ruler.
        lift = chance.randint(-2, 2)
        write(sheet, (left + 10, y + 22 + lift), item.label, ink)
        write(sheet, (right - 124, y + 22 - lift), str(item.quantity), ink, "r")
        write(sheet, (right - 10, y + 22 + lift), amount(item.cost), ink, "r")
        y += 44
        pen.line((left, y, right, y), print_, 1)
    y += max(0, 3 - len(r.items)) * 44
    pen.rectangle((left, top, right, y + 54), outline=print_, width=2)
    for x in (right - 184, right - 116):
        pen.line((x, top, x, y), print_, 1)
    pen.line((left, y, right, y), print_, 2)
    write(sheet, (left + 10, y + 27), "TOTAL", Style(24, print_, True))
    write(
        sheet,
        (right - 10, y + 26),
        f"{amount(r.total)} F CFA",
        Style(32, "#1d3f9e", True, slant=0.2),
        "r",
    )
    y += 96
    write(sheet, (left, y), f"{r.city}, le", label)
    x = left + round(width(f"{r.city}, le", label)) + 14
    _dotted(pen, x, right, y + 12, print_)
    write(sheet, (x + 8, y - 2), day(r.dated, r.date_form), ink)
    y += 52
    write(sheet, (left, y), "Signature", label)
    wave: list[Point] = [
        (right - 220, y + 16),
        (right - 190, y - 26),
        (right - 182, y + 10),
    ]
    wave += [(right - 172 + i * 11, y + chance.randint(-14, -2) + (16 if i % 2 else 0)) for i in range(9)]
    wave += [(right - 60, y + 8), (right - 6, y - 12)]
    pen.line(smooth(wave), "#1d3f9e", 3, joint="curve")
    return y + 52


def _dotted(pen: ImageDraw.ImageDraw, left: int, right: int, y: int, fill: str) -> None:
    for x in range(left, right, 7):
        pen.rectangle((x, y, x + 2, y + 1), fill)
