"""A Huber on WhatsApp sends a list of names and gets the codes as a file that the platform takes."""

from __future__ import annotations

import csv
import io

from tests.product import Product


async def test_a_list_comes_back_as_a_file_of_codes(product: Product) -> None:
    mariam = product.whatsapp.person("Mariam")
    await product.says(mariam, f"start {await product.code('huber')}")
    names = "nom\n" + "".join(f"Amie {n}\n" for n in "ABCDEFGHIJKL")
    await mariam.sends_document(names.encode(), "noms.csv")
    await product.answer(mariam)
    await mariam.taps("Une hiteuse")
    heard = await product.heard(mariam)
    (document,) = [message for message in heard if message.kind == "document"]
    assert document.data is not None
    rows = list(csv.DictReader(io.StringIO(document.data.decode("utf-8-sig"), newline="")))
    assert [row["nom"] for row in rows][:2] == ["Amie A", "Amie B"] and len(rows) == 12
    assert all(row["whatsapp"].startswith("https://wa.me/") for row in rows)
    assert any("Voici 12 codes" in message.text for message in heard)
