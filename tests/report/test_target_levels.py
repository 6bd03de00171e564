"""What one target can do, as data and text."""

import json

from skillrt.primitives import catalogue
from skillrt.report.target_levels import MARKS, ORIGINS, target_data, target_text, trials_text
from skillrt.targets import parse_target
from tests.report.gap_samples import target


def test_every_primitive_has_its_levels_and_trials() -> None:
    data = target_data(target(gen_regex="+?-"))
    assert json.loads(json.dumps(data)) == data
    assert [row["primitive"] for row in data["primitives"]] == [item.id for item in catalogue()]
    (row,) = [item for item in data["primitives"] if item["primitive"] == "gen.regex"]
    assert (row["aim"], row["held"], row["doubt"], row["origin"]) == ("L2", "L1", True, "measured")
    assert row["levels"]["L2"] == {
        "status": "doubtful",
        "passes": 2,
        "trials": 3,
        "certainty": 0.5248,
        "by": "trials",
    }
    (row,) = [item for item in data["primitives"] if item["primitive"] == "see.image"]
    assert (row["aim"], row["held"], row["doubt"], row["levels"]["L1"]["certainty"]) == ("L3", "L0", True, None)


def test_the_text_shows_marks_trials_doubt_and_sources() -> None:
    text = target_text(target_data(target(gen_regex="+?-")))
    assert "gen.regex            L2 in doubt  + 3/3  ? 2/3  - 0/3  the target" in text
    assert "    a source\n" in text
    assert "at least 80% sure that 60% of the trials succeed" in text
    assert "+ held, ? doubtful, - missing, . unmeasured" in text
    assert "counts as missing (cautious)" in target_text(target_data(target(cautious=True)))


def test_half_trials_are_shown_as_such() -> None:
    assert trials_text({"status": "doubtful", "passes": 1.5, "trials": 1.5}) == "? 1.5/1.5"
    assert trials_text({"status": "unmeasured", "passes": 0, "trials": 0}) == "."


def test_primitives_that_this_version_does_not_know_are_named() -> None:
    data = target_data(target(gen_poetry="+++"))
    assert data["unknown_primitives"] == ["gen.poetry"]
    assert "not used: gen.poetry" in target_text(data)


def test_every_origin_has_words() -> None:
    assert set(ORIGINS) == {"measured", "other-harness", "family", "none"}
    assert set(MARKS) == {"held", "doubtful", "missing", "unmeasured"}
    for text in ("qwen/qwen3.5-9b@openclaw", "qwen/qwen3.5-9b@pi", "qwen/qwen3.5-14b@pi", "new@pi"):
        found = parse_target(text)
        assert ORIGINS[found.capabilities.origin] in target_text(target_data(found))
