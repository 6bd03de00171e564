from skillrt.compiler import CompileOptions, compile_skill
from skillrt.frontend import discover
from skillrt.targets import load_harnesses, parse_target
from tests.primitives.lowered import drafts, gap_of, linked, taken
from tests.primitives.programs.run import run
from tests.primitives.tool_exec.test_chains import STEPS
from tests.skills import write_skill


def test_a_chain_is_gone_through_step_by_step(tmp_path):
    module = linked(tmp_path, {"SKILL.md": STEPS})
    draft = drafts(module, gap_of(module, "tool.exec", 2, "L3"))["one-command-a-step"]
    text, files = taken(module, draft)
    path = "references/skillrt/workflow.steps"
    assert "\nGo through these 4 steps one a turn: `sh scripts/skillrt/next.sh " in text
    assert text.index("Go through these") < text.index("### Step 1")
    assert [line for line in STEPS.split("\n") if line not in text] == []
    assert (draft.kind, draft.to) == ("supports", 1)
    here = tmp_path / "out"
    here.mkdir()
    (here / "w.steps").write_text(files[path])
    assert run(here, "next.sh", "w.steps", "start") == "1 of 4: Step 1: Build\nmake build\n"


def test_numbered_lists_have_the_note_below_their_heading(tmp_path):
    text = "# Release\n\n## Steps\n\n" + "".join(
        f"{number}. Do {name}:\n\n   ```bash\n   {name} --now x\n   ```\n\n"
        for number, name in enumerate(("git", "make", "docker"), 1)
    )
    module = linked(tmp_path, {"SKILL.md": text})
    draft = drafts(module, gap_of(module, "tool.exec", 1, "L3"))["one-command-a-step"]
    assert "## Steps\n\nGo through these 3 steps" in taken(module, draft)[0]


def test_blocks_of_commands_become_programs(tmp_path):
    text = "# Logs\n\nCollect them:\n\n```bash\nmkdir -p out\nsort app.log | uniq -c > out/counts.txt\n```\n"
    module = linked(tmp_path, {"SKILL.md": text})
    found = drafts(module, gap_of(module, "tool.exec", 1, "L2", ("uniq",)))
    assert list(found) == ["outline"]


def test_who_can_run_nothing_is_not_helped(tmp_path):
    module = linked(tmp_path, {"SKILL.md": STEPS})
    assert drafts(module, gap_of(module, "tool.exec", 0, "L3")) == {}


def test_bundled_programs_in_the_list_are_anchors(tmp_path):
    text = STEPS.replace("make build", "python scripts/build.py")
    module = linked(tmp_path, {"SKILL.md": text, "scripts/build.py": "print(1)\n"})
    draft = drafts(module, gap_of(module, "tool.exec", 2, "L3"))["one-command-a-step"]
    listed = next(file for file in draft.files if file.path.endswith(".steps"))
    assert [use.path for use in listed.uses] == ["scripts/build.py"]


def test_every_mention_in_the_note_is_an_anchor(tmp_path):
    folder = write_skill(tmp_path / "release", {"SKILL.md": STEPS})
    source = next(iter(discover([str(folder)])))
    goal = parse_target("qwen/qwen3.5-9b@openclaw", load_harnesses())
    options = CompileOptions(pipeline="link,infer-requirements,lower-capabilities")
    anchors = compile_skill(source, goal, options).variant.manifest.anchors
    program, steps = "scripts/skillrt/next.sh", "references/skillrt/workflow.steps"
    assert [item.path for item in anchors] == [program, steps, program, steps]
    assert len({item.output.start for item in anchors}) == 4


def test_where_another_chain_stays_none_is_touched(tmp_path):
    other = STEPS.replace("# Release\n\n## Workflow", "\n## Rollback steps").replace("pytest -q", "cd app\npytest -q")
    module = linked(tmp_path, {"SKILL.md": STEPS + other})
    assert drafts(module, gap_of(module, "tool.exec", 2, "L3")) == {}
