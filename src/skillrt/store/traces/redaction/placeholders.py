"""Placeholders: the same secret has the same one everywhere in one store, and tells nothing about the secret."""

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from skillrt.errors import Diagnostic, MachineError

KEY_FILE: Final = "redaction.key"
_KEY_SIZE: Final = 32
_DIGITS: Final = 6


def placeholder(key: bytes, name: str, secret: bytes) -> str:
    """`[secret:name:digits]`; the digits are a keyed hash."""
    digits = hashlib.blake2b(secret, key=key, digest_size=8).hexdigest()[:_DIGITS]
    return f"[secret:{name}:{digits}]"


def load_key(folder: Path) -> bytes:
    """The random key of the store in `folder`; made where there is none yet. Raises MachineError."""
    path = folder / KEY_FILE
    try:
        with suppress(FileExistsError):
            return _new_key(path)
        key = path.read_bytes()
    except OSError as error:
        message = f"`{path}` cannot be used: {error.strerror}"
        raise MachineError(Diagnostic.of("machine.traces", message)) from error
    if len(key) != _KEY_SIZE:
        raise MachineError(Diagnostic.of("machine.traces", f"`{path}` is damaged; remove it, and a new one is made"))
    return key


def _new_key(path: Path) -> bytes:
    """Make the key, whole as soon as it has its name. Raises FileExistsError where another process was first."""
    if path.exists():
        raise FileExistsError
    path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    key = secrets.token_bytes(_KEY_SIZE)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, key)
        os.close(descriptor)
        os.link(temporary, path)
    finally:
        with suppress(OSError):
            temporary.unlink()
    return key
