"""For whom a skill was written."""

from skillrt.passes.harness_uses import distinct, guess
from skillrt.targets import load_harnesses
from tests.passes.uses import uses_in


def _guess(tmp_path, text: str):
    return guess(distinct(uses_in(tmp_path, text)), load_harnesses())


def test_the_harness_whose_things_it_uses(tmp_path) -> None:
    name, scores = _guess(tmp_path, "Run `{baseDir}/x` with the `exec` tool; see ~/.openclaw/skills.\n")
    assert name == "openclaw"
    assert scores[0] == ("openclaw", 7.0)


def test_nothing_shows(tmp_path) -> None:
    assert _guess(tmp_path, "Read the file.\n") == ("", ())


def test_of_two_that_share_everything_the_observed_one(tmp_path) -> None:
    name, scores = _guess(tmp_path, "Use the Read tool and the Grep tool.\n")
    assert name == "claude-code"
    assert dict(scores)["cursor"] == dict(scores)["claude-code"]


def test_two_equals_are_no_guess(tmp_path) -> None:
    assert _guess(tmp_path, "Put it in `~/.codex/config.toml` and `.cursor/mcp.json`.\n")[0] == ""
