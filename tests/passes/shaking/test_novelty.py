from skillrt.passes.shaking.novelty import says_nothing_new
from tests.skills import module_of

TEXT = "# T\n\n```bash\ntool run --fast\n```\n"


def test_an_example_that_uses_what_is_known_is_not_new(tmp_path):
    code = next(
        leaf for leaf in module_of(tmp_path / "s", {"SKILL.md": TEXT}).documents[0].leaves() if leaf.kind == "code"
    )
    assert says_nothing_new(code, "Call `tool run` with `--fast`.")
    assert not says_nothing_new(code, "Call `tool run`.")
