"""Lessons that the conversations take place in: one for each kind of question, and a whole one."""

from __future__ import annotations

from decimal import Decimal

from backend.domain.training.modules import Lesson, Picture, Screen
from backend.domain.training.questions import (
    Choice,
    Gaps,
    Matching,
    Measure,
    Number,
    NumberAnswer,
    Option,
    Order,
    Question,
    Short,
    ShortAnswer,
    TrueFalse,
    WeightedGap,
)

FULL, HALF = Decimal(100), Decimal(50)

QUESTIONS = {
    "choice": Question(
        "choice",
        "Une amie envoie à Mariam une appli par WhatsApp. Que fait Mariam ?",
        Choice(
            (
                Option("Elle l'installe", feedback="Personne n'a contrôlé ce fichier."),
                Option("Elle ne l'installe pas", FULL, "Oui, sans contrôle on ne sait pas ce qu'elle fait."),
                Option("Elle l'essaie une minute", feedback="Une minute peut suffire pour copier tes codes."),
            )
        ),
        "Une appli passe par le **magasin officiel**.",
    ),
    "choices": Question(
        "choices",
        "Quelles sont les deux autorisations utiles pour photographier un reçu ?",
        Choice(
            (
                Option("L'appareil photo", HALF, "Oui, il faut photographier."),
                Option("Les contacts", -FULL, "Tes amies ne sont pas sur le reçu."),
                Option("Les photos et fichiers", HALF, "Oui, il faut enregistrer l'image."),
                Option("Les SMS", -FULL, "Tes SMS contiennent des codes."),
            ),
            several=True,
        ),
    ),
    "truth": Question(
        "truth",
        "Je peux retirer une autorisation plus tard.",
        TrueFalse(True, "Si, dans les *Paramètres*.", "Oui, à tout moment."),
    ),
    "number": Question(
        "number",
        "20 minutes à 5 Mo par minute : combien de Mo ?",
        Number((NumberAnswer(Decimal(100), Decimal(2)),)),
        "20 fois 5 font 100 Mo.",
    ),
    "measure": Question(
        "measure",
        "Un sac de riz vide pèse 200 g, plein 12,7 kg. Combien de riz y a-t-il ?",
        Measure(
            Number((NumberAnswer(Decimal("12.5"), Decimal("0.1")),), "Enlève le poids du sac."),
            ("kg",),
        ),
        "12,7 kg moins 0,2 kg font 12,5 kg.",
    ),
    "short": Question(
        "short",
        "Comment s'appelle Internet sans fil à la maison ?",
        Short((ShortAnswer("Wi-Fi"), ShortAnswer("réseau sans fil"))),
        "Le Wi-Fi ne touche pas à ton forfait.",
    ),
    "matching": Question(
        "matching",
        "Où va-t-on pour chaque besoin ?",
        Matching(
            (
                ("Ajouter une appli", "Le magasin officiel"),
                ("Retirer une autorisation", "Les paramètres"),
                ("Additionner ses ventes", "La calculatrice"),
            )
        ),
        "Chaque outil a son travail.",
    ),
    "order": Question(
        "order",
        "Range du plus léger au plus lourd.",
        Order(("Un message écrit", "Une minute d'appel", "Une minute de vidéo")),
        "L'écrit pèse très peu.",
    ),
    "gaps": Question(
        "gaps",
        "Le {1} est sans fil. Un giga vaut environ {2} Mo. Mon code PIN est {3}.",
        Gaps(
            (
                WeightedGap(Short((ShortAnswer("Wi-Fi"),))),
                WeightedGap(Number((NumberAnswer(Decimal(1000), Decimal(24)),))),
                WeightedGap(Choice((Option("secret", FULL), Option("public", feedback="Ton code reste à toi.")))),
            )
        ),
        "Un code ne se donne à personne.",
    ),
}
PICTURE = Picture("c0ffee", "Poids de quelques usages", 12_345)

LESSONS = {kind: Lesson(kind, 1, f"Une question : {kind}", (), (question,)) for kind, question in QUESTIONS.items()} | {
    "whole": Lesson(
        "whole",
        1,
        "Économiser tes données",
        (
            Screen("Internet se mesure, comme le *riz* au marché.\n\n- Le **mégaoctet** : la petite mesure."),
            Screen("Tout ne pèse pas pareil.", PICTURE),
            Screen("**À retenir**\n\n- L'écrit pèse très peu."),
        ),
        (QUESTIONS["truth"], QUESTIONS["choice"], QUESTIONS["number"]),
    ),
    "passing": Lesson(
        "passing",
        1,
        "Quatre questions",
        (),
        tuple(QUESTIONS[kind] for kind in ("matching", "order", "short", "choices")),
    ),
    "next": Lesson("next", 2, "Batterie et mémoire", (Screen("Une batterie s'use."),), (QUESTIONS["short"],)),
}
