from skillrt.ir import Step
from skillrt.passes.base import PassContext
from skillrt.passes.concurrency.work import programs_in
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from tests.passes.concurrency.sample import works
from tests.skills import load_skill, write_skill

TEXT = """# T

## Steps

1. Read `in.csv` and ask the user which column counts.
2. If there are gaps, write `gaps.md`.
3. Push the branch.

   ```sh
   git push origin main
   ```
4. Save everything (if needed) to `out/`.
"""


def test_what_a_step_touches_asks_and_sends():
    first, second, third, fourth = works(TEXT)
    assert [item.name for item in first.reads] == ["in.csv"]
    assert first.asks is not None
    assert (first.asks.line, first.outside, first.condition) == (5, None, None)
    assert [(item.kind, item.name) for item in second.writes] == [("file", "gaps.md")]
    assert second.condition is not None
    assert third.outside is not None
    assert [done.text for done, _ in third.ran] == ["git push origin main"]
    assert fourth.condition is not None


def test_a_step_of_commands_alone_needs_no_agent():
    blocks = ("ruff check .", "run <name>", "python go.py")
    parts = [f"\n### {n}. Do\n\n```sh\n{code}\n```\n" for n, code in enumerate(blocks, 1)]
    text = "# T\n\n## Steps\n" + "".join(parts)
    assert [work.kind for work in works(text)] == ["command", "command", "script"]


def test_the_span_of_a_step_within_a_code_block_is_its_lines():
    text = "# T\n\n## Workflow\n\n```python\n# 1. Load\nx = 1\n# 2. Fit\ny = x\n# 3. Save\nz = y\n```\n"
    found = works(text)
    assert [(work.span.line, work.span.end_line) for work in found] == [(6, 7), (8, 9), (10, 11)]
    assert [sorted(work.names.sets) for work in found if work.names] == [["x"], ["y"], ["z"]]


def test_call_sites_in_prose_are_commands_with_the_interface_of_their_script(tmp_path):
    script = "import argparse\np = argparse.ArgumentParser()\n"
    script += "p.add_argument('form')\np.add_argument('output')\np.parse_args()\n"
    run = "`python scripts/fill.py form.json done.json`"
    text = f"# T\n\n## Steps\n\n1. Run {run}.\n2. Look around.\n3. Tell it.\n"
    module = load_skill(write_skill(tmp_path / "s", {"SKILL.md": text, "scripts/fill.py": script}))
    module = run_pipeline(module, parse_pipeline("link,extract-concurrency"), PassContext())
    first = next(fact for fact in module.facts if isinstance(fact, Step))
    assert first.commands == ("python scripts/fill.py form.json done.json",)
    assert (first.reads[-1].name, first.writes[-1].name) == ("form.json", "done.json")
    assert list(programs_in(module).scripts) == ["scripts/fill.py"]
