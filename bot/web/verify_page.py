"""The page on which anybody verifies a certificate: small, in French, without scripts, for any phone."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from html import escape

from backend.domain.certificates.credentials import Credential, Status, Verdict
from backend.domain.certificates.income import is_income
from backend.domain.certificates.open_badges import ISSUER
from bot.i18n import formats

STYLE = """
*{box-sizing:border-box}
body{margin:0;background:#fffaf3;color:#2d1429;font:18px/1.5 system-ui,sans-serif}
main{max-width:36rem;margin:0 auto;padding:1rem}
.verdict{border-radius:.8rem;padding:1rem 1.2rem;margin:1rem 0;color:#fff;background:#8a1c1c}
.valid .verdict{background:#13693f}
.replaced .verdict{background:#7a4a00}
h1{font-size:1.3rem;margin:0}
h2{font-size:1.15rem;margin:2rem 0 0}
h2+p{margin:.4rem 0 0}
.verdict p{margin:.4rem 0 0}
dt{color:#684a60;margin-top:.8rem;font-size:.95rem}
dd{margin:0;font-weight:600;overflow-wrap:anywhere}
dd+dd{font-weight:400}
ul{margin:0;padding-left:1.2rem}
label{display:block;margin:2rem 0 .4rem}
textarea{width:100%;min-height:6rem;font:inherit;padding:.6rem;border:1px solid #684a60;border-radius:.5rem}
button{font:inherit;font-weight:600;padding:.6rem 1.2rem;border:0;border-radius:.5rem;background:#40163a;color:#fff}
footer{color:#684a60;font-size:.9rem;margin-top:2rem}
""".strip()
_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_DIGEST}'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",  # people who were shown a certificate may look; search engines need not find it
    "Cache-Control": "no-cache",
}

_SAID: dict[Status, tuple[str, str]] = {
    "valid": ("✅ Ce certificat est authentique", f"Il a été délivré par {ISSUER} et il est valable."),
    "revoked": ("⛔ Ce certificat a été retiré", "Il n’est plus valable depuis le {date}."),
    "replaced": (
        "↪️ Ce certificat a été remplacé",
        "Depuis le {date}, un certificat plus récent le remplace. Demandez-le à sa titulaire.",
    ),
    "altered": ("⚠️ Ce document a été modifié", "Il ne dit plus ce que nous avons signé : ne vous y fiez pas."),
    "forged": (
        "⚠️ Ce document est un faux",
        f"Il n’a pas été délivré par {ISSUER}, ou pas sous cette forme : ne vous y fiez pas.",
    ),
    "elsewhere": (
        f"⚠️ Ce lien n’est pas celui d’un document {ISSUER}",
        "Les nôtres commencent tous par {start} : ne vous fiez pas à ce que montre un autre lien, même s’il porte le "
        "numéro d’un vrai document.",
    ),
    "unknown": (
        "❓ Certificat inconnu",
        "Aucun certificat ni attestation ne porte ce numéro. Le lien est peut-être incomplet, ou il a été modifié.",
    ),
    "unreadable": (
        "❓ Ce n’est pas un certificat",
        "Collez le lien du certificat ou de l’attestation, ou son contenu entier, sans rien changer.",
    ),
}
_SAID_OF_INCOME: dict[Status, tuple[str, str]] = {
    "valid": ("✅ Cette attestation est authentique", f"Elle a été délivrée par {ISSUER} et elle est valable."),
    "revoked": ("⛔ Cette attestation a été retirée", "Elle n’est plus valable depuis le {date}."),
    "replaced": (
        "↪️ Cette attestation a été remplacée",
        "Depuis le {date}, une attestation plus récente la remplace. Demandez-la à sa titulaire.",
    ),
}
"""The same of a certificate of income."""
AWAY = ("⏳ Vérification impossible pour le moment", "Réessayez dans une minute.")
START = (
    "🎓 Vérifier un certificat ou une attestation",
    f"Un certificat ou une attestation de {ISSUER} se vérifie ici, sans compte.",
)


def page(verdict: Verdict | None, said: tuple[str, str] | None = None, *, start: str = "") -> str:
    """The page as HTML. `verdict` None: nothing was verified yet; `said` is then the heading and the text. `start`: the
    beginning of every certificate's address."""
    status = verdict.status if verdict is not None else "start"
    credential = verdict.credential if verdict is not None else None
    income = credential is not None and is_income(credential)
    heading, text = said or (_said(verdict.status, income=income) if verdict is not None else START)
    if credential is not None and credential.revoked_at is not None:
        text = text.format(date=_date(credential.revoked_at))
    if status == "elsewhere":
        text = text.format(start=_escaped(start))
    facts = _facts(credential) if credential is not None and status == "valid" else ""
    if credential is not None and status in ("revoked", "replaced"):
        facts = f"<dl>{_fact('Attestation' if income else 'Certificat', credential.title)}</dl>"
    box = f'<div class="verdict"><h1>{heading}</h1><p>{text}</p></div>'
    label = "Un autre : son lien, ou son contenu" if verdict is not None else "Son lien, ou son contenu"
    head = f"<h1>{heading}</h1><p>{text}</p>" if status == "start" else box
    return f"""<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{heading}</title>
<style>{STYLE}</style>
</head>
<body class="{status}">
<main>
{head}
{facts}
<form method="post" action="/verify">
<label for="credential">{label}</label>
<textarea id="credential" name="credential" required maxlength="60000" spellcheck="false"></textarea>
<p><button>Vérifier</button></p>
</form>
<footer>Cette page ne montre que ce que la titulaire a accepté de montrer. Elle ne garde aucune trace de votre
visite.</footer>
</main>
</body>
</html>
"""


def _said(status: Status, *, income: bool) -> tuple[str, str]:
    """The heading and the text. A certificate of income is an attestation; what no credential of ours was found for is
    called a certificate."""
    return _SAID_OF_INCOME.get(status, _SAID[status]) if income else _SAID[status]


def _facts(credential: Credential) -> str:
    shown, income = credential.shown, is_income(credential)
    what = "ces montants" if income else "ce titre"
    facts = [
        _fact("Attestation" if income else "Certificat", credential.title),
        f"<dd>{_escaped(credential.about)}</dd>" if credential.about else "",
    ]
    if shown.name:
        facts.append(_fact("Titulaire", credential.name))
        advice = f"Comparez ce nom et {what} avec le document que vous avez reçu."
    else:
        facts.append(_fact("Titulaire", "nom non montré, à sa demande"))
        advice = f"Comparez {what} avec le document que vous avez reçu."
    if shown.modules and credential.contents:
        items = "".join(f"<li>{_escaped(title)}</li>" for title in credential.contents)
        facts.append(f"<dt>Réussi</dt><dd><ul>{items}</ul></dd>")
    if shown.date:
        facts.append(_fact("Date", _date(credential.awarded)))
    facts.append(_fact("Numéro", str(credential.id)))
    return f"<dl>{''.join(facts)}</dl><p>{advice}</p>"


def _fact(name: str, value: str) -> str:
    return f"<dt>{name}</dt><dd>{_escaped(value)}</dd>"


def _escaped(words: str) -> str:
    return escape(words.replace("'", "’"))


def _date(at: datetime) -> str:
    return formats.full_day(at.date())
