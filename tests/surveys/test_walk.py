import zipfile
from pathlib import Path

import pytest

from skillrt.errors import InputError, UsageError
from skillrt.frontend import discover, load
from skillrt.surveys.walk import Folder, shards, skills_below, source_of
from tests.skills import forbid_listing, write_skill


def names(*roots: Path | str, **options: object) -> list[str]:
    return [Path(item.where).name for item in skills_below([str(root) for root in roots], **options)]  # type: ignore[arg-type]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b", "a", "a/nested/in", "c"):
        write_skill(tmp_path / "lib" / name, {"SKILL.md": f"# {name}\n", "x/y.txt": "y"})
    return tmp_path / "lib"


def test_the_same_skills_as_any_other_verb_in_the_same_order(tree: Path):
    found = list(skills_below([str(tree)]))
    others = list(discover([str(tree)]))
    assert [item.where for item in found] == [item.where for item in others]
    assert [load(source_of(item)).source for item in found] == [load(item).source for item in others]


def test_material_of_a_skill_is_read_with_it(tmp_path: Path):
    write_skill(tmp_path / "a", {"SKILL.md": "", "assets/x/SKILL.md": "", "in/SKILL.md": ""})
    found = list(skills_below([str(tmp_path)]))
    assert [[entry.path for entry in source_of(item).entries] for item in found] == [
        ["SKILL.md", "assets/x/SKILL.md"],
        ["SKILL.md"],
    ]


def test_a_root_in_another_is_not_searched_again(tree: Path):
    assert names(tree, tree / "a") == ["a", "in", "b", "c"]
    assert names(tree / "a", tree) == ["a", "in", "b", "c"]


def test_what_is_excluded_is_left_out(tree: Path):
    assert names(tree, excluded=lambda where: where.endswith("/a")) == ["b", "c"]


def test_a_root_around_another_need_not_hold_more(tree: Path):
    assert names(tree, tree.parent) == ["a", "in", "b", "c"]


def test_a_root_whose_skills_are_all_left_out(tree: Path):
    with pytest.raises(InputError, match=r"all 4 skills in .* are left out"):
        names(tree, excluded=lambda where: True)


def test_a_skill_file_and_an_archive_are_roots_too(tree: Path, tmp_path: Path):
    assert names(tree / "b" / "SKILL.md") == ["b"]
    archive = tmp_path / "z.zip"
    with zipfile.ZipFile(archive, "w") as stream:
        stream.write(tree / "c" / "SKILL.md", "c/SKILL.md")
    (found,) = skills_below([str(archive)])
    assert load(source_of(found)).name == "c"


def test_a_root_without_skills_and_one_that_is_not_there(tmp_path: Path):
    with pytest.raises(InputError, match="holds no skill"):
        list(skills_below([str(tmp_path)]))
    with pytest.raises(UsageError, match="does not exist"):
        list(skills_below([str(tmp_path / "none")]))


def test_shards_are_as_large_as_wanted():
    found = [Folder(str(number), "") for number in range(7)]
    assert [len(part) for part in shards(found, 3)] == [3, 3, 1]
    assert list(shards([], 3)) == []


def test_a_folder_that_cannot_be_listed_is_counted_as_unread(tree: Path, monkeypatch: pytest.MonkeyPatch):
    before = names(tree)
    forbid_listing(monkeypatch, tree / "c")
    found = list(skills_below([str(tree)]))
    assert [Path(item.where).name for item in found] == before
    with pytest.raises(InputError, match="cannot be listed"):
        source_of(found[before.index("c")])
