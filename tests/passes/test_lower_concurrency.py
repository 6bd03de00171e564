"""What the pass writes; how each region changes is tested in parallel/."""

import pytest

from skillrt.compiler import CompileOptions, compile_skill
from skillrt.errors import UsageError
from skillrt.frontend import discover
from skillrt.ir import Module, ParallelRegion, Requirement
from skillrt.passes.base import PassContext
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from skillrt.store.workflow_file import parse_workflow
from tests.passes.parallel.sample import body, target
from tests.skills import module_of, write_skill

TEXT = """# T

## Steps

1. Read `a.md` and `b.md`.
2. For each question, invoke a sub-agent with the question.

   It sees nothing else.

   It says yes or no.

   It is done then.

3. Convert them.

   ```sh
   for f in *.md; do
     pandoc "$f" -o "${f%.md}.html"
   done
   ```
"""


def test_it_needs_a_target(tmp_path):
    with pytest.raises(UsageError):
        run_pipeline(
            module_of(tmp_path / "s", {"SKILL.md": TEXT}), parse_pipeline("lower-concurrency"), PassContext()
        )


@pytest.mark.parametrize(
    ("options", "kept"),
    [("{calls=false}", "`b.md`.\n"), ("{agents=false}", "the question.\n"), ("{maps=false}", "for f in *.md")],
)
def test_options_turn_a_mechanism_off(tmp_path, options: str, kept: str):
    module = module_of(tmp_path / "s", {"SKILL.md": TEXT})
    context = PassContext(target=target())
    assert kept not in body(run_pipeline(module, parse_pipeline("extract-concurrency,lower-concurrency"), context))
    after = run_pipeline(module, parse_pipeline(f"extract-concurrency,lower-concurrency{options}"), context)
    assert kept in body(after)


def test_what_it_adds_asks_no_more_of_the_agent(tmp_path):
    """Requirements are not inferred again behind it, so its text may raise none."""
    module = module_of(tmp_path / "s", {"SKILL.md": TEXT})
    after = run_pipeline(
        module, parse_pipeline("link,extract-concurrency,lower-concurrency"), PassContext(target=target())
    )
    mechanisms = {fact.mechanism for fact in after.facts if isinstance(fact, ParallelRegion)}
    assert mechanisms == {"one-turn", "sub-agents", "parallel-map"}
    before = levels(module)
    assert before
    assert {name: level for name, level in levels(after).items() if level > before.get(name, "")} == {}


def levels(module: Module) -> dict[str, str]:
    """The level of each primitive that a module asks for."""
    facts = run_pipeline(module, parse_pipeline("infer-requirements"), PassContext()).facts
    return {fact.primitive: fact.level for fact in facts if isinstance(fact, Requirement)}


@pytest.mark.parametrize("level", ["O1", "Os"])
def test_the_levels_hold_it_and_the_variant_tells_of_it(tmp_path, level: str):
    source = next(iter(discover([str(write_skill(tmp_path / "sample", {"SKILL.md": TEXT}))])))
    first, second = (compile_skill(source, target(), CompileOptions(level=level)).variant for _ in range(2))
    assert first == second
    made = {item.path: item for item in first.files}
    assert made["scripts/skillrt/pmap"].executable
    assert [item.path for item in first.manifest.anchors] == ["scripts/skillrt/pmap"]
    assert {item.rule for item in first.manifest.edits} == {"one-turn", "sub-agents", "parallel-map"}
    record = parse_workflow(made[".skillrt/workflow.json"].data or b"", "x")
    assert [item.mechanism for item in record.regions] == ["one-turn", "sub-agents", "parallel-map"]
    (command,) = record.steps[2].commands
    assert command.text == 'scripts/skillrt/pmap pandoc {} -o "{.}.html" ::: *.md'
    assert [item.path for item in command.files] == ["scripts/skillrt/pmap"]
