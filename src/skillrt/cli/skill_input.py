"""Verbs that take one skill."""

from skillrt.errors import Diagnostic, UsageError
from skillrt.frontend import discover, load
from skillrt.ir import Module


def one_skill(path: str) -> Module:
    """The one skill at `path`. Raises UsageError where there are several, InputError where there is none."""
    found = discover([path])
    first = next(found)
    second = next(found, None)
    if second is not None:
        message = f"`{path}` holds several skills (`{first.where}`, `{second.where}`, ...); name one of them"
        raise UsageError(Diagnostic.of("usage.several-skills", message))
    return load(first)
