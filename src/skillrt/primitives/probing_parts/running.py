"""Run the program of an answer in the proof sandbox, on inputs that the agent has not seen."""

import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from skillrt.errors import MachineError
from skillrt.primitives.probing import PASSED, Verdict, failed, skipped
from skillrt.process.sandbox import Limits, Sandbox, Unavailable, open_sandbox

# node reserves more address space than it uses
_LIMITS: Final = Limits(seconds=20, cpu=4, memory=64 * 1024**3, file_size=8 * 1024**2)
_SHOWN: Final = 160
_MISSING: Final = 127
UNPREPARED: Final = 99
"""The status with which a command says that `MAKER` cannot make the input here."""
MAKER: Final = "make.py"


class Trial(msgspec.Struct, frozen=True):
    """A hidden input and what must come of it: what is printed, files made and files gone. `name` tells which it is.

    Where it is `loose`, any blanks between words are as good as one.
    """

    name: str
    files: dict[str, str]
    prints: str | None
    makes: dict[str, str] = {}
    gone: tuple[str, ...] = ()
    loose: bool = False


class Result(msgspec.Struct, frozen=True):
    """What a program that ended well printed, and reads a file that it left (None: there is none)."""

    out: str
    file: Callable[[str], bytes | None]


@cache
def _sandbox() -> Sandbox:
    return open_sandbox(sys.executable, _LIMITS)


def run_trials(program: str, source: str, command: Sequence[str], trials: Sequence[Trial]) -> Verdict:
    """Write `source` as the file `program`, run `command` on each trial; the first that goes wrong decides."""

    def judge(trial: Trial) -> Callable[[Result], str]:
        return lambda result: _wrong(trial, result)

    return run_each(program, source, command, [(trial.name, trial.files, judge(trial)) for trial in trials])


def run_each(
    program: str,
    source: str,
    command: Sequence[str],
    trials: Sequence[tuple[str, Mapping[str, str | bytes], Callable[[Result], str]]],
) -> Verdict:
    """As `run_trials`, with a function that says what is wrong with a result ("" for nothing)."""
    if not source.strip():
        return failed("there is no program in the answer")
    for name, files, judge in trials:
        verdict = _run({**files, program: source}, command, name, judge)
        if verdict != PASSED:
            return verdict
    return PASSED


def _run(
    files: Mapping[str, str | bytes], command: Sequence[str], name: str, judge: Callable[[Result], str]
) -> Verdict:
    try:
        sandbox = _sandbox()
        with tempfile.TemporaryDirectory(prefix="skillrt-probe-") as place:
            folder = Path(place)
            for path, data in files.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "replace"))
            ran = sandbox.run(command, folder)
            if ran.status is None:
                return failed(f"{name}: the program did not end in time")
            if ran.status == _MISSING and f"{command[0]}:" in ran.err:
                return skipped(f"`{command[0]}` is not installed")
            if ran.status == UNPREPARED and MAKER in files:
                return skipped(f"the input cannot be made here: {_last(ran.err)}")
            if ran.status != 0:
                return failed(f"{name}: the program ended with status {ran.status}: {_last(ran.err)}")
            why = judge(Result(ran.out, lambda path: _read(folder / path)))
            return failed(f"{name}: {why}") if why else PASSED
    except Unavailable as error:
        return skipped(f"no sandbox: {error.diagnostics[0].message}")
    except MachineError as error:
        return skipped(error.diagnostics[0].message)


def _last(text: str) -> str:
    return (text.strip().splitlines() or [""])[-1][:_SHOWN]


def _read(path: Path) -> bytes | None:
    """No link is followed: the program may have left one that leads elsewhere."""
    if path.is_symlink() or path.parent.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as handle:
        return handle.read(_LIMITS.file_size)


def _wrong(trial: Trial, result: Result) -> str:
    if trial.prints is not None:
        why = _text_differs(trial, trial.prints, result.out)
        if why:
            return why
    for path, text in trial.makes.items():
        data = result.file(path)
        if data is None:
            return f"there is no file {path}"
        why = _text_differs(trial, text, data.decode("utf-8", "replace"))
        if why:
            return f"{path}: {why}"
    left = [path for path in trial.gone if result.file(path) is not None]
    return f"{left[0]} must not be there any more" if left else ""


def _text_differs(trial: Trial, wanted: str, found: str) -> str:
    return lines_differ(_words(wanted), _words(found)) if trial.loose else lines_differ(wanted, found)


def _words(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


def lines_differ(expected: str, found: str) -> str:
    """Where two texts differ by line; blanks at the ends of lines and empty lines at the end count nothing."""
    wanted, got = _lines(expected), _lines(found)
    for at, line in enumerate(wanted):
        if at >= len(got):
            return f"line {at + 1} is missing: {_short(line)}"
        if line != got[at]:
            return f"line {at + 1} must be {_short(line)}, not {_short(got[at])}"
    return f"line {len(wanted) + 1} is too much: {_short(got[len(wanted)])}" if len(got) > len(wanted) else ""


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().splitlines()]


def _short(line: str) -> str:
    return repr(line if len(line) <= _SHOWN else f"{line[:_SHOWN]}...")
