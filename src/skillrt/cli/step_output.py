"""What steps print, as they print it: each line with its step before it, in a colour of its own on a terminal."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, TextIO

from skillrt.report.glyphs import visible
from skillrt.workflow.outcome import StepState

_COLOURS: Final = (36, 33, 35, 32, 34, 31)
_CHUNK: Final = 64 * 1024
_BEHIND: Final = 1024 * 1024
"""Bytes: a step that prints faster than can be shown is shown from further on; its file has everything."""
_LONGEST: Final = 4096  # characters of a line
_CLEAR: Final = "\r\x1b[K"
_WORDS: Final = {"done": "done", "failed": "failed", "timed-out": "timed out", "interrupted": "interrupted"}


class StepOutput:
    """Follows the files that steps print to, and keeps a line about the progress where `terminal`."""

    def __init__(self, stream: TextIO, ids: Sequence[str], total: int, *, terminal: bool, colour: bool) -> None:
        self.interval: float | None = 0.1
        self._stream = stream
        self._ids = ids
        self._width = min(16, max((len(item) for item in ids), default=1))
        self._total = total
        self._terminal = terminal
        self._heard = True
        self._colour = colour
        self._files: dict[int, _Tail] = {}
        self._read: dict[int, int] = {}  # bytes of the files of steps that are to be tried again
        self._ended = 0
        self._start = time.monotonic()
        self._shown = ""

    def started(self, number: int, state: StepState, output: Path) -> None:
        """Begin to follow a step's file."""
        tries = f" (attempt {state.attempts})" if state.attempts > 1 else ""
        self._say(number, f"begins{tries}")
        # not from the file's end: what prints to it has begun already
        self._files[number] = _Tail(output, self._read.pop(number, 0) if state.attempts > 1 else 0)

    def ended(self, number: int, state: StepState) -> None:
        """Show what is left, and what came of the step."""
        tail = self._files.pop(number, None)
        if tail is not None:
            self._show(number, tail, last=True)
            self._read[number] = tail.close()
        if state.state == "waiting":
            self._say(number, f"failed with status {state.status}; it is tried again")
            return
        self._ended += 1
        status = f" with status {state.status}" if state.state == "failed" else ""
        self._say(number, f"{_WORDS.get(state.state, state.state)}{status} after {state.seconds:.2f} s")

    def tick(self) -> None:
        """Show what has been printed since."""
        for number, tail in list(self._files.items()):
            self._show(number, tail, last=False)
        if self._terminal:
            running = " ".join(self._ids[number] for number in list(self._files)[:8])
            spent = int(time.monotonic() - self._start)
            self._status(f"{self._ended} of {self._total} steps, {spent} s, running: {visible(running)}"[:79])
        self._flush()

    def told(self, message: str) -> None:
        """Show a remark of the run itself."""
        self._line(f"skillrt: {visible(message)}")

    def close(self) -> None:
        """Take the line about the progress away."""
        if self._shown:
            self._write(_CLEAR)
        self._shown = ""
        self._flush()

    def _show(self, number: int, tail: "_Tail", *, last: bool) -> None:
        if skipped := tail.catch_up():
            self._say(number, f"[{skipped} bytes left out here; {tail.path} has them]")
        for line in tail.lines(last=last):
            self._say(number, line)

    def _say(self, number: int, text: str) -> None:
        name = visible(self._ids[number])[: self._width].ljust(self._width)
        mark = f"\x1b[{_COLOURS[number % len(_COLOURS)]}m{name} |\x1b[0m" if self._colour else f"{name} |"
        self._line(f"{mark} {visible(text)[:_LONGEST]}".rstrip())

    def _line(self, text: str) -> None:
        if self._shown:
            self._write(_CLEAR)
        self._write(f"{text}\n")
        self._shown = ""  # the next tick shows it again, below what came meanwhile

    def _status(self, text: str) -> None:
        if text != self._shown:
            self._write(f"{_CLEAR}{text}")
        self._shown = text

    def _write(self, text: str) -> None:
        self._unless_gone(lambda: self._stream.write(text))

    def _flush(self) -> None:
        self._unless_gone(self._stream.flush)

    def _unless_gone(self, act: Callable[[], object]) -> None:
        """What steps print is only shown: where nobody looks any more (`| head`), they go on, and their files have
        it."""
        if not self._heard:
            return
        try:
            act()
        except OSError:
            self._heard = False
            self.interval = None


class _Tail:
    """Reads the lines that are added to a file, a bounded piece at a time."""

    def __init__(self, path: Path, start: int) -> None:
        self.path = path
        self._rest = b""
        try:
            self._number = os.open(path, os.O_RDONLY)
        except OSError:
            self._number = -1
            return
        os.lseek(self._number, start, os.SEEK_SET)

    def close(self) -> int:
        """Let go of the file; how many of its bytes were read."""
        if self._number < 0:
            return 0
        at = os.lseek(self._number, 0, os.SEEK_CUR)
        os.close(self._number)
        self._number = -1
        return at

    def catch_up(self) -> int:
        """Go on near the end where too much has been added; how many bytes were passed over."""
        if self._number < 0:
            return 0
        at = os.lseek(self._number, 0, os.SEEK_CUR)
        behind = os.fstat(self._number).st_size - at
        if behind <= _BEHIND:
            return 0
        os.lseek(self._number, at + behind - _CHUNK, os.SEEK_SET)
        passed = behind - _CHUNK + len(self._rest)
        self._rest = b""
        return passed

    def lines(self, *, last: bool) -> Iterator[str]:
        """The whole lines that were added, no more than a bounded part of them; with `last` also what follows."""
        for _ in range(_BEHIND // _CHUNK + 1):
            data = os.read(self._number, _CHUNK) if self._number >= 0 else b""
            if not data:
                break
            *whole, self._rest = (self._rest + data).split(b"\n")
            yield from map(_text, whole)
            if len(self._rest) > _CHUNK:
                yield _text(self._rest)
                self._rest = b""
        if last and self._rest:
            yield _text(self._rest)


def _text(line: bytes) -> str:
    """What stands behind the last carriage return, as a terminal would show it."""
    return line.rstrip(b"\r").rpartition(b"\r")[2].decode("utf-8", "replace").expandtabs()
