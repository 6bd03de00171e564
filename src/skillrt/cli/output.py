"""Where a verb's result goes: to standard output, or to the file that was named. Where its remarks go."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from skillrt.report.glyphs import visible


def put_out(text: str, file: str) -> None:
    """Print `text`, or write it to `file` where one is named, and say so. Raises MachineError."""
    if not file:
        sys.stdout.write(text)
        return
    from skillrt.store.replacing import write_file  # loaded where it is needed: start-up

    # names and texts of skills may hold bytes that are not UTF-8
    write_file(Path(file), text.encode("utf-8", "backslashreplace"))
    print(f"wrote {file}", file=sys.stderr)


def put_report(text: str) -> None:
    """Print what came of work that is done: where its reader has gone away, it is done all the same."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        drop_standard_output()


def say(line: str) -> None:
    """A remark on standard error. That its reader has gone away is no reason to end what is at work."""
    with suppress(OSError):
        print(visible(line), file=sys.stderr, flush=True)


def drop_standard_output() -> None:
    """Print nothing more, as nobody reads it: the flush at exit must not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def require_writable(file: Path) -> None:
    """Raises MachineError where it is plain that a file cannot be written, most of all since its folder is not there:
    it may be a slip, and what takes long would have been done for nothing."""
    why = ""
    if file.is_dir():
        why = "it is a folder"
    elif not file.parent.is_dir():
        why = f"there is no folder `{file.parent}`"
    elif not os.access(file if file.exists() and not file.is_file() else file.parent, os.W_OK):
        why = "permission denied"
    if why:
        from skillrt.errors import Diagnostic, MachineError  # loaded where it is needed: start-up

        raise MachineError(Diagnostic.of("machine.io", f"`{file}` cannot be written: {why}"))
