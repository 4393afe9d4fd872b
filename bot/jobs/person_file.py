"""The file of a person's data, put together: a zip with HTML, JSON and the person's own files, or, for platforms that
take no zip file, a PDF and the JSON as text.

The JSON is written row by row, so that memory stays bounded however much there is."""

from __future__ import annotations

import asyncio
import re
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import IO

from backend.db.engine.uow import UnitOfWork
from backend.domain.people.commands import Person
from backend.encryption import Keys
from backend.services.privacy import person_file as service
from backend.services.privacy.person_file import Overview
from bot.pictures import person_file_html

IN_MEMORY = 8 * 2**20
"""Bytes of a file that is being made, before it goes to the disk."""
_ENDINGS: Mapping[str, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "application/pdf": "pdf",
    "text/plain": "txt",
}


async def write_zip(file: IO[bytes], uow: UnitOfWork, person: Person, keys: Keys, now: datetime) -> None:
    """Write the zip to a file that can be read and written."""
    found = await service.overview(uow, person, keys, now)
    taken, left = await service.files(uow, person, now)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr(service.PAGE, person_file_html.page(found, len(taken), left))
        with archive.open(service.ROWS, "w", force_zip64=True) as inside:
            await service.write_json(inside, uow, person, keys, now)
        for number, each in enumerate(taken, 1):
            name = re.sub(r"[^\w.-]", "_", each.name)[-60:] or f"fichier.{_ENDINGS.get(each.mime, 'bin')}"
            archive.writestr(f"fichiers/{number:03}-{name}", await service.content(uow, each))


async def zipped(uow: UnitOfWork, person: Person, keys: Keys, now: datetime) -> bytes:
    """The zip as bytes; it is small, because text compresses well."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as file:
        await write_zip(file, uow, person, keys, now)
        file.seek(0)
        return file.read()


async def text(uow: UnitOfWork, person: Person, keys: Keys, now: datetime) -> bytes:
    """The JSON as bytes."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as file:
        await service.write_json(file, uow, person, keys, now)
        file.seek(0)
        return file.read()


async def pdf(found: Overview) -> bytes:
    """The PDF for reading."""
    from bot.pictures import person_file_pdf  # imported late: it loads a large library

    return await asyncio.to_thread(person_file_pdf.pdf, found)
