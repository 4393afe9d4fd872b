"""Files that a task shows: found beside its data, and checked by their content, not by their name."""

from __future__ import annotations

import hashlib
import io
import stat
import warnings
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Literal
from urllib.parse import urlsplit

from PIL import Image

from backend.domain.errors import BadInput, Reason
from backend.records import Record
from backend.services.messaging import light_pictures

Shown = Literal["image", "audio"]
SHOWN: tuple[Shown, ...] = ("image", "audio")

MOST_BYTES: dict[Shown, int] = {"image": 5 * 2**20, "audio": 16 * 2**20}
"""Bytes that every channel takes. These are WhatsApp's limits; Telegram's are wider."""
MOST_SIDES = 10_000
"""Width plus height, in pixels. With `MOST_RATIO` it is what Telegram takes as a photo."""
MOST_RATIO = 20
"""The most times that the longer side may exceed the shorter."""
MOST_ADDRESS = 2_000  # characters


class MediaFile(Record):
    """A file's bytes, their type and their sha-256 in hex, under which they are stored."""

    digest: str
    mime: str
    content: bytes


def light(file: MediaFile) -> MediaFile | None:
    """The light version of a picture that is heavy for a phone; None if this one is light enough."""
    found = light_pictures.light(file.content)
    return MediaFile(hashlib.sha256(found[1]).hexdigest(), *found) if found else None


def is_address(text: str) -> bool:
    """Whether this is a web address rather than a file. Raises `BadInput` for an address that no platform would
    fetch."""
    if "://" not in text:
        return False
    try:
        host = urlsplit(text).hostname
    except ValueError:
        host = None
    if not text.startswith("https://") or not host or any(c.isspace() for c in text) or len(text) > MOST_ADDRESS:
        raise BadInput(Reason("{text!r} is no address that begins with https://", text=text[:100]))
    return True


def read(base: Path, name: str, shown: Shown) -> MediaFile:
    """The file `name` in the folder `base`. Raises `BadInput` if it is outside the folder, does not exist, is too
    large, or cannot be shown."""
    content = _bytes(_inside(base, name), name, MOST_BYTES[shown])
    mime = _image(content, name) if shown == "image" else _audio(content, name)
    return MediaFile(hashlib.sha256(content).hexdigest(), mime, content)


def _inside(base: Path, name: str) -> Path:
    # The person who imports may not have written the data: only files of the client are read.
    path = PurePosixPath(name)
    if path.is_absolute() or PureWindowsPath(name).drive or ".." in path.parts or "\0" in name:
        raise BadInput(Reason("the file {name!r} must lie in the folder of the data", name=name))
    try:
        found = (base / path).resolve(strict=True)
        outside = not found.is_relative_to(base.resolve())
    except (OSError, RuntimeError):
        raise BadInput(Reason("there is no file {name!r} in the folder of the data", name=name)) from None
    if outside:
        raise BadInput(Reason("the file {name!r} leads out of the folder of the data", name=name))
    return found


def _bytes(path: Path, name: str, most: int) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BadInput(Reason("{name!r} is no file", name=name))
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        reason = Reason("the file {name!r} cannot be read: {detail}", name=name, detail=str(error.strerror))
        raise BadInput(reason) from None
    if not content:
        raise BadInput(Reason("the file {name!r} is empty", name=name))
    if len(content) > most:
        raise BadInput(Reason("the file {name!r} is larger than {limit} MB", name=name, limit=most // 2**20))
    return content


_MIMES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


def _image(content: bytes, name: str) -> str:
    try:
        with warnings.catch_warnings():
            # A picture that only claims to be huge is refused by its size below.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=tuple(_MIMES)) as picture:
                mime, (width, height) = _MIMES[picture.format or ""], picture.size
                picture.verify()
    except (OSError, SyntaxError, ValueError, KeyError, Image.DecompressionBombError):
        reason = Reason("the file {name!r} is no picture (PNG, JPEG, WebP), or it is damaged", name=name)
        raise BadInput(reason) from None
    if width + height > MOST_SIDES or max(width, height) > MOST_RATIO * min(width, height):
        raise BadInput(
            Reason(
                "the picture {name!r} has {width} × {height} pixels; both together may be {sides}, "
                "and one side {ratio} times the other",
                name=name,
                width=width,
                height=height,
                sides=MOST_SIDES,
                ratio=MOST_RATIO,
            )
        )
    return mime


def _audio(content: bytes, name: str) -> str:
    if content.startswith(b"OggS"):
        return "audio/ogg"
    if content[4:8] == b"ftyp":
        return "audio/mp4"
    if content.startswith(b"ID3") or _is_mpeg_frame(content[:4]):
        return "audio/mpeg"
    raise BadInput(Reason("the file {name!r} is no sound (MP3, OGG, M4A)", name=name))


def _is_mpeg_frame(head: bytes) -> bool:
    """Whether this is the header of an MPEG layer III frame: 11 bits of sync, a known version, rate and frequency."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    return version != 1 and layer == 1 and head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3
