from skillrt.passes.lowering.apply import apply
from skillrt.primitives import Detected, Evidence, Gap, SkillView, lexicon
from skillrt.primitives.gen_code_shell.lower import lower
from skillrt.verify import verify
from tests.skills import module_of

TEXT = """# Logs

Look at the last minutes:

```bash
logtool show --last 10m --json
logtool show --level <level> --since yesterday
```

- In a list:

  ```bash
  logtool export --to <file>
  ```
"""


def drafts(folder, text, held=1):
    module = module_of(folder / "logs", {"SKILL.md": text})
    view = SkillView(module, lexicon())
    evidence = tuple(Evidence(fence.block.id, 0, 5, "L2", 0.5, "why") for fence in view.fences)
    gap = Gap("gen.code.shell", "L2", held, Detected("L2", "why", evidence))
    return module, {draft.rule: draft for draft in lower(view, gap)}


def test_commands_that_stay_say_what_changes_in_them(tmp_path):
    module, found = drafts(tmp_path, TEXT)
    after = apply(module, found["ready-command"])
    verify(module, after, "lower-capabilities")
    text = after.documents[0].text
    assert "\nCopy it as it stands; put in your values for `<level>`.\n" in text
    assert "\n\n  Copy it as it stands; put in your values for `<file>`.\n" in text
    assert found["ready-command"].to == 1


def test_commands_that_do_not_show_what_changes_are_left(tmp_path):
    _, found = drafts(tmp_path, TEXT.replace("<file>", "out.json"))
    assert "ready-command" not in found


def test_a_command_that_only_begins_is_left(tmp_path):
    _, found = drafts(tmp_path, "# T\n\n```bash\nlogtool show --last 10m ...\n```\n")
    assert "ready-command" not in found


def test_who_holds_nothing_is_not_helped_by_copying(tmp_path):
    _, found = drafts(tmp_path, TEXT, held=0)
    assert "ready-command" not in found


def test_a_sequence_becomes_a_program(tmp_path):
    command = "cat app.log | grep ERROR | sort | uniq -c | sort -rn | head -5 > top.txt"
    text = f"# T\n\n## Count errors\n\n```bash\n{command}\n```\n"
    module, found = drafts(tmp_path, text)
    after = apply(module, found["outline"])
    verify(module, after, "lower-capabilities")
    assert "scripts/skillrt/" in after.documents[0].text
