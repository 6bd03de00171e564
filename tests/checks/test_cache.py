import json
import os
from pathlib import Path

import pytest

from skillrt.checks.cache import Cache, context_digest, own_digest
from skillrt.checks.cards import Card, Line, Listing
from skillrt.errors import Diagnostic, Edit, Fix, Place
from tests.checks.library import cards_of, library, write

FOUND = (
    Diagnostic.of(
        "text.bom",
        "odd byte \udce9",
        Place("SKILL.md", 1, 2, 1, 3),
        excerpt="caf\udce9",
        fix=Fix("mend", (Edit("SKILL.md", 0, 3, "\udcff"),)),
    ),
)
LISTING = Listing("SKILL.md", Line("n"), Line("d", 3, 4, "x"))


@pytest.fixture
def card(tmp_path: Path) -> Card:
    return cards_of(library(tmp_path / "library", "alpha"))[0]


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def records(cache: Cache) -> list[Path]:
    return sorted(cache.folder.glob("??/*.json"))


def test_diagnostics_come_back_as_they_were(cache: Cache, card: Card):
    assert cache.diagnostics(card, "c") is None
    cache.put_diagnostics(card, "c", FOUND)
    assert Cache(cache.folder).diagnostics(card, "c") == FOUND
    assert cache.diagnostics(card, "other") is None


def test_nothing_found_is_known_too(cache: Cache, card: Card):
    cache.put_diagnostics(card, "c", ())
    assert cache.diagnostics(card, "c") == ()


def test_a_listing_is_read_once(cache: Cache):
    reads: list[int] = []

    def read() -> Listing:
        reads.append(1)
        return LISTING

    assert [cache.listing("d", read) for _ in range(3)] == [LISTING] * 3
    assert len(reads) == 1


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"null", b"[1]", b"\xff\xfe", b'{"key": "x"}', b'{"key": 3, "diagnostics": []}', b"[" * 100_000],
)
def test_damaged_and_foreign_records_are_ignored_and_replaced(cache: Cache, card: Card, damage: bytes):
    cache.put_diagnostics(card, "c", FOUND)
    (record,) = records(cache)
    record.write_bytes(damage)
    assert cache.diagnostics(card, "c") is None
    cache.put_diagnostics(card, "c", FOUND)
    assert cache.diagnostics(card, "c") == FOUND


def test_a_record_under_a_wrong_name_is_ignored(cache: Cache, card: Card):
    cache.put_diagnostics(card, "one", FOUND)
    cache.put_diagnostics(card, "two", ())
    one, two = records(cache)
    one.write_bytes(two.read_bytes())
    assert {cache.diagnostics(card, "one"), cache.diagnostics(card, "two")} in ({None, FOUND}, {None, ()})


def test_a_record_with_a_wrong_value_is_ignored(cache: Cache, card: Card):
    cache.put_diagnostics(card, "c", FOUND)
    (record,) = records(cache)
    value = json.loads(record.read_text())
    value["diagnostics"][0]["severity"] = "fatal"
    record.write_text(json.dumps(value))
    assert cache.diagnostics(card, "c") is None


def test_the_folder_hides_itself(cache: Cache, card: Card):
    assert not cache.folder.exists()
    cache.put_diagnostics(card, "c", ())
    assert (cache.folder / ".gitignore").read_text() == "*\n"
    assert (cache.folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path, card: Card):
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "below")
    cache.put_diagnostics(card, "c", FOUND)
    assert cache.diagnostics(card, "c") is None
    cache.tidy()


def test_no_temporary_file_is_left(cache: Cache, card: Card, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    cache.put_diagnostics(card, "c", FOUND)
    assert [path for path in cache.folder.rglob("*") if path.is_file()] == []


def test_huge_results_are_not_kept(cache: Cache, card: Card):
    cache.put_diagnostics(card, "c", (Diagnostic.of("text.bom", "x" * 2_000_000),))
    assert cache.diagnostics(card, "c") is None


def test_the_size_is_bounded_and_the_latest_stay(cache: Cache, card: Card):
    for number in range(20):
        cache.put_diagnostics(card, f"c{number}", FOUND)
    for number in range(20):
        os.utime(cache._path(_name(cache, card, number)), (number, number))
    assert cache.diagnostics(card, "c3") == FOUND  # used again, hence the latest
    size = records(cache)[0].stat().st_size
    cache.tidy(limit=5 * size + 10)
    left = [number for number in range(20) if cache.diagnostics(card, f"c{number}") is not None]
    assert left == [3, 16, 17, 18, 19]


def _name(cache: Cache, card: Card, number: int) -> str:
    from skillrt.checks.cache import _key

    return _key("diagnostics", card.digest, card.folder, card.key, f"c{number}")


def test_a_run_that_wrote_nothing_tidies_nothing(cache: Cache, card: Card):
    cache.put_diagnostics(card, "c", FOUND)
    Cache(cache.folder).tidy(limit=0)
    assert len(records(cache)) == 1


def test_the_context_depends_on_the_siblings_and_on_what_was_asked(tmp_path: Path):
    cards = cards_of(library(tmp_path, "alpha", "beta"))
    base = context_digest(cards, ("a",))
    assert context_digest(cards, ("a",)) == base
    assert context_digest(cards[:1], ("a",)) != base
    assert context_digest(cards, ("b",)) != base
    descriptor = tmp_path / "h.toml"
    descriptor.write_text("x")
    assert context_digest(cards, ("a",), [descriptor]) != base
    write(tmp_path, {"skills/beta/more.md": "x"})
    assert context_digest(cards_of(tmp_path), ("a",)) != base


def test_editing_a_sibling_in_place_keeps_the_context(tmp_path: Path):
    library(tmp_path, "alpha", "beta")
    before = context_digest(cards_of(tmp_path), ())
    with (tmp_path / "skills/beta/SKILL.md").open("a") as stream:
        stream.write("more\n")
    assert context_digest(cards_of(tmp_path), ()) == before


def test_our_own_digest_is_stable():
    own_digest.cache_clear()
    assert own_digest() == own_digest()
    first = own_digest()
    own_digest.cache_clear()
    assert own_digest() == first
