"""Painted boards of small shops, to be written down word for word."""

from __future__ import annotations

from dataclasses import dataclass

from bot.pictures.canvas import Canvas, Colour, font

WIDTH, MARGIN = 600, 40
_PAINTS: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((250, 240, 210), (150, 30, 30), (30, 30, 30)),
    ((24, 90, 130), (255, 220, 90), (250, 250, 245)),
    ((230, 245, 230), (20, 100, 60), (40, 40, 40)),
    ((255, 205, 70), (60, 30, 20), (120, 20, 40)),
)
"""Of each board: ground, the first line, all others."""


@dataclass(frozen=True, slots=True)
class Board:
    """`lines` from top to bottom; the first is the largest. `hidden`: a word that a leaf covers, which nobody reads."""

    name: str
    lines: tuple[str, ...]
    hidden: str = ""

    @property
    def gold(self) -> str:
        """What is to be written."""
        return " ".join(self.lines).replace(self.hidden, "[?]") if self.hidden else " ".join(self.lines)

    def draw(self, number: int) -> Canvas:
        ground, first, others = _PAINTS[number % len(_PAINTS)]
        canvas = Canvas(WIDTH, 110 + 62 * len(self.lines), ground)
        canvas.rounded((10, 10, WIDTH - 10, canvas.image.height - 10), first, 18)
        canvas.rounded((18, 18, WIDTH - 18, canvas.image.height - 18), ground, 14)
        for place, line in enumerate(self.lines):
            size = 50 if not place else 38
            baseline = 92 + 62 * place
            canvas.text((MARGIN, baseline), line, size, others if place else first, width=WIDTH - 2 * MARGIN)
            if self.hidden and self.hidden in line:
                left = MARGIN + int(font(size).getlength(line[: line.index(self.hidden)]))
                right = left + int(font(size).getlength(self.hidden))
                canvas.rounded((left - 8, baseline - size, right + 8, baseline + 12), (60, 120, 50), 20)
        return canvas


BOARDS = (
    Board("coiffure", ("Coiffure Chez Adjoua", "Tresses, tissage, soins", "Ouvert du mardi au dimanche")),
    Board("maquis", ("Maquis La Paillote", "Poisson braisé, alloco, attiéké", "Pas de crédit aujourd'hui")),
    Board("couture", ("Couture Mme Traoré", "Robes, boubous, retouches", "1er étage, sonnez deux fois")),
    Board("telephone", ("Dépannage téléphones", "Écrans et batteries en 30 minutes", "Devis gratuit")),
    Board("pain", ("Boulangerie du Carrefour", "Pain chaud à 6 h et à 16 h")),
    Board(
        "pharmacie",
        ("Pharmacie de garde", "Ce soir : Sainte-Marie", "Route de l'hôpital"),
        "Sainte-Marie",
    ),
    Board("eau", ("Eau en sachet", "Le sac de 30 : 500 F", "Livraison dans le quartier")),
    Board("cours", ("Cours du soir", "Français, calcul, informatique", "Début le 15 octobre"), "15 octobre"),
    Board("jardin", ("Plants et semences", "Tomate, gombo, piment, oignon", "Conseils offerts")),
    Board("mecano", ("Garage moto Bonne Route", "Vidange, pneus, freins", "Travail soigné")),
    Board("fripes", ("Fripes de qualité", "Arrivage chaque jeudi", "Enfants à moitié prix")),
    Board("imprimerie", ("Photocopies et CV", "Noir 25 F, couleur 100 F", "Saisie de mémoires")),
)
