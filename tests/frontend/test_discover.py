import os

import pytest

from skillrt.config import Library, Settings
from skillrt.errors import InputError, UsageError
from skillrt.frontend import discover
from tests.skills import forbid_listing, write_skill


def names(*paths, **options):
    return [source.where for source in discover([str(path) for path in paths], **options)]


def test_a_folder_a_file_and_a_tree_mean_skills(tmp_path, monkeypatch):
    write_skill(tmp_path / "b/two", {"SKILL.md": ""})
    write_skill(tmp_path / "a/one", {"SKILL.md": "", "ref/x.md": ""})
    monkeypatch.chdir(tmp_path)
    assert names("a/one") == ["a/one"]
    assert names("a/one/SKILL.md") == ["a/one"]
    assert names(".") == ["a/one", "b/two"]
    assert names("b", "a/one", ".") == ["b/two", "a/one"]
    monkeypatch.chdir(tmp_path / "a/one")
    (source,) = discover(["SKILL.md"])
    assert (source.where, source.folder) == (".", "one")


def test_excluded_folders_are_not_searched(tmp_path, monkeypatch):
    write_skill(tmp_path / "a", {"SKILL.md": ""})
    write_skill(tmp_path / "drafts/b", {"SKILL.md": ""})
    monkeypatch.chdir(tmp_path)
    assert names(".", excluded=lambda path: path == "drafts") == ["a"]


def test_skills_that_are_all_left_out_are_not_said_to_be_missing(tmp_path, monkeypatch):
    write_skill(tmp_path / "drafts/a", {"SKILL.md": ""})
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"the only skill in `.` is left out") as caught:
        names(".", excluded=lambda path: path == "drafts")
    assert "`exclude`" in caught.value.diagnostics[0].hint
    write_skill(tmp_path / "drafts/b", {"SKILL.md": ""})
    with pytest.raises(InputError, match=r"all 2 skills in `.` are left out"):
        names(".", excluded=lambda path: path == "drafts")


def test_nested_skills_are_skills_of_their_own(tmp_path):
    write_skill(tmp_path / "s", {"SKILL.md": "", "x.md": "", "in/SKILL.md": "", "in/y.md": ""})
    outer, inner = discover([str(tmp_path / "s")])
    assert [entry.path for entry in outer.entries] == ["SKILL.md", "x.md"]
    assert [entry.path for entry in inner.entries] == ["SKILL.md", "y.md"]
    (alone,) = discover([str(tmp_path / "s/SKILL.md")])
    assert alone.entries == outer.entries


def test_what_is_material_of_a_skill_is_no_skill_of_its_own(tmp_path):
    sample = {f"{folder}/SKILL.md": "" for folder in ("assets/starter", "Templates", "test-fixtures/a/b")}
    write_skill(tmp_path / "s", {"SKILL.md": "", "in/SKILL.md": "", "in/references/x/SKILL.md": "", **sample})
    outer, inner = discover([str(tmp_path / "s")])
    assert [entry.path for entry in outer.entries] == sorted(["SKILL.md", *sample])
    assert [entry.path for entry in inner.entries] == ["SKILL.md", "references/x/SKILL.md"]
    (alone,) = discover([str(tmp_path / "s/SKILL.md")])
    assert alone.entries == outer.entries
    both = list(discover([str(tmp_path / "s/Templates"), str(tmp_path / "s")]))
    assert [source.folder for source in both] == ["Templates", "s", "in"]


def test_without_a_skill_round_it_a_folder_of_examples_holds_skills(tmp_path):
    write_skill(tmp_path / "examples/a", {"SKILL.md": ""})
    assert names(tmp_path) == names(tmp_path / "examples") == [str(tmp_path / "examples/a")]


def test_links_to_folders_are_not_searched(tmp_path):
    write_skill(tmp_path / "real/s", {"SKILL.md": ""})
    (tmp_path / "real/again").symlink_to(tmp_path / "real")
    assert len(names(tmp_path)) == 1


