"""Where a verb's result goes: to standard output, or to the file that was named."""

import os
import sys
from pathlib import Path


def put_out(text: str, file: str) -> None:
    """Print `text`, or write it to `file` where one is named, and say so. Raises MachineError."""
    if not file:
        sys.stdout.write(text)
        return
    from skillrt.store.replacing import write_file  # loaded where it is needed: start-up

    # names and texts of skills may hold bytes that are not UTF-8
    write_file(Path(file), text.encode("utf-8", "backslashreplace"))
    print(f"wrote {file}", file=sys.stderr)


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
