import errno
import os
import shlex
from pathlib import Path

import pytest

from skillrt.errors import InputError, MachineError, UsageError
from skillrt.harness import install, uninstall
from skillrt.harness.receipt import read_receipt
from skillrt.store import INSTALLED_FILE, MANIFEST_FILE, placing
from skillrt.store.variants import Written
from skillrt.targets import shipped_harnesses
from tests.harness.sample import variant_in

HARNESSES = shipped_harnesses()
CODEX = HARNESSES["codex"]


def paths(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()
    }


@pytest.fixture
def variant(tmp_path: Path) -> Path:
    return variant_in(tmp_path)


@pytest.fixture
def skills(tmp_path: Path) -> Path:
    return tmp_path / "a project" / ".agents" / "skills"


def code(raised: "pytest.ExceptionInfo[InputError]") -> str:
    return raised.value.diagnostics[0].code


def test_a_copy_with_filled_anchors(variant: Path, skills: Path):
    done = install(variant, CODEX, skills)
    assert (done.folder, done.written, done.anchors) == (skills / "pdf", Written.NEW, 1)
    assert paths(done.folder) == {*paths(variant), INSTALLED_FILE}
    text = (done.folder / "SKILL.md").read_text()
    assert f"python3 '{done.folder}/scripts/pages.py' --in FILE" in text
    assert (done.folder / "scripts/pages.py").read_bytes() == (variant / "scripts/pages.py").read_bytes()
    assert os.access(done.folder / "scripts/pages.py", os.X_OK)
    assert not any(path.is_symlink() for path in done.folder.rglob("*"))
    receipt = read_receipt(done.folder)
    assert receipt is not None
    assert receipt.harness == "codex"


def test_the_variable_of_the_harness(tmp_path: Path):
    run = "Run it:\n\n```sh\npython3 scripts/pages.py --in FILE\n```\n"
    body = f"# PDF\n\nSee [more](references/more.md). {run}"
    variant = variant_in(tmp_path, "claude-code", {"SKILL.md": body, "references/more.md": f"# More\n\n{run}"})
    done = install(variant, HARNESSES["claude-code"], tmp_path / "skills")
    text = (done.folder / "SKILL.md").read_text()
    assert 'python3 "${CLAUDE_SKILL_DIR}/scripts/pages.py" --in FILE' in text
    assert str(tmp_path) not in text
    more = (done.folder / "references/more.md").read_text()
    assert f"python3 {shlex.quote(f'{done.folder}/scripts/pages.py')} --in FILE" in more, "nobody fills this file in"


def test_installing_again_changes_nothing(variant: Path, skills: Path):
    done = install(variant, CODEX, skills)
    before = (done.folder / "SKILL.md").stat().st_ino
    assert install(variant, CODEX, skills).written is Written.UNCHANGED
    assert (done.folder / "SKILL.md").stat().st_ino == before


def test_another_variant_replaces_what_was_installed(tmp_path: Path, variant: Path, skills: Path):
    install(variant, CODEX, skills)
    other = variant_in(tmp_path / "second", extra={"assets/new.txt": "x"})
    assert install(other, CODEX, skills).written is Written.REPLACED
    assert "assets/new.txt" in paths(skills / "pdf")


def test_edits_in_the_installed_copy_are_not_lost(tmp_path: Path, variant: Path, skills: Path):
    install(variant, CODEX, skills)
    (skills / "pdf" / "SKILL.md").write_text("mine")
    with pytest.raises(InputError) as raised:
        install(variant, CODEX, skills)
    assert code(raised) == "install.edited"
    assert (skills / "pdf" / "SKILL.md").read_text() == "mine"
    assert install(variant, CODEX, skills, force=True).written is Written.REPLACED
    assert "mine" not in (skills / "pdf" / "SKILL.md").read_text()


def test_what_others_put_there_is_not_overwritten(variant: Path, skills: Path):
    (skills / "pdf").mkdir(parents=True)
    (skills / "pdf" / "SKILL.md").write_text("theirs")
    with pytest.raises(InputError) as raised:
        install(variant, CODEX, skills, force=True)
    assert code(raised) == "install.not-ours"
    assert "--project" in raised.value.diagnostics[0].hint
    assert paths(skills / "pdf") == {"SKILL.md"}


def test_a_link_is_not_overwritten(tmp_path: Path, variant: Path, skills: Path):
    skills.mkdir(parents=True)
    (skills / "pdf").symlink_to(variant)
    with pytest.raises(InputError) as raised:
        install(variant, CODEX, skills)
    assert code(raised) == "install.not-ours"


