"""A script that a skill brings along serves requests although no run has called it."""

import json
from pathlib import Path

import pytest

from tests.harness_runs.playing import Workshop, load_all
from tests.harness_runs.repeating import JOBS, learnt, require_done, skillrt, worked
from tests.jit.conftest import sandbox
from tests.runs.sample import skill

__all__ = ["sandbox"]
CHAT = "openai-chat"
LAST = JOBS[-1]
TOTALS = """#!/usr/bin/env python3
import argparse, csv, json
parser = argparse.ArgumentParser()
parser.add_argument("table")
parser.add_argument("--by", required=True, help="a column")
parser.add_argument("--sum", required=True, help="another column")
parser.add_argument("-o", "--output", required=True)
given = parser.parse_args()
totals = {}
with open(given.table, newline="") as file:
    for row in csv.DictReader(file):
        totals[row[given.by]] = totals.get(row[given.by], 0) + float(row[given.sum])
with open(given.output, "w") as file:
    json.dump(totals, file)
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sandbox: object) -> Workshop:
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "ws").mkdir()
    return Workshop("bare", tmp_path)


def test_two_runs_teach_it_three_predict_the_sixth_is_answered(place: Workshop):
    folder = skill(place.folder)
    (folder / "scripts/totals.py").write_text(TOTALS)
    options = ("--jit", "on", "--skill", str(folder))
    for job in JOBS[:2]:
        worked(place, CHAT, job, *options, turns=[load_all(["greet"]), *job.turns()])
    (name,) = learnt()
    assert "$SKILLRT_SKILL/scripts/totals.py" in skillrt("jit", "show", name)
    for job in JOBS[2:5]:
        told = worked(place, CHAT, job, *options, turns=[load_all(["greet"]), *job.turns()])
        assert (told.template["did"], told.template["right"]) == ("predicted", True), told.template
    told = worked(place, CHAT, LAST, *options)
    assert (told.template["did"], told.upstream.received) == ("answered", [])
    require_done(place, LAST)


def test_runs_that_are_there_already_teach_it_too(place: Workshop, tmp_path: Path):
    folder = skill(place.folder)
    (folder / "scripts/totals.py").write_text(TOTALS)
    settings = tmp_path / "skillrt.toml"
    settings.write_text("[jit]\nlearn = false\n")
    options = ("--config", str(settings), "--skill", str(folder))
    for job in JOBS[:2]:
        worked(place, CHAT, job, *options, turns=[load_all(["greet"]), *job.turns()])
    assert learnt() == []
    (kept,) = json.loads(skillrt("jit", "learn", "--format", "json"))["templates"]
    assert kept["template"]["actions"][0]["skill"] == "greet"
