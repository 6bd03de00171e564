"""Where a verb's result goes: to standard output, or to the file that was named."""

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


def require_folder_of(file: Path) -> None:
    """Raises MachineError where the folder of a file that is to be written is not there: it may be a slip, and what
    takes long would have been done for nothing."""
    if not file.parent.is_dir():
        from skillrt.errors import Diagnostic, MachineError  # loaded where it is needed: start-up

        message = f"`{file}` cannot be written: there is no folder `{file.parent}`"
        raise MachineError(Diagnostic.of("machine.io", message))
