import argparse

import pytest

from skillrt.cli import explain
from skillrt.cli.main import main
from skillrt.errors import catalogue


def test_a_code(capsys: pytest.CaptureFixture[str]):
    assert main(["explain", "text.bom"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("text.bom: byte-order mark (warning)")
    assert "What to do:" in text


def test_a_family_and_a_code_of_it_once(capsys: pytest.CaptureFixture[str]):
    assert main(["explain", "text", "text.bom"]) == 0
    assert capsys.readouterr().out.count("text.bom:") == 1


def test_the_list_has_every_code(capsys: pytest.CaptureFixture[str]):
    assert main(["explain", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(catalogue())


def test_the_list_of_a_family(capsys: pytest.CaptureFixture[str]):
    assert main(["explain", "--list", "text", "link.missing-file"]) == 0
    codes = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert codes == [*(code for code in catalogue() if code.startswith("text.")), "link.missing-file"]
    assert main(["explain", "--list", "nope"]) == 2


def test_an_unknown_code_gets_the_nearest(capsys: pytest.CaptureFixture[str]):
    assert main(["explain", "text.bum"]) == 2
    assert "did you mean `text.bom`" in capsys.readouterr().err


def test_no_code(capsys: pytest.CaptureFixture[str]):
    assert main(["explain"]) == 2
    assert "--list" in capsys.readouterr().err


def test_codes_that_are_off_by_default_say_so(monkeypatch: pytest.MonkeyPatch):
    import msgspec

    off = {"text.bom": msgspec.structs.replace(catalogue()["text.bom"], default=False)}
    monkeypatch.setattr(explain, "catalogue", lambda: off)
    assert "(off)" in explain._row("text.bom")


def test_its_arguments():
    parser = argparse.ArgumentParser()
    explain.add_arguments(parser)
    assert parser.parse_args(["a.b", "c.d"]).codes == ["a.b", "c.d"]
