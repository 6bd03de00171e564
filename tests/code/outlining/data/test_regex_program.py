import io
import json
import re
import runpy
import sys
from importlib import resources
from pathlib import Path

import pytest

SCRIPT = str(resources.files("skillrt.code.outlining") / "data" / "regex_program.py")


@pytest.fixture
def script(tmp_path: Path) -> Path:
    place = tmp_path / "match-pattern.py"
    place.write_text(Path(SCRIPT).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "patterns.json").write_text(json.dumps({"word": ["(w\\w+)", ""], "loud": ["hey", "i"]}))
    return place


def run(script: Path, monkeypatch: pytest.MonkeyPatch, *words: str, given: str = "") -> int | str | None:
    monkeypatch.setattr(sys, "argv", [str(script), *words])
    monkeypatch.setattr(sys, "stdin", io.StringIO(given))
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(script), run_name="__main__")
    return ended.value.code


def test_standard_input_is_searched(
    script: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert run(script, monkeypatch, "--pattern", "word", given="a word, a wish") == 0
    assert capsys.readouterr().out == "word\tword\nwish\twish\n"
    assert run(script, monkeypatch, "--pattern", "loud", given="HEY") == 0
    assert run(script, monkeypatch, "--pattern", "word", given="none") == 1


def test_names_are_listed_and_errors_are_short(
    script: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert run(script, monkeypatch, "--pattern", "list") == 0
    assert capsys.readouterr().out == "loud\they\nword\t(w\\w+)\n"
    assert run(script, monkeypatch, "--pattern", "else") == 2
    assert run(script, monkeypatch, "--pattern", "word", "/no/such/file") == 2
    assert re.search(r"^match-pattern.py: .*no/such/file", capsys.readouterr().err, re.MULTILINE)
