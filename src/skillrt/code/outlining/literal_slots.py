"""A literal that is all of a word or a string -> the slot that it becomes, by its form."""

import re

from skillrt.code.outlining import literal_names as names
from skillrt.code.outlining.slots import Slot

_FIXED_URL = re.compile(r"//(?:api|localhost|127\.)|/api/|/v\d+/|graphql|install\.sh|raw\.githubusercontent")
_VAGUE = frozenset(("value", "name", "id", "text", "file", "path", "string", "number", "n"))


def literal_slot(text: str, hint: str, *, written: bool) -> Slot | None:
    """The slot for a literal that is all of a word; None where it is no input by its form."""
    if names.is_secret_value(text) and not names.is_file(text):
        return Slot("secret", "", (hint or "api_key").upper(), required=True)
    if names.is_url(text):
        example = names.is_example_url(text)
        return None if _FIXED_URL.search(text) and not example else Slot("url", text, hint, required=example)
    if names.is_file(text):
        return _file_slot(text, hint, written=written)
    if text.rstrip("/") != text or text.startswith("./") or (written and "/" in text):
        return _folder_slot(text, hint, written=written)
    if names.is_placeholder(text) and not names.is_ellipsis(text):
        own = names.place_name(text)
        name = hint if hint and (own in _VAGUE or re.fullmatch(r"\w*x{3,}", own)) else own
        kind = names.name_kind(name)
        return Slot(kind, text, name, required=True, checked=kind == "input-file")
    return None


def _file_slot(text: str, hint: str, *, written: bool) -> Slot | None:
    name = text.rpartition("/")[2].lower()
    parts = text.removeprefix("./").split("/")
    fixed = name in names.literal_words().fixed_files or names.is_system_path(text)
    if fixed or (
        len(parts) > 1 and parts[0] in names.literal_words().project_folders and not names.is_generic_file(text)
    ):
        return None
    if written:
        return Slot("output-file", text, hint)
    return Slot("input-file", text, hint, required=True, checked=True)


def _folder_slot(text: str, hint: str, *, written: bool) -> Slot | None:
    bare = text.removeprefix("./").rstrip("/")
    if (
        not bare
        or bare.split("/")[0] in names.literal_words().project_folders
        or names.is_system_path(text)
        or not re.fullmatch(r"[\w@./ -]+", text)
    ):
        return None
    if re.search(r"[\s@]", bare) or text.startswith("/"):
        return None
    return Slot("folder", text, hint, required=not written, checked=not written)


def option_hint(flag: str) -> str:
    """The name that an option gives to its value."""
    return names.option_name(flag.lstrip("-"))
