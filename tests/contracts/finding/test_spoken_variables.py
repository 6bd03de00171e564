from pathlib import Path

import pytest

from tests.contracts.locking import facts_of, named, shell, skill


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It uses `$ACME_TOKEN` (then `$ACME_PAT`).", ["ACME_PAT", "ACME_TOKEN"]),
        ("Auth is read from `${ACME_PAT}`.", ["ACME_PAT"]),
        ("The list of `$ARGUMENTS` uses `$OUT_DIR`.", []),
        ("The `$ACME_PAT` is green.", []),
        ("It uses `$ACME_PAT`.\n\n" + shell("ACME_PAT=$(tool pat)", 'tool run "$ACME_PAT"'), []),
    ],
)
def test_code_spans_of_variables(tmp_path: Path, text: str, told: list[str]):
    assert named(facts_of(tmp_path, {"SKILL.md": skill(text)}), "variable") == told
