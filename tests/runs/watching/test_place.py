from pathlib import Path

import pytest

from skillrt.gateway.assembly.skills import Listed
from skillrt.jit.live.since import stamps_of
from skillrt.runs.watching import place
from skillrt.runs.watching.place import copy_changed, skill_digests, unfit_place
from skillrt.targets import shipped_harnesses
from tests.gateway.loads import Here

CLAUDE = shipped_harnesses()["claude-code"]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "do not say which folder"),
        ("work", "not on this machine"),
        ("/no/such/folder", "not on this machine"),
        ("/a\0b", "not on this machine"),
        ("/" + "a" * 5000, "cannot be read"),
    ],
)
def test_folders_that_are_not_watched(said: str, why: str):
    assert why in unfit_place(said, ())


def test_a_folder_that_holds_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for at in range(5):
        (tmp_path / f"{at}.txt").write_text("words")
    assert unfit_place(str(tmp_path), ()) == ""
    monkeypatch.setattr(place, "MOST_FILES", 4)
    assert "too much" in unfit_place(str(tmp_path), ())
    monkeypatch.setattr(place, "MOST_FILES", 100)
    monkeypatch.setattr(place, "MOST_BYTES", 24)
    assert "too much" in unfit_place(str(tmp_path), ())


def test_what_changed_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    work, kept = tmp_path / "work", tmp_path / "kept"
    (work / ".git").mkdir(parents=True)
    for name in ("same", "changed", "gone", ".git/x"):
        (work / name).write_text("old")
    before = stamps_of(work, (".git",))
    (work / "changed").write_text("newer")
    (work / "gone").unlink()
    (work / "sub").mkdir()
    (work / "sub/new").write_text("new")
    (work / ".git/x").write_text("newer")
    assert copy_changed(work, before, kept, (".git",)) == ("gone",)
    found = {path.relative_to(kept).as_posix(): path.read_text() for path in kept.rglob("*") if path.is_file()}
    assert found == {"changed": "newer", "sub/new": "new"}
    monkeypatch.setattr(place, "MOST_BYTES", 3)
    assert copy_changed(work, before, tmp_path / "more", (".git",)) is None


def test_skills_by_what_is_installed(tmp_path: Path):
    project, home = tmp_path / "project", tmp_path / "home"
    for base, name in ((project, "mine"), (home, "yours")):
        folder = base / ".claude/skills" / name
        folder.mkdir(parents=True)
        (folder / "SKILL.md").write_text(f"---\nname: {name}\n---\nDo it.\n")
    listed = [Listed(name) for name in ("yours", "mine", "built-in")]
    found = skill_digests(listed, CLAUDE, project, home)
    assert list(found) == ["mine", "yours"]
    (project / ".claude/skills/mine/more.md").write_text("More.")
    again = skill_digests(listed, CLAUDE, project, home)
    assert again["mine"] != found["mine"]
    assert again["yours"] == found["yours"]
    elsewhere = tmp_path / "elsewhere/SKILL.md"
    elsewhere.parent.mkdir()
    elsewhere.write_text("Do that.")
    assert list(skill_digests([Listed("other", str(elsewhere))], CLAUDE, project, None)) == ["other"]


def test_a_variant_that_was_installed_by_its_manifest(tmp_path: Path):
    here = Here(tmp_path, "pi")
    listed = [Listed(here.folder.name, str(here.folder / "SKILL.md"))]
    assert skill_digests(listed, here.harness, tmp_path / "none", None) == {here.folder.name: here.prepared.digest}