def test_the_same_content_is_taken_over(tmp_path: Path, variant: Path, skills: Path):
    install(variant, CODEX, skills)
    (skills / "pdf" / INSTALLED_FILE).unlink()
    (skills / "pdf" / MANIFEST_FILE).unlink()
    assert install(variant, CODEX, skills).written is Written.REPLACED
    assert read_receipt(skills / "pdf") is not None


def test_only_variants_can_be_installed(tmp_path: Path, variant: Path, skills: Path):
    with pytest.raises(InputError) as raised:
        install(tmp_path / "pdf", CODEX, skills)
    assert code(raised) == "install.not-a-variant"
    assert "skillrt compile" in raised.value.diagnostics[0].hint
    with pytest.raises(UsageError):
        install(tmp_path / "absent", CODEX, skills)
    done = install(variant, CODEX, skills)
    with pytest.raises(InputError) as raised:
        install(done.folder, CODEX, tmp_path / "elsewhere")
    assert code(raised) == "install.not-a-variant"
    assert not (tmp_path / "elsewhere").exists()


def test_only_unedited_variants(variant: Path, skills: Path):
    (variant / "SKILL.md").write_text("x")
    with pytest.raises(InputError) as raised:
        install(variant, CODEX, skills)
    assert code(raised) == "install.edited-variant"


def test_only_for_its_harness(variant: Path, skills: Path):
    with pytest.raises(InputError) as raised:
        install(variant, HARNESSES["pi"], skills)
    assert code(raised) == "install.other-harness"
    assert "@pi" in raised.value.diagnostics[0].hint


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, variant: Path, skills: Path, monkeypatch):
    install(variant, CODEX, skills)
    before = {path: (skills / "pdf" / path).read_bytes() for path in paths(skills / "pdf")}
    other = variant_in(tmp_path / "second", extra={"assets/new.txt": "x"})

    def write(path: Path, *_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(placing, "_write", write)
    with pytest.raises(MachineError):
        install(other, CODEX, skills)
    assert {path: (skills / "pdf" / path).read_bytes() for path in paths(skills / "pdf")} == before


def test_uninstall_by_variant_and_by_name(variant: Path, skills: Path):
    install(variant, CODEX, skills)
    done = uninstall(variant, CODEX, skills)
    assert done.notes == ()
    assert list(skills.iterdir()) == []
    install(variant, CODEX, skills)
    cache = skills / "pdf" / "scripts" / "__pycache__"
    cache.mkdir()
    (cache / "pages.pyc").write_bytes(b"x")
    uninstall("pdf", CODEX, skills)
    assert list(skills.iterdir()) == []


def test_uninstall_keeps_what_was_added(variant: Path, skills: Path):
    install(variant, CODEX, skills)
    (skills / "pdf" / "notes.txt").write_text("mine")
    done = uninstall(variant, CODEX, skills)
    assert [item.code for item in done.notes] == ["install.kept"]
    assert paths(skills / "pdf") == {"notes.txt"}
    with pytest.raises(InputError) as raised:
        uninstall(variant, CODEX, skills)
    assert code(raised) == "install.not-installed"


def test_uninstall_of_an_edited_copy_leaves_it_whole(variant: Path, skills: Path):
    install(variant, CODEX, skills)
    before = paths(skills / "pdf")
    (skills / "pdf" / "SKILL.md").write_text("mine")
    with pytest.raises(InputError) as raised:
        uninstall(variant, CODEX, skills)
    assert code(raised) == "install.edited"
    assert paths(skills / "pdf") == before
    assert (skills / "pdf" / "SKILL.md").read_text() == "mine"
    uninstall(variant, CODEX, skills, force=True)
    assert list(skills.iterdir()) == []


def test_uninstall_does_not_go_through_links(tmp_path: Path, variant: Path, skills: Path):
    install(variant, CODEX, skills)
    outside = tmp_path / "outside"
    (skills / "pdf" / "scripts").rename(outside)
    (skills / "pdf" / "scripts").symlink_to(outside)
    done = uninstall("pdf", CODEX, skills)
    assert paths(outside) == {"pages.py"}
    assert len(done.notes) == 1
    assert paths(skills / "pdf") == {"scripts"}


def test_uninstall_touches_nothing_else(variant: Path, skills: Path):
    (skills / "pdf").mkdir(parents=True)
    (skills / "pdf" / "SKILL.md").write_text("theirs")
    for given in (variant, "pdf", "../pdf", "absent"):
        with pytest.raises(InputError) as raised:
            uninstall(given, CODEX, skills)
        assert code(raised) == "install.not-installed"
    assert paths(skills / "pdf") == {"SKILL.md"}


def test_uninstall_for_another_harness(variant: Path, skills: Path):
    install(variant, CODEX, skills)
    with pytest.raises(InputError):
        uninstall("pdf", HARNESSES["pi"], skills)
    assert (skills / "pdf" / "SKILL.md").is_file()
