"""Certificates as files: small, the same every time, readable by machines, with her own letters."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from openbadgeslib.ob3.verifier import OB3Verifier
from PIL import Image

from backend.domain.certificates import badges
from backend.domain.certificates.credentials import Credential, Shown
from backend.records import replace
from bot.pictures import certificate, certificate_pdf
from bot.pictures.canvas import drawable

NUMBER = UUID("1f0c7b52-9a57-4e43-8d6a-3b1b6c1d2e3f")
LARGEST = badges.sets()[-1]
ONE = Credential(
    id=NUMBER,
    person_id=1,
    key=LARGEST.key,
    title=LARGEST.title,
    about=LARGEST.about,
    name="Awa Koné",
    contents=tuple(f"Mots de passe, arnaques et vie privée {n}" for n in range(len(LARGEST.modules))),
    awarded=datetime(2026, 3, 1, 9, tzinfo=UTC),
    shown=Shown(),
    address=f"https://hiteuses.example.org/verify/{NUMBER}",
    token="eyJ.eyJ." + "x" * 3_000,
    issued_at=datetime(2026, 3, 4, 9, tzinfo=UTC),
)


def test_a_picture_is_a_small_png_of_a_screen_s_size() -> None:
    content = certificate.png(ONE)
    assert len(content) <= certificate.MAX_BYTES == 60 * 1024
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        assert (picture.format, picture.size) == ("PNG", (certificate.WIDTH, certificate.HEIGHT))


def test_the_same_certificate_is_drawn_the_same() -> None:
    assert certificate.png(ONE) == certificate.png(ONE)
    assert certificate_pdf.pdf(ONE) == certificate_pdf.pdf(ONE)
    assert certificate.png(ONE) != certificate.png(replace(ONE, name="Awa Traoré"))


def test_a_picture_carries_its_signed_credential_as_open_badges_want_it() -> None:
    assert OB3Verifier.extract_token_from_png(certificate.png(ONE)) == ONE.token


def test_a_pdf_is_one_page_across_with_its_own_fonts_and_links_to_the_check() -> None:
    content = certificate_pdf.pdf(ONE)
    assert content.startswith(b"%PDF-") and len(content) < 60 * 1024
    assert content.count(b"/Type /Page\n") == 1
    assert b"/MediaBox [ 0 0 841.8898 595.2756 ]" in content
    fonts = set(re.findall(rb"/BaseFont /(\S+)", content))
    assert fonts and all(re.fullmatch(rb"[A-Z]{6}\+SourceSansPro-\w+", font) for font in fonts)
    assert content.count(b"/FontFile2") == len(fonts)
    assert content.count(f"/URI ({ONE.address})".encode()) == 2


def test_the_qr_code_on_the_picture_is_that_of_the_address() -> None:
    matrix = certificate.qr(ONE.address)
    made = segno.make_qr(ONE.address, error="q", boost_error=False)
    assert [list(row) for row in matrix] == [[bool(cell) for cell in row] for row in made.matrix]
    with Image.open(io.BytesIO(certificate.png(ONE))) as picture:
        grey = picture.convert("L")
    # found again on the drawing, module by module, from its dark corner on
    step = 200 // (len(matrix) + 2)
    left = certificate.WIDTH - 48 - step * len(matrix)
    column = [grey.getpixel((left + step // 2, y)) for y in range(certificate.HEIGHT - 225, certificate.HEIGHT - 30)]
    top = certificate.HEIGHT - 225 + next(i for i, value in enumerate(column) if isinstance(value, int) and value < 128)
    read = [
        [_dark(grey, left + step * x + step // 2, top + step * y + step // 2) for x in range(len(matrix))]
        for y in range(len(matrix))
    ]
    assert read == [list(row) for row in matrix]


def _dark(picture: Image.Image, x: int, y: int) -> bool:
    value = picture.getpixel((x, y))
    assert isinstance(value, int)
    return value < 128


@pytest.mark.parametrize("day", [1, 2, 31])
def test_the_date_is_written_as_on_a_document(day: int) -> None:
    written = certificate.date(replace(ONE, awarded=datetime(2026, 3, day, tzinfo=UTC)))
    assert written == f"{day}{'er' if day == 1 else ''}\u00a0mars\u00a02026"


def test_letters_that_the_font_lacks_are_written_with_their_next_of_kin() -> None:
    assert certificate.in_letters("Ɛsi Ŋola Élise") == "ɛsi Ŋola Élise"


@settings(max_examples=30)
@given(st.text(st.characters(categories=("Lu", "Ll", "Zs", "Mn")), min_size=2, max_size=60))
def test_every_name_that_is_taken_can_be_written(typed: str) -> None:
    name = badges.read_name(typed)
    if name is not None:
        written = certificate.in_letters(name)
        assert all(drawable(c) for c in written)
        assert certificate_pdf.pdf(replace(ONE, name=name)).startswith(b"%PDF-")
        assert len(certificate.png(replace(ONE, name=name))) <= certificate.MAX_BYTES


def test_the_longest_words_stay_on_the_page() -> None:
    wide = replace(ONE, name="W" * 60, title="M" * 120, contents=("W" * 200,) * 12, address="https://" + "w" * 200)
    assert len(certificate.png(wide)) <= certificate.MAX_BYTES
    assert certificate_pdf.pdf(wide).startswith(b"%PDF-")
