from pathlib import Path

import pytest

from skillrt.cli.main import main
from skillrt.targets.profile_file import Trials, read_profile
from skillrt.wire.exchange import Request, Response, ToolResult
from tests.upstream.answers import call, say
from tests.upstream.server import ScriptedUpstream


def answer(request: Request) -> Response:
    results = [part for message in request.messages for part in message.parts if isinstance(part, ToolResult)]
    return say("done") if results else say(call("exec", command="echo hi"))


@pytest.fixture
def _worked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "data"))
    with ScriptedUpstream(answer) as upstream:
        given = ["--harness", "bare", "--model", "m", "--upstream", f"{upstream.url}/v1", "--unattended"]
        assert main(["run", *given, "say hi"]) == 0


def update(*options: str) -> int:
    return main(["profile", "update", "--from-traces", "--target", "m@bare", "-o", "p.json", *options])


@pytest.mark.usefixtures("_worked")
def test_recorded_work_is_counted_once_and_at_less_weight(capsys):
    capsys.readouterr()
    assert update() == 0
    out = capsys.readouterr().out
    assert "1 episode of m@bare with steps that are known: tool.call.format 1/1, tool.exec 1/1" in out
    assert "0.25 trials of L1" in out
    found = read_profile(Path("p.json"))
    assert found.primitives == {}
    assert found.observed
    assert found.observed.primitives["tool.exec"] == {"L1": Trials(1, 1)}
    as_it_was = Path("p.json").read_bytes()
    assert update() == 0
    assert "no new episodes of m@bare" in capsys.readouterr().out
    assert Path("p.json").read_bytes() == as_it_was


def test_where_nothing_was_recorded_no_profile_is_written(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "data"))
    assert update() == 0
    assert "no episodes of m@bare with steps that are known; nothing is written to p.json" in capsys.readouterr().out
    assert not Path("p.json").exists()


def test_it_says_what_it_needs(capsys):
    assert main(["profile", "update", "--target", "m@bare"]) == 2
    assert "--from-traces" in capsys.readouterr().err
