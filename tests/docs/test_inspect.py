"""docs/inspect.md says what the code does."""

import re

from skillrt.report.inspection import inspection
from tests.skills import module_of


def test_every_field_is_described(root, tmp_path):
    text = (root / "docs" / "inspect.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\|([^|]*)\|", text, re.M))))
    assert set(inspection(module_of(tmp_path / "s", {"SKILL.md": "# T\n"}))) - named == set()
