from pathlib import Path

from skillrt.contracts.comparing.optional import optional_between
from skillrt.frontend import load
from tests.contracts.comparing.test_said import source


def test_names_that_a_text_can_do_without(tmp_path: Path):
    old = load(source(tmp_path, "a", "Use `jq`. `tool` is optional.\n"))
    new = load(source(tmp_path, "b", "Use `jq` if available. `tool` is optional. Then `other`.\n"))
    assert optional_between(old, new) == {"jq"}
