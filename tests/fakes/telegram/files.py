"""Files that the platform keeps: what bots upload and people send."""

from __future__ import annotations

import hashlib
import io
import mimetypes
from dataclasses import dataclass
from typing import Any

from PIL import Image, UnidentifiedImageError

from . import limits
from .errors import bad_request
from .table import Upload


@dataclass(frozen=True, slots=True)
class File:
    """`data` is None for an address that a bot named: this fake fetches nothing."""

    id: str
    unique_id: str
    kind: str
    path: str
    data: bytes | None
    name: str = ""
    mime: str = "application/octet-stream"
    url: str = ""
    width: int = 0
    height: int = 0

    @property
    def size(self) -> int:
        return len(self.data or b"")

    @property
    def json(self) -> Any:
        """As it stands in a message under its kind."""
        base: dict[str, Any] = {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": self.size,
        }
        box = {"width": self.width, "height": self.height}
        match self.kind:
            case "photo":
                small = {**base, "file_unique_id": f"{self.unique_id}s", "width": 90, "height": 90}
                return [small, {**base, **box}]
            case "audio":
                return {**base, "duration": 1, "file_name": self.name, "mime_type": self.mime}
            case "voice":
                return {**base, "duration": 1, "mime_type": self.mime}
            case "video" | "animation":
                return {**base, "width": 320, "height": 240, "duration": 1, "mime_type": self.mime}
            case "video_note":
                return {**base, "length": 240, "duration": 1}
            case "sticker":
                more = {
                    "type": "regular",
                    "width": 512,
                    "height": 512,
                    "is_animated": False,
                    "is_video": False,
                }
                return {**base, **more, "emoji": "👍"}
            case _:
                return {**base, "file_name": self.name, "mime_type": self.mime}


class Files:
    """All files, by id and by path. The same bytes of one kind are one file."""

    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}
        self._by_path: dict[str, File] = {}
        self._by_content: dict[tuple[str, str, str], File] = {}

    def put(self, kind: str, data: bytes, name: str = "", mime: str = "") -> File:
        """Keeps `data`. Raises `ApiError` for a photo that is none or too large."""
        if len(data) > limits.UPLOAD_BYTES:
            raise bad_request("file is too big")
        digest = hashlib.sha256(data).hexdigest()
        if known := self._by_content.get((kind, digest, name)):
            return known
        width, height = _photo_size(data) if kind == "photo" else (0, 0)
        mime = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        number = len(self._by_id) + 1
        extension = name.rpartition(".")[2] if "." in name else {"photo": "jpg", "voice": "oga"}.get(kind, "bin")
        path = f"{kind}s/file_{number}.{extension}"
        file = File(
            f"{kind}-{number}-{digest[:16]}",
            digest[:12],
            kind,
            path,
            data,
            name,
            mime,
            "",
            width,
            height,
        )
        self._by_content[kind, digest, name] = file
        return self._add(file)

    def named(self, kind: str, value: str | Upload) -> File:
        """What a bot gives as a file: an upload, a file id, or an address. Raises `ApiError`."""
        if isinstance(value, Upload):
            if not value.data:
                raise bad_request("file must be non-empty")
            return self.put(kind, value.data, value.filename, value.content_type)
        if value.startswith(("http://", "https://")):
            number = len(self._by_id) + 1
            digest = hashlib.sha256(value.encode()).hexdigest()
            path = f"{kind}s/file_{number}"
            return self._add(File(f"{kind}-{number}-{digest[:16]}", digest[:12], kind, path, None, url=value))
        file = self.get(value)
        if file.kind != kind:
            raise bad_request(f"can't use file of type {file.kind} as {kind}")
        return file

    def get(self, file_id: str) -> File:
        """Raises `ApiError` for an id that was never given out."""
        file = self._by_id.get(file_id)
        if file is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return file

    def at(self, path: str) -> File | None:
        return self._by_path.get(path)

    def _add(self, file: File) -> File:
        self._by_id[file.id] = self._by_path[file.path] = file
        return file


def _photo_size(data: bytes) -> tuple[int, int]:
    if len(data) > limits.PHOTO_BYTES:
        raise bad_request("file is too big: a photo has up to 10 MB")
    try:
        with Image.open(io.BytesIO(data)) as image:
            width, height = image.size
    except (UnidentifiedImageError, OSError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height
