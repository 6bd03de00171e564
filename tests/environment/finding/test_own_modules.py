from skillrt.environment.finding.own_modules import own_modules, written_modules
from skillrt.environment.finding.scene import Scene
from tests.skills import module_of


def test_files_of_the_skill_and_files_that_its_text_names(tmp_path):
    text = """# A

Put the rules into `shop/rules.py`.

```text
├── billing/
│   └── invoice.py
└── README.md
```
"""
    files = {"SKILL.md": text, "scripts/office/pack.py": "", "data.json": "{}"}
    scene = Scene(module_of(tmp_path, files))
    assert own_modules(scene) == {"scripts", "office", "pack"}
    assert {"shop", "rules", "billing", "invoice"} <= written_modules(scene)
    assert "README" not in written_modules(scene)


def test_a_text_without_python_files_names_none(tmp_path):
    assert written_modules(Scene(module_of(tmp_path, {"SKILL.md": "# A\n\n├── x/\n"}))) == frozenset()
