"""YAML that is valid and that the specification's reference reader (strictyaml) refuses all the same."""

import re
from typing import Any, Final

import msgspec

# Without any of these, and with each key once, a strict reader minds nothing, and the text is not read again.
_SUSPECT: Final = re.compile(r"^[ \t]+\S|[\[{&*!?]|<<", re.MULTILINE)
_KEY: Final = re.compile(r"^([^\s#:]+)[ \t]*:", re.MULTILINE)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class StrictProblem(msgspec.Struct, frozen=True):
    """What is refused, in words, and the characters `start:end` where it stands. `repeats` names a doubled key."""

    words: str
    start: int
    end: int
    repeats: str = ""


def strict_problem(text: str, allowed: tuple[int, int] = (0, 0)) -> StrictProblem | None:
    """The first thing in valid YAML that strict readers refuse: brackets, anchors, tags, keys twice, odd indents.

    Lists and maps in brackets that begin at the characters `allowed` (start, end) are let be.
    """
    keys = _KEY.findall(text)
    if not _SUSPECT.search(text) and len(keys) == len(set(keys)):
        return None
    import yaml  # loaded where it is needed: start-up

    walk = _Walk(allowed)
    clean = _SURROGATE.sub("\ufffd", text)
    try:
        for event in yaml.parse(clean, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            found = walk.event(event)
            if found:
                return found
    except (yaml.YAMLError, RecursionError):
        return None  # reported elsewhere, as YAML that cannot be read
    return None


class _Open:
    """An open collection: the keys seen, whether a key comes next, and where its nested maps begin."""

    __slots__ = ("column", "is_map", "keys", "wants_key")

    def __init__(self, is_map: bool) -> None:
        self.is_map = is_map
        self.keys: set[str] = set()
        self.wants_key = is_map
        self.column = -1


class _Walk:
    """Follows the events with a stack of its own: depth is bounded by memory only."""

    def __init__(self, allowed: tuple[int, int]) -> None:
        self.stack: list[_Open] = []
        self.allowed = range(*allowed)

    def event(self, event: Any) -> StrictProblem | None:  # noqa: ANN401  (PyYAML events are untyped)
        name = type(event).__name__
        if name in {"MappingEndEvent", "SequenceEndEvent"}:
            self.stack.pop()
            return None
        start = event.start_mark
        if name not in {"MappingStartEvent", "SequenceStartEvent", "ScalarEvent", "AliasEvent"}:
            return None
        words = _refused(event, name, brackets=start.index in self.allowed)
        if words:
            return StrictProblem(words, start.index, max(start.index + 1, event.end_mark.index))
        problem = self.placed(event, name)
        if name != "ScalarEvent":
            self.stack.append(_Open(name == "MappingStartEvent"))
        return problem

    def placed(self, event: Any, name: str) -> StrictProblem | None:  # noqa: ANN401
        """Put a node into its collection."""
        owner = self.stack[-1] if self.stack else None
        if owner is None or not owner.is_map:
            return None
        start = event.start_mark
        is_key = owner.wants_key
        owner.wants_key = not is_key
        if is_key and name == "ScalarEvent":
            if event.value in owner.keys:
                words = f"the key `{event.value[:60]}` stands twice in one map"
                return StrictProblem(words, start.index, event.end_mark.index, event.value)
            owner.keys.add(event.value)
        if not is_key and name == "MappingStartEvent":
            if owner.column >= 0 and owner.column != start.column:
                return StrictProblem("maps side by side are indented differently", start.index, start.index + 1)
            owner.column = start.column
        return None


def _refused(event: Any, name: str, *, brackets: bool) -> str:  # noqa: ANN401
    if name == "AliasEvent" or event.anchor:
        return "an anchor or its use"
    # an implicit tag is the reader's, an explicit one is written in the text
    if event.tag:
        return f"a tag (`{event.tag[:40]}`)"
    if name != "ScalarEvent" and event.flow_style and not brackets:
        return "a list in brackets" if name == "SequenceStartEvent" else "a map in braces"
    return ""
