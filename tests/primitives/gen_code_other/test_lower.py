from skillrt.primitives import primitive
from tests.primitives.lowered import drafts, gap_of, linked

TEXT = "# Tool\n\nWrite it so:\n\n```go\npackage main\n\nfunc main() {}\n```\n"


def test_there_is_none_and_the_catalogue_says_why(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    for level in ("L1", "L2", "L3"):
        assert drafts(module, gap_of(module, "gen.code.other", 0, level, ("package main",))) == {}
        assert primitive("gen.code.other").facts.levels[level].no_lowering
