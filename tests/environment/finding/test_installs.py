from skillrt.environment.finding.installs import installs_of
from skillrt.environment.finding.scene import Scene
from tests.skills import module_of

SKILL = """---
name: a
description: Needs `pip install in-front`.
---

# A

Run `pip install in-span` first; an npm install is slow.

```bash
pip install in-block
npm install -D in-dev
```

## Optional

Use `npm i in-optional`.
"""


def test_places_and_manners(tmp_path):
    files = {
        "SKILL.md": SKILL,
        "references/more.md": "# M\n\n```bash\nuvx in-document\n```\n",
        "setup.sh": "pip install in-shell\nnpm i -D in-shell-dev\n",
        "run.py": "print('pip install in-message')\n",
    }
    found = {item.install.packages[0]: item for item in installs_of(Scene(module_of(tmp_path, files)))}
    assert {name: (item.place, item.manner) for name, item in found.items()} == {
        "in-front": ("main", "install"),
        "in-span": ("main", "install"),
        "in-block": ("main", "install"),
        "in-dev": ("main", "optional"),
        "in-optional": ("main", "optional"),
        "in-document": ("document", "install"),
        "in-shell": ("script", "install"),
        "in-shell-dev": ("script", "install"),
        "in-message": ("script", "told"),
    }
    for name, item in found.items():
        data = (tmp_path / item.span.file).read_bytes()
        assert data[item.span.start : item.span.end].endswith(name.encode())
        assert data[: item.span.start].count(b"\n") + 1 == item.span.line


def test_a_document_to_write_shows_what_others_install(tmp_path):
    text = f"{SKILL[: SKILL.index('## Optional')]}\n```markdown\n- Migrate: `npx in-a-form migrate`\n```\n"
    found = {
        name: item.manner
        for item in installs_of(Scene(module_of(tmp_path, {"SKILL.md": text})))
        for name in item.install.packages
    }
    assert found["in-a-form"] == "example"
    assert found["in-block"] == "install"
