import json
import os
from pathlib import Path

import pytest

from skillrt.cli.main import main
from skillrt.store.traces import TraceStore, traces_path
from tests.cli.own_harness import write_harness
from tests.gateway.assembly.six import AGAIN, ASK, SIX
from tests.store.traces.sharing.test_folders import _write


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with two episodes of pi."""
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "data"))
    with TraceStore.open(traces_path(tmp_path / "data")) as opened:
        for record in SIX["pi"]().sent:
            opened.put(record)
    return traces_path(tmp_path / "data")


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    assert main(["traces", *arguments, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_list_and_its_filters(store: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["traces", "list"]) == 0
    assert AGAIN[:40] in capsys.readouterr().out
    found = _json(capsys, "list")["episodes"]
    assert [episode["prompt"] for episode in found] == [AGAIN, ASK]
    assert [episode["prompt"] for episode in _json(capsys, "list", "--outcome", "failed")["episodes"]] == [ASK]
    assert _json(capsys, "list", "--skill", "none")["episodes"] == []
    assert len(_json(capsys, "list", "--run", "r1", "--harness", "pi", "--limit", "1")["episodes"]) == 1


def test_show(store: Path, capsys: pytest.CaptureFixture[str]):
    id = _json(capsys, "list")["episodes"][1]["id"]
    assert main(["traces", "show", id[:6]]) == 0
    text = capsys.readouterr().out
    assert f"request: {ASK}" in text
    assert "skill paper: loaded in turn 1" in text
    assert _json(capsys, "show", id)["episode"]["final"] == "The crane is in crane.txt."
    assert main(["traces", "show", "nothing"]) == 2
    assert "no-episode" in capsys.readouterr().err


def test_mark_and_take_it_back(store: Path, capsys: pytest.CaptureFixture[str]):
    id = _json(capsys, "list")["episodes"][0]["id"]
    (marked,) = _json(capsys, "mark", id, "wrong", "--note", "upside down")["episodes"]
    assert (marked["outcome"]["kind"], marked["outcome"]["marked"]) == ("failed", True)
    assert _json(capsys, "list", "--outcome", "failed")["episodes"][0]["id"] == id
    (unmarked,) = _json(capsys, "mark", id, "none")["episodes"]
    assert not unmarked["outcome"]["marked"]


def test_failures_of_a_skill(store: Path, capsys: pytest.CaptureFixture[str]):
    found = _json(capsys, "failures", "--skill", "paper")["failures"]
    assert {group["failure"] for group in found} == {"task"}
    assert _json(capsys, "failures", "--skill", "clay")["failures"] == []
    assert main(["traces", "failures"]) == 0
    assert "task: user:task" in capsys.readouterr().out


def test_out_as_folders_and_in_again(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["traces", "export", "--to", str(tmp_path / "out")]) == 0
    folders = sorted((tmp_path / "out").iterdir())
    assert len(folders) == 2
    other = str(tmp_path / "other.db")
    found = _json(capsys, "import", str(tmp_path / "out"), "--store", other)["episodes"]
    assert {episode["prompt"] for episode in found} == {ASK, AGAIN}
    told = {episode["prompt"]: episode for episode in _json(capsys, "list", "--store", other)["episodes"]}
    mine = {episode["prompt"]: episode for episode in _json(capsys, "list")["episodes"]}
    assert told.keys() == {ASK, AGAIN}
    assert [told[ASK]["outcome"], told[AGAIN]["outcome"]] == [mine[ASK]["outcome"], mine[AGAIN]["outcome"]]


def test_out_as_lines_and_in_again(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    lines = tmp_path / "all.jsonl"
    assert main(["traces", "export", "--as", "jsonl", "--to", str(lines)]) == 0
    assert len(lines.read_bytes().splitlines()) == 2
    capsys.readouterr()
    before = _json(capsys, "list")
    _json(capsys, "import", str(lines), "--store", str(tmp_path / "other.db"))
    assert _json(capsys, "list", "--store", str(tmp_path / "other.db")) == before


def test_out_as_spans(store: Path, capsys: pytest.CaptureFixture[str]):
    id = _json(capsys, "list")["episodes"][0]["id"]
    assert main(["traces", "export", id, "--as", "otlp", "--to", "-"]) == 0
    (resource,) = json.loads(capsys.readouterr().out)["resourceSpans"]
    assert resource["scopeSpans"][0]["spans"][0]["name"] == "invoke_agent pi"


def test_an_import_is_judged_and_redacted(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    _write(tmp_path / "e", final="The password: hunter2-hunter2 works.")
    store = tmp_path / "own" / "traces.db"
    (found,) = _json(capsys, "import", str(tmp_path / "e"), "--store", str(store))["episodes"]
    assert (found["outcome"]["kind"], found["skills"][0]["name"]) == ("right", "csv")
    assert not any(b"hunter2" in file.read_bytes() for file in store.parent.iterdir())
    assert main(["traces", "import", str(tmp_path / "own"), "--store", str(store)]) == 1
    assert "holds no episode" in capsys.readouterr().err


def test_an_import_knows_the_tools_of_harnesses_of_ones_own(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    descriptor = write_harness(tmp_path / "own")
    tool = '[[tools]]\nname = "my_shell"\noperation = "shell.run"\n'
    descriptor.write_text(descriptor.read_text(encoding="utf-8") + tool, encoding="utf-8")
    (tmp_path / "other.toml").write_text('harnesses = "own"\n')
    turn = {"tool": "my_shell", "args": {"command": "ls"}, "result": "a", "tool_ms": 1}
    _write(tmp_path / "e", turns=[turn])
    for config, shown in (([], False), (["--config", "other.toml"], True)):
        found = _json(capsys, "import", "e", "--store", f"{len(config)}.db", *config)
        assert found["episodes"][0]["id"] == "e1"
        text = json.dumps(_json(capsys, "show", "e1", "--store", f"{len(config)}.db"))
        assert ("shell.run" in text) is shown


def test_prune(store: Path, capsys: pytest.CaptureFixture[str]):
    assert _json(capsys, "prune", "--max-size", "1")["exchanges"] == 5
    assert _json(capsys, "list")["episodes"] == []
    assert main(["traces", "prune", "--older-than", "1h"]) == 0
    assert "0 exchanges" in capsys.readouterr().out


def test_all_goes_where_nothing_may_stay(store: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["traces", "prune", "--max-size", "0"]) == 0
    assert "an empty store is no smaller" in capsys.readouterr().out
    assert _json(capsys, "list")["episodes"] == []


def test_looking_makes_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "data"))
    for arguments in (["list"], ["failures"], ["prune", "--older-than", "1d"]):
        assert main(["traces", *arguments]) == 0
        assert main(["traces", *arguments, "--store", str(tmp_path / "none" / "typo.db")]) == 2
        assert "there is no trace store at" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_what_holds_no_episode_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "empty.jsonl").write_text("\n")
    store = ["--store", str(tmp_path / "own" / "traces.db")]
    for path in ("empty.jsonl", "", "none"):
        assert main(["traces", "import", str(tmp_path / path), *store]) == (2 if path == "none" else 1)
        assert ("empty.jsonl`" in capsys.readouterr().err) == (path != "none")


def test_prune_forgets_variants_that_nobody_loads_any_more(store: Path):
    loaded = store.parents[1] / "loaded" / "0123456789abcdef"
    loaded.mkdir(parents=True)
    os.utime(loaded, (1, 1))
    assert main(["traces", "prune", "--older-than", "1h", "--store", str(store)]) == 0
    assert loaded.exists(), "another store may have its own"
    assert main(["traces", "prune", "--older-than", "1h"]) == 0
    assert not loaded.exists()


@pytest.mark.parametrize(
    "arguments",
    [["prune"], ["prune", "--older-than", "soon"], ["prune", "--max-size", "big"], ["list", "--since", "1y"]],
)
def test_what_cannot_be_read_is_said(store: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]):
    assert main(["traces", *arguments]) == 2
    assert capsys.readouterr().err.rstrip().endswith(("[usage.traces]", "[usage.wrong-value]"))


def test_a_damaged_store_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "traces.db"
    path.write_bytes(b"no database at all" * 100)
    assert main(["traces", "list", "--store", str(path)]) == 3
    assert "machine.traces" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["0", "-1", "x"])
def test_a_limit_is_a_number_from_one(store: Path, number: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit, match="2"):
        main(["traces", "list", "--limit", number])
    assert "is no number from 1" in capsys.readouterr().err


def test_folders_cannot_be_printed_and_a_full_disk_names_the_folder(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    assert main(["traces", "export", "--to", "-", "--store", str(store)]) == 2
    assert not (tmp_path / "-").exists()

    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("skillrt.cli.traces.write_folder", full)
    capsys.readouterr()
    assert main(["traces", "export", "--to", str(tmp_path / "out"), "--store", str(store)]) == 3
    assert f"`{tmp_path / 'out'}/" in capsys.readouterr().err