def test_what_is_no_skill(tmp_path):
    (tmp_path / "x.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="does not exist"):
        names(tmp_path / "nowhere")
    with pytest.raises(InputError, match="is not a skill"):
        names(tmp_path / "x.txt")
    with pytest.raises(InputError, match="holds no skill"):
        names(tmp_path / "empty")
    with pytest.raises((InputError, UsageError)):
        names("bad\0name")


def test_what_is_there_is_not_said_to_be_missing(tmp_path):
    (tmp_path / "link").symlink_to("gone")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="is not a skill but a link to what is not there"):
        names(tmp_path / "link")
    with pytest.raises(InputError, match="is not a skill but neither file nor folder"):
        names(tmp_path / "pipe")


def test_a_skill_that_cannot_be_listed_does_not_cost_the_others(tmp_path, monkeypatch):
    for name in ("a", "b", "c"):
        write_skill(tmp_path / name, {"SKILL.md": ""})
    write_skill(tmp_path / "b", {f"{number}.txt": "" for number in range(5)})
    monkeypatch.setattr("skillrt.frontend.sources.MAX_FILES", 3)
    with pytest.raises(InputError, match="more than 3"):
        names(tmp_path)
    told = []
    found = names(tmp_path, refused=lambda where, error: told.append((where, error.diagnostics[0].code)))
    assert [where.rsplit("/", 1)[1] for where in found] == ["a", "c"]
    assert told == [(f"{tmp_path}/b", "input.too-many-files")]
    assert names(tmp_path / "b", refused=lambda *_: None) == []


def test_a_folder_that_cannot_be_listed_is_told_since_it_may_hold_skills(tmp_path, monkeypatch):
    for name in ("a", "b/in", "c", "c/data"):
        write_skill(tmp_path / name, {"SKILL.md": ""})
    forbid_listing(monkeypatch, tmp_path / "b", tmp_path / "c/data")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="the folder `b` cannot be listed: Permission denied"):
        names(".")
    with pytest.raises(InputError, match="the folder `b` cannot be listed"):
        names("b")
    told = []
    *_, skill = discover(["."], refused=lambda where, error: told.append((where, error.diagnostics[0].code)))
    assert told == [("b", "input.unreadable")]
    # inside a skill it is a problem of that
    assert (skill.where, [item.code for item in skill.problems]) == ("c", ["input.unreadable"])
    assert names(".", excluded=lambda where: where == "b") == ["a", "c"]


def test_the_folder_of_the_cache_is_no_part_of_a_skill(tmp_path):
    write_skill(tmp_path, {"SKILL.md": "", ".skillrt-cache/ab/c.json": ""})
    (source,) = discover([str(tmp_path)])
    assert [entry.path for entry in source.entries] == ["SKILL.md"]


def test_a_variant_is_a_skill_only_where_it_is_meant(tmp_path, monkeypatch):
    variant = {"SKILL.md": "", ".skillrt/manifest.json": "{}", "in/SKILL.md": ""}
    write_skill(tmp_path / "s", {"SKILL.md": "", "x.md": ""})
    write_skill(tmp_path / "s/build/m/s", variant)
    write_skill(tmp_path / "build/m/s", variant)
    monkeypatch.chdir(tmp_path)
    (source,) = discover(["."])
    assert source.where == "s"
    # nor is it content of the skill that it lies in
    assert [entry.path for entry in source.entries] == ["SKILL.md", "x.md"]
    assert source.nested == ()
    assert names("build/m/s") == ["build/m/s", "build/m/s/in"]
    assert names("build/m/s/SKILL.md") == ["build/m/s"]
    passed: list[str] = []
    assert len(list(discover(["s", "build"], passed_over=passed.append))) == 3  # a tree of nothing else is meant
    assert passed == ["s/build/m/s"]


def test_files_of_the_library_are_no_content(tmp_path, monkeypatch):
    write_skill(tmp_path, {"SKILL.md": "", "skills.lock": "", "notes/skills.lock": "", "out/a/x.md": ""})
    monkeypatch.chdir(tmp_path)
    own = Library(tmp_path, None, Settings(out="out")).own
    for path in (".", "SKILL.md", str(tmp_path)):
        (source,) = discover([path], own=own)
        assert [entry.path for entry in source.entries] == ["SKILL.md", "notes/skills.lock"]
