"""Files of workspaces: kept under the hash of what they were, without the secrets that they held."""

import hashlib
from typing import Final

from skillrt.store.traces.blobs import pack
from skillrt.store.traces.redaction import Redactor
from skillrt.store.traces.rows import Statement

MAX_FILE: Final = 8 * 1024 * 1024
_INSERT: Final = "INSERT OR IGNORE INTO files (sha256, size, redacted, packed, data) VALUES (?, ?, ?, ?, ?)"


def sha256_of(data: bytes) -> str:
    """The name of a content: 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def file_statement(redactor: Redactor, data: bytes) -> Statement:
    """What keeps a file. One that is too large, or that holds a secret and is no text, is kept by name and size."""
    digest = sha256_of(data)
    if len(data) > MAX_FILE:
        return _INSERT, (digest, len(data), False, 0, None)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        # a secret may still stand in it as it is; each byte is taken for a character
        plain = data.decode("latin-1")
        if redactor.text(plain) is not plain:
            return _INSERT, (digest, len(data), True, 0, None)
        return _INSERT, (digest, len(data), False, *pack(data))
    mended = redactor.text(text)
    return _INSERT, (digest, len(data), mended != text, *pack(mended.encode("utf-8", "replace")))
