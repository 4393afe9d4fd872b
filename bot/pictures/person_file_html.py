"""The file of a person's data as one HTML page: no script, nothing is fetched, readable on a small phone."""

from __future__ import annotations

from html import escape

from backend.services.privacy.person_file import Overview
from bot.i18n import formats
from bot.pictures.person_file import Section, sections

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;padding:16px;max-width:960px;color:#222;background:#fffdf8}
h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em;border-bottom:2px solid #e8dcc4}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:6px 8px;border-bottom:1px solid #eee;white-space:pre-wrap}
th{font-size:.85em;color:#666}p.more{color:#666;font-size:.9em}
"""


def page(found: Overview, files: int, left: int) -> bytes:
    """The whole page, UTF-8. `files`: how many files of hers come with it; `left`: how many were left out."""
    name = found.person.first_name
    title = f"Tes données, {name}" if name else "Tes données"
    body = "".join(_section(each) for each in sections(found))
    if files:
        body += f"<h2>Tes fichiers</h2><p>Dossier « fichiers » : {files}.</p>"
    if left:
        body += f"<p>Fichiers trop gros pour cet envoi : {left}.</p>"
    if found.staff:
        body += (
            "<p>Ce que tu as écrit et reçu dans ton rôle parle d’autres personnes : ce n’est pas dans ce fichier.</p>"
        )
    return (
        '<!doctype html><html lang="fr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>"
        f"<p>Voici ce que hiteuses garde sur toi, le {escape(formats.full_day(found.at.date()))}. "
        "Le fichier donnees.json contient tout, ligne par ligne, pour un ordinateur.</p>"
        f"{body}</body></html>\n"
    ).encode()


def _section(each: Section) -> str:
    heads = "".join(f"<th>{escape(head)}</th>" for head in each.heads)
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in each.rows)
    more = f'<p class="more">{escape(each.more)}</p>' if each.more else ""
    table = f'<div class="wide"><table><tr>{heads}</tr>{rows}</table></div>'
    return f"<h2>{escape(each.title)}</h2>{table}{more}"
