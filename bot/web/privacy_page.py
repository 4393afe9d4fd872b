"""`/confidentialite`: what is kept about people, why and for how long. Small, in French, without scripts, for any
phone; made of `backend.domain.privacy.topics` alone, so it needs no database."""

from __future__ import annotations

from html import escape

from aiohttp import web

from backend.domain.certificates.open_badges import ISSUER
from backend.domain.messaging.message import Tr
from backend.domain.privacy.topics import TOPICS
from bot.handlers.people.privacy import PATH
from bot.i18n.render import plain
from bot.web import verify_page

TITLE = Tr("Tes données")
LEAD = Tr(
    "Voici tout ce que {name} garde sur toi, pourquoi, et combien de temps. Rien n'est vendu.",
    {"name": ISSUER},
)
LAST = Tr(
    "Dans la conversation, écris « mesdonnees » pour tout voir, « supprimer » pour tout effacer, « huber » pour une "
    "question."
)
LABELS = (Tr("Pourquoi"), Tr("Combien de temps"))


def page() -> str:
    """The page as HTML."""
    why, time = (_escaped(label) for label in LABELS)
    topics = "\n".join(
        f"<h2>{_escaped(topic.title)}</h2>\n<p>{_escaped(topic.kept)}</p>\n"
        f"<dl><dt>{why}</dt><dd>{_escaped(topic.why)}</dd><dt>{time}</dt><dd>{_escaped(topic.time)}</dd></dl>"
        for topic in TOPICS
    )
    title = _escaped(TITLE)
    return f"""<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{verify_page.STYLE}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{_escaped(LEAD)}</p>
{topics}
<footer>{_escaped(LAST)} Cette page ne garde aucune trace de ta visite.</footer>
</main>
</body>
</html>
"""


def route() -> web.RouteDef:
    """The route of the page."""
    html = page()
    headers = {name: value for name, value in verify_page.HEADERS.items() if name != "X-Robots-Tag"}

    async def show(_request: web.Request) -> web.Response:
        return web.Response(text=html, content_type="text/html", headers=headers)

    return web.get(PATH, show)


def _escaped(said: Tr) -> str:
    return escape(plain(said, "fr"), quote=False)
