"""What a file is, told by its own bytes; whatever name it bears."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from backend.domain.files.file_types import MOST_BYTES, PROGRAM, Unwanted, Why, check, identify, runs

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def picture(kind: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(content, kind)
    return content.getvalue()


def archive(*names: str, mimetype: str = "") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, "x")
    return content.getvalue()


def mp4(brand: bytes) -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\2\0isommp41"


KNOWN = {
    "image/jpeg": picture("JPEG"),
    "image/png": picture("PNG"),
    "image/gif": picture("GIF"),
    "image/webp": picture("WEBP"),
    "image/heic": mp4(b"heic"),
    "audio/ogg": b"OggS\0\2",
    "audio/mpeg": b"\xff\xfb\x90\x00" + b"\0" * 400,
    "audio/aac": b"\xff\xf1\x50\x80",
    "audio/amr": b"#!AMR\n\x3c",
    "audio/mp4": mp4(b"M4A "),
    "audio/wav": b"RIFF\0\0\0\0WAVEfmt ",
    "video/mp4": mp4(b"isom"),
    "video/3gpp": mp4(b"3gp5"),
    "video/webm": b"\x1aE\xdf\xa3\x01\0\0\0\0\0\0\x1fB\x86\x81\x01B\x82\x84webm",
    "application/pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "application/msword": OLE + "WordDocument".encode("utf-16-le"),
    "application/vnd.oasis.opendocument.text": archive(
        "content.xml", mimetype="application/vnd.oasis.opendocument.text"
    ),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": archive(
        "[Content_Types].xml", "xl/workbook.xml"
    ),
    "text/plain": "id;prénom\n1;Aïcha 🌱\n".encode(),
}
PROGRAMS = {
    "windows": b"MZ\x90\0\x03",
    "linux": b"\x7fELF\2\1\1",
    "android": archive("AndroidManifest.xml", "classes.dex", "[Content_Types].xml", "word/document.xml"),
    "java": archive("META-INF/MANIFEST.MF", "Main.class"),
    "script": b"#!/bin/sh\nrm -rf /\n",
    "macros": archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "old macros": OLE + "WordDocument".encode("utf-16-le") + "_VBA_PROJECT".encode("utf-16-le"),
    "page": b"\n <!-- hello --> <!DOCTYPE html><p>",
    "picture with a script": b"<?xml version='1.0'?><svg onload='alert(1)'/>",
    "page in another encoding": "<script>alert(1)</script>".encode("utf-16"),
}


@pytest.mark.parametrize("mime", KNOWN)
def test_what_is_kept_is_known_by_its_bytes(mime: str) -> None:
    found = identify(KNOWN[mime])
    assert found is not None
    assert found.mime == mime
    assert check("document", KNOWN[mime]) == mime
    if found.kind != "document":
        assert check(found.kind, KNOWN[mime]) == mime


@pytest.mark.parametrize("sent_as", ["image", "voice", "audio", "video", "document"])
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_is_never_kept_whatever_it_was_sent_as(program: str, sent_as: str) -> None:
    with pytest.raises(Unwanted) as error:
        check(sent_as, PROGRAMS[program])
    assert error.value.why is Why.PROGRAM


@pytest.mark.parametrize(
    ("sent_as", "mime"),
    [("image", "application/pdf"), ("image", "text/plain"), ("video", "audio/ogg"), ("voice", "image/png")],
)
def test_what_was_sent_as_something_else_is_not_kept(sent_as: str, mime: str) -> None:
    with pytest.raises(Unwanted) as error:
        check(sent_as, KNOWN[mime])
    assert error.value.why is Why.OTHER


@pytest.mark.parametrize(("brand", "mime"), [(b"isom", "audio/mp4"), (b"3gp4", "audio/3gpp"), (b"M4A ", "audio/mp4")])
def test_a_voice_may_come_in_a_container_that_holds_films_too(brand: bytes, mime: str) -> None:
    assert check("voice", mp4(brand)) == mime


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Why.EMPTY),
        (b"\xff\xd8\xff" + bytes(MOST_BYTES), Why.LARGE),
        (bytes(100), Why.UNKNOWN),
        (b"PK\x03\x04 but no archive", Why.UNKNOWN),
        (archive("readme.txt"), Why.UNKNOWN),
        (OLE, Why.UNKNOWN),
        (b"RIFF\0\0\0\0????", Why.UNKNOWN),
    ],
)
def test_what_is_not_known_is_not_kept(content: bytes, why: Why) -> None:
    with pytest.raises(Unwanted) as error:
        check("document", content)
    assert error.value.why is why


def test_text_of_another_encoding_is_text() -> None:
    assert check("document", "prénom;âge\nAïcha;27\n".encode("cp1252")) == "text/plain"
    assert check("document", "prénom;âge\nAïcha;27\n".encode("utf-16")) == "text/plain"


@given(st.sampled_from([*KNOWN.values(), *PROGRAMS.values(), b""]), st.integers(0, 600), st.binary(max_size=300))
def test_bytes_of_any_kind_are_something_or_nothing(beginning: bytes, cut: int, tail: bytes) -> None:
    found = identify(beginning[:cut] + tail)
    assert found is None or "/" in found.mime


@given(st.sampled_from([b"MZ", b"\x7fELF", b"dex\n", b"#!"]), st.binary(max_size=300))
def test_whatever_begins_like_a_program_is_one(beginning: bytes, tail: bytes) -> None:
    assert identify(beginning + tail) == PROGRAM


@pytest.mark.parametrize(
    ("name", "mime", "told"),
    [
        ("MTN-bonus.apk", "", True),
        ("Photo.JPG.EXE ", "image/jpeg", True),
        ("bonus", "application/vnd.android.package-archive", True),
        ("cv.pdf", "application/pdf", False),
        ("exe", "", False),
        ("", "", False),
        ("photo.jpg", "image/jpeg", False),
        ("v1.2", "text/plain", False),
    ],
)
def test_a_program_that_says_so_is_one(name: str, mime: str, told: bool) -> None:
    assert runs(name, mime) is told
