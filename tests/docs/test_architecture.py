"""docs/ARCHITECTURE.md says what the code does."""

import re

from skillrt.passes.pipeline import parse_pipeline


def test_the_pipelines_that_it_types_can_be_typed(root):
    text = (root / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    pipelines = re.findall(r"`([a-z]+(?:,[a-z-]+(?:\{[^}`]*\})?)+)`", text)
    assert pipelines
    assert [str(parse_pipeline(item)) for item in pipelines] == pipelines
