import pytest

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
# all of it
git push origin main --tags
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
        Link("Step 4: Ship", ("# all of it\ngit push origin main --tags",)),
    )


def test_uses_that_are_numbered_are_no_chain(tmp_path):
    text = STEPS.replace("## Workflow", "## Usage").replace("### Step ", "### ").replace(": ", ". ")
    assert chains(tmp_path, text) == []
    assert chains(tmp_path / "b", STEPS.replace("```bash", "```yaml")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("make build", "make build\nmake install"),
        ("make build", "cd app"),
        ("make build", "VERSION=3"),
        ("make build", "msf6 > use it"),
        ("make build", "# npm or yarn\nmake build"),
        ("Read the log.", "Alternatively: look at it in the browser."),
        ("Read the log.", "If it is a library, run the other suite."),
        ("## Workflow", "## Example workflow"),
        ("pytest -q", "# once more\nmake build"),
        ("Read the log.", "Run `git log -3` first."),
    ],
)
def test_choices_state_and_samples_are_no_chain(tmp_path, old, new):
    assert chains(tmp_path, STEPS.replace(old, new)) == []


def test_bold_titles_stay_whole(tmp_path):
    (chain,) = chains(tmp_path, STEPS.replace("Step 1: Build", "Step 1: **Build** all"))
    assert chain.links[0].title == "Step 1: Build all"
