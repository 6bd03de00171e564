"""Each source file has its own test file at the mirrored place: src/skillrt/a/b.py and tests/a/test_b.py."""

from pathlib import Path

from tests.rules.source_tree import ROOT, SRC, python_files, shown

WITHOUT_TESTS = frozenset({"__init__.py", "__main__.py"})


def _test_file(source: Path) -> Path:
    inside = source.relative_to(SRC)
    return ROOT / "tests" / inside.parent / f"test_{inside.name}"


def test_each_source_file_has_a_test_file():
    sources = [path for path in python_files("src") if path.name not in WITHOUT_TESTS]
    assert sources
    assert [shown(path) for path in sources if not _test_file(path).is_file()] == []


def test_no_test_file_is_empty():
    tests = [path for path in python_files("tests") if path.name.startswith("test_")]
    assert [shown(path) for path in tests if "def test_" not in path.read_text(encoding="utf-8")] == []
