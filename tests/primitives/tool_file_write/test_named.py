from skillrt.primitives import SkillView, lexicon
from skillrt.primitives.tool_file_write.named import named_to_make
from tests.primitives.lowered import gap_of, linked

TEXT = """# Docs

- Write the plan to `./docs/plan.md`.
- Create `.github/workflows/<name>.yml` for the checks.
- Save the notes to `~/notes.md`.
- Never write to `secrets.json`.
- If you write `extra.md`, stop.
- Before you write `first.md`, look.
- Update `CHANGELOG.md` with a line.
- Save the summary as `plan.md`.
- Create `guide.md` from it.
- Save what you found to `found.json`:

  ```json
  {"a": 1}
  ```

See [the guide](guide.md). Write it to `docs/plan.md` again.
"""


def test_what_is_to_be_made_anew_with_what_is_said_of_it(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT, "guide.md": "# Guide\n\nCreate `other.md` first.\n"})
    found = named_to_make(SkillView(module, lexicon()), gap_of(module, "tool.file.write", 2))
    assert {path: said for path, (said, _) in found.items()} == {
        "docs/plan.md": "Write the plan to `./docs/plan.md`.",
        ".github/workflows/<name>.yml": "Create `.github/workflows/<name>.yml` for the checks.",
        "found.json": "Save what you found to `found.json`:",
    }


def test_blocks_that_name_themselves_count_in_steps(tmp_path):
    text = "# T\n\n## Step 1: Config\n\n```ts\n// tests/a.config.ts\nexport {}\n```\n\n"
    text += "## Reference\n\n```ts\n// tests/b.ts\nexport {}\n```\n"
    module = linked(tmp_path, {"SKILL.md": text})
    found = named_to_make(SkillView(module, lexicon()), gap_of(module, "tool.file.write", 2, "L3", ("export",)))
    assert {path: said for path, (said, _) in found.items()} == {"tests/a.config.ts": "Step 1: Config"}
