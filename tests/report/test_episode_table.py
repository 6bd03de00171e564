import json

import pytest

from skillrt.report.episode_table import episodes_data, episodes_text, outcome_word, seconds, time_of
from skillrt.store.traces import Episode, Outcome, SkillUse, Turn

EPISODE = Episode(
    id="ab12",
    run="r",
    harness="pi",
    model="small-1",
    prompt="Fold a\n  crane " + "very carefully " * 10,
    started=1_790_000_000_000,
    turns=(Turn(), Turn()),
    skills=(SkillUse(name="paper", loaded_at=0), SkillUse(name="clay")),
    took=3_400,
    cost=0.01234,
    outcome=Outcome(kind="failed", failure="tool", marked=True),
)


def test_a_row_says_what_matters():
    header, row = episodes_text([EPISODE]).splitlines()
    assert header.split()[0] == "ID"
    for part in (
        "ab12",
        "2026-09-21 14:13:20",
        "pi",
        "small-1",
        "failed: tool*",
        "3.4 s",
        "$0.0123",
        "paper",
        "Fold a crane",
    ):
        assert part in row
    assert "clay" not in row
    assert row.endswith("…")


def test_a_sub_agent_is_marked_and_nothing_is_said_of_nothing():
    child = Episode(id="c", run="", harness="", model="", prompt="Count.", started=0, parent="ab12")
    assert "↳ Count." in episodes_text([child])
    assert "no episodes" in episodes_text([])


def test_plain_data_can_be_json():
    (found,) = json.loads(json.dumps(episodes_data([EPISODE])))["episodes"]
    assert (found["id"], found["turns"], found["outcome"]["kind"]) == ("ab12", 2, "failed")


@pytest.mark.parametrize(("millis", "words"), [(-1, "-"), (0, "0.0 s"), (119_999, "120.0 s"), (120_000, "2.0 min")])
def test_times(millis: int, words: str):
    assert seconds(millis) == words


def test_words():
    assert outcome_word(EPISODE) == "failed: tool*"
    assert time_of(0) == "1970-01-01 00:00:00"
