"""Small pictures of building sites, drawn by code and marked as examples."""

from __future__ import annotations

import io
from typing import Any


def sample_photo(title: str, number: int) -> bytes:
    """Draw a small picture that says that it is an example; the same for the same.

    Parameters
    ----------
    title : str
        Only its length and signs shape the picture; nothing is written in letters but
        the mark of an example.
    """
    from PIL import Image, ImageDraw

    seed = sum(map(ord, title)) + 37 * number
    picture = Image.new("RGB", (480, 320), (150 + seed % 60, 190, 220))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 210, 480, 320), fill=(120, 140 + seed % 40, 100))
    for column in range(5):
        x, height = 30 + column * 90, 40 + (seed * (column + 3)) % 110
        pen.rectangle((x, 210 - height, x + 60, 210), fill=(90, 100, 115))
        pen.line((x, 210 - height, x + 60, 210), fill=(220, 220, 220), width=3)
    _mark(pen)
    out = io.BytesIO()
    picture.save(out, format="PNG")
    return out.getvalue()


_SHI = (
    *((8, 6, 32, 6), (2, 16, 38, 16), (20, 16, 20, 38)),
    *((20, 38, 14, 34), (12, 22, 4, 33), (28, 22, 36, 33)),
)
_LI = (
    *((10, 2, 3, 14), (7, 10, 7, 38), (12, 5, 26, 5), (19, 5, 13, 24)),
    *((16, 12, 25, 12), (25, 12, 12, 36), (17, 18, 21, 23)),
    *((30, 8, 30, 28), (37, 3, 37, 38), (37, 38, 32, 35)),
)
"""Strokes of 示 and 例 in a square of 40: no font has to be there."""


def _mark(pen: Any) -> None:
    """Write 示例 in strokes in the lower right corner."""
    pen.rectangle((360, 252, 476, 316), fill=(255, 255, 255))
    for left, strokes in ((370, _SHI), (424, _LI)):
        for x, y, to_x, to_y in strokes:
            line = (left + x, 264 + y, left + to_x, 264 + to_y)
            pen.line(line, fill=(180, 30, 30), width=3)
