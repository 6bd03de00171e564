"""The transcripts in README.md are what the commands print."""

import re
import shlex
import shutil

import pytest

from skillrt.cli.main import main


def transcripts(root):
    text = (root / "README.md").read_text(encoding="utf-8")
    return [block.partition("\n") for block in re.findall(r"```console\n\$ (.*?)```", text, re.DOTALL)]


def test_there_are_transcripts(root):
    assert [command.split()[1] for command, _, _ in transcripts(root)] == ["check", "compile"]


@pytest.mark.parametrize("index", [0, 1])
def test_a_transcript_is_true(root, tmp_path, monkeypatch, capsys, index):
    command, _, printed = transcripts(root)[index]
    shutil.copytree(root / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SKILLRT_CACHE_DIR", str(tmp_path / "cache"))
    main(shlex.split(command)[1:])
    assert capsys.readouterr().out == printed
