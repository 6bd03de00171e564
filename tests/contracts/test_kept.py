from pathlib import Path

import pytest

from skillrt.checks.cards import Card, survey
from skillrt.contracts.kept import kept_entries
from skillrt.contracts.library import read_library
from skillrt.contracts.lock_file import lock_text
from tests.checks.library import library, skill_text, write
from tests.contracts.locking import TARGET, lock_of, only, request


@pytest.fixture
def lib(tmp_path: Path) -> Path:
    """One skill mentions another, one lies in another, two stand alone."""
    root = library(tmp_path / "lib", "beta", "alone")
    return write(
        root,
        {
            "skills/alpha/SKILL.md": skill_text("alpha", body="# A\n\nRead `../beta/rules.md` first.\n"),
            "skills/outer/SKILL.md": skill_text("outer"),
            "skills/outer/inner/SKILL.md": skill_text("inner"),
        },
    )


def test_a_file_that_came_is_looked_for_by_those_that_mention_the_skill(lib: Path):
    known = lock_of(lib, TARGET)
    write(lib, {"skills/beta/rules.md": "# Rules\n"})
    again = read_library(request(lib, TARGET), known)
    assert only(again) == ["skills/alpha", "skills/beta"]
    assert lock_text(again.lock) == lock_text(read_library(request(lib, TARGET)).lock)


def test_a_changed_text_concerns_no_other_skill(lib: Path):
    known = lock_of(lib, TARGET)
    write(lib, {"skills/beta/SKILL.md": skill_text("beta", body="# Another\n")})
    assert only(read_library(request(lib, TARGET), known)) == ["skills/beta"]


def test_a_skill_that_lies_in_another_is_concerned(lib: Path):
    known = lock_of(lib, TARGET)
    write(lib, {"skills/outer/inner/more.md": "# More\n"})
    assert only(read_library(request(lib, TARGET), known)) == ["skills/outer", "skills/outer/inner"]


def test_a_skill_that_is_gone_concerns_those_that_mention_it(lib: Path):
    known = lock_of(lib, TARGET)
    (lib / "skills/beta/SKILL.md").unlink()
    again = read_library(request(lib, TARGET), known)
    assert only(again) == ["skills/alpha"]
    assert lock_text(again.lock) == lock_text(read_library(request(lib, TARGET)).lock)


def test_a_word_that_holds_the_name_mentions_nobody(lib: Path):
    write(lib, {"skills/alone/SKILL.md": skill_text("alone", body="# A\n\nAlphabetar, betas and 2beta.\n")})
    known = lock_of(lib, TARGET)
    write(lib, {"skills/beta/rules.md": "# Rules\n"})
    assert only(read_library(request(lib, TARGET), known)) == ["skills/alpha", "skills/beta"]


def test_entries_are_by_folder(lib: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(lib)
    known = lock_of(Path(), TARGET)
    cards = [item for item in survey(["skills"], str) if isinstance(item, Card)]
    assert kept_entries(known, cards) == known.entries
    assert sorted(kept_entries(known, cards[1:])) == sorted(known.entries)[1:]
