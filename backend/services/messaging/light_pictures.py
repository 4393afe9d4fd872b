"""Clients' pictures as phones get them: at most 30 kB, as large and as sharp as that allows.

The people who see a picture pay for its bytes. A drawing of few colours stays a PNG if that is light enough; everything
else becomes a JPEG. Letters are read by their size more than by their edges. So the largest size is taken at which a
JPEG fits that is no coarser than `_QUALITIES` allow. A camera's metadata (place, time) is removed. The same picture
gives the same bytes.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

LIGHT_BYTES = 30_000
"""Bytes. A smaller picture is light."""
_SIDES = (1280, 1120, 960, 840, 720, 640, 560, 480, 400, 320)
"""Lengths of the longer side that are tried, in pixels."""
_QUALITIES = (75, 60, 50, 40)
"""JPEG qualities that are tried, the best first."""
_COARSE = (30, 20, 10)
"""JPEG qualities for a picture that does not fit otherwise, at the smallest size."""
_DRAWING = 2_048
"""The most colours of a picture that counts as drawn."""
_COLOURS = (64, 32, 16)
"""Numbers of colours to which a drawing is reduced, the most first."""


def light(content: bytes) -> tuple[str, bytes] | None:
    """Type and bytes of the light version of a picture. None if it is light already and of a type that every channel
    shows. `content` is a picture that `media.read` has accepted."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the sides are checked already
        with Image.open(io.BytesIO(content)) as opened:
            if len(content) <= LIGHT_BYTES and opened.format in ("PNG", "JPEG"):
                return None
            picture = _on_white(ImageOps.exif_transpose(opened))
    picture = _fitted(picture, _SIDES[0])
    if picture.getcolors(_DRAWING) is not None and (drawn := _png(picture)) is not None:
        return "image/png", drawn
    return "image/jpeg", _jpeg(picture)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.has_transparency_data:
        white = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(white, picture.convert("RGBA")).convert("RGB")
    return picture.convert("RGB")


def _fitted(picture: Image.Image, side: int) -> Image.Image:
    if max(picture.size) <= side:
        return picture
    smaller = picture.copy()
    smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
    return smaller


def _png(picture: Image.Image) -> bytes | None:
    for colours in _COLOURS:
        few = picture.quantize(colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        file = io.BytesIO()
        few.save(file, "PNG", compress_level=9)
        if file.tell() <= LIGHT_BYTES:
            return file.getvalue()
    return None


def _jpeg(picture: Image.Image) -> bytes:
    own = max(picture.size)
    for side in (own, *(side for side in _SIDES if side < own)):
        smaller = _fitted(picture, side)
        if len(_encoded(smaller, _QUALITIES[-1])) > LIGHT_BYTES:
            continue
        tried = (_encoded(smaller, quality) for quality in _QUALITIES)
        return next(file for file in tried if len(file) <= LIGHT_BYTES)
    coarse = [_encoded(_fitted(picture, _SIDES[-1]), quality) for quality in _COARSE]
    return next((file for file in coarse if len(file) <= LIGHT_BYTES), coarse[-1])


def _encoded(picture: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality, optimize=True)
    return file.getvalue()
