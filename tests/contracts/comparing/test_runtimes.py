from pathlib import Path

import pytest

from skillrt.contracts.comparing.difference import Swap
from skillrt.contracts.comparing.runtimes import runtimes_between
from skillrt.frontend import load
from tests.contracts.comparing.test_said import source


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("Text.", "By the tool (needs Node ≥ 22.20).", [Swap("", "22.20", "Node")]),
        ("- requires Node.js 18+", "- requires Node.js 20+", [Swap("18", "20", "Node")]),
        ("Text.", "## Requirements\n\n- Python 3.12 or later", [Swap("", "3.12", "Python")]),
        ("It was made with Python 3.12.", "It requires Python 3.12+", []),
        ("Text.", "Python 3.12+ has it.", []),
        ("Text.", "It needs Go 5 minutes.", []),
    ],
)
def test_versions_that_are_asked_for(tmp_path: Path, before: str, after: str, found: list[Swap]):
    old, new = load(source(tmp_path, "a", before)), load(source(tmp_path, "b", after))
    assert list(runtimes_between(old, new)) == found
