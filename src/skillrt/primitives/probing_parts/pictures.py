"""Pictures to be seen: flat shapes and signs of five by seven dots, as PNG that is the same on every machine."""

import tomllib
import zlib
from functools import cache
from importlib import resources
from typing import Final

PALETTE: Final = {
    "white": (255, 255, 255),
    "black": (0, 0, 0),
    "red": (214, 39, 40),
    "green": (34, 139, 34),
    "blue": (31, 80, 200),
    "yellow": (245, 205, 20),
    "orange": (255, 127, 14),
    "purple": (140, 60, 180),
    "grey": (128, 128, 128),
}
_INDEX: Final = {name: at for at, name in enumerate(PALETTE)}
_STORED: Final = 65_535
_WIDE, _HIGH = 5, 7


class Picture:
    """A canvas of `width` by `height` dots; places are columns and rows from the upper left corner."""

    def __init__(self, width: int, height: int, ground: str = "white") -> None:
        self.width = width
        self._rows = [bytearray([_INDEX[ground]] * width) for _ in range(height)]

    def box(self, left: int, top: int, width: int, height: int, colour: str) -> None:
        """A filled rectangle; what lies outside of the canvas is cut."""
        start, end = max(left, 0), min(left + width, self.width)
        for row in self._rows[max(top, 0) : max(top + height, 0)]:
            row[start:end] = bytes([_INDEX[colour]] * max(end - start, 0))

    def frame(self, left: int, top: int, width: int, height: int, colour: str) -> None:
        """The outline of a rectangle, four dots wide."""
        for x, y, w, h in (
            (left, top, width, 4),
            (left, top + height - 4, width, 4),
            (left, top, 4, height),
            (left + width - 4, top, 4, height),
        ):
            self.box(x, y, w, h, colour)

    def disc(self, x: int, y: int, radius: int, colour: str) -> None:
        """A filled circle."""
        for down in range(-radius, radius + 1):
            half = int((radius * radius - down * down) ** 0.5)
            self.box(x - half, y + down, 2 * half + 1, 1, colour)

    def triangle(self, x: int, y: int, radius: int, colour: str) -> None:
        """A filled triangle with its tip above."""
        for down in range(2 * radius):
            half = down // 2
            self.box(x - half, y - radius + down, 2 * half + 1, 1, colour)

    def cross(self, x: int, y: int, radius: int, colour: str) -> None:
        """Two beams."""
        third = max(radius // 3, 1)
        self.box(x - radius, y - third, 2 * radius, 2 * third, colour)
        self.box(x - third, y - radius, 2 * third, 2 * radius, colour)

    def ring(self, x: int, y: int, radius: int, colour: str, ground: str = "white") -> None:
        """A circle with a hole of half its size."""
        self.disc(x, y, radius, colour)
        self.disc(x, y, radius // 2, ground)

    def sign(self, left: int, top: int, text: str, scale: int, colour: str) -> None:
        """Capital letters and digits; a dot of a sign is `scale` dots."""
        for number, mark in enumerate(text):
            for down, line in enumerate(_signs()[mark]):
                for across, dot in enumerate(line):
                    if dot == "#":
                        x = left + (number * (_WIDE + 1) + across) * scale
                        self.box(x, top + down * scale, scale, scale, colour)

    def png(self) -> bytes:
        """Stored, not compressed: versions of zlib compress the same data to different bytes."""
        raw = b"".join(b"\0" + bytes(row) for row in self._rows)
        head = self.width.to_bytes(4, "big") + len(self._rows).to_bytes(4, "big") + bytes([8, 3, 0, 0, 0])
        palette = b"".join(bytes(colour) for colour in PALETTE.values())
        parts = [(b"IHDR", head), (b"PLTE", palette), (b"IDAT", _stored(raw)), (b"IEND", b"")]
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def width_of(text: str, scale: int) -> int:
    """How many dots wide a text is."""
    return (len(text) * (_WIDE + 1) - 1) * scale


def _stored(raw: bytes) -> bytes:
    """A zlib stream of stored blocks."""
    out = bytearray(b"\x78\x01")
    for at in range(0, len(raw), _STORED):
        part = raw[at : at + _STORED]
        out.append(at + _STORED >= len(raw))
        out += len(part).to_bytes(2, "little") + (len(part) ^ 0xFFFF).to_bytes(2, "little") + part
    return bytes(out) + zlib.adler32(raw).to_bytes(4, "big")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


@cache
def _signs() -> dict[str, tuple[str, ...]]:
    """The dots of each sign, from `signs.toml`."""
    text = (resources.files("skillrt.primitives.probing_parts") / "signs.toml").read_text(encoding="utf-8")
    return {mark: tuple(str(dots).split()) for mark, dots in tomllib.loads(text)["signs"].items()}
