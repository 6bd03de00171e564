from pathlib import Path

import pytest

from skillrt.cli.main import main
from tests.compiler.sample import skill


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    skill(tmp_path / "pdf")
    return tmp_path


def test_a_skill_beside_its_variant(capsys):
    assert main(["diff", "pdf", "--target", "m@codex"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("pdf, written for claude-code (guessed), compiled for m@codex: ")
    assert "retarget/tool-name: " in text
    assert "AskUserQuestion" in text
    assert "\x1b" not in text


def test_nothing_is_written(apart: Path, capsys):
    before = sorted(path.name for path in apart.iterdir())
    main(["diff", "pdf", "--target", "m@codex"])
    assert sorted(path.name for path in apart.iterdir()) == before


def test_a_variant_knows_its_source(apart: Path, capsys):
    main(["diff", "pdf", "--target", "m@codex"])
    beside = capsys.readouterr().out
    main(["compile", "pdf", "--target", "m@codex", "-o", "out"])
    capsys.readouterr()
    (apart / "pdf" / "SKILL.md").unlink()
    assert main(["diff", "out/codex/m/pdf"]) == 0
    assert capsys.readouterr().out == beside
    assert main(["diff", "out/codex/m/pdf", "--target", "m@codex"]) == 0
    assert capsys.readouterr().out == beside


def test_a_page(apart: Path, capsys):
    assert main(["diff", "pdf", "--target", "m@codex", "--html", "page.html"]) == 0
    assert (apart / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "wrote page.html" in capsys.readouterr().err
    assert main(["diff", "pdf", "--target", "m@codex", "--html", "absent/page.html"]) == 3


def test_the_only_target_of_the_settings(apart: Path, capsys):
    (apart / "skillrt.toml").write_text('targets = ["m@pi"]\n')
    assert main(["diff", "pdf"]) == 0
    assert "compiled for m@pi" in capsys.readouterr().out


def test_the_level_of_the_command_line_or_of_the_settings(apart: Path, capsys):
    def printed(*options: str) -> str:
        assert main(["diff", "pdf", "--target", "m@codex", *options]) == 0
        return capsys.readouterr().out

    assert printed() == printed("-O1") != printed("-O0")
    (apart / "skillrt.toml").write_text('level = "O0"\n')
    assert printed() == printed("-O0") == printed("--pipeline", "link,retarget")


def test_colours(capsys):
    assert main(["diff", "pdf", "--target", "m@codex", "--color", "always"]) == 0
    assert "\x1b[1;4;32m" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["pdf"], 2, "name a target"),
        (["absent", "--target", "m@codex"], 2, "does not exist"),
        (["pdf", "--target", "m@codx"], 2, "did you mean `codex`?"),
        ([".", "--target", "m@codex"], 2, "several skills"),
    ],
)
def test_bad_input(apart: Path, capsys, arguments: list[str], status: int, words: str):
    skill(apart / "csv")
    assert main(["diff", *arguments]) == status
    assert words in capsys.readouterr().err
