"""Printed papers: an invoice and an electricity bill."""

from __future__ import annotations

from zlib import crc32

from PIL import Image, ImageDraw

from tools.drawing.paper import INK, WIDE, amount, darker, day, dice, fitting
from tools.drawing.receipts import Receipt
from tools.drawing.text import Style, write


def invoice(sheet: Image.Image, pen: ImageDraw.ImageDraw, r: Receipt) -> int:
    """A printed invoice with a coloured head and a table."""
    left, right = 32, WIDE - 32
    pen.rectangle((0, 0, WIDE, 118), r.tint)
    pen.ellipse((WIDE - 150, -92, WIDE + 60, 118), darker(r.tint))
    write(sheet, (left, 42), r.supplier, fitting(r.supplier, 34, 480, "#ffffff"))
    contact = " - ".join((r.address, f"Tél. {r.phone}")) if r.phone else r.address
    write(sheet, (left, 84), contact, Style(20, "#ffffff", narrow=0.95))
    write(sheet, (left, 158), "FACTURE", Style(34, r.tint, True))
    write(sheet, (right, 148), f"N° {r.number}", Style(23, INK, True), "r")
    write(sheet, (right, 178), f"Date : {day(r.dated, r.date_form)}", Style(21, INK), "r")
    write(sheet, (left, 214), f"Client : {r.client}", Style(20, INK))
    y = 244
    pen.rectangle((left, y, right, y + 38), r.tint)
    head = Style(19, "#ffffff", True, 0.92)
    columns = (right - 216, right - 112, right - 10)
    write(sheet, (left + 10, y + 19), "Désignation", head)
    for x, words in zip(columns, ("Qté", "P.U.", "Montant"), strict=True):
        write(sheet, (x, y + 19), words, head, "r")
    y += 38
    body = Style(20, INK, narrow=0.9)
    for i, item in enumerate(r.items):
        pen.rectangle((left, y, right, y + 38), "#f3f3f1" if i % 2 else "#ffffff")
        write(sheet, (left + 10, y + 19), item.label, body)
        for x, value in zip(columns, (item.quantity, item.price, item.cost), strict=True):
            write(sheet, (x, y + 19), amount(value), body, "r")
        y += 38
    pen.rectangle((left, 244, right, y), outline="#a9a9ad", width=1)
    y += 26
    if r.tax:
        for label, value in (("Total HT", r.net), ("TVA 18 %", r.tax)):
            write(sheet, (right - 170, y), label, body, "r")
            write(sheet, (right - 10, y), amount(value), body, "r")
            y += 29
    label = "Total TTC" if r.tax else "Total à payer"
    pen.rounded_rectangle((right - 330, y - 8, right, y + 42), 8, r.tint)
    write(sheet, (right - 318, y + 17), label, Style(21, "#ffffff", True, 0.95))
    write(
        sheet,
        (right - 10, y + 17),
        f"{amount(r.total)} F CFA",
        Style(24, "#ffffff", True, 0.95),
        "r",
    )
    if r.stamp:
        _stamp(sheet, (left + 76, y + 26), r.stamp)
    y += 86
    write(sheet, (left, y), r.note, Style(18, "#5a5a60"))
    return y + 30


def _stamp(sheet: Image.Image, middle: tuple[int, int], words: str) -> None:
    mark = Image.new("L", (170, 96))
    pen = ImageDraw.Draw(mark)
    pen.rounded_rectangle((6, 14, 164, 82), 12, outline=230, width=5)
    layer = Image.new("RGB", mark.size)
    write(layer, (85, 48), words, Style(34, "#e6e6e6", True), "m")
    mark.paste(layer.convert("L"), (0, 0), layer.convert("L"))
    mark = mark.rotate(11, Image.Resampling.BICUBIC, expand=True)
    sheet.paste("#b3262e", (middle[0] - mark.width // 2, middle[1] - mark.height // 2), mark)


def energy(sheet: Image.Image, pen: ImageDraw.ImageDraw, r: Receipt) -> int:
    """A bill of a power or water company, with the consumption of six periods."""
    left, right = 30, WIDE - 30
    pen.rectangle((0, 0, WIDE, 104), r.tint)
    pen.ellipse((left, 16, left + 72, 88), "#ffd23f")
    bolt = ((40, 26), (26, 56), (36, 56), (30, 78), (50, 46), (39, 46), (47, 26))
    pen.polygon([(left + x - 2, y) for x, y in bolt], r.tint)
    write(sheet, (left + 90, 38), r.supplier, Style(31, "#ffffff", True))
    for line in (r.address,):
        write(sheet, (left + 90, 74), line, Style(18, "#ffffff", narrow=0.95))
    write(sheet, (left, 138), "Votre facture d'électricité", Style(28, r.tint, True))
    rows = (
        ("Facture N°", r.number),
        ("Date de la facture", day(r.dated, r.date_form)),
        ("Abonné", r.client),
        ("Compteur", f"{crc32(r.id.encode()) % 10**9:09}"),
    )
    y = 178
    for label, value in rows:
        write(sheet, (left, y), label, Style(20, "#5a5a60"))
        write(sheet, (right, y), value, Style(21, INK, True), "r")
        pen.line((left, y + 17, right, y + 17), "#dcdce0")
        y += 36
    y += 8
    for item in r.items:
        write(sheet, (left, y), item.label, Style(20, INK))
        detail = f"{item.quantity} x {amount(item.price)}" if item.quantity > 1 else ""
        write(sheet, (right - 130, y), detail, Style(18, "#5a5a60"), "r")
        write(sheet, (right, y), amount(item.cost), Style(20, INK), "r")
        y += 32
    pen.rounded_rectangle((left, y, right, y + 74), 12, "#fff3c9", outline=r.tint, width=3)
    write(sheet, (left + 18, y + 37), "Montant à payer", Style(24, INK, True))
    write(sheet, (right - 18, y + 37), f"{amount(r.total)} F CFA", Style(31, r.tint, True), "r")
    y += 104
    write(sheet, (left, y), "Votre consommation (kWh)", Style(19, "#5a5a60"))
    y += 24
    used = max(item.quantity for item in r.items)
    chance = dice(r)
    past = [round(used * chance.uniform(0.6, 1.15)) for _ in range(5)]
    scale = 84 / max(*past, used)
    for i, kwh in enumerate((*past, used)):
        x = left + 24 + i * 80
        top = y + 106 - round(kwh * scale)
        pen.rectangle((x, top, x + 46, y + 106), r.tint if i == 5 else "#c9ced6")
        write(sheet, (x + 23, top - 12), str(kwh), Style(16, INK), "m")
    pen.line((left, y + 106, right, y + 106), "#77777d")
    y += 130
    if r.phone:
        write(sheet, (left, y), f"Service clients : {r.phone}", Style(20, INK, True))
        y += 28
    write(sheet, (left, y), r.note, Style(18, "#5a5a60"))
    return y + 30
