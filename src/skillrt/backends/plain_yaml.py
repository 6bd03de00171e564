"""Lists and maps in brackets, written one entry a line: the same data, in a form that strict readers take."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from skillrt.ir import FrontMatter, TextEdit, parse_front_matter
from skillrt.verify.strict_yaml import strict_problem

RULE: Final = "block-style"
_REASON: Final = "strict readers, that of the specification among them, refuse lists and maps in brackets"
_COMMENT: Final = re.compile(r"(?:^|\s)#", re.MULTILINE)
_STEP: Final = "  "
_MAX_DEPTH: Final = 32
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def block_style(text: str, front: FrontMatter) -> tuple[TextEdit, ...]:
    """The edits of a front-matter block's `text` that write its values without brackets.

    An entry stays as it is where that cannot be done without a doubt: it holds a comment, an anchor, a tag, a key
    twice, or an empty list or map, which have no other form.
    """
    line_end = "\r\n" if "\r\n" in text else "\n"
    edits: list[TextEdit] = []
    for entry in front.entries:
        written = text[entry.start : entry.value_end]
        value = text[entry.value_start : entry.value_end]
        if value[:1] in {"'", '"', ""} or strict_problem(written) is None or _COMMENT.search(value):
            continue
        lines = _lines_of(written)
        if lines is None:
            continue
        start = text.find(":", entry.start) + 1
        new = "".join(line_end + line for line in lines)
        after = text[:start] + new + text[entry.value_end :]
        if start <= entry.value_start and parse_front_matter(after).get(entry.key) == entry.value:
            edits.append(TextEdit(start, entry.value_end, new, RULE, _REASON))
    return tuple(edits)


def _lines_of(written: str) -> list[str] | None:
    """The lines of an entry's value in block style; None where it has none."""
    import yaml  # loaded where it is needed: start-up

    clean = _SURROGATE.sub("\ufffd", written)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        events = [
            type(event).__name__ for event in yaml.parse(clean, Loader=loader) if getattr(event, "anchor", None)
        ]
        root = None if events else yaml.compose(clean, Loader=loader)
    except (yaml.YAMLError, RecursionError):
        return None
    if root is None or len(root.value) != 1:
        return None
    try:
        return list(_block(root.value[0][1], 1, written))
    except ValueError:
        return None


def _block(node: Any, depth: int, text: str) -> Iterator[str]:  # noqa: ANN401  (PyYAML nodes are untyped)
    """The lines of a list or map, indented by its depth. Raises ValueError for what has no block form."""
    if depth > _MAX_DEPTH or not node.value:
        raise ValueError("too deep or empty")
    is_map = node.id == "mapping"
    seen: set[str] = set()
    for item in node.value:
        key, value = item if is_map else (None, item)
        head = "-"
        if key is not None:
            if key.id != "scalar" or key.value in seen:
                raise ValueError("a key that is no text, or twice")
            seen.add(key.value)
            head = f"{_scalar(key, text)}:"
        if value.id == "scalar":
            yield f"{_STEP * depth}{head} {_scalar(value, text)}".rstrip()
        else:
            yield f"{_STEP * depth}{head}"
            yield from _block(value, depth + 1, text)


def _scalar(node: Any, text: str) -> str:  # noqa: ANN401
    """As written where that is one line, else as a quoted text."""
    if not node.tag.startswith("tag:yaml.org,2002:"):
        raise ValueError("a tag")
    written = text[node.start_mark.index : node.end_mark.index]
    if node.style in {None, "", "'", '"'} and "\n" not in written and not written.startswith("!"):
        return written
    return json.dumps(node.value, ensure_ascii=False)
