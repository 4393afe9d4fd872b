"""Draw the pictures of the samples: `python -m tools.drawing`.

Rewrites the pictures of `etiquetage-images`, `saisie-recus`, `transcription-panneaux` and `correction-panneaux` with
the `data.csv` beside them, and the pictures of the training module `revue`, always the same. What is drawn and what is
written in the data come from one list, so that the known answers cannot drift from the pictures.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.samples import projects, training
from tools.drawing import papers
from tools.drawing.boards import BOARDS
from tools.drawing.lessons import LESSONS
from tools.drawing.pictures import CONTROLS, PICTURES
from tools.drawing.receipts import RECEIPTS

MOST_BYTES = 25_000
BOARD_CONTROLS = frozenset((5, 9))
"""Boards that can be read without doubt."""
CORRECTION_CONTROL = 3
"""A correction about which nobody can be of two minds."""


def picture_rows() -> Iterator[Sequence[str]]:
    """The data of `etiquetage-images`: id, picture, and for control tasks the labels as JSON."""
    for number, picture in enumerate(PICTURES, 1):
        gold = json.dumps(picture.labels) if picture.name in CONTROLS else ""
        yield f"img-{number:03}", f"images/{picture.name}.png", gold


def receipt_rows() -> Iterator[Sequence[str]]:
    """The data of `saisie-recus`: id, picture, and for every fifth, a control task, what is to be typed as JSON."""
    for number, receipt in enumerate(RECEIPTS, 1):
        yield f"recu-{number:03}", f"images/{receipt.id}.png", "" if number % 5 else receipt.gold


def board_rows() -> Iterator[Sequence[str]]:
    """The data of `transcription-panneaux`: id, picture, and for control tasks what is to be written."""
    for number, board in enumerate(BOARDS, 1):
        yield f"pan-{number:03}", f"images/{board.name}.png", board.gold if number in BOARD_CONTROLS else ""


WRONG = {
    "coiffure": "Coiffure Chez Adjoua Tresses, tissages, soins Ouvert du mardi au samedi",
    "maquis": "Maquis La Paillote Poisson braisé, alloco, attiéké Pas de crédits",
    "couture": "Couture Mme Traoré Robes, boubous, retouches 1er étage, sonner 2 fois",
    "telephone": "Dépannage téléphone Écrans et batteries en 20 minutes Devis gratuit",
    "pain": "Boulangerie du Carrefour Pain chaud à 6 h et à 16 h",
    "pharmacie": "Pharmacie de garde Ce soir Route de l'hopital",
}
"""What others wrote of a board, for `correction-panneaux`."""


def correction_rows() -> Iterator[Sequence[str]]:
    """The data of `correction-panneaux`: id, picture, what others wrote, and for a control task what is right."""
    for number, (name, wrong) in enumerate(WRONG.items(), 1):
        gold = next(board.gold for board in BOARDS if board.name == name)
        yield f"cor-{number:03}", f"images/{name}.png", wrong, gold if number == CORRECTION_CONTROL else ""


def main() -> None:
    """Draw everything into the samples' own folders."""
    folders = {folder.name: folder for folder in projects()}
    pictures, receipts = folders["etiquetage-images"], folders["saisie-recus"]
    for picture in PICTURES:
        picture.draw().save(_place(pictures, picture.name))
    for receipt in RECEIPTS:
        papers.draw(receipt, _place(receipts, receipt.id))
    _write(pictures, picture_rows())
    _write(receipts, receipt_rows())
    boards = folders["transcription-panneaux"]
    for number, board in enumerate(BOARDS):
        _place(boards, board.name).write_bytes(board.draw(number).png(MOST_BYTES))
    _write(boards, board_rows())
    for name, draw in LESSONS.items():
        (training() / "revue" / "pictures" / f"{name}.png").write_bytes(draw().png(MOST_BYTES))
    corrections = folders["correction-panneaux"]
    for name in WRONG:
        _place(corrections, name).write_bytes(_place(boards, name).read_bytes())
    _write(corrections, correction_rows(), ("id", "image", "answer", "gold"))


def _place(folder: Path, name: str) -> Path:
    (folder / "images").mkdir(exist_ok=True)
    return folder / "images" / f"{name}.png"


def _write(folder: Path, rows: Iterable[Sequence[str]], columns: Sequence[str] = ("id", "image", "gold")) -> None:
    with (folder / "data.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(columns)
        table.writerows(rows)


if __name__ == "__main__":
    main()
