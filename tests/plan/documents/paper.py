"""A small writer of PDF files for the tests: Chinese text, lines, pictures, passwords.

Text is set in ``STSong-Light``, one of the Chinese fonts that every reader knows by
name (PDF 32000-1:2008, 9.7.5.2), so no font file is needed.
"""

from __future__ import annotations

import hashlib
import struct

import attrs

_PADDING = bytes.fromhex(
    "28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a"
)
_ALLOWED = -64  # print and copy are forbidden, reading is not
_IDENTITY = b"0123456789abcdef"


@attrs.define
class Paper:
    """A PDF under construction; lengths in points from the lower left corner."""

    rotation: int = 0
    _pages: list[list[bytes]] = attrs.field(factory=lambda: [[]])

    def page(self) -> None:
        self._pages.append([])

    def text(self, x: float, y: float, text: str, size: float = 12) -> None:
        self.matrix_text((1, 0, 0, 1, x, y), text, size)

    def matrix_text(
        self, matrix: tuple[float, ...], text: str, size: float = 12
    ) -> None:
        place = " ".join(f"{number:.4f}" for number in matrix)
        words = text.encode("utf-16-be").hex()
        self._pages[-1].append(
            f"BT /F {size} Tf {place} Tm <{words}> Tj ET".encode("ascii")
        )

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self._pages[-1].append(f"{x0} {y0} m {x1} {y1} l S".encode("ascii"))

    def picture(self) -> None:
        """Fill the page with a picture, as a scanner does."""
        self._pages[-1].append(b"q 595 0 0 842 0 0 cm /I Do Q")

    def content(self, operators: bytes) -> None:
        """Draw by raw operators."""
        self._pages[-1].append(operators)

    def bytes(self) -> bytes:
        return _file(self._objects(), b"")

    def locked_bytes(self, password: str = "") -> bytes:
        """Return the file with 40-bit encryption; an empty password opens it."""
        owner = _rc4(_key_of(b"owner"), _padded(password.encode()))
        seed = _padded(password.encode()) + owner
        seed += struct.pack("<i", _ALLOWED) + _IDENTITY
        key = hashlib.md5(seed, usedforsecurity=False).digest()[:5]
        objects = self._objects()
        for number, body in enumerate(objects, start=1):
            if b"stream\n" in body:
                head, rest = body.split(b"stream\n", 1)
                content = rest.removesuffix(b"\nendstream")
                own = key + struct.pack("<I", number)[:3] + b"\x00\x00"
                own = hashlib.md5(own, usedforsecurity=False).digest()[:10]
                objects[number - 1] = (
                    head + b"stream\n" + _rc4(own, content) + b"\nendstream"
                )
        lock = (
            f"/Encrypt<</Filter/Standard/V 1/R 2/P {_ALLOWED}/O<{owner.hex()}>"
            f"/U<{_rc4(key, _PADDING).hex()}>>>/ID[<{_IDENTITY.hex()}>"
            f"<{_IDENTITY.hex()}>]"
        )
        return _file(objects, lock.encode("ascii"))

    def _objects(self) -> list[bytes]:
        first = 7
        kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(self._pages)))
        count = len(self._pages)
        objects = [
            b"<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode("ascii"),
            b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light"
            b"/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>",
            b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
            b"/W[1 95 500]/FontDescriptor 5 0 R"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>",
            b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/ItalicAngle 0"
            b"/FontBBox[-25 -254 1000 880]/Ascent 880/Descent -120/CapHeight 880"
            b"/StemV 93>>",
            b"<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8"
            b"/ColorSpace/DeviceGray/Length 1>>stream\n\x80\nendstream",
        ]
        for at, pieces in enumerate(self._pages):
            body = b"\n".join(pieces)
            objects.append(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
                f"/Rotate {self.rotation}/Contents {first + 2 * at + 1} 0 R"
                "/Resources<</Font<</F 3 0 R>>/XObject<</I 6 0 R>>>>>>".encode("ascii")
            )
            objects.append(
                b"<</Length %d>>stream\n" % len(body) + body + b"\nendstream"
            )
        return objects


def _file(objects: list[bytes], trailer: bytes) -> bytes:
    out = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + b"trailer<</Size %d/Root 1 0 R" % (len(objects) + 1)
        + trailer
        + b">>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    )


def _padded(password: bytes) -> bytes:
    return (password + _PADDING)[:32]


def _key_of(password: bytes) -> bytes:
    return hashlib.md5(_padded(password), usedforsecurity=False).digest()[:5]


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    at = 0
    for number in range(256):
        at = (at + state[number] + key[number % len(key)]) % 256
        state[number], state[at] = state[at], state[number]
    out = bytearray()
    first = second = 0
    for byte in data:
        first = (first + 1) % 256
        second = (second + state[first]) % 256
        state[first], state[second] = state[second], state[first]
        out.append(byte ^ state[(state[first] + state[second]) % 256])
    return bytes(out)
