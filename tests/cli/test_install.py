from pathlib import Path

import pytest

from skillrt.cli.main import main
from tests.harness.sample import variant_in


@pytest.fixture(autouse=True)
def variant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    project = tmp_path / "project"
    (project / ".git").mkdir(parents=True)
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(project)
    return str(variant_in(tmp_path))


def test_for_the_project(variant: str, tmp_path: Path, capsys):
    assert main(["install", variant, "--harness", "codex"]) == 0
    assert "installed .agents/skills/pdf, 1 anchor filled in" in capsys.readouterr().out
    text = (tmp_path / "project/.agents/skills/pdf/SKILL.md").read_text()
    assert f"{tmp_path}/project/.agents/skills/pdf/scripts/pages.py" in text
    assert main(["install", variant, "--harness", "codex"]) == 0
    assert "already installed: .agents/skills/pdf" in capsys.readouterr().out


def test_for_another_project_and_for_the_user(variant: str, tmp_path: Path, capsys):
    (tmp_path / "other").mkdir()
    assert main(["install", variant, "--harness", "codex", "--project", str(tmp_path / "other")]) == 0
    assert (tmp_path / "other/.agents/skills/pdf/SKILL.md").is_file()
    assert main(["install", variant, "--harness", "codex", "--user"]) == 0
    assert (tmp_path / "home/.agents/skills/pdf/SKILL.md").is_file()
    assert not (tmp_path / "project/.agents").exists()


def test_uninstall(variant: str, tmp_path: Path, capsys):
    main(["install", variant, "--harness", "codex"])
    assert main(["install", variant, "--harness", "codex", "--uninstall"]) == 0
    assert not (tmp_path / "project/.agents/skills/pdf").exists()
    main(["install", variant, "--harness", "codex"])
    (tmp_path / "project/.agents/skills/pdf/SKILL.md").write_text("mine")
    capsys.readouterr()
    assert main(["install", "pdf", "--harness", "codex", "--uninstall"]) == 1
    assert "install.edited" in capsys.readouterr().err
    assert (tmp_path / "project/.agents/skills/pdf/SKILL.md").read_text() == "mine"
    (tmp_path / "project/.agents/skills/pdf/notes.txt").write_text("mine")
    assert main(["install", "pdf", "--harness", "codex", "--uninstall", "--force"]) == 0
    assert "install.kept" in capsys.readouterr().err
    assert [item.name for item in (tmp_path / "project/.agents/skills/pdf").iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["VARIANT", "--harness", "codx"], 2, "did you mean `codex`?"),
        (["VARIANT", "--harness", "pi"], 1, "compiled for m@codex"),
        (["../pdf", "--harness", "codex"], 1, "skillrt compile SOURCE"),
        (["absent", "--harness", "codex"], 2, "does not exist"),
        (["VARIANT", "--harness", "codex", "--project", "absent"], 2, "no folder"),
        (["pdf", "--harness", "codex", "--uninstall"], 1, "install.not-installed"),
    ],
)
def test_bad_input(variant: str, capsys, arguments: list[str], status: int, words: str):
    assert main(["install", *(variant if item == "VARIANT" else item for item in arguments)]) == status
    shown = capsys.readouterr()
    assert words in shown.err
    assert "Traceback" not in shown.err


def test_without_a_home(variant: str, monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.delenv("HOME")
    monkeypatch.delenv("USERPROFILE", raising=False)
    assert main(["install", variant, "--harness", "codex", "--user"]) == 2
    assert "HOME" in capsys.readouterr().err
