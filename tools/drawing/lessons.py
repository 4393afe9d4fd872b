"""Pictures of lessons: the steps of a review, and the parts of a sentence that helps."""

from __future__ import annotations

from bot.pictures.canvas import Canvas, Colour

WIDTH, MARGIN = 560, 24
GROUND, INK, GREY, WHITE = (252, 248, 240), (31, 41, 55), (82, 92, 107), (255, 255, 255)
BLUE, OCHRE, GREEN, RED = (43, 108, 176), (176, 121, 18), (47, 145, 80), (196, 60, 60)
PALE_BLUE, PALE_OCHRE, PALE_GREEN = (221, 234, 247), (252, 234, 197), (223, 240, 226)

STEPS: tuple[tuple[Colour, str, str], ...] = (
    (BLUE, "Je réponds moi-même", "avec la consigne, sans voir les autres"),
    (OCHRE, "Je vois sa réponse", "et celles des autres"),
    (GREEN, "Je décide", "accepter, corriger ou refuser"),
    (RED, "Si je refuse : une raison", "et une phrase qui aide"),
)
PARTS: tuple[tuple[Colour, Colour, str, str], ...] = (
    (BLUE, PALE_BLUE, "« Le total n'est pas 1 500 :", "ce qui ne va pas"),
    (OCHRE, PALE_OCHRE, "1 500, c'est la monnaie rendue.", "où cela se voit"),
    (GREEN, PALE_GREEN, "Le total est en bas : 8 500. »", "comment bien faire"),
)


def review_steps() -> Canvas:
    """The way of a review, from one's own answer to the decision."""
    canvas = Canvas(WIDTH, 92 + 80 * len(STEPS), GROUND)
    canvas.text((MARGIN, 50), "Le chemin d'une revue", 32, INK, weight="Bold")
    for number, (colour, step, more) in enumerate(STEPS, 1):
        top = 76 + 80 * (number - 1)
        if number < len(STEPS):
            canvas.rectangle((MARGIN + 22, top + 46, MARGIN + 28, top + 84), GREY)
        canvas.rounded((MARGIN, top, MARGIN + 50, top + 50), colour, 25)
        canvas.text((MARGIN + 25, top + 36), str(number), 30, WHITE, weight="Bold", anchor="ms")
        canvas.text((MARGIN + 70, top + 26), step, 28, colour, weight="Bold", width=WIDTH - 2 * MARGIN - 70)
        canvas.text((MARGIN + 70, top + 52), more, 22, GREY, width=WIDTH - 2 * MARGIN - 70)
    return canvas


def helping_sentence() -> Canvas:
    """A sentence about a refusal, part by part."""
    canvas = Canvas(WIDTH, 168 + 94 * len(PARTS), GROUND)
    canvas.text((MARGIN, 50), "Une phrase qui aide", 32, INK, weight="Bold")
    for number, (colour, pale, words, what) in enumerate(PARTS):
        top = 74 + 94 * number
        canvas.rounded((MARGIN, top, WIDTH - MARGIN, top + 50), pale, 10)
        canvas.text((MARGIN + 16, top + 34), words, 26, INK, width=WIDTH - 2 * MARGIN - 32)
        canvas.text((MARGIN + 16, top + 76), what, 22, colour, weight="Bold")
    bottom = 74 + 94 * len(PARTS) + 12
    canvas.rectangle((MARGIN, bottom, WIDTH - MARGIN, bottom + 2), GREY)
    canvas.text((MARGIN, bottom + 40), "On parle de la réponse, jamais de la personne.", 24, RED, weight="Bold")
    return canvas


LESSONS = {
    "chemin-d-une-revue": review_steps,
    "une-phrase-qui-aide": helping_sentence,
}
"""The pictures of the module `revue` by their file's name."""
