"""A token of `skillrt serve` that lasts, in a file that only its user reads."""

import os
import re
from pathlib import Path
from typing import Final

from skillrt.errors import Diagnostic, MachineError, UsageError
from skillrt.gateway.access import new_id

_TOKEN: Final = re.compile(r"[0-9a-f]{32}")


def kept_token(path: Path) -> str:
    """The token in `path`; a new one is put there where there is no such file. Raises UsageError, MachineError."""
    try:
        text = path.read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return _new(path)
    except OSError as error:
        raise MachineError(Diagnostic.of("machine.io", f"`{path}`: {error.strerror}")) from error
    if not _TOKEN.fullmatch(text):
        message = f"`{path}` holds no token of `skillrt serve`; name a file that does not exist yet"
        raise UsageError(Diagnostic.of("usage.wrong-value", message))
    return text


def _new(path: Path) -> str:
    token = new_id()
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "w", encoding="ascii") as stream:
            stream.write(f"{token}\n")
    except OSError as error:
        raise MachineError(Diagnostic.of("machine.io", f"`{path}`: {error.strerror}")) from error
    return token
