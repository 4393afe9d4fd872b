"""Pictures for phones: light, as large as that allows, and still to be read."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from backend.services.messaging import light_pictures, media
from bot.pictures.canvas import font


def photo(width: int, height: int, seed: int = 1) -> Image.Image:
    """Something like a photograph: soft shapes and grain."""
    rng = random.Random(seed)
    small = Image.new("RGB", (width // 40, height // 40))
    small.putdata([tuple(rng.randrange(256) for _ in range(3)) for _ in range(small.width * small.height)])
    smooth = small.resize((width, height), Image.Resampling.BICUBIC)
    return ImageChops.add(smooth, Image.effect_noise((width, height), 12).convert("RGB"), 1, -128)


def receipt(width: int = 1_600, height: int = 2_000) -> Image.Image:
    """A photographed paper with lines of letters."""
    paper = Image.blend(Image.new("RGB", (width, height), (236, 232, 224)), photo(width, height), 0.06)
    draw = ImageDraw.Draw(paper)
    for line in range(18):
        draw.text((120, 120 + 100 * line), f"{line:02} Riz parfumé 5 kg   {line * 1750} F", (40, 40, 46), font(56))
    return paper


def encoded(picture: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("size", [(4_000, 3_000), (800, 4_000), (640, 480)])
def test_a_photograph_becomes_light_and_stays_as_large_as_that_allows(size: tuple[int, int]) -> None:
    found = light_pictures.light(encoded(photo(*size), quality=95))
    assert found is not None
    mime, content = found
    assert mime == "image/jpeg" and len(content) <= light_pictures.LIGHT_BYTES
    assert max(opened(content).size) >= 320
    assert abs(opened(content).width * size[1] - opened(content).height * size[0]) < 2 * max(size)


def test_letters_of_a_photographed_paper_can_still_be_read() -> None:
    paper = receipt()
    found = light_pictures.light(encoded(paper, quality=92))
    assert found is not None and len(found[1]) <= light_pictures.LIGHT_BYTES
    small = opened(found[1]).convert("L")
    assert max(small.size) >= 720  # letters of 56 pixels on 2,000 are 20 high
    ideal = paper.convert("L").resize(small.size, Image.Resampling.LANCZOS)
    box = (0, 0, small.width, small.height // 2)
    dark = ImageStat.Stat(small.crop(box)).extrema[0][0]
    assert dark < 90  # ink is ink
    wrong = ImageStat.Stat(ImageChops.difference(small, ideal).crop(box)).rms[0]
    assert wrong < 12  # of 255


def test_a_drawing_stays_a_png() -> None:
    drawing = Image.new("RGB", (1_000, 800), "white")
    draw = ImageDraw.Draw(drawing)
    for n in range(400):
        draw.ellipse((n * 2, n, n * 2 + 90, n + 60), outline=(n % 7 * 30, 90, 200 - n % 5 * 40), width=3)
    source = encoded(drawing, "PNG", compress_level=0)
    assert len(source) > light_pictures.LIGHT_BYTES
    found = light_pictures.light(source)
    assert found is not None and found[0] == "image/png" and len(found[1]) <= light_pictures.LIGHT_BYTES
    assert opened(found[1]).size == drawing.size


def test_a_light_picture_stays_what_it_is_and_webp_becomes_what_every_phone_shows() -> None:
    small = photo(200, 120)
    assert light_pictures.light(encoded(small, quality=60)) is None
    found = light_pictures.light(encoded(small, "WEBP"))
    assert found is not None and found[0] == "image/jpeg"


def test_it_stands_upright_on_white_without_what_the_camera_noted_and_always_the_same() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright: turned by a quarter
    exif[0x010F] = "Camera"
    source = encoded(photo(1_600, 1_200), quality=95, exif=exif)
    found, again = light_pictures.light(source), light_pictures.light(source)
    assert found is not None and found == again
    picture = opened(found[1])
    assert picture.height > picture.width and not picture.getexif()
    clear = Image.new("RGBA", (900, 900), (0, 0, 0, 0))
    clear.paste(photo(600, 600).convert("RGBA"), (300, 300))
    light = light_pictures.light(encoded(clear, "PNG"))
    assert light is not None and ImageStat.Stat(opened(light[1]).convert("L").crop((0, 0, 9, 9))).extrema[0][0] >= 250


def test_noise_that_no_size_makes_light_is_made_coarse(tmp_path: Path) -> None:
    noise = Image.frombytes("RGB", (1_200, 1_200), random.Random(3).randbytes(1_200 * 1_200 * 3))
    found = light_pictures.light(encoded(noise, quality=90))
    assert found is not None and len(found[1]) <= light_pictures.LIGHT_BYTES
    (tmp_path / "noise.jpg").write_bytes(encoded(noise, quality=90))
    read = media.read(tmp_path, "noise.jpg", "image")
    light = media.light(read)
    assert light is not None and light.content == found[1] and light.digest != read.digest
