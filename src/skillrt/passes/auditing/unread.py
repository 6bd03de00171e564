"""What the other rooms did not look at, though it may be run or followed: no finding there is no all-clear."""

from collections.abc import Iterator
from typing import Final

from skillrt.code.language import script_language
from skillrt.errors import Place
from skillrt.ir import BundledFile, Module
from skillrt.passes.auditing.patterns import has_sign
from skillrt.passes.auditing.scene import MAX_TEXT, Found, is_test, settings_language
from skillrt.reading.followed import is_followed

_DATA: Final = frozenset({"json", "yaml", "toml", "markdown", "html", "sql", "text"})
_TOO_LONG: Final = f"more than {MAX_TEXT:,} characters"


def read_unread(module: Module) -> Iterator[Found]:
    """Programs and documents that are too long, and programs that are no text."""
    for document in module.documents:
        if is_followed(document.path) and not is_test(document.path) and _is_left(document.text, "prose", "code"):
            yield _found(document.path, _TOO_LONG)
    for file in module.files:
        if not is_test(file.path) and (why := _why(file)):
            yield _found(file.path, why)


def _why(file: BundledFile) -> str:
    if file.text is None:
        return f"{file.size:,} bytes that are too many or no text" if _runs_by_name(file) else ""
    language = settings_language(file.path) or (file.language if file.kind == "script" else "")
    return _TOO_LONG if language and _is_left(file.text, "code") else ""


def _is_left(text: str, *signs: str) -> bool:
    """Whether a text is longer than what is looked at, and holds a part of what could be found in it."""
    return len(text) > MAX_TEXT and any(has_sign(kind, text) for kind in signs)


def _runs_by_name(file: BundledFile) -> bool:
    """Whether a file whose text is not known is called like a program, or marked as one."""
    if "." not in file.path.rpartition("/")[2]:
        return file.executable or bool(settings_language(file.path))
    language = script_language(file.path)
    return bool(language) and language not in _DATA


def _found(path: str, why: str) -> Found:
    return Found("audit.not-read", f"`{path}` was not audited: it has {why}", Place(path, 1))
