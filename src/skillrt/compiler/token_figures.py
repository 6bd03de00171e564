"""What a skill costs a model in tokens, as it was and as it is in the variant."""

import posixpath
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from skillrt.code.tokens import VOCABULARY, can_count, count_tokens
from skillrt.ir import Module
from skillrt.store import TokenPair, TokenRecord

_SUFFIX: Final = re.compile(r"\.(?:mdx?|markdown|txt|rst|adoc)(?!\w)", re.I)
_BEFORE_SUFFIX: Final = re.compile(r"[\w.@+~/-]+")  # read backwards from the suffix
_LONGEST_PATH: Final = 300
_TEXT_SUFFIXES: Final = (".md", ".mdx", ".markdown", ".txt", ".rst", ".adoc")


def token_figures(source: Module, variant: Module) -> TokenRecord | None:
    """The figures of the module as read and as written; None where no tokenizer is installed."""
    if not can_count():
        return None
    texts = _texts(source)
    unchanged = {id(item) for item in (*source.documents, *source.files)}
    after_texts = {
        item.path: texts[item.path]
        for item in (*variant.documents, *variant.files)
        if item.path in texts and id(item) in unchanged
    }
    now = _texts(variant, after_texts)
    reached = _reached(_first(variant), now)
    # what only a mended link leads to is read as well before: who meets the broken one looks for the file
    missed = {path for path in reached if path in texts}
    before = _figures(source, texts, {*_reached(_first(source), texts), *missed})
    after = _figures(variant, now, set(reached))
    listed, activation, read = (TokenPair(before=old, after=new) for old, new in zip(before, after, strict=True))
    return TokenRecord(vocabulary=VOCABULARY, listed=listed, activation=activation, read=read)


def _first(module: Module) -> str:
    return module.documents[0].path if module.documents else ""


def _figures(module: Module, texts: Mapping[str, str], reached: set[str]) -> tuple[int, int, int]:
    """Tokens listed, at activation, and of all that is read."""
    description = module.front_matter.get("description")
    listed = count_tokens(f"- {module.name}: {description if isinstance(description, str) else ''}\n")
    first = _first(module)
    block = module.front_matter_block
    whole = texts.get(first, "")
    body = whole[whole.find(block.text) + len(block.text) :] if block else whole
    activation = count_tokens(body)
    return listed, activation, activation + sum(count_tokens(texts[path]) for path in sorted(reached - {first}))


def _texts(module: Module, known: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Every file that is read as prose: Markdown, and other plain text that documents are written in."""
    texts = {item.path: known.get(item.path) or item.text for item in module.documents}
    for file in module.files:
        if file.text is not None and file.path.lower().endswith(_TEXT_SUFFIXES):
            texts[file.path] = file.text
    return texts


def _reached(first: str, texts: Mapping[str, str]) -> tuple[str, ...]:
    """The documents that `first` names, and those that they name, `first` left out.

    A path counts from the skill's folder or from that of the document which names it.
    """
    seen = {first}
    queue = [first]
    while queue:
        path = queue.pop()
        folder = posixpath.dirname(path)
        for written in _named(texts.get(path, "")):
            for place in (written, posixpath.join(folder, written)):
                named = posixpath.normpath(place)
                if named in texts and named not in seen:
                    seen.add(named)
                    queue.append(named)
    return tuple(sorted(seen - {first}))


def _named(text: str) -> tuple[str, ...]:
    """What looks like the path of a document, in order, each once."""
    found: dict[str, None] = {}
    for match in _SUFFIX.finditer(text):
        before = _BEFORE_SUFFIX.match(text[max(0, match.start() - _LONGEST_PATH) : match.start()][::-1])
        if before:
            found[before.group()[::-1] + match.group()] = None
    return tuple(found)
