"""Where something stands: byte spans in a source file, and the places that people read."""

import msgspec


class Span(msgspec.Struct, frozen=True, order=True, gc=False):
    """A run of bytes in one source file.

    `file` is relative to the skill's folder, with forward slashes. `start` and `end` are byte offsets into the
    file as it is on disk (end exclusive). `line` and `end_line` are 1-based; `end_line` is the line of the last byte.
    """

    file: str
    start: int
    end: int
    line: int
    end_line: int


class Place(msgspec.Struct, frozen=True, order=True, gc=False):
    """A place as people and editors count it: 1-based lines and columns, columns in characters, end exclusive."""

    file: str
    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"
