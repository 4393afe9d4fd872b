from __future__ import annotations

import hashlib
import io
import os
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from backend.domain.errors import BadInput
from backend.services.messaging import media

OGG = b"OggS\x00\x02" + bytes(20)
M4A = b"\x00\x00\x00\x20ftypM4A " + bytes(20)
MP3 = b"\xff\xfb\x90\x64" + bytes(400)


def picture(form: str, size: tuple[int, int] = (8, 6)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "orange").save(file, form)
    return file.getvalue()


def put(folder: Path, name: str, content: bytes) -> str:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return name


def refusal(folder: Path, name: str, shown: media.Shown = "image") -> str:
    with pytest.raises(BadInput) as raised:
        media.read(folder, name, shown)
    assert "\n" not in str(raised.value)
    return str(raised.value)


@pytest.mark.parametrize(("form", "mime"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
def test_a_picture_is_known_by_its_content_whatever_its_name(tmp_path: Path, form: str, mime: str) -> None:
    content = picture(form)
    found = media.read(tmp_path, put(tmp_path, "images/été.dat", content), "image")
    assert (found.mime, found.content) == (mime, content)
    assert found.digest == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "mime"),
    [(MP3, "audio/mpeg"), (b"ID3\x04" + MP3, "audio/mpeg"), (OGG, "audio/ogg"), (M4A, "audio/mp4")],
)
def test_a_sound_is_known_by_its_content(tmp_path: Path, content: bytes, mime: str) -> None:
    assert media.read(tmp_path, put(tmp_path, "voix", content), "audio").mime == mime


@pytest.mark.parametrize(
    "content",
    [picture("GIF"), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"GIF89a", b"\x89PNG\r\n\x1a\n", OGG],
)
def test_what_is_no_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    assert "no picture" in refusal(tmp_path, put(tmp_path, "a.png", content))


@pytest.mark.parametrize("content", [picture("PNG"), b"RIFF....WAVE", b"\xff\xff\xff\xff", b"\xff\xd8\xff\xe0 jpeg"])
def test_what_is_no_sound_is_refused(tmp_path: Path, content: bytes) -> None:
    assert "no sound" in refusal(tmp_path, put(tmp_path, "a.mp3", content), "audio")


def test_a_damaged_picture_is_refused(tmp_path: Path) -> None:
    content = bytearray(picture("PNG", (64, 64)))
    content[60] ^= 0xFF  # inside the pixels: their checksum tells
    assert "damaged" in refusal(tmp_path, put(tmp_path, "a.png", bytes(content)))


def test_a_picture_that_claims_to_be_huge_is_refused_without_being_drawn(tmp_path: Path) -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    refusal(tmp_path, put(tmp_path, "a.png", bomb))


@pytest.mark.parametrize("size", [(2_100, 100), (100, 2_100), (9_950, 500)])
def test_sides_that_telegram_does_not_take_are_refused(tmp_path: Path, size: tuple[int, int]) -> None:
    assert f"{size[0]} × {size[1]}" in refusal(tmp_path, put(tmp_path, "a.png", picture("PNG", size)))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert "empty" in refusal(tmp_path, put(tmp_path, "a.png", b""))


@pytest.mark.parametrize(("shown", "limit"), [("image", "5 MB"), ("audio", "16 MB")])
def test_a_file_beyond_the_limit_is_refused(tmp_path: Path, shown: media.Shown, limit: str) -> None:
    with (tmp_path / "a").open("wb") as file:
        file.truncate(media.MOST_BYTES[shown] + 1)
    assert limit in refusal(tmp_path, "a", shown)


@pytest.mark.parametrize(
    "name", ["../secret.png", "images/../../secret.png", "images/../a.png", "C:\\a.png", "a\0.png"]
)
def test_a_name_that_could_lead_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "data"
    put(folder, "images/a.png", picture("PNG"))
    put(folder, "a.png", picture("PNG"))
    put(tmp_path, "secret.png", picture("PNG"))
    assert "must lie in the folder" in refusal(folder, name)


def test_an_absolute_name_is_refused_even_inside_the_folder(tmp_path: Path) -> None:
    put(tmp_path, "a.png", picture("PNG"))
    assert "must lie in the folder" in refusal(tmp_path, str(tmp_path / "a.png"))


def test_a_link_out_of_the_folder_is_refused_and_one_within_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    put(folder, "a.png", picture("PNG"))
    put(tmp_path, "secret.png", picture("PNG"))
    (folder / "out.png").symlink_to(tmp_path / "secret.png")
    (folder / "in.png").symlink_to("a.png")
    (folder / "around.png").symlink_to("around.png")
    assert "leads out" in refusal(folder, "out.png")
    assert "no file" in refusal(folder, "around.png")
    assert media.read(folder, "in.png", "image").mime == "image/png"


def test_a_folder_or_a_pipe_is_no_file_and_holds_nothing_up(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("images", "pipe", "."):
        assert "no file" in refusal(tmp_path, name)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "'images/none.png'" in refusal(tmp_path, "images/none.png")


def test_an_https_address_is_an_address_and_a_path_is_not() -> None:
    assert media.is_address("https://example.org/a.png?size=1")
    assert not media.is_address("images/a.png")


@pytest.mark.parametrize(
    "text", ["http://example.org/a.png", "file:///etc/passwd", "https://", "https://a b/c", "x://"]
)
def test_an_address_that_no_platform_fetches_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="https"):
        media.is_address(text)
