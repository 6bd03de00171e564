import os

import pytest

from skillrt.errors import InputError
from skillrt.frontend import sources
from skillrt.frontend.sources import folder_source, skill_file_in
from tests.skills import forbid_listing, write_skill


def test_entries_are_sorted_and_generated_folders_left_out(tmp_path):
    files = {
        "b.md": "",
        "a/x.py": "",
        "SKILL.md": "",
        "node_modules/x.js": "",
        ".git/HEAD": "",
        "__pycache__/x.pyc": "",
    }
    source = folder_source(write_skill(tmp_path / "s", files, ("a/x.py",)), "s")
    assert [entry.path for entry in source.entries] == ["SKILL.md", "a/x.py", "b.md"]
    assert [entry.executable for entry in source.entries] == [False, True, False]
    assert source.folder == "s"


def test_variants_below_a_skill_are_no_files_of_it(tmp_path):
    variant = {f"build/pi/m/s/{name}": "" for name in ("SKILL.md", "a.py", ".skillrt/manifest.json")}
    files = {"SKILL.md": "", "build/notes.md": "", "build/pi/m/other/a.py": "", **variant}
    source = folder_source(write_skill(tmp_path / "s", files), "s")
    assert [entry.path for entry in source.entries] == ["SKILL.md", "build/notes.md", "build/pi/m/other/a.py"]
    whole = folder_source(tmp_path / "s" / "build" / "pi" / "m" / "s", "v")
    assert [entry.path for entry in whole.entries] == [".skillrt/manifest.json", "SKILL.md", "a.py"]


def test_links_out_of_the_folder_are_not_followed(tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    folder = write_skill(tmp_path / "s", {"SKILL.md": "", "real.md": "x", "sub/y.md": "y"})
    (folder / "out.md").symlink_to("../secret.txt")
    (folder / "dangling.md").symlink_to("nowhere")
    (folder / "loop").symlink_to("loop")
    (folder / "in.md").symlink_to("real.md")
    (folder / "dir").symlink_to("sub")
    source = folder_source(folder, "s")
    assert [entry.path for entry in source.entries] == ["SKILL.md", "in.md", "real.md", "sub/y.md"]
    assert source.read("in.md") == b"x"
    assert sorted(item.code for item in source.problems) == [
        "input.link-leaves-folder", "input.link-leaves-folder", "input.link-leaves-folder", "input.link-to-folder",
    ]  # fmt: skip
    told = {item.place.file: item.message for item in source.problems if item.place}
    assert "`nowhere`, which is not there;" in told["dangling.md"]
    assert "`loop`, which leads back to itself;" in told["loop"]
    with pytest.raises(InputError, match="leaves the skill"):
        source.read("out.md")


def test_a_pipe_is_left_out(tmp_path):
    folder = write_skill(tmp_path / "s", {"SKILL.md": ""})
    os.mkfifo(folder / "pipe")
    source = folder_source(folder, "s")
    assert [item.code for item in source.problems] == ["input.special-file"]


def test_limits(tmp_path, monkeypatch):
    folder = write_skill(tmp_path / "s", {"SKILL.md": "", "big.bin": b"x" * 100, "c/d/e/f.md": ""})
    monkeypatch.setattr(sources, "MAX_FILE_SIZE", 50)
    assert [item.code for item in folder_source(folder, "s").problems] == ["input.file-too-large"] * 2
    monkeypatch.setattr(sources, "MAX_FILE_SIZE", 500)
    monkeypatch.setattr(sources, "MAX_DEPTH", 1)
    assert [entry.path for entry in folder_source(folder, "s").entries] == ["SKILL.md", "big.bin"]
    monkeypatch.setattr(sources, "MAX_FILES", 1)
    with pytest.raises(InputError, match="more than 1 files"):
        folder_source(folder, "s")


def test_other_skills_below_are_not_part_of_it(tmp_path):
    folder = write_skill(tmp_path / "s", {"SKILL.md": "", "inner/SKILL.md": "", "inner/x.md": ""})
    source = folder_source(folder, "s", frozenset({str(folder), str(folder / "inner")}))
    assert [entry.path for entry in source.entries] == ["SKILL.md"]


def test_a_missing_file_is_an_input_error(tmp_path):
    source = folder_source(write_skill(tmp_path / "s", {"SKILL.md": ""}), "s")
    (tmp_path / "s" / "SKILL.md").unlink()
    with pytest.raises(InputError, match="cannot be read"):
        source.read("SKILL.md")


def test_skill_file_names():
    assert skill_file_in(frozenset({"skill.md", "SKILL.md"})) == "SKILL.md"
    assert skill_file_in(frozenset({"skill.md"})) == "skill.md"
    assert skill_file_in(frozenset({"README.md"})) == ""


def test_links_that_are_not_followed_are_known(tmp_path):
    folder = write_skill(tmp_path / "s", {"SKILL.md": ""})
    (tmp_path / "other").mkdir()
    (folder / "b").symlink_to("../other")
    (folder / "a.md").symlink_to("../missing.md")
    source = folder_source(folder, "s")
    assert [(item.path, item.link) for item in source.outward] == [("a.md", "../missing.md"), ("b", "../other")]


def test_a_folder_that_cannot_be_listed_is_no_empty_skill(tmp_path, monkeypatch):
    folder = write_skill(tmp_path / "s", {"SKILL.md": "", "in/x.md": ""})
    forbid_listing(monkeypatch, folder / "in")
    source = folder_source(folder, "s")
    assert [entry.path for entry in source.entries] == ["SKILL.md"]
    assert [item.message for item in source.problems] == ["the folder `in` cannot be listed: Permission denied"]
    forbid_listing(monkeypatch, folder)
    with pytest.raises(InputError, match="the folder `s` cannot be listed: Permission denied"):
        folder_source(folder, "s")
