"""The projects of the conversations: one of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from backend.domain.money import Money
from backend.domain.work.forms.form import Field, Option, When
from backend.domain.work.forms.tables import Table
from backend.domain.work.projects import ProjectConfig
from backend.records import replace

_COMMENTS = ProjectConfig(
    name="comments",
    title="Modération de commentaires",
    kind="choice",
    question="Ce commentaire est-il acceptable ?",
    show={"text": "{comment}"},
    pay=Money(500, "EUR"),
    instructions="Lis le commentaire **en entier**.\n\n"
    "- Une insulte est de la haine.\n- Un lien vers une vente est de la publicité.",
    choices=(Option("ok", "Acceptable"), Option("hate", "Haine"), Option("ad", "Publicité")),
    minutes=Decimal("0.5"),
)
_PHOTOS = ProjectConfig(
    name="photos",
    title="Photos de marché",
    kind="choices",
    question="Que vois-tu sur la photo ?",
    show={"image": "{file}"},
    pay=Money(400_000, "XOF"),
    choices=(Option("banana", "Bananes"), Option("mango", "Mangues"), Option("none", "Rien de tout cela")),
    minutes=Decimal("0.5"),
)
_CAPTIONS = ProjectConfig(
    name="captions",
    title="Décrire des photos",
    kind="text",
    question="Décris la photo en une phrase.",
    show={"image": "{file}"},
    pay=Money(600_000, "XOF"),
    minutes=Decimal(1),
)
_RECEIPTS = ProjectConfig(
    name="receipts",
    title="Saisie de reçus",
    kind="entry",
    question="Recopie ce que tu lis sur le reçu.",
    show={"image": "{file}"},
    pay=Money(1_000, "EUR"),
    fields=(
        Field("shop", "Magasin", "text"),
        Field("items", "Nombre d'articles", "number"),
        Field("date", "Date", "date"),
        Field("total", "Total", "amount", currency="XOF"),
        Field("mail", "E-mail", "email", required=False),
        Field("phone", "Téléphone", "phone", required=False),
    ),
    minutes=Decimal(2),
)

_FINDING = ProjectConfig(
    name="finding",
    title="Trouver des lieux publics",
    kind="entry",
    question="Cherche ce lieu et note ce que tu trouves.",
    show={"text": "{place}"},
    pay=Money(2_600, "EUR"),
    fields=(
        Field("page", "A-t-il une page ?", "choice", choices=(Option("oui", "Oui"), Option("non", "Non"))),
        Field("url", "Adresse de la page", "url", when=When("page", ("oui",))),
        Field("phone", "Téléphone", "phone", required=False, country="TG"),
        Field("why", "Pourquoi sans numéro ?", "text", when=When("phone", given=False)),
        Field("price", "Prix d'entrée", "price", required=False),
        Field("source", "Source", "source"),
    ),
    minutes=Decimal(4),
)
_SALES = ProjectConfig(
    name="sales",
    title="Lire des tableaux",
    kind="choice",
    question="Quel jour sort du lot ?",
    show={"table": "{sales}"},
    pay=Money(700, "EUR"),
    choices=(Option("mon", "Lundi"), Option("tue", "Mardi"), Option("none", "Aucun")),
)
_SUMS = ProjectConfig(
    name="sums",
    title="Résumer des tableaux",
    kind="text",
    question="Dis en une phrase ce que montre ce tableau.",
    show={"table": "{sales}"},
    pay=Money(700, "EUR"),
)
_PAIRS = ProjectConfig(
    name="pairs",
    title="Comparer deux textes",
    kind="pair",
    question="Lequel est le plus clair ?",
    show={"text": "{source}", "a": "{one}", "b": "{other}"},
    pay=Money(700, "EUR"),
    tie=True,
)
_RATINGS = ProjectConfig(
    name="ratings",
    title="Noter des réponses",
    kind="rating",
    question="Cette réponse est-elle utile ?",
    show={"text": "{answer}"},
    pay=Money(700, "EUR"),
    scale=("Pas du tout", "", "Moyen", "", "Tout à fait"),
)
_SPEECH = ProjectConfig(
    name="speech",
    title="Écrire ce qui est dit",
    kind="transcription",
    question="Que dit cette personne ?",
    show={"audio": "{file}"},
    pay=Money(1_300, "EUR"),
    minutes=Decimal(2),
)
_TABLE = Table(("Jour", "Ventes", "Prix"), (("Lundi", "12", "1 500"), ("Mardi", "130", "1 500"))).dump()
_PAIR = {"text": "I am on my way.", "a": "Je suis en route.", "b": "Je suis sur mon chemin."}
_BOARD = {"image": "rue-1-light.jpg", "original": "rue-1.png", "original_kb": "1240"}
_HATE = replace(_COMMENTS, name="hate", title="Commentaires signalés", sensitive=("haine",))
_ACCIDENTS = replace(_PHOTOS, name="accidents", title="Photos d'accidents", sensitive=("violence", "mort"))

PROJECTS: Mapping[str, tuple[ProjectConfig, list[dict[str, str]]]] = {
    "comments": (
        _COMMENTS,
        [{"text": "Très bon article, merci."}, {"text": "Dégage d'ici !"}, {"text": "Sacs pas chers : sacs.example"}],
    ),
    "photos": (_PHOTOS, [{"image": "marche-1.png"}, {"image": "marche-2.png"}]),
    "captions": (_CAPTIONS, [{"image": "rue-1.png"}, {"image": "rue-2.png"}]),
    "finding": (_FINDING, [{"text": "Mairie de Lomé, Togo"}, {"text": "Université de Lomé, Togo"}]),
    "sales": (_SALES, [{"table": _TABLE}, {"table": _TABLE}]),
    "sums": (_SUMS, [{"table": _TABLE}]),
    "pairs": (_PAIRS, [_PAIR, _PAIR, _PAIR]),
    "ratings": (_RATINGS, [{"text": "Il faut redémarrer le téléphone."}, {"text": "Oui."}]),
    "speech": (_SPEECH, [{"audio": "message-1.ogg"}, {"audio": "message-2.ogg"}]),
    "many": (_COMMENTS, [{"text": f"Le commentaire numéro {n}."} for n in range(1, 13)]),
    "hate": (_HATE, [{"text": f"Un commentaire signalé, le {n}e."} for n in range(1, 13)]),
    "accidents": (_ACCIDENTS, [{"image": "route-1.png"}, {"image": "route-2.png"}]),
    "boards": (_CAPTIONS, [_BOARD, {"image": "rue-2.png"}]),
    "receipts": (_RECEIPTS, [{"image": "recu-1.png"}, {"image": "recu-2.png"}]),
}

PRACTICE = (_COMMENTS, {"text": "Bravo à toute l'équipe !"}, "ok", "Des félicitations : rien à redire.")
