from hypothesis import given
from hypothesis import strategies as st

from skillrt.frontend.markdown import parse
from skillrt.ir import Document, Edge, Module, ParallelRegion, Step, Workflow
from skillrt.passes.base import PassContext
from skillrt.passes.extract_concurrency import ExtractConcurrency
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from tests.skills import module_of

TEXT = """# T

## Workflow

1. Read `in.csv`.
2. Examine each row.
3. Write it only after step 4.
4. Check it.
"""


def run(module):
    return run_pipeline(module, parse_pipeline("link,extract-concurrency"), PassContext())


def test_steps_edges_and_regions_stand_on_blocks(tmp_path):
    module = run(module_of(tmp_path / "s", {"SKILL.md": TEXT}))
    steps = [fact for fact in module.facts if isinstance(fact, Step)]
    assert [(fact.id, fact.workflow, fact.span.line - 4) for fact in steps] == [
        ("s1", "w1", 5),
        ("s2", "w1", 6),
        ("s3", "w1", 7),
        ("s4", "w1", 8),
    ]
    assert [fact.title for fact in module.facts if isinstance(fact, Workflow)] == ["Workflow"]
    edges = [(fact.first, fact.then) for fact in module.facts if isinstance(fact, Edge)]
    assert edges == [("s1", "s2"), ("s2", "s3"), ("s3", "s4")]
    (region,) = [fact for fact in module.facts if isinstance(fact, ParallelRegion)]
    assert (region.kind, region.steps, region.merge) == ("data", ("s2",), "one result an item")


def test_a_cycle_is_told_once_however_often_it_runs(tmp_path):
    module = run(module_of(tmp_path / "s", {"SKILL.md": TEXT}))
    again = ExtractConcurrency().run(module, PassContext())
    assert [item.code for item in again.diagnostics] == ["workflow.cycle"]
    assert "step 3" in again.diagnostics[0].message
    assert again.facts == module.facts


def test_one_region_a_passage(tmp_path):
    text = "# T\n\n## Review\n\nExamine each file.\n\nExamine each page.\n\n" + "\n" * 8 + "Examine each image.\n"
    module = run(module_of(tmp_path / "s", {"SKILL.md": text}))
    lines = [fact.span.line - 4 for fact in module.facts if isinstance(fact, ParallelRegion)]
    assert lines == [5, 17]


LINES = ("# T\n", "## Step 1: a\n", "## Steps\n", "1. Read `a.md`.\n", "- [ ] b\n", "**Step 2**: c\n", "\n", "> x\n")
CODE = (
    "```python\n# 1. a\nfor x in y:\n    z = M(x)\n```\n",
    "```sh\n# 1. a\ngit log\ngit status\n",
    "1)\n",
    "第一步\n",
)
PIECES = st.lists(st.sampled_from((*LINES, *CODE)), max_size=30)


@given(PIECES)
def test_any_text_gives_a_graph_without_cycles(pieces):
    text = "".join(pieces).encode()
    blocks = parse("SKILL.md", text, front_matter=False).blocks
    module = Module("s", "", (Document("SKILL.md", blocks),), ())
    facts = ExtractConcurrency().run(module, PassContext()).facts
    order = {fact.id: at for at, fact in enumerate(facts) if isinstance(fact, Step)}
    for fact in facts:
        if isinstance(fact, Edge):
            assert order[fact.first] < order[fact.then]
