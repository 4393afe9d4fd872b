"""The papers of `saisie-recus` and what is to be read on them. Every company is invented."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml

TAX = 18
"""Per cent: the usual value added tax in the West African monetary union."""


@dataclass(frozen=True, slots=True)
class Item:
    """`quantity` pieces of `label` at `price` whole F CFA each."""

    label: str
    price: int
    quantity: int = 1

    @property
    def cost(self) -> int:
        return self.price * self.quantity


@dataclass(frozen=True, slots=True)
class Receipt:
    """One paper.

    `phone` is as it is printed, with its prefix, or "". `date_form` is the sign between the parts
    of the date ("-": with a short year) or "long". `paid` are the coins and notes given (0: not
    told). When `taxed`, prices carry no tax, and the total is their sum with the tax added.
    """

    id: str
    layout: Literal["ticket", "invoice", "energy", "book"]
    tint: str
    supplier: str
    city: str
    address: str
    dated: date
    date_form: Literal["/", "-", ".", "long"]
    number: str
    items: tuple[Item, ...]
    phone: str = ""
    client: str = ""
    clerk: str = ""
    time: str = ""
    paid: int = 0
    taxed: bool = False
    stamp: str = ""
    note: str = ""

    @property
    def net(self) -> int:
        return sum(item.cost for item in self.items)

    @property
    def tax(self) -> int:
        return round(self.net * TAX / 100) if self.taxed else 0

    @property
    def total(self) -> int:
        return self.net + self.tax

    @property
    def gold(self) -> str:
        """What is to be typed, as JSON: field id → canonical value, "" for what is missing."""
        values = {
            "fournisseur": self.supplier,
            "date": self.dated.isoformat(),
            "numero": self.number,
            "total": str(self.total),
            "telephone": self.phone.replace(" ", ""),
        }
        return json.dumps(values, ensure_ascii=False)


def _receipt(row: dict[str, Any]) -> Receipt:
    return Receipt(**{**row, "items": tuple(_item(text) for text in row["items"])})


def _item(text: str) -> Item:
    """`label | price | quantity`, the quantity 1 when it is left out."""
    label, price, *quantity = (part.strip() for part in text.split("|"))
    return Item(label, int(price), int(quantity[0]) if quantity else 1)


_LIST = Path(__file__).with_name("receipts.yaml")

RECEIPTS = tuple(_receipt(row) for row in yaml.safe_load(_LIST.read_text(encoding="utf-8")))
