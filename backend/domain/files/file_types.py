"""The type of a file by its first bytes. Names and claimed types prove nothing.

Only known types are kept, so the table is short. Programs, which could run on somebody's machine, are told apart from
unknown files, because the sender should hear that. No library does this: puremagic takes an Android package, a Java
archive and a document with macros for a Word file, and filetype knows neither text, nor HTML, nor macros.
"""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from typing import Literal

from backend.domain.errors import HiteusesError
from backend.records import Record

Kind = Literal["image", "audio", "video", "document", "program"]
MOST_BYTES = 20 * 2**20
"""Bytes of a file that a person sends: the limit of what a bot may fetch from Telegram."""


class Why(StrEnum):
    """Why a file is not kept."""

    EMPTY = "empty"
    LARGE = "too large"
    PROGRAM = "a program"
    UNKNOWN = "of no type that is kept"
    OTHER = "not what it was sent as"
    GONE = "the platform gives it to nobody"
    AWAY = "the platform was away for too long"
    FAILED = "failed, see the log"


class Unwanted(HiteusesError):
    """This file is not kept."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class FileType(Record):
    kind: Kind
    mime: str


_RUNS = frozenset(
    (
        *("apk", "apks", "xapk", "aab", "jar", "exe", "msi", "bat", "cmd", "com", "pif", "scr", "vbs", "vbe", "wsf"),
        *("hta", "ps1", "lnk", "reg", "cpl", "dll", "sh", "dmg", "pkg", "deb", "rpm"),
    )
)
"""Extensions of files that a phone or a computer runs."""
_RUNS_AS = frozenset(
    {"application/vnd.android.package-archive", "application/x-msdownload", "application/x-msdos-program"}
)


def runs(name: str, mime: str) -> bool:
    """Whether the name or claimed type of a file says that it is a program. If neither does, only its content can
    tell."""
    _, dot, ending = name.strip().lower().rpartition(".")
    return (bool(dot) and ending in _RUNS) or mime.lower() in _RUNS_AS


PROGRAM = FileType("program", "application/octet-stream")
TEXT = FileType("document", "text/plain")


def check(sent_as: str, content: bytes) -> str:
    """The MIME type of a file that was sent as "image", "voice", "audio", "video" or "document". Raises `Unwanted`."""
    if not content:
        raise Unwanted(Why.EMPTY)
    if len(content) > MOST_BYTES:
        raise Unwanted(Why.LARGE)
    found = identify(content)
    if found is None:
        raise Unwanted(Why.UNKNOWN)
    if found.kind == "program":
        raise Unwanted(Why.PROGRAM)
    if sent_as == "document" or found.kind == sent_as:
        return found.mime
    if sent_as in ("voice", "audio"):
        if found.kind == "audio":
            return found.mime
        if found.mime in _SOUND_ONLY:  # one container format for both
            return _SOUND_ONLY[found.mime]
    raise Unwanted(Why.OTHER)


_SOUND_ONLY = {"video/mp4": "audio/mp4", "video/3gpp": "audio/3gpp", "video/webm": "audio/webm"}

_BEGINNINGS: tuple[tuple[bytes, FileType], ...] = (
    (b"\xff\xd8\xff", FileType("image", "image/jpeg")),
    (b"\x89PNG\r\n\x1a\n", FileType("image", "image/png")),
    (b"GIF87a", FileType("image", "image/gif")),
    (b"GIF89a", FileType("image", "image/gif")),
    (b"OggS", FileType("audio", "audio/ogg")),
    (b"ID3", FileType("audio", "audio/mpeg")),
    (b"#!AMR", FileType("audio", "audio/amr")),
    (b"fLaC", FileType("audio", "audio/flac")),
    (b"%PDF-", FileType("document", "application/pdf")),
    (b"{\\rtf", FileType("document", "application/rtf")),
    (b"MZ", PROGRAM),  # Windows
    (b"\x7fELF", PROGRAM),
    (b"\xfe\xed\xfa", PROGRAM),  # macOS, also the next two
    (b"\xce\xfa\xed\xfe", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),  # also Java
    (b"dex\n", PROGRAM),  # Android
    (b"L\0\0\0\x01\x14\x02\0", PROGRAM),  # a shortcut of Windows
    (b"#!", PROGRAM),
)

_BRANDS: tuple[tuple[tuple[bytes, ...], FileType], ...] = (
    ((b"heic", b"heix", b"hevc", b"mif1", b"msf1"), FileType("image", "image/heic")),
    ((b"avif", b"avis"), FileType("image", "image/avif")),
    ((b"M4A ", b"M4B ", b"F4A "), FileType("audio", "audio/mp4")),
    ((b"3gp", b"3g2"), FileType("video", "video/3gpp")),
    ((b"qt  ",), FileType("video", "video/quicktime")),
)
"""Types of the MP4 family, by their brand."""

_PARTS = {
    "word/": FileType("document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/": FileType("document", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ppt/": FileType("document", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
_OPEN = "application/vnd.oasis.opendocument."
_OLD = {
    "WordDocument": FileType("document", "application/msword"),
    "Workbook": FileType("document", "application/vnd.ms-excel"),
    "PowerPoint Document": FileType("document", "application/vnd.ms-powerpoint"),
}
_MARKUP = re.compile(rb"<(!doctype|html|head|body|script|svg|iframe|object|embed)\b", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SNIFFED_BYTES = 4_096  # a page shows within these bytes that it is one


def identify(content: bytes) -> FileType | None:
    """The type of a file by its content; None if it is unknown."""
    for beginning, found in _BEGINNINGS:
        if content.startswith(beginning):
            return found
    if content[:4] == b"RIFF":
        return _RIFF.get(content[8:12])
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        return next((found for brands, found in _BRANDS if brand.startswith(brands)), FileType("video", "video/mp4"))
    if content[:4] == b"\x1aE\xdf\xa3":
        return FileType("video", "video/webm" if b"webm" in content[:64] else "video/x-matroska")
    if content[:4] == b"PK\x03\x04":
        return _archive(content)
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _old_office(content)
    if _is_mpeg_sound(content[:4]):
        return FileType("audio", "audio/aac" if content[1] & 0x06 == 0 else "audio/mpeg")
    return _text(content)


_RIFF = {
    b"WEBP": FileType("image", "image/webp"),
    b"WAVE": FileType("audio", "audio/wav"),
    b"AVI ": FileType("video", "video/x-msvideo"),
}


def _is_mpeg_sound(head: bytes) -> bool:
    """Whether this is a frame of MPEG sound, or of AAC, whose layer bits are zero."""
    if len(head) < 4 or head[0] != 0xFF:
        return False
    if head[1] & 0xF6 == 0xF0:
        return True
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    return head[1] & 0xE0 == 0xE0 and version != 1 and layer == 1 and head[2] >> 4 not in (0, 15)


def _archive(content: bytes) -> FileType | None:
    """The type of an archive. Modern documents are archives, as are programs of Android and Java. Only the list of
    files is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            first = names[0] if names else ""
            stored = archive.getinfo(first) if first == "mimetype" else None
            mime = archive.read(stored)[:100].decode("ascii", "replace") if stored and stored.file_size < 200 else ""
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError, EOFError):
        return None
    if any(name in ("AndroidManifest.xml", "classes.dex", "META-INF/MANIFEST.MF") for name in names):
        return PROGRAM
    if mime.startswith(_OPEN):
        scripted = any(name.startswith(("Basic/", "Scripts/")) for name in names)
        return PROGRAM if scripted else FileType("document", mime)
    if "[Content_Types].xml" in names:
        if any(name.endswith("vbaProject.bin") for name in names):
            return PROGRAM
        return next((found for part, found in _PARTS.items() if any(name.startswith(part) for name in names)), None)
    return None


def _old_office(content: bytes) -> FileType | None:
    """The type of a document from before 2007. An installer of Windows begins alike but has none of their parts."""
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        return PROGRAM
    return next((found for name, found in _OLD.items() if name.encode("utf-16-le") in content), None)


def _text(content: bytes) -> FileType | None:
    """Plain text of any encoding (words, tables, contacts), but no page that a browser would run."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            content = content.decode("utf-16").encode()
        except UnicodeError:
            return None
    if _CONTROL.search(content):
        return None
    return PROGRAM if _MARKUP.search(content[:_SNIFFED_BYTES]) else TEXT
