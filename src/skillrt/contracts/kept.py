"""What a lock still knows: the entries of skills that did not change, nor anything around them that they mention."""

import re
from collections.abc import Iterable, Sequence

from skillrt.checks.cards import Card, opened
from skillrt.contracts.lock_file import Entry, Lock, clean, clean_path, names_digest
from skillrt.errors import InputError


def kept_entries(known: Lock, cards: Sequence[Card]) -> dict[str, Entry]:
    """The entries that hold, by folder. A skill is read again where its own files changed; and where another skill
    came, went, or got other files or another name, and this one lies in it, holds it, or mentions it: what a
    reference means may then be another."""
    unchanged = [card for card in cards if _same(card, known)]
    turned = _turned(known, cards)
    if turned:
        unchanged = [card for card in unchanged if not _concerned(card, turned)]
    return {clean_path(card.key): known.entries[clean_path(card.key)] for card in unchanged}


def _same(card: Card, known: Lock) -> bool:
    entry = known.entries.get(clean_path(card.key))
    return entry is not None and entry.line.source == f"sha256:{card.digest}"


def _turned(known: Lock, cards: Iterable[Card]) -> dict[str, frozenset[str]]:
    """The folders of skills that came, went or are made up of other files, with what others may call them."""
    found: dict[str, set[str]] = {}
    present: set[str] = set()
    for card in cards:
        key = clean_path(card.key)
        present.add(key)
        entry = known.entries.get(key)
        if entry is None or entry.line.names != names_digest(card.name, card.files):
            before = [entry.line.name] if entry else []
            found[key] = {clean(card.name), clean(card.folder), *before}
    for key, entry in known.entries.items():
        if key not in present:
            found[key] = {entry.line.name, key.rpartition("/")[2]}
    return {key: frozenset(name.lower() for name in names) for key, names in found.items()}


def _concerned(card: Card, turned: dict[str, frozenset[str]]) -> bool:
    own = clean_path(card.key)
    names: set[bytes] = set()
    for key, called in turned.items():
        if own == "." or key == "." or key.startswith(f"{own}/") or own.startswith(f"{key}/"):
            return True
        names.update(name.encode("utf-8", "replace") for name in called if name)
    if not names:
        return False
    # whole words: `shap` is not mentioned by `shape`
    said = re.compile(rb"(?<![a-z0-9])(?:" + b"|".join(map(re.escape, sorted(names))) + rb")(?![a-z0-9])")
    try:
        source = opened(card.ticket)
        return any(said.search(source.read(entry.path).lower()) for entry in source.entries)
    except InputError:
        return True
