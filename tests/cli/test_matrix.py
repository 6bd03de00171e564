import csv
import io
import json
from pathlib import Path

import pytest

from skillrt.cli.main import main
from tests.checks.library import write
from tests.skills import write_skill

ASKED = "# T\n\nAsk with the AskUserQuestion tool.\n"
TARGETS = ["some/model@claude-code", "some/model@pi"]


@pytest.fixture
def lib(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "data"))
    for name in ("a", "b"):
        write_skill(tmp_path / "lib" / name, {"SKILL.md": ASKED})
    write_skill(tmp_path / "lib" / "bad", {"SKILL.md": b"---\nname: [\n---\n"})
    return tmp_path / "lib"


def test_every_format(lib: Path, tmp_path: Path, capsys):
    arguments = ["matrix", str(lib), "--targets", *TARGETS]
    assert main(arguments) == 0
    assert "no variant" in capsys.readouterr().out
    assert main([*arguments, "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in data["skills"]] == ["a", "b", "bad"]
    assert [cell["state"] for cell in data["skills"][0]["cells"]] == ["fits", "lossy"]
    assert main([*arguments, "--format", "csv"]) == 0
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) == 6
    assert main([*arguments, "--format", "html", "--output", str(tmp_path / "m.html")]) == 0
    assert "3 skills on 2 targets" in (tmp_path / "m.html").read_text()
    assert not (tmp_path / "data").exists()


def test_what_looks_like_a_variant_is_told(lib: Path, capsys):
    write(lib / "b", {".skillrt/manifest.json": "{}"})
    assert main(["matrix", str(lib), "--targets", *TARGETS, "--format", "json"]) == 0
    printed = capsys.readouterr()
    assert [row["name"] for row in json.loads(printed.out)["skills"]] == ["a", "bad"]
    assert "not shown, as variants: `" in printed.err


def test_processes_give_the_same(lib: Path, capsys):
    texts: list[str] = []
    for jobs in ("1", "2"):
        assert main(["matrix", str(lib), "--target", TARGETS[0], "--target", TARGETS[1], "-j", jobs]) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]


def test_targets_come_from_the_settings(lib: Path, capsys, monkeypatch):
    (lib / "skillrt.toml").write_text('targets = ["some/model@pi"]\nexclude = ["bad"]\n')
    monkeypatch.chdir(lib)
    assert main(["matrix", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [target["target"] for target in data["targets"]] == ["some/model@pi"]
    assert len(data["skills"]) == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], "usage.missing-argument"),
        (["--target", "some/model@nowhere"], "target.unknown-harness"),
        (["--target", "some/model@pi", "--traces", "nowhere.db"], "usage.path-missing"),
    ],
)
def test_wrong_use(lib: Path, capsys, arguments: list[str], code: str):
    assert main(["matrix", str(lib), *arguments]) == 2
    assert f"[{code}]" in capsys.readouterr().err
