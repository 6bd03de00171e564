"""A run that was recorded is repeated without a model: in another folder, for another user, on another day."""

import json
import re
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from skillrt.cli.main import main
from skillrt.targets import shipped_harnesses
from tests.harness_runs.playing import Player, Workshop, load_all, runs, says
from tests.upstream.server import ScriptedUpstream

pytestmark = pytest.mark.harness
Made = Callable[[str], Workshop]
NAMES = ["claude-code", "codex", "opencode", "pi", "openclaw", "gemini-cli"]
SKILL = Path(__file__).parents[2] / "examples" / "skills" / "backup-drill"
TURNS = [
    load_all(["backup-drill"]),
    runs("pwd; ls -l; date", "cat notes.txt"),
    runs("echo x > out.txt; python3 -c 'import uuid; print(uuid.uuid4())'"),
    runs("no-such-program"),
    says("All is done: FINI"),
]
# how harnesses and programs write a day and a time, and another day and time so
DAYS = [
    (r"\b(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day, [A-Z][a-z]{2,8} \d{1,2}, \d{4}\b", "Wednesday, March 4, 2026"),
    (r"\b[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?=[A-Z]{3,4} \d{4}\b)", "Wed Mar  4 17:08:59 "),
    (r"\b[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d{4}\b", "Wed Mar 04 2026"),
    (r"\b[A-Z][a-z]{2} [ \d]\d \d\d:\d\d\b", "Mar  4 17:08"),
    (r"\b[A-Z][a-z]{2} (?=20\d\d-\d\d-\d\d)", "Wed "),
    (r"\b20\d\d-\d\d-\d\d\b", "2026-03-04"),
]


def _another_day(tape: Path) -> int:
    """Make the recording one of another day; how many places of it there were."""
    lines = tape.read_text().splitlines()
    changed = 0
    for at, line in enumerate(lines[1:], 1):
        entry = json.loads(line)
        for block in entry["blocks"]:
            for pattern, other in DAYS:
                block[1], count = re.subn(pattern, other, block[1])
                changed += count
        lines[at] = json.dumps(entry)
    tape.write_text("\n".join(lines) + "\n")
    return changed


def _elsewhere(place: Workshop, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """The same harness for a user with another home, other data and another project."""
    for name in ("home", "data", "projects/ws"):
        (folder / name).mkdir(parents=True)
    monkeypatch.setenv("HOME", str(folder / "home"))
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(folder / "data"))
    (folder / "ws").symlink_to("projects/ws")
    return Workshop(place.name, folder)


def _replayed(place: Workshop, tape: Path, task: str = "Use your skills.") -> tuple[dict[str, Any], str]:
    """What `skillrt run --replay` prints, on both streams: no provider is named, and none has a key."""
    (place.workspace / "notes.txt").write_text("one\ntwo\n")
    given = ["--harness", place.name, "--model", "gpt-5.1-codex", "--workspace", str(place.workspace.resolve())]
    words = ["run", *given, "--timeout", "240", "--json", "--unattended", "--skill", str(SKILL)]
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        main([*words, "--replay", str(tape), task])
    assert out.getvalue(), err.getvalue()
    return json.loads(out.getvalue()), err.getvalue()


@pytest.mark.parametrize("name", NAMES)
def test_a_run_again_elsewhere_and_on_another_day(
    name: str, workshop: Made, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
):
    place = workshop(name)
    (place.workspace / "notes.txt").write_text("one\ntwo\n")
    tape = place.folder / "tape.jsonl"
    dialect = next(iter(shipped_harnesses()[name].launch.base_urls))
    with ScriptedUpstream(Player(place.harness, TURNS).answer) as upstream:
        options = ("--unattended", "--skill", str(SKILL), "--record", str(tape))
        recorded = place.run(upstream, dialect, *options)
    assert (recorded["status"], recorded["changed"]) == ("ok", ["out.txt"]), recorded
    assert _another_day(tape) >= 5
    other = _elsewhere(place, tmp_path_factory.mktemp("elsewhere"), monkeypatch)
    done, said = _replayed(other, tape)
    assert (done["status"], done["answer"], done["changed"]) == ("ok", recorded["answer"], ["out.txt"]), said
    assert done["tool_calls"] == recorded["tool_calls"]
    assert [(row["listed"], row["loaded"]) for row in done["skills"]] == [(True, True)]
    assert "replay:" not in said
    # asked for something else: no answer is made up, and the first block that differs is shown
    (other.workspace / "out.txt").unlink()
    done, said = _replayed(other, tape, "Use your tools.")
    assert (done["status"], done["exit_code"]) == ("provider", 6), done
    shown = re.search(r"differs first in block \d+:\n  recorded \((.+?)\): (.+)\n  now \((.+?)\): (.+)\n", said)
    assert shown, said
    assert "Use your skills." in shown[2]
    assert "Use your tools." in shown[4]
    assert (place.workspace / "out.txt").exists()
