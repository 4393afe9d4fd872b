"""The projects of the conversations: one of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from backend.domain.money import Money
from backend.domain.work.fields import Field
from backend.domain.work.projects import Option, ProjectConfig

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

PROJECTS: Mapping[str, tuple[ProjectConfig, list[dict[str, str]]]] = {
    "comments": (
        _COMMENTS,
        [{"text": "Très bon article, merci."}, {"text": "Dégage d'ici !"}, {"text": "Sacs pas chers : sacs.example"}],
    ),
    "photos": (_PHOTOS, [{"image": "marche-1.png"}, {"image": "marche-2.png"}]),
    "captions": (_CAPTIONS, [{"image": "rue-1.png"}, {"image": "rue-2.png"}]),
    "receipts": (_RECEIPTS, [{"image": "recu-1.png"}, {"image": "recu-2.png"}]),
}

PRACTICE = (_COMMENTS, {"text": "Bravo à toute l'équipe !"}, "ok", "Des félicitations : rien à redire.")
