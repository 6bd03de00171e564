"""Put placeholders in the place of secrets: in texts, in trees of plain data, in headers, paths and raw bodies."""

import json
from collections.abc import Callable, Iterable
from typing import Final, cast

from skillrt.store.traces.redaction.literals import is_literal, looks_random
from skillrt.store.traces.redaction.placeholders import placeholder
from skillrt.store.traces.redaction.rules import kind_of, standing, words
from skillrt.store.traces.redaction.scan import Hit, find_secrets

_REMEMBERED: Final = 32
_WORTH_REMEMBERING: Final = 8
_MAX_DEPTH: Final = 4  # JSON in a text in JSON ...
_MAX_TREE: Final = 64
_BETWEEN: Final = "\x00"
Walk = Callable[[str], str]


class Redactor:
    """Knows the key of one store, and the secrets that it has met.

    A secret that was recognised once by its name (in a header, an assignment) is found again wherever it stands
    alone. `epoch` goes up with each secret that is new: what was clean before may be so no more.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._known: dict[bytes, str] = {}
        self.epoch = 0

    def know(self, name: str, secret: str) -> None:
        """Treat this value as a secret wherever it stands."""
        value = secret.encode("utf-8", "surrogatepass")
        if len(value) < _WORTH_REMEMBERING or value in self._known:
            return
        # never changed in place: another thread may be going through it
        self._known = dict([*self._known.items(), (value, name)][-_REMEMBERED:])
        self.epoch += 1

    def text(self, text: str, depth: int = 0) -> str:
        """The text with placeholders."""
        hits = self._hits(text)
        return self._mended(text, hits, depth) if hits else text

    def texts(self, texts: list[str]) -> list[str]:
        """Many texts in one pass; the same list where none holds a secret."""
        joined = _BETWEEN.join(texts)
        if joined.count(_BETWEEN) != len(texts) - 1:  # a text holds the divider itself
            mended = [self.text(text) for text in texts]
            return mended if mended != texts else texts
        if not self._hits(joined):
            return texts
        mended = [self.text(text) for text in texts]
        return mended if mended != texts else texts

    def tree(self, tree: object) -> object:
        """Plain data (dicts, lists, texts) with placeholders; the same object where there is nothing to hide."""
        found: list[str] = []
        walked(tree, lambda text: found.append(text) or text)
        mended = self.texts(found) if found else found
        if mended is found:
            return tree
        rest = iter(mended)
        return walked(tree, lambda _: next(rest))

    def headers(self, headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Header lines; those that hold credentials become a placeholder, and their value is known from now on."""
        return tuple((name, self._header(name, value)) for name, value in headers)

    def data(self, data: bytes) -> bytes:
        """Text as bytes; what is no UTF-8 becomes nothing but its size."""
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return f"[{len(data)} bytes that are no text]".encode()
        mended = self.text(text)
        return data if mended is text else mended.encode("utf-8", "replace")

    def spans(self, text: str) -> list[tuple[int, int, str]]:
        """Where secrets stand in a text, counted in characters, each with its placeholder."""
        data = _bytes_of(text)
        found: list[tuple[int, int, str]] = []
        for hit in self._hits(text):
            start = len(data[: hit.start].decode("utf-8", "replace"))
            value = data[hit.start : hit.end]
            found.append((start, start + len(value.decode("utf-8", "replace")), self._placed(hit.name, value)))
        return found

    def _hits(self, text: str) -> list[Hit]:
        return find_secrets(_bytes_of(text), self._known.items())

    def _header(self, name: str, value: str) -> str:
        low = name.lower()
        if low not in words().headers and not any(word in low for word in words().header_words):
            return self.text(value)
        scheme, _, rest = value.rpartition(" ")
        self.know(low, rest)
        mark = placeholder(self._key, low, rest.encode("utf-8", "surrogatepass"))
        return f"{scheme} {mark}" if scheme.isalpha() else mark

    def _mended(self, text: str, hits: list[Hit], depth: int) -> str:
        data = _bytes_of(text)
        for hit in hits:
            self._remember(hit.name, data[hit.start : hit.end])
        if depth < _MAX_DEPTH and text.lstrip()[:1] in ("{", "["):
            mended = self._json(text, depth)
            if mended is not None:
                return mended
        parts: list[bytes] = []
        at = 0
        for hit in hits:
            parts += (data[at : hit.start], self._placed(hit.name, data[hit.start : hit.end]).encode())
            at = hit.end
        return b"".join((*parts, data[at:])).decode("utf-8", "replace")

    def _placed(self, name: str, value: bytes) -> str:
        return placeholder(self._key, name, value)

    def _remember(self, name: str, value: bytes) -> None:
        if name != "private-key" and looks_random(value, 12):
            self.know(name, value.decode("utf-8", "replace"))

    def _json(self, text: str, depth: int) -> str | None:
        """JSON text, gone through by its structure, where it is JSON: what is escaped in it is then seen plainly."""
        try:
            tree = json.loads(text)
            mended = self._members(tree, depth, 0)
        except (ValueError, RecursionError):
            return None
        separators = None if '": ' in text or "\n" in text else (",", ":")
        indent = 2 if "\n" in text else None
        return json.dumps(mended, ensure_ascii=False, separators=separators, indent=indent)

    def _members(self, tree: object, depth: int, level: int) -> object:
        if level > _MAX_TREE:
            raise ValueError("too deep")
        if isinstance(tree, str):
            return self.text(tree, depth + 1)
        if isinstance(tree, list):
            return [self._members(item, depth, level + 1) for item in cast("list[object]", tree)]
        if not isinstance(tree, dict):
            return tree
        table = cast("dict[str, object]", tree)
        name = table.get("name")
        beside = name if isinstance(name, str) else ""  # {"name": "API_KEY", "value": "..."}
        return {
            self.text(key, depth + 1): self._member(beside if key == "value" and beside else key, value)
            or self._members(value, depth, level + 1)
            for key, value in table.items()
        }

    def _member(self, name: str, value: object) -> str:
        """The placeholder of a member that is secret by its name; '' where it is not."""
        low = name.lower()
        sure = standing(name) or ("sure" if low in words().headers else "")
        if not sure or not isinstance(value, str):
            return ""
        plain = value.removeprefix("Bearer ").encode("utf-8", "surrogatepass")
        if not is_literal(plain) or (sure == "likely" and not looks_random(plain) and kind_of(name) != "secret"):
            return ""
        self._remember(kind_of(name), plain)
        return self._placed(kind_of(name), plain)


def _bytes_of(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def walked(tree: object, change: Walk) -> object:
    """The tree with each text changed, in always the same order. Trees are our own: their depth is known."""
    if isinstance(tree, str):
        return change(tree)
    if isinstance(tree, list | tuple):
        return [walked(item, change) for item in cast("list[object]", tree)]
    if isinstance(tree, dict):
        table = cast("dict[str, object]", tree)
        if table.keys() == {"key", "json"}:  # a member that kept its name: `"token": "..."`
            return _extra(table, change)
        kept = {"data"} if "media_type" in table else set[str]()  # pictures: long, and no text
        return {key: value if key in kept else walked(value, change) for key, value in table.items()}
    return tree


def _extra(table: dict[str, object], change: Walk) -> dict[str, object]:
    lead = f'"{table["key"]}":'
    mended = change(f"{lead}{table['json']}")
    return {"key": table["key"], "json": mended.removeprefix(lead)}
