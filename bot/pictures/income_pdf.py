"""A certificate of income as a PDF to print: one page, A4 landscape, fonts embedded.

The text is French, because it is a document and not a message."""

from __future__ import annotations

import io

from backend.domain.certificates.credentials import Credential
from bot.pictures import certificate as picture
from bot.pictures.certificate_pdf import begin, centred, draw_foot

HEAD = "ATTESTATION DE REVENUS"
STATES = "hiteuses atteste les revenus de"
FOR = "pour son travail à la tâche"
NOTES = (
    "Un revenu compte le jour où le travail est accepté ; « versé » compte le jour du paiement.",
    "Travail indépendant, payé à la tâche : ce document n’est pas un bulletin de salaire.",
)
CHECK = "Vérifier cette attestation :"
BY = "hiteuses · travail numérique à la tâche"


def pdf(credential: Credential) -> bytes:
    """Draw the certificate. The same credential gives the same bytes."""
    file = io.BytesIO()
    name = picture.in_letters(credential.name)
    subject = f"{name}, {picture.date(credential)}, {credential.address}"
    page = begin(file, f"Attestation : {credential.title}", subject)
    centred(page, 478, HEAD, 40, picture.NIGHT, bold=True)
    centred(page, 430, STATES, 17, picture.SOFT)
    centred(page, 386, name, 38, picture.INK, bold=True)
    centred(page, 350, FOR, 17, picture.SOFT)
    centred(page, 304, credential.title, 27, picture.ORANGE, bold=True)
    centred(page, 262, credential.about, 20, picture.INK, bold=True)
    for place, note in enumerate(NOTES):
        centred(page, 214 - 20 * place, note, 13, picture.SOFT)
    draw_foot(page, credential, CHECK, BY)
    page.showPage()
    page.save()
    return file.getvalue()
