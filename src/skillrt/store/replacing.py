"""Write one file at once: readers see the old content or the new one, and a crash or a full disk leaves the old."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from skillrt.errors import Diagnostic, MachineError


def replace_file(path: Path, data: bytes, *, durable: bool = False) -> None:
    """Put `data` in the place of `path`, which keeps its mode; its folder must exist.

    What is there and is no regular file (a device, a pipe) is written to as it is. With `durable` the bytes are on
    the disk before the old ones are gone. Raises OSError.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with temporary.open("wb") as stream:
            stream.write(data)
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        if path.exists():
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def write_file(path: Path, data: bytes) -> None:
    """The same for a file that the user asked for, made durable. Raises MachineError."""
    try:
        replace_file(path, data, durable=True)
    except OSError as error:
        message = f"`{path}` cannot be written: {error.strerror}"
        raise MachineError(Diagnostic.of("machine.io", message)) from error
