"""Clients' pictures as phones get them: at most 30 kB, as large and as sharp as that allows.

Whoever looks at a picture pays for its bytes. A drawing of few colours stays a PNG if that is light enough; anything
else
becomes a JPEG. Letters are read by their size more than by their edges, so the largest size comes first whose JPEG is
not coarser than `_QUALITIES` allow. What a camera notes beside the picture (place, time) is left out. The same picture
gives the same bytes.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

LIGHT_BYTES = 30_000
_SIDES = (1280, 1120, 960, 840, 720, 640, 560, 480, 400, 320)
"""Pixels of the longer side."""
_QUALITIES = (75, 60, 50, 40)
_COARSE = (30, 20, 10)
"""For what does not fit otherwise, at the smallest size."""
_DRAWING = 2_048
"""Colours up to which a picture counts as drawn."""
_COLOURS = (64, 32, 16)


def light(content: bytes) -> tuple[str, bytes] | None:
    """Type and bytes of the light picture that stands for this one; None: it is light already, and of a type that every
    channel shows. `content` is a picture that `media.read` has let in."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # its sides are checked already
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
