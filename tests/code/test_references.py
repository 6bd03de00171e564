from skillrt.code.references import FileReference, clean_path


def test_paths_are_cleaned():
    assert [clean_path(path) for path in ("./a//b", "a/../b", "..", "", r"a\b")] == ["a/b", "b", "..", ".", "a/b"]


def test_references_sort_by_place():
    late = FileReference(9, 12, "a", "open", True)
    early = FileReference(2, 5, "b", "run", False)
    assert sorted([late, early]) == [early, late]
