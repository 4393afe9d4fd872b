"""`clients relevé NAME MONTH`: a client's statement of a month, as a PDF."""

from __future__ import annotations

import asyncio
import hashlib
import re
from datetime import UTC, date, datetime

from backend.db.messaging import media as media_rows
from backend.domain.errors import BadInput
from backend.domain.french.lexicon import MONTHS, SHORT_MONTHS
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Attachment, Choice, Message, Raw, tr
from backend.services.clients import statements
from bot.handlers.engine.turn import Turn
from bot.i18n import faults, formats

HOW = tr("Écris par exemple : clients relevé Banque du Sahel octobre")
CLIENTS = Choice("/clients", "🏢 Clients")
_ISO = re.compile(r"(.*?)\s*\b(\d{4})-(0?[1-9]|1[0-2])")
_NUMBERS = {name: number for number, name in enumerate(MONTHS, 1)} | SHORT_MONTHS
_NAMED = re.compile(rf"(.*?)\s*\b({'|'.join(_NUMBERS)})\.?(?: (\d{{4}}))?")


async def send(turn: Turn, rest: str) -> None:
    """Send the statement of the month named in `rest`; without one, of the last month that is over."""
    name, month = read(rest, turn.now)
    if not name:
        await turn.say(HOW.with_choices(CLIENTS))
        return
    if month > turn.now.astimezone(UTC).date():
        to_come = tr("*{month}* n'a pas commencé.", month=Raw(formats.month(month)))
        await turn.say(to_come.with_choices(CLIENTS))
        return
    try:
        found = await statements.statement(turn.uow, turn.person, name, month, turn.now)
    except BadInput as error:
        (why,) = faults.lines(error, "", turn.person.language)
        await turn.say(Message((Raw(f"{why[:1].upper()}{why[1:]}."),)).with_choices(CLIENTS))
        return
    from bot.pictures import statement_pdf  # imported late: it loads a large library

    content = await asyncio.to_thread(statement_pdf.pdf, found)
    digest = hashlib.sha256(content).hexdigest()
    await media_rows.add(turn.uow, digest, "application/pdf", content, passing_since=turn.now)
    said = tr("📄 *Relevé de {month}* : {client}", month=Raw(formats.month(month)), client=Raw(found.client))
    if not found.projects:
        said += tr("Aucun mouvement ce mois.")
    elif not found.closed:
        said += tr("Le mois n'est pas clos : il peut encore changer.")
    file = f"releve-{month:%Y-%m}.pdf"
    await turn.say(Message(said.parts, (CLIENTS,), Attachment("document", digest, file)))


def read(text: str, now: datetime) -> tuple[str, date]:
    """The client's name and the first day of the month in "Banque du Sahel octobre 2026", "Moov 2026-10" or "Moov". A
    month without a year is the newest one that has begun."""
    today = now.astimezone(UTC).date()
    words = " ".join(text.split())
    if (iso := _ISO.fullmatch(words)) is not None:
        return iso[1].strip(), date(int(iso[2]), int(iso[3]), 1)
    folded = fold(words)
    if (named := _NAMED.fullmatch(folded)) is not None and named[1]:
        number = _NUMBERS[named[2]]
        year = int(named[3]) if named[3] else today.year - (number > today.month)
        kept = words.split(" ")[: -2 if named[3] else -1]
        return " ".join(kept), date(year, number, 1)
    last = today.replace(day=1)
    return words, date(last.year - (last.month == 1), last.month - 1 or 12, 1)
