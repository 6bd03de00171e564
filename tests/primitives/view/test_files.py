import pytest

from skillrt.primitives.view.files import is_path, named_files, paths_behind
from tests.primitives.asking import view_of

VERBS = "tool.file.write:verb"


def paths(folder, text):
    return [word.text for _, word in paths_behind(view_of(folder, text), VERBS)]


@pytest.mark.parametrize("text", ["a.md", "src/App.tsx", "*.test.ts", "<name>.json"])
def test_endings_tell_files(text):
    assert is_path(text)


@pytest.mark.parametrize("text", ["www.rows.example/a.md", "rows.io/a.html", "adata.raw", "e.g", "read/write", ".md"])
def test_sites_and_abbreviations_are_no_files(text):
    assert not is_path(text)


def test_a_path_stands_close_behind_its_verb(tmp_path):
    far = "Write a text that is a good deal longer than anybody wants in `far.md`."
    assert paths(tmp_path, f"# S\n\nWrite the notes to `near.md`.\n\n{far}\n") == ["near.md"]


def test_folders_count_in_code_only(tmp_path):
    assert paths(tmp_path / "code", "# S\n\nSave it under `notes/`.\n") == ["notes"]
    assert paths(tmp_path / "words", "# S\n\nWrite and/or save.\n") == []


def test_what_is_forbidden_gives_none(tmp_path):
    assert paths(tmp_path, "# S\n\nNever write `a.md`.\n") == []


def test_each_path_counts_once_and_known_ones_not_at_all(tmp_path):
    view = view_of(tmp_path, "# S\n\nWrite `a.md`. Update `a.md`. Write `B.md`.\n")
    assert len(list(named_files(view, VERBS, "L2", 0.6, "why"))) == 2
    assert len(list(named_files(view, VERBS, "L2", 0.6, "why", known=["b.md"]))) == 1
