"""Media that the platform keeps: what bots upload and people send."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PIL import Image, UnidentifiedImageError

from . import limits
from .errors import GraphError, ViolationError, absent, missing, wrong

FIRST_ID = 1_000_000_000_000_001


@dataclass(frozen=True, slots=True)
class Media:
    """One file. `data` is None for an address that a bot named: this fake fetches nothing. `until`: when
    the platform forgets it; `sent`: by a person."""

    id: str
    kind: str
    data: bytes | None
    mime: str
    name: str = ""
    until: float = 0.0
    sent: bool = False
    caption: str = ""
    voice: bool = False
    url: str = ""

    @property
    def size(self) -> int:
        return len(self.data or b"")

    @property
    def sha256(self) -> bytes:
        """In base64 in webhooks, in hexadecimal where the file is asked for."""
        return hashlib.sha256(self.data or b"").digest()

    @property
    def json(self) -> Any:
        """As it stands in a message of a person, under its kind."""
        digest = base64.b64encode(self.sha256).decode()
        found: dict[str, Any] = {"mime_type": self.mime, "sha256": digest, "id": self.id, "url": self.url}
        if self.caption:
            found["caption"] = self.caption
        match self.kind:
            case "audio":
                found["voice"] = self.voice
            case "document":
                found["filename"] = self.name
            case "sticker":
                found["animated"] = False
        return found


class Store:
    """All media by id. `root` is the address under which they are downloaded."""

    def __init__(self, clock: Callable[[], float], root: Callable[[], str]) -> None:
        self._clock = clock
        self._root = root
        self._kept: dict[str, Media] = {}
        self._gone: set[str] = set()
        self._last = FIRST_ID

    def upload(self, data: bytes, name: str, mime: str) -> Media:
        """What a bot hands over. Raises `ViolationError` for a type or size that is not taken."""
        mime = mime.partition(";")[0].strip().lower()
        kind = next((kind for kind, (_, types) in limits.MEDIA_TYPES.items() if mime in types), None)
        if kind is None:
            raise ViolationError(100, f"the file has the type {mime!r}, which is not taken")
        if not data:
            raise wrong("file", "is empty")
        if len(data) > limits.MEDIA_TYPES[kind][0]:
            raise ViolationError(100, f"the file has {len(data)} bytes, more than {kind} may have")
        if kind == "image" and not _is_image(data, mime):
            raise ViolationError(131053, f"the file is no {mime}")
        return self._keep(kind, data, mime, name, limits.UPLOADED_FOR.total_seconds())

    def receive(
        self, kind: str, data: bytes, mime: str, name: str = "", caption: str = "", *, voice: bool = False
    ) -> Media:
        """What a person sends."""
        days = limits.RECEIVED_FOR.total_seconds()
        return self._keep(kind, data, mime, name, days, sent=True, caption=caption, voice=voice)

    def get(self, media_id: str, verb: str = "get") -> Media:
        """Raises `GraphError` for what is not there, or no more."""
        media = self._kept.get(media_id)
        if media is None or media.until <= self._clock():
            raise absent(verb, media_id)
        return media

    def named(self, kind: str, value: dict[str, Any]) -> Media:
        """What a message names by `id` or `link`. Raises `GraphError` for what the platform has forgotten,
        `ViolationError` for what it never gave out or what is of another kind."""
        if "link" in value:
            return Media("", kind, None, "", value.get("filename", ""), url=value["link"])
        media_id = value["id"]
        media = self._kept.get(media_id)
        if media is None or media.until <= self._clock():
            details = f"Param {kind}['id'] is not a valid whatsapp business account media attachment ID"
            known = media is not None or media_id in self._gone
            raise (GraphError if known else ViolationError)(100, details)
        if media.sent:
            raise ViolationError(100, f"{kind}: the file was received, not uploaded")
        if kind != "document" and media.kind != kind:
            raise wrong(kind, f"the file {media_id} is of the kind {media.kind}")
        return media

    def address(self, media: Media) -> str:
        """Where it can be fetched for five minutes from now."""
        ext = int(self._clock() + limits.ADDRESS_FOR.total_seconds())
        mark = hashlib.sha256(f"{media.id} {ext}".encode()).hexdigest()[:20]
        return f"{self._root()}/whatsapp_business/attachments/?mid={media.id}&ext={ext}&hash={mark}"

    def at(self, query: dict[str, str]) -> Media | None:
        """The file that an address of ours names; None: never ours, changed, or too old."""
        try:
            media, ext = self.get(query.get("mid", "")), int(query.get("ext", ""))
        except (GraphError, ValueError):
            return None
        mark = hashlib.sha256(f"{media.id} {ext}".encode()).hexdigest()[:20]
        return media if query.get("hash") == mark and ext > self._clock() else None

    def delete(self, media_id: str) -> None:
        self.get(media_id, "delete")
        self._forget(media_id)

    def forget_uploads(self) -> None:
        """As if their days were over."""
        for media in [m for m in self._kept.values() if not m.sent]:
            self._forget(media.id)

    def _forget(self, media_id: str) -> None:
        del self._kept[media_id]
        self._gone.add(media_id)

    def _keep(self, kind: str, data: bytes, mime: str, name: str, seconds: float, **more: Any) -> Media:
        self._last += 7
        media = Media(str(self._last), kind, data, mime, name, self._clock() + seconds, **more)
        self._kept[media.id] = media = replace(media, url=self.address(media))
        return media


def _is_image(data: bytes, mime: str) -> bool:
    try:
        with Image.open(io.BytesIO(data)) as image:
            return f"image/{(image.format or '').lower()}" == mime
    except (UnidentifiedImageError, OSError):
        return False


def read_upload(fields: dict[str, str], files: dict[str, tuple[str, str, bytes]]) -> tuple[bytes, str, str]:
    """(bytes, name, type) of a multipart upload. Raises `ViolationError`."""
    if fields.get("messaging_product") != "whatsapp":
        raise missing("messaging_product")
    if "file" not in files:
        raise missing("file")
    for name in fields.keys() - {"messaging_product", "type"}:
        raise ViolationError(100, f"unexpected key {name}")
    for name in files.keys() - {"file"}:
        raise ViolationError(100, f"unexpected file {name}")
    if "type" not in fields:
        raise missing("type")
    file_name, mime, data = files["file"]
    declared = fields["type"]
    if mime and declared.partition(";")[0] != mime.partition(";")[0]:
        raise wrong("type", f"{declared!r} is not the part's own {mime!r}")
    return data, file_name, declared
