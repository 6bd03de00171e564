import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from skillrt.process.sandbox import Unavailable, open_sandbox
from tests.jit.made_episodes import sum_episodes


@pytest.fixture(scope="module")
def episodes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    try:
        open_sandbox()
    except Unavailable as why:
        pytest.skip(f"no sandbox here: {why}")
    folder = tmp_path_factory.mktemp("episodes")
    sum_episodes(folder)
    return folder


def skillrt(data: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "skillrt", "jit", *map(str, arguments)],
        env={**os.environ, "SKILLRT_DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_evaluate_says_how_each_was_served(episodes: Path, tmp_path: Path):
    done = skillrt(tmp_path, "evaluate", episodes, "--format", "json", "--outputs", tmp_path / "out")
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert (found["episodes"], found["dispatched"], found["right"], found["wrong"], found["missed"]) == (
        6,
        6,
        6,
        0,
        0,
    )
    assert set(found["each"][0]) >= {"id", "verdict", "template", "outputs"}
    assert (tmp_path / "out/sum-0/answer.txt").is_file()


def test_learn_keep_show_promote_and_forget(episodes: Path, tmp_path: Path):
    assert "5 proofs" in skillrt(tmp_path, "learn", episodes).stdout
    (kept,) = json.loads(skillrt(tmp_path, "list", "--format", "json").stdout)
    name = kept["template"]["id"]
    assert "⟨h1⟩" in skillrt(tmp_path, "show", name[:5]).stdout
    assert "promoted" in skillrt(tmp_path, "promote", name).stdout
    skillrt(tmp_path, "learn", episodes)
    assert json.loads(skillrt(tmp_path, "show", name, "--format", "json").stdout)["state"] == "promoted"
    assert "demoted" in skillrt(tmp_path, "demote", name).stdout
    assert skillrt(tmp_path, "forget", name).stdout == f"forgot {name}\n"
    assert skillrt(tmp_path, "list").stdout == "no templates\n"


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (("show", "abc"), 2, "jit.unknown-template"),
        (("promote", "abc"), 2, "jit.unknown-template"),
        (("evaluate", "nowhere"), 2, "usage.path-missing"),
        (("learn", "nowhere"), 2, "usage.path-missing"),
        (("evaluate", ".", "--outputs", "."), 2, "usage.wrong-value"),
        (("evaluate", "nowhere", "--jobs", "0"), 2, "usage.wrong-value"),
    ],
)
def test_bad_input_is_said(tmp_path: Path, arguments: tuple[str, ...], status: int, code: str):
    done = skillrt(tmp_path, *arguments)
    assert done.returncode == status
    assert code in done.stderr
    assert "Traceback" not in done.stderr


def test_a_record_that_cannot_be_read_says_how_to_be_rid_of_it(tmp_path: Path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/0123456789ab.json").write_text("{")
    done = skillrt(tmp_path, "list")
    assert done.returncode == 3
    assert "forget" in done.stderr
    assert "template" in done.stdout, "the others are listed"
    assert skillrt(tmp_path, "forget", "0123456789ab").returncode == 0


def test_learn_reads_what_the_trace_store_has(tmp_path: Path, episodes: Path):
    done = subprocess.run(
        [sys.executable, "-m", "skillrt", "traces", "import", episodes],
        env={**os.environ, "SKILLRT_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    done = skillrt(tmp_path, "learn", "--format", "json")
    assert done.returncode == 0, done.stderr
    (kept,) = json.loads(done.stdout)["templates"]
    assert kept["template"]["skill"] == "sums"
    assert len(kept["template"]["wordings"]) == 2
