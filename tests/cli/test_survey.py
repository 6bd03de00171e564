import json
from pathlib import Path

import pytest

from skillrt.cli.main import main
from tests.checks.library import write
from tests.surveys.collection import collection


@pytest.fixture
def lib(tmp_path: Path) -> Path:
    return collection(tmp_path / "lib", 6)


def test_the_table_and_what_is_kept(lib: Path, tmp_path: Path, capsys):
    out = tmp_path / "out"
    assert main(["survey", str(lib), "-o", str(out)]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("6 skills\n")
    assert "survey.html" in printed.err
    assert sorted(path.name for path in out.iterdir()) == ["shards", "survey.html", "survey.json"]
    assert json.loads((out / "survey.json").read_text())["skills"] == 6
    assert main(["survey", str(lib), "-o", str(out), "--format", "json"]) == 0
    assert capsys.readouterr().out == (out / "survey.json").read_text()


def test_what_looks_like_a_variant_is_told_but_surveyed_where_there_is_nothing_else(lib: Path, capsys):
    for folder in (lib / "skill-000", lib / "skill-001"):
        write(folder, {".skillrt/manifest.json": "{}"})
    assert main(["survey", str(lib)]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("4 skills\n")
    assert "not surveyed, as variants: `" in printed.err
    assert main(["survey", str(lib / "skill-000")]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("1 skills\n")
    assert "variants" not in printed.err


def test_without_a_folder_nothing_is_left(lib: Path, tmp_path: Path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["survey", "lib", "--format", "html"]) == 0
    assert capsys.readouterr().out.startswith("<!doctype html>")
    assert [path.name for path in tmp_path.iterdir()] == ["lib"]


def test_one_process_and_two_give_the_same(lib: Path, tmp_path: Path, capsys):
    texts: list[str] = []
    for jobs in ("1", "2"):
        assert main(["survey", str(lib), "-j", jobs, "--format", "json"]) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]


def test_roots_and_exclusions_come_from_the_settings(lib: Path, capsys, monkeypatch):
    (lib / "skillrt.toml").write_text('exclude = ["skill-000"]\n')
    monkeypatch.chdir(lib)
    assert main(["survey"]) == 0
    assert capsys.readouterr().out.startswith("5 skills\n")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nowhere"], "usage.path-missing"),
        ([".", "--address", "auto"], "usage.wrong-value"),
        ([".", "--on", "ray", "--address", "127.0.0.1:1"], "usage."),
    ],
)
def test_wrong_use(tmp_path: Path, capsys, monkeypatch, arguments: list[str], code: str):
    monkeypatch.chdir(collection(tmp_path / "lib", 1))
    monkeypatch.setattr("skillrt.surveys.on_ray.find_spec", lambda _: None)
    assert main(["survey", *arguments]) == 2
    assert code in capsys.readouterr().err
