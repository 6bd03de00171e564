from skillrt.primitives import SkillView, lexicon
from skillrt.primitives.tool_exec.chains import Chain, Link, chains_of
from tests.primitives.lowered import linked

STEPS = """# Release

## Workflow

### Step 1: Build

```bash
make build
```

### Step 2: Look at it

Read the log.

```yaml
a: 1
```

### Step 3: Test

```bash
pytest -q
```

### Step 4: Ship

```bash
git push origin main
git tag v1
```
"""


def chains(folder, text) -> list[Chain]:
    return list(chains_of(SkillView(linked(folder, {"SKILL.md": text}), lexicon())))


def test_steps_with_their_commands(tmp_path):
    (chain,) = chains(tmp_path, STEPS)
    assert chain.links == (
        Link("Step 1: Build", ("make build",)),
        Link("Step 2: Look at it", ()),
        Link("Step 3: Test", ("pytest -q",)),
        Link("Step 4: Ship", ("git push origin main\ngit tag v1",)),
    )


def test_uses_that_are_numbered_are_no_chain(tmp_path):
    text = STEPS.replace("## Workflow", "## Usage").replace("### Step ", "### ").replace(": ", ". ")
    assert chains(tmp_path, text) == []
    assert chains(tmp_path / "b", STEPS.replace("```bash", "```yaml")) == []
