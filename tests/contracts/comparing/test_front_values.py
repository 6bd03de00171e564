from pathlib import Path

from skillrt.contracts.comparing.front_values import values_between
from skillrt.frontend import load
from tests.contracts.comparing.test_said import source


def test_short_values_that_are_others(tmp_path: Path):
    front = "---\nname: a\nversion: 1.2.0\nmetadata:\n  tool: {}\n  kinds:\n    inner: {}\n  list: [{}]\n---\nText.\n"
    old = load(source(tmp_path, "a", front.format("'1.0'", "x", "1")))
    new = load(source(tmp_path, "b", front.format("'1.1'", "y" * 50, "2")))
    assert values_between(old, new) == {"metadata.tool": ("1.0", "1.1")}
