"""Files that lie in a variant's folder and are no part of it: neither in its digest nor an edit of it."""

from typing import Final

LOCK_BESIDE: Final = ".skillrt/environment.lock"
BESIDE: Final = frozenset({LOCK_BESIDE})
